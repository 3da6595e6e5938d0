internal import ProcessValues
internal import Records

/// Takes a deployment away, with its definitions.
struct DeploymentRemoval: Sendable {
    let store: any Store
    let clock: any EngineClock
    let seeds: IdentifierSeeds
    let startEvents: StartEvents
    let definitions: DefinitionCache

    /// The process instances of the deployment's definitions that no instance of another of them
    /// has called: those that are to be deleted before it.
    func instances(of deploymentID: String) async throws(EngineError) -> [String] {
        let ids = try await processDefinitions(of: deploymentID).map(\.id)
        guard !ids.isEmpty else { return [] }
        return try await store.rows(
            Query(
                ExecutionRow.table,
                where: .and([
                    .isIn("definition_id", ids.map { .text($0) }), .isNull("parent_id"),
                ])), as: ExecutionRow.self
        ).sorted { one, _ in one.superExecutionID == nil }.map(\.id)
    }

    /// Deletes the deployment and, with `cascade`, the history of its instances.
    ///
    /// - Throws: `EngineError.Kind.notFound` if there is no such deployment, `.execution` if it
    ///   has instances.
    func remove(_ deploymentID: String, cascade: Bool) async throws(EngineError) {
        var conflicts = 0
        while true {
            let delta = try await delta(removing: deploymentID, cascade: cascade)
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
        removing deploymentID: String, cascade: Bool
    ) async throws(EngineError) -> Delta {
        let deployments = try await store.rows(
            Query(DeploymentRow.table, where: .equal("id", deploymentID)), as: DeploymentRow.self)
        guard !deployments.isEmpty else {
            throw EngineError(
                .notFound, "Deployment with id '\(deploymentID)' does not exist")
        }
        let processes = try await processDefinitions(of: deploymentID)
        let ids = processes.map { ColumnValue.text($0.id) }
        let ofDefinitions = Predicate.isIn("definition_id", ids)
        guard
            try await store.rows(
                Query(ExecutionRow.table, where: ofDefinitions, limit: 1), as: ExecutionRow.self
            ).isEmpty
        else {
            throw EngineError(
                .execution,
                "The deployment \(deploymentID) has running process instances; delete it with "
                    + "cascade=true, or them first.")
        }
        var delta = Delta(guards: [.none(ExecutionRow.table, where: ofDefinitions)])
        if cascade { delta.changes += try await historyRemoval(ofDefinitions: ids) }
        for process in processes {
            delta.append(try await startEventsAfterRemoval(of: process))
        }
        let ofDeployment = Predicate.equal("deployment_id", deploymentID)
        for table in [
            JobDefinitionRow.table, IdentityLinkRow.table, EventCollectionRow.table,
        ] {
            delta.changes.append(.deleteAll(table, where: ofDefinitions))
        }
        for table in [
            ProcessDefinitionRow.table, DecisionDefinitionRow.table,
            DecisionRequirementsDefinitionRow.table, DeploymentResourceRow.table,
        ] {
            delta.changes.append(.deleteAll(table, where: ofDeployment))
        }
        delta.changes.append(
            .delete(DeploymentRow.table, key: [.text(deploymentID)], expectedRevision: nil))
        return delta
    }

    private func processDefinitions(
        of deploymentID: String
    ) async throws(EngineError) -> [ProcessDefinitionRow] {
        try await store.rows(
            Query(ProcessDefinitionRow.table, where: .equal("deployment_id", deploymentID)),
            as: ProcessDefinitionRow.self)
    }

    /// Takes away all history of the instances of some definitions.
    private func historyRemoval(
        ofDefinitions ids: [ColumnValue]
    ) async throws(EngineError) -> [RowChange] {
        let instances = try await store.rows(
            Query(HistoricProcessInstanceRow.table, where: .isIn("definition_id", ids)),
            as: HistoricProcessInstanceRow.self)
        guard !instances.isEmpty else { return [] }
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
            largeOfDecisions(HistoricDecisionInputRow.table),
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
    /// starts instances again.
    private func startEventsAfterRemoval(
        of row: ProcessDefinitionRow
    ) async throws(EngineError) -> Delta {
        let versions = try await store.rows(
            Query(
                ProcessDefinitionRow.table,
                where: .and([
                    .equal("key", row.key), .equal("tenant_id", ColumnValue(row.tenantID)),
                ]), ordering: [Ordering("version", isDescending: true)], limit: 2),
            as: ProcessDefinitionRow.self)
        guard versions.first?.id == row.id else { return Delta() }
        var delta = Delta(
            changes: startEvents.removal(ofKey: row.key, tenantID: row.tenantID))
        guard versions.count > 1, versions[1].deploymentID != row.deploymentID,
            let previous = try await definitions.processDefinition(.id(versions[1].id))
        else { return delta }
        let now = clock.now
        var ids = seeds.next(at: now)
        var messages: Set<String> = []
        delta.append(
            try await startEvents.rows(of: previous, at: now, ids: &ids, messages: &messages))
        return delta
    }
}
