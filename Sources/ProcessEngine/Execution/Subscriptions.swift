import ProcessValues

/// Waits for messages, signals, conditions and compensation.
extension Run {
    /// Makes the subscriptions of a scope on its execution; their names are read now, before the
    /// inputs of the element.
    func createSubscriptions(of scope: Node, on execution: Execution) throws(Interruption) {
        for declaration in scope.eventDeclarations {
            let name = try evaluateText(declaration.name, on: execution)
            subscribe(
                declaration.kind, name: name,
                activity: execution.process.nodes[declaration.activity], on: execution,
                configuration: declaration.definitionID)
        }
    }

    @discardableResult
    func subscribe(
        _ kind: EventDeclaration.Kind, name: String?, activity: Node, on execution: Execution,
        createdAt: Instant? = nil, configuration: String? = nil
    ) -> Entry<EventSubscriptionRow> {
        let row = execution.row
        let entry = Entry(
            EventSubscriptionRow(
                id: newID(), rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.id,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                activityID: activity.id, eventType: kind.rawValue, eventName: name,
                configuration: configuration, createdAt: createdAt ?? now,
                sequenceCounter: nextSequence(), tenantID: row.tenantID))
        execution.subscriptions.append(entry)
        execution.root.subscriptions.append(entry)
        return entry
    }

    /// Delivers a message or signal to a subscription of an execution.
    func deliver(
        to subscription: Entry<EventSubscriptionRow>, of execution: Execution,
        variables: [VariableInput], localVariables: [VariableInput] = [],
        triggeredScopeVariables: [VariableInput] = []
    ) throws(Interruption) {
        guard !subscription.isDeleted, !execution.isRemoved,
            let node = subscription.row.activityID.flatMap({ execution.process.node($0) })
        else { return }
        if let multiple = node.multiple {
            return try arrive(
                at: node, multiple, definition: subscription.row.configuration, on: execution,
                payload: EventPayload(
                    variables: variables, localVariables: localVariables,
                    scopeVariables: triggeredScopeVariables))
        }
        try setVariables(variables, from: execution)
        for variable in localVariables { try setLocalVariable(variable, on: execution) }
        if execution.activity === node, node.eventScope == nil {
            // A receive task starts no scope that its message could hand them to.
            for variable in triggeredScopeVariables where node.activityType != "receiveTask" {
                try setLocalVariable(variable, on: execution)
            }
            subscription.isDeleted = true
            execution.subscriptions.removeAll { $0.isDeleted }
            try leave(execution)
        } else {
            let handler = handler(of: node, in: execution.process)
            execution.triggeredScopeVariables = triggeredScopeVariables
            try executeEventHandler(handler, on: execution)
        }
    }
}
