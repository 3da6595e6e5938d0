import JSONTree
import JUEL
import ProcessValues
import Records

/// Evaluation of expressions, conditions and mappings.
extension Run {
    func evaluate(
        _ expression: CompiledExpression, on execution: Execution, task: TaskEntry? = nil,
        extra: [VariableInput] = []
    ) throws(Interruption) -> ProcessValue {
        guard let program = expression.program else { return .string(expression.text) }
        var scope = ExpressionScope(run: self, execution: execution, task: task)
        scope.extra = extra
        return try evaluate(program, in: &scope)
    }

    func evaluate(
        _ program: JUELExpression, in scope: inout ExpressionScope
    ) throws(Interruption) -> ProcessValue {
        do {
            // A bean as the result is no value; listeners and services throw it away.
            return try program.evaluate(in: &scope).processValue ?? .null
        } catch let interruption as Interruption {
            throw interruption
        } catch {
            throw .failed(.execution, "\(error)", catchable: "javax.el.ELException")
        }
    }

    func evaluateText(
        _ expression: CompiledExpression?, on execution: Execution, task: TaskEntry? = nil
    ) throws(Interruption) -> String? {
        guard let expression else { return nil }
        return Self.text(of: try evaluate(expression, on: execution, task: task))
    }

    /// The value as text, as the reference writes it; nil for none.
    static func text(of value: ProcessValue) -> String? {
        switch value {
        case .null, .typedNull: nil
        case .string(let text), .xml(let text): text
        case .double(let number): javaText(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .short(let number): String(number)
        case .integer(let number): String(number)
        case .long(let number): String(number)
        case .date(let instant): instant.restText
        case .json(let content): content.text
        case .object(let object): object.tree.map { javaText($0) } ?? object.content.text
        case .bytes, .file: nil
        }
    }

    /// The result of a condition, which must be a Boolean.
    func isTrue(
        _ expression: CompiledExpression, on execution: Execution, extra: [VariableInput] = []
    ) throws(Interruption) -> Bool {
        let value = try evaluate(expression, on: execution, extra: extra)
        guard case .boolean(let result) = value else {
            throw .failed(
                .execution,
                "condition expression returns non-Boolean: result has class "
                    + "\(value.type.rawValue) and not Boolean: \(expression.text)",
                catchable: "java.lang.RuntimeException")
        }
        return result
    }

    /// The result of a condition of a flow.
    func isTrue(
        _ condition: ConditionCode, on execution: Execution, extra: [VariableInput] = []
    ) throws(Interruption) -> Bool {
        guard let script = condition.script else {
            return try isTrue(condition.expression, on: execution, extra: extra)
        }
        let value = try run(script, on: execution)
        guard case .boolean(let result) = value else {
            throw .failed(
                .execution,
                value.isNull
                    ? "condition script returns null"
                    : "condition script returns non-Boolean: result has type "
                        + value.type.rawValue,
                catchable: "org.operaton.bpm.engine.ProcessEngineException")
        }
        return result
    }

    /// Whether a conditional event's condition holds; a name that is not known yet is no failure.
    func isMet(_ condition: ConditionCode, on execution: Execution) throws(Interruption) -> Bool {
        if condition.script != nil { return try isTrue(condition, on: execution) }
        guard let program = condition.expression.program else {
            return try isTrue(condition.expression, on: execution)
        }
        var scope = ExpressionScope(run: self, execution: execution)
        do {
            guard case .boolean(let result) = try program.evaluate(in: &scope).processValue else {
                throw Interruption.failed(
                    .execution,
                    "condition expression returns non-Boolean: \(condition.expression.text)")
            }
            return result
        } catch let interruption as Interruption {
            throw interruption
        } catch let error as EvaluationError where error.kind == .unknownProperty {
            return false
        } catch {
            throw .failed(.execution, "\(error)", catchable: "javax.el.ELException")
        }
    }

    // MARK: Flows

    /// The flows that leave an element now; none if it has none, or if that is allowed.
    func chooseFlows(
        of activity: Node, on execution: Execution, extra: [VariableInput] = [],
        mayBeNone: Bool = false
    ) throws(Interruption) -> [Int] {
        if activity.outgoing.isEmpty { return [] }
        let isExclusive: Bool
        if case .exclusiveGateway = activity.behavior {
            isExclusive = true
        } else {
            isExclusive = false
        }
        var chosen: [Int] = []
        for index in activity.outgoing where index != activity.defaultFlow {
            let flow = execution.process.flows[index]
            if let condition = flow.condition,
                try !isTrue(condition, on: execution, extra: extra)
            {
                continue
            }
            chosen.append(index)
            if isExclusive { break }
        }
        if chosen.isEmpty, let flow = activity.defaultFlow { chosen = [flow] }
        guard chosen.isEmpty, !mayBeNone else { return chosen }
        var isGateway = isExclusive
        switch activity.behavior {
        case .inclusiveGateway, .complexGateway: isGateway = true
        default: break
        }
        throw .failed(
            .execution,
            isGateway
                ? "ENGINE-02004 No outgoing sequence flow for the element with id '\(activity.id)' "
                    + "could be selected for continuing the process."
                : "ENGINE-02006 No outgoing sequence flow of '\(activity.id)' has a condition that "
                    + "is true, and there is no default flow.")
    }

    // MARK: Mappings

    func evaluateInputs(
        _ inputs: [ParameterCode], on execution: Execution
    ) throws(Interruption) {
        // What data associations brought stands in the scope itself.
        let hasData = !(execution.activity?.dataInputs.isEmpty ?? true)
        let source = hasData ? execution : execution.parent ?? execution
        for parameter in inputs {
            let value = try evaluate(parameter.value, on: source)
            try setLocal(parameter.name, value, on: execution)
        }
    }

    func evaluateOutputs(
        _ outputs: [ParameterCode], on execution: Execution
    ) throws(Interruption) {
        guard let target = execution.parent else { return }
        for parameter in outputs {
            let value = try evaluate(parameter.value, on: execution)
            try setVariable(VariableInput(parameter.name, value), from: target)
        }
    }

    func evaluate(
        _ value: ParameterValueCode, on execution: Execution
    ) throws(Interruption) -> ProcessValue {
        switch value {
        case .null: return .null
        case .text(let expression): return try evaluate(expression, on: execution)
        case .script(let script):
            return try run(script, on: execution, connector: connectorVariables)
        case .list(let values):
            var elements: [JSON] = []
            for inner in values { elements.append(try evaluate(inner, on: execution).plainJSON) }
            return .object(ObjectValue(tree: .array(elements)))
        case .map(let entries):
            var object = JSONObject()
            for entry in entries {
                let key = try evaluateText(entry.key, on: execution) ?? ""
                object[key] = try evaluate(entry.value, on: execution).plainJSON
            }
            return .object(ObjectValue(tree: .object(object), typeName: "java.util.TreeMap"))
        }
    }

    // MARK: The host

    /// The beans that the host has.
    var hostNames: Set<String> { configuration.hostBeans }

    func callHost(
        name: String, method: String?, arguments: [ProcessValue], execution: Execution,
        task: TaskEntry?
    ) throws(Interruption) -> ProcessValue {
        hostCalls += 1
        modelCalls += 1
        var call = HostCall(
            sequence: hostCalls, name: name, method: method, arguments: arguments,
            processInstanceID: execution.row.processInstanceID,
            businessKey: execution.processInstance.row.businessKey, executionID: execution.id,
            activityID: execution.activity?.id, taskID: task?.row.id, command: ids.commandName)
        let answer: HostAnswer
        if case .host(let known) = state.answers[.host(call)] {
            answer = known
        } else {
            call.variables = try visibleVariables(of: execution)
            guard case .host(let answered) = try ask(.host(call)) else {
                throw .needs([.host(call)])
            }
            answer = answered
        }
        hostDelta.append(answer.delta)
        try setVariables(answer.variables, from: execution)
        for command in answer.commands { _ = try perform(command) }
        switch answer.result {
        case .value(let value): return value
        case .bpmnError(let code, let message): throw .bpmnError(code: code, message: message)
        case .failure(let error): throw .failure(error)
        }
    }
}
