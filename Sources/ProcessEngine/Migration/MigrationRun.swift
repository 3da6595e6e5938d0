import ProcessValues

/// Instances become instances of another definition.
extension Run {
    /// Checks a plan, once for all instances.
    func checkPlan(_ plan: MigrationPlan) throws(Interruption) -> ProcessDefinition {
        guard let source = try definition(.id(plan.sourceDefinitionID)) else {
            throw .failed(
                .badRequest,
                "The source process definition '\(plan.sourceDefinitionID)' does not exist")
        }
        guard let target = try definition(.id(plan.targetDefinitionID)) else {
            throw .failed(
                .badRequest,
                "The target process definition '\(plan.targetDefinitionID)' does not exist")
        }
        if let one = source.row.tenantID, let other = target.row.tenantID, one != other {
            throw .failed(
                .execution,
                "Instances cannot be migrated between definitions of different tenants: '\(one)' "
                    + "is not '\(other)'")
        }
        let report = MigrationPlanCheck(from: source.process, to: target.process)
            .report(on: plan.instructions)
        guard report.isEmpty else {
            throw .failed(
                .migrationPlan(report),
                "The migration plan from '\(plan.sourceDefinitionID)' to "
                    + "'\(plan.targetDefinitionID)' is not valid:\n\(report.message)")
        }
        return target
    }

    /// Migrates one instance.
    func migrate(
        _ instance: Execution, _ plan: MigrationPlan, to target: ProcessDefinition,
        skipsListeners: Bool, skipsMappings: Bool
    ) throws(Interruption) {
        guard instance.row.definitionID == plan.sourceDefinitionID else {
            throw .failed(
                .execution,
                "The process instance '\(instance.id)' cannot be migrated: it is one of "
                    + "'\(instance.row.definitionID)', and the plan is for instances of "
                    + "'\(plan.sourceDefinitionID)'")
        }
        if let tenant = target.row.tenantID, tenant != instance.row.tenantID {
            throw .failed(
                .execution,
                "The process instance '\(instance.id)' cannot be migrated to a definition of "
                    + "another tenant: '\(tenant)'")
        }
        let migrating = MigratingInstance(instance, plan: plan, target: target)
        let report = migrating.report()
        guard report.isEmpty else {
            throw .failed(
                .migratingInstance(report),
                "The process instance '\(instance.id)' cannot be migrated:\n\(report.message)")
        }
        setSkipping(skipsListeners, skipsMappings, in: instance)
        try removeUnmapped(migrating)
        try migrateElements(of: migrating)
        renameRest(of: instance, as: target)
        setSkipping(false, false, in: instance)
        try setVariables(plan.variables, from: instance)
        try dispatchOutstandingEvents(on: instance)
    }

    private func setSkipping(_ listeners: Bool, _ mappings: Bool, in instance: Execution) {
        for execution in instance.root.executions
        where execution.row.processInstanceID == instance.id && !execution.isRemoved {
            execution.skipsCustomListeners = listeners
            execution.skipsMappings = mappings
        }
    }

    // MARK: What the target does not have

    /// Ends the scopes that are not mapped, inner ones first; what they hold moves outwards.
    private func removeUnmapped(_ migrating: MigratingInstance) throws(Interruption) {
        var scopes: [MigratingElement] = []
        func collect(_ element: MigratingElement) {
            for child in element.children { collect(child) }
            if element.isScope { scopes.append(element) }
        }
        collect(migrating.root)
        for element in scopes {
            guard !element.migrates else {
                for job in element.triggers.removedTimers {
                    deleteJob(job)
                    element.execution.jobs.removeAll { $0 === job }
                }
                for entry in element.triggers.removedSubscriptions {
                    entry.isDeleted = true
                    element.execution.subscriptions.removeAll { $0 === entry }
                }
                continue
            }
            guard let parent = element.parent else { continue }
            let children = element.children
            for child in children where !child.isOfCompensation { detachBelongings(of: child) }
            for child in children { try detach(child) }
            try remove(element)
            for child in children { try attach(child, to: parent) }
        }
    }

    private func remove(_ element: MigratingElement) throws(Interruption) {
        let execution = element.execution
        if case .eventScope(let entry) = element.kind {
            entry.isDeleted = true
            element.parent?.execution.subscriptions.removeAll { $0 === entry }
            try remove(execution)
            element.move(to: nil)
            return
        }
        let carrier = execution.parent
        execution.activity = element.source
        execution.activityInstanceID = element.id
        if element.source?.isComposite ?? false { carrier?.activityInstanceID = element.id }
        execution.isExternallyTerminated = true
        try deleteCascade(execution, reason: "migration")
        if let carrier, let parent = element.parent { try release(carrier, from: parent) }
        element.move(to: nil)
    }

    // MARK: What becomes of the rest

    private func migrateElements(of migrating: MigratingInstance) throws(Interruption) {
        var queue: [(element: MigratingElement, branch: MigrationBranch)] = [
            (migrating.root, MigrationBranch())
        ]
        var position = 0
        while position < queue.count {
            let (element, branch) = queue[position]
            position += 1
            try migrate(element, branch, of: migrating)
            guard element.isScope else { continue }
            // New scopes around several children of one parent are made once.
            let running = branch.with(element)
            let completed = branch.with(element)
            for child in element.children.sorted(by: { $0.id < $1.id }) {
                queue.append((child, child.isOfCompensation ? completed : running))
            }
        }
    }

    private func migrate(
        _ element: MigratingElement, _ branch: MigrationBranch, of migrating: MigratingInstance
    ) throws(Interruption) {
        let process = migrating.target.process
        guard let to = element.target else { return }
        if element !== migrating.root {
            let scope = process.flowScope(of: to)
            if element.parent?.target !== scope {
                try makeScopes(upTo: scope, branch, for: element, process)
                guard let parent = branch[scope] else { return }
                detachBelongings(of: element)
                try detach(element)
                try attach(element, to: parent)
            }
        }
        try migrateState(of: element, to: to, migrating)
        try migrateBelongings(of: element, migrating)
    }

    /// Makes the scopes of the target that lie between, from outside in.
    private func makeScopes(
        upTo scope: Node, _ branch: MigrationBranch, for element: MigratingElement,
        _ process: CompiledProcess
    ) throws(Interruption) {
        var missing: [Node] = []
        var current = scope
        while branch[current] == nil {
            missing.insert(current, at: 0)
            guard current.index != 0 else { return }
            current = process.flowScope(of: current)
        }
        guard !missing.isEmpty, let ancestor = branch[current] else { return }
        if element.isOfCompensation {
            var parent = ancestor.execution
            for node in missing {
                let kept = createExecution(in: parent)
                kept.isEventScope = true
                kept.isActive = false
                kept.activity = node
                let id = newID()
                kept.activityInstanceID =
                    node.id.utf8.count + 37 > 64 ? id : "\(node.id):\(id)"
                let entry = subscribe(
                    .compensate, name: nil, activity: node, on: parent, configuration: kept.id)
                branch.add(
                    MigratingElement(emerged: node, execution: kept, kind: .eventScope(entry)))
                parent = kept
            }
            return
        }
        if ancestor.execution.row.suspended {
            throw .failed(
                .suspended,
                "The process instance is suspended: no scope of '\(missing[0].id)' can begin in it"
            )
        }
        var parent = try carrier(in: ancestor)
        for node in missing {
            let entering = createExecution(in: parent)
            parent.isActive = false
            parent.activity = nil
            entering.activity = node
            try createSubscriptions(of: node, on: entering)
            try startScope(node, on: entering)
            entering.activity = nil
            entering.isActive = false
            branch.add(MigratingElement(emerged: node, execution: entering))
            parent = entering
            guard case .adHocSubProcess = node.behavior else { continue }
            try beginEmergedAdHoc(entering, node)
            if node !== missing.last { parent = try newAdHocCarrier(in: entering) }
        }
    }
}

/// The scopes of the target that there are by now on the way to something that is migrated.
final class MigrationBranch {
    private var scopes: [Int: MigratingElement] = [:]

    subscript(scope: Node) -> MigratingElement? { scopes[scope.index] }

    func add(_ element: MigratingElement) { scopes[element.current.index] = element }

    /// A copy with one more.
    func with(_ element: MigratingElement) -> MigrationBranch {
        let copy = MigrationBranch()
        copy.scopes = scopes
        copy.add(element)
        return copy
    }
}
