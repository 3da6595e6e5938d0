internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records

/// What there is to be seen on the stage.
extension Stage {
    func rows<Element: TableRow>(
        _ type: Element.Type, _ table: TableDefinition, where predicate: Predicate = .all,
        by ordering: Ordering...
    ) async throws -> [Element] {
        try await store.read(Query(table, where: predicate, ordering: ordering)).map {
            try Element(row: $0)
        }
    }

    /// The instance that the scenario started.
    func mainInstance() async throws -> HistoricProcessInstanceRow {
        let found = try await rows(
            HistoricProcessInstanceRow.self, HistoricProcessInstanceRow.table,
            where: .isNull("super_process_instance_id"), by: Ordering("started_at"), Ordering("id"))
        guard let first = found.first else { throw StageError("no process was started") }
        return first
    }

    func openTasks() async throws -> [TaskRow] {
        try await rows(TaskRow.self, TaskRow.table, by: Ordering("created_at"), Ordering("id"))
    }

    func currentCase() async throws -> Case? {
        guard let caseID else { return nil }
        return try await cases.find(caseID)
    }

    /// The elements at which tokens wait, in order of name: those of executions that have no
    /// others below them and called no process.
    func waitingElements() async throws -> [String] {
        let executions = try await rows(ExecutionRow.self, ExecutionRow.table)
        let parents = Set(executions.lazy.filter { !$0.isEventScope }.compactMap(\.parentID))
        let callers = Set(executions.compactMap(\.superExecutionID))
        return executions.compactMap { execution in
            if execution.isEventScope || parents.contains(execution.id)
                || callers.contains(execution.id)
            {
                return nil
            }
            return execution.activityID
        }.sorted()
    }

    /// The elements that tokens have reached, and how each left: nil while it has not.
    func reachedElements() async throws -> [HistoricActivityInstanceRow] {
        try await rows(
            HistoricActivityInstanceRow.self, HistoricActivityInstanceRow.table,
            by: Ordering("started_at"), Ordering("sequence_counter"))
    }

    /// The variables, those of the process itself before those of its parts and of called ones.
    func variables() async throws -> [(name: String, value: ProcessValue)] {
        let main = try await mainInstance().id
        let stored = try await rows(
            HistoricVariableRow.self, HistoricVariableRow.table,
            where: .compare("state", .notEqual, .text("DELETED")), by: Ordering("created_at"),
            Ordering("id"))
        let large = Dictionary(
            try await rows(LargeValueRow.self, LargeValueRow.table).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        func rank(_ row: HistoricVariableRow) -> Int {
            row.processInstanceID != main ? 2 : row.executionID != main ? 1 : 0
        }
        var seen: Set<String> = []
        return stored.enumerated().sorted {
            (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
        }.compactMap { _, row in
            guard seen.insert(row.name).inserted else { return nil }
            let value = row.value(large: row.largeValueID.flatMap { large[$0] })
            return (row.name, value ?? .null)
        }
    }

    func incidents() async throws -> [IncidentRow] {
        try await rows(
            IncidentRow.self, IncidentRow.table, by: Ordering("created_at"), Ordering("id")
        ).filter { $0.id == $0.rootCauseIncidentID }
    }

    /// The outputs of the rules that matched when a decision was last asked; nil where it was not.
    func lastOutputs(ofDecision key: String) async throws -> [JSONObject]? {
        guard let last = lastDecision(key) else { return nil }
        let outputs = try await rows(
            HistoricDecisionOutputRow.self, HistoricDecisionOutputRow.table,
            where: .equal("decision_instance_id", last.id), by: Ordering("rule_order"),
            Ordering("id"))
        var rules: [(order: Int, outputs: JSONObject)] = []
        for output in outputs {
            let order = output.ruleOrder ?? 0
            if rules.last?.order != order { rules.append((order, [:])) }
            let name = output.variableName ?? output.clauseName ?? "result"
            rules[rules.count - 1].outputs[name] = output.value(large: nil)?.plainJSON ?? .null
        }
        return rules.map(\.outputs)
    }
}
