/// An element of a compiled process that a token can be at, or a scope of it; the process itself
/// and the bodies of multi-instance activities too.
@dynamicMemberLookup
public final class Node: Sendable {
    /// Its place in the process; 0 is the process.
    public let index: Int
    private let content: NodeContent

    init(index: Int, content: NodeContent) {
        self.index = index
        self.content = content
    }

    /// What the element is and has.
    @inline(__always)
    public subscript<Value>(dynamicMember path: KeyPath<NodeContent, Value>) -> Value {
        content[keyPath: path]
    }
}

/// What an element is and has.
///
/// Other elements and flows are named by their places.
public struct NodeContent: Sendable {
    /// The id in the model; with `#multiInstanceBody` for a body.
    public let id: String
    /// The name.
    public internal(set) var name: String?
    /// The type that history shows; nil for what leaves no row.
    public internal(set) var activityType: String?
    /// What it does.
    var behavior: Behavior
    /// The scope around it; -1 for the process.
    var flowScope = -1
    /// Whose end or interruption this handler waits for; nil for what is no event handler.
    var eventScope: Int?
    /// How it is started when an event occurs, or when a flow leads to it.
    var startBehavior = StartBehavior.normal
    /// Whether a token in it has a scope execution.
    var isScope = false
    /// Whether other elements run inside.
    var isComposite = false
    /// Whether it is a link throw event, which flows jump over: no token is ever at it.
    var isLinkThrow = false
    /// Whether it is an event sub-process.
    var isTriggeredByEvent = false
    /// Of an event handler: whether it ends its event scope.
    var isInterrupting = true
    /// The flows that leave, in the order of the file.
    var outgoing: [Int] = []
    /// The number of flows that lead here.
    var incomingCount = 0
    /// The default flow.
    var defaultFlow: Int?
    /// Whether a job stands before it.
    var isAsyncBefore = false
    /// Whether a job stands after it.
    var isAsyncAfter = false
    /// Whether its jobs run one at a time for an instance.
    var isExclusive = true
    /// The priority of its jobs.
    var jobPriority: CompiledExpression?
    /// How often and when its failed jobs are tried again.
    var retryCycle: CompiledExpression?
    /// The listeners of the model on its start.
    var startListeners: [ListenerCode] = []
    /// The listeners of the model on its end.
    var endListeners: [ListenerCode] = []
    /// What is evaluated on entering.
    var inputs: [ParameterCode] = []
    /// What is evaluated on leaving.
    var outputs: [ParameterCode] = []
    /// The messages, signals and conditions that are waited for while the scope lives.
    var eventDeclarations: [EventDeclaration] = []
    /// The timers that run while the scope lives.
    var timers: [TimerDeclaration] = []
    /// The handlers of errors that leave the scope, in the order in which they are asked.
    var errorHandlers: [ErrorHandler] = []
    /// The handlers of escalations that leave the scope, in the order in which they are asked.
    var escalationHandlers: [EscalationHandler] = []
    /// The cancel boundary event of a transaction.
    var cancelHandler: Int?
    /// What undoes it.
    var compensationHandler: Int?
    /// Whether it undoes another.
    var isForCompensation = false
    /// Where a sub-process begins; of a body, the repeated activity.
    var initial: Int?
    /// The elements directly inside.
    var children: [Int] = []
    /// Of a start event: what is submitted to start.
    var form: FormCode?
    /// The extension properties.
    var properties: [(name: String, value: String?)] = []
    /// What it waits for, if that is several things.
    var multiple: MultipleEventCode?
    /// Of an event behind a gateway that starts instances: that gateway.
    var instantiatingGateway: Int?
    /// Whether it is an activity, and no event or gateway.
    var isActivity = false
    /// The data objects that live with it: names, and whether they are lists.
    var dataObjects: [(name: String, isCollection: Bool)] = []
    /// What is copied from data before its inputs.
    var dataInputs: [DataAssociationCode] = []
    /// What is copied to data after its outputs.
    var dataOutputs: [DataAssociationCode] = []

    init(id: String, name: String? = nil, activityType: String?, behavior: Behavior) {
        self.id = id
        self.name = name
        self.activityType = activityType
        self.behavior = behavior
    }
}

extension Node {
    /// Whether a token in it keeps the flow by which it came.
    var remembersFlows: Bool { if case .complexGateway = self.behavior { true } else { false } }
}

/// How an element is started.
enum StartBehavior: Sendable {
    /// Where the token is.
    case normal
    /// After its event scope was deleted.
    case cancelEventScope
    /// In its event scope, after all else in it was deleted.
    case interruptEventScope
    /// In its flow scope, after all else in it was deleted.
    case interruptFlowScope
    /// Beside what runs in its flow scope.
    case concurrentInFlowScope
}

/// A sequence flow of a compiled process.
public final class Flow: Sendable {
    /// The id in the model.
    public let id: String
    /// Where it comes from.
    let source: Int
    /// Where it leads to.
    let target: Int
    /// When it is taken.
    let condition: ConditionCode?
    /// The listeners on taking it.
    let takeListeners: [ListenerCode]

    init(
        id: String, source: Int, target: Int, condition: ConditionCode?,
        takeListeners: [ListenerCode]
    ) {
        self.id = id
        self.source = source
        self.target = target
        self.condition = condition
        self.takeListeners = takeListeners
    }
}
