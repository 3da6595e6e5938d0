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

    // MARK: Values

    func text(_ value: String?) -> ExpressionValue {
        .value(value.map(ProcessValue.string) ?? .null)
    }

    func map(_ variables: [VariableInput]) -> ExpressionValue {
        var object = JSONObject()
        for variable in variables { object[variable.name] = variable.value.plainJSON }
        return .value(.object(ObjectValue(tree: .object(object))))
    }

    func names(_ variables: [VariableInput]) -> ExpressionValue {
        .value(.object(ObjectValue(tree: .array(variables.map { JSON.string($0.name) }))))
    }

    static func propertyName(_ getter: String) -> String {
        let name = getter.dropFirst(getter.hasPrefix("is") ? 2 : 3)
        return name.prefix(1).lowercased() + name.dropFirst()
    }
}
