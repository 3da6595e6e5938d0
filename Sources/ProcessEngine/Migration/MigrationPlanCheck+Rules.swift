/// The rules that an instruction has to keep.
extension MigrationPlanCheck {
    /// What is wrong with an instruction, seen together with the others.
    ///
    /// While instructions are proposed from outside in, those for what is inside a multi-instance
    /// body are not there yet.
    func failures(
        of mapping: Mapping, among all: [Mapping], whileProposing: Bool
    ) -> [String] {
        var failures: [String] = []
        checkKinds(mapping, &failures)
        checkSingle(mapping, all, &failures)
        checkBodies(mapping, all, &failures)
        if !whileProposing { checkRepeated(mapping, all, &failures) }
        checkGateway(mapping, all, &failures)
        checkEventScope(mapping, all, &failures)
        checkTrigger(mapping, &failures)
        checkHierarchy(mapping, all, &failures)
        return failures
    }

    private func checkKinds(_ mapping: Mapping, _ failures: inout [String]) {
        let from = MigrationKind(of: mapping.source, in: source)
        let to = MigrationKind(of: mapping.target, in: target)
        if from.name != to.name {
            failures.append(
                "The activities are of different types: \(from.name) is not compatible with "
                    + to.name)
        } else if isPassive(mapping.source, source), isPassive(mapping.target, target),
            mapping.source.activityType != mapping.target.activityType
        {
            failures.append(
                "The events are of different types: "
                    + "\(mapping.source.activityType ?? "boundaryCompensation") is not "
                    + (mapping.target.activityType ?? "boundaryCompensation"))
        } else if mapping.source.multiple?.isParallel ?? false {
            checkDefinitions(mapping, &failures)
        }
    }

    /// What has come already of a parallel multiple event must be something that the target waits
    /// for, and the target must not wait for more: it might have come before.
    private func checkDefinitions(_ mapping: Mapping, _ failures: inout [String]) {
        let from = source.sorts(ofDefinitionsOf: mapping.source)
        let to = target.sorts(ofDefinitionsOf: mapping.target)
        var left = Set(to.keys)
        for (id, sort) in from.sorted(by: { $0.key < $1.key }) {
            let other = mapping.source.definition(id, in: mapping.target)
            if let other, to[other] == sort {
                left.remove(other)
            } else {
                failures.append("The target does not wait for the \(sort) '\(id)'")
            }
        }
        for id in left.sorted() {
            failures.append("The target waits for more than the source: '\(id)'")
        }
    }

    private func isPassive(_ node: Node, _ process: CompiledProcess) -> Bool {
        node.isBoundaryEvent || process.isEventSubProcessStart(node)
    }

    private func checkSingle(
        _ mapping: Mapping, _ all: [Mapping], _ failures: inout [String]
    ) {
        let targets = all.filter { $0.source === mapping.source }.map(\.target.id)
        if targets.count > 1 {
            failures.append(
                "The activity '\(mapping.source.id)' is mapped more than once: to "
                    + targets.joined(separator: ", "))
        }
    }

    private func checkBodies(
        _ mapping: Mapping, _ all: [Mapping], _ failures: inout [String]
    ) {
        var scope = target.flowScope(of: mapping.target)
        while scope.index != 0, !all.contains(where: { $0.target === scope }) {
            if case .multiInstance = scope.behavior {
                failures.append(
                    "The target '\(mapping.target.id)' lies in the multi-instance body "
                        + "'\(scope.id)', which nothing is mapped to")
                return
            }
            scope = target.flowScope(of: scope)
        }
    }

    private func checkRepeated(
        _ mapping: Mapping, _ all: [Mapping], _ failures: inout [String]
    ) {
        if case .multiInstance = mapping.target.behavior,
            !all.contains(where: { $0.target.index == mapping.target.initial })
        {
            failures.append(
                "The multi-instance body is mapped, so its activity must be mapped to as well")
        }
        if case .multiInstance = mapping.source.behavior,
            !all.contains(where: { $0.source.index == mapping.source.initial })
        {
            failures.append(
                "The multi-instance body is mapped, so its activity must be mapped as well")
        }
    }

    /// More tokens must not come to wait in a join than it takes: nothing would set it off.
    private func checkGateway(
        _ mapping: Mapping, _ all: [Mapping], _ failures: inout [String]
    ) {
        switch mapping.target.behavior {
        case .parallelGateway, .inclusiveGateway, .complexGateway: break
        default: return
        }
        if mapping.source.incomingCount > mapping.target.incomingCount {
            failures.append(
                "The target gateway must have at least as many incoming sequence flows as the "
                    + "source gateway")
        }
        let scope = source.flowScope(of: mapping.source)
        if scope.index != 0, !all.contains(where: { $0.source === scope }) {
            failures.append("The scope of the gateway, '\(scope.id)', must be mapped")
        }
        if all.filter({ $0.target === mapping.target }).count > 1 {
            failures.append(
                "Only one gateway can be mapped to the gateway '\(mapping.target.id)'")
        }
    }

    private func checkEventScope(
        _ mapping: Mapping, _ all: [Mapping], _ failures: inout [String]
    ) {
        let isCompensation =
            mapping.source.isBoundaryEvent && mapping.source.activityType == nil
        guard !isCompensation, let from = source.eventScope(of: mapping.source),
            from !== source.flowScope(of: mapping.source)
        else { return }
        guard let to = target.eventScope(of: mapping.target) else {
            // A task that loses its timeout listeners waits for nothing more.
            if case .userTask = mapping.source.behavior { return }
            failures.append(
                "The event belongs to the scope '\(from.id)', but the target to none")
            return
        }
        let isMapped =
            from.index == 0
            ? to.index == 0
            : all.first(where: { $0.source === from })?.target.id == to.id
        if !isMapped {
            failures.append(
                "The event belongs to the scope '\(from.id)', which must be mapped to the "
                    + "scope '\(to.id)' of the target")
        }
    }

    private func checkTrigger(_ mapping: Mapping, _ failures: inout [String]) {
        if mapping.instruction.updatesEventTrigger, !source.hasStoredTrigger(mapping.source) {
            failures.append(
                "The event trigger cannot be updated: the activity does not wait for one")
        }
        if source.isConditionalEvent(mapping.source), !mapping.instruction.updatesEventTrigger {
            failures.append("A conditional event must be migrated with updateEventTrigger")
        }
    }

    /// What lies inside stays inside.
    private func checkHierarchy(
        _ mapping: Mapping, _ all: [Mapping], _ failures: inout [String]
    ) {
        var scope = source.flowScope(of: mapping.source)
        while scope.index != 0 {
            if let around = all.first(where: { $0.source === scope }) {
                if !target.isInside(mapping.target, around.target.index) {
                    failures.append(
                        "The closest mapped ancestor '\(scope.id)' is mapped to the scope "
                            + "'\(around.target.id)', which is not an ancestor of the target "
                            + "scope '\(mapping.target.id)'")
                }
                return
            }
            scope = source.flowScope(of: scope)
        }
    }
}
