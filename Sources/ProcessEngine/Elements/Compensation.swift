/// Compensation and the cancelling of transactions.
extension Run {
    static let compensationDone = "compensationDone"

    /// Notes that an activity with a handler was completed.
    func createCompensationSubscription(
        for activity: Node, handler: Node, from execution: Execution
    ) throws(Interruption) {
        guard let scope = execution.execution(ofScope: activity.flowScope) else { return }
        subscribe(.compensate, name: nil, activity: handler, on: scope)
    }

    /// Keeps what a completed scope would need for compensation: its variables and subscriptions.
    func createEventScope(from execution: Execution) throws(Interruption) {
        guard let activity = execution.activity else { return }
        let subscriptions = execution.compensationSubscriptions
        let handler = activity.compensationHandler.map { execution.process.nodes[$0] }
        let hasEventSubProcess = handler?.isTriggeredByEvent ?? false
        guard !subscriptions.isEmpty || hasEventSubProcess,
            let scope = execution.execution(ofScope: activity.flowScope)
        else { return }
        let kept = createExecution(in: scope)
        kept.activity = activity
        kept.isActive = false
        kept.isEventScope = true
        let id = newID()
        kept.activityInstanceID = activity.id.utf8.count + 37 > 64 ? id : "\(activity.id):\(id)"
        for variable in try localVariables(of: execution) {
            try setLocalVariable(variable, on: kept)
        }
        for subscription in subscriptions {
            guard
                let target = subscription.row.activityID.flatMap({ execution.process.node($0) })
            else { continue }
            subscribe(
                .compensate, name: nil, activity: target, on: kept,
                createdAt: subscription.row.createdAt,
                configuration: subscription.row.configuration)
        }
        for child in execution.eventScopeChildren { setParent(of: child, to: kept) }
        let target = hasEventSubProcess ? handler ?? activity : activity
        subscribe(
            .compensate, name: nil, activity: target, on: scope, configuration: kept.id)
    }

    func executeCompensationThrow(
        of activityID: String?, on execution: Execution
    ) throws(Interruption) {
        var subscriptions = collectSubscriptions(from: execution)
        if let activityID {
            let wanted = subscriptionActivity(of: activityID, in: execution.process)
            subscriptions.removeAll { $0.row.activityID != wanted }
        }
        if subscriptions.isEmpty { return try leave(execution) }
        try compensate(subscriptions, below: execution)
    }

    func executeCancelEnd(on execution: Execution) throws(Interruption) {
        let subscriptions = collectSubscriptions(from: execution)
        if subscriptions.isEmpty { return try leave(execution) }
        try compensate(subscriptions, below: execution)
    }

    /// When a cancelled transaction is compensated, its cancel boundary event goes on.
    func fireCancelBoundary(_ activity: Node, on execution: Execution) throws(Interruption) {
        let process = execution.process
        var scope = process.flowScope(of: activity)
        while scope.index != 0, scope.cancelHandler == nil { scope = process.flowScope(of: scope) }
        guard let handler = scope.cancelHandler,
            let target = execution.execution(ofScope: scope.index)
        else {
            throw .failed(
                .execution,
                "The transaction around \(activity.id) has no cancel boundary event.")
        }
        try executeActivity(process.nodes[handler], on: target)
    }

    /// The element that subscriptions of an activity's compensation name.
    private func subscriptionActivity(of id: String, in process: CompiledProcess) -> String {
        guard let node = process.node(id) else { return id }
        let scope = process.flowScope(of: node)
        if case .multiInstance = scope.behavior { return scope.id }
        return node.compensationHandler.map { process.nodes[$0].id } ?? id
    }

    /// The subscriptions of the scopes from the thrower's own up to the first that is no event
    /// sub-process.
    private func collectSubscriptions(
        from execution: Execution
    ) -> [Entry<EventSubscriptionRow>] {
        var result: [Entry<EventSubscriptionRow>] = []
        execution.walkScopes { (scope, scopeExecution) -> Bool in
            for subscription in scopeExecution.compensationSubscriptions
            where !result.contains(where: { $0 === subscription }) {
                result.append(subscription)
            }
            if scope === execution.activity { return true }
            return scope.isTriggeredByEvent
        }
        return result
    }

    /// Starts the handlers of some subscriptions, the last completed activity first.
    private func compensate(
        _ subscriptions: [Entry<EventSubscriptionRow>], below execution: Execution
    ) throws(Interruption) {
        var handlers: [(subscription: Entry<EventSubscriptionRow>, execution: Execution)] = []
        for subscription in subscriptions {
            let compensating: Execution
            if let kept = subscription.row.configuration.flatMap({ execution.root.byID[$0] }) {
                if kept.parent !== execution { setParent(of: kept, to: execution) }
                kept.isEventScope = false
                compensating = kept
            } else {
                compensating = createExecution(in: execution)
                subscription.row.configuration = compensating.id
            }
            compensating.isConcurrent = true
            handlers.append((subscription, compensating))
        }
        handlers.sort {
            (
                $1.subscription.row.createdAt, $1.subscription.row.sequenceCounter,
                $1.subscription.row.id
            )
                < (
                    $0.subscription.row.createdAt, $0.subscription.row.sequenceCounter,
                    $0.subscription.row.id
                )
        }
        for (subscription, compensating) in handlers {
            try startHandler(of: subscription, on: compensating)
        }
    }

    private func startHandler(
        of subscription: Entry<EventSubscriptionRow>, on execution: Execution
    ) throws(Interruption) {
        subscription.isDeleted = true
        for owner in execution.root.executions
        where owner.id == subscription.row.executionID {
            owner.subscriptions.removeAll { $0.isDeleted }
        }
        guard let handler = subscription.row.activityID.flatMap({ execution.process.node($0) })
        else { return }
        execution.isActive = true
        execution.isEnded = false
        if execution.activity?.isComposite ?? false {
            // The snapshot shows as an instance of its scope beside the throwing event.
            execution.parent?.activityInstanceID = execution.activityInstanceID
        }
        if handler.isScope, !handler.isForCompensation {
            // The scope itself: what was completed inside is compensated in turn.
            execution.isActive = false
            let inner = execution.compensationSubscriptions
            if inner.isEmpty { return try compensationDone(handler, on: execution) }
            try compensate(inner, below: execution)
        } else if handler.isTriggeredByEvent {
            try executeActivity(handler, on: execution)
        } else {
            // The compensating execution is the handler's scope, and waits for no events of it.
            execution.activity = handler
            try startActivity(execution)
        }
    }

    /// Whether an execution runs a handler below one that waits for compensation.
    func isBelowCompensation(_ execution: Execution) -> Bool {
        var current = execution.parent
        while let above = current {
            if above.throwsCompensation { return true }
            current = above.parent
        }
        return false
    }

    /// A handler is done: the one that waits for it is told.
    func endCompensation(_ execution: Execution) throws(Interruption) {
        guard let activity = execution.activity else { return }
        if activity.isComposite {
            execution.activityInstanceID = execution.parent?.activityInstanceID
        }
        try fireEnd(of: execution)
        guard let parent = execution.parent else { return }
        if execution.isScope, activity.isScope, !activity.outputs.isEmpty { try destroy(execution) }
        try remove(execution)
        if parent.activity == nil {
            let scope = execution.process.flowScope(of: activity)
            parent.activity = scope.index == 0 ? nil : scope
        }
        try signal(parent, name: Self.compensationDone)
    }

    /// A handler threw an error that nobody catches: the other handlers go on, then the token that
    /// waits for them ends, as the one that throws such an error does anywhere.
    func failCompensation(_ execution: Execution) throws(Interruption) {
        guard let parent = execution.parent else { return }
        // Without an element it stands for the failure until the last of the handlers is done.
        execution.activity = nil
        execution.isActive = false
        try clear(execution, taskReason: nil)
        try endFailedCompensation(below: parent)
    }

    private func endFailedCompensation(below execution: Execution) throws(Interruption) {
        guard execution.liveChildren.allSatisfy(\.isFailedHandler) else {
            execution.isForcedUpdate = true
            return
        }
        for child in execution.liveChildren { try remove(child) }
        if execution.throwsCompensation {
            try end(execution, completesScope: true)
        } else {
            try failCompensation(execution)
        }
    }

    /// One of several handlers is done.
    func compensationDone(_ activity: Node, on execution: Execution) throws(Interruption) {
        guard execution.liveChildren.isEmpty else {
            return try endFailedCompensation(below: execution)
        }
        switch activity.behavior {
        case .throwCompensation, .cancelEnd, .multipleThrow: try leave(execution)
        default:
            guard let parent = execution.parent else { return }
            try remove(execution)
            try signal(parent, name: Self.compensationDone)
        }
    }
}

extension Execution {
    /// Whether it stands for a compensation handler that failed.
    fileprivate var isFailedHandler: Bool {
        activity == nil && !isActive && isConcurrent && isScope && children.isEmpty
    }
}
