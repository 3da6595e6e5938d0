import ProcessValues

/// How the tree grows and shrinks.
extension Run {
    /// A new execution below another: the scope of the element it is about to run.
    func createExecution(in parent: Execution) -> Execution {
        let row = ExecutionRow(
            id: newID(), rootInstanceID: parent.row.rootInstanceID,
            processInstanceID: parent.row.processInstanceID, parentID: parent.id,
            definitionID: parent.row.definitionID, definitionKey: parent.row.definitionKey,
            isScope: true, isActive: true, suspended: parent.row.suspended,
            sequenceCounter: parent.row.sequenceCounter,
            semanticsVersion: parent.row.semanticsVersion, tenantID: parent.row.tenantID)
        let created = Execution(row, definition: parent.definition, root: parent.root)
        created.skipsCustomListeners = parent.skipsCustomListeners
        created.skipsMappings = parent.skipsMappings
        created.parent = parent
        parent.children.append(created)
        parent.root.executions.append(created)
        parent.root.byID[created.id] = created
        return created
    }

    /// A new token beside those of a scope; a token that was alone moves to an execution of its
    /// own.
    func createConcurrentExecution(in scope: Execution) -> Execution {
        scope.isForcedUpdate = true
        if scope.isIdleAdHoc {
            scope.wakeAdHoc()
        } else if !scope.hasLiveChildren {
            let replacing = createExecution(in: scope)
            replacing.isConcurrent = true
            replacing.isScope = false
            replace(scope, by: replacing, expands: true)
            scope.isActive = false
            scope.activity = nil
        } else if let child = scope.onlyLiveChild, !child.isConcurrent {
            let between = createExecution(in: scope)
            between.isConcurrent = true
            between.isScope = false
            between.isActive = false
            between.activityInstanceID = scope.activityInstanceID
            for variable in scope.variables where variable.row.isConcurrentLocal {
                move(variable, from: scope, to: between)
            }
            setParent(of: child, to: between)
            leaveActivityInstance(scope)
            scope.activity = nil
        }
        let concurrent = createExecution(in: scope)
        concurrent.isConcurrent = true
        concurrent.isScope = false
        return concurrent
    }

    func setParent(of child: Execution, to parent: Execution) {
        child.parent?.children.removeAll { $0 === child }
        child.parent = parent
        child.row.parentID = parent.id
        parent.children.append(child)
    }

    /// Lets an execution take over the token of another.
    private func replace(_ old: Execution, by new: Execution, expands: Bool) {
        new.activity = old.activity
        new.transition = old.transition
        old.passTokenState(to: new)
        for task in old.tasks { move(task, to: new) }
        old.tasks = []
        new.externalTasks += old.externalTasks
        for task in old.externalTasks { task.row.executionID = new.id }
        old.externalTasks = []
        let activityID = old.activity?.id
        let moving = old.jobs.filter { $0.row.activityID == activityID }
        old.jobs.removeAll { $0.row.activityID == activityID }
        for job in moving { job.row.executionID = new.id }
        new.jobs += moving
        let incidents = old.incidents.filter { !expands || $0.row.activityID == activityID }
        old.incidents.removeAll { !expands || $0.row.activityID == activityID }
        for incident in incidents { incident.row.executionID = new.id }
        new.incidents += incidents
        if !old.isEnded {
            for variable in old.variables where !expands || variable.row.isConcurrentLocal {
                move(variable, from: old, to: new)
            }
        }
        new.activityInstanceID = old.activityInstanceID
        new.isActive = old.isActive
        new.state = old.state
        new.replacedBy = nil
        old.replacedBy = new
        new.transitionsToTake = old.transitionsToTake
        leaveActivityInstance(old)
    }

    func move(_ task: TaskEntry, to execution: Execution) {
        task.execution = execution
        task.row.executionID = execution.id
        task.reported.executionID = execution.id
        for variable in task.variables { variable.row.executionID = execution.id }
        execution.tasks.append(task)
    }

    private func move(_ variable: VariableEntry, from old: Execution, to new: Execution) {
        old.variables.removeAll { $0 === variable }
        if let existing = new.variables.first(where: { $0.name == variable.name }) {
            // The moved value wins.
            deleteVariable(existing, of: new)
        }
        variable.row.executionID = new.id
        variable.row.scopeID = new.id
        new.variables.append(variable)
    }

    /// Takes back the extra execution of the last of several tokens.
    @discardableResult
    func pruneLastConcurrentChild(of scope: Execution) throws(Interruption) -> Bool {
        #if DEBUG
        if SeededFault.active == .scopeNotPruned { return false }
        #endif
        // The tokens of an ad-hoc sub-process stay beside each other, as instances of a body do.
        guard scope.row.elementState == nil || scope.adHoc == nil else { return false }
        guard let last = scope.onlyLiveChild, last.isConcurrent, !last.isScope else {
            return false
        }
        let wasActive = last.isActive
        if !last.isEnded { try overwriteVariables(of: scope, by: last) }
        replace(last, by: scope, expands: false)
        for child in last.children { setParent(of: child, to: scope) }
        scope.isActive = wasActive
        if let caller = last.subInstance {
            caller.superExecution = scope
            caller.row.superExecutionID = scope.id
            scope.subInstance = caller
            last.subInstance = nil
        }
        try remove(last)
        return true
    }

    /// The values of a token that is alone again go into the variables of its scope of those names.
    private func overwriteVariables(
        of scope: Execution, by last: Execution
    ) throws(Interruption) {
        for variable in last.variables {
            guard let outer = scope.variables.first(where: { $0.name == variable.name }),
                outer.isTransient == variable.isTransient
            else { continue }
            outer.value = try value(of: variable)
            outer.isChanged = true
            outer.row.sequenceCounter += 1
            if !outer.isTransient { recordVariable(outer, on: scope, kind: .updated) }
            deleteVariable(variable, of: last)
        }
    }

    /// Takes an execution out of the tree with what still belongs to it.
    func remove(_ execution: Execution) throws(Interruption) {
        guard !execution.isRemoved else { return }
        if let parent = execution.parent {
            parent.children.removeAll { $0 === execution }
            parent.row.sequenceCounter = max(
                parent.row.sequenceCounter, execution.row.sequenceCounter)
            parent.skipsCustomListeners =
                parent.skipsCustomListeners || execution.skipsCustomListeners
            parent.skipsMappings = parent.skipsMappings || execution.skipsMappings
            if parent.replacedBy === execution { parent.replacedBy = nil }
        }
        execution.isActive = false
        execution.isEnded = true
        execution.isRemoved = true
        for child in execution.eventScopeChildren { try remove(child) }
        try clear(execution, taskReason: nil)
        removeSubscriptions(of: execution, keepCompensation: false)
        if let called = execution.subInstance { called.superExecution = nil }
        if let caller = execution.superExecution { caller.subInstance = nil }
    }

    /// Ends a scope: its outputs are evaluated, and what belongs to it is removed.
    func destroy(_ execution: Execution, taskReason: String? = nil) throws(Interruption) {
        if let activity = execution.activity, !activity.outputs.isEmpty, !execution.skipsMappings,
            execution.parent != nil
        {
            try evaluateOutputs(activity.outputs, on: execution)
        }
        if let activity = execution.activity, !activity.dataOutputs.isEmpty,
            !execution.skipsMappings, !execution.isCanceled
        {
            try copyDataOutputs(of: activity, on: execution)
        }
        try clear(execution, taskReason: taskReason)
        removeSubscriptions(of: execution, keepCompensation: true)
    }

    /// Removes tasks, variables, jobs and incidents of an execution.
    func clear(_ execution: Execution, taskReason: String?) throws(Interruption) {
        try cancelTasks(of: execution, reason: taskReason)
        for task in execution.externalTasks { deleteExternalTask(task) }
        execution.externalTasks = []
        removeLocalVariables(of: execution)
        for job in execution.jobs { takeBack(job) }
        execution.jobs = []
        for incident in execution.incidents { closeIncident(incident, state: "deleted") }
        execution.incidents = []
    }

    func removeSubscriptions(of execution: Execution, keepCompensation: Bool) {
        for subscription in execution.subscriptions
        where !keepCompensation
            || subscription.row.eventType != EventDeclaration.Kind.compensate.rawValue
        {
            subscription.isDeleted = true
        }
        execution.subscriptions.removeAll { $0.isDeleted }
    }
}
