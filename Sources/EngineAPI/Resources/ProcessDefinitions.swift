import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private static let processDefinitions = ListEndpoint(
        path: "/process-definition", list: .processDefinitions, form: .processDefinition)

    /// `/process-definition`.
    var processDefinitionRoutes: [APIRoute] {
        var routes = Self.processDefinitions.routes(self, byPost: false)
        for (path, reading) in Self.definitionPaths {
            routes += [
                route("GET", path) { request in
                    try await definition(reading, request).answer(in: .processDefinition)
                },
                route("GET", path + "/xml") { request in
                    let row = try await definition(reading, request)
                    return .json([
                        "id": .string(row.id), "bpmn20Xml": .string(try await source(of: row)),
                    ])
                },
                route("DELETE", path) { try await delete(reading, $0, status: 200) },
                route("POST", path + "/start") { try await start(reading, $0) },
                route("POST", path + "/submit-form") {
                    try await start(reading, $0, submitsForm: true)
                },
            ]
            routes.append(
                historyTimeToLiveRoute(path, ProcessDefinitionRow.table) {
                    try await definition(reading, $0).id
                })
            // Clients have another path for these, which is answered with another status.
            if reading != .id {
                routes.append(
                    route("DELETE", path + "/delete") {
                        try await delete(reading, $0, status: 204)
                    })
            }
        }
        return routes
    }

    /// How a path names a definition.
    enum DefinitionReading: Sendable { case id, key, keyAndTenant }

    static let definitionPaths: [(String, DefinitionReading)] = [
        ("/process-definition/{id}", .id), ("/process-definition/key/{key}", .key),
        ("/process-definition/key/{key}/tenant-id/{tenant}", .keyAndTenant),
    ]

    /// Which definition a path means.
    func selector(_ reading: DefinitionReading, _ request: APIRequest) -> DefinitionSelector {
        switch reading {
        case .id: .id(request.parameters[0])
        case .key: .latest(key: request.parameters[0], tenantID: nil)
        case .keyAndTenant:
            .latest(key: request.parameters[0], tenantID: request.parameters[1])
        }
    }

    /// The compiled definition that a path means; nil if there is none for the caller.
    func compiled(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> ProcessDefinition? {
        let found = try await engine.processDefinition(selector(reading, request))
        guard let found, isVisible(found.row.tenantID, to: request.principal) else { return nil }
        return found
    }

    /// Whether rows of a tenant may be seen.
    func isVisible(_ tenant: String?, to principal: Principal) -> Bool {
        guard let tenant, let tenants = ListAccess(of: principal).tenants else { return true }
        return tenants.contains(tenant)
    }

    /// The row of the definition that a path means.
    ///
    /// - Throws: 404 if there is none.
    func definition(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> ProcessDefinitionRow {
        if let found = try await compiled(reading, request) { return found.row }
        throw missing(reading, request)
    }

    func missing(_ reading: DefinitionReading, _ request: APIRequest) -> APIError {
        let name = request.parameters[0]
        return switch reading {
        case .id:
            APIError(
                status: 404, type: "InvalidRequestException",
                "No matching definition with id \(name)", code: 0)
        case .key:
            .rest(
                404, "No matching process definition with key: \(name) and no tenant-id", code: nil)
        case .keyAndTenant:
            .rest(
                404,
                "No matching process definition with key: \(name) and tenant-id: "
                    + request.parameters[1], code: nil)
        }
    }

    // MARK: Deleting

    private func delete(
        _ reading: DefinitionReading, _ request: APIRequest, status: Int
    ) async throws -> HTTPResponse {
        let options = InstanceDeletion(
            skipCustomListeners: try request.flag("skipCustomListeners"),
            skipIoMappings: try request.flag("skipIoMappings"))
        var ids: [String] = []
        if reading == .id {
            let id = request.parameters[0]
            guard try await find(ProcessDefinitionRow.self, id, for: request.principal) != nil
            else {
                throw APIError(
                    status: 404, type: "InvalidRequestException",
                    "No process definition found with id '\(id)'", code: 0)
            }
            ids = [id]
        } else {
            let tenant = reading == .keyAndTenant ? request.parameters[1] : nil
            ids = try await rows(
                ProcessDefinitionRow.self,
                where: .and([
                    .equal("key", request.parameters[0]),
                    .equal("tenant_id", ColumnValue(tenant)),
                ]), for: request.principal
            ).map(\.id)
            if ids.isEmpty { throw missing(reading, request) }
        }
        let cascade = try request.flag("cascade")
        do throws(EngineError) {
            try await engine.deleteProcessDefinitions(
                ids, cascade: cascade, options: options, as: request.principal)
        } catch {
            guard error.kind == .execution else { throw APIError(error) }
            throw APIError(
                status: 500, type: "ProcessEngineException", error.message, code: 0)
        }
        return status == 204
            ? .noContent : HTTPResponse(status: status, headers: [:], body: .bytes([]))
    }

    /// The XML that a definition was deployed as.
    func source(of row: ProcessDefinitionRow) async throws(APIError) -> String {
        let resources = try await rows(
            DeploymentResourceRow.self,
            where: .and([
                .equal("deployment_id", row.deploymentID), .equal("name", row.resourceName),
            ]), for: .engine)
        return String(decoding: resources.first?.content ?? [], as: UTF8.self)
    }

    // MARK: Starting

    private func start(
        _ reading: DefinitionReading, _ request: APIRequest, submitsForm: Bool = false
    ) async throws -> HTTPResponse {
        guard let definition = try await compiled(reading, request) else {
            if reading == .id {
                throw APIError.rest(
                    500,
                    "Cannot instantiate process definition \(request.parameters[0]): no deployed "
                        + "process definition found with id '\(request.parameters[0])'")
            }
            throw missing(reading, request)
        }
        let id = definition.row.id
        let failure = "Cannot instantiate process definition \(id): "
        let body = try request.object()
        let wantsVariables = try body.flag("withVariablesInReturn")
        var instructions: [ModificationInstruction] = []
        if case .array(let elements) = body["startInstructions"] {
            for element in elements {
                // Nothing runs yet that could be cancelled, so such an instruction says nothing.
                let read = try instruction(element, failure: failure)
                if read.isStart { instructions.append(read) }
            }
        }
        var start = StartInstance(
            definition: .id(id), businessKey: try body.text("businessKey"),
            variables: try body.variables(failure: failure), instructions: instructions,
            skipCustomListeners: try body.flag("skipCustomListeners"),
            skipIoMappings: try body.flag("skipIoMappings"), wantsVariables: wantsVariables)
        start.submitsForm = submitsForm
        let result = try await perform(
            .startInstance(start), request, wrappedAs: 500, failure)
        guard case .started(let instance) = result else {
            throw APIError.rest(500, failure + "nothing was started")
        }
        var bytes = instance.startAnswer(base: request.base)
        if wantsVariables {
            bytes.removeLast()
            bytes += ",\"variables\":".utf8
            restForm(
                (instance.variables ?? []).map { ($0.name, $0.value) }, deserialized: false
            ).write(to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        return .json(bytes: bytes)
    }

    /// Reads an instruction that moves a token.
    ///
    /// - Throws: 400 if it lacks what its type needs.
    func instruction(_ json: JSON, failure: String) throws(APIError) -> ModificationInstruction {
        guard case .object(let object) = json else {
            throw .invalid("An instruction is no object")
        }
        let type = try object.text("type") ?? ""
        let ancestor = try object.text("ancestorActivityInstanceId")
        func needed(_ name: String) throws(APIError) -> String {
            guard let text = try object.text(name) else {
                throw .invalid("For instruction type '\(type)': '\(name)' must be set")
            }
            return text
        }
        func variables() throws(APIError) -> [ModificationVariable] {
            var result: [ModificationVariable] = []
            for input in try object.variables(failure: failure) {
                let isLocal = object["variables"]?[input.name]?["local"]?.boolValue ?? false
                result.append(ModificationVariable(input, isLocal: isLocal))
            }
            return result
        }
        switch type {
        case "startBeforeActivity":
            return .startBefore(
                activityID: try needed("activityId"), ancestorActivityInstanceID: ancestor,
                variables: try variables())
        case "startAfterActivity":
            return .startAfter(
                activityID: try needed("activityId"), ancestorActivityInstanceID: ancestor,
                variables: try variables())
        case "startTransition":
            return .startTransition(
                transitionID: try needed("transitionId"), ancestorActivityInstanceID: ancestor,
                variables: try variables())
        case "cancel":
            let names = ["activityId", "activityInstanceId", "transitionInstanceId"]
            guard names.count(where: { object[$0] ?? .null != .null }) == 1 else {
                throw .invalid(
                    "For instruction type 'cancel': exactly one of 'activityId', "
                        + "'activityInstanceId' and 'transitionInstanceId' must be set")
            }
            if let id = try object.text("activityInstanceId") { return .cancelActivityInstance(id) }
            if let id = try object.text("transitionInstanceId") {
                return .cancelTransitionInstance(id)
            }
            return .cancelActivity(
                try needed("activityId"),
                cancelsCurrentActiveInstances: try object.flag(
                    "cancelCurrentActiveActivityInstances"))
        default: throw .invalid("Unknown type of instruction: '\(type)'")
        }
    }
}

extension TableRow {
    /// The row in a form whose columns are those of the table.
    func answer(in form: ListForm) -> HTTPResponse { columns(of: form).answer(in: form) }

    /// The row in JSON.
    func json(in form: ListForm) -> JSON { columns(of: form).json(in: form) }

    private func columns(of form: ListForm) -> Row {
        let row = row
        return form.columns.map { column in
            Self.table.position(of: column).map { row[$0] } ?? .null
        }
    }
}

extension StartedInstance {
    /// The instance as the answer to its start.
    fileprivate func startAnswer(base: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes += "{\"links\":[{\"method\":\"GET\",\"href\":".utf8
        JSON.string("\(base)/process-instance/\(id)").write(to: &bytes)
        bytes += ",\"rel\":\"self\"}],\"id\":".utf8
        JSON.string(id).write(to: &bytes)
        bytes += ",\"definitionId\":".utf8
        JSON.string(definitionID).write(to: &bytes)
        bytes += ",\"businessKey\":".utf8
        (businessKey.map(JSON.string) ?? .null).write(to: &bytes)
        bytes += ",\"caseInstanceId\":null,\"ended\":".utf8
        JSON.bool(isEnded).write(to: &bytes)
        bytes += ",\"suspended\":".utf8
        JSON.bool(isSuspended).write(to: &bytes)
        bytes += ",\"tenantId\":".utf8
        (tenantID.map(JSON.string) ?? .null).write(to: &bytes)
        bytes += ",\"definitionKey\":".utf8
        JSON.string(definitionKey).write(to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// The instance in JSON, without links.
    var json: JSON {
        [
            "links": [], "id": .string(id), "definitionId": .string(definitionID),
            "businessKey": businessKey.map(JSON.string) ?? .null, "caseInstanceId": .null,
            "ended": .bool(isEnded), "suspended": .bool(isSuspended),
            "tenantId": tenantID.map(JSON.string) ?? .null,
            "definitionKey": .string(definitionKey),
        ]
    }
}
