public import XMLTree

/// What a process or sub-process is made of, each list in the order of the file.
public struct FlowScope: Sendable, Hashable {
    /// Activities, gateways and events.
    public var flowNodes: [FlowNode]
    /// The flows between them.
    public var sequenceFlows: [SequenceFlow]
    /// Notes, groups and associations.
    public var artifacts: [Artifact]
    /// Data of one instance.
    public var dataObjects: [DataObject]
    /// Places where a data object is drawn.
    public var dataObjectReferences: [DataReference]
    /// Places where a data store is drawn.
    public var dataStoreReferences: [DataReference]

    /// Creates a flow scope.
    public init(
        flowNodes: [FlowNode] = [], sequenceFlows: [SequenceFlow] = [], artifacts: [Artifact] = [],
        dataObjects: [DataObject] = [], dataObjectReferences: [DataReference] = [],
        dataStoreReferences: [DataReference] = []
    ) {
        self.flowNodes = flowNodes
        self.sequenceFlows = sequenceFlows
        self.artifacts = artifacts
        self.dataObjects = dataObjects
        self.dataObjectReferences = dataObjectReferences
        self.dataStoreReferences = dataStoreReferences
    }

    /// The flow node with an id, of this scope alone.
    public func flowNode(_ id: String) -> FlowNode? { flowNodes.first { $0.id == id } }

    /// The sequence flow with an id, of this scope alone.
    public func sequenceFlow(_ id: String) -> SequenceFlow? {
        sequenceFlows.first { $0.id == id }
    }

    /// The flow nodes of this scope and of all scopes inside, outer ones first.
    public var allFlowNodes: [FlowNode] {
        var result: [FlowNode] = []
        var pending: [FlowScope] = [self]
        while let scope = pending.popLast() {
            result += scope.flowNodes
            for node in scope.flowNodes.reversed() {
                if case .subProcess(let inner) = node.kind { pending.append(inner.scope) }
            }
        }
        return result
    }
}

/// A sequence flow.
public struct SequenceFlow: Sendable, Hashable {
    /// The id; where the file has none, one that no file can have (with an `@`).
    public var id: String
    /// Whether the file has the id.
    public var hasWrittenID: Bool
    /// The name.
    public var name: String?
    /// The documentation.
    public var documentation: String?
    /// The line.
    public var line: Int?
    /// The id of the flow node that it leaves.
    public var sourceRef: String
    /// The id of the flow node that it leads to.
    public var targetRef: String
    /// The condition; with a language other than JUEL it is a script.
    public var condition: ExpressionSource?
    /// The listeners that run when it is taken.
    public var takeListeners: [ExecutionListener]
    /// The extension properties.
    public var properties: [ExtensionProperty]
    /// All extension elements as they came.
    public var extensionElements: [XMLElement]

    /// Creates a sequence flow.
    public init(
        id: String, hasWrittenID: Bool = true, name: String? = nil, documentation: String? = nil,
        line: Int? = nil, sourceRef: String, targetRef: String, condition: ExpressionSource? = nil,
        takeListeners: [ExecutionListener] = [], properties: [ExtensionProperty] = [],
        extensionElements: [XMLElement] = []
    ) {
        self.id = id
        self.hasWrittenID = hasWrittenID
        self.name = name
        self.documentation = documentation
        self.line = line
        self.sourceRef = sourceRef
        self.targetRef = targetRef
        self.condition = condition
        self.takeListeners = takeListeners
        self.properties = properties
        self.extensionElements = extensionElements
    }
}

/// Something drawn beside the flow.
public enum Artifact: Sendable, Hashable {
    /// A dotted line; from a compensation boundary event it names the handler.
    case association(Association)
    /// A note.
    case textAnnotation(TextAnnotation)
    /// A frame around elements.
    case group(Group)
}

/// A dotted line between two elements.
public struct Association: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The element at its start.
    public var sourceRef: String
    /// The element at its end.
    public var targetRef: String
    /// Which ends have an arrow.
    public var direction: Direction
    /// The line.
    public var line: Int?

    /// Creates an association.
    public init(
        id: String? = nil, sourceRef: String = "", targetRef: String = "",
        direction: Direction = .none, line: Int? = nil
    ) {
        self.id = id
        self.sourceRef = sourceRef
        self.targetRef = targetRef
        self.direction = direction
        self.line = line
    }

    /// Which ends of an association have an arrow.
    public enum Direction: String, Sendable, Hashable {
        /// No end.
        case none = "None"
        /// The end at the target.
        case one = "One"
        /// Both ends.
        case both = "Both"
    }
}

/// A note.
public struct TextAnnotation: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The text.
    public var text: String

    /// Creates a text annotation.
    public init(id: String? = nil, text: String = "") {
        self.id = id
        self.text = text
    }
}

/// A frame around elements.
public struct Group: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The value of a category that it stands for.
    public var categoryValueRef: String?
    /// The text of that value.
    public var name: String?

    /// Creates a group.
    public init(id: String? = nil, categoryValueRef: String? = nil, name: String? = nil) {
        self.id = id
        self.categoryValueRef = categoryValueRef
        self.name = name
    }
}

/// Data of one instance.
public struct DataObject: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The type.
    public var itemSubjectRef: String?
    /// Whether it is a list.
    public var isCollection: Bool

    /// Creates a data object.
    public init(
        id: String? = nil, name: String? = nil, itemSubjectRef: String? = nil,
        isCollection: Bool = false
    ) {
        self.id = id
        self.name = name
        self.itemSubjectRef = itemSubjectRef
        self.isCollection = isCollection
    }
}

/// A place where a data object or a data store is drawn.
public struct DataReference: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The id of the data object or data store.
    public var target: String?
    /// The state that the data is in there.
    public var state: String?
    /// Whether the data object is a list.
    public var isCollection: Bool
    /// The name of the data store that it is a reference to.
    public var targetName: String?

    /// Creates a data reference.
    public init(
        id: String? = nil, name: String? = nil, target: String? = nil, state: String? = nil,
        isCollection: Bool = false
    ) {
        self.id = id
        self.name = name
        self.target = target
        self.state = state
        self.isCollection = isCollection
    }
}
