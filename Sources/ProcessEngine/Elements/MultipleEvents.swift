import BPMNParser
import JSONTree
import ProcessValues
import Records

/// Events that wait for several things: for the first of them, or for all.
extension Run {
    /// The variable that names the definition that has come.
    static let triggeredBy = "triggeredBy"
    /// The type of rows that keep what has come of a parallel multiple event.
    static let collected = "collected"

    /// One of the things that an event waits for has come.
    func arrive(
        at node: Node, _ multiple: MultipleEventCode, definition: String?, on execution: Execution,
        payload: EventPayload = EventPayload()
    ) throws(Interruption) {
        var payload = payload
        var trigger: [VariableInput] = []
        if multiple.isParallel {
            guard
                let all = try collect(
                    payload, of: definition ?? "", at: node, multiple, on: execution)
            else { return }
            payload = all
        } else if let definition {
            trigger = [VariableInput(Self.triggeredBy, .string(definition))]
        }
        try setVariables(payload.variables, from: execution)
        for variable in payload.localVariables { try setLocalVariable(variable, on: execution) }
        if execution.activity === node, node.eventScope == nil {
            // The others are waited for no more: a condition must not hold once again on the way out.
            removeSubscriptions(of: execution, keepCompensation: true)
            for variable in payload.scopeVariables { try setLocalVariable(variable, on: execution) }
            // Kept where the token goes on: the event's own scope ends with it.
            let token = execution.isScope ? execution.parent ?? execution : execution
            for variable in trigger { try setLocalVariable(variable, on: token) }
            return try leave(execution)
        }
        if multiple.isParallel, !node.isInterrupting { try arm(node, on: execution) }
        execution.triggeredScopeVariables = payload.scopeVariables + trigger
        try executeEventHandler(handler(of: node, in: execution.process), on: execution)
    }

    /// Keeps what has come.
    ///
    /// - Returns: What all have brought, in order of arrival; nil while one is missing.
    private func collect(
        _ payload: EventPayload, of definition: String, at node: Node,
        _ multiple: MultipleEventCode, on execution: Execution
    ) throws(Interruption) -> EventPayload? {
        for subscription in execution.subscriptions
        where subscription.row.activityID == node.id
            && subscription.row.configuration == definition
        {
            subscription.isDeleted = true
        }
        execution.subscriptions.removeAll { $0.isDeleted }
        var kept = execution.subscriptions.filter {
            $0.row.eventType == Self.collected && $0.row.activityID == node.id
        }
        let isKnown = kept.contains { $0.row.eventName == definition }
        if !isKnown {
            let entry = subscribe(
                .message, name: definition, activity: node, on: execution,
                configuration: payload.json(of: definition).serializedText)
            entry.row.eventType = Self.collected
            kept.append(entry)
        }
        let come = Set(kept.compactMap(\.row.eventName))
        guard multiple.definitions.allSatisfy(come.contains) else { return nil }
        var all = EventPayload()
        for entry in kept.sorted(by: { Self.came($0.row, before: $1.row) }) {
            if let json = entry.row.configuration.flatMap({ try? JSON(parsing: $0) }) {
                all.merge(EventPayload(json))
            }
            entry.isDeleted = true
        }
        execution.subscriptions.removeAll { $0.isDeleted }
        return all
    }

    private static func came(
        _ one: EventSubscriptionRow, before other: EventSubscriptionRow
    ) -> Bool {
        (one.createdAt, one.id) < (other.createdAt, other.id)
    }

    /// Waits anew for everything that can come again: a date that has passed cannot.
    private func arm(_ node: Node, on execution: Execution) throws(Interruption) {
        for scope in execution.process.nodes {
            for declaration in scope.eventDeclarations where declaration.activity == node.index {
                let name = try evaluateText(declaration.name, on: execution)
                subscribe(
                    declaration.kind, name: name, activity: node, on: execution,
                    configuration: declaration.definitionID)
            }
            for timer in scope.timers
            where timer.activity == node.index && timer.schedule == .duration {
                try createTimer(timer, on: execution)
            }
        }
    }

    // MARK: Events that start instances

    /// One of the events has come that a parallel multiple start event waits for, for a key.
    ///
    /// - Returns: What all have brought, in order of arrival; nil while one is missing.
    func collectStart(
        _ payload: EventPayload, of definitionID: String, at node: Node,
        _ multiple: MultipleEventCode, in definition: ProcessDefinition, businessKey: String?
    ) throws(Interruption) -> EventPayload? {
        let entry = try eventCollection(of: definition, at: node, businessKey: businessKey)
        var arrived = (try? JSON(parsing: entry.row.arrived))?.arrayValue ?? []
        if entry.isDeleted { arrived = [] }
        if !arrived.contains(where: { $0["definition"]?.stringValue == definitionID }) {
            arrived.append(payload.json(of: definitionID))
        }
        let come = Set(arrived.compactMap { $0["definition"]?.stringValue })
        guard multiple.definitions.allSatisfy(come.contains) else {
            entry.row.arrived = JSON.array(arrived).serializedText
            entry.isDeleted = false
            return nil
        }
        entry.isDeleted = true
        var all = EventPayload()
        for json in arrived { all.merge(EventPayload(json)) }
        return all
    }

    private func eventCollection(
        of definition: ProcessDefinition, at node: Node, businessKey: String?
    ) throws(Interruption) -> Entry<EventCollectionRow> {
        let row = EventCollectionRow(
            definitionID: definition.row.id, activityID: node.id, businessKey: businessKey,
            arrived: "[]", createdAt: now, tenantID: definition.row.tenantID)
        if let known = eventCollections.first(where: { $0.row.id == row.id }) { return known }
        let stored = try rows(
            table: EventCollectionRow.table, id: row.id, as: EventCollectionRow.self)
        let entry = stored.map { Entry($0, original: $0) } ?? Entry(row)
        eventCollections.append(entry)
        return entry
    }

    /// The stored row with an id, if there is one.
    func rows<R: TableRow>(
        table: TableDefinition, id: String, as type: R.Type
    ) throws(Interruption) -> R? {
        try typedRows(Query(table, where: .equal("id", id)), as: type).first
    }
}
