import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let decisions = ListEndpoint(
        path: "/decision-definition", list: .decisionDefinitions, form: .decisionDefinition)
    private static let requirements = ListEndpoint(
        path: "/decision-requirements-definition", list: .decisionRequirementsDefinitions,
        form: .decisionRequirementsDefinition)

    /// `/decision-definition` and `/decision-requirements-definition`.
    var decisionRoutes: [APIRoute] {
        var routes =
            Self.decisions.routes(self, byPost: false)
            + Self.requirements.routes(self, byPost: false)
        for (path, reading) in Self.decisionPaths {
            routes += [
                route("GET", path) { request in
                    try await decision(reading, request).answer(in: .decisionDefinition)
                },
                route("GET", path + "/xml") { request in
                    let row = try await decision(reading, request)
                    return .json([
                        "id": .string(row.id),
                        "dmnXml": .string(
                            try await text(of: row.resourceName, in: row.deploymentID)),
                    ])
                },
                route("GET", path + "/diagram") { request in
                    let row = try await decision(reading, request)
                    return try await diagram(row.diagramResourceName, in: row.deploymentID)
                },
                route("POST", path + "/evaluate") { try await evaluate(reading, $0) },
                historyTimeToLiveRoute(path, DecisionDefinitionRow.table) {
                    try await decision(reading, $0).id
                },
            ]
        }
        for (decisionPath, reading) in Self.decisionPaths {
            let path = decisionPath.replacing(
                "/decision-definition", with: "/decision-requirements-definition")
            routes += [
                route("GET", path) { request in
                    try await requirements(reading, request)
                        .answer(in: .decisionRequirementsDefinition)
                },
                route("GET", path + "/diagram") { request in
                    let row = try await requirements(reading, request)
                    return try await diagram(row.diagramResourceName, in: row.deploymentID)
                },
                route("GET", path + "/xml") { request in
                    let row = try await requirements(reading, request)
                    return .json([
                        "id": .string(row.id),
                        "dmnXml": .string(
                            try await text(of: row.resourceName, in: row.deploymentID)),
                    ])
                },
            ]
        }
        return routes
    }

    private static let decisionPaths: [(String, DefinitionReading)] = [
        ("/decision-definition/{id}", .id), ("/decision-definition/key/{key}", .key),
        ("/decision-definition/key/{key}/tenant-id/{tenant}", .keyAndTenant),
    ]

    private func text(of resource: String, in deployment: String) async throws(APIError) -> String {
        let resources = try await rows(
            DeploymentResourceRow.self,
            where: .and([.equal("deployment_id", deployment), .equal("name", resource)]),
            for: .engine)
        return String(decoding: resources.first?.content ?? [], as: UTF8.self)
    }

    /// The deployed image, if there is one.
    private func diagram(
        _ resource: String?, in deployment: String
    ) async throws(APIError) -> HTTPResponse {
        guard let resource else { return .noContent }
        let found = try await rows(
            DeploymentResourceRow.self,
            where: .and([.equal("deployment_id", deployment), .equal("name", resource)]),
            for: .engine)
        guard let content = found.first?.content else { return .noContent }
        return .file(content, name: resource)
    }

    /// The decision that a path means.
    ///
    /// - Throws: 404 if there is none for the caller.
    private func decision(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> DecisionDefinitionRow {
        let name = request.parameters[0]
        let predicate: Predicate
        switch reading {
        case .id: predicate = .equal("id", name)
        case .key: predicate = .and([.equal("key", name), .isNull("tenant_id")])
        case .keyAndTenant:
            predicate = .and([.equal("key", name), .equal("tenant_id", request.parameters[1])])
        }
        let found = try await rows(
            DecisionDefinitionRow.self, where: predicate, for: request.principal,
            ordering: [Ordering("version", isDescending: true)])
        if let row = found.first { return row }
        switch reading {
        case .id:
            throw APIError(
                status: 404, type: "InvalidRequestException",
                "no deployed decision definition found with id '\(name)': decisionDefinition is null",
                code: 0)
        case .key:
            throw APIError.rest(
                404, "No matching decision definition with key: \(name) and no tenant-id", code: nil
            )
        case .keyAndTenant:
            throw APIError.rest(
                404,
                "No matching decision definition with key: \(name) and tenant-id: "
                    + request.parameters[1], code: nil)
        }
    }

    private func requirements(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> DecisionRequirementsDefinitionRow {
        let name = request.parameters[0]
        let predicate: Predicate
        switch reading {
        case .id: predicate = .equal("id", name)
        case .key: predicate = .and([.equal("key", name), .isNull("tenant_id")])
        case .keyAndTenant:
            predicate = .and([.equal("key", name), .equal("tenant_id", request.parameters[1])])
        }
        let found = try await rows(
            DecisionRequirementsDefinitionRow.self, where: predicate, for: request.principal,
            ordering: [Ordering("version", isDescending: true)])
        if let row = found.first { return row }
        let missing = "No matching decision requirements definition with key: \(name) and "
        switch reading {
        case .id:
            throw APIError(
                status: 400, type: "InvalidRequestException",
                "no deployed decision requirements definition found with id '\(name)': "
                    + "decisionRequirementsDefinition is null", code: 0)
        case .key: throw APIError.rest(404, missing + "no tenant-id", code: nil)
        case .keyAndTenant:
            throw APIError.rest(
                404, missing + "tenant-id: \(request.parameters[1])", code: nil)
        }
    }

    /// Evaluates; tables and expressions may take long, so it is done off the thread of the
    /// connections.
    private func evaluate(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let row: DecisionDefinitionRow
        do {
            row = try await decision(reading, request)
        } catch let error as APIError where reading == .id && error.status == 404 {
            throw APIError(
                status: 404, type: error.type,
                "Cannot evaluate decision \(request.parameters[0]): " + error.message,
                code: error.code)
        }
        let failure = "Cannot evaluate decision \(row.id): "
        let variables = try request.object().variables(failure: failure)
        do {
            let selector = DefinitionSelector.version(
                key: row.key, version: row.version, tenantID: row.tenantID)
            guard let decision = try await engine.decision(selector) else {
                throw APIError.rest(500, failure + "it was deleted meanwhile")
            }
            let answer = try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await engine.answer(of: decision, to: variables)
            }
            try await engine.keep(answer, of: decision, for: request.principal)
            return .json(.array(answer.rules.map(json)))
        } catch let error as EngineError {
            throw error.wrapped(500, failure)
        }
    }

    private func json(_ entries: [DecisionEntry]) -> JSON {
        .object(
            JSONObject(
                entries.map { entry in
                    guard case .object(var form) = entry.value.restForm(deserialized: true) else {
                        return JSONObject.Member(entry.name, .null)
                    }
                    if !entry.isTyped, !entry.value.isNull {
                        form["type"] = .null
                        form["valueInfo"] = .null
                    }
                    return JSONObject.Member(entry.name, .object(form))
                }))
    }
}
