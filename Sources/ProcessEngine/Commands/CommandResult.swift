/// What a command answers.
public enum CommandResult: Sendable {
    /// Nothing.
    case none
    /// The instance that was started.
    case started(StartedInstance)
    /// The variables of the instance after the command.
    case variables([VariableInput])
    /// Who got a message.
    case correlated([CorrelationResult])
    /// The instances that conditions started.
    case startedAll([StartedInstance])
    /// The external tasks that the worker now has.
    case locked([LockedExternalTask])
    /// The incident that was made.
    case incident(IncidentRow)
    /// An effect that a caller wants to be run now: it is sent by the runner, not by the core.
    case effect(JobRow)
}

/// A process instance that was started; it may have ended already.
public struct StartedInstance: Sendable {
    /// The id.
    public var id: String
    /// The process definition.
    public var definitionID: String
    /// The key of the process definition.
    public var definitionKey: String
    /// The business key.
    public var businessKey: String?
    /// The tenant.
    public var tenantID: String?
    /// Whether it has ended.
    public var isEnded: Bool
    /// Whether it is suspended.
    public var isSuspended: Bool
    /// Its variables, if they were wanted.
    public var variables: [VariableInput]?
}

/// Somebody who got a message.
public struct CorrelationResult: Sendable {
    /// The execution that waited, if one did.
    public var execution: ExecutionRow?
    /// The instance that was started, if one was.
    public var started: StartedInstance?
    /// The variables of the instance, after the command.
    public var variables: [VariableInput]
}

/// An external task in the hands of a worker.
public struct LockedExternalTask: Sendable {
    /// The task.
    public var task: ExternalTaskRow
    /// The variables that the worker asked for.
    public var variables: [VariableInput]
    /// The extension properties of the element, if they were asked for.
    public var extensionProperties: [String: String]
}
