import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    /// Forms of tasks and of definitions, and the variables that they show.
    var formRoutes: [APIRoute] {
        var routes = [
            route("GET", "/task/{id}/form") { try await taskForm($0) },
            route("GET", "/task/{id}/rendered-form") { try await renderedTaskForm($0) },
            route("GET", "/task/{id}/form-variables") { try await taskFormVariables($0) },
        ]
        for (path, reading) in Self.definitionPaths {
            routes += [
                route("GET", path + "/startForm") { try await startForm(reading, $0) },
                route("GET", path + "/rendered-form") { request in
                    let definition = try await startDefinition(reading, request)
                    guard let shown = try await startForm(of: definition) else {
                        throw APIError.notFound(
                            "No matching rendered start form for process definition with the id "
                                + "\(definition.row.id) found.")
                    }
                    return .form(shown.html)
                },
                route("GET", path + "/form-variables") { request in
                    let definition = try await startDefinition(reading, request)
                    let fields = try await startForm(of: definition)?.fields ?? []
                    return .json(try formAnswer(fields.map { ($0.id, $0.value) }, request))
                },
            ]
        }
        return routes
    }

    // MARK: Starting

    private func startForm(
        _ reading: DefinitionReading, _ request: APIRequest
    ) async throws -> HTTPResponse {
        func missing(_ id: String) -> APIError {
            APIError(
                status: 400, type: "InvalidRequestException",
                "Cannot get start form data for process definition \(id)", code: 0)
        }
        guard let definition = try await compiled(reading, request) else {
            if reading != .id { _ = try await self.definition(reading, request) }
            throw missing(request.parameters[0])
        }
        let row = definition.row
        let shown: ShownForm?
        do throws(EngineError) {
            shown = try await startForm(of: definition)
        } catch {
            throw error.isEngineException ? missing(row.id) : APIError(error)
        }
        let deployed = definition.process.formAddress(of: .start)?.deployedForm(
            with: [:], at: engine.clock.now)
        return .json(
            form(
                key: row.startFormKey, deployed: deployed, shown: shown,
                path: "process-definition/\(row.id)"))
    }

    func startDefinition(
        _ reading: DefinitionReading, _ request: APIRequest, status: Int = 400
    ) async throws -> ProcessDefinition {
        if let definition = try await compiled(reading, request) { return definition }
        if reading != .id { _ = try await self.definition(reading, request) }
        throw APIError(
            status: status, type: status == 404 ? "InvalidRequestException" : "NotFoundException",
            "no deployed process definition found with id '\(request.parameters[0])'", code: 0)
    }

    private func startForm(
        of definition: ProcessDefinition
    ) async throws(EngineError) -> ShownForm? {
        try definition.process.shownForm(
            of: .start, variables: [:], at: engine.clock.now, zone: engine.zone)
    }

    // MARK: Tasks

    private func taskForm(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let task = try await find(TaskRow.self, id, for: request.principal) else {
            throw APIError.rest(400, "Cannot get form for task \(id): it does not exist")
        }
        let shown: ShownForm?
        do {
            shown = try await shownForm(of: task)
        } catch let error as EngineError {
            throw error.isEngineException
                ? APIError.rest(400, "Cannot get form for task \(id): \(error.message)")
                : APIError(error)
        }
        var found = TaskFormAddress()
        if let definition = task.definitionID, let element = task.taskDefinitionKey {
            found = try await formAddress(ofTask: id, element: element, definition: definition)
        }
        return .json(
            form(key: found.key, deployed: found.deployed, shown: shown, path: "task/\(id)"))
    }

    private func renderedTaskForm(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let task = try await find(TaskRow.self, id, for: request.principal) else {
            throw APIError(
                status: 500, type: "NullValueException", "Task '\(id)' not found: task is null",
                code: 0)
        }
        guard let shown = try await shownForm(of: task) else {
            throw APIError.notFound("No matching rendered form for task with the id \(id) found.")
        }
        return .form(shown.html)
    }

    private func taskFormVariables(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let task = try await find(TaskRow.self, id, for: request.principal) else {
            throw APIError(
                status: 400, type: "BadUserRequestException", "Cannot find task with id '\(id)'.",
                code: 0)
        }
        let variables = try await taskVariables(id, isLocal: false, for: request.principal)
        let fields = try await shownForm(of: task)?.fields ?? []
        let shown = Set(fields.map(\.id))
        return .json(
            try formAnswer(
                fields.map { ($0.id, $0.value) } + variables.filter { !shown.contains($0.0) },
                request))
    }

    private func shownForm(of task: TaskRow) async throws -> ShownForm? {
        guard let definition = task.definitionID, let element = task.taskDefinitionKey,
            let found = try await engine.processDefinition(.id(definition))
        else { return nil }
        let variables = try await taskVariables(task.id, isLocal: false, for: .engine)
        return try found.process.shownForm(
            of: .task(element),
            variables: Dictionary(variables, uniquingKeysWith: { first, _ in first }),
            at: engine.clock.now, zone: engine.zone)
    }

    /// Where the form of a task is, with the variables that the task sees where that is an
    /// expression.
    func formAddress(
        ofTask id: String, element: String, definition: String
    ) async throws -> TaskFormAddress {
        guard let found = try await engine.processDefinition(.id(definition)),
            let address = found.process.formAddress(of: .task(element))
        else { return TaskFormAddress() }
        var variables: [String: ProcessValue] = [:]
        if !address.isFixed {
            variables = Dictionary(
                try await taskVariables(id, isLocal: false, for: .engine),
                uniquingKeysWith: { first, _ in first })
        }
        let now = engine.clock.now
        return TaskFormAddress(
            key: address.key(with: variables, at: now),
            deployed: address.deployedForm(with: variables, at: now))
    }

    // MARK: Answers

    private func form(
        key: String?, deployed: DeployedFormReference?, shown: ShownForm?, path: String
    ) -> JSON {
        var key = key
        if key?.isEmpty ?? true, deployed == nil, let shown, !shown.fields.isEmpty {
            key = "embedded:engine://engine/:engine/\(path)/rendered-form"
        }
        let reference = deployed.json
        return [
            "key": key.map(JSON.string) ?? .null, "camundaFormRef": reference,
            "operatonFormRef": reference, "contextPath": .null,
        ]
    }

    /// Variables in the form of the REST API, those alone that `variableNames` names if it is given.
    private func formAnswer(
        _ variables: [(String, ProcessValue)], _ request: APIRequest
    ) throws(APIError) -> JSON {
        let names = try request.query()["variableNames"].map {
            Set($0.split(separator: ",").map(String.init))
        }
        return restForm(
            variables.filter { names?.contains($0.0) ?? true },
            deserialized: try deserializes(request, inList: true))
    }
}

/// Where the form of one task is.
struct TaskFormAddress: Sendable {
    var key: String?
    var deployed: DeployedFormReference?
}

extension DeployedFormReference? {
    /// The reference as the members `camundaFormRef` and `operatonFormRef` have it.
    var json: JSON {
        guard let self else { return .null }
        return [
            "key": .string(self.key), "binding": .string(self.binding),
            "version": self.version.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
