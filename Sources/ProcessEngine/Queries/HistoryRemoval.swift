public import Records

/// Takes the history of an instance away.
public enum HistoryRemoval {
    /// Deletes all rows of history of an instance, if it has ended.
    ///
    /// Instances that it called keep theirs.
    public static func delta(ofInstance id: String) -> Delta {
        let isOfInstance = Predicate.equal("process_instance_id", id)
        func decisionsOf(_ table: TableDefinition) -> RowChange {
            .deleteAll(
                table,
                where: .exists(
                    HistoricDecisionInstanceRow.table,
                    matching: [ColumnPair("id", equals: "decision_instance_id")], isOfInstance))
        }
        func largeOf(_ table: TableDefinition) -> RowChange {
            .deleteAll(
                LargeValueRow.table,
                where: .exists(
                    table, matching: [ColumnPair("large_value_id", equals: "id")], isOfInstance))
        }
        func largeOfDecisions(_ table: TableDefinition) -> RowChange {
            .deleteAll(
                LargeValueRow.table,
                where: .exists(
                    table, matching: [ColumnPair("large_value_id", equals: "id")],
                    .exists(
                        HistoricDecisionInstanceRow.table,
                        matching: [ColumnPair("id", equals: "decision_instance_id")],
                        isOfInstance)))
        }
        let isEnded = Predicate.and([.equal("id", id), .not(.isNull("ended_at"))])
        return Delta(
            guards: [.exists(HistoricProcessInstanceRow.table, where: isEnded)],
            changes: [
                largeOfDecisions(HistoricDecisionInputRow.table),
                largeOfDecisions(HistoricDecisionOutputRow.table),
                decisionsOf(HistoricDecisionInputRow.table),
                decisionsOf(HistoricDecisionOutputRow.table),
                .deleteAll(HistoricDecisionInstanceRow.table, where: isOfInstance),
                largeOf(HistoricVariableRow.table), largeOf(HistoricDetailRow.table),
                .deleteAll(HistoricVariableRow.table, where: isOfInstance),
                .deleteAll(HistoricDetailRow.table, where: isOfInstance),
                .deleteAll(
                    CommentRow.table,
                    where: .or([
                        isOfInstance,
                        .exists(
                            HistoricTaskRow.table, matching: [ColumnPair("id", equals: "task_id")],
                            isOfInstance),
                    ])),
                .deleteAll(HistoricTaskRow.table, where: isOfInstance),
                .deleteAll(HistoricActivityInstanceRow.table, where: isOfInstance),
                .deleteAll(HistoricIdentityLinkRow.table, where: isOfInstance),
                .deleteAll(HistoricIncidentRow.table, where: isOfInstance),
                .deleteAll(HistoricJobLogRow.table, where: isOfInstance),
                .deleteAll(HistoricExternalTaskLogRow.table, where: isOfInstance),
                .deleteAll(HistoricUserOperationRow.table, where: isOfInstance),
                .deleteAll(HistoricProcessInstanceRow.table, where: .equal("id", id)),
            ])
    }
}
