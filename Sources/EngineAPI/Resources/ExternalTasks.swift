import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let externalTasks = ListEndpoint(
        path: "/external-task", list: .externalTasks, form: .externalTask)

    /// `/external-task`.
    var externalTaskRoutes: [APIRoute] {
        Self.externalTasks.routes(self) + [
            route("POST", "/external-task/fetchAndLock") { try await fetchAndLock($0) },
            route("GET", "/external-task/topic-names") { try await topicNames($0) },
            route("GET", "/external-task/{id}") { request in
                let id = request.parameters[0]
                guard
                    let row = try await Self.externalTasks.row(id, self, for: request.principal)
                else {
                    throw APIError.rest(
                        404, "External task with id \(id) does not exist", code: nil)
                }
                return row.answer(in: .externalTask)
            },
            route("GET", "/external-task/{id}/errorDetails") { request in
                let id = request.parameters[0]
                guard let task = try await find(ExternalTaskRow.self, id, for: request.principal)
                else {
                    throw APIError(
                        status: 500, type: "NullValueException",
                        "External task with id \(id) doesn't exist", code: 0)
                }
                return task.errorDetails.map { .text($0) } ?? .noContent
            },
            route("POST", "/external-task/{id}/complete") { request in
                let body = try request.object()
                let failure = "Cannot complete external task \(request.parameters[0]): "
                return try await change(
                    request,
                    .complete(
                        workerID: try worker(in: body),
                        variables: try body.variables(failure: failure),
                        localVariables: try body.variables("localVariables", failure: failure)))
            },
            route("POST", "/external-task/{id}/failure") { try await fail($0) },
            route("POST", "/external-task/{id}/bpmnError") { request in
                let body = try request.object()
                guard let code = try body.text("errorCode") else {
                    throw APIError(
                        status: 500, type: "NullValueException", "errorCode is null", code: 0)
                }
                return try await change(
                    request,
                    .bpmnError(
                        workerID: try worker(in: body), code: code,
                        message: try body.text("errorMessage"),
                        variables: try body.variables(failure: "Cannot throw an error: ")))
            },
            route("POST", "/external-task/{id}/extendLock") { request in
                let body = try request.object()
                let span = try duration("newDuration", in: body)
                return try await change(
                    request, .extendLock(workerID: try worker(in: body), milliseconds: span))
            },
            route("POST", "/external-task/{id}/lock") { request in
                let body = try request.object()
                let worker = try worker(in: body)
                let span = try duration("lockDuration", in: body)
                return try await change(request, .lock(workerID: worker, milliseconds: span))
            },
            route("POST", "/external-task/{id}/unlock") { request in
                try await change(request, .unlock)
            },
            route("PUT", "/external-task/{id}/retries") { request in
                guard let retries = try request.object().integer("retries") else {
                    throw APIError.invalid("The number of retries must be given")
                }
                guard retries >= 0 else {
                    throw APIError(
                        status: 400, type: "BadUserRequestException",
                        "The number of retries cannot be negative", code: 0)
                }
                return try await change(request, .setRetries(retries))
            },
            route("PUT", "/external-task/{id}/priority") { request in
                guard let priority = try request.object().integer("priority") else {
                    throw APIError.invalid("The priority must be given")
                }
                return try await change(request, .setPriority(priority))
            },
        ]
    }

    private func worker(in body: JSONObject) throws(APIError) -> String {
        guard let worker = try body.text("workerId") else {
            throw APIError(
                status: 500, type: "NullValueException", "workerId is null", code: 0)
        }
        return worker
    }

    private func duration(_ name: String, in body: JSONObject) throws(APIError) -> Int64 {
        guard let span = try body.integer(name), span > 0 else {
            throw .rest(400, "\(name) is not greater than 0")
        }
        return Int64(span)
    }

    private func change(
        _ request: APIRequest, _ operation: ExternalTaskOperation
    ) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard try await find(ExternalTaskRow.self, id, for: request.principal) != nil else {
            throw APIError.rest(404, "External task with id \(id) does not exist")
        }
        do throws(EngineError) {
            _ = try await engine.perform(.externalTask(id: id, operation), as: request.principal)
        } catch {
            if error.kind == .notFound { throw APIError.rest(404, error.message) }
            if error.isBadRequest { throw error.wrapped(400, "") }
            throw APIError(error)
        }
        return .noContent
    }

    private func fail(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        let failure = "Cannot report a failure of external task \(request.parameters[0]): "
        let retries = try body.integer("retries") ?? 0
        let timeout = try body.integer("retryTimeout") ?? 0
        guard retries >= 0, timeout >= 0 else {
            throw APIError(
                status: 500, type: "ProcessEngineException",
                "retries and retryTimeout must not be negative", code: 0)
        }
        return try await change(
            request,
            .failure(
                workerID: try worker(in: body), message: try body.text("errorMessage"),
                details: try body.text("errorDetails"), retries: retries,
                retryTimeout: Int64(timeout), variables: try body.variables(failure: failure),
                localVariables: try body.variables("localVariables", failure: failure)))
    }

    private func topicNames(_ request: APIRequest) async throws -> HTTPResponse {
        let wanted = try ListParameters(
            .externalTasks,
            query: try request.query().map { item in
                // The flags are named otherwise here.
                let names = [
                    "withLockedTasks": "locked", "withUnlockedTasks": "notLocked",
                    "withRetriesLeft": "withRetriesLeft",
                ]
                return HTTPQueryItem(name: names[item.name] ?? item.name, value: item.value)
            }
        ).request
        var query = try query(.externalTasks, wanted, for: request.principal)
        query.columns = ["topic_name"]
        let names = Set(try await read(query).compactMap { $0[0].textValue })
        return .json(.array(names.sorted().map(JSON.string)))
    }
}
