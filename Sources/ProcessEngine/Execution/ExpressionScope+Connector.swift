import JUEL
import ProcessValues

/// What `connector` has in the mappings of a connector.
extension ExpressionScope {
    func connectorProperty(_ name: String) -> ExpressionValue? {
        let variables = run.connectorVariables ?? []
        switch name {
        case "variables": return map(variables)
        case "variableNames": return names(variables)
        default: return nil
        }
    }

    func connectorCall(
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
}
