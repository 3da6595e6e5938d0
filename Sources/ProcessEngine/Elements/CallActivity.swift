import ProcessValues

/// Calls of other processes.
extension Run {
    func executeCallActivity(
        _ code: CallActivityCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        guard let key = try evaluateText(code.key, on: execution) else {
            throw .failed(.missingDefinition, "The key of the called process is null.")
        }
        let tenantID =
            code.tenantID == nil
            ? execution.row.tenantID : try evaluateText(code.tenantID, on: execution)
        let selector = try selector(code.binding, key: key, tenantID: tenantID, on: execution)
        guard let definition = try definition(selector) else {
            throw .failed(.missingDefinition, "no processes deployed with \(selector.words)")
        }
        var businessKey: String?
        if let expression = code.businessKey {
            let value = try evaluate(expression, on: execution)
            guard value.isNull || value.text != nil else {
                throw .failed(
                    .runtime(className: "ClassCastException"), "The business key is no text.")
            }
            businessKey = value.text
        }
        let variables = try map(code.inputs, from: execution)
        try startCalledInstance(
            definition, businessKey: businessKey, variables: variables, caller: execution)
        updateActivityHistory(
            execution.activityInstanceID,
            calledInstanceID: execution.subInstance?.id)
    }

    /// Which version of a process or decision an element asks for.
    func selector(
        _ binding: BindingCode, key: String, tenantID: String?, on execution: Execution
    ) throws(Interruption) -> DefinitionSelector {
        switch binding {
        case .latest: return .latest(key: key, tenantID: tenantID)
        case .deployment:
            return .deployment(
                key: key, deploymentID: execution.definition.row.deploymentID, tenantID: tenantID)
        case .version(let expression):
            return .version(
                key: key, version: try version(expression, on: execution), tenantID: tenantID)
        case .versionTag(let expression):
            return .versionTag(
                key: key, versionTag: try evaluateText(expression, on: execution) ?? "",
                tenantID: tenantID)
        }
    }

    /// The version that a binding names: an Integer, or a text that reads as one.
    func version(
        _ expression: CompiledExpression, on execution: Execution
    ) throws(Interruption) -> Int {
        switch try evaluate(expression, on: execution) {
        case .integer(let number): return Int(number)
        case .string(let text):
            guard let number = Int32(text) else {
                throw .failed(
                    .runtime(className: "NumberFormatException"), "For input string: \"\(text)\"")
            }
            return Int(number)
        case let value:
            throw .failed(
                .execution,
                "It is not possible to transform '\(Self.text(of: value) ?? "null")' into a "
                    + "version: '\(expression.text)' must give an Integer or a text.")
        }
    }

    /// Evaluates mappings in order; a variable that is missing gives null.
    func map(
        _ mappings: [VariableMappingCode], from execution: Execution
    ) throws(Interruption) -> [VariableInput] {
        var result: [VariableInput] = []
        func add(_ input: VariableInput) {
            if let index = result.firstIndex(where: { $0.name == input.name }) {
                result[index] = input
            } else {
                result.append(input)
            }
        }
        for mapping in mappings {
            switch mapping.source {
            case .variable(let name):
                let found =
                    mapping.isLocal
                    ? execution.variables.first { $0.name == name }
                    : findVariable(name, from: execution)
                let value = try found.map { (found) throws(Interruption) in
                    try self.value(of: found)
                }
                add(
                    VariableInput(
                        mapping.target ?? name, value ?? .null,
                        isTransient: found?.isTransient ?? false))
            case .expression(let expression):
                add(
                    VariableInput(
                        mapping.target ?? "", try evaluate(expression, on: execution)))
            case .all:
                let all =
                    mapping.isLocal
                    ? try localVariables(of: execution) : try visibleVariables(of: execution)
                for variable in all { add(variable) }
            }
        }
        return result
    }

    /// Passes variables of a called instance to the call activity that called it.
    func passOutputs(of called: Execution, to caller: Execution) throws(Interruption) {
        guard case .callActivity(let code) = caller.activity?.behavior else { return }
        let loopNames = [Self.instanceCount, Self.activeCount, Self.completedCount]
        for mapping in code.outputs {
            for variable in try map([mapping], from: called) {
                if mapping.isLocal {
                    try setLocalVariable(variable, on: caller)
                } else if !loopNames.contains(variable.name) {
                    try setVariable(variable, from: caller)
                }
            }
        }
    }
}
