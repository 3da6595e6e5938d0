/// Activities that are done again while a condition holds.
///
/// The body is that of a sequential multi-instance activity, whose rounds are not counted before.
extension Run {
    func executeStandardLoop(
        _ loop: StandardLoopCode, _ code: MultiInstanceCode, _ body: Node, on execution: Execution
    ) throws(Interruption) {
        try setNumber(Self.loopCounter, 0, on: execution)
        if loop.isTestedBefore, let condition = loop.condition,
            try !isTrue(condition, on: execution)
        {
            return try leave(execution)
        }
        guard let inner = body.initial else { return }
        try performInstance(execution.process.nodes[inner], code, loop: 0, on: execution)
    }

    /// A round has ended: another begins, or the body is left.
    func standardLoopRoundEnded(
        _ loop: StandardLoopCode, _ code: MultiInstanceCode, _ body: Node, on execution: Execution
    ) throws(Interruption) {
        let next = try loopNumber(Self.loopCounter, on: execution) + 1
        if let maximum = loop.maximum, next >= maximum { return try leave(execution) }
        // A condition that is tested before a round sees the number of that round.
        if loop.isTestedBefore { try setNumber(Self.loopCounter, next, on: execution) }
        if let condition = loop.condition, try !isTrue(condition, on: execution) {
            return try leave(execution)
        }
        guard let inner = body.initial else { return }
        try performInstance(execution.process.nodes[inner], code, loop: next, on: execution)
    }
}
