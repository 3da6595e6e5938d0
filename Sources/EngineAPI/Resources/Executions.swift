import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    private static let executions = ListEndpoint(
        path: "/execution", list: .executions, form: .execution)

    /// `/execution`.
    var executionRoutes: [APIRoute] {
        Self.executions.routes(self) + [
            route("GET", "/execution/{id}") { request in
                let id = request.parameters[0]
                guard let row = try await Self.executions.row(id, self, for: request.principal)
                else { throw APIError.notFound("Execution with id \(id) does not exist") }
                return row.answer(in: .execution)
            },
            route("GET", "/execution/{id}/messageSubscriptions/{name}") { request in
                let subscriptions = try await messageSubscriptions(request)
                guard let row = subscriptions.first else {
                    throw APIError.notFound(
                        "Message event subscription for execution \(request.parameters[0]) named "
                            + "\(request.parameters[1]) does not exist")
                }
                return row.answer(in: .eventSubscription)
            },
            route("POST", "/execution/{id}/messageSubscriptions/{name}/trigger") {
                try await triggerMessage($0)
            },
            route("POST", "/execution/{id}/signal") { request in
                let id = request.parameters[0]
                let failure = "Cannot signal execution \(id): "
                let body = try request.object()
                try await perform(
                    .triggerExecution(
                        id: id, signalName: nil, variables: try body.variables(failure: failure)),
                    request, wrappedAs: 500, failure)
                return .noContent
            },
            route("POST", "/execution/{id}/create-incident") { try await createIncident($0) },
        ]
    }

    private func messageSubscriptions(
        _ request: APIRequest
    ) async throws(APIError) -> [EventSubscriptionRow] {
        try await rows(
            EventSubscriptionRow.self,
            where: .and([
                .equal("execution_id", request.parameters[0]), .equal("event_type", "message"),
                .equal("event_name", request.parameters[1]),
            ]), for: request.principal)
    }

    private func triggerMessage(_ request: APIRequest) async throws -> HTTPResponse {
        let (id, name) = (request.parameters[0], request.parameters[1])
        let failure = "Cannot trigger message \(name) for execution \(id): "
        let body = try request.object()
        try await perform(
            .triggerMessage(
                executionID: id, messageName: name,
                variables: try body.variables(failure: failure),
                localVariables: try body.variables("localVariables", failure: failure)),
            request, wrappedAs: 500, failure)
        return .noContent
    }

    private func createIncident(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.object()
        guard let type = try body.text("incidentType") else {
            throw APIError.invalid("incidentType is null")
        }
        guard try await find(ExecutionRow.self, id, for: request.principal) != nil else {
            throw APIError.invalid("Cannot find an execution with executionId '\(id)'")
        }
        let result = try await perform(
            .createIncident(
                executionID: id, type: type, configuration: try body.text("configuration"),
                message: try body.text("message")), request)
        guard case .incident(let row) = result else { return .noContent }
        return row.answer(in: .incident)
    }
}
