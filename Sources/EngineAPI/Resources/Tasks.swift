import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import Records

extension EngineService {
    private var tasks: ListEndpoint {
        ListEndpoint(path: "/task", list: .tasks, form: .task) { rows, wanted, request in
            try await json(ofTasks: rows, wanted)
        }
    }

    /// `/task`: lists and what ends or changes a task.
    var taskRoutes: [APIRoute] {
        tasks.routes(self) + [
            route("GET", "/task/{id}") { request in
                let id = request.parameters[0]
                guard let row = try await tasks.row(id, self, for: request.principal) else {
                    throw APIError.notFound("No matching task with id \(id)")
                }
                let wanted = try ListParameters(.tasks, query: try request.query()).request
                var bytes = try await json(ofTasks: [row], wanted)
                bytes.removeFirst()
                bytes.removeLast()
                return .json(bytes: bytes)
            },
            route("PUT", "/task/{id}") { try await update($0) },
            route("DELETE", "/task/{id}") { request in
                try await perform(.task(id: request.parameters[0], .delete(reason: nil)), request)
                return .noContent
            },
            route("POST", "/task/{id}/complete") { try await complete($0) },
            route("POST", "/task/{id}/submit-form") { try await complete($0, submitsForm: true) },
            route("POST", "/task/{id}/resolve") { request in
                let id = request.parameters[0]
                let variables = try request.object().variables(
                    failure: "Cannot resolve task \(id): ")
                try await perform(.task(id: id, .resolve(variables: variables)), request)
                return .noContent
            },
            route("POST", "/task/{id}/bpmnError") { try await throwError($0) },
            route("POST", "/task/{id}/bpmnEscalation") { try await throwEscalation($0) },
        ]
    }

    // MARK: Lists

    /// The tasks of rows in the form of their list, with the keys of their forms and the variables
    /// that were asked for.
    private func json(ofTasks rows: [Row], _ wanted: ListRequest) async throws -> [UInt8] {
        let forms = try await formAddresses(of: rows)
        let wantsVariables = wanted.isTrue("withTaskVariablesInReturn")
        let wantsLocal = wanted.isTrue("withTaskLocalVariablesInReturn")
        let wantsInfo = wanted.isTrue("withCommentAttachmentInfo")
        guard wantsVariables || wantsLocal || wantsInfo else {
            return ListForm.task.array(of: rows) { index, member, bytes in
                forms[index].write(member, to: &bytes)
            }
        }
        var bytes: [UInt8] = [UInt8(ascii: "[")]
        for (index, row) in rows.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            ListForm.task.write(row, to: &bytes) { member, bytes in
                forms[index].write(member, to: &bytes)
            }
            bytes.removeLast()
            // Comments and attachments are not kept.
            if wantsInfo { bytes += ",\"attachment\":false,\"comment\":false".utf8 }
            if wantsVariables || wantsLocal {
                let variables = try await taskVariables(
                    row[ListForm.task.position(of: "id")].textValue ?? "",
                    isLocal: !wantsVariables, for: .engine)
                if !variables.isEmpty {
                    bytes += ",\"variables\":".utf8
                    restForm(variables, deserialized: true).write(to: &bytes)
                }
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    /// Where the forms of tasks are.
    private func formAddresses(of rows: [Row]) async throws -> [TaskFormAddress] {
        let definition = ListForm.task.position(of: "definition_id")
        let element = ListForm.task.position(of: "task_definition_key")
        let id = ListForm.task.position(of: "id")
        var forms: [TaskFormAddress] = []
        forms.reserveCapacity(rows.count)
        for row in rows {
            guard case .text(let definition) = row[definition],
                case .text(let element) = row[element]
            else {
                forms.append(TaskFormAddress())
                continue
            }
            forms.append(
                try await formAddress(
                    ofTask: row[id].textValue ?? "", element: element, definition: definition))
        }
        return forms
    }

    // MARK: Completing

    private func complete(
        _ request: APIRequest, submitsForm: Bool = false
    ) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let failure = "Cannot \(submitsForm ? "submit task form" : "complete task") \(id): "
        let body = try request.object()
        let wantsVariables = try body.flag("withVariablesInReturn")
        let variables = try body.variables(failure: failure)
        let operation: TaskOperation =
            submitsForm
            ? .submitForm(variables: variables, wantsVariables: wantsVariables)
            : .complete(variables: variables, wantsVariables: wantsVariables)
        let result = try await perform(
            .task(id: id, operation), request, wrappedAs: 500, failure)
        guard wantsVariables, case .variables(let variables) = result else { return .noContent }
        return .json(restForm(variables.map { ($0.name, $0.value) }, deserialized: true))
    }

    private func throwError(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.object()
        guard let code = try body.text("errorCode"), !code.isEmpty else {
            throw APIError.rest(400, "errorCode is null")
        }
        let variables = try body.variables(failure: "Cannot throw an error from task \(id): ")
        return try await throwFromTask(
            request,
            .bpmnError(
                code: code, message: try body.text("errorMessage"), variables: variables))
    }

    private func throwEscalation(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.object()
        guard let code = try body.text("escalationCode"), !code.isEmpty else {
            throw APIError.rest(400, "escalationCode is null")
        }
        let variables = try body.variables(failure: "Cannot throw an escalation from task \(id): ")
        return try await throwFromTask(request, .bpmnEscalation(code: code, variables: variables))
    }

    private func throwFromTask(
        _ request: APIRequest, _ operation: TaskOperation
    ) async throws -> HTTPResponse {
        do throws(EngineError) {
            _ = try await engine.perform(
                .task(id: request.parameters[0], operation), as: request.principal)
        } catch {
            if error.kind == .notFound { throw APIError.rest(404, error.message) }
            if error.isBadRequest { throw error.wrapped(400, "") }
            throw APIError(error)
        }
        return .noContent
    }

    // MARK: Changing

    private func update(_ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        let body = try request.object()
        guard try await find(TaskRow.self, id, for: request.principal) != nil else {
            throw APIError.notFound("No matching task with id \(id)")
        }
        if let state = try body.text("delegationState"), state != "PENDING", state != "RESOLVED" {
            throw APIError.invalid(
                "Valid values for property 'delegationState' are 'PENDING' or 'RESOLVED', but was "
                    + "'\(state)'")
        }
        // The whole task is replaced: what is not given is taken away.
        let changes = TaskChanges(
            name: .some(try body.text("name")), description: .some(try body.text("description")),
            owner: .some(try body.text("owner")), assignee: .some(try body.text("assignee")),
            priority: try body.integer("priority") ?? 0, dueAt: .some(try body.instant("due")),
            followUpAt: .some(try body.instant("followUp")),
            delegationState: .some(try body.text("delegationState")),
            parentTaskID: .some(try body.text("parentTaskId")))
        try await perform(.task(id: id, .update(changes)), request)
        return .noContent
    }
}

extension TaskFormAddress {
    /// Writes the member of a task that says where its form is.
    fileprivate func write(_ member: String, to bytes: inout [UInt8]) {
        let value = member == "formKey" ? key.map(JSON.string) ?? .null : deployed.json
        value.write(to: &bytes)
    }
}
