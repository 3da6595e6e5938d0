import JSONTree
import ProcessValues

/// How the state of elements that the reference lacks gets the ids of its new definition.
extension Run {
    /// What a scope keeps beside its tokens.
    func migrateState(
        ofScope element: MigratingElement, from: Node?, to: Node, _ migrating: MigratingInstance
    ) throws(Interruption) {
        let execution = element.execution
        if case .multiInstance(let code) = to.behavior,
            case .multiInstance(let old)? = from?.behavior
        {
            try migrateOutput(from: old, to: code, of: execution)
        }
        guard execution.row.elementState != nil else { return }
        if case .adHocSubProcess = to.behavior, var state = execution.adHoc {
            let isIdle = execution.isIdleAdHoc
            state.activityID = to.id
            var started: [String: Int] = [:]
            for (id, count) in state.started {
                started[migrating.mapped(id)?.node.modelID ?? id, default: 0] += count
            }
            state.started = started
            execution.adHoc = state
            if isIdle { execution.activity = to }
        }
        let waiting = execution.waitingComplexGateways
        if !waiting.isEmpty {
            var complex: JSONObject = [:]
            for (id, flows) in waiting {
                guard let gateway = migrating.counterpart(ofGateway: id) else { continue }
                complex[gateway.id] = .array(flows.map { JSON.string($0) })
            }
            execution.elementState["complex"] = .object(complex)
        }
        if let id = execution.elementState["trigger"]?.stringValue,
            let node = migrating.counterpart(ofTrigger: id)
        {
            execution.elementState["trigger"] = .string(node.id)
        }
    }

    /// The results that were collected so far go by the name that the target has for them.
    private func migrateOutput(
        from old: MultiInstanceCode, to code: MultiInstanceCode, of body: Execution
    ) throws(Interruption) {
        guard let output = code.output, output.list != old.output?.list else { return }
        guard let former = old.output,
            let list = body.variables.first(where: { $0.name == former.list })
        else {
            let count = try loopNumber(Self.instanceCount, on: body)
            return try beginOutput(code, count: count, on: body)
        }
        try setLocal(output.list, try value(of: list), on: body)
        removeLocalVariable(former.list, on: body)
    }

    /// Of a token in a complex gateway it counts by which flow it came.
    func migrateTransition(
        of execution: Execution, to node: Node, _ migrating: MigratingInstance
    ) {
        guard case .complexGateway = node.behavior, let flow = execution.transition else { return }
        execution.transition = migrating.flowOfTarget(flow.id, to: node)
    }

    // MARK: Tokens of ad-hoc sub-processes

    /// Begins an ad-hoc sub-process that only the target has, with nothing in it yet.
    func beginEmergedAdHoc(_ scope: Execution, _ activity: Node) throws(Interruption) {
        try setNumber(Self.activeCount, 0, on: scope)
        try setNumber(Self.completedCount, 0, on: scope)
        scope.adHoc = AdHocState(activityID: activity.id)
    }

    func newAdHocCarrier(in scope: Execution) throws(Interruption) -> Execution {
        let token = newAdHocToken(in: scope)
        token.isActive = false
        let active = try loopNumber(Self.activeCount, on: scope)
        try setNumber(Self.activeCount, active + 1, on: scope)
        return token
    }

    func releaseAdHocCarrier(
        _ carrier: Execution, from parent: MigratingElement
    ) throws(Interruption) {
        let scope = parent.execution
        if !carrier.isRemoved { try remove(carrier) }
        scope.isForcedUpdate = true
        let active = try loopNumber(Self.activeCount, on: scope)
        try setNumber(Self.activeCount, max(0, active - 1), on: scope)
        guard scope.liveChildren.isEmpty else { return }
        scope.activity = parent.current
        scope.isActive = true
        leaveActivityInstance(scope)
        scope.activityInstanceID = scope.parent?.activityInstanceID
    }

    // MARK: Events with several definitions

    /// What has come of a parallel multiple event goes by the definition of the target.
    func migrateDefinition(of subscription: MigratingTriggers.Subscription, from: Node?) {
        let entry = subscription.entry
        guard let from, subscription.target.multiple != nil else { return }
        if entry.row.eventType == Self.collected {
            guard let id = entry.row.eventName,
                let other = from.definition(id, in: subscription.target)
            else { return }
            entry.row.eventName = other
            if var kept = entry.row.configuration.flatMap({ try? JSON(parsing: $0) })?.objectValue {
                kept["definition"] = .string(other)
                entry.row.configuration = JSON.object(kept).serializedText
            }
        } else if let id = entry.row.configuration {
            entry.row.configuration = from.definition(id, in: subscription.target) ?? id
        }
    }
}
