/// When conditional events are told of changes.
extension Run {
    /// Tells conditional events of the changes so far, then goes on unless that moved the token.
    func dispatchDelayedEvents(
        _ execution: Execution, then next: (Execution) throws(Interruption) -> Void
    ) throws(Interruption) {
        if !hasDelayedEvents(execution) {
            if !execution.isCanceled || execution.isDeleteRoot { try next(execution) }
            return
        }
        try continueUnlessMoved(execution) { (execution) throws(Interruption) in
            try self.dispatchAll(of: execution)
        } then: { (execution) throws(Interruption) in
            if !execution.isCanceled { try next(execution) }
        }
    }

    /// Does something, then something else unless the first moved or cancelled the token.
    func continueUnlessMoved(
        _ execution: Execution, _ first: (Execution) throws(Interruption) -> Void,
        then next: (Execution) throws(Interruption) -> Void
    ) throws(Interruption) {
        let before = Place(of: execution)
        try first(execution)
        let current = execution.current
        guard !current.isCanceled, !current.isRemoved, before.isSame(as: Place(of: current)) else {
            return
        }
        try next(current)
    }

    /// Tells conditional events of the changes so far, where nothing else runs.
    func dispatchOutstandingEvents(on execution: Execution) throws(Interruption) {
        if hasDelayedEvents(execution) { try dispatchAll(of: execution) }
    }

    /// Whether changes in its own instance have not been told yet; those in an instance that it
    /// calls, or that calls it, are told when that one goes on.
    private func hasDelayedEvents(_ execution: Execution) -> Bool {
        guard !execution.root.delayedEvents.isEmpty else { return false }
        return execution.root.delayedEvents.contains { $0.owner.isOfSameInstance(as: execution) }
    }

    private func dispatchAll(of execution: Execution) throws(Interruption) {
        let events = execution.root.delayedEvents.filter {
            $0.owner.isOfSameInstance(as: execution)
        }
        execution.root.delayedEvents.removeAll { $0.owner.isOfSameInstance(as: execution) }
        let places = events.map { Place(of: $0.owner) }
        for (event, place) in zip(events, places) {
            let owner = event.owner
            var isSame = place.isSame(as: Place(of: owner))
            if !isSame, owner.replacedBy != nil {
                isSame = place.isSame(as: Place(of: owner.current))
            }
            if isSame, !owner.isRemoved, canDispatch(owner) {
                try dispatch(event.change, on: owner)
            }
        }
    }

    /// Whether an execution reacts: a scope does not while it starts or ends.
    private func canDispatch(_ execution: Execution) -> Bool {
        guard let activity = execution.activity else { return true }
        return !activity.isScope || execution.state == .running
    }

    /// Asks the conditional subscriptions of an execution and of all below; nil asks all of them.
    func dispatch(_ change: VariableChangeEvent?, on execution: Execution) throws(Interruption) {
        guard execution.process.hasConditionalEvents else { return }
        var all: [Execution] = [execution]
        var position = 0
        while position < all.count {
            all += all[position].children
            position += 1
        }
        for execution in all.filter({ !$0.subscriptions.isEmpty && canDispatch($0) }) {
            var met = MetConditions()
            // All that wait together see what happens, also those that the first to act takes away.
            for subscription in execution.subscriptions
            where subscription.row.eventType == EventDeclaration.Kind.conditional.rawValue {
                if execution.isEnded { continue }
                try ask(subscription, change, on: execution, &met)
            }
            for handler in met.inOrder where !execution.isEnded {
                try executeEventHandler(handler, on: execution)
            }
        }
    }

    private func ask(
        _ subscription: Entry<EventSubscriptionRow>, _ change: VariableChangeEvent?,
        on execution: Execution, _ met: inout MetConditions
    ) throws(Interruption) {
        guard let node = subscription.row.activityID.flatMap({ execution.process.node($0) }),
            let condition = conditionOfSubscription(
                at: node, definition: subscription.row.configuration, in: execution.process)
        else { return }
        if let change {
            if let name = condition.variableName, name != change.name { return }
            if !condition.variableEvents.isEmpty, !condition.variableEvents.contains(change.kind) {
                return
            }
        }
        guard try isMet(condition, on: execution) else { return }
        if let multiple = node.multiple {
            return try arrive(
                at: node, multiple, definition: subscription.row.configuration, on: execution)
        }
        if execution.activity === node, execution.isActive || node.isScope, node.eventScope == nil {
            subscription.isDeleted = true
            execution.subscriptions.removeAll { $0.isDeleted }
            try leave(execution)
            return
        }
        let handler = handler(of: node, in: execution.process)
        if met.holds(handler, whileWorking: isWorking) { return }
        try executeEventHandler(handler, on: execution)
    }

    private func conditionOfSubscription(
        at node: Node, definition: String?, in process: CompiledProcess
    ) -> ConditionCode? {
        for scope in process.nodes {
            for declaration in scope.eventDeclarations
            where declaration.kind == .conditional && declaration.activity == node.index
                && declaration.definitionID == definition
            {
                return declaration.condition
            }
        }
        return nil
    }

    /// What is started for an event: of an event sub-process the whole, not its start event.
    func handler(of node: Node, in process: CompiledProcess) -> Node {
        let scope = process.flowScope(of: node)
        return scope.isTriggeredByEvent && scope.initial == node.index ? scope : node
    }
}

/// The handlers of one scope whose conditions came true together, as far as they wait for each other.
private struct MetConditions {
    private var boundaries: [Node] = []
    private var eventSubProcesses: [Node] = []

    /// Takes a handler, unless it starts at once.
    ///
    /// One that interrupts stands for those before it. Event sub-processes start one after the other
    /// where nothing else runs.
    mutating func holds(_ handler: Node, whileWorking isWorking: Bool) -> Bool {
        switch handler.startBehavior {
        case .cancelEventScope: boundaries = [handler]
        case .concurrentInFlowScope where handler.eventScope != handler.flowScope:
            boundaries.append(handler)
        case .interruptEventScope where isWorking: eventSubProcesses = [handler]
        case .concurrentInFlowScope where isWorking: eventSubProcesses.append(handler)
        default: return false
        }
        return true
    }

    /// What cancels the activity comes last: the others begin beside or inside it.
    var inOrder: [Node] {
        let cancelling = boundaries.prefix(1).filter { $0.startBehavior == .cancelEventScope }
        return eventSubProcesses + boundaries.dropFirst(cancelling.count) + cancelling
    }
}

extension Execution {
    fileprivate func isOfSameInstance(as other: Execution) -> Bool {
        row.processInstanceID == other.row.processInstanceID
    }
}

/// Where a token is, to see whether it was moved.
private struct Place {
    let activityID: String?
    let activityInstanceID: String?

    init(of execution: Execution) {
        activityID = execution.activity?.id
        if execution.isConcurrent {
            activityInstanceID = execution.activityInstanceID
        } else if let activity = execution.activity, activity.children.isEmpty {
            activityInstanceID = execution.activityInstanceID
        } else {
            activityInstanceID = execution.parentActivityInstanceID
        }
    }

    func isSame(as other: Place) -> Bool {
        if activityInstanceID == nil {
            return other.activityInstanceID == nil && activityID == other.activityID
        }
        return activityInstanceID == other.activityInstanceID
            && (activityID == nil || activityID == other.activityID)
    }
}
