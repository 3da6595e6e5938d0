/// A step that waits until the running one has returned.
struct PendingOperation {
    let operation: Operation
    let execution: Execution
    /// Whether it is left to a job.
    let isAsync: Bool
}

/// The steps that can wait, or be left to a job.
///
/// Their names are stored in jobs.
enum Operation: String {
    /// The process starts: its listeners, then its start event.
    case processStart = "process-start"
    /// A flow is taken: its listeners, then its target.
    case takeFlow = "transition-notify-listener-take"
    /// The target of a flow is entered.
    case enterByFlow = "transition-create-scope"
    /// An element is entered without a flow.
    case enter = "activity-start-create-scope"
    /// An element without outgoing flows was left.
    case end = "activity-end"
    /// The scopes around the target of a modification are made one after another.
    case buildScopes = "activity-init-stack"

    /// Whether it waits for the running operation to return.
    var isQueued: Bool {
        switch self {
        case .processStart, .takeFlow, .enterByFlow, .enter: true
        case .end, .buildScopes: false
        }
    }
}

extension Run {
    /// Does a step, at once or in turn; or leaves it to a job where the model says so.
    func perform(_ operation: Operation, on execution: Execution) throws(Interruption) {
        let isAsync = isAsync(operation, execution)
        guard operation.isQueued else {
            if isAsync {
                try continueAsynchronously(operation, execution)
            } else {
                try run(operation, on: execution)
            }
            return
        }
        try queue(operation, on: execution, isAsync: isAsync)
    }

    private func isAsync(_ operation: Operation, _ execution: Execution) -> Bool {
        guard !execution.ignoresAsync, let activity = execution.activity else { return false }
        switch operation {
        case .enterByFlow, .enter: return activity.isAsyncBefore
        case .takeFlow, .end: return activity.isAsyncAfter
        case .processStart: return activity.isAsyncBefore && startStacks[execution.id] == nil
        case .buildScopes: return false
        }
    }

    /// Does a step, at once or in turn.
    func performSynchronously(
        _ operation: Operation, on execution: Execution
    ) throws(Interruption) {
        guard operation.isQueued else { return try run(operation, on: execution) }
        try queue(operation, on: execution, isAsync: false)
    }

    private func queue(
        _ operation: Operation, on execution: Execution, isAsync: Bool
    ) throws(Interruption) {
        pending.append(
            PendingOperation(operation: operation, execution: execution, isAsync: isAsync))
        if isWorking { return }
        try work()
    }

    /// Does what is pending until nothing is.
    private func work() throws(Interruption) {
        isWorking = true
        defer { isWorking = false }
        while let next = pending.popLast() {
            let execution = next.execution.current
            if !next.isAsync {
                try run(next.operation, on: execution)
            } else if !execution.isEnded || next.operation == .enterByFlow {
                try continueAsynchronously(next.operation, execution)
            }
        }
    }

    /// Runs a command's part with queued steps held back until it is over.
    func holdingBack(_ body: () throws(Interruption) -> Void) throws(Interruption) {
        if isWorking { return try body() }
        isWorking = true
        do {
            try body()
        } catch {
            isWorking = false
            throw error
        }
        isWorking = false
        if !pending.isEmpty { try work() }
    }

    private func run(_ operation: Operation, on execution: Execution) throws(Interruption) {
        // Ended meanwhile, by an event that an earlier step caused.
        if execution.isEnded, operation == .takeFlow || operation == .enter { return }
        try checkNotSuspended(execution)
        try countStep(execution)
        switch operation {
        case .processStart: try startProcess(execution)
        case .takeFlow: try takeFlow(execution)
        case .enterByFlow: try createScope(execution, byFlow: true)
        case .enter: try createScope(execution, byFlow: false)
        case .end: try endActivity(execution)
        case .buildScopes: try buildScopes(execution)
        }
    }

    /// How many looks at executions, or pieces of values written, count as a step.
    private static let looksOfStep = 64
    /// What a script or the call of a bean counts as: another process, or the host, does it.
    private static let stepsOfCall = 100

    private func countStep(_ execution: Execution) throws(Interruption) {
        steps += 1
        if let id = execution.activity?.id {
            lastActivityID = id
            if recentActivities.count > 31 { recentActivities.removeFirst(16) }
            recentActivities.append(id)
        }
        let work = steps + looks / Self.looksOfStep + modelCalls * Self.stepsOfCall
        guard work > configuration.maximumSteps else { return }
        var loop: [String] = []
        // An element takes several steps in a row.
        for id in recentActivities.reversed() where id != loop.last {
            if loop.contains(id) { break }
            loop.append(id)
        }
        throw .failed(
            .stepLimit,
            "The process took more than \(configuration.maximumSteps) steps without waiting; it "
                + "goes round in: \(loop.reversed().joined(separator: " → ")).")
    }
}
