public import Records

/// The tables of the engine.
public enum EngineTables {
    /// All tables, in the order in which they are made.
    public static let all: [TableDefinition] =
        first + [
            CommentRow.table, EventCollectionRow.table, DataStoreRow.table,
        ]

    /// The tables of the first migration.
    static let first: [TableDefinition] = [
        ExecutionRow.table,
        VariableRow.table,
        LargeValueRow.table,
        TaskRow.table,
        IdentityLinkRow.table,
        JobRow.table,
        EventSubscriptionRow.table,
        IncidentRow.table,
        ExternalTaskRow.table,
        DeploymentRow.table,
        DeploymentResourceRow.table,
        ProcessDefinitionRow.table,
        DecisionDefinitionRow.table,
        DecisionRequirementsDefinitionRow.table,
        JobDefinitionRow.table,
        HistoricProcessInstanceRow.table,
        HistoricActivityInstanceRow.table,
        HistoricTaskRow.table,
        HistoricVariableRow.table,
        HistoricDetailRow.table,
        HistoricIdentityLinkRow.table,
        HistoricIncidentRow.table,
        HistoricJobLogRow.table,
        HistoricExternalTaskLogRow.table,
        HistoricDecisionInstanceRow.table,
        HistoricDecisionInputRow.table,
        HistoricDecisionOutputRow.table,
        HistoricUserOperationRow.table,
    ]
}
