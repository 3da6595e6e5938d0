import JUEL
import ProcessValues

/// What `task` and `externalTask` have in expressions and scripts.
extension ExpressionScope {
    private static let taskProperties = [
        "id", "name", "description", "assignee", "owner", "priority", "taskDefinitionKey",
        "processInstanceId", "processDefinitionId", "executionId", "eventName", "deleteReason",
        "tenantId", "dueDate", "followUpDate", "createTime",
    ]

    /// What scripts may ask of the task.
    func taskProperties() -> [VariableInput] {
        guard let task else { return [] }
        return Self.taskProperties.map { name in
            VariableInput(name, taskProperty(name, of: task)?.processValue ?? .null)
        }
    }

    func taskProperty(_ name: String, of task: TaskEntry) -> ExpressionValue? {
        let row = task.row
        switch name {
        case "id": return text(row.id)
        case "name": return text(row.name)
        case "description": return text(row.description)
        case "assignee": return text(row.assignee)
        case "owner": return text(row.owner)
        case "priority": return .value(.integer(Int32(clamping: row.priority)))
        case "taskDefinitionKey": return text(row.taskDefinitionKey)
        case "processInstanceId": return text(row.processInstanceID)
        case "processDefinitionId": return text(row.definitionID)
        case "executionId": return text(row.executionID)
        case "eventName": return text(eventName)
        case "deleteReason": return text(task.deleteReason)
        case "tenantId": return text(row.tenantID)
        case "dueDate": return .value(row.dueAt.map(ProcessValue.date) ?? .null)
        case "followUpDate": return .value(row.followUpAt.map(ProcessValue.date) ?? .null)
        case "createTime": return .value(.date(row.createdAt))
        case "execution": return bean(of: task.execution)
        case "processEngineServices": return .bean(BeanReference(name))
        default: return nil
        }
    }

    func taskCall(
        _ method: String, of task: TaskEntry, _ arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        let first = arguments.first?.processValue
        switch (method, arguments.count) {
        case ("getVariable", 1):
            guard let name = first?.text else { return .null }
            if let found = task.variables.first(where: { $0.name == name }) {
                return .value(try run.value(of: found))
            }
            return .value(try run.variableValue(name, from: task.execution) ?? .null)
        case ("setVariable", 2):
            guard let name = first?.text, let value = arguments[1].processValue else { return nil }
            if task.variables.contains(where: { $0.name == name }) {
                try run.setTaskVariable(VariableInput(name, value), on: task)
            } else {
                try run.setVariable(VariableInput(name, value), from: task.execution)
            }
            return .null
        case ("setVariableLocal", 2):
            guard let name = first?.text, let value = arguments[1].processValue else { return nil }
            try run.setTaskVariable(VariableInput(name, value), on: task)
            return .null
        case ("removeVariable", 1):
            guard let name = first?.text else { return nil }
            if task.variables.contains(where: { $0.name == name }) {
                run.removeTaskVariable(name, on: task)
            } else {
                run.removeVariable(name, from: task.execution)
            }
            return .null
        case ("removeVariableLocal", 1):
            if let name = first?.text { run.removeTaskVariable(name, on: task) }
            return .null
        case ("getVariableLocal", 1):
            let found = task.variables.first { $0.name == first?.text }
            return .value(try found.map { try run.value(of: $0) } ?? .null)
        case ("hasVariable", 1):
            let name = first?.text ?? ""
            return .value(
                .boolean(
                    task.variables.contains { $0.name == name }
                        || run.findVariable(name, from: task.execution) != nil))
        case ("setAssignee", 1): task.row.assignee = first?.text
        case ("setOwner", 1): task.row.owner = first?.text
        case ("setName", 1): task.row.name = first?.text
        case ("setDescription", 1): task.row.description = first?.text
        case ("setPriority", 1):
            task.row.priority = first?.wholeNumber.map { Int($0) } ?? task.row.priority
        case ("setDueDate", 1): task.row.dueAt = first.flatMap(Self.instant)
        case ("setFollowUpDate", 1): task.row.followUpAt = first.flatMap(Self.instant)
        case ("addCandidateUser", 1):
            run.addLink("candidate", userID: first?.text, groupID: nil, to: task)
        case ("addCandidateGroup", 1):
            run.addLink("candidate", userID: nil, groupID: first?.text, to: task)
        case ("deleteCandidateUser", 1):
            run.removeLink("candidate", userID: first?.text, groupID: nil, from: task)
        case ("deleteCandidateGroup", 1):
            run.removeLink("candidate", userID: nil, groupID: first?.text, from: task)
        case ("complete", 0):
            try run.complete(task)
        case (_, 0) where method.hasPrefix("get") || method.hasPrefix("is"):
            return taskProperty(Self.propertyName(method), of: task)
        default: return nil
        }
        return .null
    }

    private static func instant(_ value: ProcessValue) -> Instant? {
        if case .date(let instant) = value { instant } else { nil }
    }

    func externalTaskProperty(
        _ name: String, of row: ExternalTaskRow
    ) -> ExpressionValue? {
        switch name {
        case "id": text(row.id)
        case "topicName": text(row.topicName)
        case "workerId": text(row.workerID)
        case "activityId": text(row.activityID)
        case "errorMessage": text(row.errorMessage)
        case "errorDetails": text(row.errorDetails)
        case "retries": .value(row.retries.map { .integer(Int32(clamping: $0)) } ?? .null)
        case "priority": .value(.long(Int64(row.priority)))
        case "processInstanceId": text(row.processInstanceID)
        case "executionId": text(row.executionID)
        default: nil
        }
    }
}
