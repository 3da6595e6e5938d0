import HTTPServer
import JSONTree
import ProcessEngine

/// Which processes a definition calls, as far as the model tells it.
extension EngineService {
    /// `/process-definition/{id}/static-called-process-definitions`.
    var staticCallRoutes: [APIRoute] {
        Self.definitionPaths.map { path, reading in
            route("GET", path + "/static-called-process-definitions") { request in
                try await calledDefinitions(reading, request)
            }
        }
    }

    private func calledDefinitions(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> HTTPResponse {
        guard let calling = try await compiled(reading, request) else {
            guard reading == .id else { throw missing(reading, request) }
            throw APIError(
                status: 404, type: "InvalidRequestException",
                "No process definition found with id '\(request.parameters[0])'")
        }
        var called: [ProcessDefinitionRow] = []
        var activities: [String: [JSON]] = [:]
        for call in calling.staticCalls {
            // One that is not deployed yet may be there by the time it is called.
            guard let row = try await engine.processDefinition(call.selector)?.row,
                isVisible(row.tenantID, to: request.principal)
            else { continue }
            if activities[row.id] == nil { called.append(row) }
            activities[row.id, default: []].append(.string(call.activityID))
        }
        let answers = called.map { row -> JSON in
            guard case .object(var members) = row.json(in: .processDefinition) else { return .null }
            members["callingProcessDefinitionId"] = .string(calling.row.id)
            members["calledFromActivityIds"] = .array(activities[row.id] ?? [])
            return .object(members)
        }
        return .json(.array(answers))
    }
}
