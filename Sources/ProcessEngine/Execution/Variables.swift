import ProcessValues

/// Variables and their scopes.
extension Run {
    /// The nearest variable of a name, seen from an execution upwards.
    func findVariable(_ name: String, from execution: Execution) -> VariableEntry? {
        var current: Execution? = execution
        while let scope = current {
            for variable in scope.variables where variable.row.name == name { return variable }
            current = scope.parent
        }
        return nil
    }

    /// The value of a variable, read from its columns at the first use.
    func value(of variable: VariableEntry) throws(Interruption) -> ProcessValue {
        if let value = variable.value { return value }
        let value = variable.row.value(large: variable.large)
        guard let value else {
            throw .failed(
                .execution, "The stored value of the variable \(variable.name) cannot be read.")
        }
        variable.value = value
        return value
    }

    func variableValue(
        _ name: String, from execution: Execution
    ) throws(Interruption) -> ProcessValue? {
        guard let found = findVariable(name, from: execution) else { return nil }
        return try value(of: found)
    }

    /// All variables that an execution sees, nearer ones hiding those of the same name.
    func visibleVariables(of execution: Execution) throws(Interruption) -> [VariableInput] {
        var result: [VariableInput] = []
        var names: Set<String> = []
        var current: Execution? = execution
        while let scope = current {
            for variable in scope.variables where names.insert(variable.name).inserted {
                result.append(
                    VariableInput(
                        variable.name, try value(of: variable), isTransient: variable.isTransient))
            }
            current = scope.parent
        }
        return result
    }

    func localVariables(of execution: Execution) throws(Interruption) -> [VariableInput] {
        var result: [VariableInput] = []
        for variable in execution.variables {
            result.append(
                VariableInput(
                    variable.name, try value(of: variable), isTransient: variable.isTransient))
        }
        return result
    }

    /// Sets a variable where it is, or in the process instance.
    func setVariable(_ input: VariableInput, from execution: Execution) throws(Interruption) {
        if let found = findVariable(input.name, from: execution),
            let owner = found.row.taskID == nil
                ? owner(of: found, from: execution) : nil
        {
            try update(found, to: input, of: owner)
        } else {
            try createVariable(input, on: execution.processInstance)
        }
    }

    func setVariables(_ inputs: [VariableInput], from execution: Execution) throws(Interruption) {
        for input in inputs { try setVariable(input, from: execution) }
    }

    private func owner(of variable: VariableEntry, from execution: Execution) -> Execution? {
        var current: Execution? = execution
        while let scope = current {
            if scope.variables.contains(where: { $0 === variable }) { return scope }
            current = scope.parent
        }
        return nil
    }

    /// Sets a variable of this very execution.
    func setLocalVariable(_ input: VariableInput, on execution: Execution) throws(Interruption) {
        if let found = execution.variables.first(where: { $0.name == input.name }) {
            try update(found, to: input, of: execution)
        } else {
            try createVariable(input, on: execution)
        }
    }

    func setLocal(
        _ name: String, _ value: ProcessValue, on execution: Execution
    ) throws(Interruption) {
        try setLocalVariable(VariableInput(name, value), on: execution)
    }

    private func createVariable(
        _ input: VariableInput, on execution: Execution
    ) throws(Interruption) {
        let isConcurrentLocal =
            !execution.isScope
            || (!execution.isProcessInstance
                && execution.activity.map {
                    $0.isScope && $0.children.isEmpty
                } ?? false)
        let row = VariableRow(
            id: newID(), rootInstanceID: execution.row.rootInstanceID,
            processInstanceID: execution.row.processInstanceID, executionID: execution.id,
            scopeID: execution.id, definitionID: execution.row.definitionID, name: input.name,
            type: "", isConcurrentLocal: isConcurrentLocal, sequenceCounter: 1,
            tenantID: execution.row.tenantID)
        let entry = VariableEntry(row, value: input.value)
        entry.isTransient = input.isTransient
        entry.isChanged = true
        execution.variables.append(entry)
        execution.root.variables.append(entry)
        if !input.isTransient {
            recordVariable(entry, on: execution, kind: .created)
        }
        delay(VariableChangeEvent(name: input.name, kind: "create"), owner: execution)
    }

    private func update(
        _ variable: VariableEntry, to input: VariableInput, of execution: Execution
    ) throws(Interruption) {
        guard variable.isTransient == input.isTransient else {
            throw .failed(
                .execution,
                "Cannot set \(input.isTransient ? "transient" : "persistent") variable "
                    + "'\(input.name)': there is a variable of that name that is not.", code: 0)
        }
        variable.value = input.value
        variable.isChanged = true
        variable.row.sequenceCounter += 1
        if !variable.isTransient { recordVariable(variable, on: execution, kind: .updated) }
        delay(VariableChangeEvent(name: input.name, kind: "update"), owner: execution)
    }

    func removeVariable(_ name: String, from execution: Execution) {
        var current: Execution? = execution
        while let scope = current {
            if let found = scope.variables.first(where: { $0.name == name }) {
                return removeExplicitly(found, of: scope)
            }
            current = scope.parent
        }
    }

    func removeLocalVariable(_ name: String, on execution: Execution) {
        if let found = execution.variables.first(where: { $0.name == name }) {
            removeExplicitly(found, of: execution)
        }
    }

    private func removeExplicitly(_ variable: VariableEntry, of execution: Execution) {
        if !variable.isTransient { recordVariable(variable, on: execution, kind: .deleted) }
        deleteVariable(variable, of: execution)
        delay(VariableChangeEvent(name: variable.name, kind: "delete"), owner: execution)
    }

    func deleteVariable(_ variable: VariableEntry, of execution: Execution) {
        variable.isDeleted = true
        execution.variables.removeAll { $0 === variable }
    }

    /// Removes the variables of a scope that ends; history keeps them.
    func removeLocalVariables(of execution: Execution) {
        for variable in execution.variables { variable.isDeleted = true }
        execution.variables = []
    }

    // MARK: Variables of tasks

    func setTaskVariable(_ input: VariableInput, on task: TaskEntry) throws(Interruption) {
        let execution = task.execution
        if let found = task.variables.first(where: { $0.name == input.name }) {
            found.value = input.value
            found.isChanged = true
            found.row.sequenceCounter += 1
            if !found.isTransient { recordVariable(found, on: execution, kind: .updated) }
            delay(VariableChangeEvent(name: input.name, kind: "update"), owner: execution)
        } else {
            let row = VariableRow(
                id: newID(), rootInstanceID: execution.row.rootInstanceID,
                processInstanceID: execution.row.processInstanceID, executionID: execution.id,
                taskID: task.row.id, scopeID: task.row.id,
                definitionID: execution.row.definitionID, name: input.name, type: "",
                sequenceCounter: 1, tenantID: execution.row.tenantID)
            let entry = VariableEntry(row, value: input.value)
            entry.isTransient = input.isTransient
            entry.isChanged = true
            task.variables.append(entry)
            execution.root.variables.append(entry)
            if !input.isTransient { recordVariable(entry, on: execution, kind: .created) }
            delay(VariableChangeEvent(name: input.name, kind: "create"), owner: execution)
        }
        task.hasFurtherChanges = true
    }

    func removeTaskVariable(_ name: String, on task: TaskEntry) {
        guard let found = task.variables.first(where: { $0.name == name }) else { return }
        if !found.isTransient { recordVariable(found, on: task.execution, kind: .deleted) }
        found.isDeleted = true
        task.variables.removeAll { $0 === found }
        task.hasFurtherChanges = true
        delay(VariableChangeEvent(name: name, kind: "delete"), owner: task.execution)
    }

    private func delay(_ change: VariableChangeEvent, owner: Execution) {
        guard owner.process.hasConditionalEvents else { return }
        owner.root.delayedEvents.append(DelayedVariableEvent(owner: owner, change: change))
    }
}
