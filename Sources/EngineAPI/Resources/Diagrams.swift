import BPMNParser
import DiagramRenderer
import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// Pictures of definitions and instances.
    var diagramRoutes: [APIRoute] {
        Self.definitionPaths.map { path, reading in
            route("GET", path + "/diagram") { try await definitionDiagram(reading, $0) }
        } + [
            route("GET", "/process-instance/{id}/diagram") { try await instanceDiagram($0) }
        ]
    }

    /// The deployed image if there is one, else a drawing for a client that takes SVG, else
    /// nothing.
    private func definitionDiagram(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> HTTPResponse {
        guard let definition = try await compiled(reading, request) else {
            throw APIError(
                status: 400, type: "NotFoundException",
                "no deployed process definition found with id '\(request.parameters[0])'", code: 0)
        }
        let row = definition.row
        if let name = row.diagramResourceName {
            let resources = try await rows(
                DeploymentResourceRow.self,
                where: .and([
                    .equal("deployment_id", row.deploymentID), .equal("name", name),
                ]), for: .engine)
            if let content = resources.first?.content { return .file(content, name: name) }
        }
        guard request.http.headers["accept"]?.contains("image/svg+xml") == true,
            let svg = try await drawing(of: row, marks: DiagramMarks())
        else { return .noContent }
        return .svg(svg)
    }

    /// The drawing of an instance: where tokens are, what is done, what is stuck.
    private func instanceDiagram(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard
            let instance = try await find(
                HistoricProcessInstanceRow.self, id, for: request.principal),
            let definition = try await engine.processDefinition(.id(instance.definitionID))
        else { throw APIError.notFound("Process instance with id \(id) does not exist") }
        let activities = try await rows(
            HistoricActivityInstanceRow.self, where: .equal("process_instance_id", id),
            for: request.principal)
        let incidents = try await rows(
            IncidentRow.self, where: .equal("process_instance_id", id), for: request.principal)
        var marks = DiagramMarks()
        for activity in activities {
            if activity.endedAt == nil {
                marks.active[activity.activityID, default: 0] += 1
            } else if activity.endState != 2 {
                marks.completed.insert(activity.activityID)
            }
        }
        for incident in incidents {
            if let activity = incident.activityID { marks.incidents[activity, default: 0] += 1 }
        }
        guard let svg = try await drawing(of: definition.row, marks: marks) else {
            return .noContent
        }
        return .svg(svg)
    }

    /// A drawing by the diagram interchange of the model; parsing takes long, so it is done off the
    /// thread of the connections.
    private func drawing(
        of row: ProcessDefinitionRow, marks: DiagramMarks
    ) async throws -> String? {
        let resources = try await rows(
            DeploymentResourceRow.self,
            where: .and([
                .equal("deployment_id", row.deploymentID), .equal("name", row.resourceName),
            ]), for: .engine)
        guard let content = resources.first?.content else { return nil }
        return await withTaskExecutorPreference(globalConcurrentExecutor) {
            guard let model = BPMNParser().parse(content).model else { return nil }
            return DiagramRenderer().svg(of: model, processID: row.key, marks: marks)
        }
    }
}

extension HTTPResponse {
    /// A drawing; it may not load or run anything.
    fileprivate static func svg(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": "image/svg+xml", "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            ], body: .bytes(Array(text.utf8)))
    }
}
