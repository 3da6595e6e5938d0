import BPMNParser

/// What an element does when a token is in it.
enum Behavior: Sendable {
    case process
    /// Leaves at once: plain and manual tasks, none events, start and boundary events, link catches.
    case passThrough
    case userTask(UserTaskCode)
    case service(ServiceCode)
    case script(ScriptCode, resultVariable: String?)
    case decision(DecisionCode)
    /// Waits for its message or signal, its timer, its condition, or a call of the API.
    case wait
    /// Leaves if its condition is true, else waits for it.
    case conditionalCatch(ConditionCode)
    /// The event that an event-based gateway chose.
    case chosenEvent
    case exclusiveGateway
    case parallelGateway
    case inclusiveGateway
    case complexGateway(ComplexGatewayCode)
    case eventBasedGateway
    case subProcess
    case eventSubProcess
    case transaction
    case multiInstance(MultiInstanceCode)
    case callActivity(CallActivityCode)
    case noneEnd
    case errorEnd(ErrorThrow)
    case terminateEnd
    case cancelEnd
    case throwSignal(SignalThrow)
    case throwEscalation(code: String?)
    case throwCompensation(activity: String?)
    /// Throws one after another; what ends the scope comes last.
    case multipleThrow([Behavior])
    case adHocSubProcess(AdHocCode)
    /// Known and not executable: an incident on arrival.
    case unsupported(String)

    /// Whether it ends whatever else runs in its scope.
    var terminatesScope: Bool {
        switch self {
        case .terminateEnd: true
        case .multipleThrow(let parts): parts.contains(where: \.terminatesScope)
        default: false
        }
    }

    /// Whether an error in it, or in the choice of its flows, looks for an error handler.
    var isGuarded: Bool {
        switch self {
        case .service, .script, .decision: true
        default: false
        }
    }
}

/// When a complex gateway starts.
struct ComplexGatewayCode: Sendable {
    let activation: CompiledExpression
}

/// What an ad-hoc sub-process has.
struct AdHocCode: Sendable {
    let isSequential: Bool
    let cancelsRemaining: Bool
    let completionCondition: CompiledExpression?
    let activeElements: CompiledExpression?
}

/// The rounds of a standard loop.
struct StandardLoopCode: Sendable {
    let isTestedBefore: Bool
    let maximum: Int?
    let condition: CompiledExpression?
}

/// An event with several definitions of what it waits for.
struct MultipleEventCode: Sendable {
    /// Whether all of them must come.
    let isParallel: Bool
    /// The ids of the definitions, in the order of the file.
    let definitions: [String]
}

/// A condition of a flow or of a conditional event.
struct ConditionCode: Sendable {
    let expression: CompiledExpression
    /// The condition where it is a script; the expression is empty then.
    var script: ScriptCode?
    var variableName: String?
    var variableEvents: [String] = []
}

/// What a listener does.
enum ListenerCode: Sendable {
    case expression(CompiledExpression)
    case script(ScriptCode)
    case unsupported(String)
}

/// A listener of a user task.
struct TaskListenerCode: Sendable {
    let id: String?
    let event: String
    let code: ListenerCode
}

/// The value of an input or output parameter.
indirect enum ParameterValueCode: Sendable {
    case null
    case text(CompiledExpression)
    case script(ScriptCode)
    case list([ParameterValueCode])
    case map([(key: CompiledExpression, value: ParameterValueCode)])
}

/// An input or output parameter.
struct ParameterCode: Sendable {
    let name: String
    let value: ParameterValueCode
}

/// What a user task has.
struct UserTaskCode: Sendable {
    var name: CompiledExpression?
    var description: CompiledExpression?
    var assignee: CompiledExpression?
    var candidateUsers: [CompiledExpression] = []
    var candidateGroups: [CompiledExpression] = []
    var dueDate: CompiledExpression?
    var followUpDate: CompiledExpression?
    var priority: CompiledExpression?
    var formKey: CompiledExpression?
    var form: FormCode?
    var listeners: [TaskListenerCode] = []

    func listeners(on event: String) -> [TaskListenerCode] {
        listeners.isEmpty ? [] : listeners.filter { $0.event == event }
    }
}

/// What a service is.
enum ServiceCode: Sendable {
    case expression(CompiledExpression, resultVariable: String?)
    case external(ExternalTaskCode)
    case connector(ConnectorCode)
    /// What the registry says that a Java class or bean stands for.
    case effect(EffectBinding)
    /// Nothing is given: passed through.
    case none
}

/// What an external task has.
struct ExternalTaskCode: Sendable {
    var topic: CompiledExpression
    var priority: CompiledExpression?
    var errors: [(condition: CompiledExpression, code: String?)]
}

/// Which version of a definition is called.
enum BindingCode: Sendable {
    case latest
    case deployment
    case version(CompiledExpression)
    case versionTag(CompiledExpression)
}

/// A call of a decision.
struct DecisionCode: Sendable {
    let key: CompiledExpression
    let binding: BindingCode
    let tenantID: CompiledExpression?
    let mapping: DecisionCall.ResultMapping
    let resultVariable: String?
}

/// A call of a process.
struct CallActivityCode: Sendable {
    let key: CompiledExpression
    let binding: BindingCode
    let tenantID: CompiledExpression?
    let businessKey: CompiledExpression?
    let inputs: [VariableMappingCode]
    let outputs: [VariableMappingCode]
}

/// A mapping of variables between instances.
struct VariableMappingCode: Sendable {
    enum Source: Sendable {
        case variable(String)
        case expression(CompiledExpression)
        case all
    }
    let source: Source
    let target: String?
    let isLocal: Bool
}

/// The repetition of an activity.
struct MultiInstanceCode: Sendable {
    var isSequential: Bool
    var cardinality: CompiledExpression?
    var collectionVariable: String?
    var collection: CompiledExpression?
    var elementVariable: String?
    var completionCondition: CompiledExpression?
    /// Where the results of the instances go: the name of the list, and of the variable that holds
    /// the result of one.
    var output: (list: String, item: String)?
    /// The rounds, if it is a standard loop and no multi-instance activity.
    var standardLoop: StandardLoopCode?
}

/// An error that is thrown.
struct ErrorThrow: Sendable {
    let code: String?
    let message: CompiledExpression?
}

/// A signal that is thrown.
struct SignalThrow: Sendable {
    let name: CompiledExpression
    let isAsync: Bool
    let businessKey: CompiledExpression?
    let inputs: [VariableMappingCode]
}

/// A message, signal or condition that is waited for while a scope lives.
struct EventDeclaration: Sendable {
    enum Kind: String, Sendable {
        case message
        case signal
        case conditional
        case compensate
    }
    let kind: Kind
    let name: CompiledExpression?
    let condition: ConditionCode?
    /// The element that catches: a boundary or catch event, a receive task, the start event of an
    /// event sub-process.
    let activity: Int
    /// Which definition of an event with several it is.
    var definitionID: String?
}

/// A timer that runs while a scope lives, or that starts instances.
struct TimerDeclaration: Sendable {
    let activity: Int
    /// The sort of its jobs: `timer-transition` and the like.
    let handler: String
    let schedule: TimerEventDefinition.Schedule
    let value: CompiledExpression
    /// Whether a cycle goes on after the first time.
    let repeats: Bool
    /// The listener that a timeout calls.
    var listenerID: String?
    /// Which definition of an event with several it is.
    var definitionID: String?
}

/// A handler of errors.
struct ErrorHandler: Sendable {
    let handler: Int
    let code: String?
    let precedence: Int
    let codeVariable: String?
    let messageVariable: String?
    /// Which definition of an event with several it is.
    var definitionID: String?
}

/// A handler of escalations.
struct EscalationHandler: Sendable {
    let handler: Int
    let code: String?
    let codeVariable: String?
    /// Which definition of an event with several it is.
    var definitionID: String?
}
