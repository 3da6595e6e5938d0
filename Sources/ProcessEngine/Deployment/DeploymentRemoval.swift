internal import ProcessValues
internal import Records

/// Takes deployments and definitions of processes away.
struct DeploymentRemoval: Sendable {
    let store: any Store
    let clock: any EngineClock
    let seeds: IdentifierSeeds
    let startEvents: StartEvents
    let definitions: DefinitionCache

    /// What is taken away.
    enum Target: Sendable {
        /// A deployment with its definitions.
        case deployment(String)
        /// Definitions of processes, whose deployments stay.
        case definitions([String])
    }

    /// The process instances of the definitions that no instance of another of them has called:
    /// those that are to be deleted before.
    func instances(of target: Target) async throws(EngineError) -> [String] {
        let ids = try await processDefinitions(of: target).map(\.id)
        guard !ids.isEmpty else { return [] }
        return try await store.rows(
            Query(
                ExecutionRow.table,
                where: .and([
                    .isIn("definition_id", ids.map { .text($0) }), .isNull("parent_id"),
                ])), as: ExecutionRow.self
        ).sorted { one, _ in one.superExecutionID == nil }.map(\.id)
    }

    /// Deletes a target and, with `cascade`, the history of its instances.
    ///
    /// - Throws: `EngineError.Kind.notFound` if it is not there, `.execution` if it has instances.
    func remove(_ target: Target, cascade: Bool) async throws(EngineError) {
        var conflicts = 0
        while true {
            let delta = try await delta(removing: target, cascade: cascade)
            do throws(StoreError) {
                try await store.commit(delta)
                definitions.invalidate()
                return
            } catch {
                conflicts += 1
                guard case .conflict = error, conflicts <= CommandRunner.retryLimit else {
                    throw EngineError(error)
                }
            }
        }
    }

    private func delta(
        removing target: Target, cascade: Bool
    ) async throws(EngineError) -> Delta {
        let processes = try await processDefinitions(of: target)
        if case .deployment(let id) = target {
            let found = try await store.rows(
                Query(DeploymentRow.table, where: .equal("id", id)), as: DeploymentRow.self)
            guard !found.isEmpty else {
                throw EngineError(.notFound, "Deployment with id '\(id)' does not exist")
            }
        } else if processes.isEmpty {
            throw EngineError(.notFound, "There is no such process definition")
        }
        let ids = processes.map { ColumnValue.text($0.id) }
        let ofDefinitions = Predicate.isIn("definition_id", ids)
        try await requireNoInstance(ofDefinitions, target)
        var delta = Delta(guards: [.none(ExecutionRow.table, where: ofDefinitions)])
        if cascade { delta.changes += try await historyRemoval(ofDefinitions: ids) }
        for process in processes {
            delta.append(
                try await startEventsAfterRemoval(of: process, with: processes.map(\.id)))
        }
        for table in [
            JobDefinitionRow.table, IdentityLinkRow.table, EventCollectionRow.table,
        ] {
            delta.changes.append(.deleteAll(table, where: ofDefinitions))
        }
        guard case .deployment(let id) = target else {
            delta.changes.append(
                .deleteAll(ProcessDefinitionRow.table, where: .isIn("id", ids)))
            return delta
        }
        for table in [
            ProcessDefinitionRow.table, DecisionDefinitionRow.table,
            DecisionRequirementsDefinitionRow.table, DeploymentResourceRow.table,
        ] {
            delta.changes.append(.deleteAll(table, where: .equal("deployment_id", id)))
        }
        delta.changes.append(
            .delete(DeploymentRow.table, key: [.text(id)], expectedRevision: nil))
        return delta
    }

    private func requireNoInstance(
        _ ofDefinitions: Predicate, _ target: Target
    ) async throws(EngineError) {
        let found = try await store.rows(
            Query(ExecutionRow.table, where: ofDefinitions, limit: 1), as: ExecutionRow.self)
        guard let instance = found.first else { return }
        let what =
            switch target {
            case .deployment(let id): "The deployment \(id)"
            case .definitions: "The process definition \(instance.definitionID)"
            }
        throw EngineError(
            .execution,
            "\(what) has running process instances; delete it with cascade=true, or them first.")
    }

    private func processDefinitions(
        of target: Target
    ) async throws(EngineError) -> [ProcessDefinitionRow] {
        let predicate: Predicate =
            switch target {
            case .deployment(let id): .equal("deployment_id", id)
            case .definitions(let ids): .isIn("id", ids.map { .text($0) })
            }
        return try await store.rows(
            Query(ProcessDefinitionRow.table, where: predicate), as: ProcessDefinitionRow.self)
    }

    /// Takes away all history of the instances of some definitions.
    private func historyRemoval(
        ofDefinitions ids: [ColumnValue]
    ) async throws(EngineError) -> [RowChange] {
        let instances = try await store.rows(
            Query(HistoricProcessInstanceRow.table, where: .isIn("definition_id", ids)),
            as: HistoricProcessInstanceRow.self)
        // Timers that start instances have a log without one.
        let ofTimers = RowChange.deleteAll(
            HistoricJobLogRow.table,
            where: .and([.isIn("definition_id", ids), .isNull("process_instance_id")]))
        guard !instances.isEmpty else { return [ofTimers] }
        let ofInstances = Predicate.isIn(
            "process_instance_id", instances.map { .text($0.id) })
        func ofDecisions(_ table: TableDefinition) -> RowChange {
            .deleteAll(
                table,
                where: .exists(
                    HistoricDecisionInstanceRow.table,
                    matching: [ColumnPair("id", equals: "decision_instance_id")], ofInstances))
        }
        let roots = Predicate.isIn(
            "root_instance_id", Set(instances.map(\.rootInstanceID)).sorted().map { .text($0) })
        func largeOfDecisions(_ table: TableDefinition) -> RowChange {
            .deleteAll(
                LargeValueRow.table,
                where: .and([
                    roots,
                    .exists(
                        table, matching: [ColumnPair("large_value_id", equals: "id")],
                        .exists(
                            HistoricDecisionInstanceRow.table,
                            matching: [ColumnPair("id", equals: "decision_instance_id")],
                            ofInstances)),
                ]))
        }
        var changes = [
            ofTimers, largeOfDecisions(HistoricDecisionInputRow.table),
            largeOfDecisions(HistoricDecisionOutputRow.table),
            ofDecisions(HistoricDecisionInputRow.table),
            ofDecisions(HistoricDecisionOutputRow.table),
        ]
        for owner in [HistoricVariableRow.table, HistoricDetailRow.table] {
            changes.append(
                .deleteAll(
                    LargeValueRow.table,
                    where: .and([
                        roots,
                        .exists(
                            owner, matching: [ColumnPair("large_value_id", equals: "id")],
                            ofInstances),
                    ])))
        }
        changes.append(.deleteAll(CommentRow.table, where: .or([ofInstances, roots])))
        for table in [
            HistoricActivityInstanceRow.table, HistoricTaskRow.table, HistoricVariableRow.table,
            HistoricDetailRow.table, HistoricIdentityLinkRow.table, HistoricIncidentRow.table,
            HistoricJobLogRow.table, HistoricExternalTaskLogRow.table,
            HistoricDecisionInstanceRow.table, HistoricUserOperationRow.table,
        ] {
            changes.append(.deleteAll(table, where: ofInstances))
        }
        changes.append(
            .deleteAll(
                HistoricProcessInstanceRow.table,
                where: .isIn("id", instances.map { .text($0.id) })))
        return changes
    }

    /// Takes the starts of a definition away; where it was the latest, the version before it
    /// that stays starts instances again.
    private func startEventsAfterRemoval(
        of row: ProcessDefinitionRow, with others: [String]
    ) async throws(EngineError) -> Delta {
        let versions = try await store.rows(
            Query(
                ProcessDefinitionRow.table,
                where: .and([
                    .equal("key", row.key), .equal("tenant_id", ColumnValue(row.tenantID)),
                ]), ordering: [Ordering("version", isDescending: true)]),
            as: ProcessDefinitionRow.self)
        guard versions.first?.id == row.id else { return Delta() }
        var delta = Delta(
            changes: startEvents.removal(ofKey: row.key, tenantID: row.tenantID))
        guard let before = versions.first(where: { !others.contains($0.id) }),
            let previous = try await definitions.processDefinition(.id(before.id))
        else { return delta }
        let now = clock.now
        var ids = seeds.next(at: now)
        var messages: Set<String> = []
        delta.append(
            try await startEvents.rows(of: previous, at: now, ids: &ids, messages: &messages))
        return delta
    }
}
