/// What was completed and can be compensated.
extension MigratingInstance {
    /// What was completed and can be compensated, from outside in.
    mutating func addCompensation(on execution: Execution) {
        for entry in execution.compensationSubscriptions { addCompensation(entry, on: execution) }
        for child in execution.children where !child.isRemoved { addCompensation(on: child) }
    }

    private mutating func addCompensation(
        _ entry: Entry<EventSubscriptionRow>, on execution: Execution
    ) {
        guard let handler = entry.row.activityID.flatMap({ source.node($0) }) else { return }
        claimed.insert(entry.row.id)
        let parent: MigratingElement?
        if execution.isEventScope {
            parent = elements.first { $0.isOfCompensation && $0.execution === execution }
        } else {
            let id = execution.parent == nil ? execution.id : execution.parent?.activityInstanceID
            parent = elements.first { $0.id == id && $0.isScope }
        }
        let trigger = triggerID(of: handler)
        let found = mapped(trigger)
        var compensator: Node? = found?.node
        if handler.isForCompensation {
            let host = found.flatMap { target.process.eventScope(of: $0.node) }
            compensator = host?.compensationHandler.map { target.process.nodes[$0] }
        }
        guard let kept = entry.row.configuration.flatMap({ execution.root.byID[$0] }),
            kept.isEventScope
        else {
            let element = MigratingElement(
                id: entry.row.id, kind: .compensation(entry), source: handler,
                target: compensator, instruction: found?.instruction, execution: execution)
            element.move(to: parent ?? root)
            elements.append(element)
            return
        }
        let scope = kept.activity
        let scopeFound = mapped(scope?.id)
        let element = MigratingElement(
            id: kept.id, kind: .eventScope(entry), source: scope, target: scopeFound?.node,
            instruction: found?.instruction, execution: kept)
        element.compensator = compensator
        element.move(to: parent ?? root)
        for variable in kept.variables {
            claimed.insert(variable.row.id)
            element.variables.append(MigratingVariable(entry: variable, isOfToken: false))
        }
        elements.append(element)
    }

    /// The event that a handler belongs to: its boundary event, the start of its event
    /// sub-process, or the completed scope itself.
    private func triggerID(of handler: Node) -> String {
        guard handler.isForCompensation else { return handler.id }
        if handler.isTriggeredByEvent {
            return handler.initial.map { source.nodes[$0].id } ?? handler.id
        }
        let host = source.nodes.first { $0.compensationHandler == handler.index }
        let boundary = source.nodes.first {
            $0.isBoundaryEvent && $0.activityType == nil
                && ($0.eventScope == host?.index
                    || $0.eventScope.map { source.nodes[$0].initial == host?.index } ?? false)
        }
        return boundary?.id ?? handler.id
    }
}
