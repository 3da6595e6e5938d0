import ProcessValues
import Records

/// Jobs: asynchronous continuations and timers.
extension Run {
    /// Leaves a step to a job.
    func continueAsynchronously(
        _ operation: Operation, _ execution: Execution
    ) throws(Interruption) {
        guard let activity = execution.activity else { return }
        if activity.startBehavior == .interruptFlowScope, operation == .enterByFlow {
            execution.activityInstanceID = execution.parentActivityInstanceID
        } else {
            execution.activityInstanceID = nil
        }
        var configuration = operation.rawValue
        if operation == .takeFlow, let flow = execution.transition {
            configuration += "$\(flow.id)"
        }
        let isBefore = operation != .takeFlow && operation != .end
        if !isBefore || !activity.remembersFlows { execution.transition = nil }
        let job = try createJob(
            type: "message", handler: .asyncContinuation, activity: activity, on: execution,
            sort: isBefore ? "async-before" : "async-after", configuration: configuration,
            dueAt: nil)
        job.row.isExclusive = activity.isExclusive
    }

    @discardableResult
    func createJob(
        type: String, handler: JobHandler, activity: Node, on execution: Execution, sort: String,
        configuration: String?, dueAt: Instant?
    ) throws(Interruption) -> Entry<JobRow> {
        let row = execution.row
        var retries = self.configuration.defaultRetries
        if let cycle = try retryCycle(
            of: activity, on: execution, isEffect: handler == .effect)
        {
            retries = cycle.retries
        }
        let jobDefinitionID = ProcessDefinition.jobDefinitionID(
            definitionID: execution.definition.row.id, activityID: activity.id, sort: sort)
        let settings = execution.definition.jobSettings[jobDefinitionID]
        let isSuspended = row.suspended || settings?.isSuspended ?? false
        var priority = settings?.priority
        if priority == nil {
            priority = try self.priority(
                activity.jobPriority ?? execution.process.jobPriority, on: execution)
        }
        let job = Entry(
            JobRow(
                id: newID(), rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.id,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                deploymentID: execution.definition.row.deploymentID, activityID: activity.id,
                jobDefinitionID: jobDefinitionID, type: type, handlerType: handler.rawValue,
                handlerConfiguration: configuration, dueAt: dueAt,
                readyAt: isSuspended || retries == 0 ? nil : dueAt ?? now, retries: retries,
                priority: priority ?? 0, isExclusive: true, isSuspended: isSuspended,
                createdAt: now,
                sequenceCounter: row.sequenceCounter, tenantID: row.tenantID))
        execution.jobs.append(job)
        execution.root.jobs.append(job)
        log(job.row, state: "created")
        return job
    }

    func priority(
        _ expression: CompiledExpression?, on execution: Execution
    ) throws(Interruption) -> Int {
        guard let expression else { return 0 }
        guard expression.program != nil else { return Int(expression.text) ?? 0 }
        let value: ProcessValue
        do throws(Interruption) {
            value = try evaluate(expression, on: execution)
        } catch {
            // A priority that cannot be read yet, say before the variables are set, is none.
            if case .needs = error { throw error }
            return 0
        }
        guard let number = value.wholeNumber else {
            throw .failed(
                .execution, "Priority value is not an Integer: \(expression.text)")
        }
        return Int(number)
    }

    static func wholeNumber(_ value: ProcessValue) -> Int? {
        if let number = value.wholeNumber { return Int(number) }
        switch value {
        case .double(let number): return Int(exactly: number.rounded(.towardZero))
        case .string(let text): return Int(text)
        default: return nil
        }
    }

    func deleteJob(_ job: Entry<JobRow>, state: String = "deleted") {
        guard !job.isDeleted else { return }
        job.isDeleted = true
        if job !== runningJob { log(job.row, state: state) }
        for root in roots where root.id == job.row.rootInstanceID {
            for incident in root.incidents
            where !incident.isDeleted && incident.row.configuration == job.row.id {
                closeIncident(incident, state: job === runningJob ? "resolved" : "deleted")
                if let id = incident.row.executionID {
                    root.byID[id]?.incidents.removeAll { $0 === incident }
                }
            }
        }
    }

    /// Ends a job whose execution ends; an effect that is in flight is detached, and its answer
    /// becomes an incident.
    func takeBack(_ job: Entry<JobRow>) {
        guard job.row.type == JobHandler.effect.rawValue, job !== runningJob, !job.isDeleted,
            job.row.effectState == "inFlight"
        else { return deleteJob(job) }
        job.row.effectState = Self.detached
        job.row.executionID = nil
    }

    /// The state of an effect whose activity was cancelled while it was in flight.
    static let detached = "detached"

    // MARK: Timers

    /// Starts the timers of a scope; they see its inputs.
    func createTimers(of scope: Node, on execution: Execution) throws(Interruption) {
        for timer in scope.timers { try createTimer(timer, on: execution) }
    }

    @discardableResult
    func createTimer(
        _ timer: TimerDeclaration, on execution: Execution
    ) throws(Interruption) -> Entry<JobRow> {
        let activity = execution.process.nodes[timer.activity]
        let value = try evaluate(timer.value, on: execution)
        let due = try TimerSchedule.firstDate(
            timer.schedule, value: value, text: timer.value.text, now: now, zone: zone)
        let job = try createJob(
            type: "timer", handler: JobHandler(rawValue: timer.handler) ?? .timerBoundary,
            activity: activity, on: execution, sort: timer.jobSort,
            configuration: (timer.listenerID ?? timer.definitionID).map { "\(activity.id)$\($0)" }
                ?? activity.id,
            dueAt: due.instant)
        job.row.repeatCycle = timer.repeats ? due.repeatCycle : nil
        job.row.isExclusive = activity.isExclusive
        return job
    }

    /// Makes the next job of a timer that repeats, if there is a next time.
    func createFollowUp(of job: JobRow, on execution: Execution?) throws(Interruption) {
        guard let cycle = job.repeatCycle,
            let due = TimerSchedule.nextDate(ofCycle: cycle, after: now, in: zone),
            // The last time of a cycle that has just come would come again for ever.
            due > now
        else { return }
        var row = job
        row.id = newID()
        row.revision = 1
        row.dueAt = due
        if let execution {
            let settings = row.jobDefinitionID.flatMap { execution.definition.jobSettings[$0] }
            row.isSuspended = execution.row.suspended || settings?.isSuspended ?? false
        }
        row.readyAt = row.isSuspended ? nil : due
        row.lockOwner = nil
        row.lockExpiresAt = nil
        row.exceptionMessage = nil
        row.exceptionStacktrace = nil
        row.createdAt = now
        let entry = Entry(row)
        if let execution {
            execution.jobs.append(entry)
            execution.root.jobs.append(entry)
        } else {
            looseJobs.append(entry)
        }
        log(row, state: "created")
    }

    // MARK: Retries

    struct RetryCycle {
        var retries: Int
        var intervals: [String]

        /// The wait before the next try, after some tries.
        func interval(afterFailures failures: Int) -> String? {
            intervals.isEmpty ? nil : intervals[min(max(failures - 1, 0), intervals.count - 1)]
        }
    }

    func retryCycle(
        of activity: Node?, on execution: Execution?, isEffect: Bool
    ) throws(Interruption) -> RetryCycle? {
        var text = configuration.defaultRetryCycle
        if isEffect { text = configuration.effectRetryCycle ?? text }
        if let expression = activity?.retryCycle {
            guard let execution else { return nil }
            do throws(Interruption) {
                text = try evaluateText(expression, on: execution)
            } catch {
                if case .needs = error { throw error }
                return nil
            }
        }
        guard let text, !text.isEmpty else { return nil }
        return Self.retryCycle(text)
    }

    static func retryCycle(_ text: String) -> RetryCycle? {
        let parts = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        if parts.count > 1 { return RetryCycle(retries: parts.count + 1, intervals: parts) }
        guard let only = parts.first else { return nil }
        if only.hasPrefix("R") {
            let pieces = only.split(separator: "/")
            let digits = pieces[0].dropFirst()
            guard pieces.count == 2 || pieces.count == 3,
                let count = digits.isEmpty ? Int(Int32.max) : Int(digits)
            else { return nil }
            return RetryCycle(retries: max(1, count), intervals: [only])
        }
        return only.hasPrefix("P") ? RetryCycle(retries: 2, intervals: [only]) : nil
    }
}

extension EngineConfiguration {
    /// Whether a text can say when failed jobs are tried again: durations with commas between, one
    /// a try, or a repetition such as `R3/PT10M`.
    public static func isRetryCycle(_ text: String) -> Bool {
        guard let cycle = Run.retryCycle(text) else { return false }
        return cycle.intervals.allSatisfy {
            TimerSchedule.duration($0, from: Instant(milliseconds: 0), in: .utc) != nil
        }
    }
}
