import JSONTree
import ProcessValues
import Records

/// User tasks.
extension Run {
    func executeUserTask(
        _ code: UserTaskCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        let row = execution.row
        let task = TaskEntry(
            TaskRow(
                id: newID(), rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.id,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                taskDefinitionKey: activity.id, activityInstanceID: execution.activityInstanceID,
                priority: 50, createdAt: now, state: "Created", suspended: row.suspended,
                tenantID: row.tenantID), execution: execution)
        execution.tasks.append(task)
        execution.root.tasks.append(task)
        task.row.name = try text("name", code.name, on: execution, task: task)
        task.row.description = try text(
            "description", code.description, on: execution, task: task)
        task.row.dueAt = try date(code.dueDate, on: execution, task: task)
        task.row.followUpAt = try date(code.followUpDate, on: execution, task: task)
        if let expression = code.priority {
            let value = try evaluate(expression, on: execution, task: task)
            if !value.isNull {
                guard let priority = Self.wholeNumber(value) else {
                    throw .failed(.execution, "Priority does not resolve to a number: \(value)")
                }
                task.row.priority = priority
            }
        }
        task.row.assignee = try text("assignee", code.assignee, on: execution, task: task)
        for expression in code.candidateUsers {
            for user in try names(expression, on: execution, task: task) {
                addLink("candidate", userID: user, groupID: nil, to: task)
            }
        }
        for expression in code.candidateGroups {
            for group in try names(expression, on: execution, task: task) {
                addLink("candidate", userID: nil, groupID: group, to: task)
            }
        }
        recordTaskStart(task, on: execution)
        task.reported = task.row
        task.reported.assignee = nil
        task.isCreated = true
        task.hasFurtherChanges = false
        guard try notify(task, "create", code) else { return }
        try attachEffects(.create, of: activity, on: execution, taskID: task.row.id)
        if task.isDeleted { return }
        if task.row.assignee != nil {
            recordAssignee(of: task)
            task.reported.assignee = task.row.assignee
            guard try notify(task, "assignment", code) else { return }
        }
        recordTaskChanges(task)
        task.reported = task.row
    }

    /// An attribute that must be a text: no other value is turned into one.
    private func text(
        _ attribute: String, _ expression: CompiledExpression?, on execution: Execution,
        task: TaskEntry
    ) throws(Interruption) -> String? {
        guard let expression else { return nil }
        let value = try evaluate(expression, on: execution, task: task)
        guard value.isNull || value.text != nil else {
            throw .failed(
                .runtime(className: "ClassCastException"),
                "The \(attribute) of the task must be a text: \(expression.text) gives a value of "
                    + "type \(value.type.rawValue).")
        }
        return value.text
    }

    private func names(
        _ expression: CompiledExpression, on execution: Execution, task: TaskEntry
    ) throws(Interruption) -> [String] {
        let value = try evaluate(expression, on: execution, task: task)
        if case .array(let elements) = value.tree { return elements.compactMap(\.stringValue) }
        guard let text = value.text else {
            throw .failed(
                .execution,
                "Expression did not resolve to a string or collection of strings: "
                    + "\(expression.text)")
        }
        return text.split(separator: ",").map {
            String($0).trimmingSpaces
        }.filter { !$0.isEmpty }
    }

    private func date(
        _ expression: CompiledExpression?, on execution: Execution, task: TaskEntry
    ) throws(Interruption) -> Instant? {
        guard let expression else { return nil }
        switch try evaluate(expression, on: execution, task: task) {
        case .null, .typedNull: return nil
        case .date(let instant): return instant
        case .string(let text):
            if text.hasPrefix("P"), let instant = Period(text)?.added(to: now, in: zone) {
                return instant
            }
            if let instant = Instant(timerText: text, zone: zone) ?? Instant(restText: text) {
                return instant
            }
        default: break
        }
        throw .failed(
            .execution,
            "Due date expression does not resolve to a Date or Date string: "
                + expression.text)
    }

    /// Calls the listeners of a task on an event.
    ///
    /// - Returns: Whether to go on: not if one threw what a handler of errors caught.
    func notify(
        _ task: TaskEntry, _ event: String, _ code: UserTaskCode
    ) throws(Interruption) -> Bool {
        let execution = task.execution
        if execution.skipsCustomListeners { return true }
        for listener in code.listeners where listener.event == event {
            do throws(Interruption) {
                try call(listener.code, on: execution, task: task, event: event)
            } catch {
                if event == "delete" {
                    if case .bpmnError(let code, _) = error {
                        throw .failed(
                            .execution,
                            "A delete listener of the task threw the BPMN error \(code ?? "").")
                    }
                    throw error
                }
                try propagate(error, from: execution)
                return false
            }
        }
        return true
    }

    func userTaskCode(of task: TaskEntry) -> UserTaskCode? {
        guard let node = task.row.taskDefinitionKey.flatMap({ task.execution.process.node($0) }),
            case .userTask(let code) = node.behavior
        else { return nil }
        return code
    }

    /// Completes a task: its listeners, its history, then its execution leaves.
    func complete(_ task: TaskEntry) throws(Interruption) {
        if task.row.suspended {
            throw .failed(.suspended, "ENGINE-03043 Task \(task.row.id) is suspended.")
        }
        let execution = task.execution
        if let code = userTaskCode(of: task) {
            guard try notify(task, "complete", code) else { return }
        }
        if task.isDeleted { return }
        recordTaskChanges(task)
        delete(task, reason: "completed", state: "Completed")
        execution.tasks.removeAll { $0 === task }
        if let node = task.row.taskDefinitionKey.flatMap({ execution.process.node($0) }) {
            try attachEffects(.complete, of: node, on: execution, taskID: task.row.id)
        }
        try leave(execution)
    }

    /// Cancels the tasks of an execution: their listeners are told.
    func cancelTasks(of execution: Execution, reason: String?) throws(Interruption) {
        for task in execution.tasks where !task.isDeleted {
            task.deleteReason = reason ?? "deleted"
            if let code = userTaskCode(of: task) { _ = try notify(task, "delete", code) }
            if let node = task.row.taskDefinitionKey.flatMap({ execution.process.node($0) }) {
                try attachEffects(.delete, of: node, on: execution, taskID: task.row.id)
            }
            delete(task, reason: "deleted", state: "Deleted")
        }
        execution.tasks.removeAll { $0.isDeleted }
    }

    private func delete(_ task: TaskEntry, reason: String, state: String) {
        guard !task.isDeleted else { return }
        task.isDeleted = true
        for variable in task.variables { variable.isDeleted = true }
        for link in task.links { link.isDeleted = true }
        recordTaskEnd(task, reason: reason, state: state)
    }

    // MARK: Links

    func addLink(_ type: String, userID: String?, groupID: String?, to task: TaskEntry) {
        let link = Entry(
            IdentityLinkRow(
                id: newID(), rootInstanceID: task.row.rootInstanceID, type: type, userID: userID,
                groupID: groupID, taskID: task.row.id, tenantID: task.row.tenantID))
        task.links.append(link)
        task.execution.root.links.append(link)
        task.hasFurtherChanges = true
        log(type, userID: userID, groupID: groupID, operation: "add", on: task)
    }

    func removeLink(_ type: String, userID: String?, groupID: String?, from task: TaskEntry) {
        for link in task.links
        where link.row.type == type && link.row.userID == userID && link.row.groupID == groupID {
            link.isDeleted = true
            log(type, userID: userID, groupID: groupID, operation: "delete", on: task)
        }
        task.links.removeAll { $0.isDeleted }
        task.hasFurtherChanges = true
    }

    func log(
        _ type: String, userID: String?, groupID: String?, operation: String, on task: TaskEntry
    ) {
        history.identityLinks.append(
            HistoricIdentityLinkRow(
                id: newID(), rootInstanceID: task.row.rootInstanceID,
                processInstanceID: task.row.processInstanceID, taskID: task.row.id,
                definitionID: task.row.definitionID, definitionKey: task.row.definitionKey,
                type: type, userID: userID, groupID: groupID, operationType: operation,
                assignerID: principal.userID, occurredAt: now, tenantID: task.row.tenantID))
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmingSpaces: String {
        var text = Substring(self)
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
