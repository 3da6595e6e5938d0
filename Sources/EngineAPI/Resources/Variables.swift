import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

/// Whose variables a path is about.
enum VariableHolder: Sendable {
    /// A process instance.
    case instance
    /// One execution alone.
    case execution
    /// A task and all around it.
    case task
    /// A task alone.
    case taskLocal

    /// The path of all of them.
    var path: String {
        switch self {
        case .instance: "/process-instance/{id}/variables"
        case .execution: "/execution/{id}/localVariables"
        case .task: "/task/{id}/variables"
        case .taskLocal: "/task/{id}/localVariables"
        }
    }

    /// The name in messages.
    var name: String {
        switch self {
        case .instance: "process instance"
        case .execution: "execution"
        case .task, .taskLocal: "task"
        }
    }

    /// Whether that very scope is meant.
    var isLocal: Bool { self != .instance && self != .task }

    /// The scope for the engine.
    func scope(_ id: String) -> VariableChange.Scope {
        switch self {
        case .instance, .execution: .execution(id)
        case .task, .taskLocal: .task(id)
        }
    }
}

extension EngineService {
    /// Variables of instances, executions and tasks.
    var variableRoutes: [APIRoute] {
        [VariableHolder.instance, .execution, .task, .taskLocal].flatMap { holder in
            [
                route("GET", holder.path) { request in
                    let variables = try await variables(holder, request)
                    return .json(
                        restForm(
                            variables,
                            deserialized: try request.flag("deserializeValues", default: true)))
                },
                route("POST", holder.path) { try await modifyVariables(holder, $0) },
                route("GET", holder.path + "/{name}") { request in
                    let value = try await variable(holder, request)
                    return .json(
                        value.restForm(
                            deserialized: try request.flag("deserializeValue", default: true)))
                },
                route("PUT", holder.path + "/{name}") { try await putVariable(holder, $0) },
                route("DELETE", holder.path + "/{name}") { request in
                    try await change(
                        holder, request, deletions: [request.parameters[1]],
                        failure: "Cannot delete")
                },
                route("GET", holder.path + "/{name}/data") { request in
                    try binary(
                        try await variable(holder, request), name: request.parameters[1])
                },
                route("POST", holder.path + "/{name}/data") { try await upload(holder, $0) },
            ]
        }
    }

    // MARK: Reading

    private func variables(
        _ holder: VariableHolder, _ request: APIRequest
    ) async throws -> [(String, ProcessValue)] {
        let id = request.parameters[0]
        switch holder {
        case .instance, .execution:
            guard let row = try await find(ExecutionRow.self, id, for: request.principal) else {
                throw unknownScope(holder, id)
            }
            return try await values(
                of: rows(
                    VariableRow.self, where: .equal("scope_id", row.id), for: .engine))
        case .task, .taskLocal:
            return try await taskVariables(id, isLocal: holder.isLocal, for: request.principal)
        }
    }

    /// The variables that a task sees: of equal names the innermost.
    func taskVariables(
        _ id: String, isLocal: Bool, for principal: Principal
    ) async throws(APIError) -> [(String, ProcessValue)] {
        guard let task = try await find(TaskRow.self, id, for: principal) else {
            throw unknownScope(.task, id)
        }
        guard !isLocal, let instance = task.processInstanceID else {
            return try await values(
                of: rows(VariableRow.self, where: .equal("scope_id", id), for: .engine))
        }
        let isInInstance = Predicate.equal("process_instance_id", instance)
        let results = try await read([
            Query(ExecutionRow.table, where: isInInstance),
            Query(VariableRow.table, where: isInInstance),
        ])
        let executions = try decode(ExecutionRow.self, results[0])
        let variables = try decode(VariableRow.self, results[1])
        var scopes = [task.id]
        var next = task.executionID
        // The tree is no deeper than it has executions.
        while let scope = next, scopes.count <= executions.count + 1 {
            scopes.append(scope)
            next = executions.first { $0.id == scope }?.parentID
        }
        var visible: [String: VariableRow] = [:]
        for scope in scopes {
            for variable in variables
            where variable.scopeID == scope && visible[variable.name] == nil {
                visible[variable.name] = variable
            }
        }
        return try await values(of: Array(visible.values))
    }

    private func unknownScope(_ holder: VariableHolder, _ id: String) -> APIError {
        APIError(
            status: 500, type: "NullValueException",
            "\(holder.name) \(id) doesn't exist", code: 0)
    }

    private func variable(
        _ holder: VariableHolder, _ request: APIRequest
    ) async throws -> ProcessValue {
        let name = request.parameters[1]
        let all: [(String, ProcessValue)]
        do { all = try await variables(holder, request) } catch let error as APIError {
            throw APIError.rest(
                500, "Cannot get \(holder.name) variable \(name): \(error.message)")
        }
        guard let value = all.first(where: { $0.0 == name })?.1 else {
            throw APIError.notFound(
                "\(holder.name) variable with name \(name) does not exist")
        }
        return value
    }

    /// The content of a File or Bytes as an answer.
    ///
    /// - Throws: 400 for a value of another type.
    func binary(_ value: ProcessValue, name: String) throws(APIError) -> HTTPResponse {
        switch value {
        case .bytes(let bytes):
            return HTTPResponse(
                status: 200,
                headers: [
                    "Content-Type": "application/octet-stream",
                    "X-Content-Type-Options": "nosniff",
                ], body: .bytes(bytes))
        case .file(let file):
            var type = file.mimeType ?? "application/octet-stream"
            if let encoding = file.encoding { type += "; charset=\(encoding)" }
            return .file(file.content ?? [], name: file.name, type: type)
        case .object(let object) where object.format != ObjectValue.jsonFormat:
            return HTTPResponse(
                status: 200, headers: ["Content-Type": "application/octet-stream"],
                body: .bytes(
                    Base64.decode(object.content.text) ?? Array(object.content.text.utf8)))
        case .typedNull(.bytes):
            return HTTPResponse(
                status: 200, headers: ["Content-Type": "application/octet-stream"],
                body: .bytes([]))
        default:
            throw .invalid("Value of variable \(name) is not a binary value")
        }
    }

    // MARK: Writing

    @discardableResult
    private func change(
        _ holder: VariableHolder, _ request: APIRequest, set modifications: [VariableInput] = [],
        deletions: [String] = [], failure: String
    ) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let names = (modifications.map(\.name) + deletions).joined(separator: ", ")
        let start = "\(failure) \(holder.name) variable \(names): "
        do throws(EngineError) {
            _ = try await engine.perform(
                .changeVariables(
                    VariableChange(
                        scope: holder.scope(id), isLocal: holder.isLocal,
                        modifications: modifications, deletions: deletions)),
                as: request.principal)
        } catch { throw error.wrapped(500, start) }
        return .noContent
    }

    private func putVariable(
        _ holder: VariableHolder, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let name = request.parameters[1]
        let input = try VariableInput(
            name, form: .object(try request.object()),
            failure: "Cannot put \(holder.name) variable \(name): ")
        return try await change(holder, request, set: [input], failure: "Cannot put")
    }

    private func modifyVariables(
        _ holder: VariableHolder, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let body = try request.object()
        let failure = "Cannot modify variables for \(holder.name) \(request.parameters[0]): "
        return try await change(
            holder, request, set: try body.variables("modifications", failure: failure),
            deletions: try body.texts("deletions") ?? [], failure: "Cannot modify")
    }

    private func upload(
        _ holder: VariableHolder, _ request: APIRequest
    ) async throws -> HTTPResponse {
        let name = request.parameters[1]
        let form: MultipartForm
        do throws(MultipartError) {
            form = try MultipartForm(
                parsing: request.http.body, contentType: request.http.headers["content-type"])
        } catch { throw APIError.invalid("The form cannot be read: \(error)") }
        guard let data = form["data"] else {
            throw APIError.invalid("The form has no part 'data'")
        }
        let value: ProcessValue
        let type = (form["valueType"] ?? form["type"])?.text ?? ""
        switch ValueType(name: type) {
        case .bytes: value = .bytes(data.bytes)
        case nil where type.isEmpty: value = .bytes(data.bytes)
        case .file:
            let parts = (data.contentType ?? "").split(separator: ";", maxSplits: 1)
            let charset = parts.dropFirst().first.flatMap { parameter -> String? in
                let pair = parameter.split(separator: "=", maxSplits: 1)
                return pair.count == 2 && pair[0].contains("charset") ? String(pair[1]) : nil
            }
            value = .file(
                FileValue(
                    name: data.filename ?? "unknown", mimeType: parts.first.map(String.init),
                    encoding: charset, content: data.bytes))
        default:
            guard data.contentType?.contains("json") == true else {
                throw APIError.invalid(
                    "Unsupported value type '\(type)' for a binary variable")
            }
            // A serialized object; its class stands in the part `type`.
            value = .object(
                ObjectValue(
                    typeName: type, format: ObjectValue.jsonFormat,
                    serialized: String(decoding: data.bytes, as: UTF8.self)))
        }
        return try await change(
            holder, request, set: [VariableInput(name, value)], failure: "Cannot put")
    }
}
