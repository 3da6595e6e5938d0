import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// What suspends definitions, jobs and several instances, or lets them go on.
    var suspensionRoutes: [APIRoute] {
        var routes = [
            route("PUT", "/process-definition/suspended") { try await suspendByBody($0) },
            route("PUT", "/process-instance/suspended") { try await suspendInstances($0) },
            route("PUT", "/job/suspended") { try await suspendJobs($0) },
            route("PUT", "/job-definition/suspended") { request in
                let body = try request.object()
                guard let selection = try processes(in: body) else {
                    throw APIError.invalid(
                        "Either processDefinitionId or processDefinitionKey must be set")
                }
                return try await suspendJobDefinitions(.processes(selection), body, request)
            },
            route("PUT", "/job-definition/{id}/suspended") { request in
                try await suspendJobDefinitions(
                    .id(request.parameters[0]), try request.object(), request)
            },
            route("PUT", "/job-definition/{id}/jobPriority") { try await setJobPriority($0) },
        ]
        for (path, reading) in Self.definitionPaths {
            routes.append(
                route("PUT", path + "/suspended") { request in
                    if reading != .id { _ = try await definition(reading, request) }
                    let selection: DefinitionSelection =
                        switch reading {
                        case .id: .id(request.parameters[0])
                        case .key: .key(request.parameters[0], tenant: .none)
                        case .keyAndTenant:
                            .key(request.parameters[0], tenant: .tenant(request.parameters[1]))
                        }
                    return try await suspend(selection, try request.object(), request)
                })
        }
        return routes
    }

    // MARK: Definitions

    private func suspend(
        _ selection: DefinitionSelection, _ body: JSONObject, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let suspension = DefinitionSuspension(
            of: selection, isSuspended: try body.flag("suspended"),
            includesInstances: try body.flag("includeProcessInstances"),
            at: try body.instant("executionDate"))
        try await perform(.suspendDefinitions(suspension), request)
        return .noContent
    }

    private func suspendByBody(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        guard try body.text("processDefinitionId") == nil else {
            throw APIError.invalid(
                "Only processDefinitionKey can be set to update the suspension state.")
        }
        guard let key = try body.text("processDefinitionKey") else {
            throw APIError.invalid("processDefinitionKey must be set")
        }
        return try await suspend(.key(key, tenant: .any), body, request)
    }

    /// The definitions of processes that a body names; nil if it names none.
    private func processes(in body: JSONObject) throws(APIError) -> DefinitionSelection? {
        let id = try body.text("processDefinitionId")
        guard let key = try body.text("processDefinitionKey") else { return id.map { .id($0) } }
        guard id == nil else {
            throw .invalid(
                "Only one of processDefinitionId and processDefinitionKey can be set")
        }
        if let tenant = try body.text("processDefinitionTenantId") {
            return .key(key, tenant: .tenant(tenant))
        }
        let isWithout = try body.flag("processDefinitionWithoutTenantId")
        return .key(key, tenant: isWithout ? .none : .any)
    }

    // MARK: Instances

    private func suspendInstances(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        let isSuspended = try body.flag("suspended")
        let isNamed =
            body["processInstanceIds"]?.arrayValue != nil
            || body["processInstanceQuery"]?.objectValue != nil
            || body["historicProcessInstanceQuery"]?.objectValue != nil
        let processes = try processes(in: body)
        guard (processes != nil) != isNamed else {
            throw APIError.invalid(
                "Either processInstanceIds, processInstanceQuery, processDefinitionId or "
                    + "processDefinitionKey must be set")
        }
        if let processes {
            let predicate = processes.predicate("definition_id", "definition_key")
            let instances = try await rows(
                ExecutionRow.self, where: .and([predicate, .isNull("parent_id")]),
                for: request.principal)
            try await perform(
                .instances(ids: instances.map(\.id), .setSuspended(isSuspended)), request)
            return .noContent
        }
        let ids = try await instanceIDs(in: body, request)
        guard !ids.isEmpty else {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "No process instance ids given", code: 0)
        }
        try await perform(.instances(ids: ids, .setSuspended(isSuspended)), request)
        return .noContent
    }

    // MARK: Jobs

    private func suspendJobs(_ request: APIRequest) async throws -> HTTPResponse {
        let body = try request.object()
        let isSuspended = try body.flag("suspended")
        var selections: [JobSelection] = []
        if let id = try body.text("jobDefinitionId") { selections.append(.jobDefinition(id)) }
        if let id = try body.text("processInstanceId") { selections.append(.instance(id)) }
        if let processes = try processes(in: body) { selections.append(.processes(processes)) }
        guard selections.count == 1, try body.text("jobId") == nil else {
            throw APIError.invalid(
                "Exactly one of jobDefinitionId, processInstanceId, processDefinitionId and "
                    + "processDefinitionKey must be set")
        }
        try await perform(.suspendJobs(selections[0], isSuspended), request)
        return .noContent
    }

    private func suspendJobDefinitions(
        _ selection: JobDefinitionSelection, _ body: JSONObject, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let suspension = JobDefinitionSuspension(
            of: selection, isSuspended: try body.flag("suspended"),
            includesJobs: try body.flag("includeJobs"), at: try body.instant("executionDate"))
        try await perform(.suspendJobDefinitions(suspension), request)
        return .noContent
    }

    private func setJobPriority(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.object()
        let priority = try body.integer("priority")
        let includesJobs = try body.flag("includeJobs")
        if priority == nil, includesJobs {
            throw APIError.invalid(
                "Cannot reset priority for job definition \(id) with includeJobs=true")
        }
        guard try await find(JobDefinitionRow.self, id, for: request.principal) != nil else {
            throw APIError.notFound("Job definition with id '\(id)' does not exist")
        }
        try await perform(
            .setJobDefinitionPriority(id: id, priority, includesJobs: includesJobs), request)
        return .noContent
    }
}
