import BPMNParser

/// A place of a process where jobs come from, as `job_definition` lists it.
public struct JobDeclaration: Sendable, Hashable {
    /// The element.
    public let activityID: String
    /// What its jobs do.
    public let jobType: String
    /// `async-before`, `DURATION: PT1H` and the like.
    public let configuration: String?
    /// What tells apart the sorts of jobs of one element.
    public let sort: String
}

extension CompiledProcess {
    /// The places of the process where jobs come from, in the order of its elements.
    public var jobDeclarations: [JobDeclaration] {
        var result: [JobDeclaration] = []
        func add(_ timer: TimerDeclaration) {
            result.append(
                JobDeclaration(
                    activityID: nodes[timer.activity].id, jobType: timer.handler,
                    configuration: "\(timer.schedule.rawValue): \(timer.value.text)",
                    sort: timer.jobSort))
        }
        for timer in startTimers { add(timer) }
        for node in nodes {
            if node.isAsyncBefore {
                result.append(
                    JobDeclaration(
                        activityID: node.id, jobType: JobHandler.asyncContinuation.rawValue,
                        configuration: "async-before", sort: "async-before"))
            }
            if node.isAsyncAfter {
                result.append(
                    JobDeclaration(
                        activityID: node.id, jobType: JobHandler.asyncContinuation.rawValue,
                        configuration: "async-after", sort: "async-after"))
            }
            for timer in node.timers { add(timer) }
        }
        return result
    }

    /// The rows of the job definitions of a deployed process.
    public func jobDefinitionRows(for definition: ProcessDefinitionRow) -> [JobDefinitionRow] {
        jobDeclarations.map {
            JobDefinitionRow(
                id: ProcessDefinition.jobDefinitionID(
                    definitionID: definition.id, activityID: $0.activityID, sort: $0.sort),
                definitionID: definition.id, definitionKey: definition.key,
                activityID: $0.activityID, jobType: $0.jobType,
                jobConfiguration: $0.configuration, deploymentID: definition.deploymentID,
                tenantID: definition.tenantID)
        }
    }
}

extension TimerDeclaration {
    /// What tells the timer apart from other jobs of the element.
    var jobSort: String {
        (listenerID ?? definitionID).map { "\(handler)-\($0)" } ?? handler
    }
}

/// What the execution of a job does.
public enum JobHandler: String, Sendable, Hashable {
    /// Goes on where an asynchronous continuation waits.
    case asyncContinuation = "async-continuation"
    /// Goes on from a timer catch event.
    case timerIntermediate = "timer-intermediate-transition"
    /// Starts what follows a timer boundary event.
    case timerBoundary = "timer-transition"
    /// Starts an instance.
    case timerStart = "timer-start-event"
    /// Starts an event sub-process.
    case timerEventSubprocess = "timer-start-event-subprocess"
    /// Calls the timeout listener of a user task.
    case timerTaskListener = "timer-task-listener"
    /// Delivers a signal to one that waits for it.
    case event = "event"
    /// Suspends definitions of processes at a time.
    case suspendDefinition = "suspend-processdefinition"
    /// Lets definitions of processes go on at a time.
    case activateDefinition = "activate-processdefinition"
    /// Suspends definitions of jobs at a time.
    case suspendJobDefinition = "suspend-job-definition"
    /// Lets definitions of jobs go on at a time.
    case activateJobDefinition = "activate-job-definition"
    /// Does something in the outside world.
    case effect = "effect"
}
