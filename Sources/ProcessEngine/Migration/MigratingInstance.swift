import ProcessValues

/// A process instance taken apart into what is migrated.
struct MigratingInstance {
    let execution: Execution
    let plan: MigrationPlan
    let source: CompiledProcess
    let target: ProcessDefinition
    let root: MigratingElement
    var elements: [MigratingElement] = []
    private var instructions: [String: MigrationInstruction] = [:]
    var claimed: Set<String> = []

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
        switch from.behavior {
        case .service(.external), .multipleThrow:
            element.externalTasks = execution.externalTasks
            for task in execution.externalTasks { claimed.insert(task.row.id) }
        default: break
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
