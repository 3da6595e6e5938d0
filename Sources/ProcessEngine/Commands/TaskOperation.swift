public import ProcessValues

/// What can be done with a user task.
public enum TaskOperation: Sendable {
    /// Completes it; the result has the variables of the instance if they are wanted.
    case complete(variables: [VariableInput], wantsVariables: Bool)
    /// Submits its form: the variables are checked by the rules of the form and converted to its
    /// types, its defaults are added; then it is completed, or given back if it was delegated.
    case submitForm(variables: [VariableInput], wantsVariables: Bool)
    /// Makes a user its assignee, unless it has another one.
    case claim(userID: String)
    /// Takes its assignee away.
    case unclaim
    /// Gives it to a user, or to nobody.
    case assign(userID: String?)
    /// Hands it to a user who gives it back to the owner.
    case delegate(userID: String)
    /// Gives it back to its owner.
    case resolve(variables: [VariableInput])
    /// Changes its properties.
    case update(TaskChanges)
    /// Links a user or a group to it.
    case addIdentityLink(type: String, userID: String?, groupID: String?)
    /// Unlinks a user or a group from it.
    case removeIdentityLink(type: String, userID: String?, groupID: String?)
    /// Throws a BPMN error from it.
    case bpmnError(code: String, message: String?, variables: [VariableInput])
    /// Throws an escalation from it.
    case bpmnEscalation(code: String, variables: [VariableInput])
    /// Deletes it; refused for a task of a process.
    case delete(reason: String?)
}

/// New values for properties of a task; a property that is nil stays.
public struct TaskChanges: Sendable {
    /// The name.
    public var name: String??
    /// The description.
    public var description: String??
    /// The owner.
    public var owner: String??
    /// The assignee.
    public var assignee: String??
    /// The priority.
    public var priority: Int?
    /// The due date.
    public var dueAt: Instant??
    /// The follow-up date.
    public var followUpAt: Instant??
    /// The delegation state.
    public var delegationState: String??
    /// The task that it is part of.
    public var parentTaskID: String??

    /// Creates changes of a task.
    public init(
        name: String?? = nil, description: String?? = nil, owner: String?? = nil,
        assignee: String?? = nil, priority: Int? = nil, dueAt: Instant?? = nil,
        followUpAt: Instant?? = nil, delegationState: String?? = nil, parentTaskID: String?? = nil
    ) {
        self.name = name
        self.description = description
        self.owner = owner
        self.assignee = assignee
        self.priority = priority
        self.dueAt = dueAt
        self.followUpAt = followUpAt
        self.delegationState = delegationState
        self.parentTaskID = parentTaskID
    }
}
