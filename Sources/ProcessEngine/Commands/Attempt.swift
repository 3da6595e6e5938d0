public import DMN
public import ProcessValues
public import Records

/// What became of one run of a command.
public enum Attempt: Sendable {
    /// It was done, once the delta is committed.
    case done(Outcome)
    /// It lacks something; nothing was done. The same command is to be run again with the answers
    /// added to those so far.
    case needs([Need])
    /// It cannot be done; nothing was done.
    case failed(EngineError)
}

/// A command that was done.
public struct Outcome: Sendable {
    /// What the caller is told.
    public var result: CommandResult
    /// What is to be committed.
    public var delta: Delta
    /// The touched roots as they are after the commit; an ended one is empty.
    public var snapshots: [RootSnapshot]
    /// New or changed jobs that are due now: the executor need not wait for its next look.
    public var dueJobs: [String]
    /// Topics of external tasks that can be fetched since this command: long polls wake up.
    public var externalTopics: [String]
    /// How decisions came about, by the ids of their rows in history; empty unless asked for.
    public var explanations: [String: DecisionTrace] = [:]
}

/// Something that an attempt lacks.
public enum Need: Sendable, Hashable {
    /// The snapshot of one more root instance, to be held until the command is done.
    case root(String)
    /// Some rows; those that the command rests on are guarded in its delta.
    case rows(Query)
    /// A compiled definition of a process.
    case processDefinition(DefinitionSelector)
    /// A compiled decision.
    case decision(DefinitionSelector)
    /// A call of something behind the engine: a bean, a function, a case document.
    case host(HostCall)
    /// The outcome of a script.
    case script(ScriptCall)
}

/// What an attempt is told about a need; roots go into the state itself.
public enum Answer: Sendable {
    /// The rows.
    case rows([Row])
    /// The definition; nil if there is none.
    case processDefinition(ProcessDefinition?)
    /// The decision; nil if there is none.
    case decision(DeployedDecision?)
    /// What the host answered.
    case host(HostAnswer)
    /// What became of the script.
    case script(ScriptOutcome)
}

/// A call of something behind the engine.
public struct HostCall: Sendable, Hashable {
    /// The place of the call among those of its command: the same call may answer otherwise later.
    public var sequence: Int
    /// The name of the bean or function.
    public var name: String
    /// The method of the bean; nil for a function, a property or the bean itself.
    public var method: String?
    /// The arguments.
    public var arguments: [ProcessValue]
    /// The instance that asks.
    public var processInstanceID: String?
    /// The business key of that instance.
    public var businessKey: String?
    /// The execution that asks.
    public var executionID: String?
    /// The element that asks.
    public var activityID: String?
    /// The task that is meant, in a task listener.
    public var taskID: String?
    /// Which command asks: what a call has written, later calls of the same command see.
    public var command = ""
    /// The variables that are visible from the execution, as the step has left them so far.
    public var variables: [VariableInput] = []

    /// Calls are the same if they have the same place and name.
    public static func == (one: HostCall, other: HostCall) -> Bool {
        one.sequence == other.sequence && one.name == other.name && one.method == other.method
    }

    /// Feeds place and name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(sequence)
        hasher.combine(name)
    }
}

/// What a call of the host gave.
public struct HostAnswer: Sendable {
    /// The sorts of answers.
    public enum Result: Sendable {
        /// A value.
        case value(ProcessValue)
        /// A BPMN error.
        case bpmnError(code: String, message: String?)
        /// A failure.
        case failure(EngineError)
    }

    /// The result.
    public var result: Result
    /// Variables to set from the execution that asks, in order.
    public var variables: [VariableInput]
    /// What the host writes with the step.
    public var delta: Delta
    /// What the engine does in the same step: its failure is that of the call.
    public var commands: [EngineCommand]

    /// Creates an answer.
    public init(
        _ result: Result, variables: [VariableInput] = [], delta: Delta = Delta(),
        commands: [EngineCommand] = []
    ) {
        self.result = result
        self.commands = commands
        self.variables = variables
        self.delta = delta
    }
}
