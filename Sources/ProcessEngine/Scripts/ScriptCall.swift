internal import DMN
internal import FEEL
public import ProcessValues

/// A script that a command runs: what it sees is copied, what it does comes back as a list.
public struct ScriptCall: Sendable, Hashable {
    /// The place of the call among those of its command: the same script may answer otherwise later.
    public var sequence: Int
    /// The language, in lower case.
    public var language: String
    /// The program.
    public var source: String
    /// The element that it belongs to, for messages.
    public var name: String
    /// The execution that the script sees as `execution`.
    public var executionID: String
    /// That execution, those around it, and those of the calling instances if the script asks.
    public var executions: [ScriptScope]
    /// The task, in a task listener.
    public var task: ScriptScope?
    /// What the script sees as `connector`, in the mappings of one.
    public var connector: [VariableInput]?
    /// The beans that it may call, by their names.
    public var beans: [String] = []
    /// The Java classes that it may name, with their packages.
    public var classes: [String] = []
    /// What its calls of beans came to so far, in order: it is run again from its start with them.
    public var answers: [ScriptAnswer] = []
    /// What its random numbers follow from, so that it takes the same path when it is run again.
    public var seed = ""
    /// What a script of a decision sees; it belongs to no execution.
    public var decisionVariables: [VariableInput]?

    /// A call that is equal to the one at a place, for looking up its outcome.
    init(at sequence: Int) {
        self.sequence = sequence
        language = ""
        source = ""
        name = ""
        executionID = ""
        executions = []
    }

    init(
        sequence: Int, language: String, source: String, name: String, executionID: String,
        executions: [ScriptScope], task: ScriptScope?, connector: [VariableInput]?
    ) {
        self.sequence = sequence
        self.language = language
        self.source = source
        self.name = name
        self.executionID = executionID
        self.executions = executions
        self.task = task
        self.connector = connector
    }

    /// A script of a decision.
    ///
    /// - Parameters:
    ///   - sequence: The place of the call among those of its command.
    ///   - script: The script.
    ///   - variables: What the decision is asked about. Where the script sees a value as it was given,
    ///     it sees it with its type.
    ///   - zone: Where dates and times of FEEL are meant.
    init(
        sequence: Int, _ script: DecisionScript, given variables: [String: ProcessValue],
        in zone: CivilZone
    ) {
        self.init(
            sequence: sequence, language: script.language, source: script.source,
            name: script.elementID ?? "", executionID: "", executions: [], task: nil,
            connector: nil)
        decisionVariables = script.variables.map { variable in
            if let given = variables[variable.name],
                FEELValue(given, in: zone) == variable.value
            {
                return VariableInput(variable.name, given)
            }
            return VariableInput(variable.name, ProcessValue(variable.value, in: zone))
        }
    }

    /// Calls are the same if they have the same place.
    public static func == (one: ScriptCall, other: ScriptCall) -> Bool {
        one.sequence == other.sequence
    }

    /// Feeds the place.
    public func hash(into hasher: inout Hasher) { hasher.combine(sequence) }
}

/// An execution or task as a script sees it.
public struct ScriptScope: Sendable {
    /// What its getters answer: `processInstanceId` and the like, `id` among them.
    public var properties: [VariableInput]
    /// Its own variables, without those around.
    public var variables: [VariableInput]
    /// The execution around it.
    public var parentID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution that called the process instance.
    public var superExecutionID: String?
}

/// What became of a script.
public struct ScriptOutcome: Sendable {
    /// How it ended.
    public enum Result: Sendable {
        /// With the value of its last statement.
        case value(ProcessValue)
        /// With a BPMN error that it threw.
        case bpmnError(code: String, message: String?)
        /// With an exception; handlers of errors may name its Java class.
        case thrown(className: String, message: String)
        /// It has not ended: it wants to know what a bean answers.
        case calls(BeanCall)
        /// It was ended, or could not be run at all; no handler catches that.
        case ended(message: String)
    }

    /// A call of a bean, or of a Java class, whose answer the script goes on with.
    public struct BeanCall: Sendable {
        /// The name of the bean, or of the class with its packages.
        public var bean: String
        /// The method.
        public var method: String
        /// The arguments; an execution or task is its id.
        public var arguments: [ProcessValue]

        /// Names a call.
        public init(bean: String, method: String, arguments: [ProcessValue]) {
            self.bean = bean
            self.method = method
            self.arguments = arguments
        }
    }

    /// A call that the script made of something that it saw.
    public struct Write: Sendable {
        /// `execution`, `task` or `connector`.
        public var bean: String
        /// The execution or task.
        public var id: String
        /// The method, such as `setVariable`.
        public var method: String
        /// The arguments.
        public var arguments: [ProcessValue]

        /// Names a call.
        public init(bean: String, id: String, method: String, arguments: [ProcessValue]) {
            self.bean = bean
            self.id = id
            self.method = method
            self.arguments = arguments
        }
    }

    /// How it ended.
    public var result: Result
    /// What it wrote until then, in order, since its last call of a bean.
    public var writes: [Write]

    /// Creates an outcome.
    public init(_ result: Result, writes: [Write] = []) {
        self.result = result
        self.writes = writes
    }
}

/// What a script's call of a bean came to.
public struct ScriptAnswer: Sendable {
    /// How the call ended.
    public enum Result: Sendable {
        /// With a value.
        case value(ProcessValue)
        /// With a BPMN error.
        case bpmnError(code: String, message: String?)
        /// With an exception.
        case thrown(className: String, message: String)
    }

    /// A variable that the call wrote or removed.
    public struct Change: Sendable {
        /// The execution or task that has it.
        public var scope: String
        /// Its name.
        public var name: String
        /// Its value; nil if it was removed.
        public var value: ProcessValue?
    }

    /// How the call ended.
    public var result: Result
    /// The variables that are not what they were before.
    public var changes: [Change]
}

extension ScriptOutcome {
    /// The outcome as a decision takes it.
    func decisionAnswer(in zone: CivilZone) -> DecisionScriptAnswer {
        switch result {
        case .value(let value): .value(FEELValue(value, in: zone))
        case .thrown(_, let message), .ended(let message): .failure(message)
        case .bpmnError(let code, let message): .failure(message.map { "\(code): \($0)" } ?? code)
        case .calls(let call):
            .failure("A decision cannot call '\(call.bean)': it belongs to no execution.")
        }
    }
}

/// Runs scripts of models, outside the core.
public protocol ScriptEngine: Sendable {
    /// The languages, in lower case.
    var languages: Set<String> { get }

    /// What is wrong with the syntax of a script; nil if nothing is, or if nobody can tell.
    func syntaxError(in source: String, language: String) async -> String?

    /// Runs a script within limits of its own; asked once a call of an attempt.
    ///
    /// - Parameters:
    ///   - call: The script and what it sees.
    ///   - instant: The instant of the command.
    /// - Returns: What became of it.
    func run(_ call: ScriptCall, at instant: Instant) async -> ScriptOutcome
}
