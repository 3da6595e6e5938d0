/// An activity instance, a token that waits for a job, or what a completed scope left for
/// compensation, while its process instance is migrated.
final class MigratingElement {
    /// What it is.
    enum Kind {
        /// An activity instance, or the process instance itself.
        case activity
        /// A token that waits for an asynchronous continuation.
        case transition(Entry<JobRow>)
        /// The state of a completed scope, with the subscription that compensates it.
        case eventScope(Entry<EventSubscriptionRow>)
        /// What compensates an activity that was completed.
        case compensation(Entry<EventSubscriptionRow>)
    }

    /// The activity instance's id, or that of the execution or subscription.
    let id: String
    let kind: Kind
    /// What it is an instance of; nil for a scope that migration has made.
    let source: Node?
    /// What it becomes an instance of; nil if it is not mapped.
    let target: Node?
    let instruction: MigrationInstruction?
    /// Its scope execution, or the one that runs it.
    var execution: Execution
    /// What it is an instance of by now.
    var current: Node
    private(set) unowned var parent: MigratingElement?
    private(set) var children: [MigratingElement] = []
    /// Whether its execution runs it, as it was before it was taken from the tree.
    let isActive: Bool

    var variables: [MigratingVariable] = []
    var tasks: [TaskEntry] = []
    var externalTasks: [Entry<ExternalTaskRow>] = []
    var triggers = MigratingTriggers()
    var effects: [Entry<JobRow>] = []
    var incidents: [MigratingIncident] = []
    var called: Execution?
    /// Of an event scope: what its subscription will start.
    var compensator: Node?

    init(
        id: String, kind: Kind, source: Node?, target: Node?, instruction: MigrationInstruction?,
        execution: Execution
    ) {
        self.id = id
        self.kind = kind
        self.source = source
        self.target = target
        self.instruction = instruction
        self.execution = execution
        current = source ?? target ?? execution.process.root
        isActive = execution.isActive
    }

    /// A scope of the target that migration has made.
    init(emerged scope: Node, execution: Execution, kind: Kind = .activity) {
        id = execution.id
        self.kind = kind
        source = nil
        target = scope
        instruction = nil
        self.execution = execution
        current = scope
        isActive = false
    }

    var migrates: Bool { target != nil }

    var isScope: Bool {
        switch kind {
        case .activity, .eventScope: true
        case .transition, .compensation: false
        }
    }

    /// Whether it is about compensation, so that it has scopes of its own.
    var isOfCompensation: Bool {
        switch kind {
        case .activity, .transition: false
        case .eventScope, .compensation: true
        }
    }

    func move(to parent: MigratingElement?) {
        self.parent?.children.removeAll { $0 === self }
        self.parent = parent
        parent?.children.append(self)
    }
}

/// A variable of something that is migrated.
struct MigratingVariable {
    let entry: VariableEntry
    /// Whether it belongs to the token, not to the scope.
    let isOfToken: Bool
}

/// What an activity instance waits for.
struct MigratingTriggers {
    /// A timer that is migrated; with the declaration of the target where that is read anew.
    struct Timer {
        let job: Entry<JobRow>
        let target: Node
        let declaration: TimerDeclaration?
        let updates: Bool
    }

    /// A subscription that is migrated.
    struct Subscription {
        let entry: Entry<EventSubscriptionRow>
        let target: Node
        let declaration: EventDeclaration?
        let updates: Bool
    }

    var timers: [Timer] = []
    var subscriptions: [Subscription] = []
    /// What has no counterpart in the target.
    var removedTimers: [Entry<JobRow>] = []
    var removedSubscriptions: [Entry<EventSubscriptionRow>] = []
    /// What only the target has.
    var newTimers: [TimerDeclaration] = []
    var newSubscriptions: [EventDeclaration] = []
}

/// An incident of something that is migrated.
struct MigratingIncident {
    let entry: Entry<IncidentRow>
    let target: Node
    /// The job definition that it is now about.
    let jobDefinitionID: String?
}
