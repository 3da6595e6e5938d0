internal import BPMNParser

/// What the shape or line of a diagram shows.
enum DrawnElement {
    case participant(Participant)
    case lane(Lane)
    case flowNode(FlowNode)
    case sequenceFlow(SequenceFlow, source: FlowNode?)
    case messageFlow(MessageFlow)
    case association(Association)
    case dataAssociation(DataAssociation)
    case textAnnotation(TextAnnotation)
    case group(Group)
    case dataObject(name: String?, state: String?, isCollection: Bool)
    case dataPort(DataPort, isInput: Bool)
    case dataStore(name: String?, state: String?)

    /// The label that stands beside or in the element.
    var label: String? {
        switch self {
        case .participant(let participant): participant.name
        case .lane(let lane): lane.name
        case .flowNode(let node): node.name
        case .sequenceFlow(let flow, _): flow.name
        case .messageFlow(let flow): flow.name
        case .association, .dataAssociation: nil
        case .textAnnotation(let annotation): annotation.text
        case .group(let group): group.name
        case .dataObject(let name, let state, _), .dataStore(let name, let state):
            Self.label(name, state)
        case .dataPort(let port, _): port.name
        }
    }

    private static func label(_ name: String?, _ state: String?) -> String? {
        guard let state, !state.isEmpty else { return name }
        return "\(name ?? "")\n[\(state)]"
    }
}

/// The elements of a model by id.
struct ElementIndex {
    private(set) var elements: [String: DrawnElement] = [:]
    /// The sub-process that a flow node lies in.
    private(set) var parents: [String: String] = [:]

    init(_ model: BPMNModel) {
        let stores = model.dataStores.reduce(into: [String: String?]()) { $0[$1.id] = $1.name }
        for collaboration in model.collaborations {
            for participant in collaboration.participants {
                add(participant.id, .participant(participant))
            }
            for flow in collaboration.messageFlows { add(flow.id, .messageFlow(flow)) }
            add(collaboration.artifacts)
        }
        for process in model.processes {
            add(process.laneSets)
            for port in process.dataInputs { add(port.id, .dataPort(port, isInput: true)) }
            for port in process.dataOutputs { add(port.id, .dataPort(port, isInput: false)) }
            var pending = [process.scope]
            while let scope = pending.popLast() {
                add(scope, stores)
                for node in scope.flowNodes {
                    guard case .subProcess(let inner) = node.kind else { continue }
                    add(inner.laneSets)
                    for child in inner.scope.flowNodes { parents[child.id] = node.id }
                    pending.append(inner.scope)
                }
            }
        }
    }

    private mutating func add(_ id: String?, _ element: DrawnElement) {
        guard let id, elements[id] == nil else { return }
        elements[id] = element
    }

    private mutating func add(_ laneSets: [LaneSet]) {
        var pending = laneSets.flatMap(\.lanes)
        while let lane = pending.popLast() {
            add(lane.id, .lane(lane))
            pending += lane.childLanes
        }
    }

    private mutating func add(_ artifacts: [Artifact]) {
        for artifact in artifacts {
            switch artifact {
            case .association(let association): add(association.id, .association(association))
            case .textAnnotation(let annotation): add(annotation.id, .textAnnotation(annotation))
            case .group(let group): add(group.id, .group(group))
            }
        }
    }

    private mutating func add(_ scope: FlowScope, _ stores: [String: String?]) {
        var nodes: [String: FlowNode] = [:]
        for node in scope.flowNodes {
            nodes[node.id] = node
            add(node.id, .flowNode(node))
            for association in node.dataAssociations {
                add(association.id, .dataAssociation(association))
            }
        }
        for flow in scope.sequenceFlows {
            add(flow.id, .sequenceFlow(flow, source: nodes[flow.sourceRef]))
        }
        add(scope.artifacts)
        for reference in scope.dataObjectReferences {
            add(
                reference.id,
                .dataObject(
                    name: reference.name, state: reference.state,
                    isCollection: reference.isCollection))
        }
        for object in scope.dataObjects {
            add(
                object.id,
                .dataObject(name: object.name, state: nil, isCollection: object.isCollection))
        }
        for reference in scope.dataStoreReferences {
            let name = reference.name ?? reference.target.flatMap { stores[$0] ?? nil }
            add(reference.id, .dataStore(name: name, state: reference.state))
        }
    }
}
