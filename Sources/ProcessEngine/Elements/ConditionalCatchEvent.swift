/// Intermediate conditional catch events.
extension Run {
    /// Passes if the condition holds already, else waits for it.
    func executeConditionalCatch(
        _ condition: ConditionCode, on execution: Execution
    ) throws(Interruption) {
        if try isMet(condition, on: execution) { try leave(execution) }
    }
}
