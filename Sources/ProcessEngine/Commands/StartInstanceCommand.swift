import Records

extension Run {
    func perform(_ start: StartInstance) throws(Interruption) -> CommandResult {
        guard let definition = try definition(start.definition) else {
            throw .failed(.notFound, "no deployed process definition found for \(start.definition)")
        }
        if definition.row.suspended {
            throw .failed(
                .suspended,
                "Cannot start process instance. Process definition (id = "
                    + "\(definition.row.id), name = \(definition.row.name ?? "")) is suspended.")
        }
        guardDefinition(definition)
        let instance: Execution
        if start.instructions.isEmpty {
            guard let initial = definition.process.initial else {
                throw .failed(
                    .execution,
                    "Cannot start process instance. Process definition \(definition.row.id) has "
                        + "no start event without a trigger.")
            }
            instance = try startInstance(
                definition, at: definition.process.nodes[initial],
                businessKey: start.businessKey, variables: start.variables,
                submitsForm: start.submitsForm, restartedInstanceID: start.restartedInstanceID)
        } else {
            instance = try startByInstructions(start, of: definition)
        }
        return .started(try started(instance, wantsVariables: start.wantsVariables))
    }

    /// The command holds only while the definition is there and not suspended.
    func guardDefinition(_ definition: ProcessDefinition) {
        guards.append(
            .exists(
                ProcessDefinitionRow.table,
                where: .and([
                    .equal("id", definition.row.id), .equal("suspended", .integer(0)),
                ])))
    }

    func started(
        _ instance: Execution, wantsVariables: Bool
    ) throws(Interruption) -> StartedInstance {
        var result = StartedInstance(
            id: instance.id, definitionID: instance.row.definitionID,
            definitionKey: instance.row.definitionKey, businessKey: instance.row.businessKey,
            tenantID: instance.row.tenantID, isEnded: instance.isRemoved,
            isSuspended: instance.row.suspended)
        if wantsVariables { result.variables = try localVariables(of: instance) }
        return result
    }

    func setBusinessKey(_ key: String?, of instance: Execution) {
        instance.row.businessKey = key
        for task in instance.root.externalTasks
        where task.row.processInstanceID == instance.id {
            task.row.businessKey = key
        }
        if let index = history.instances.firstIndex(where: { $0.id == instance.id }) {
            history.instances[index].businessKey = key
        } else {
            history.update(
                HistoricProcessInstanceRow.table, instance.id,
                [ColumnAssignment("business_key", ColumnValue(key))])
        }
    }
}
