import ProcessValues
import Records

extension Run {
    /// The task with an id, its root loaded as needed.
    func task(_ id: String) throws(Interruption) -> TaskEntry? {
        for root in roots {
            if let found = root.tasks.first(where: { $0.row.id == id && !$0.isDeleted }) {
                return found
            }
        }
        for (rootID, snapshot) in state.roots where snapshot.tasks.contains(where: { $0.id == id })
        {
            return try root(rootID)?.tasks.first { $0.row.id == id }
        }
        guard let rootID = try rootID(of: id, in: TaskRow.table) else { return nil }
        return try root(rootID)?.tasks.first { $0.row.id == id && !$0.isDeleted }
    }

    func perform(
        _ operation: TaskOperation, onTask id: String
    ) throws(Interruption) -> CommandResult {
        guard let task = try task(id) else {
            throw .failed(.notFound, "Cannot find task with id \(id): task is null")
        }
        switch operation {
        case .complete(let variables, let wantsVariables):
            return try complete(task, variables: variables, wantsVariables: wantsVariables)
        case .submitForm(let variables, let wantsVariables):
            try checkNotSuspended(task)
            let instance = task.execution.processInstance
            try submitForm(variables, of: task)
            if task.row.delegationState == "PENDING" {
                try change(task, .resolve(variables: []))
                try reportChanges(of: task)
            } else {
                try complete(task)
            }
            return wantsVariables ? .variables(try localVariables(of: instance)) : .none
        case .bpmnError(let code, let message, let variables):
            try checkNotSuspended(task)
            try setVariables(variables, from: task.execution)
            try reportError(code: code, message: message, from: task.execution)
            return .none
        case .bpmnEscalation(let code, let variables):
            try checkNotSuspended(task)
            try setVariables(variables, from: task.execution)
            try holdingBack { () throws(Interruption) in
                let outcome = try self.throwEscalation(code: code, from: task.execution)
                if !outcome.isCaught {
                    throw Interruption.failed(
                        .execution,
                        "ENGINE-02043 Execution with id '\(task.execution.id)' throws an "
                            + "escalation event with escalationCode '\(code)', but no escalation "
                            + "handler was defined.")
                }
            }
            return .none
        case .delete:
            throw .failed(
                .execution, "The task cannot be deleted because is part of a running process")
        default:
            try checkNotSuspended(task)
            try change(task, operation)
            try reportChanges(of: task)
            return .none
        }
    }

    private func checkNotSuspended(_ task: TaskEntry) throws(Interruption) {
        if task.row.suspended {
            throw .failed(.suspended, "ENGINE-03043 Task \(task.row.id) is suspended.")
        }
    }

    private func complete(
        _ task: TaskEntry, variables: [VariableInput], wantsVariables: Bool
    ) throws(Interruption) -> CommandResult {
        try checkNotSuspended(task)
        let instance = task.execution.processInstance
        try setVariables(variables, from: task.execution)
        try complete(task)
        return wantsVariables ? .variables(try localVariables(of: instance)) : .none
    }

    private func change(_ task: TaskEntry, _ operation: TaskOperation) throws(Interruption) {
        switch operation {
        case .claim(let userID):
            if let assignee = task.row.assignee, assignee != userID {
                throw .failed(
                    .taskAlreadyClaimed,
                    "Task '\(task.row.id)' is already claimed by someone else.")
            }
            task.row.assignee = userID
            task.hasFurtherChanges = true
        case .unclaim:
            task.row.assignee = nil
            task.hasFurtherChanges = true
        case .assign(let userID):
            task.row.assignee = userID
            task.hasFurtherChanges = true
        case .delegate(let userID):
            task.row.delegationState = "PENDING"
            if task.row.owner == nil { task.row.owner = task.row.assignee }
            task.row.assignee = userID
        case .resolve(let variables):
            try setVariables(variables, from: task.execution)
            task.row.delegationState = "RESOLVED"
            task.row.assignee = task.row.owner
        case .update(let changes): apply(changes, to: task)
        case .addIdentityLink(let type, let userID, let groupID):
            switch type {
            case "assignee": task.row.assignee = userID
            case "owner": task.row.owner = userID
            default: addLink(type, userID: userID, groupID: groupID, to: task)
            }
        case .removeIdentityLink(let type, let userID, let groupID):
            switch type {
            case "assignee": if task.row.assignee == userID { task.row.assignee = nil }
            case "owner": if task.row.owner == userID { task.row.owner = nil }
            default: removeLink(type, userID: userID, groupID: groupID, from: task)
            }
        case .complete, .submitForm, .bpmnError, .bpmnEscalation, .delete: break
        }
    }

    private func apply(_ changes: TaskChanges, to task: TaskEntry) {
        if let name = changes.name { task.row.name = name }
        if let description = changes.description { task.row.description = description }
        if let owner = changes.owner { task.row.owner = owner }
        if let assignee = changes.assignee { task.row.assignee = assignee }
        if let priority = changes.priority { task.row.priority = priority }
        if let dueAt = changes.dueAt { task.row.dueAt = dueAt }
        if let followUpAt = changes.followUpAt { task.row.followUpAt = followUpAt }
        if let state = changes.delegationState { task.row.delegationState = state }
        if let parent = changes.parentTaskID { task.row.parentTaskID = parent }
        task.hasFurtherChanges = true
    }

    /// Tells listeners of what a command changed: once `update`, and `assignment` if the assignee
    /// is another.
    ///
    /// After a timeout they are not told: its own listener alone is called.
    func reportChanges(
        of task: TaskEntry, tellsListeners: Bool = true
    ) throws(Interruption) {
        guard !task.isDeleted, task.hasFurtherChanges || task.row != task.reported else { return }
        task.hasFurtherChanges = false
        let hasNewAssignee = task.row.assignee != task.reported.assignee
        if hasNewAssignee { recordAssignee(of: task) }
        if task.row.owner != task.reported.owner {
            if let before = task.reported.owner {
                log("owner", userID: before, groupID: nil, operation: "delete", on: task)
            }
            if let owner = task.row.owner {
                log("owner", userID: owner, groupID: nil, operation: "add", on: task)
            }
        }
        task.row.state = "Updated"
        task.row.lastUpdatedAt = now
        task.reported = task.row
        recordTaskChanges(task)
        guard let code = userTaskCode(of: task) else { return }
        try holdingBack { () throws(Interruption) in
            if tellsListeners {
                guard try self.notify(task, "update", code), !task.isDeleted else { return }
            }
            if let node = task.execution.process.node(task.row.taskDefinitionKey ?? "") {
                try self.attachEffects(
                    .update, of: node, on: task.execution, taskID: task.row.id)
            }
            guard hasNewAssignee, task.row.assignee != nil else { return }
            if tellsListeners {
                guard try self.notify(task, "assignment", code), !task.isDeleted else { return }
            }
            if let node = task.execution.process.node(task.row.taskDefinitionKey ?? "") {
                try self.attachEffects(
                    .assignment, of: node, on: task.execution, taskID: task.row.id)
            }
        }
        recordTaskChanges(task)
    }
}
