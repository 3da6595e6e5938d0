import ProcessValues
import Records

/// Who gets a signal.
enum SignalReceiver {
    case execution(Entry<EventSubscriptionRow>, Execution)
    case start(EventSubscriptionRow, ProcessDefinition)

    var subscriptionID: String {
        switch self {
        case .execution(let entry, _): entry.row.id
        case .start(let row, _): row.id
        }
    }
}

extension Run {
    // MARK: Triggers of one execution

    func triggerMessage(
        _ name: String?, on id: String, variables: [VariableInput],
        localVariables: [VariableInput]
    ) throws(Interruption) {
        guard let execution = try execution(id) else {
            throw .failed(
                .notFound, "Cannot find execution with id '\(id)' waiting for a message.")
        }
        guard
            let subscription = execution.subscriptions.first(where: {
                $0.row.eventType == EventDeclaration.Kind.message.rawValue
                    && $0.row.eventName == name
            })
        else {
            throw .failed(
                .execution,
                "Execution with id '\(id)' does not have a subscription to a message event with "
                    + "name '\(name ?? "")'")
        }
        try checkNotSuspended(execution)
        try deliver(
            to: subscription, of: execution, variables: variables, localVariables: localVariables)
        try dispatchOutstandingEvents(on: execution.current)
    }

    func triggerExecution(
        _ id: String, signalName: String?, variables: [VariableInput]
    ) throws(Interruption) {
        guard let execution = try execution(id) else {
            throw .failed(.invalid, "execution \(id) doesn't exist: execution is null")
        }
        try checkNotSuspended(execution)
        try setVariables(variables, from: execution)
        try signal(execution, name: signalName)
        try dispatchOutstandingEvents(on: execution.current)
    }

    /// A step of something that is suspended is refused.
    func checkNotSuspended(_ execution: Execution) throws(Interruption) {
        guard execution.row.suspended else { return }
        throw .failed(.suspended, "ENGINE-03043 Execution \(execution.id) is suspended.")
    }

    // MARK: Signals

    func perform(_ delivery: SignalDelivery) throws(Interruption) {
        if let id = delivery.executionID {
            guard let execution = try execution(id) else {
                throw .failed(.notFound, "Cannot find execution with id '\(id)'")
            }
            guard
                let subscription = execution.subscriptions.first(where: {
                    $0.row.eventType == EventDeclaration.Kind.signal.rawValue
                        && $0.row.eventName == delivery.name
                })
            else {
                throw .failed(
                    .invalid,
                    "Execution '\(id)' has not subscribed to a signal event with name "
                        + "'\(delivery.name)'.")
            }
            try checkNotSuspended(execution)
            try deliver(to: subscription, of: execution, variables: delivery.variables)
            try dispatchOutstandingEvents(on: execution.current)
            return
        }
        let receivers = try signalReceivers(name: delivery.name, tenant: delivery.tenant)
        for receiver in receivers {
            try deliver(receiver, variables: delivery.variables, businessKey: nil)
        }
    }

    func deliver(
        _ receiver: SignalReceiver, variables: [VariableInput], businessKey: String?
    ) throws(Interruption) {
        switch receiver {
        case .execution(let subscription, let execution):
            try deliver(to: subscription, of: execution, variables: variables)
        case .start(let row, let definition):
            guard let start = row.activityID.flatMap({ definition.process.node($0) }) else {
                return
            }
            _ = try startByEvent(
                definition, at: start, row: row, businessKey: businessKey, variables: variables)
        }
    }

    /// Those who wait for a signal, in any root: the roots are loaded.
    func signalReceivers(
        name: String, tenant: TenantSelection
    ) throws(Interruption) -> [SignalReceiver] {
        let stored = try typedRows(
            Query(
                EventSubscriptionRow.table,
                where: .and(
                    [
                        .equal("event_name", name),
                        .equal("event_type", EventDeclaration.Kind.signal.rawValue),
                    ] + tenantPredicates(tenant)),
                ordering: [Ordering("created_at"), Ordering("id")]),
            as: EventSubscriptionRow.self)
        try requireRoots(stored.compactMap(\.rootInstanceID))
        for row in stored {
            if let root = row.rootInstanceID { _ = try self.root(root) }
        }
        var result: [SignalReceiver] = []
        for row in stored where row.rootInstanceID == nil {
            guard let id = row.configuration, let definition = try definition(.id(id)),
                !definition.row.suspended
            else { continue }
            guardSubscription(row)
            result.append(.start(row, definition))
        }
        // What the command itself has subscribed counts, and what it has ended does not.
        looks += roots.count
        for root in roots {
            for entry in root.subscriptions
            where !entry.isDeleted && entry.row.eventName == name
                && entry.row.eventType == EventDeclaration.Kind.signal.rawValue
                && matches(entry.row.tenantID, tenant)
            {
                guard let execution = entry.row.executionID.flatMap({ root.byID[$0] }),
                    !execution.isRemoved, !execution.row.suspended
                else { continue }
                result.append(.execution(entry, execution))
            }
        }
        return result
    }

    func guardSubscription(_ row: EventSubscriptionRow) {
        guards.append(.exists(EventSubscriptionRow.table, where: .equal("id", row.id)))
    }

    func tenantPredicates(_ tenant: TenantSelection) -> [Predicate] {
        switch tenant {
        case .any: []
        case .none: [.isNull("tenant_id")]
        case .tenant(let id): [.equal("tenant_id", id)]
        case .tenantOrNone(let id): [.or([.isNull("tenant_id"), .equal("tenant_id", id)])]
        }
    }

    private func matches(_ tenantID: String?, _ tenant: TenantSelection) -> Bool {
        switch tenant {
        case .any: true
        case .none: tenantID == nil
        case .tenant(let id): tenantID == id
        case .tenantOrNone(let id): tenantID == nil || tenantID == id
        }
    }
}
