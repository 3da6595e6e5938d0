import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    /// What people write about tasks and instances.
    var commentRoutes: [APIRoute] {
        [
            route("POST", "/task/{id}/comment/create") { try await createComment($0) },
            route("GET", "/task/{id}/comment") { try await comments($0, of: "task_id") },
            route("GET", "/task/{id}/comment/{commentId}") { request in
                guard
                    let row = try await comment(
                        request.parameters[1], of: "task_id", request.parameters[0], request)
                else {
                    throw APIError.notFound(
                        "Task comment with id \(request.parameters[1]) does not exist for task id "
                            + "'\(request.parameters[0])'.")
                }
                return row.answer(in: .comment)
            },
            route("GET", "/process-instance/{id}/comment") {
                try await comments($0, of: "process_instance_id")
            },
        ]
            + [("/task", "task_id"), ("/process-instance", "process_instance_id")].flatMap {
                (path, owner) in
                [
                    route("PUT", path + "/{id}/comment") {
                        try await changeComment($0, of: owner)
                    },
                    route("DELETE", path + "/{id}/comment") {
                        try await deleteComments($0, of: owner)
                    },
                    route("DELETE", path + "/{id}/comment/{commentId}") {
                        try await deleteComment($0, of: owner)
                    },
                ]
            }
    }

    private func createComment(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.object()
        guard let task = try await find(HistoricTaskRow.self, id, for: request.principal) else {
            throw APIError.invalid("No task found for task id '\(id)'")
        }
        guard let message = try body.text("message"), !message.isEmpty else {
            throw APIError(
                status: 400, type: "InvalidRequestException",
                "Not enough parameters submitted: the message is missing", code: 0)
        }
        let row = CommentRow(
            id: engine.newIdentifier(), rootInstanceID: task.rootInstanceID,
            processInstanceID: try body.text("processInstanceId"), taskID: id,
            userID: request.principal.userID, message: message, createdAt: engine.clock.now,
            removalTime: task.removalTime, tenantID: task.tenantID)
        try await commit([.insert(CommentRow.table, row.row)])
        guard case .object(var json) = row.json(in: .comment) else { return .noContent }
        json["links"] = [
            [
                "method": "GET", "rel": "self",
                "href": .string("\(request.base)/task/\(id)/comment/\(row.id)"),
            ]
        ]
        return .json(.object(json))
    }

    private func comments(
        _ request: APIRequest, of owner: String
    ) async throws -> HTTPResponse {
        try await checkOwner(owner, request)
        let rows = try await rows(
            CommentRow.self, where: .equal(owner, request.parameters[0]), for: request.principal,
            ordering: [
                Ordering("created_at", isDescending: true), Ordering("id", isDescending: true),
            ])
        return .json(.array(rows.map { $0.json(in: .comment) }))
    }

    private func comment(
        _ id: String, of owner: String, _ ownerID: String, _ request: APIRequest
    ) async throws(APIError) -> CommentRow? {
        try await rows(
            CommentRow.self, where: .and([.equal("id", id), .equal(owner, ownerID)]),
            for: request.principal
        ).first
    }

    private func changeComment(
        _ request: APIRequest, of owner: String
    ) async throws -> HTTPResponse {
        let body = try request.object()
        guard let id = try body.text("id"), let message = try body.text("message"),
            !message.isEmpty
        else { throw APIError.invalid("Both the id and the message of a comment must be set") }
        guard try await comment(id, of: owner, request.parameters[0], request) != nil else {
            throw APIError.invalid("No comment with id '\(id)' exists there")
        }
        try await commit([
            .update(
                CommentRow.table, key: [.text(id)],
                set: [
                    ColumnAssignment("message", .text(message)),
                    ColumnAssignment("created_at", .integer(engine.clock.now.milliseconds)),
                    ColumnAssignment("user_id", ColumnValue(request.principal.userID)),
                ], expectedRevision: nil)
        ])
        return .noContent
    }

    private func deleteComment(
        _ request: APIRequest, of owner: String
    ) async throws -> HTTPResponse {
        let (ownerID, id) = (request.parameters[0], request.parameters[1])
        if try await comment(id, of: owner, ownerID, request) != nil {
            try await commit([.deleteAll(CommentRow.table, where: .equal("id", id))])
        }
        return .noContent
    }

    private func deleteComments(
        _ request: APIRequest, of owner: String
    ) async throws -> HTTPResponse {
        try await checkOwner(owner, request)
        try await commit([
            .deleteAll(CommentRow.table, where: .equal(owner, request.parameters[0]))
        ])
        return .noContent
    }

    /// - Throws: 404 if there never was such a task or instance for the caller.
    private func checkOwner(_ owner: String, _ request: APIRequest) async throws {
        let id = request.parameters[0]
        let exists =
            owner == "task_id"
            ? try await find(HistoricTaskRow.self, id, for: request.principal) != nil
            : try await find(HistoricProcessInstanceRow.self, id, for: request.principal) != nil
        guard exists else {
            throw APIError.notFound(
                owner == "task_id"
                    ? "No task found for task id '\(id)'"
                    : "No process instance found for id '\(id)'")
        }
    }

    private func commit(_ changes: [RowChange]) async throws(APIError) {
        do throws(StoreError) { try await engine.store.commit(Delta(changes: changes)) } catch {
            throw APIError(error)
        }
    }
}

extension ListForm {
    fileprivate static let comment = ListForm([
        ("links", .constant([])), ("id", .text("id")), ("userId", .text("user_id")),
        ("time", .instant("created_at")), ("taskId", .text("task_id")),
        ("message", .text("message")), ("removalTime", .instant("removal_time")),
        ("rootProcessInstanceId", .text("root_instance_id")),
        ("processInstanceId", .text("process_instance_id")),
    ])
}
