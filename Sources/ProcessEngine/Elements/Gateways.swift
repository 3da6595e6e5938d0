/// Parallel and inclusive gateways; exclusive ones only choose a flow.
extension Run {
    /// Waits until as many tokens are here as there are flows in, then leaves by all flows.
    func executeParallelGateway(_ activity: Node, on execution: Execution) throws(Interruption) {
        execution.isActive = false
        execution.scopeParent.isForcedUpdate = true
        let arrived = inactiveExecutions(at: activity, in: execution.scopeParent)
        #if DEBUG
        if SeededFault.active == .joinPassedTwice {
            return try leave(execution, by: activity.outgoing, joining: [execution])
        }
        #endif
        guard arrived.count == max(activity.incomingCount, 1) else { return }
        try leave(execution, by: activity.outgoing, joining: arrived)
    }

    /// Waits while another token can still arrive, then leaves by the flows whose conditions hold.
    func executeInclusiveGateway(_ activity: Node, on execution: Execution) throws(Interruption) {
        execution.isActive = false
        let scope = execution.scopeParent
        scope.isForcedUpdate = true
        let arrived = inactiveExecutions(at: activity, in: scope)
        guard
            arrived.count >= max(activity.incomingCount, 1)
                || !canReach(activity, in: scope, besides: arrived)
        else { return }
        let flows = try chooseFlows(of: activity, on: execution)
        try leave(execution, by: flows, joining: arrived)
    }

    /// The waiting tokens in an element, among all descendants of a scope's execution; the scope's
    /// own if it has the only one.
    func inactiveExecutions(at activity: Node, in scope: Execution) -> [Execution] {
        var result: [Execution] = []
        func collect(_ execution: Execution) {
            looks += 1
            if !execution.isActive, execution.activity === activity, !execution.isEventScope,
                !execution.isRemoved
            {
                result.append(execution)
            }
            for child in execution.children { collect(child) }
        }
        collect(scope)
        return result
    }

    private func canReach(
        _ gateway: Node, in scope: Execution, besides arrived: [Execution]
    ) -> Bool {
        var leaves: [Execution] = []
        func collect(_ execution: Execution) {
            let children = execution.liveChildren
            if children.isEmpty { leaves.append(execution) }
            for child in children { collect(child) }
        }
        collect(scope)
        let waiting = Set(arrived.map(ObjectIdentifier.init))
        var asked: Set<Int> = []
        looks += leaves.count
        for leaf in leaves where !waiting.contains(ObjectIdentifier(leaf)) {
            guard
                let start = leaf.transition.map({ leaf.process.nodes[$0.target] }) ?? leaf.activity,
                asked.insert(start.index).inserted
            else { continue }
            if reaches(start, gateway, in: leaf.process) { return true }
        }
        return false
    }

    private func reaches(_ start: Node, _ gateway: Node, in process: CompiledProcess) -> Bool {
        var visited: Set<Int> = []
        var pending = [start.index]
        while let index = pending.popLast() {
            if index == gateway.index { return true }
            guard index > 0, visited.insert(index).inserted else { continue }
            let node = process.nodes[index]
            if case .eventBasedGateway = node.behavior {
                for event in process.nodes where event.eventScope == index {
                    pending.append(event.index)
                }
            }
            if node.outgoing.isEmpty {
                // The token ends here and goes on where the scope around ends.
                if node.flowScope > 0 { pending.append(node.flowScope) }
            } else {
                pending += node.outgoing.map { process.flows[$0].target }
            }
        }
        return false
    }
}

extension Execution {
    /// The execution of the scope that the token runs in.
    var scopeParent: Execution { isConcurrent ? parent ?? self : self }
}
