/// What an event waits for or throws.
public struct EventDefinition: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The line.
    public var line: Int?
    /// The sort, with what belongs to it.
    public var kind: Kind

    /// Creates an event definition.
    public init(id: String? = nil, line: Int? = nil, kind: Kind) {
        self.id = id
        self.line = line
        self.kind = kind
    }

    /// The sorts of event definitions.
    public enum Kind: Sendable, Hashable {
        /// A message.
        case message(MessageEventDefinition)
        /// A signal.
        case signal(SignalEventDefinition)
        /// A point in time.
        case timer(TimerEventDefinition)
        /// An error.
        case error(ErrorEventDefinition)
        /// An escalation.
        case escalation(EscalationEventDefinition)
        /// A condition on variables.
        case conditional(ConditionalEventDefinition)
        /// Compensation.
        case compensation(CompensateEventDefinition)
        /// Cancelling a transaction.
        case cancel
        /// Terminating a scope.
        case terminate
        /// A jump within one scope.
        case link(LinkEventDefinition)
    }
}

/// A message that is waited for or sent.
public struct MessageEventDefinition: Sendable, Hashable {
    /// The reference as written.
    public var messageRef: String?
    /// The message that it names.
    public var message: BPMNMessage?
    /// How a thrown message is sent; nil where nothing is given, which passes.
    public var implementation: ServiceImplementation?

    /// Creates a message event definition.
    public init(
        messageRef: String? = nil, message: BPMNMessage? = nil,
        implementation: ServiceImplementation? = nil
    ) {
        self.messageRef = messageRef
        self.message = message
        self.implementation = implementation
    }
}

/// A signal that is waited for or thrown.
public struct SignalEventDefinition: Sendable, Hashable {
    /// The reference as written.
    public var signalRef: String?
    /// The signal that it names.
    public var signal: BPMNSignal?
    /// Whether a throw delivers by jobs.
    public var isAsync: Bool
    /// The business key of instances that it starts.
    public var businessKey: ExpressionSource?
    /// The variables that a throw sends along.
    public var inputs: [VariableMapping]

    /// Creates a signal event definition.
    public init(
        signalRef: String? = nil, signal: BPMNSignal? = nil, isAsync: Bool = false,
        businessKey: ExpressionSource? = nil, inputs: [VariableMapping] = []
    ) {
        self.signalRef = signalRef
        self.signal = signal
        self.isAsync = isAsync
        self.businessKey = businessKey
        self.inputs = inputs
    }
}

/// A point in time or a repetition.
public struct TimerEventDefinition: Sendable, Hashable {
    /// The id of the definition.
    public var id: String?
    /// Which of the three it is.
    public var schedule: Schedule
    /// The ISO 8601 or cron text, or an expression; empty where a drawing has none.
    public var value: ExpressionSource

    /// Creates a timer event definition.
    public init(id: String? = nil, schedule: Schedule, value: ExpressionSource) {
        self.id = id
        self.schedule = schedule
        self.value = value
    }

    /// The sorts of timers.
    public enum Schedule: String, Sendable, Hashable {
        /// `timeDate`: an instant.
        case date = "DATE"
        /// `timeDuration`: a time after the element is reached.
        case duration = "DURATION"
        /// `timeCycle`: a repetition.
        case cycle = "CYCLE"
    }
}

/// An error that is caught or thrown.
public struct ErrorEventDefinition: Sendable, Hashable {
    /// The reference as written; nil catches every error.
    public var errorRef: String?
    /// The error that it names.
    public var error: BPMNError?
    /// The variable that receives the code.
    public var codeVariable: String?
    /// The variable that receives the message.
    public var messageVariable: String?

    /// Creates an error event definition.
    public init(
        errorRef: String? = nil, error: BPMNError? = nil, codeVariable: String? = nil,
        messageVariable: String? = nil
    ) {
        self.errorRef = errorRef
        self.error = error
        self.codeVariable = codeVariable
        self.messageVariable = messageVariable
    }

    /// The code that is caught or thrown: a reference that names no error is the code itself.
    public var code: String? { error.map { $0.code } ?? errorRef }
}

/// An escalation that is caught or thrown.
public struct EscalationEventDefinition: Sendable, Hashable {
    /// The reference as written; nil catches every escalation.
    public var escalationRef: String?
    /// The escalation that it names.
    public var escalation: BPMNEscalation?
    /// The variable that receives the code.
    public var codeVariable: String?

    /// Creates an escalation event definition.
    public init(
        escalationRef: String? = nil, escalation: BPMNEscalation? = nil, codeVariable: String? = nil
    ) {
        self.escalationRef = escalationRef
        self.escalation = escalation
        self.codeVariable = codeVariable
    }
}

/// A condition on variables.
public struct ConditionalEventDefinition: Sendable, Hashable {
    /// The condition; with a language it is a script; empty where a drawing has none.
    public var condition: ExpressionSource
    /// The only variable whose changes matter.
    public var variableName: String?
    /// The only changes that matter; empty for all.
    public var variableEvents: [VariableEvent]

    /// Creates a conditional event definition.
    public init(
        condition: ExpressionSource, variableName: String? = nil,
        variableEvents: [VariableEvent] = []
    ) {
        self.condition = condition
        self.variableName = variableName
        self.variableEvents = variableEvents
    }

    /// The changes of a variable.
    public enum VariableEvent: String, Sendable, Hashable {
        /// It is made.
        case create
        /// It gets another value.
        case update
        /// It is removed.
        case delete
    }
}

/// Compensation that is thrown or caught.
public struct CompensateEventDefinition: Sendable, Hashable {
    /// The only activity to compensate; nil for all of the scope.
    public var activityRef: String?
    /// Whether a throw waits for the handlers.
    public var waitsForCompletion: Bool

    /// Creates a compensate event definition.
    public init(activityRef: String? = nil, waitsForCompletion: Bool = true) {
        self.activityRef = activityRef
        self.waitsForCompletion = waitsForCompletion
    }
}

/// A jump to the catching event of the same name in the same scope.
public struct LinkEventDefinition: Sendable, Hashable {
    /// The name.
    public var name: String

    /// Creates a link event definition.
    public init(name: String) {
        self.name = name
    }
}

/// A start event.
public struct StartEvent: Sendable, Hashable {
    /// What starts it: the first of the kinds that its place allows; nil for none.
    public var definition: EventDefinition?
    /// All definitions, in the order of the file.
    public var definitions: [EventDefinition]
    /// Whether all definitions must occur.
    public var isParallelMultiple: Bool
    /// Of an event sub-process: whether it ends what else runs in the scope.
    public var isInterrupting: Bool
    /// The variable that receives the user who starts.
    public var initiator: String?
    /// The form to start with.
    public var form: FormDeclaration?

    /// Creates a start event.
    public init(
        definition: EventDefinition? = nil, definitions: [EventDefinition] = [],
        isParallelMultiple: Bool = false, isInterrupting: Bool = true, initiator: String? = nil,
        form: FormDeclaration? = nil
    ) {
        self.definition = definition
        self.definitions = definitions
        self.isParallelMultiple = isParallelMultiple
        self.isInterrupting = isInterrupting
        self.initiator = initiator
        self.form = form
    }
}

/// An intermediate event that is waited for.
public struct CatchEvent: Sendable, Hashable {
    /// What is waited for: the first of the kinds that its place allows.
    public var definition: EventDefinition?
    /// All definitions, in the order of the file.
    public var definitions: [EventDefinition]
    /// Whether all definitions must occur.
    public var isParallelMultiple: Bool

    /// Creates a catch event.
    public init(
        definition: EventDefinition? = nil, definitions: [EventDefinition] = [],
        isParallelMultiple: Bool = false
    ) {
        self.definition = definition
        self.definitions = definitions
        self.isParallelMultiple = isParallelMultiple
    }
}

/// An event at the border of an activity.
public struct BoundaryEvent: Sendable, Hashable {
    /// The id of the activity.
    public var attachedToRef: String
    /// `cancelActivity`: whether it ends the activity.
    public var isInterrupting: Bool
    /// What is waited for: the first of the kinds that its place allows.
    public var definition: EventDefinition?
    /// All definitions, in the order of the file.
    public var definitions: [EventDefinition]
    /// Whether all definitions must occur.
    public var isParallelMultiple: Bool
    /// Of a compensation event: the id of the handler that its association leads to.
    public var compensationHandlerRef: String?

    /// Creates a boundary event.
    public init(
        attachedToRef: String, isInterrupting: Bool = true, definition: EventDefinition? = nil,
        definitions: [EventDefinition] = [], isParallelMultiple: Bool = false,
        compensationHandlerRef: String? = nil
    ) {
        self.attachedToRef = attachedToRef
        self.isInterrupting = isInterrupting
        self.definition = definition
        self.definitions = definitions
        self.isParallelMultiple = isParallelMultiple
        self.compensationHandlerRef = compensationHandlerRef
    }
}

/// An event that is thrown on the way or at the end.
public struct ThrowEvent: Sendable, Hashable {
    /// What is thrown: the first of the kinds that its place allows; nil for none.
    public var definition: EventDefinition?
    /// All definitions, in the order of the file.
    public var definitions: [EventDefinition]

    /// Creates a throw event.
    public init(definition: EventDefinition? = nil, definitions: [EventDefinition] = []) {
        self.definition = definition
        self.definitions = definitions
    }
}
