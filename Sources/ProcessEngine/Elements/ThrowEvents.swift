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
                try deliverLater(receiver, activity, variables: variables, from: execution)
            } else {
                try deliver(
                    receiver, variables: variables, businessKey: businessKey)
            }
        }
        if execution.isRemoved { return }
        try leave(execution.current)
    }

    private func tenant(of execution: Execution) -> TenantSelection {
        execution.row.tenantID.map { .tenant($0) } ?? .none
    }

    private func deliverLater(
        _ receiver: SignalReceiver, _ activity: Node, variables: [VariableInput],
        from execution: Execution
    ) throws(Interruption) {
        let job = try createJob(
            type: "message", handler: .event, activity: activity, on: execution, sort: "event",
            configuration: receiver.subscriptionID, dueAt: nil)
        // It belongs to the receiver, and lives on when the thrower has gone.
        execution.jobs.removeAll { $0 === job }
        if case .execution(let subscription, let target) = receiver {
            job.row.executionID = target.id
            job.row.processInstanceID = target.row.processInstanceID
            job.row.rootInstanceID = target.row.rootInstanceID
            if target.root !== execution.root {
                execution.root.jobs.removeAll { $0 === job }
                target.root.jobs.append(job)
            }
            target.jobs.append(job)
            _ = subscription
        }
    }
}
