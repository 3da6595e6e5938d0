import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    /// Forms of tasks and of definitions, and the variables that they show.
    var formRoutes: [APIRoute] {
        var routes = [
            route("GET", "/task/{id}/form") { request in
                let id = request.parameters[0]
                guard let task = try await find(TaskRow.self, id, for: request.principal) else {
                    throw APIError.rest(400, "Cannot get form for task \(id): it does not exist")
                }
                return .json(form(try await formKey(of: task)))
            },
            route("GET", "/task/{id}/form-variables") { try await taskFormVariables($0) },
        ]
        for (path, reading) in Self.definitionPaths {
            routes.append(
                route("GET", path + "/startForm") { request in
                    guard let definition = try await compiled(reading, request) else {
                        if reading != .id { _ = try await self.definition(reading, request) }
                        throw APIError(
                            status: 400, type: "InvalidRequestException",
                            "Cannot get start form data for process definition "
                                + request.parameters[0], code: 0)
                    }
                    return .json(form(definition.row.startFormKey))
                })
            routes.append(
                route("GET", path + "/form-variables") { request in
                    guard let definition = try await compiled(reading, request) else {
                        if reading != .id { _ = try await self.definition(reading, request) }
                        throw APIError(
                            status: 400, type: "NotFoundException",
                            "no deployed process definition found with id "
                                + "'\(request.parameters[0])'", code: 0)
                    }
                    let fields = try await fieldVariables(of: .start, in: definition.row)
                    return .json(try formAnswer(fields, request))
                })
        }
        return routes
    }

    private func form(_ key: String?) -> JSON {
        [
            "key": key.map(JSON.string) ?? .null, "camundaFormRef": .null,
            "operatonFormRef": .null, "contextPath": .null,
        ]
    }

    private func formKey(of task: TaskRow) async throws -> String? {
        guard let definition = task.definitionID, let element = task.taskDefinitionKey,
            let found = try await engine.processDefinition(.id(definition)),
            let key = found.process.formKey(of: element)
        else { return nil }
        return try await formKey(key, ofTask: task.id)
    }

    /// The key of a form; where it is an expression, with the variables that the task sees.
    func formKey(_ key: FormKey, ofTask id: String) async throws -> String? {
        if let text = key.fixedText { return text }
        let variables = try await taskVariables(id, isLocal: false, for: .engine)
        return key.text(
            with: Dictionary(variables, uniquingKeysWith: { first, _ in first }),
            at: engine.clock.now)
    }

    private func taskFormVariables(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard let task = try await find(TaskRow.self, id, for: request.principal) else {
            throw APIError(
                status: 400, type: "BadUserRequestException", "Cannot find task with id '\(id)'.",
                code: 0)
        }
        var variables = try await taskVariables(id, isLocal: false, for: request.principal)
        if let definition = task.definitionID, let element = task.taskDefinitionKey,
            let found = try await engine.processDefinition(.id(definition))
        {
            let known = Set(variables.map(\.0))
            let fields = try await fieldVariables(of: .task(element), in: found.row)
            variables += fields.filter { !known.contains($0.0) }
        }
        return .json(try formAnswer(variables, request))
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
