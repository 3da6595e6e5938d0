public import XMLTree

/// An activity, gateway or event: what all have in common, and its kind.
public struct FlowNode: Sendable, Hashable {
    /// The id; where the file has none, one that no file can have (with an `@`).
    public var id: String
    /// Whether the file has the id.
    public var hasWrittenID: Bool
    /// The name; of user tasks it may hold expressions.
    public var name: String?
    /// The documentation; of user tasks it may hold expressions.
    public var documentation: String?
    /// The line.
    public var line: Int?
    /// What it is.
    public var kind: Kind
    /// The ids of the sequence flows that lead here, in the order of the `sequenceFlow` elements.
    public var incoming: [String]
    /// The ids of the sequence flows that leave, in the order of the `sequenceFlow` elements,
    /// which is the order in which conditions are tried.
    public var outgoing: [String]
    /// The id of the default flow.
    public var defaultFlow: String?
    /// Whether it is a compensation handler.
    public var isForCompensation: Bool
    /// Whether and how it repeats.
    public var loop: Loop?
    /// Whether a job stands before it.
    public var isAsyncBefore: Bool
    /// Whether a job stands after it.
    public var isAsyncAfter: Bool
    /// Whether its jobs run one at a time for an instance.
    public var isExclusive: Bool
    /// The priority of its jobs.
    public var jobPriority: ExpressionSource?
    /// How often and when its failed jobs are tried again.
    public var failedJobRetryTimeCycle: ExpressionSource?
    /// The listeners on start and end, in the order of the file.
    public var executionListeners: [ExecutionListener]
    /// The mappings of variables; present, though empty, it makes the element a scope.
    public var inputOutput: InputOutput?
    /// The extension properties.
    public var properties: [ExtensionProperty]
    /// The lines to and from data; one without an assignment or transformation is only drawn.
    public var dataAssociations: [DataAssociation]
    /// The names of the data that the activity itself has, by their ids: properties, inputs, outputs.
    public var dataNames: [String: String] = [:]
    /// All extension elements as they came.
    public var extensionElements: [XMLElement]

    /// Creates a flow node.
    public init(
        id: String, hasWrittenID: Bool = true, name: String? = nil, documentation: String? = nil,
        line: Int? = nil, kind: Kind, incoming: [String] = [], outgoing: [String] = [],
        defaultFlow: String? = nil, isForCompensation: Bool = false, loop: Loop? = nil,
        isAsyncBefore: Bool = false, isAsyncAfter: Bool = false, isExclusive: Bool = true,
        jobPriority: ExpressionSource? = nil, failedJobRetryTimeCycle: ExpressionSource? = nil,
        executionListeners: [ExecutionListener] = [], inputOutput: InputOutput? = nil,
        properties: [ExtensionProperty] = [], dataAssociations: [DataAssociation] = [],
        extensionElements: [XMLElement] = []
    ) {
        self.id = id
        self.hasWrittenID = hasWrittenID
        self.name = name
        self.documentation = documentation
        self.line = line
        self.kind = kind
        self.incoming = incoming
        self.outgoing = outgoing
        self.defaultFlow = defaultFlow
        self.isForCompensation = isForCompensation
        self.loop = loop
        self.isAsyncBefore = isAsyncBefore
        self.isAsyncAfter = isAsyncAfter
        self.isExclusive = isExclusive
        self.jobPriority = jobPriority
        self.failedJobRetryTimeCycle = failedJobRetryTimeCycle
        self.executionListeners = executionListeners
        self.inputOutput = inputOutput
        self.properties = properties
        self.dataAssociations = dataAssociations
        self.extensionElements = extensionElements
    }
}

extension FlowNode {
    /// The kinds of flow nodes.
    public enum Kind: Sendable, Hashable {
        /// A task of no kind, which is passed through.
        case task
        /// A task done outside of the engine's view, which is passed through.
        case manualTask
        /// A task for a person.
        case userTask(UserTask)
        /// A task done by a service.
        case serviceTask(ServiceImplementation)
        /// A task that sends a message, done by a service.
        case sendTask(ServiceImplementation)
        /// A task that asks for a decision.
        case businessRuleTask(BusinessRuleTask)
        /// A task that runs a script.
        case scriptTask(ScriptTask)
        /// A task that waits for a message.
        case receiveTask(ReceiveTask)
        /// A call of another process.
        case callActivity(CallActivity)
        /// A sub-process of any sort.
        case subProcess(SubProcess)
        /// One way out, by conditions.
        case exclusiveGateway
        /// All ways out; waits for all ways in.
        case parallelGateway
        /// Some ways out, by conditions; waits for what can still arrive.
        case inclusiveGateway
        /// The way of the event that comes first.
        case eventBasedGateway(EventBasedGateway)
        /// A gateway with a condition of its own.
        case complexGateway(activationCondition: ExpressionSource?)
        /// A start event.
        case startEvent(StartEvent)
        /// An event that is waited for.
        case intermediateCatchEvent(CatchEvent)
        /// An event that is thrown on the way.
        case intermediateThrowEvent(ThrowEvent)
        /// An event at the border of an activity.
        case boundaryEvent(BoundaryEvent)
        /// An end event.
        case endEvent(ThrowEvent)
    }
}

/// How an activity repeats.
public enum Loop: Sendable, Hashable {
    /// One after the other while a condition holds.
    case standard(StandardLoop)
    /// A number of times, or once for each item of a collection.
    case multiInstance(MultiInstance)
}

/// A loop while a condition holds.
public struct StandardLoop: Sendable, Hashable {
    /// Whether the condition is tested before the first round.
    public var isTestedBefore: Bool
    /// The greatest number of rounds.
    public var maximum: ExpressionSource?
    /// The condition to go on.
    public var condition: ExpressionSource?
    /// Whether a job stands before each round.
    public var isAsyncBefore = false
    /// Whether a job stands after each round.
    public var isAsyncAfter = false
    /// Whether these jobs run one at a time.
    public var isExclusive = true

    /// Creates a standard loop.
    public init(
        isTestedBefore: Bool = false, maximum: ExpressionSource? = nil,
        condition: ExpressionSource? = nil
    ) {
        self.isTestedBefore = isTestedBefore
        self.maximum = maximum
        self.condition = condition
    }
}

/// A number of instances of one activity.
public struct MultiInstance: Sendable, Hashable {
    /// Whether they run one after the other.
    public var isSequential: Bool
    /// Their number.
    public var cardinality: ExpressionSource?
    /// The collection, one instance for each of its items: the name of a variable, or an
    /// expression where it holds a `{`.
    public var collection: ExpressionSource?
    /// The variable that holds the item.
    public var elementVariable: String?
    /// The condition to end before all are done.
    public var completionCondition: ExpressionSource?
    /// Whether a job stands before each instance.
    public var isAsyncBefore: Bool
    /// Whether a job stands after each instance.
    public var isAsyncAfter: Bool
    /// Whether these jobs run one at a time.
    public var isExclusive: Bool
    /// How often and when these jobs are tried again.
    public var failedJobRetryTimeCycle: ExpressionSource?
    /// The collection of results.
    public var loopDataOutputRef: String?
    /// The variable that holds the result of one.
    public var outputDataItem: String?
    /// When an event tells of finished instances: `None`, `One`, `All` or `Complex`.
    public var behavior: String
    /// The line.
    public var line: Int?

    /// Creates a multi instance.
    public init(
        isSequential: Bool = false, cardinality: ExpressionSource? = nil,
        collection: ExpressionSource? = nil, elementVariable: String? = nil,
        completionCondition: ExpressionSource? = nil, isAsyncBefore: Bool = false,
        isAsyncAfter: Bool = false, isExclusive: Bool = true,
        failedJobRetryTimeCycle: ExpressionSource? = nil, loopDataOutputRef: String? = nil,
        outputDataItem: String? = nil, behavior: String = "All", line: Int? = nil
    ) {
        self.isSequential = isSequential
        self.cardinality = cardinality
        self.collection = collection
        self.elementVariable = elementVariable
        self.completionCondition = completionCondition
        self.isAsyncBefore = isAsyncBefore
        self.isAsyncAfter = isAsyncAfter
        self.isExclusive = isExclusive
        self.failedJobRetryTimeCycle = failedJobRetryTimeCycle
        self.loopDataOutputRef = loopDataOutputRef
        self.outputDataItem = outputDataItem
        self.behavior = behavior
        self.line = line
    }
}

/// A line between an activity or event and data.
public struct DataAssociation: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// Whether the data goes into the flow node.
    public var isInput: Bool
    /// Where the data comes from.
    public var sourceRefs: [String]
    /// Where the data goes to.
    public var targetRef: String?
    /// What makes the target of the sources.
    public var transformation: ExpressionSource?
    /// What is copied, in order.
    public var assignments: [DataAssignment]
    /// The line.
    public var line: Int?

    /// Creates a data association.
    public init(
        id: String? = nil, isInput: Bool, sourceRefs: [String] = [], targetRef: String? = nil,
        transformation: ExpressionSource? = nil, assignments: [DataAssignment] = [],
        line: Int? = nil
    ) {
        self.id = id
        self.isInput = isInput
        self.sourceRefs = sourceRefs
        self.targetRef = targetRef
        self.transformation = transformation
        self.assignments = assignments
        self.line = line
    }

    /// Whether it does something when the process runs, and is not only drawn.
    public var isExecuted: Bool { transformation != nil || !assignments.isEmpty }
}

/// A value that a data association copies.
public struct DataAssignment: Sendable, Hashable {
    /// The value.
    public var from: ExpressionSource
    /// Where it goes: a name, or a path into a JSON object such as `order.lines`.
    public var to: ExpressionSource

    /// Creates an assignment.
    public init(from: ExpressionSource, to: ExpressionSource) {
        self.from = from
        self.to = to
    }
}

/// A gateway that waits for the first of several events.
public struct EventBasedGateway: Sendable, Hashable {
    /// Whether its events start the process.
    public var isInstantiating: Bool
    /// Whether all of its events are awaited.
    public var isParallel: Bool

    /// Creates an event based gateway.
    public init(isInstantiating: Bool = false, isParallel: Bool = false) {
        self.isInstantiating = isInstantiating
        self.isParallel = isParallel
    }
}
