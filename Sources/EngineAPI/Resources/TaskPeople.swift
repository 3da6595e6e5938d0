import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// Who works on a task, and who may.
    var taskPeopleRoutes: [APIRoute] {
        [
            route("POST", "/task/{id}/claim") { request in
                let user = try user(in: request)
                try await perform(
                    .task(
                        id: request.parameters[0],
                        user.map { .claim(userID: $0) } ?? .unclaim), request)
                return .noContent
            },
            route("POST", "/task/{id}/unclaim") { request in
                try await changeKnownTask(request, .unclaim)
            },
            route("POST", "/task/{id}/assignee") { request in
                try await changeKnownTask(request, .assign(userID: try user(in: request)))
            },
            route("POST", "/task/{id}/delegate") { request in
                guard let user = try user(in: request) else {
                    throw APIError.invalid("userId is null")
                }
                try await perform(
                    .task(id: request.parameters[0], .delegate(userID: user)), request)
                return .noContent
            },
            route("GET", "/task/{id}/identity-links") { try await links($0) },
            route("POST", "/task/{id}/identity-links") { request in
                let link = try link(in: request)
                return try await changeKnownTask(
                    request,
                    .addIdentityLink(type: link.type, userID: link.user, groupID: link.group))
            },
            route("POST", "/task/{id}/identity-links/delete") { request in
                let link = try link(in: request)
                return try await changeKnownTask(
                    request,
                    .removeIdentityLink(type: link.type, userID: link.user, groupID: link.group))
            },
        ]
    }

    /// The user that a body names.
    private func user(in request: APIRequest) throws(APIError) -> String? {
        try request.object().text("userId")
    }

    /// Changes a task; an unknown one is the caller's fault here.
    private func changeKnownTask(
        _ request: APIRequest, _ operation: TaskOperation
    ) async throws -> HTTPResponse {
        do throws(EngineError) {
            _ = try await engine.perform(
                .task(id: request.parameters[0], operation), as: request.principal)
        } catch {
            guard error.kind == .notFound else { throw APIError(error) }
            throw APIError(
                status: 400, type: "NotFoundException", error.message, code: error.code)
        }
        return .noContent
    }

    private func link(
        in request: APIRequest
    ) throws(APIError) -> (type: String, user: String?, group: String?) {
        let body = try request.object()
        let user = try body.text("userId")
        let group = try body.text("groupId")
        if user != nil, group != nil {
            throw .invalid("Identity Link requires userId or groupId, but not both.")
        }
        if user == nil, group == nil {
            throw .invalid("Identity Link requires userId or groupId.")
        }
        guard let type = try body.text("type") else {
            throw .invalid("Identity Link requires a type.")
        }
        if group != nil, type == "assignee" || type == "owner" {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "Incompatible usage: cannot use type '\(type)' together with a groupId", code: 0)
        }
        return (type, user, group)
    }

    private func links(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let task = try await find(TaskRow.self, id, for: request.principal) else {
            throw APIError(
                status: 500, type: "NullValueException", "Cannot find task with id \(id)", code: 0)
        }
        let type = try request.query()["type"]
        let stored = try await rows(
            IdentityLinkRow.self, where: .equal("task_id", id), for: .engine)
        var links = stored.map { ($0.userID, $0.groupID, $0.type) }
        // Assignee and owner are links that stand in the task itself.
        if let assignee = task.assignee { links.append((assignee, nil, "assignee")) }
        if let owner = task.owner { links.append((owner, nil, "owner")) }
        return .json(
            .array(
                links.filter { type == nil || $0.2 == type }.map { link in
                    [
                        "userId": link.0.map(JSON.string) ?? .null,
                        "groupId": link.1.map(JSON.string) ?? .null, "type": .string(link.2),
                    ]
                }))
    }
}
