import ProcessValues

/// Business rule tasks that ask for a decision.
extension Run {
    func executeDecision(
        _ code: DecisionCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        guard let key = try evaluateText(code.key, on: execution) else {
            throw .failed(.missingDefinition, "The key of the decision is null.")
        }
        let tenantID =
            code.tenantID == nil
            ? execution.row.tenantID : try evaluateText(code.tenantID, on: execution)
        let selector = try selector(code.binding, key: key, tenantID: tenantID, on: execution)
        let need = Need.decision(selector)
        guard case .decision(let found) = state.answers[need] else { throw .needs([need]) }
        guard let decision = found else {
            throw .failed(
                .missingDefinition, "no decision definition deployed with \(selector.words)")
        }
        let variables = try visibleVariables(of: execution)
        let result = try evaluate(decision, variables: variables, on: execution)
        try setLocalVariable(
            VariableInput("decisionResult", result.whole, isTransient: true), on: execution)
        if let name = code.resultVariable {
            try setVariable(
                VariableInput(name, try result.mapped(code.mapping, key: key)), from: execution)
        }
        try leave(execution)
    }
}
