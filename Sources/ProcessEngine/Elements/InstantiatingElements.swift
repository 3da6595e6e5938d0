import JSONTree

/// Receive tasks and event-based gateways that start instances.
///
/// The event that has started an instance is noted on it, until the token has come by the element
/// that it belongs to: that is passed at once.
extension Run {
    /// Where an instance begins that an event starts, and what the event is to the instance.
    func beginning(
        at node: Node, in process: CompiledProcess
    ) -> (start: Node, trigger: String?) {
        guard process.hasInstantiatingElements else { return (node, nil) }
        if let gateway = node.instantiatingGateway { return (process.nodes[gateway], node.id) }
        return (node, node.isActivity ? node.id : nil)
    }

    func note(trigger: String, on instance: Execution) {
        instance.elementState["trigger"] = .string(trigger)
    }

    /// Passes an element whose event has come already.
    ///
    /// - Returns: Whether it has.
    func passTriggered(_ activity: Node, on execution: Execution) throws(Interruption) -> Bool {
        guard let trigger = trigger(at: activity, of: execution) else { return false }
        execution.processInstance.elementState["trigger"] = nil
        if trigger === activity {
            try leave(execution)
        } else {
            try executeActivity(trigger, on: execution)
        }
        return true
    }

    /// The event that has come for an element already: of a gateway one of those behind it.
    func trigger(at activity: Node, of execution: Execution) -> Node? {
        guard execution.process.hasInstantiatingElements else { return nil }
        let instance = execution.processInstance
        guard instance.row.elementState != nil,
            let id = instance.elementState["trigger"]?.stringValue,
            let node = execution.process.node(id)
        else { return nil }
        if node === activity { return node }
        if case .eventBasedGateway = activity.behavior, node.eventScope == activity.index {
            return node
        }
        return nil
    }
}
