import ProcessValues
import Records

extension Run {
    /// The job with an id, its root loaded as needed; loose ones from the database.
    func job(_ id: String) throws(Interruption) -> Entry<JobRow>? {
        for root in roots {
            if let found = root.jobs.first(where: { $0.row.id == id && !$0.isDeleted }) {
                return found
            }
        }
        for (rootID, snapshot) in state.roots where snapshot.jobs.contains(where: { $0.id == id }) {
            return try root(rootID)?.jobs.first { $0.row.id == id }
        }
        let query = Query(JobRow.table, where: .equal("id", id))
        guard let row = try typedRows(query, as: JobRow.self).first else { return nil }
        if let rootID = row.rootInstanceID {
            return try root(rootID)?.jobs.first { $0.row.id == id && !$0.isDeleted }
        }
        let entry = Entry(row, original: row)
        looseJobs.append(entry)
        return entry
    }

    func perform(
        _ operation: JobOperation, onJob id: String
    ) throws(Interruption) -> CommandResult {
        guard let job = try job(id) else {
            throw .failed(.notFound, "No job found with id '\(id)'")
        }
        let execution = job.row.executionID.flatMap { loadedExecution($0) }
        switch operation {
        case .execute:
            if job.row.type == "effect" { return .effect(job.row) }
            try execute(job, on: execution)
        case .recordFailure(let failure): try record(failure, of: job, on: execution)
        case .deliverEffect(let outcome): try deliver(outcome, of: job, on: execution)
        case .storeEffectProgress(let progress): job.row.effectProgress = progress
        case .setRetries(let retries, let dueAt):
            guard retries >= 0 else {
                throw .failed(.invalid, "The number of job retries must be a non-negative Integer")
            }
            setRetries(retries, of: job)
            if let dueAt { job.row.dueAt = dueAt }
            makeReady(job)
        case .setDueDate(let dueAt, let cascades):
            if cascades, let dueAt, let before = job.row.dueAt, let cycle = job.row.repeatCycle {
                job.row.repeatCycle = TimerSchedule.cycle(
                    cycle, movedBy: dueAt.milliseconds - before.milliseconds, in: zone)
            }
            job.row.dueAt = dueAt
            makeReady(job)
        case .recalculateDueDate(let fromCreation):
            try recalculate(job, from: fromCreation ? job.row.createdAt : now, on: execution)
        case .setPriority(let priority): job.row.priority = priority
        case .setSuspended(let isSuspended):
            job.row.isSuspended = isSuspended
            makeReady(job)
        case .delete:
            deleteJob(job)
            execution?.jobs.removeAll { $0.isDeleted }
        }
        return .none
    }

    func makeReady(_ job: Entry<JobRow>) {
        job.row.readyAt =
            job.row.isSuspended || job.row.retries <= 0 ? nil : job.row.dueAt ?? job.row.createdAt
    }

    private func setRetries(_ retries: Int, of job: Entry<JobRow>) {
        let before = job.row.retries
        job.row.retries = retries
        if retries > 0 {
            for root in roots where root.id == job.row.rootInstanceID {
                closeIncidents(ofConfiguration: job.row.id, in: root, state: "resolved")
            }
        } else if before > 0, let execution = job.row.executionID.flatMap({ loadedExecution($0) }) {
            createIncident(
                "failedJob", on: execution, activityID: job.row.activityID,
                failedActivityID: job.row.failedActivityID, message: job.row.exceptionMessage,
                configuration: job.row.id, jobDefinitionID: job.row.jobDefinitionID)
        }
    }

    private func execute(_ job: Entry<JobRow>, on execution: Execution?) throws(Interruption) {
        // A job that is suspended itself can be run by hand, one of a suspended instance not.
        guard !(execution?.row.suspended ?? false) else {
            throw .failed(
                .suspended, "The process instance of the job \(job.row.id) is suspended.")
        }
        runningJob = job
        lastActivityID = job.row.activityID
        guard let handler = JobHandler(rawValue: job.row.handlerType) else {
            throw .failed(.execution, "Jobs of the type \(job.row.handlerType) are unknown.")
        }
        if handler == .timerStart {
            try startByTimer(job)
        } else if handler == .event, job.row.executionID == nil {
            try startBySignal(job.row)
        } else if handler.isSuspension {
            try suspendNow(handler, job.row.handlerConfiguration)
        } else {
            guard let execution else {
                throw .failed(.execution, "The execution of the job \(job.row.id) is gone.")
            }
            execution.jobs.removeAll { $0 === job }
            try execute(job, handler, on: execution)
            try dispatchOutstandingEvents(on: execution.current)
        }
        deleteJob(job)
        log(job.row, state: "successful")
    }

    private func execute(
        _ job: Entry<JobRow>, _ handler: JobHandler, on execution: Execution
    ) throws(Interruption) {
        let process = execution.process
        switch handler {
        case .asyncContinuation:
            try continueStep(job.row.handlerConfiguration ?? "", on: execution)
        case .timerIntermediate, .timerBoundary, .timerEventSubprocess:
            try createFollowUp(of: job.row, on: execution)
            guard let node = job.row.activityID.flatMap({ process.node($0) }) else { return }
            if let multiple = node.multiple {
                let parts = (job.row.handlerConfiguration ?? "").split(
                    separator: "$", maxSplits: 1)
                try arrive(
                    at: node, multiple, definition: parts.count == 2 ? String(parts[1]) : nil,
                    on: execution)
            } else if execution.activity === node, node.eventScope == nil {
                try leave(execution)
            } else {
                try executeEventHandler(self.handler(of: node, in: process), on: execution)
            }
        case .timerTaskListener:
            try createFollowUp(of: job.row, on: execution)
            let parts = (job.row.handlerConfiguration ?? "").split(separator: "$", maxSplits: 1)
            guard let task = execution.tasks.first, let code = userTaskCode(of: task),
                parts.count == 2
            else { return }
            for listener in code.listeners
            where listener.event == "timeout" && listener.id == String(parts[1]) {
                do throws(Interruption) {
                    try call(listener.code, on: execution, task: task, event: "timeout")
                } catch {
                    try propagate(error, from: execution)
                    return
                }
            }
            try reportChanges(of: task, tellsListeners: false)
        case .event:
            guard
                let subscription = execution.subscriptions.first(where: {
                    $0.row.id == job.row.handlerConfiguration
                })
            else { return }
            try deliver(to: subscription, of: execution, variables: [])
        case .timerStart, .effect, .suspendDefinition, .activateDefinition,
            .suspendJobDefinition, .activateJobDefinition:
            break
        }
    }

    /// Goes on where an asynchronous continuation waits.
    private func continueStep(
        _ configuration: String, on execution: Execution
    ) throws(Interruption) {
        let parts = configuration.split(separator: "$", maxSplits: 1).map(String.init)
        guard let operation = parts.first.flatMap({ Operation(rawValue: $0) }) else {
            throw .failed(.execution, "The job has no step to go on with: \(configuration)")
        }
        execution.isActive = true
        if parts.count == 2 { execution.transition = execution.process.flow(parts[1]) }
        try performSynchronously(operation, on: execution)
    }

    private func startByTimer(_ job: Entry<JobRow>) throws(Interruption) {
        try createFollowUp(of: job.row, on: nil)
        guard let key = job.row.definitionKey,
            let definition = try definition(.latest(key: key, tenantID: job.row.tenantID)),
            !definition.row.suspended
        else { return }
        if let node = job.row.activityID.flatMap({ definition.process.node($0) }),
            node.multiple != nil || node.instantiatingGateway != nil
        {
            let parts = (job.row.handlerConfiguration ?? "").split(separator: "$", maxSplits: 1)
            _ = try startByEvent(
                definition, at: node, definitionID: parts.count == 2 ? String(parts[1]) : nil,
                businessKey: nil, variables: [])
            return
        }
        guard let initial = definition.process.initial else { return }
        _ = try startInstance(
            definition, at: definition.process.nodes[initial], businessKey: nil, variables: [])
    }

    // MARK: Failures

    private func record(
        _ failure: JobFailure, of job: Entry<JobRow>, on execution: Execution?
    ) throws(Interruption) {
        let node = execution.flatMap { execution in
            job.row.activityID.flatMap { execution.process.node($0) }
        }
        // The log tells the job as it was when it was tried.
        log(job.row, state: "failed", failure: failure)
        let before = job.row.retries
        job.row.lockOwner = nil
        job.row.lockExpiresAt = nil
        job.row.inFlightKey = nil
        if job.row.effectState == "inFlight" { job.row.effectState = "waiting" }
        job.row.exceptionMessage = String(failure.message.prefix(4_000))
        job.row.exceptionStacktrace = failure.details
        job.row.failedActivityID = failure.failedActivityID
        if failure.decrementsRetries {
            job.row.retries = failure.endsRetries ? 0 : max(0, before - 1)
            if !failure.endsRetries,
                let cycle = try retryCycle(
                    of: node, on: execution, isEffect: job.row.type == JobHandler.effect.rawValue)
            {
                // A job that never failed has the number of the cycle by now.
                let failures = max(1, cycle.retries - job.row.retries)
                if let interval = cycle.interval(afterFailures: failures),
                    let due = TimerSchedule.duration(interval, from: now, in: zone)
                {
                    job.row.dueAt = due
                }
            }
        }
        makeReady(job)
        guard failure.decrementsRetries, before > 0, job.row.retries == 0 else { return }
        guard let execution else {
            // An attached effect belongs to no execution; one of a definition has no root at all.
            if let root = roots.first(where: { $0.id == job.row.rootInstanceID }) {
                createIncident(
                    "failedJob", of: job.row, in: root, message: job.row.exceptionMessage)
            }
            return
        }
        createIncident(
            "failedJob", on: execution, activityID: job.row.activityID,
            failedActivityID: failure.failedActivityID ?? job.row.activityID,
            message: job.row.exceptionMessage, configuration: job.row.id,
            jobDefinitionID: job.row.jobDefinitionID)
    }

    // MARK: Effects

    private func deliver(
        _ outcome: EffectOutcome, of job: Entry<JobRow>, on execution: Execution?
    ) throws(Interruption) {
        job.row.inFlightKey = nil
        if job.row.effectState == Self.detached { return settleDetached(job, outcome) }
        switch outcome {
        case .failed(let failure, let progress):
            if let progress { job.row.effectProgress = progress }
            try record(failure, of: job, on: execution)
        case .done(let variables):
            try finish(job, on: execution) { (execution) throws(Interruption) in
                if let connector = execution.connectorCode {
                    return try self.finishConnector(
                        connector, payload: job.row.effectPayload, answer: variables,
                        on: execution)
                }
                try self.setVariables(variables, from: execution)
                try self.leave(execution)
            }
        case .bpmnError(let code, let message, let variables):
            try finish(job, on: execution) { (execution) throws(Interruption) in
                try self.setVariables(variables, from: execution)
                try self.throwError(code: code, message: message, failure: nil, from: execution)
            }
        }
    }

    /// Takes the answer of an effect whose activity was cancelled while it was in flight.
    ///
    /// It is not tried again. A refusal did nothing; what was done, or may have been, has to be
    /// undone by a person where the model does not.
    private func settleDetached(_ job: Entry<JobRow>, _ outcome: EffectOutcome) {
        var remains: String?
        switch outcome {
        case .done:
            log(job.row, state: "successful")
            remains = "was done all the same."
        case .bpmnError(_, let message, _):
            log(job.row, state: "failed", failure: JobFailure(message: message ?? "refused"))
        case .failed(let failure, _):
            log(job.row, state: "failed", failure: failure)
            if !failure.endsRetries { remains = "may have been done: \(failure.message)" }
        }
        runningJob = job
        deleteJob(job)
        guard let remains, let root = roots.first(where: { $0.id == job.row.rootInstanceID })
        else { return }
        let element = job.row.activityID.map { "'\($0)'" } ?? "an element"
        createIncident(
            Self.cancelledEffect, of: job.row, in: root,
            message: "The effect '\(job.row.effectAction ?? "")' of \(element), which was cancelled"
                + " while it was being sent, \(remains) Undo it where it was done, then resolve this."
        )
    }

    /// The type of incidents of effects that were done though their activity was cancelled.
    static let cancelledEffect = "cancelledEffect"

    private func finish(
        _ job: Entry<JobRow>, on execution: Execution?,
        _ goOn: (Execution) throws(Interruption) -> Void
    ) throws(Interruption) {
        runningJob = job
        deleteJob(job)
        log(job.row, state: "successful")
        guard let execution, job.row.handlerConfiguration == "blocking" else { return }
        execution.jobs.removeAll { $0 === job }
        lastActivityID = job.row.activityID
        try goOn(execution)
        try dispatchOutstandingEvents(on: execution.current)
    }
}
