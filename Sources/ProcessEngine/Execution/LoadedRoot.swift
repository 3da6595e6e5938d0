import ProcessValues

/// A root instance while a command runs: the snapshot as a tree.
final class LoadedRoot {
    let id: String
    let snapshot: RootSnapshot
    /// All executions that were there or were made, removed ones too.
    var executions: [Execution] = []
    var variables: [VariableEntry] = []
    var tasks: [TaskEntry] = []
    var jobs: [Entry<JobRow>] = []
    var subscriptions: [Entry<EventSubscriptionRow>] = []
    var incidents: [Entry<IncidentRow>] = []
    var externalTasks: [Entry<ExternalTaskRow>] = []
    /// The identity links of tasks.
    var links: [Entry<IdentityLinkRow>] = []
    var byID: [String: Execution] = [:]
    /// Changes of variables that conditional events have not been told of.
    var delayedEvents: [DelayedVariableEvent] = []

    init(id: String, snapshot: RootSnapshot) {
        self.id = id
        self.snapshot = snapshot
    }

    /// Builds the tree.
    func load(definitions: (String) -> ProcessDefinition?) {
        for row in snapshot.executions.sorted(by: { $0.id < $1.id }) {
            guard let definition = definitions(row.definitionID) else { continue }
            let execution = Execution(row, original: row, definition: definition, root: self)
            execution.activity = row.activityID.flatMap { definition.process.node($0) }
            execution.transition = row.transitionID.flatMap { definition.process.flow($0) }
            executions.append(execution)
            byID[row.id] = execution
        }
        for execution in executions {
            if let parent = execution.row.parentID.flatMap({ byID[$0] }) {
                execution.parent = parent
                parent.children.append(execution)
            }
            if let caller = execution.row.superExecutionID.flatMap({ byID[$0] }) {
                execution.superExecution = caller
                caller.subInstance = execution
            }
        }
        loadBelongings()
    }

    private func loadBelongings() {
        var tasksByID: [String: TaskEntry] = [:]
        for row in snapshot.tasks {
            guard let execution = row.executionID.flatMap({ byID[$0] }) else { continue }
            let entry = TaskEntry(row, original: row, execution: execution)
            execution.tasks.append(entry)
            tasks.append(entry)
            tasksByID[row.id] = entry
        }
        let large = Dictionary(
            snapshot.largeValues.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for row in snapshot.variables {
            let entry = VariableEntry(row, original: row)
            entry.large = row.largeValueID.flatMap { large[$0] }
            variables.append(entry)
            if let task = row.taskID {
                tasksByID[task]?.variables.append(entry)
            } else {
                byID[row.executionID]?.variables.append(entry)
            }
        }
        for row in snapshot.identityLinks {
            let entry = Entry(row, original: row)
            links.append(entry)
            if let task = row.taskID { tasksByID[task]?.links.append(entry) }
        }
        for row in snapshot.jobs {
            let entry = Entry(row, original: row)
            jobs.append(entry)
            if let id = row.executionID { byID[id]?.jobs.append(entry) }
        }
        for row in snapshot.eventSubscriptions {
            let entry = Entry(row, original: row)
            subscriptions.append(entry)
            if let id = row.executionID { byID[id]?.subscriptions.append(entry) }
        }
        for row in snapshot.incidents {
            let entry = Entry(row, original: row)
            incidents.append(entry)
            if let id = row.executionID { byID[id]?.incidents.append(entry) }
        }
        for row in snapshot.externalTasks {
            let entry = Entry(row, original: row)
            externalTasks.append(entry)
            byID[row.executionID]?.externalTasks.append(entry)
        }
    }
}

/// A change of a variable that conditional events have not been told of.
struct DelayedVariableEvent {
    let owner: Execution
    let change: VariableChangeEvent
}

/// What conditional events want to know about a change of a variable.
struct VariableChangeEvent {
    let name: String
    /// `create`, `update` or `delete`.
    let kind: String
}
