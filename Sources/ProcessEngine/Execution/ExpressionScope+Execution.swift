import JSONTree
import JUEL
import ProcessValues

/// What `execution` has in expressions and scripts.
extension ExpressionScope {
    private func target(_ bean: BeanReference) -> Execution {
        bean.id.flatMap { $0 == execution.id ? execution : execution.root.byID[$0] } ?? execution
    }

    func bean(of execution: Execution?) -> ExpressionValue {
        execution.map { .bean(BeanReference("execution", id: $0.id)) } ?? .null
    }

    func executionProperty(
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
    func serviceProperty(_ name: String, of bean: BeanReference) -> ExpressionValue? {
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

    func executionCall(
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
}
