import ProcessValues

/// Calls of listeners.
extension Run {
    /// Calls listeners of the model one after another.
    ///
    /// - Returns: Whether to go on: not if one threw what a handler of errors caught.
    func notify(
        _ listeners: [ListenerCode], on execution: Execution, event: String, sequence: Bool = false
    ) throws(Interruption) -> Bool {
        if execution.skipsCustomListeners { return true }
        for listener in listeners {
            do throws(Interruption) {
                try call(listener, on: execution, task: nil, event: event)
            } catch {
                if event == "end" { execution.hasFailedEndListeners = true }
                try propagate(error, from: execution)
                return false
            }
        }
        return true
    }

    func call(
        _ listener: ListenerCode, on execution: Execution, task: TaskEntry?, event: String
    ) throws(Interruption) {
        switch listener {
        case .expression(let expression):
            guard let program = expression.program else { return }
            var scope = ExpressionScope(run: self, execution: execution, task: task)
            scope.eventName = event
            _ = try evaluate(program, in: &scope)
        case .script(let script): _ = try run(script, on: execution, task: task, event: event)
        case .unsupported(let what):
            throw .failed(.execution, "\(what) cannot be called: the engine runs no Java.")
        }
    }
}
