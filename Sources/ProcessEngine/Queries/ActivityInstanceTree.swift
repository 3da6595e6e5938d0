/// An activity that runs in an instance, with what runs inside it.
public struct ActivityInstance: Sendable {
    /// The id.
    public let id: String
    /// The activity instance around it; nil for the process instance.
    public let parentID: String?
    /// The element; the definition for the process instance.
    public let activityID: String
    /// The element's name.
    public let activityName: String?
    /// The element's type as history shows it.
    public let activityType: String?
    /// The executions that run it.
    public let executionIDs: [String]
    /// Its open incidents.
    public let incidents: [IncidentRow]
    /// The activities inside.
    public internal(set) var children: [ActivityInstance] = []
    /// The tokens inside that wait for an asynchronous continuation.
    public internal(set) var transitions: [TransitionInstance] = []
}

extension Node {
    /// Whether it is the body of a multi-instance activity, which clients see without a name.
    fileprivate var isBody: Bool { if case .multiInstance = self.behavior { true } else { false } }
}

/// A token that waits for an asynchronous continuation.
public struct TransitionInstance: Sendable {
    /// The id, which is that of its execution.
    public let id: String
    /// The activity instance around it.
    public let parentID: String
    /// The element that it waits before or behind.
    public let activityID: String
    /// The element's name.
    public let activityName: String?
    /// The element's type as history shows it.
    public let activityType: String?
    /// Its open incidents.
    public let incidents: [IncidentRow]
}

/// Derives the tree of activity instances of a process instance from its executions.
public struct ActivityInstanceTree {
    private final class Branch {
        let row: ExecutionRow
        var parent: Branch?
        var children: [Branch] = []

        init(_ row: ExecutionRow) { self.row = row }

        /// The activity instance that the execution runs in.
        var surroundingID: String { parent?.row.activityInstanceID ?? row.id }
    }

    /// Which execution is whose scope, from a leaf outwards; by the places of the elements.
    private typealias Mapping = [Int: Branch]

    private let process: CompiledProcess
    private let root: Branch
    private let nodes: [Branch]
    private let incidents: [String: [IncidentRow]]
    private var activities: [String: ActivityInstance] = [:]
    private var transitions: [TransitionInstance] = []
    /// The activity instances in the order in which they were found.
    private var order: [String] = []

    /// The tree of an instance, from the rows of all its executions, itself among them, and its
    /// open incidents.
    public static func derive(
        of instance: ExecutionRow, executions: [ExecutionRow], incidents: [IncidentRow],
        definition: ProcessDefinition
    ) -> ActivityInstance {
        var tree = ActivityInstanceTree(
            instance, executions: executions, incidents: incidents, process: definition.process)
        tree.add(
            ActivityInstance(
                id: instance.id, parentID: nil, activityID: instance.definitionID,
                activityName: definition.row.name, activityType: "processDefinition",
                executionIDs: tree.executionIDs(of: tree.root),
                incidents: tree.incidents(of: tree.root, at: nil)))
        let leaves = tree.nodes.filter { node in
            node.children.isEmpty || tree.throwsCompensation(node)
        }
        for leaf in leaves.sorted(by: { $0.row.id < $1.row.id }) { tree.add(leaf) }
        return tree.assembled(instance.id)
    }

    private init(
        _ instance: ExecutionRow, executions: [ExecutionRow], incidents: [IncidentRow],
        process: CompiledProcess
    ) {
        self.process = process
        self.incidents = Dictionary(grouping: incidents) { $0.executionID ?? "" }
        var byID: [String: Branch] = [:]
        var nodes: [Branch] = []
        for row in executions where !row.isEventScope {
            let node = Branch(row)
            byID[row.id] = node
            nodes.append(node)
        }
        for node in nodes {
            guard let parent = node.row.parentID.flatMap({ byID[$0] }) else { continue }
            node.parent = parent
            parent.children.append(node)
        }
        self.nodes = nodes
        root = byID[instance.id] ?? Branch(instance)
    }

    // MARK: Scopes and executions

    private func element(of node: Branch) -> Node? {
        node.row.activityID.flatMap { process.node($0) }
    }

    private func throwsCompensation(_ node: Branch) -> Bool {
        element(of: node)?.behavior.throwsCompensation ?? false
    }

    /// The scope that an execution is the execution of, or runs in.
    private func scope(of node: Branch, at element: Node) -> Int {
        let runsInside =
            !element.isScope || node.row.activityInstanceID == nil
            || (!node.row.isScope && element.isComposite)
        return runsInside ? max(element.flowScope, 0) : element.index
    }

    /// Walks the scopes and the scope executions outwards side by side.
    ///
    /// Executions that throw compensation have children though their elements are no scopes around
    /// them: the part up to them is mapped first and used again.
    private func mapping(from leaf: Branch, at element: Node) -> Mapping {
        var starts: [(Branch, Node)] = [(leaf, element)]
        var ancestor = leaf.parent
        while let node = ancestor {
            if throwsCompensation(node), let element = self.element(of: node) {
                starts.append((node, element))
            }
            ancestor = node.parent
        }
        var known: Mapping = [:]
        for (node, element) in starts.reversed() {
            var mapping: Mapping = [:]
            var scope = scope(of: node, at: element)
            // A compensation handler that is no scope runs on an execution that looks like one.
            let runsHandler = node.row.isScope && element.isForCompensation && !element.isScope
            let own = node.row.isScope ? node : node.parent
            var execution: Branch? =
                runsHandler
                ? Self.scopeExecution(around: node)
                : isInEndedScope(node, at: element, known)
                    ? own.flatMap(Self.scopeExecution) : own
            while let current = execution {
                if let earlier = known[scope] {
                    mapping[scope] = earlier
                } else {
                    mapping[scope] = current
                    execution = Self.scopeExecution(around: current)
                }
                guard scope > 0 else { break }
                scope = max(process.nodes[scope].flowScope, 0)
            }
            known = mapping
        }
        return known
    }

    /// Whether an execution is the scope of its own element, which has ended and leaves the rest to
    /// a job, or stands in it: it looks like a token that waits in the scope around, but stands one
    /// level deeper.
    private func isInEndedScope(_ node: Branch, at element: Node, _ known: Mapping) -> Bool {
        guard node.row.activityInstanceID == nil, element.isScope, let parent = node.parent
        else { return false }
        var scope = max(element.flowScope, 0)
        var execution = node.row.isScope ? node : parent
        while scope > 0, known[scope] == nil, let next = Self.scopeExecution(around: execution) {
            scope = max(process.nodes[scope].flowScope, 0)
            execution = next
        }
        return execution !== root && !throwsCompensation(execution)
    }

    private static func scopeExecution(around node: Branch) -> Branch? {
        guard let parent = node.parent else { return nil }
        return parent.row.isScope ? parent : parent.parent
    }

    // MARK: Instances

    private mutating func add(_ instance: ActivityInstance) {
        activities[instance.id] = instance
        order.append(instance.id)
    }

    private mutating func add(_ leaf: Branch) {
        guard let element = element(of: leaf) else { return }
        var mapping = mapping(from: leaf, at: element)
        let surrounding = mapping
        func parentID(of scope: Int) -> String {
            surrounding[max(scope, 0)]?.surroundingID ?? root.row.id
        }
        if let id = leaf.row.activityInstanceID {
            // One that has the instance around it is not in its element yet.
            if !throwsCompensation(leaf) || leaf.children.isEmpty,
                id != parentID(of: element.flowScope)
            {
                add(
                    ActivityInstance(
                        id: id, parentID: parentID(of: element.flowScope),
                        activityID: element.id, activityName: element.name,
                        activityType: element.activityType, executionIDs: executionIDs(of: leaf),
                        incidents: incidents(of: leaf, at: element.id)))
                mapping[element.index] = nil
            }
        } else {
            transitions.append(
                TransitionInstance(
                    id: leaf.row.id, parentID: parentID(of: element.flowScope),
                    activityID: element.id, activityName: element.name,
                    activityType: element.activityType, incidents: incidents[leaf.row.id] ?? []))
            mapping[element.index] = nil
        }
        mapping[0] = nil
        for (scope, execution) in mapping.sorted(by: { $0.key < $1.key }) {
            let id = execution.surroundingID
            guard activities[id] == nil else { continue }
            let element = process.nodes[scope]
            add(
                ActivityInstance(
                    id: id, parentID: parentID(of: element.flowScope), activityID: element.id,
                    activityName: element.isBody ? nil : element.name,
                    activityType: element.activityType, executionIDs: executionIDs(of: execution),
                    incidents: incidents(of: execution, at: element.id)))
        }
    }

    /// An execution and its concurrent children that only carry a scope.
    private func executionIDs(of node: Branch) -> [String] {
        [node.row.id] + carriers(of: node).map(\.row.id)
    }

    private func carriers(of node: Branch) -> [Branch] {
        node.children.filter { $0.row.isConcurrent && $0.row.activityID == nil }
    }

    private func incidents(of node: Branch, at activity: String?) -> [IncidentRow] {
        var found: [IncidentRow] = []
        if node.row.activityID == nil || node.row.activityID == activity {
            found += incidents[node.row.id] ?? []
        }
        for carrier in carriers(of: node) { found += incidents[carrier.row.id] ?? [] }
        return found
    }

    /// Puts the instances into each other, the innermost first.
    private func assembled(_ rootID: String) -> ActivityInstance {
        var complete = activities
        for transition in transitions {
            complete[transition.parentID]?.transitions.append(transition)
        }
        // Each is found before or after what surrounds it; its depth says in which order.
        func depth(_ id: String) -> Int {
            var depth = 0
            var next = activities[id]?.parentID
            while let parent = next, depth <= activities.count {
                depth += 1
                next = activities[parent]?.parentID
            }
            return depth
        }
        let deepestFirst = order.map { ($0, depth($0)) }.sorted { $0.1 > $1.1 }
        for (id, _) in deepestFirst {
            guard let instance = complete[id], let parent = instance.parentID else { continue }
            complete[parent]?.children.append(instance)
        }
        return complete[rootID]
            ?? ActivityInstance(
                id: rootID, parentID: nil, activityID: "", activityName: nil, activityType: nil,
                executionIDs: [], incidents: [])
    }
}
