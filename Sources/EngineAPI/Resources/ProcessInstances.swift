import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    private static let processInstances = ListEndpoint(
        path: "/process-instance", list: .processInstances, form: .processInstance)

    /// `/process-instance`.
    var processInstanceRoutes: [APIRoute] {
        Self.processInstances.routes(self) + [
            route("GET", "/process-instance/{id}") { request in
                let id = request.parameters[0]
                guard
                    let row = try await Self.processInstances.row(
                        id, self, for: request.principal)
                else { throw APIError.notFound("Process instance with id \(id) does not exist") }
                return row.answer(in: .processInstance)
            },
            route("DELETE", "/process-instance/{id}") { try await deleteInstance($0) },
            route("PUT", "/process-instance/{id}/suspended") { request in
                let suspended = try request.requiredObject().flag("suspended")
                guard try await instance(of: request) != nil else { return .noContent }
                try await perform(
                    .instance(id: request.parameters[0], .setSuspended(suspended)), request)
                return .noContent
            },
            route("POST", "/process-instance/{id}/modification") { try await modify($0) },
        ]
    }

    /// The row of the instance that a path names first; nil if there is none for the caller.
    func instance(of request: APIRequest) async throws(APIError) -> ExecutionRow? {
        let row = try await find(ExecutionRow.self, request.parameters[0], for: request.principal)
        return row?.parentID == nil ? row : nil
    }

    private func deleteInstance(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard try await instance(of: request) != nil else {
            if try request.flag("failIfNotExists", default: true) {
                throw APIError(
                    status: 404, type: "InvalidRequestException",
                    "Process instance with id \(id) does not exist", code: 0)
            }
            return .noContent
        }
        try await perform(
            .instance(
                id: id,
                .delete(
                    InstanceDeletion(
                        skipCustomListeners: try request.flag("skipCustomListeners"),
                        skipIoMappings: try request.flag("skipIoMappings"),
                        skipSubprocesses: try request.flag("skipSubprocesses")))), request)
        return .noContent
    }

    private func modify(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.requiredObject()
        let instructions = try instructions(
            in: body, failure: "Cannot modify process instance: ")
        guard !instructions.isEmpty else { return .noContent }
        guard try await instance(of: request) != nil else {
            throw APIError(
                status: 500, type: "ProcessEngineException",
                "Process instance '\(id)' cannot be modified: it does not exist", code: 0)
        }
        try await perform(
            .instance(
                id: id,
                .modify(
                    instructions, skipCustomListeners: try body.flag("skipCustomListeners"),
                    skipIoMappings: try body.flag("skipIoMappings"),
                    annotation: try body.text("annotation"))), request)
        return .noContent
    }
}
