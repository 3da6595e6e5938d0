import ProcessValues
import Records

/// Events that throw signals, escalations and errors.
extension Run {
    func executeErrorEnd(_ error: ErrorThrow, on execution: Execution) throws(Interruption) {
        let message = try evaluateText(error.message, on: execution)
        try throwError(code: error.code, message: message, failure: nil, from: execution)
    }

    func executeEscalationThrow(_ code: String?, on execution: Execution) throws(Interruption) {
        if try throwEscalation(code: code, from: execution).goesOn {
            try leave(execution.current)
        }
    }

    /// Broadcasts a signal to all who wait for it, in any instance, and leaves.
    func executeSignalThrow(
        _ signal: SignalThrow, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        guard let name = try evaluateText(signal.name, on: execution) else {
            throw .failed(.execution, "The signal of \(activity.id) has no name.")
        }
        let variables = try map(signal.inputs, from: execution)
        let receivers = try signalReceivers(name: name, tenant: tenant(of: execution))
        var businessKey: String?
        if let expression = signal.businessKey {
            businessKey = try evaluateText(expression, on: execution)
        }
        for receiver in receivers {
            if signal.isAsync {
                deliverLater(receiver)
            } else {
                try deliver(
                    receiver, variables: variables, businessKey: businessKey)
            }
        }
        if execution.isRemoved { return }
        // Its own scope may have caught the signal and gone on elsewhere. An end event is beyond that:
        // what it ends has no event sub-process to start any more.
        let thrower = execution.current
        if thrower.activity !== activity {
            if !activity.outgoing.isEmpty { return }
            if thrower.isProcessInstance {
                thrower.isEnded = true
                return try endProcess(thrower)
            }
        }
        try leave(thrower)
    }

    private func tenant(of execution: Execution) -> TenantSelection {
        execution.row.tenantID.map { .tenantOrNone($0) } ?? .none
    }

    /// A job at the receiver delivers the signal, without what the thrower hands over.
    private func deliverLater(_ receiver: SignalReceiver) {
        let target: Execution?
        let definition: ProcessDefinition
        let activityID: String?
        switch receiver {
        case .execution(let subscription, let execution):
            target = execution
            definition = execution.definition
            activityID = subscription.row.activityID
        case .start(let row, let started):
            target = nil
            definition = started
            activityID = row.activityID
        }
        let isSuspended = target?.row.suspended ?? false
        let job = Entry(
            JobRow(
                id: newID(), rootInstanceID: target?.row.rootInstanceID,
                processInstanceID: target?.row.processInstanceID, executionID: target?.id,
                definitionID: definition.row.id, definitionKey: definition.row.key,
                deploymentID: definition.row.deploymentID, activityID: activityID,
                type: "message", handlerType: JobHandler.event.rawValue,
                handlerConfiguration: receiver.subscriptionID,
                readyAt: isSuspended ? nil : now, retries: configuration.defaultRetries,
                isExclusive: true, isSuspended: isSuspended, createdAt: now,
                tenantID: target?.row.tenantID ?? definition.row.tenantID))
        if let target {
            target.jobs.append(job)
            target.root.jobs.append(job)
        } else {
            looseJobs.append(job)
        }
        log(job.row, state: "created")
    }

    /// Starts what a signal wakes that was put off, if it is still waited for.
    func startBySignal(_ job: JobRow) throws(Interruption) {
        let rows = try typedRows(
            Query(EventSubscriptionRow.table, where: .equal("id", job.handlerConfiguration ?? "")),
            as: EventSubscriptionRow.self)
        guard let row = rows.first, let id = row.configuration,
            let definition = try definition(.id(id)), !definition.row.suspended
        else { return }
        guardSubscription(row)
        try deliver(.start(row, definition), variables: [], businessKey: nil)
    }
}
