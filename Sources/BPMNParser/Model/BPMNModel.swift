/// What a BPMN file says: its processes, what they refer to, and its diagrams.
///
/// Defaults of the schema are applied, references between elements are resolved where the fields
/// say so, and `camunda:`, `operaton:` and `activiti:` extensions are read alike.
public struct BPMNModel: Sendable, Hashable {
    /// The id of the definitions element.
    public var id: String?
    /// The name of the file as its author gave it.
    public var name: String?
    /// The namespace that the ids of the file belong to.
    public var targetNamespace: String
    /// The URI of the language of expressions that name none.
    public var expressionLanguage: String?
    /// The URI of the language of types.
    public var typeLanguage: String?
    /// The tool that wrote the file.
    public var exporter: String?
    /// The version of that tool.
    public var exporterVersion: String?
    /// The messages, in the order of the file.
    public var messages: [BPMNMessage]
    /// The signals, in the order of the file.
    public var signals: [BPMNSignal]
    /// The errors, in the order of the file.
    public var errors: [BPMNError]
    /// The escalations, in the order of the file.
    public var escalations: [BPMNEscalation]
    /// The types of data.
    public var itemDefinitions: [ItemDefinition]
    /// The data stores.
    public var dataStores: [DataStore]
    /// The collaborations; a file made by a modeler has at most one.
    public var collaborations: [Collaboration]
    /// All processes, the ones that are not executable too, in the order of the file.
    public var processes: [BPMNProcess]
    /// The diagrams.
    public var diagrams: [Diagram]

    /// Creates a model.
    public init(
        id: String? = nil, name: String? = nil, targetNamespace: String = "",
        expressionLanguage: String? = nil, typeLanguage: String? = nil, exporter: String? = nil,
        exporterVersion: String? = nil, messages: [BPMNMessage] = [], signals: [BPMNSignal] = [],
        errors: [BPMNError] = [], escalations: [BPMNEscalation] = [],
        itemDefinitions: [ItemDefinition] = [], dataStores: [DataStore] = [],
        collaborations: [Collaboration] = [], processes: [BPMNProcess] = [],
        diagrams: [Diagram] = []
    ) {
        self.id = id
        self.name = name
        self.targetNamespace = targetNamespace
        self.expressionLanguage = expressionLanguage
        self.typeLanguage = typeLanguage
        self.exporter = exporter
        self.exporterVersion = exporterVersion
        self.messages = messages
        self.signals = signals
        self.errors = errors
        self.escalations = escalations
        self.itemDefinitions = itemDefinitions
        self.dataStores = dataStores
        self.collaborations = collaborations
        self.processes = processes
        self.diagrams = diagrams
    }

    /// The processes that a deployment makes definitions of, in the order of the file.
    public var executableProcesses: [BPMNProcess] { processes.filter { $0.isExecutable == true } }
}

/// A message that events and receive tasks wait for.
public struct BPMNMessage: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The name under which it is correlated; may hold expressions where it is caught.
    public var name: ExpressionSource?
    /// The type of its payload.
    public var itemRef: String?
    /// The line.
    public var line: Int?

    /// Creates a message.
    public init(
        id: String, name: ExpressionSource? = nil, itemRef: String? = nil, line: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.itemRef = itemRef
        self.line = line
    }
}

/// A signal that is broadcast.
public struct BPMNSignal: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The name under which it is broadcast; may hold expressions.
    public var name: ExpressionSource?
    /// The type of its payload.
    public var structureRef: String?
    /// The line.
    public var line: Int?

    /// Creates a signal.
    public init(
        id: String, name: ExpressionSource? = nil, structureRef: String? = nil, line: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.structureRef = structureRef
        self.line = line
    }
}

/// An error that a process throws and catches.
public struct BPMNError: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The name, for people.
    public var name: String?
    /// The error code by which handlers are found.
    public var code: String?
    /// `camunda:errorMessage`: the message with which it is thrown.
    public var message: ExpressionSource?
    /// The type of its payload.
    public var structureRef: String?
    /// The line.
    public var line: Int?

    /// Creates an error.
    public init(
        id: String, name: String? = nil, code: String? = nil, message: ExpressionSource? = nil,
        structureRef: String? = nil, line: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.code = code
        self.message = message
        self.structureRef = structureRef
        self.line = line
    }
}

/// An escalation that a process throws and catches.
public struct BPMNEscalation: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The name, for people.
    public var name: String?
    /// The code by which handlers are found.
    public var code: String?
    /// The type of its payload.
    public var structureRef: String?
    /// The line.
    public var line: Int?

    /// Creates an escalation.
    public init(
        id: String, name: String? = nil, code: String? = nil, structureRef: String? = nil,
        line: Int? = nil
    ) {
        self.id = id
        self.name = name
        self.code = code
        self.structureRef = structureRef
        self.line = line
    }
}

/// A type of data.
public struct ItemDefinition: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The name of the type.
    public var structureRef: String?
    /// Whether it is a list.
    public var isCollection: Bool
    /// Whether `itemKind` is Physical, not Information.
    public var isPhysical: Bool

    /// Creates an item definition.
    public init(
        id: String, structureRef: String? = nil, isCollection: Bool = false,
        isPhysical: Bool = false
    ) {
        self.id = id
        self.structureRef = structureRef
        self.isCollection = isCollection
        self.isPhysical = isPhysical
    }
}

/// A store of data outside of any process.
public struct DataStore: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The name.
    public var name: String?
    /// How much it holds.
    public var capacity: Int?
    /// Whether it holds any amount.
    public var isUnlimited: Bool

    /// Creates a data store.
    public init(id: String, name: String? = nil, capacity: Int? = nil, isUnlimited: Bool = true) {
        self.id = id
        self.name = name
        self.capacity = capacity
        self.isUnlimited = isUnlimited
    }
}
