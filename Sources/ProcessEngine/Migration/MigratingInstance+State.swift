import JSONTree

/// What elements keep that the reference lacks: whether the target can take it over.
extension MigratingInstance {
    /// Why the state of elements cannot be taken over.
    func stateFailures(of element: MigratingElement) -> [String] {
        var failures: [String] = []
        if let to = element.target, case .adHocSubProcess(let code) = to.behavior,
            code.isSequential
        {
            let active = element.children.count { !$0.isOfCompensation }
            if active > 1 {
                failures.append(
                    "The target ad-hoc sub-process '\(to.id)' does one activity at a time, and "
                        + "\(active) are active")
            }
        }
        if let failure = throwFailure(of: element) { failures.append(failure) }
        guard element.migrates, element.execution.row.elementState != nil else { return failures }
        for (id, flows) in element.execution.waitingComplexGateways {
            guard let gateway = counterpart(ofGateway: id) else {
                failures.append(
                    "The complex gateway '\(id)' waits to be reset, and no complex gateway of the "
                        + "target takes its place: map it to one")
                continue
            }
            for flow in flows where flowOfTarget(flow, to: gateway) == nil {
                failures.append(
                    "The complex gateway '\(id)' waits for a token by the sequence flow '\(flow)', "
                        + "which does not lead to '\(gateway.id)' in the target")
            }
        }
        if element === root, let id = element.execution.elementState["trigger"]?.stringValue,
            counterpart(ofTrigger: id) == nil
        {
            failures.append(
                "The event '\(id)' has started the instance and was not passed yet, and no element "
                    + "of the target takes its place: map it to one")
        }
        return failures
    }

    /// Why the part that a multiple throw event waits for cannot be waited for in the target: the
    /// parts are matched by their places.
    private func throwFailure(of element: MigratingElement) -> String? {
        guard case .multipleThrow(let parts)? = element.source?.behavior, let to = element.target,
            case .multipleThrow(let others) = to.behavior
        else { return nil }
        let place = element.execution.throwPosition - 1
        if parts.indices.contains(place), others.indices.contains(place),
            parts[place].waitsForWorker, others[place].waitsForWorker
        {
            return nil
        }
        return
            "The event throws its part \(place + 1), and only one that waits for a worker can go "
            + "on in '\(to.id)', where that part must wait for a worker as well"
    }

    /// The complex gateway of the target that one of the source becomes: the mapped one, else the
    /// one of its id.
    func counterpart(ofGateway id: String) -> Node? {
        let node = mapped(id)?.node ?? target.process.node(id)
        guard let node, case .complexGateway = node.behavior else { return nil }
        return node
    }

    func flowOfTarget(_ id: String, to gateway: Node) -> Flow? {
        target.process.flow(id).flatMap { $0.target == gateway.index ? $0 : nil }
    }

    /// The element whose event started the instance: the mapped one, else the one of its id.
    func counterpart(ofTrigger id: String) -> Node? {
        mapped(id)?.node ?? target.process.node(id)
    }
}

extension Execution {
    /// The complex gateways of the scope that wait to be reset, each with the flows that it awaits.
    var waitingComplexGateways: [(gateway: String, flows: [String])] {
        (elementState["complex"]?.objectValue?.members ?? []).map {
            ($0.key, ($0.value.arrayValue ?? []).compactMap(\.stringValue))
        }
    }
}

extension Node {
    /// The definition of a target's event that one of this event's definitions becomes: the one of
    /// its id, else the one at its place.
    func definition(_ id: String, in target: Node) -> String? {
        guard let own = self.multiple?.definitions, let others = target.multiple?.definitions else {
            return nil
        }
        if others.contains(id) { return id }
        guard let place = own.firstIndex(of: id), others.indices.contains(place),
            !own.contains(others[place])
        else { return nil }
        return others[place]
    }
}

extension CompiledProcess {
    /// The definitions of an event with several that are waited for, and of what sort each is.
    func sorts(ofDefinitionsOf event: Node) -> [String: String] {
        var result: [String: String] = [:]
        for scope in nodes {
            for declaration in scope.eventDeclarations where declaration.activity == event.index {
                if let id = declaration.definitionID { result[id] = declaration.kind.rawValue }
            }
            for timer in scope.timers where timer.activity == event.index {
                if let id = timer.definitionID { result[id] = "timer" }
            }
        }
        return result
    }
}
