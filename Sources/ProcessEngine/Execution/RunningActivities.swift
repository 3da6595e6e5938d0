/// What runs in an instance, as its activity instance tree shows it.
struct RunningActivities {
    /// An activity instance.
    struct Instance {
        let id: String
        let node: Node
        /// Its scope execution, or the one that runs it.
        let execution: Execution
        let parentID: String?
    }

    /// A token between activities, waiting for a job.
    struct Transition {
        let execution: Execution
        let node: Node
        let parentID: String?
    }

    private(set) var instances: [Instance] = []
    private(set) var transitions: [Transition] = []

    /// Reads the tree below a process instance.
    init(of instance: Execution) {
        var leaves: [Execution] = []
        func collect(_ execution: Execution) {
            let children = execution.liveChildren
            if children.isEmpty || execution.throwsCompensation { leaves.append(execution) }
            for child in children { collect(child) }
        }
        collect(instance)
        var seen: Set<String> = []
        for leaf in leaves.sorted(by: { $0.id < $1.id }) { add(leaf, &seen) }
    }

    private mutating func add(_ leaf: Execution, _ seen: inout Set<String>) {
        guard let activity = leaf.activity, activity.index != 0 else { return }
        var isLeaf = true
        var parents: [(node: Node, execution: Execution)] = []
        leaf.walkScopes { (node, execution) -> Bool in
            parents.append((node, execution))
            return true
        }
        if leaf.activityInstanceID != nil, parents.first?.node === activity,
            parents.first?.execution === leaf
        {
            parents.removeFirst()
        } else if leaf.throwsCompensation, parents.first?.node === activity {
            parents.removeFirst()
        } else if leaf.activityInstanceID == nil {
            isLeaf = false
        }
        let ids = Self.instanceIDs(of: parents)
        let around = ids.lazy.compactMap { $0 }.first
        if isLeaf,
            let id = leaf.throwsCompensation && !leaf.liveChildren.isEmpty
                ? leaf.parent?.activityInstanceID : leaf.activityInstanceID
        {
            if seen.insert(id).inserted {
                instances.append(
                    Instance(id: id, node: activity, execution: leaf, parentID: around))
            }
        } else if !isLeaf {
            transitions.append(Transition(execution: leaf, node: activity, parentID: around))
        }
        for (position, scope) in parents.enumerated() where scope.node.index != 0 {
            guard let id = ids[position], seen.insert(id).inserted else { continue }
            instances.append(
                Instance(
                    id: id, node: scope.node, execution: scope.execution,
                    parentID: ids[(position + 1)...].lazy.compactMap { $0 }.first))
        }
    }

    /// The instances of scopes, from inside out; one that waits for a job behind it has none.
    private static func instanceIDs(
        of scopes: [(node: Node, execution: Execution)]
    ) -> [String?] {
        var ids = scopes.map { instanceID(of: $0.node, $0.execution) }
        for inner in ids.indices.dropLast() where ids[inner] == ids[inner + 1] { ids[inner] = nil }
        return ids
    }

    private static func instanceID(of node: Node, _ execution: Execution) -> String? {
        node.index == 0 ? execution.id : execution.parent?.activityInstanceID
    }
}
