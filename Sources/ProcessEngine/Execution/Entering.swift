/// How a token enters an element.
extension Run {
    /// Takes the transition of an execution: the token is on the flow, in no activity.
    func take(_ execution: Execution) throws(Interruption) {
        guard let flow = execution.transition else { return }
        execution.activity = execution.process.nodes[flow.source]
        execution.activityInstanceID = nil
        execution.isActive = true
        try perform(.takeFlow, on: execution)
    }

    /// Enters an element without a flow, in the way that it asks for.
    func executeActivity(_ node: Node, on execution: Execution) throws(Interruption) {
        // Also where its token waits in a join: what is interrupted then is cancelled as well.
        execution.isActive = true
        execution.isEnded = false
        switch node.startBehavior {
        case .concurrentInFlowScope:
            let concurrent = createConcurrentExecution(in: execution)
            concurrent.triggeredScopeVariables = execution.triggeredScopeVariables
            execution.triggeredScopeVariables = []
            concurrent.activity = node
            try perform(.enter, on: concurrent)
        case .cancelEventScope:
            let variables = execution.triggeredScopeVariables
            // A modification leaves out code only where it cancels itself.
            execution.skip(SkippedCode())
            try deleteCascade(
                execution, reason: "Cancel scope activity \(node.id) executed.")
            guard let parent = execution.parent else { return }
            parent.activity = node
            parent.isActive = true
            parent.isEnded = false
            parent.triggeredScopeVariables = variables
            try perform(.enter, on: parent)
        case .interruptEventScope:
            let scope = try interruptScope(around: execution, for: node)
            try perform(.enter, on: scope)
        case .normal, .interruptFlowScope:
            execution.activity = node
            execution.activityInstanceID = nil
            try perform(.enter, on: execution)
        }
    }

    /// Starts what handles an event that occurred in a scope's execution.
    func executeEventHandler(_ handler: Node, on execution: Execution) throws(Interruption) {
        if handler.startBehavior == .concurrentInFlowScope, let eventScope = handler.eventScope,
            eventScope != handler.flowScope, let parent = execution.parent
        {
            let flowScope = parent.scopeExecution
            flowScope.triggeredScopeVariables = execution.triggeredScopeVariables
            execution.triggeredScopeVariables = []
            try executeActivity(handler, on: flowScope)
        } else {
            try executeActivity(handler, on: execution)
        }
    }

    /// Ends what runs in the scope around an execution, which then runs the interrupting element.
    private func interruptScope(
        around execution: Execution, for node: Node
    ) throws(Interruption) -> Execution {
        let scope = execution.isScope ? execution : execution.parent ?? execution
        if scope !== execution { try remove(execution) }
        scope.skip(SkippedCode())
        try interrupt(scope, reason: "Interrupting activity \(node.id) executed.")
        leaveActivityInstance(scope)
        scope.activity = node
        scope.isActive = true
        scope.transition = execution.transition
        return scope
    }

    func takeFlow(_ execution: Execution) throws(Interruption) {
        guard let flow = execution.transition else { return }
        if !flow.takeListeners.isEmpty {
            guard
                try notify(flow.takeListeners, on: execution, event: "take", sequence: true)
            else { return }
        }
        let target = execution.process.nodes[flow.target]
        execution.activity = target
        if target.startBehavior == .interruptFlowScope {
            try dispatchDelayedEvents(execution) { (execution) throws(Interruption) in
                execution.activity = nil
                let scope = try self.interruptScope(around: execution, for: target)
                // A token that takes a flow is in no activity, also while it waits for a job.
                if scope === execution { scope.activityInstanceID = nil }
                try self.perform(.enterByFlow, on: scope)
            }
        } else {
            try dispatchDelayedEvents(execution) { (execution) throws(Interruption) in
                try self.perform(.enterByFlow, on: execution)
            }
        }
    }

    /// Makes the scope execution of an element that is one, and enters.
    func createScope(_ execution: Execution, byFlow: Bool) throws(Interruption) {
        execution.activityInstanceID = execution.parentActivityInstanceID
        guard let activity = execution.activity else { return }
        var entering = execution
        if activity.isScope {
            entering = createExecution(in: execution)
            entering.activity = activity
            entering.transition = execution.transition
            entering.triggeredScopeVariables = execution.triggeredScopeVariables
            execution.triggeredScopeVariables = []
            execution.transition = nil
            execution.isActive = false
            execution.activity = nil
            if trigger(at: activity, of: entering) == nil {
                try createSubscriptions(of: activity, on: entering)
            }
        }
        if !byFlow { entering.activityInstanceID = nil }
        try startActivity(entering)
    }

    /// Begins the activity instance of a scope without executing it.
    func startScope(_ scope: Node, on execution: Execution) throws(Interruption) {
        execution.row.sequenceCounter += 1
        try beginActivityInstance(of: scope, on: execution)
        recordStart(of: scope, on: execution)
        _ = try notify(scope.startListeners, on: execution, event: "start")
        shareActivityInstance(of: scope, on: execution)
        execution.state = .running
    }

    /// Begins the activity instance: identifier, inputs, timers, history, listeners; then executes.
    func startActivity(_ execution: Execution) throws(Interruption) {
        guard let activity = execution.activity else { return }
        execution.row.sequenceCounter += 1
        try beginActivityInstance(of: activity, on: execution)
        recordStart(of: activity, on: execution)
        guard try notify(activity.startListeners, on: execution, event: "start") else { return }
        shareActivityInstance(of: activity, on: execution)
        // A complex gateway asks by which flow each of its tokens came.
        if !activity.remembersFlows { execution.transition = nil }
        try dispatchDelayedEvents(execution) { (execution) throws(Interruption) in
            try self.executeBehavior(execution)
        }
    }

    private func beginActivityInstance(
        of activity: Node, on execution: Execution
    ) throws(Interruption) {
        execution.state = .starting
        execution.hasFailedEndListeners = false
        let id = newID()
        execution.activityInstanceID =
            activity.id.utf8.count + 37 > 64 ? id : "\(activity.id):\(id)"
        shareActivityInstance(of: activity, on: execution)
        if !execution.triggeredScopeVariables.isEmpty {
            let variables = execution.triggeredScopeVariables
            execution.triggeredScopeVariables = []
            for variable in variables {
                try setLocalVariable(variable, on: execution)
            }
        }
        if !activity.dataObjects.isEmpty { try createDataObjects(of: activity, on: execution) }
        if !execution.skipsMappings, !activity.dataInputs.isEmpty {
            try copyDataInputs(of: activity, on: execution)
        }
        if !execution.skipsMappings, !activity.inputs.isEmpty {
            try evaluateInputs(activity.inputs, on: execution)
        }
        if activity.isScope, trigger(at: activity, of: execution) == nil {
            try createTimers(of: activity, on: execution)
        }
    }

    /// The activity instance of a composite scope is kept on the parent, since the execution's own
    /// field is that of what runs inside.
    private func shareActivityInstance(of activity: Node, on execution: Execution) {
        guard let parent = execution.parent, execution.isScope, activity.isScope,
            activity.isComposite || execution.throwsCompensation
        else { return }
        parent.activityInstanceID = execution.activityInstanceID
    }

    /// Evaluates the conditions of a scope once, then lets the element do its work.
    private func executeBehavior(_ execution: Execution) throws(Interruption) {
        execution.state = .running
        guard let activity = execution.activity else { return }
        if activity.isScope, execution.process.hasConditionalEvents {
            try continueUnlessMoved(execution) { (execution) throws(Interruption) in
                try self.dispatch(nil, on: execution)
            } then: { (execution) throws(Interruption) in
                try self.execute(activity, on: execution)
            }
        } else {
            try execute(activity, on: execution)
        }
    }

    /// Sends an event to what waits in an execution: it leaves, or joins what it waits for.
    func signal(
        _ execution: Execution, name: String?
    ) throws(Interruption) {
        guard let activity = execution.activity else {
            throw .failed(
                .execution,
                "The execution \(execution.id) is in no activity that could be triggered.")
        }
        if name == Self.compensationDone {
            try compensationDone(activity, on: execution)
            return
        }
        switch activity.behavior {
        case .wait, .conditionalCatch, .chosenEvent, .userTask, .unsupported:
            try leave(execution)
        case .service(.external):
            try leave(execution)
        case .multipleThrow where execution.externalTaskCode != nil: try leave(execution)
        default:
            throw .failed(
                .execution, "The activity \(activity.id) waits for no trigger.")
        }
    }
}
