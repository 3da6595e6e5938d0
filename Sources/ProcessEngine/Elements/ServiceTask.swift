import ProcessValues

/// Service, send and business rule tasks that a service does, and messages that it sends.
extension Run {
    func executeService(
        _ code: ServiceCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        switch code {
        case .none: try leave(execution)
        case .expression(let expression, let resultVariable):
            let result = try evaluate(expression, on: execution)
            if let name = resultVariable {
                try setVariable(VariableInput(name, result), from: execution)
            }
            try leave(execution)
        case .effect(let binding): try createBlockingEffect(binding, activity, on: execution)
        case .connector(let code): try executeConnector(code, activity, on: execution)
        case .external(let task): try createExternalTask(task, activity, on: execution)
        }
    }
}
