public import XMLTree

/// A process of a BPMN file.
public struct BPMNProcess: Sendable, Hashable {
    /// The id, which is the key of its definitions; empty where the file has none.
    public var id: String
    /// The name.
    public var name: String?
    /// The documentation.
    public var documentation: String?
    /// The line.
    public var line: Int?
    /// Whether it is to be executed; nil where the file does not say, which a deployment takes as
    /// no.
    public var isExecutable: Bool?
    /// Whether it receives no messages but those of its model.
    public var isClosed: Bool
    /// `None`, `Public` or `Private`.
    public var processType: String
    /// The label of this version.
    public var versionTag: String?
    /// How long finished instances are kept, as written: `180` or `P180D`;
    /// ``historyTimeToLiveDays`` has the number.
    public var historyTimeToLive: String?
    /// The users who may start it.
    public var candidateStarterUsers: [ExpressionSource]
    /// The groups whose members may start it.
    public var candidateStarterGroups: [ExpressionSource]
    /// The priority of its jobs, where an activity does not say otherwise.
    public var jobPriority: ExpressionSource?
    /// The priority of its external tasks, where one does not say otherwise.
    public var taskPriority: ExpressionSource?
    /// Whether start lists show it.
    public var isStartableInTasklist: Bool
    /// The listeners on start and end of an instance.
    public var executionListeners: [ExecutionListener]
    /// The extension properties.
    public var properties: [ExtensionProperty]
    /// All extension elements as they came.
    public var extensionElements: [XMLElement]
    /// The data that it is given, drawn and not executed.
    public var dataInputs: [DataPort]
    /// The data that it yields, drawn and not executed.
    public var dataOutputs: [DataPort]
    /// The lanes.
    public var laneSets: [LaneSet]
    /// What the process is made of.
    public var scope: FlowScope

    /// Creates a process.
    public init(
        id: String, name: String? = nil, documentation: String? = nil, line: Int? = nil,
        isExecutable: Bool? = nil, isClosed: Bool = false, processType: String = "None",
        versionTag: String? = nil, historyTimeToLive: String? = nil,
        candidateStarterUsers: [ExpressionSource] = [],
        candidateStarterGroups: [ExpressionSource] = [], jobPriority: ExpressionSource? = nil,
        taskPriority: ExpressionSource? = nil, isStartableInTasklist: Bool = true,
        executionListeners: [ExecutionListener] = [], properties: [ExtensionProperty] = [],
        extensionElements: [XMLElement] = [], dataInputs: [DataPort] = [],
        dataOutputs: [DataPort] = [], laneSets: [LaneSet] = [], scope: FlowScope = FlowScope()
    ) {
        self.id = id
        self.name = name
        self.documentation = documentation
        self.line = line
        self.isExecutable = isExecutable
        self.isClosed = isClosed
        self.processType = processType
        self.versionTag = versionTag
        self.historyTimeToLive = historyTimeToLive
        self.candidateStarterUsers = candidateStarterUsers
        self.candidateStarterGroups = candidateStarterGroups
        self.jobPriority = jobPriority
        self.taskPriority = taskPriority
        self.isStartableInTasklist = isStartableInTasklist
        self.executionListeners = executionListeners
        self.properties = properties
        self.extensionElements = extensionElements
        self.dataInputs = dataInputs
        self.dataOutputs = dataOutputs
        self.laneSets = laneSets
        self.scope = scope
    }

    /// ``historyTimeToLive`` in days; nil where it is not given or not readable.
    public var historyTimeToLiveDays: Int? {
        historyTimeToLive.flatMap { HistoryTimeToLive.days($0) }
    }
}

/// Data that a process is given or yields.
public struct DataPort: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// Whether it is a list.
    public var isCollection: Bool

    /// Creates a data port.
    public init(id: String? = nil, name: String? = nil, isCollection: Bool = false) {
        self.id = id
        self.name = name
        self.isCollection = isCollection
    }
}

/// A set of lanes.
public struct LaneSet: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The lanes.
    public var lanes: [Lane]

    /// Creates a lane set.
    public init(id: String? = nil, name: String? = nil, lanes: [Lane] = []) {
        self.id = id
        self.name = name
        self.lanes = lanes
    }
}

/// A lane: who does the work that is drawn in it.
public struct Lane: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The line.
    public var line: Int?
    /// The ids of the flow nodes in it.
    public var flowNodeRefs: [String]
    /// The lanes inside.
    public var childLanes: [Lane]

    /// Creates a lane.
    public init(
        id: String? = nil, name: String? = nil, line: Int? = nil, flowNodeRefs: [String] = [],
        childLanes: [Lane] = []
    ) {
        self.id = id
        self.name = name
        self.line = line
        self.flowNodeRefs = flowNodeRefs
        self.childLanes = childLanes
    }
}

/// Pools and the messages between them.
public struct Collaboration: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The pools.
    public var participants: [Participant]
    /// The messages between pools.
    public var messageFlows: [MessageFlow]
    /// Notes, groups and associations.
    public var artifacts: [Artifact]

    /// Creates a collaboration.
    public init(
        id: String? = nil, name: String? = nil, participants: [Participant] = [],
        messageFlows: [MessageFlow] = [], artifacts: [Artifact] = []
    ) {
        self.id = id
        self.name = name
        self.participants = participants
        self.messageFlows = messageFlows
        self.artifacts = artifacts
    }
}

/// A pool.
public struct Participant: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The id of its process; nil for a pool that is closed to view.
    public var processRef: String?
    /// How many participants there are at least, where it stands for many.
    public var minimum: Int?
    /// How many participants there are at most, where it stands for many.
    public var maximum: Int?
    /// The line.
    public var line: Int?

    /// Creates a participant.
    public init(
        id: String? = nil, name: String? = nil, processRef: String? = nil, minimum: Int? = nil,
        maximum: Int? = nil, line: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.processRef = processRef
        self.minimum = minimum
        self.maximum = maximum
        self.line = line
    }

    /// Whether it stands for many participants, which a marker shows.
    public var isMultiple: Bool { minimum != nil || maximum != nil }
}

/// A message between two pools, drawn and not executed.
public struct MessageFlow: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The element that it comes from.
    public var sourceRef: String
    /// The element that it goes to.
    public var targetRef: String
    /// The message.
    public var messageRef: String?

    /// Creates a message flow.
    public init(
        id: String? = nil, name: String? = nil, sourceRef: String = "", targetRef: String = "",
        messageRef: String? = nil
    ) {
        self.id = id
        self.name = name
        self.sourceRef = sourceRef
        self.targetRef = targetRef
        self.messageRef = messageRef
    }
}
