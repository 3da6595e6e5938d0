internal import BPMNParser
internal import JUEL
internal import ProcessValues

/// Timers that start instances: their times are counted when they are deployed.
enum StartTimer {
    /// The job of a timer start event.
    ///
    /// - Throws: `EngineError` if its time cannot be evaluated without variables, is no time, or
    ///   will not come again.
    static func job(
        _ timer: TimerDeclaration, of definition: ProcessDefinition, at now: Instant, id: String,
        configuration: EngineConfiguration
    ) throws(EngineError) -> JobRow {
        let activity = definition.process.nodes[timer.activity]
        let value = try timer.value.valueWithoutVariables(at: now)
        switch value {
        case .string, .date: break
        default:
            throw EngineError(
                .runtime(className: "NullPointerException"),
                "The timer of start event '\(activity.id)' has neither a text nor a date: "
                    + timer.value.text, activityID: activity.id)
        }
        let due: (instant: Instant, repeatCycle: String?)
        do throws(Interruption) {
            due = try TimerSchedule.firstDate(
                timer.schedule, value: value, text: timer.value.text, now: now,
                zone: CivilZone(configuration.timeZone))
        } catch {
            if timer.schedule == .cycle, case .string(let text) = value,
                TimerSchedule.isOver(text, at: now, in: CivilZone(configuration.timeZone))
            {
                throw EngineError(
                    .runtime(className: "NullValueException"),
                    "All times of the timer of start event '\(activity.id)' have passed: "
                        + timer.value.text, activityID: activity.id)
            }
            throw EngineError(
                .execution,
                "The timer of start event '\(activity.id)' cannot be read: \(timer.value.text)",
                activityID: activity.id)
        }
        let row = definition.row
        let priority = activity.jobPriority ?? definition.process.jobPriority
        guard priority?.program == nil else {
            throw EngineError(
                .runtime(className: "IllegalArgumentException"),
                "The job priority of start event '\(activity.id)' is an expression, and there is "
                    + "no instance yet that it could be evaluated for: write a number.",
                activityID: activity.id)
        }
        return JobRow(
            id: id, definitionID: row.id, definitionKey: row.key, deploymentID: row.deploymentID,
            activityID: activity.id,
            jobDefinitionID: ProcessDefinition.jobDefinitionID(
                definitionID: row.id, activityID: activity.id, sort: timer.jobSort),
            type: JobType.timer, handlerType: JobHandler.timerStart.rawValue,
            handlerConfiguration: timer.definitionID.map { "\(row.key)$\($0)" } ?? row.key,
            dueAt: due.instant, readyAt: due.instant,
            retries: retries(of: activity, at: now, configuration),
            priority: priority.flatMap { Int($0.text) } ?? 0, isExclusive: activity.isExclusive,
            repeatCycle: timer.repeats ? due.repeatCycle : nil, createdAt: now,
            tenantID: row.tenantID)
    }

    /// How often the job is tried; a cycle that cannot be read yet leaves the default.
    private static func retries(
        of activity: Node, at now: Instant, _ configuration: EngineConfiguration
    ) -> Int {
        let own = try? activity.retryCycle?.textWithoutVariables(at: now)
        guard let text = own ?? configuration.defaultRetryCycle else {
            return configuration.defaultRetries
        }
        return Run.retryCycle(text)?.retries ?? configuration.defaultRetries
    }
}

extension CompiledExpression {
    /// The value, where there is no instance yet.
    ///
    /// - Throws: `EngineError` if it names a variable or fails otherwise.
    func valueWithoutVariables(at now: Instant) throws(EngineError) -> ProcessValue {
        guard let program else { return .string(text) }
        var context = DeploymentContext(now: now)
        do {
            return try program.evaluate(in: &context).processValue ?? .null
        } catch {
            throw EngineError(.execution, "\(error)")
        }
    }

    /// The text, where there is no instance yet.
    ///
    /// - Throws: `EngineError` if it names a variable, fails otherwise or is no text.
    func textWithoutVariables(at now: Instant) throws(EngineError) -> String {
        guard let text = Run.text(of: try valueWithoutVariables(at: now)) else {
            throw EngineError(.execution, "The name '\(self.text)' has no value.")
        }
        return text
    }
}

/// What an expression sees at deployment: nothing.
private struct DeploymentContext: ExpressionContext {
    let now: Instant

    mutating func resolve(_ name: String) throws -> ExpressionValue? { nil }
}
