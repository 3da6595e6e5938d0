/// What can be done with a whole process instance.
public enum InstanceOperation: Sendable {
    /// Deletes it with the instances that it called.
    case delete(InstanceDeletion)
    /// Suspends it or lets it go on.
    case setSuspended(Bool)
    /// Moves its tokens.
    case modify(
        [ModificationInstruction], skipCustomListeners: Bool, skipIoMappings: Bool,
        annotation: String?)
    /// Moves its tokens, if it is one of this definition.
    case modifyOf(
        definitionID: String, [ModificationInstruction], skipCustomListeners: Bool,
        skipIoMappings: Bool, annotation: String?)
    /// Makes it an instance of another definition.
    case migrate(MigrationPlan, skipCustomListeners: Bool, skipIoMappings: Bool)
    /// Gives it another business key.
    case setBusinessKey(String?)
}

/// How an instance is deleted.
public struct InstanceDeletion: Sendable, Hashable {
    /// Why, for history.
    public var reason: String?
    /// Whether listeners of the model are left out.
    public var skipCustomListeners: Bool
    /// Whether output mappings are left out.
    public var skipIoMappings: Bool
    /// Whether called instances live on as roots.
    public var skipSubprocesses: Bool

    /// Creates a deletion.
    public init(
        reason: String? = nil, skipCustomListeners: Bool = false, skipIoMappings: Bool = false,
        skipSubprocesses: Bool = false
    ) {
        self.reason = reason
        self.skipCustomListeners = skipCustomListeners
        self.skipIoMappings = skipIoMappings
        self.skipSubprocesses = skipSubprocesses
    }
}

/// One step of moving tokens by hand.
public enum ModificationInstruction: Sendable {
    /// Starts before an element.
    case startBefore(
        activityID: String, ancestorActivityInstanceID: String?, variables: [ModificationVariable])
    /// Starts after an element, by its only outgoing flow.
    case startAfter(
        activityID: String, ancestorActivityInstanceID: String?, variables: [ModificationVariable])
    /// Starts on a sequence flow.
    case startTransition(
        transitionID: String, ancestorActivityInstanceID: String?,
        variables: [ModificationVariable])
    /// Cancels an activity instance.
    case cancelActivityInstance(String)
    /// Cancels a token that waits for an asynchronous continuation.
    case cancelTransitionInstance(String)
    /// Cancels all instances of an activity.
    case cancelActivity(String, cancelsCurrentActiveInstances: Bool)
}

extension ModificationInstruction {
    /// Whether something starts: what is suspended can be cancelled, and nothing more.
    public var isStart: Bool {
        switch self {
        case .startBefore, .startAfter, .startTransition: true
        case .cancelActivityInstance, .cancelTransitionInstance, .cancelActivity: false
        }
    }
}

/// A variable set where a modification starts.
public struct ModificationVariable: Sendable {
    /// The variable.
    public var variable: VariableInput
    /// Whether it is local to the scope that is created.
    public var isLocal: Bool

    /// Creates a variable.
    public init(_ variable: VariableInput, isLocal: Bool = false) {
        self.variable = variable
        self.isLocal = isLocal
    }
}

/// What can be done with an incident.
public enum IncidentOperation: Sendable {
    /// Says that it is over; refused for those of jobs and external tasks.
    case resolve
    /// Writes a remark beside it, or takes it away.
    case annotate(String?)
}
