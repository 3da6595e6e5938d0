import ProcessValues

/// A process instance taken apart into what is migrated.
struct MigratingInstance {
    let execution: Execution
    let plan: MigrationPlan
    let source: CompiledProcess
    let target: ProcessDefinition
    let root: MigratingElement
    private(set) var elements: [MigratingElement] = []
    private var instructions: [String: MigrationInstruction] = [:]
    private var claimed: Set<String> = []

    /// Matches what runs in an instance with the instructions of a plan.
    init(_ execution: Execution, plan: MigrationPlan, target: ProcessDefinition) {
        self.execution = execution
        self.plan = plan
        self.target = target
        source = execution.process
        root = MigratingElement(
            id: execution.id, kind: .activity, source: execution.process.root,
            target: target.process.root, instruction: nil, execution: execution)
        for instruction in plan.instructions {
            instructions[instruction.sourceActivityID] = instruction
        }
        elements = [root]
        addActivities()
        // The inner ones first: what belongs to a token is not its scope's.
        for element in elements.dropFirst() { collect(element) }
        collect(root)
        addTransitions()
        addCompensation(on: execution)
        collectIncidents()
    }

    /// The target of the only instruction for an element of the source.
    func mapped(_ id: String?) -> (node: Node, instruction: MigrationInstruction)? {
        guard let id, let instruction = instructions[id],
            let node = target.process.node(instruction.targetActivityID)
        else { return nil }
        return (node, instruction)
    }

    // MARK: What runs

    private mutating func addActivities() {
        let running = RunningActivities(of: execution).instances
        var byID = [execution.id: root]
        for instance in running {
            let found = mapped(instance.node.id)
            let element = MigratingElement(
                id: instance.id, kind: .activity, source: instance.node, target: found?.node,
                instruction: found?.instruction, execution: instance.execution)
            byID[instance.id] = element
            elements.append(element)
        }
        for instance in running {
            byID[instance.id]?.move(to: byID[instance.parentID ?? execution.id] ?? root)
        }
    }

    private mutating func addTransitions() {
        for transition in RunningActivities(of: execution).transitions {
            // Ended instances of a multi-instance activity wait for no job.
            guard
                let job = transition.execution.jobs.first(where: {
                    $0.row.handlerType == JobHandler.asyncContinuation.rawValue
                })
            else { continue }
            let found = mapped(transition.node.id)
            let element = MigratingElement(
                id: transition.execution.id, kind: .transition(job), source: transition.node,
                target: found?.node, instruction: found?.instruction,
                execution: transition.execution)
            element.move(
                to: elements.first { $0.id == transition.parentID && $0.isScope } ?? root)
            claimed.insert(job.row.id)
            let tokens = transition.execution
            for variable in tokens.variables
            where tokens.isConcurrent || variable.row.isConcurrentLocal {
                element.variables.append(MigratingVariable(entry: variable, isOfToken: true))
                claimed.insert(variable.row.id)
            }
            elements.append(element)
        }
    }

    // MARK: What belongs to an activity instance

    private mutating func collect(_ element: MigratingElement) {
        collectVariables(of: element)
        let execution = element.execution
        guard let from = element.source else { return }
        if case .userTask = from.behavior {
            element.tasks = execution.tasks
            for task in execution.tasks {
                claimed.insert(task.row.id)
                for variable in task.variables { claimed.insert(variable.row.id) }
            }
        }
        if case .service(.external) = from.behavior {
            element.externalTasks = execution.externalTasks
            for task in execution.externalTasks { claimed.insert(task.row.id) }
        }
        element.called = execution.subInstance
        element.effects = execution.jobs.filter {
            $0.row.handlerType == JobHandler.effect.rawValue && $0.row.activityID == from.id
        }
        for job in element.effects { claimed.insert(job.row.id) }
        collectTimers(of: element)
        collectSubscriptions(of: element)
        guard case .multiInstance = from.behavior else { return }
        // Instances that have ended keep their variables to the end of the body.
        for child in execution.liveChildren where !child.isActive && child.children.isEmpty {
            guard child.activityInstanceID == nil else { continue }
            for variable in child.variables { claimed.insert(variable.row.id) }
        }
    }

    private mutating func collectVariables(of element: MigratingElement) {
        guard let from = element.source else { return }
        let execution = element.execution
        func add(_ variables: [VariableEntry], ofToken: Bool) {
            for variable in variables where claimed.insert(variable.row.id).inserted {
                element.variables.append(
                    MigratingVariable(entry: variable, isOfToken: ofToken))
            }
        }
        if from.isScope || execution.isConcurrent {
            add(execution.variables, ofToken: execution.isConcurrent)
        } else {
            add(execution.variables.filter { $0.row.isConcurrentLocal }, ofToken: false)
        }
        guard from.isScope, let parent = execution.parent else { return }
        if parent.isConcurrent {
            add(parent.variables, ofToken: true)
        } else {
            add(parent.variables.filter { $0.row.isConcurrentLocal }, ofToken: true)
        }
    }

    private mutating func collectTimers(of element: MigratingElement) {
        var declared = element.target?.timers ?? []
        let timers = element.execution.jobs.filter {
            $0.row.type == "timer" && element.source?.isScope ?? false
        }
        for job in timers {
            claimed.insert(job.row.id)
            guard let found = mapped(job.row.activityID),
                let scope = target.process.eventScope(of: found.node), scope === element.target
            else {
                element.triggers.removedTimers.append(job)
                continue
            }
            let listener = Self.listenerID(of: job.row)
            let definition = Self.definitionID(of: job.row).flatMap { id in
                job.row.activityID.flatMap { source.node($0) }?.definition(id, in: found.node)
            }
            let place = declared.firstIndex {
                $0.activity == found.node.index && $0.listenerID == listener
                    && $0.definitionID == definition
            }
            let isOneOfSeveral = listener != nil || found.node.multiple != nil
            if isOneOfSeveral, place == nil {
                element.triggers.removedTimers.append(job)
                continue
            }
            element.triggers.timers.append(
                MigratingTriggers.Timer(
                    job: job, target: found.node,
                    declaration: place.map { declared[$0] },
                    updates: found.instruction.updatesEventTrigger))
            if let place { declared.remove(at: place) }
        }
        guard element.migrates else { return }
        for timer in declared
        where !hasFired(timer, of: element) && !hasCome(timer, of: element) {
            element.triggers.newTimers.append(timer)
        }
    }

    /// A timer that interrupts nothing has fired if it is in both definitions and no longer runs.
    private func hasFired(_ timer: TimerDeclaration, of element: MigratingElement) -> Bool {
        let catcher = target.process.nodes[timer.activity]
        let isRepeatable =
            timer.listenerID != nil
            || timer.handler == JobHandler.timerBoundary.rawValue && !catcher.isInterrupting
        guard isRepeatable, let from = element.source else { return false }
        return from.timers.contains { own in
            mapped(source.nodes[own.activity].id)?.node === catcher
                && own.listenerID == timer.listenerID
                && isCounterpart(timer, of: own, at: catcher)
        }
    }

    private func isCounterpart(
        _ timer: TimerDeclaration, of own: TimerDeclaration, at catcher: Node
    ) -> Bool {
        guard let id = own.definitionID else { return timer.definitionID == nil }
        return source.nodes[own.activity].definition(id, in: catcher) == timer.definitionID
    }

    /// Whether a timer of a parallel multiple event has come, and others have not.
    private func hasCome(_ timer: TimerDeclaration, of element: MigratingElement) -> Bool {
        guard let definition = timer.definitionID else { return false }
        let catcher = target.process.nodes[timer.activity]
        return element.execution.subscriptions.contains { entry in
            guard entry.row.eventType == Run.collected, let id = entry.row.eventName,
                let from = entry.row.activityID.flatMap({ source.node($0) }),
                mapped(from.id)?.node === catcher
            else { return false }
            return from.definition(id, in: catcher) == definition
        }
    }

    /// Which definition of an event with several a timer is of.
    static func definitionID(of job: JobRow) -> String? {
        guard job.handlerType != JobHandler.timerTaskListener.rawValue else { return nil }
        let parts = (job.handlerConfiguration ?? "").split(separator: "$", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    static func listenerID(of job: JobRow) -> String? {
        guard job.handlerType == JobHandler.timerTaskListener.rawValue else { return nil }
        let parts = (job.handlerConfiguration ?? "").split(separator: "$", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    private mutating func collectSubscriptions(of element: MigratingElement) {
        var declared = element.target?.eventDeclarations ?? []
        let isScope = element.source?.isScope ?? false
        for entry in element.execution.subscriptions
        where isScope && entry.row.eventType != EventDeclaration.Kind.compensate.rawValue {
            claimed.insert(entry.row.id)
            guard let found = mapped(entry.row.activityID),
                let scope = target.process.eventScope(of: found.node), scope === element.target
            else {
                element.triggers.removedSubscriptions.append(entry)
                continue
            }
            let place = place(of: entry.row, at: found.node, among: declared)
            if found.node.multiple != nil, place == nil, entry.row.eventType != Run.collected {
                element.triggers.removedSubscriptions.append(entry)
                continue
            }
            element.triggers.subscriptions.append(
                MigratingTriggers.Subscription(
                    entry: entry, target: found.node, declaration: place.map { declared[$0] },
                    updates: found.instruction.updatesEventTrigger))
            if let place { declared.remove(at: place) }
        }
        if element.migrates { element.triggers.newSubscriptions = declared }
    }

    /// The declaration of the target that a subscription becomes one of.
    private func place(
        of row: EventSubscriptionRow, at node: Node, among declared: [EventDeclaration]
    ) -> Int? {
        guard node.multiple != nil, let from = row.activityID.flatMap({ source.node($0) })
        else {
            return declared.firstIndex { $0.activity == node.index }
        }
        let isCollected = row.eventType == Run.collected
        let definition = (isCollected ? row.eventName : row.configuration)
            .flatMap { from.definition($0, in: node) }
        return declared.firstIndex {
            $0.activity == node.index && $0.definitionID == definition
                && (isCollected || $0.kind.rawValue == row.eventType)
        }
    }

    // MARK: Compensation

    /// What was completed and can be compensated, from outside in.
    private mutating func addCompensation(on execution: Execution) {
        for entry in execution.compensationSubscriptions { addCompensation(entry, on: execution) }
        for child in execution.children where !child.isRemoved { addCompensation(on: child) }
    }

    private mutating func addCompensation(
        _ entry: Entry<EventSubscriptionRow>, on execution: Execution
    ) {
        guard let handler = entry.row.activityID.flatMap({ source.node($0) }) else { return }
        claimed.insert(entry.row.id)
        let parent: MigratingElement?
        if execution.isEventScope {
            parent = elements.first { $0.isOfCompensation && $0.execution === execution }
        } else {
            let id = execution.parent == nil ? execution.id : execution.parent?.activityInstanceID
            parent = elements.first { $0.id == id && $0.isScope }
        }
        let trigger = triggerID(of: handler)
        let found = mapped(trigger)
        var compensator: Node? = found?.node
        if handler.isForCompensation {
            let host = found.flatMap { target.process.eventScope(of: $0.node) }
            compensator = host?.compensationHandler.map { target.process.nodes[$0] }
        }
        guard let kept = entry.row.configuration.flatMap({ execution.root.byID[$0] }),
            kept.isEventScope
        else {
            let element = MigratingElement(
                id: entry.row.id, kind: .compensation(entry), source: handler,
                target: compensator, instruction: found?.instruction, execution: execution)
            element.move(to: parent ?? root)
            elements.append(element)
            return
        }
        let scope = kept.activity
        let scopeFound = mapped(scope?.id)
        let element = MigratingElement(
            id: kept.id, kind: .eventScope(entry), source: scope, target: scopeFound?.node,
            instruction: found?.instruction, execution: kept)
        element.compensator = compensator
        element.move(to: parent ?? root)
        for variable in kept.variables {
            claimed.insert(variable.row.id)
            element.variables.append(MigratingVariable(entry: variable, isOfToken: false))
        }
        elements.append(element)
    }

    /// The event that a handler belongs to: its boundary event, the start of its event
    /// sub-process, or the completed scope itself.
    private func triggerID(of handler: Node) -> String {
        guard handler.isForCompensation else { return handler.id }
        if handler.isTriggeredByEvent {
            return handler.initial.map { source.nodes[$0].id } ?? handler.id
        }
        let host = source.nodes.first { $0.compensationHandler == handler.index }
        let boundary = source.nodes.first {
            $0.isBoundaryEvent && $0.activityType == nil
                && ($0.eventScope == host?.index
                    || $0.eventScope.map { source.nodes[$0].initial == host?.index } ?? false)
        }
        return boundary?.id ?? handler.id
    }

    // MARK: Incidents

    private mutating func collectIncidents() {
        for entry in execution.root.incidents
        where !entry.isDeleted && entry.row.processInstanceID == execution.id {
            collect(entry)
        }
    }

    private mutating func collect(_ entry: Entry<IncidentRow>) {
        for element in elements {
            if case .transition(let job) = element.kind, entry.row.configuration == job.row.id {
                claimed.insert(entry.row.id)
                if let to = element.target {
                    let sort = Self.isAfter(job.row) ? "async-after" : "async-before"
                    element.incidents.append(
                        MigratingIncident(
                            entry: entry, target: to,
                            jobDefinitionID: jobDefinitionID(to, sort: sort)))
                }
                return
            }
            if let timer = element.triggers.timers.first(where: {
                $0.job.row.id == entry.row.configuration
            }) {
                claimed.insert(entry.row.id)
                element.incidents.append(
                    MigratingIncident(
                        entry: entry, target: timer.target,
                        jobDefinitionID: timer.declaration.flatMap {
                            jobDefinitionID(timer.target, sort: $0.jobSort)
                        }))
                return
            }
            if element.triggers.removedTimers.contains(where: {
                $0.row.id == entry.row.configuration
            }) {
                claimed.insert(entry.row.id)
                return
            }
        }
        let owner = elements.first { element in
            element.externalTasks.contains { $0.row.id == entry.row.configuration }
                || element.effects.contains { $0.row.id == entry.row.configuration }
        }
        let activityInstanceID = entry.row.executionID.flatMap { execution.root.byID[$0] }?
            .activityInstanceID
        let element = owner ?? elements.first { $0.id == activityInstanceID }
        guard let element else { return }
        claimed.insert(entry.row.id)
        if let to = element.target {
            element.incidents.append(
                MigratingIncident(
                    entry: entry, target: to, jobDefinitionID: entry.row.jobDefinitionID))
        }
    }

    func jobDefinitionID(_ node: Node, sort: String) -> String {
        ProcessDefinition.jobDefinitionID(
            definitionID: target.row.id, activityID: node.id, sort: sort)
    }

    /// Whether a continuation waits behind its activity.
    static func isAfter(_ job: JobRow) -> Bool {
        let operation = (job.handlerConfiguration ?? "").split(separator: "$").first.flatMap {
            Operation(rawValue: String($0))
        }
        return operation == .takeFlow || operation == .end
    }

    /// Whether nothing speaks for a row: it is part of no activity instance.
    func isLeftOver(_ id: String) -> Bool { !claimed.contains(id) }
}
