internal import XMLTree

/// What is known of a process or sub-process while it is read.
struct ScopeReader {
    /// The sorts of scopes.
    enum Kind: Hashable {
        case process
        case subProcess
        case eventSubProcess
        case transaction
        case adHoc
    }

    let element: XMLElement
    let kind: Kind
    /// What stands for this scope where events of its event sub-processes are declared.
    let key: String
    /// For an event sub-process: the key of the scope around it.
    var outerKey: String?
    /// For an event sub-process: the nodes of the scope around it that were read before it.
    var outerNodes: Set<String> = []

    /// The flow nodes with the place of their element among the scope's children.
    var nodes: [(place: Int, node: FlowNode)] = []
    /// The places of the elements that were read.
    var places: Set<Int> = []
    /// The positions of nodes among ``nodes``, by id.
    var positions: [String: Int] = [:]
    /// The places of all elements of the scope, by id; of equal ids the last one.
    var placesByID: [String: Int] = [:]
    /// The sequence flows by the node that they leave.
    var flowsBySource: [String: [XMLElement]] = [:]
    /// What the reference knows each node as, by id.
    var known: [String: KnownNode] = [:]
    /// The elements that handle compensation and have not been reached yet, by id.
    var compensationHandlers: [String: XMLElement] = [:]
    /// The ids of elements that the reference skips, by id, with what they are.
    var skipped: [String: String] = [:]
    var sequenceFlows: [SequenceFlow] = []
    /// The ids of flows, by node, that the reference made; nil for one without id.
    var created: [String: [(id: String?, hasCondition: Bool)]] = [:]
    /// The activities that thrown compensation refers to and that were not read yet, by id.
    var backlog: [String: CompensationReference] = [:]
    /// For an event sub-process: what joins the backlog of the scope around it.
    var outerBacklog: [String: CompensationReference] = [:]
    /// Whether an event sub-process of this scope handles compensation.
    var hasCompensationSubProcess = false
    /// Whether the scope around it has such an event sub-process already.
    var hasOuterCompensationSubProcess = false
    /// Whether the scope around it is the process.
    var outerIsProcess = false
    /// Whether it is itself an event sub-process that handles compensation.
    var isCompensation = false
    /// The listeners of the sub-process that was read last inside this scope.
    var innerListeners: [ExecutionListener] = []
    /// The texts by which start events of a process are compared.
    var startMessages: Set<String> = []
    var startSignals: Set<String> = []
    var startConditions: Set<String> = []
    var executionListeners: [ExecutionListener] = []

    init(element: XMLElement, kind: Kind) {
        self.element = element
        self.kind = kind
        key = element.id ?? "line \(element.line)"
    }
}

/// A compensation event that refers to an activity.
struct CompensationReference {
    let event: XMLElement
    let definition: XMLElement
}

/// A flow node as the reference knows it while it reads the rest of a scope.
struct KnownNode {
    /// The sorts of nodes that checks tell apart.
    enum Sort: Hashable {
        case other
        case eventBasedGateway
        case catchBehindGateway
        case userTask
        case callActivity(isCase: Bool)
        case subProcess
        case transaction
        case eventSubProcess(isCompensation: Bool)
        case compensationBoundary(host: String)
    }

    var sort: Sort
    var isMultiInstance = false
    var isCompensationHandler = false
    /// Whether its own inside has an event sub-process that handles compensation.
    var hasCompensationSubProcess = false
    /// The compensation and cancel events at its border so far.
    var hasCancelBoundary = false
    var hasCompensationBoundary = false
}
