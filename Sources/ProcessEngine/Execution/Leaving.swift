/// How a token leaves an element, and how scopes end.
extension Run {
    /// Leaves the element of an execution by its flows, or ends it if it has none.
    func leave(_ execution: Execution) throws(Interruption) {
        try dispatchDelayedEvents(execution) { (execution) throws(Interruption) in
            execution.state = .ending
            try self.leaveNow(execution)
        }
    }

    private func leaveNow(_ execution: Execution) throws(Interruption) {
        guard let activity = execution.activity else { return }
        if try throwNextPart(of: activity, on: execution) { return }
        if let handler = activity.compensationHandler, activity.canBeCompensated,
            !execution.process.nodes[handler].isTriggeredByEvent
        {
            try createCompensationSubscription(
                for: activity, handler: execution.process.nodes[handler], from: execution)
        }
        switch activity.behavior {
        case .subProcess, .transaction, .multiInstance, .adHocSubProcess:
            try createEventScope(from: execution)
        case .cancelEnd: return try fireCancelBoundary(activity, on: execution)
        default: break
        }
        let flows: [Int] =
            switch activity.behavior {
            case .parallelGateway: activity.outgoing
            default: try chooseFlows(of: activity, on: execution)
            }
        if !flows.isEmpty {
            try leave(execution, by: flows, joining: [execution])
        } else if activity.isForCompensation, isBelowCompensation(execution) {
            try endCompensation(execution)
        } else {
            try end(execution, completesScope: true)
        }
    }

    /// Leaves by some flows; further executions that joined are ended first.
    func leave(
        _ execution: Execution, by flows: [Int], joining joined: [Execution]
    ) throws(Interruption) {
        if joined.count > 1 { removeLocalVariables(of: execution) }
        for other in joined { other.isEnded = true }
        for other in joined where other !== execution {
            // Ended at once even where the model leaves the element by a job, so that the tree
            // is whole while that job waits.
            other.ignoresAsync = true
            try end(other, completesScope: flows.isEmpty)
        }
        let leaving = execution.current
        leaving.isActive = true
        leaving.isEnded = false
        if flows.isEmpty {
            return try end(leaving, completesScope: !leaving.isConcurrent)
        }
        leaving.transitionsToTake = flows
        try notifyEnd(leaving) { (execution) throws(Interruption) in
            try self.dispatchDelayedEvents(execution) { (execution) throws(Interruption) in
                try self.takeFlows(from: execution)
            }
        }
    }

    /// Calls the end listeners of what an execution runs, ends its history, then goes on.
    func notifyEnd(
        _ execution: Execution, then next: (Execution) throws(Interruption) -> Void
    ) throws(Interruption) {
        execution.row.sequenceCounter += 1
        let activity = execution.activity
        // The instance of a composite is kept on the parent while its content runs.
        if let parent = execution.parent, let activity, execution.isScope, activity.isScope,
            activity.isComposite || execution.throwsCompensation
        {
            execution.activityInstanceID = parent.activityInstanceID
            leaveActivityInstance(parent)
        }
        execution.transition = nil
        if let activity, execution.activityInstanceID != nil, !execution.hasFailedEndListeners {
            if !activity.endListeners.isEmpty {
                guard try notify(activity.endListeners, on: execution, event: "end") else { return }
            }
            recordEnd(of: activity, on: execution)
        }
        try next(execution)
    }

    func leaveActivityInstance(_ execution: Execution) {
        execution.activityInstanceID = execution.parentActivityInstanceID
        execution.state = .running
        execution.hasFailedEndListeners = false
    }

    /// Destroys the scope of the element that was left, and takes the chosen flows.
    private func takeFlows(from execution: Execution) throws(Interruption) {
        let flows = execution.transitionsToTake
        execution.transitionsToTake = []
        execution.state = .running
        guard let activity = execution.activity else { return }
        var leaving = execution
        if execution.isScope, activity.isScope, let parent = execution.parent {
            try destroy(execution)
            parent.activity = activity
            parent.transition = execution.transition
            parent.isActive = true
            try remove(execution)
            leaving = parent
        }
        // The effects bound to the end of an element belong to no execution.
        try attachEffects(.end, of: activity, on: leaving)
        if try endsAdHoc(by: activity, left: leaving) { return }
        if flows.count == 1 {
            leaving.transition = leaving.process.flows[flows[0]]
            return try take(leaving)
        }
        leaving.isActive = false
        var taking: [(execution: Execution, flow: Int)] = []
        for (position, flow) in flows.enumerated() {
            #if DEBUG
            if SeededFault.active == .lostToken, position == flows.count - 1 { continue }
            #endif
            let scope = leaving.isConcurrent ? leaving.parent ?? leaving : leaving
            if position == 0 {
                taking.append((leaving, flow))
                continue
            }
            let concurrent = createConcurrentExecution(in: scope)
            if position == 1, !leaving.isConcurrent,
                let replacing = scope.children.first(where: {
                    !$0.isEventScope && $0 !== concurrent
                })
            {
                taking[0] = (replacing, flows[0])
            }
            taking.append((concurrent, flow))
        }
        // What is cancelled before it is taken was left already.
        for (execution, _) in taking { execution.activityInstanceID = nil }
        // The last pushed is the first taken; where nothing else runs, as when a wait is over,
        // each is taken to its end at once, and so the last flow of the file comes first.
        for (execution, flow) in taking.reversed() {
            let execution = execution.current
            if execution.isEnded { continue }
            execution.transition = execution.process.flows[flow]
            try take(execution)
        }
    }

    /// Ends what an execution runs without a flow.
    func end(_ execution: Execution, completesScope: Bool) throws(Interruption) {
        if completesScope { execution.state = .scopeComplete }
        execution.isActive = false
        execution.isEnded = true
        try notifyEnd(execution) { (execution) throws(Interruption) in
            try self.dispatchDelayedEvents(execution) { (execution) throws(Interruption) in
                self.leaveActivityInstance(execution)
                try self.perform(.end, on: execution)
            }
        }
    }

    /// The token is gone: the scope around it goes on, completes or waits for others.
    func endActivity(_ execution: Execution) throws(Interruption) {
        if execution.activityInstanceID == nil {
            execution.activityInstanceID = execution.parentActivityInstanceID
        }
        guard let activity = execution.activity else { return }
        if activity.isForCompensation, isBelowCompensation(execution) {
            return try failCompensation(execution)
        }
        var ending = execution
        if execution.isScope, activity.isScope, activity.index != 0 {
            try keepOutputItem(of: activity, on: execution)
            try destroy(execution)
            if !execution.isConcurrent, let parent = execution.parent {
                try remove(execution)
                ending = parent
                ending.activity = activity
            }
        }
        try attachEffects(.end, of: activity, on: ending)
        let scope = execution.process.flowScope(of: activity)
        if scope.index == 0 {
            if ending.isConcurrent, let parent = ending.parent {
                try remove(ending)
                try pruneLastConcurrentChild(of: parent)
                parent.isForcedUpdate = true
            } else {
                if try goesOnByReset(ending, after: activity) { return }
                if !activity.outputs.isEmpty, ending !== execution {
                    outputsAtProcessEnd = activity.id
                }
                ending.isEnded = true
                if ending.isPreserved {
                    ending.preservedEnd = activity
                    ending.activity = nil
                    ending.isActive = false
                } else {
                    try endProcess(ending)
                }
            }
        } else if ending.isConcurrent, !ending.isScope, let parent = ending.parent {
            try concurrentChildEnded(ending, in: parent, scope: scope)
        } else {
            if try goesOnByReset(ending, after: activity) { return }
            ending.activity = scope
            try scopeCompleted(scope, on: ending)
        }
    }

    /// Whether a complex gateway that waits to be reset goes on, though the last token has ended.
    private func goesOnByReset(
        _ scope: Execution, after activity: Node
    ) throws(Interruption) -> Bool {
        guard scope.process.hasComplexGateways, scope.row.elementState != nil,
            !activity.behavior.terminatesScope
        else { return false }
        scope.activity = nil
        if try resetGateways(of: scope) { return true }
        scope.activity = activity
        return false
    }

    /// A token of a scope with several has ended.
    private func concurrentChildEnded(
        _ child: Execution, in parent: Execution, scope: Node
    ) throws(Interruption) {
        // An instance that waits for its job may have been joined by what an event started in it:
        // it then ends with that.
        let isInsideInstance = !parent.variables.contains { $0.name == Self.activeCount }
        if case .multiInstance(let code) = scope.behavior, !isInsideInstance {
            return try parallelInstanceEnded(child, in: parent, code: code)
        }
        if case .adHocSubProcess(let code) = scope.behavior {
            return try adHocTokenEnded(child, in: parent, of: scope, code)
        }
        try remove(child)
        try pruneLastConcurrentChild(of: parent)
        parent.isForcedUpdate = true
    }

    /// The last token of a scope has ended.
    private func scopeCompleted(_ scope: Node, on execution: Execution) throws(Interruption) {
        if case .multiInstance(let code) = scope.behavior {
            return try sequentialInstanceEnded(on: execution, body: scope, code: code)
        }
        try leave(execution)
    }

    func endProcess(_ execution: Execution) throws(Interruption) {
        let process = execution.process
        execution.row.sequenceCounter += 1
        let last = execution.activity
        execution.activity = nil
        if !process.root.endListeners.isEmpty {
            execution.activityInstanceID = execution.id
            guard try notify(process.root.endListeners, on: execution, event: "end") else { return }
        }
        leaveActivityInstance(execution)
        try recordProcessEnd(
            execution, state: "COMPLETED", endActivityID: last?.id, deleteReason: nil)
        let caller = execution.superExecution
        if let caller { try passOutputs(of: execution, to: caller) }
        try clear(execution, taskReason: nil)
        removeSubscriptions(of: execution, keepCompensation: false)
        try remove(execution)
        if let caller {
            try checkNotSuspended(caller)
            caller.subInstance = nil
            try leave(caller)
        }
    }
}

extension NodeContent {
    /// Whether its completion is kept for compensation; that of an event that throws nothing, or
    /// compensation itself, is not.
    fileprivate var canBeCompensated: Bool {
        switch behavior {
        case .throwCompensation, .cancelEnd: false
        case .passThrough: activityType != "intermediateNoneThrowEvent"
        default: true
        }
    }
}
