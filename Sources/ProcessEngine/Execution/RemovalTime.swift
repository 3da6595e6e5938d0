import ProcessValues
import Records

/// When history may forget an instance.
extension Run {
    /// Notes, at the end of a root, until when its history is kept: as long as its definition says.
    func recordRemovalTime(ofRoot instance: Execution) throws(Interruption) {
        guard instance.superExecution == nil,
            let days = instance.definition.row.historyTimeToLive
        else { return }
        let removal = ColumnAssignment(
            "removal_time",
            .integer(now.adding(milliseconds: Int64(days) * 86_400_000).milliseconds))
        let process = instance.process
        let calls = process.nodes.contains {
            if case .callActivity = $0.behavior { true } else { false }
        }
        var ids = [ColumnValue.text(instance.id)]
        if calls {
            let called = try rows(
                Query(
                    HistoricProcessInstanceRow.table,
                    where: .equal("root_instance_id", instance.row.rootInstanceID),
                    columns: ["id"]))
            ids += called.compactMap(\.first).filter { !ids.contains($0) }
        }
        // Those that the command itself has made are not stored yet.
        for made in history.instances where made.rootInstanceID == instance.row.rootInstanceID {
            if !ids.contains(.text(made.id)) { ids.append(.text(made.id)) }
        }
        let ofInstances = Predicate.isIn("process_instance_id", ids)
        history.updates.append(
            .updateAll(
                HistoricProcessInstanceRow.table, where: .isIn("id", ids), set: [removal]))
        for table in [
            HistoricActivityInstanceRow.table, HistoricTaskRow.table, HistoricVariableRow.table,
            HistoricDetailRow.table, HistoricIdentityLinkRow.table, HistoricIncidentRow.table,
            HistoricJobLogRow.table, HistoricExternalTaskLogRow.table,
            HistoricUserOperationRow.table, HistoricDecisionInstanceRow.table,
        ] {
            history.updates.append(.updateAll(table, where: ofInstances, set: [removal]))
        }
        history.updates.append(
            .updateAll(
                CommentRow.table,
                where: .equal("root_instance_id", instance.row.rootInstanceID), set: [removal]))
        try recordRemovalTime(ofDecisionsIn: ofInstances, process, calls: calls, removal)
    }

    private func recordRemovalTime(
        ofDecisionsIn instances: Predicate, _ process: CompiledProcess, calls: Bool,
        _ removal: ColumnAssignment
    ) throws(Interruption) {
        let decides = process.nodes.contains {
            if case .decision = $0.behavior { true } else { false }
        }
        guard decides || calls else { return }
        var ids = try rows(
            Query(HistoricDecisionInstanceRow.table, where: instances, columns: ["id"])
        ).compactMap(\.first)
        ids += history.decisions.map { .text($0.id) }
        guard !ids.isEmpty else { return }
        for table in [HistoricDecisionInputRow.table, HistoricDecisionOutputRow.table] {
            history.updates.append(
                .updateAll(table, where: .isIn("decision_instance_id", ids), set: [removal]))
        }
    }
}
