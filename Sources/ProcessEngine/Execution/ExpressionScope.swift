import JSONTree
import JUEL
import ProcessValues

/// What expressions of the model see: the variables around, `execution`, `task`, the host's beans.
struct ExpressionScope: ExpressionContext {
    let run: Run
    let execution: Execution
    var task: TaskEntry?
    var externalTask: Entry<ExternalTaskRow>?
    var eventName: String?
    /// Names that are looked at first.
    var extra: [VariableInput] = []
    /// How many expressions of the registry it is inside of.
    var depth = 0

    var now: Instant { run.now }

    func utcOffset(at instant: Instant) -> Int { run.zone.offset(at: instant) }

    mutating func resolve(_ name: String) throws -> ExpressionValue? {
        if let found = extra.first(where: { $0.name == name }) { return .value(found.value) }
        if let connector = run.connectorVariables {
            if name == "connector" { return .bean(BeanReference("connector")) }
            if let found = connector.first(where: { $0.name == name }) {
                return .value(found.value)
            }
        }
        switch name {
        case "execution": return .bean(BeanReference("execution", id: execution.id))
        case "task": if let task { return .bean(BeanReference("task", id: task.row.id)) }
        case "externalTask":
            if let task = externalTask {
                return .bean(BeanReference("externalTask", id: task.row.id))
            }
        case "authenticatedUserId":
            return .value(run.principal.userID.map(ProcessValue.string) ?? .null)
        default: break
        }
        if let task, let found = task.variables.first(where: { $0.name == name }) {
            return .value(try run.value(of: found))
        }
        if let found = run.findVariable(name, from: execution) {
            return .value(try run.value(of: found))
        }
        guard run.hostNames.contains(name) || run.configuration.registry.beanNames.contains(name)
        else { return nil }
        return .bean(BeanReference(name))
    }

    mutating func property(_ name: String, of bean: BeanReference) throws -> ExpressionValue? {
        switch bean.name {
        case "execution": return try executionProperty(name, of: bean)
        case "task": return task.flatMap { taskProperty(name, of: $0) }
        case "externalTask": return externalTask.flatMap { externalTaskProperty(name, of: $0.row) }
        case "processEngineServices", "identityService", "currentAuthentication":
            return serviceProperty(name, of: bean)
        case "connector": return connectorProperty(name)
        case let other where run.configuration.registry.beanNames.contains(other):
            if let value = try registered(other, name, []) { return value }
            return run.hostNames.contains(other) ? try host(other, "get:\(name)", []) : nil
        default: return try host(bean.name, "get:\(name)", [])
        }
    }

    mutating func call(
        _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        switch bean.name {
        case "execution": return try executionCall(method, of: bean, arguments)
        case "task": return try task.flatMap { try taskCall(method, of: $0, arguments) }
        case "externalTask":
            guard let task = externalTask, method.hasPrefix("get"), arguments.isEmpty else {
                return nil
            }
            return externalTaskProperty(Self.propertyName(method), of: task.row)
        case "processEngineServices", "identityService", "currentAuthentication":
            guard method.hasPrefix("get"), arguments.isEmpty else { return nil }
            return serviceProperty(Self.propertyName(method), of: bean)
        case "connector": return try connectorCall(method, arguments)
        case let other
        where run.configuration.registry.beanNames.contains(other)
            || run.configuration.registry.entries[other] != nil:
            if let value = try registered(other, method, arguments) { return value }
            return run.hostNames.contains(other) ? try host(other, method, arguments) : nil
        default: return try host(bean.name, method, arguments)
        }
    }

    mutating func call(
        function name: String, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        switch (name, arguments.count) {
        case ("currentUser", 0):
            return .value(run.principal.userID.map(ProcessValue.string) ?? .null)
        case ("currentUserGroups", 0):
            return .value(
                .object(
                    ObjectValue(tree: .array(run.principal.groups.map { JSON.string($0) }))))
        default: return nil
        }
    }

    // MARK: The execution

    private func target(_ bean: BeanReference) -> Execution {
        bean.id.flatMap { $0 == execution.id ? execution : execution.root.byID[$0] } ?? execution
    }

    private func text(_ value: String?) -> ExpressionValue {
        .value(value.map(ProcessValue.string) ?? .null)
    }

    private func bean(of execution: Execution?) -> ExpressionValue {
        execution.map { .bean(BeanReference("execution", id: $0.id)) } ?? .null
    }

    private func executionProperty(
        _ name: String, of bean: BeanReference
    ) throws -> ExpressionValue? {
        let execution = target(bean)
        let row = execution.row
        switch name {
        case "id": return text(row.id)
        case "processInstanceId": return text(row.processInstanceID)
        case "processDefinitionId": return text(row.definitionID)
        case "processBusinessKey": return text(execution.processInstance.row.businessKey)
        case "businessKey": return text(row.businessKey)
        case "currentActivityId":
            return text(execution.activity.flatMap { $0.index == 0 ? nil : $0.id })
        case "currentActivityName": return text(execution.activity?.name)
        case "currentTransitionId": return text(execution.transition?.id)
        case "activityInstanceId": return text(execution.activityInstanceID)
        case "parentActivityInstanceId": return text(execution.parentActivityInstanceID)
        case "eventName": return text(eventName)
        case "tenantId": return text(row.tenantID)
        case "parentId": return text(row.parentID)
        case "rootProcessInstanceId": return text(row.rootInstanceID)
        case "superExecutionId": return text(row.superExecutionID)
        case "processInstance": return self.bean(of: execution.processInstance)
        case "parent": return self.bean(of: execution.parent)
        case "superExecution": return self.bean(of: execution.superExecution)
        case "processEngineServices": return .bean(BeanReference(name))
        case "concurrent": return .value(.boolean(execution.isConcurrent))
        case "active": return .value(.boolean(execution.isActive))
        case "ended": return .value(.boolean(execution.isEnded))
        case "canceled": return .value(.boolean(execution.isCanceled))
        case "suspended": return .value(.boolean(row.suspended))
        case "variables": return map(try run.visibleVariables(of: execution))
        case "variablesLocal": return map(try run.localVariables(of: execution))
        case "variableNames": return names(try run.visibleVariables(of: execution))
        case "variableNamesLocal": return names(try run.localVariables(of: execution))
        default: return nil
        }
    }

    /// Of the reference's services models ask who gives the command, and nothing else that could be
    /// told without a query.
    private func serviceProperty(_ name: String, of bean: BeanReference) -> ExpressionValue? {
        switch (bean.name, name) {
        case ("processEngineServices", "identityService"): return .bean(BeanReference(name))
        case ("identityService", "currentAuthentication"):
            return run.principal.userID == nil ? .null : .bean(BeanReference(name))
        case ("currentAuthentication", "userId"): return text(run.principal.userID)
        case ("currentAuthentication", "groupIds"):
            return .value(
                .object(ObjectValue(tree: .array(run.principal.groups.map { JSON.string($0) }))))
        default: return nil
        }
    }

    private func map(_ variables: [VariableInput]) -> ExpressionValue {
        var object = JSONObject()
        for variable in variables { object[variable.name] = variable.value.plainJSON }
        return .value(.object(ObjectValue(tree: .object(object))))
    }

    private func names(_ variables: [VariableInput]) -> ExpressionValue {
        .value(.object(ObjectValue(tree: .array(variables.map { JSON.string($0.name) }))))
    }

    private static func propertyName(_ getter: String) -> String {
        let name = getter.dropFirst(getter.hasPrefix("is") ? 2 : 3)
        return name.prefix(1).lowercased() + name.dropFirst()
    }

    private func executionCall(
        _ method: String, of bean: BeanReference, _ arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        let execution = target(bean)
        let name = arguments.first?.processValue?.text
        switch (method, arguments.count) {
        case ("getVariable", 1):
            return .value(try name.flatMap { try run.variableValue($0, from: execution) } ?? .null)
        case ("getVariableLocal", 1):
            let found = execution.variables.first { $0.name == name }
            return .value(try found.map { try run.value(of: $0) } ?? .null)
        case ("hasVariable", 1):
            return .value(
                .boolean(name.flatMap { run.findVariable($0, from: execution) } != nil))
        case ("hasVariableLocal", 1):
            return .value(.boolean(execution.variables.contains { $0.name == name }))
        case ("hasVariables", 0):
            return .value(.boolean(!(try run.visibleVariables(of: execution)).isEmpty))
        case ("setVariable", 2):
            guard let name, let value = arguments[1].processValue else { return nil }
            try run.setVariable(VariableInput(name, value), from: execution)
            return .null
        case ("setVariableLocal", 2):
            guard let name, let value = arguments[1].processValue else { return nil }
            try run.setLocal(name, value, on: execution)
            return .null
        case ("removeVariable", 1):
            if let name { run.removeVariable(name, from: execution) }
            return .null
        case ("removeVariableLocal", 1):
            if let name { run.removeLocalVariable(name, on: execution) }
            return .null
        case ("setProcessBusinessKey", 1):
            run.setBusinessKey(name, of: execution.processInstance)
            return .null
        case (_, 0) where method.hasPrefix("get") || method.hasPrefix("is"):
            return try executionProperty(Self.propertyName(method), of: bean)
        default: return nil
        }
    }

    private static let scalarProperties = [
        "id", "processInstanceId", "processDefinitionId", "processBusinessKey", "businessKey",
        "currentActivityId", "currentActivityName", "currentTransitionId", "activityInstanceId",
        "parentActivityInstanceId", "eventName", "tenantId", "parentId", "rootProcessInstanceId",
        "canceled",
    ]

    /// What scripts may ask of an execution.
    func properties(of execution: Execution) -> [VariableInput] {
        let bean = BeanReference("execution", id: execution.id)
        return Self.scalarProperties.map { name in
            let value = (try? executionProperty(name, of: bean))?.processValue
            return VariableInput(name, value ?? .null)
        }
    }

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

    // MARK: Tasks

    private func taskProperty(_ name: String, of task: TaskEntry) -> ExpressionValue? {
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

    private func taskCall(
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

    private func externalTaskProperty(
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

    // MARK: The registry

    /// The value of the expression that a bean's method stands for; it sees `arguments`.
    private func registered(
        _ bean: String, _ method: String, _ arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        guard let text = run.configuration.registry.expression(bean, method) else { return nil }
        let values = arguments.map { argument -> JSON in
            if case .bean(let bean) = argument { return .string(bean.id ?? bean.name) }
            return (argument.processValue ?? .null).plainJSON
        }
        var inner = self
        inner.extra = [
            VariableInput("arguments", .object(ObjectValue(tree: .array(values))))
        ]
        inner.depth += 1
        guard inner.depth < 16 else {
            throw Interruption.failed(
                .execution, "The registry's expressions of \(bean) call each other for ever.")
        }
        return .value(try run.evaluate(try JUELExpression(text), in: &inner))
    }

    // MARK: Connectors

    private func connectorProperty(_ name: String) -> ExpressionValue? {
        let variables = run.connectorVariables ?? []
        switch name {
        case "variables": return map(variables)
        case "variableNames": return names(variables)
        default: return nil
        }
    }

    private func connectorCall(
        _ method: String, _ arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        let name = arguments.first?.processValue?.text
        let found = run.connectorVariables?.first { $0.name == name }
        switch (method, arguments.count) {
        case ("getVariable", 1):
            if let found { return .value(found.value) }
            return .value(try name.flatMap { try run.variableValue($0, from: execution) } ?? .null)
        case ("getVariableLocal", 1): return .value(found?.value ?? .null)
        case ("hasVariable", 1):
            let isAround = name.flatMap { run.findVariable($0, from: execution) } != nil
            return .value(.boolean(found != nil || isAround))
        case ("hasVariableLocal", 1): return .value(.boolean(found != nil))
        case ("setVariable", 2), ("setVariableLocal", 2):
            guard let name, let value = arguments[1].processValue else { return nil }
            run.connectorVariables?.removeAll { $0.name == name }
            run.connectorVariables?.append(VariableInput(name, value))
            return .null
        case ("getVariables", 0): return connectorProperty("variables")
        case ("getVariableNames", 0): return connectorProperty("variableNames")
        default: return nil
        }
    }

    // MARK: The host

    private mutating func host(
        _ name: String, _ method: String, _ arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        let values = arguments.map { argument -> ProcessValue in
            if case .bean(let bean) = argument { return .string(bean.id ?? bean.name) }
            return argument.processValue ?? .null
        }
        let answer = try run.callHost(
            name: name, method: method, arguments: values, execution: execution, task: task)
        return .value(answer)
    }
}
