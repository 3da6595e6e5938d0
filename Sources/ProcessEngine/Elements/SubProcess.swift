/// Embedded and event sub-processes, and transactions.
extension Run {
    /// Begins at the start event inside.
    func executeSubProcess(_ activity: Node, on execution: Execution) throws(Interruption) {
        guard let initial = activity.initial else {
            throw .failed(.execution, "The sub-process \(activity.id) has no start event.")
        }
        try executeActivity(execution.process.nodes[initial], on: execution)
    }
}
