import ProcessValues

/// The start of process instances.
extension Run {
    /// Makes an instance and all that comes before its start event.
    func startInstance(
        _ definition: ProcessDefinition, at start: Node?, businessKey: String?,
        variables: [VariableInput], submitsForm: Bool = false, root: LoadedRoot? = nil,
        caller: Execution? = nil, restartedInstanceID: String? = nil,
        stack: InstantiationStack? = nil,
        trigger: String? = nil
    ) throws(Interruption) -> Execution {
        let id = newID()
        let loaded = root ?? LoadedRoot(id: id, snapshot: RootSnapshot(rootInstanceID: id))
        if root == nil { roots.append(loaded) }
        let row = ExecutionRow(
            id: id, rootInstanceID: loaded.id, processInstanceID: id,
            superExecutionID: caller?.id, definitionID: definition.row.id,
            definitionKey: definition.row.key, isScope: true, isActive: true,
            businessKey: businessKey, suspended: false,
            semanticsVersion: definition.row.semanticsVersion,
            tenantID: definition.row.tenantID ?? caller?.row.tenantID)
        let instance = Execution(row, definition: definition, root: loaded)
        loaded.executions.append(instance)
        loaded.byID[id] = instance
        if let caller {
            instance.superExecution = caller
            caller.subInstance = instance
            instance.skipsCustomListeners = caller.skipsCustomListeners
            instance.skipsMappings = caller.skipsMappings
        }
        let process = definition.process
        startingInstanceID = id
        if let trigger { note(trigger: trigger, on: instance) }
        try createDataObjects(of: process.root, on: instance)
        if let name = process.initiatorVariable {
            try setVariable(
                VariableInput(name, principal.userID.map(ProcessValue.string) ?? .null),
                from: instance)
        }
        try createSubscriptions(of: process.root, on: instance)
        recordProcessStart(
            instance, startActivityID: start?.id,
            restartedInstanceID: restartedInstanceID)
        if submitsForm {
            try submitForm(variables, of: start?.form, toStart: instance)
        } else {
            try setVariables(variables, from: instance)
        }
        startingInstanceID = nil
        try createTimers(of: process.root, on: instance)
        instance.activity = start
        if let stack { startStacks[id] = stack }
        try perform(.processStart, on: instance)
        return instance
    }

    func startCalledInstance(
        _ definition: ProcessDefinition, businessKey: String?, variables: [VariableInput],
        caller: Execution
    ) throws(Interruption) {
        guard let initial = definition.process.initial else {
            throw .failed(
                .execution, "The process \(definition.row.key) has no start event to begin at.")
        }
        _ = try startInstance(
            definition, at: definition.process.nodes[initial], businessKey: businessKey,
            variables: variables, root: caller.root, caller: caller)
    }

    /// Calls the start listeners of the process, evaluates its conditions, and enters its start
    /// event or what a modification begins with.
    func startProcess(_ instance: Execution) throws(Interruption) {
        let start = instance.activity
        let root = instance.process.root
        instance.row.sequenceCounter += 1
        if !root.startListeners.isEmpty {
            instance.activityInstanceID = instance.id
            instance.activity = nil
            guard try notify(root.startListeners, on: instance, event: "start") else { return }
            instance.activity = start
        }
        try continueUnlessMoved(instance) { (instance) throws(Interruption) in
            try self.dispatch(nil, on: instance)
        } then: { (instance) throws(Interruption) in
            if self.startStacks[instance.id] != nil {
                instance.activityInstanceID = instance.id
                instance.activity = nil
                try self.perform(.buildScopes, on: instance)
            } else {
                instance.activityInstanceID = nil
                // The job before a start event has been run by now.
                try self.createScope(instance, byFlow: false)
            }
        }
    }
}
