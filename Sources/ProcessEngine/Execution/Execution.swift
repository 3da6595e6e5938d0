import ProcessValues

/// A node of the execution tree while a command runs.
final class Execution {
    var row: ExecutionRow
    let original: ExecutionRow?
    /// The definition; migration gives it another.
    var definition: ProcessDefinition
    unowned let root: LoadedRoot
    unowned var parent: Execution?
    /// In order of creation.
    var children: [Execution] = []
    unowned var superExecution: Execution?
    unowned var subInstance: Execution?

    var activity: Node?
    var transition: Flow?
    var variables: [VariableEntry] = []
    var tasks: [TaskEntry] = []
    var jobs: [Entry<JobRow>] = []
    var subscriptions: [Entry<EventSubscriptionRow>] = []
    var externalTasks: [Entry<ExternalTaskRow>] = []
    var incidents: [Entry<IncidentRow>] = []

    // What lives for the command alone.
    var state = ActivityInstanceState.running
    var isEnded = false
    var isRemoved = false
    var isForcedUpdate = false
    var hasFailedEndListeners = false
    var ignoresAsync = false
    /// Whether a modification goes on with it, though all in it may have ended by then.
    var isPreserved = false
    /// Where its last token ended while it was preserved.
    var preservedEnd: Node?
    unowned var replacedBy: Execution?
    var nextActivity: Node?
    var transitionsToTake: [Int] = []
    var skipsCustomListeners = false
    var skipsMappings = false
    var isDeleteRoot = false
    var deleteReason: String?
    var isExternallyTerminated = false
    var skipsSubprocesses = false
    /// Variables for the scope that an event starts.
    var triggeredScopeVariables: [VariableInput] = []

    init(
        _ row: ExecutionRow, original: ExecutionRow? = nil, definition: ProcessDefinition,
        root: LoadedRoot
    ) {
        self.row = row
        self.original = original
        self.definition = definition
        self.root = root
    }

    var id: String { row.id }
    var process: CompiledProcess { definition.process }
    var isProcessInstance: Bool { parent == nil }
    var isCanceled: Bool { state == .canceled }

    var activityInstanceID: String? {
        get { row.activityInstanceID }
        set { row.activityInstanceID = newValue }
    }

    var isActive: Bool {
        get { row.isActive }
        set { row.isActive = newValue }
    }

    var isConcurrent: Bool {
        get { row.isConcurrent }
        set { row.isConcurrent = newValue }
    }

    var isScope: Bool {
        get { row.isScope }
        set { row.isScope = newValue }
    }

    var isEventScope: Bool {
        get { row.isEventScope }
        set { row.isEventScope = newValue }
    }

    var processInstance: Execution {
        var current = self
        while let parent = current.parent { current = parent }
        return current
    }

    /// The activity instance around what the execution itself runs.
    var parentActivityInstanceID: String? {
        parent.map { $0.activityInstanceID } ?? id
    }

    var liveChildren: [Execution] { children.filter { !$0.isEventScope } }

    /// Whether anything runs below it; asked for each token, so that nothing is copied.
    var hasLiveChildren: Bool { children.contains { !$0.isEventScope } }

    /// The only one that runs below it; nil if there is none or are several.
    var onlyLiveChild: Execution? {
        var found: Execution?
        for child in children where !child.isEventScope {
            if found != nil { return nil }
            found = child
        }
        return found
    }

    var eventScopeChildren: [Execution] { children.filter { $0.isEventScope } }

    var compensationSubscriptions: [Entry<EventSubscriptionRow>] {
        subscriptions.filter { $0.row.eventType == EventDeclaration.Kind.compensate.rawValue }
    }

    /// Where the token went if the tree was expanded or pruned around it.
    var current: Execution {
        var current = self
        while let next = current.replacedBy { current = next }
        return current
    }

    /// The nearest execution upwards that is the execution of a scope, itself included.
    var scopeExecution: Execution {
        var current = self
        while !current.isScope || current.executesNonScopeHandler, let parent = current.parent {
            current = parent
        }
        return current
    }

    /// Whether it runs a compensation handler that is no scope.
    var executesNonScopeHandler: Bool {
        guard isScope, let activity else { return false }
        return activity.isForCompensation && !activity.isScope
    }

    /// Whether it waits for the compensation that its activity threw.
    var throwsCompensation: Bool {
        activity?.behavior.throwsCompensation ?? false
    }

    /// The innermost scope of its activity, and the execution of that scope.
    var innermostScope: (node: Node, execution: Execution)? {
        guard let activity else { return nil }
        let runsScope =
            activity.isScope && isScope && activityInstanceID != nil && !executesNonScopeHandler
        let node = runsScope || activity.index == 0 ? activity : process.flowScope(of: activity)
        let innermost =
            isInEndedScope ? scopeExecution.parent?.scopeExecution ?? self : scopeExecution
        return (node, innermost.skippingThrowers(upTo: node))
    }

    /// Whether it is the scope of its own activity, which has ended and leaves the rest to a job, or
    /// stands in it beside what an event has started there since.
    ///
    /// It looks like a token that waits in the scope around, but stands one level deeper.
    var isInEndedScope: Bool {
        guard activityInstanceID == nil, parent != nil, let activity, activity.isScope
        else { return false }
        var node = process.flowScope(of: activity)
        var execution = scopeExecution
        while node.index != 0, let above = execution.parent {
            node = process.flowScope(of: node)
            execution = above.scopeExecution.skippingThrowers(upTo: node)
        }
        return !execution.isProcessInstance
    }

    /// The executions that wait for compensation stand between the scopes of the model.
    private func skippingThrowers(upTo node: Node) -> Execution {
        var current = self
        while current.throwsCompensation, current.activity?.index != node.index,
            let above = current.parent
        {
            current = above.scopeExecution
        }
        return current
    }

    /// The scopes around its activity with their executions, from inside out; ends early when the
    /// closure says so.
    func walkScopes<Failure: Error>(
        _ visit: (Node, Execution) throws(Failure) -> Bool
    ) throws(Failure) {
        guard var (node, execution) = innermostScope else { return }
        while try visit(node, execution) {
            guard node.index != 0, let above = execution.parent else { return }
            node = process.flowScope(of: node)
            execution = above.scopeExecution.skippingThrowers(upTo: node)
        }
    }

    /// The execution of a scope that its activity lies in, or is.
    func execution(ofScope wanted: Int) -> Execution? {
        var found: Execution?
        walkScopes { (node, execution) -> Bool in
            if node.index == wanted { found = execution }
            return found == nil
        }
        return found
    }
}
