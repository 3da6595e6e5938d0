/// A process of a model, compiled into arrays: nothing of it is parsed or looked up by name when a
/// token moves.
public final class CompiledProcess: Sendable {
    /// The id of the process in the model: the key of its definitions.
    public let key: String
    /// The name.
    public let name: String?
    /// The elements; the first is the process itself.
    public let nodes: [Node]
    /// The sequence flows.
    public let flows: [Flow]
    /// The start event that an instance begins at unless an event says otherwise.
    let initial: Int?
    /// The variable that receives the user who starts an instance.
    let initiatorVariable: String?
    /// The priority of jobs where the element has none.
    let jobPriority: CompiledExpression?
    /// The priority of external tasks where the element has none.
    let taskPriority: CompiledExpression?
    /// What starts instances: by message, signal or condition.
    let startDeclarations: [EventDeclaration]
    /// The timers that start instances.
    let startTimers: [TimerDeclaration]
    /// Whether changes of variables have to be watched.
    let hasConditionalEvents: Bool
    /// Its scripts.
    let scripts: [ScriptPlace]
    /// Whether there are complex gateways, which look at what other tokens do.
    let hasComplexGateways: Bool
    /// Whether something else than a start event starts instances.
    let hasInstantiatingElements: Bool
    /// The data objects of the process.
    let dataObjects: [(name: String, isCollection: Bool)]
    private let nodeIndexes: [String: Int]
    private let flowIndexes: [String: Int]

    init(
        key: String, name: String?, nodes: [Node], flows: [Flow], initial: Int?,
        initiatorVariable: String?, jobPriority: CompiledExpression?,
        taskPriority: CompiledExpression?, startDeclarations: [EventDeclaration],
        startTimers: [TimerDeclaration], hasConditionalEvents: Bool, scripts: [ScriptPlace] = [],
        hasInstantiatingElements: Bool = false
    ) {
        self.hasInstantiatingElements = hasInstantiatingElements
        dataObjects = nodes.first?.dataObjects ?? []
        hasComplexGateways = nodes.contains {
            if case .complexGateway = $0.behavior { true } else { false }
        }
        self.key = key
        self.name = name
        self.nodes = nodes
        self.flows = flows
        self.initial = initial
        self.initiatorVariable = initiatorVariable
        self.jobPriority = jobPriority
        self.taskPriority = taskPriority
        self.startDeclarations = startDeclarations
        self.startTimers = startTimers
        self.hasConditionalEvents = hasConditionalEvents
        self.scripts = scripts
        nodeIndexes = Dictionary(
            nodes.dropFirst().filter { !$0.isLinkThrow }.map { ($0.id, $0.index) },
            uniquingKeysWith: { first, _ in first })
        flowIndexes = Dictionary(
            flows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The process as a scope.
    var root: Node { nodes[0] }

    /// The element with an id.
    public func node(_ id: String) -> Node? { nodeIndexes[id].map { nodes[$0] } }

    /// The sequence flow with an id.
    public func flow(_ id: String) -> Flow? { flowIndexes[id].map { flows[$0] } }

    /// The scope around an element; the process for the process.
    func flowScope(of node: Node) -> Node { node.flowScope < 0 ? node : nodes[node.flowScope] }

    /// Whether an element lies inside a scope, however deep.
    func isInside(_ node: Node, _ scope: Int) -> Bool {
        var current = node.flowScope
        while current >= 0 {
            if current == scope { return true }
            current = nodes[current].flowScope
        }
        return false
    }
}
