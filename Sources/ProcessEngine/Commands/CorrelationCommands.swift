import ProcessValues
import Records

extension Run {
    func perform(_ correlation: MessageCorrelation) throws(Interruption) -> CommandResult {
        var receivers: [EventSubscriptionRow] = []
        if !correlation.startsOnly {
            receivers = try typedRows(waitingQuery(correlation), as: EventSubscriptionRow.self)
            var seen: Set<String> = []
            receivers = receivers.filter { row in
                seen.insert("\(row.executionID ?? "")|\(row.eventName ?? "")").inserted
            }
        }
        if !correlation.isToAll, receivers.count > 1 {
            throw mismatch(correlation, "\(receivers.count) executions match the correlation keys")
        }
        var results: [CorrelationResult] = []
        for row in receivers {
            if let result = try deliver(correlation, to: row) { results.append(result) }
        }
        if results.isEmpty || correlation.isToAll, !correlation.executionsOnly,
            correlation.processInstanceID == nil, correlation.localCorrelationKeys.isEmpty
        {
            let starts = try startSubscriptions(correlation)
            let definitions = Set(starts.map(\.configuration)).count
            if !correlation.isToAll, definitions > 1 {
                throw mismatch(
                    correlation, "\(definitions) process definitions match; name a tenant")
            }
            for row in starts {
                results.append(try start(correlation, by: row))
                if !correlation.isToAll { break }
            }
        }
        if results.isEmpty, !correlation.isToAll {
            throw mismatch(
                correlation, "No process definition or execution matches the parameters")
        }
        return .correlated(results)
    }

    private func mismatch(_ correlation: MessageCorrelation, _ why: String) -> Interruption {
        .failed(
            .mismatchingCorrelation,
            "Cannot correlate message '\(correlation.messageName ?? "")': \(why)")
    }

    private func waitingQuery(_ correlation: MessageCorrelation) -> Query {
        var predicates: [Predicate] = [
            .equal("event_type", EventDeclaration.Kind.message.rawValue),
            .not(.isNull("execution_id")),
        ]
        if let name = correlation.messageName { predicates.append(.equal("event_name", name)) }
        if let id = correlation.processInstanceID {
            predicates.append(.equal("process_instance_id", id))
        }
        predicates += tenantPredicates(correlation.tenant)
        var instance: [Predicate] = [.equal("suspended", .integer(0))]
        if let key = correlation.businessKey { instance.append(.equal("business_key", key)) }
        predicates.append(
            .exists(
                ExecutionRow.table,
                matching: [ColumnPair("id", equals: "process_instance_id")], .and(instance)))
        for key in correlation.correlationKeys {
            predicates.append(
                .exists(
                    VariableRow.table,
                    matching: [ColumnPair("scope_id", equals: "process_instance_id")],
                    holds(key)))
        }
        for key in correlation.localCorrelationKeys {
            predicates.append(
                .exists(
                    VariableRow.table, matching: [ColumnPair("scope_id", equals: "execution_id")],
                    holds(key)))
        }
        return Query(
            EventSubscriptionRow.table, where: .and(predicates),
            ordering: [Ordering("created_at"), Ordering("id")])
    }

    private func holds(_ input: VariableInput) -> Predicate {
        let form = input.value.storedForm
        var predicates: [Predicate] = [.equal("name", input.name)]
        switch input.value {
        case .short, .integer, .long, .double:
            // Numbers are compared by value, whatever their types.
            predicates.append(.equal("double_value", ColumnValue(form.real)))
        case .null, .typedNull:
            predicates += [.isNull("text_value"), .isNull("long_value"), .isNull("double_value")]
        default:
            predicates.append(.equal("type", form.type))
            if let text = form.text { predicates.append(.equal("text_value", text)) }
            if let number = form.number {
                predicates.append(.equal("long_value", .integer(number)))
            }
        }
        return .and(predicates)
    }

    private func deliver(
        _ correlation: MessageCorrelation, to row: EventSubscriptionRow
    ) throws(Interruption) -> CorrelationResult? {
        guard let rootID = row.rootInstanceID, let root = try root(rootID),
            let entry = root.subscriptions.first(where: { $0.row.id == row.id && !$0.isDeleted }),
            let execution = row.executionID.flatMap({ root.byID[$0] })
        else { return nil }
        let before = execution.row
        let instance = execution.processInstance
        try deliver(
            to: entry, of: execution, variables: correlation.variables,
            localVariables: correlation.localVariables,
            triggeredScopeVariables: correlation.triggeredScopeVariables)
        try dispatchOutstandingEvents(on: execution.current)
        return CorrelationResult(
            execution: before, started: nil,
            variables: instance.isRemoved ? [] : try localVariables(of: instance))
    }

    private func startSubscriptions(
        _ correlation: MessageCorrelation
    ) throws(Interruption) -> [EventSubscriptionRow] {
        guard let name = correlation.messageName else { return [] }
        var predicates: [Predicate] = [
            .equal("event_type", EventDeclaration.Kind.message.rawValue),
            .equal("event_name", name), .isNull("execution_id"),
        ]
        if let id = correlation.definitionID { predicates.append(.equal("configuration", id)) }
        predicates += tenantPredicates(correlation.tenant)
        return try typedRows(
            Query(
                EventSubscriptionRow.table, where: .and(predicates),
                ordering: [Ordering("created_at"), Ordering("id")]),
            as: EventSubscriptionRow.self)
    }

    private func start(
        _ correlation: MessageCorrelation, by row: EventSubscriptionRow
    ) throws(Interruption) -> CorrelationResult {
        guard let id = row.configuration, let definition = try definition(.id(id)),
            let node = row.activityID.flatMap({ definition.process.node($0) })
        else {
            throw .failed(
                .missingDefinition, "The process definition of a start message is gone.")
        }
        if definition.row.suspended {
            throw .failed(
                .suspended, "Process definition \(definition.row.id) is suspended.")
        }
        guardSubscription(row)
        let started = try startByEvent(
            definition, at: node, row: row, businessKey: correlation.businessKey,
            variables: correlation.variables + correlation.correlationKeys)
        guard let instance = started else {
            // Kept until the other events of the start have come.
            return CorrelationResult(execution: nil, started: nil, variables: [])
        }
        return CorrelationResult(
            execution: nil, started: try self.started(instance, wantsVariables: false),
            variables: try localVariables(of: instance))
    }

    /// Starts an instance of each definition whose conditional start event holds.
    func perform(_ evaluation: ConditionEvaluation) throws(Interruption) -> CommandResult {
        var predicates: [Predicate] = [
            .equal("event_type", EventDeclaration.Kind.conditional.rawValue),
            .isNull("execution_id"),
        ]
        if let id = evaluation.definitionID {
            guard try definition(.id(id)) != nil else {
                throw .failed(.invalid, "No process definition with id '\(id)' is deployed")
            }
            predicates.append(.equal("configuration", id))
        } else {
            predicates += tenantPredicates(evaluation.tenant)
        }
        let rows = try typedRows(
            Query(
                EventSubscriptionRow.table, where: .and(predicates), ordering: [Ordering("id")]),
            as: EventSubscriptionRow.self)
        guard !rows.isEmpty else {
            throw .failed(
                .execution,
                evaluation.definitionID.map {
                    "The process definition '\($0)' has no conditional start event"
                } ?? "There is no conditional start event to evaluate")
        }
        var started: [StartedInstance] = []
        for row in rows {
            guard let id = row.configuration, let definition = try definition(.id(id)),
                !definition.row.suspended,
                let node = row.activityID.flatMap({ definition.process.node($0) }),
                let declaration = startDeclaration(of: row, at: node, in: definition.process),
                let condition = declaration.condition
            else { continue }
            if let name = condition.variableName,
                !evaluation.variables.contains(where: { $0.name == name })
            {
                continue
            }
            let scratch = scratchExecution(definition, variables: evaluation.variables)
            guard try isMet(condition, on: scratch) else { continue }
            guardSubscription(row)
            guard
                let instance = try startByEvent(
                    definition, at: node, row: row, businessKey: evaluation.businessKey,
                    variables: evaluation.variables)
            else { continue }
            started.append(try self.started(instance, wantsVariables: false))
        }
        return .startedAll(started)
    }

    /// An execution that is never stored, for what is evaluated before an instance is made.
    private func scratchExecution(
        _ definition: ProcessDefinition, variables: [VariableInput]
    ) -> Execution {
        let root = LoadedRoot(id: "", snapshot: RootSnapshot(rootInstanceID: ""))
        scratchRoots.append(root)
        let row = ExecutionRow(
            id: "", rootInstanceID: "", processInstanceID: "", definitionID: definition.row.id,
            definitionKey: definition.row.key, isScope: true)
        let execution = Execution(row, definition: definition, root: root)
        root.executions.append(execution)
        for input in variables {
            let row = VariableRow(
                id: "", rootInstanceID: "", processInstanceID: "", executionID: "", scopeID: "",
                definitionID: definition.row.id, name: input.name, type: "")
            execution.variables.append(VariableEntry(row, value: input.value))
        }
        return execution
    }
}
