import JSONTree
import ProcessValues

/// Complex gateways: they start when their activation condition holds, and are reset when the other
/// flows have delivered their tokens or cannot any more.
///
/// A gateway that waits to be reset is noted on the execution of its scope, with the flows that it
/// still waits for.
extension Run {
    func executeComplexGateway(
        _ code: ComplexGatewayCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        execution.isActive = false
        let scope = execution.scopeParent.scopeExecution
        scope.isForcedUpdate = true
        if scope.waitsForReset(activity) {
            _ = try reset(activity, in: scope)
        } else {
            try activate(code, activity, in: scope)
        }
    }

    // MARK: The start

    private func activate(
        _ code: ComplexGatewayCode, _ activity: Node, in scope: Execution
    ) throws(Interruption) {
        let arrived = inactiveExecutions(at: activity, in: scope)
        guard let newest = arrived.last else { return }
        let facts = facts(of: activity, count: arrived.count, isStart: true)
        guard try isTrue(code.activation, on: newest, extra: facts) else { return }
        let (taken, missing) = oneOfEachFlow(arrived, at: activity, in: scope.process)
        guard let leader = taken.last else { return }
        let flows = try chooseFlows(of: activity, on: leader, extra: facts)
        scope.setReset(of: activity, waitingFor: missing.map { scope.process.flows[$0].id })
        try leave(leader, by: flows, joining: taken)
        if missing.isEmpty { try startAgain(activity, in: scope) }
    }

    /// Tokens that came while the gateway waited to be reset are looked at as if they came now.
    private func startAgain(_ activity: Node, in scope: Execution) throws(Interruption) {
        guard case .complexGateway(let code) = activity.behavior, !scope.isRemoved,
            !inactiveExecutions(at: activity, in: scope).isEmpty
        else { return }
        try activate(code, activity, in: scope)
    }

    /// The first token of each flow that has one, and the flows that have none.
    private func oneOfEachFlow(
        _ arrived: [Execution], at activity: Node, in process: CompiledProcess
    ) -> (taken: [Execution], missing: [Int]) {
        var missing = process.flows.indices.filter { process.flows[$0].target == activity.index }
        var taken: [Execution] = []
        var withoutFlow: [Execution] = []
        for token in arrived {
            guard let flow = token.transition else {
                withoutFlow.append(token)
                continue
            }
            if let place = missing.firstIndex(where: { process.flows[$0] === flow }) {
                missing.remove(at: place)
                taken.append(token)
            }
        }
        // A token that was put here by hand stands for one that is missing.
        for token in withoutFlow where !missing.isEmpty || taken.isEmpty {
            if !missing.isEmpty { missing.removeFirst() }
            taken.append(token)
        }
        return (taken, missing)
    }

    private func facts(of activity: Node, count: Int, isStart: Bool) -> [VariableInput] {
        [
            VariableInput("waitingForStart", .boolean(isStart)),
            VariableInput("activationCount", .integer(Int32(clamping: count))),
        ]
    }

    // MARK: The reset

    /// Resets a gateway if nothing that it waits for is still on its way.
    ///
    /// - Returns: Whether tokens go on from it.
    @discardableResult
    private func reset(_ activity: Node, in scope: Execution) throws(Interruption) -> Bool {
        let process = scope.process
        let awaited = scope.flowsAwaited(by: activity)
        let arrived = inactiveExecutions(at: activity, in: scope)
        var taken: [Execution] = []
        for id in awaited {
            guard let flow = process.flow(id) else { continue }
            if let token = arrived.first(where: { token in
                token.transition === flow && !taken.contains { $0 === token }
            }) {
                taken.append(token)
            } else if let token = arrived.first(where: { token in
                token.transition == nil && !taken.contains { $0 === token }
            }) {
                taken.append(token)
            } else if canArrive(by: flow, in: scope) {
                return false
            }
        }
        scope.setReset(of: activity, waitingFor: [])
        let facts = facts(of: activity, count: arrived.count, isStart: false)
        let flows = try chooseFlows(
            of: activity, on: taken.last ?? scope, extra: facts, mayBeNone: true)
        if let leader = taken.last {
            try leave(leader, by: flows, joining: taken)
        } else if !flows.isEmpty {
            try leaveWithoutTokens(activity, by: flows, in: scope)
        }
        try startAgain(activity, in: scope)
        return !flows.isEmpty
    }

    /// Makes the token that a reset gives though none has come: the others cannot any more.
    private func leaveWithoutTokens(
        _ activity: Node, by flows: [Int], in scope: Execution
    ) throws(Interruption) {
        let isFree = scope.liveChildren.isEmpty && scope.activity == nil
        let token = isFree ? scope : createConcurrentExecution(in: scope)
        token.activity = activity
        token.activityInstanceID = token.parentActivityInstanceID
        token.isEnded = false
        try leave(token, by: flows, joining: [token])
    }

    private func canArrive(by flow: Flow, in scope: Execution) -> Bool {
        let process = scope.process
        var leaves: [Execution] = []
        func collect(_ execution: Execution) {
            let children = execution.liveChildren
            if children.isEmpty, !execution.isEnded { leaves.append(execution) }
            for child in children { collect(child) }
        }
        collect(scope)
        looks += leaves.count
        var asked: Set<Int> = []
        for leaf in leaves {
            // On its way by a flow: to the gateway by this one, or to where it can be reached.
            if let taken = leaf.transition, taken === flow, leaf.isActive { return true }
            guard let start = leaf.transition?.target ?? leaf.activity?.index,
                start != flow.target, asked.insert(start).inserted
            else { continue }
            if reaches(flow, from: start, in: process) { return true }
        }
        return false
    }

    /// Whether a token at an element can take a flow without passing the gateway that it leads to.
    private func reaches(_ flow: Flow, from start: Int, in process: CompiledProcess) -> Bool {
        var visited: Set<Int> = []
        var pending = [start]
        while let index = pending.popLast() {
            guard index > 0, index != flow.target, visited.insert(index).inserted else { continue }
            let node = process.nodes[index]
            if node.outgoing.contains(where: { process.flows[$0] === flow }) { return true }
            pending += node.outgoing.map { process.flows[$0].target }
            for event in process.nodes where event.eventScope == index {
                pending.append(event.index)
            }
            if node.flowScope > 0 { pending.append(node.flowScope) }
        }
        return false
    }

    // MARK: Looking again

    /// Looks at the gateways that wait to be reset when nothing else moves any more: what they wait
    /// for may have gone another way.
    func settleComplexGateways() throws(Interruption) {
        var hasMoved = true
        while hasMoved {
            hasMoved = false
            for root in roots {
                for scope in root.executions
                where !scope.isRemoved && scope.process.hasComplexGateways
                    && scope.row.elementState != nil
                {
                    if try resetGateways(of: scope) { hasMoved = true }
                }
            }
        }
    }

    /// Resets the gateways of a scope whose last token has ended.
    ///
    /// - Returns: Whether tokens go on from one, so that the scope goes on too.
    func resetGateways(of scope: Execution) throws(Interruption) -> Bool {
        guard scope.process.hasComplexGateways else { return false }
        for id in scope.waitingGateways {
            guard let activity = scope.process.node(id) else { continue }
            if try reset(activity, in: scope) { return true }
        }
        return false
    }
}

extension Execution {
    /// The complex gateways of the scope that wait to be reset.
    fileprivate var waitingGateways: [String] {
        row.elementState == nil ? [] : elementState["complex"]?.objectValue?.keys ?? []
    }

    fileprivate func waitsForReset(_ gateway: Node) -> Bool {
        waitingGateways.contains(gateway.id)
    }

    fileprivate func flowsAwaited(by gateway: Node) -> [String] {
        (elementState["complex"]?[gateway.id]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    fileprivate func setReset(of gateway: Node, waitingFor flows: [String]) {
        var state = elementState
        var complex = state["complex"]?.objectValue ?? [:]
        complex[gateway.id] = flows.isEmpty ? nil : .array(flows.map { JSON.string($0) })
        state["complex"] = complex.isEmpty ? nil : .object(complex)
        elementState = state
    }
}
