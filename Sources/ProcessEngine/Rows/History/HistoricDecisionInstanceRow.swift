public import ProcessValues
public import Records

/// An evaluation of a decision.
public struct HistoricDecisionInstanceRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution.
    public var executionID: String?
    /// The element that asked.
    public var activityID: String?
    /// The activity instance.
    public var activityInstanceID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The decision definition.
    public var decisionDefinitionID: String
    /// Its key.
    public var decisionDefinitionKey: String
    /// Its name.
    public var decisionDefinitionName: String?
    /// The decision requirements definition.
    public var requirementsDefinitionID: String?
    /// Its key.
    public var requirementsDefinitionKey: String?
    /// The evaluation that needed this one.
    public var rootDecisionInstanceID: String?
    /// Who asked.
    public var userID: String?
    /// When.
    public var evaluatedAt: Instant
    /// The result of the aggregation of a collect table.
    public var collectResultValue: Double?
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String? = nil,
        processInstanceID: String? = nil,
        executionID: String? = nil,
        activityID: String? = nil,
        activityInstanceID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        decisionDefinitionID: String,
        decisionDefinitionKey: String,
        decisionDefinitionName: String? = nil,
        requirementsDefinitionID: String? = nil,
        requirementsDefinitionKey: String? = nil,
        rootDecisionInstanceID: String? = nil,
        userID: String? = nil,
        evaluatedAt: Instant,
        collectResultValue: Double? = nil,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.activityID = activityID
        self.activityInstanceID = activityInstanceID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.decisionDefinitionID = decisionDefinitionID
        self.decisionDefinitionKey = decisionDefinitionKey
        self.decisionDefinitionName = decisionDefinitionName
        self.requirementsDefinitionID = requirementsDefinitionID
        self.requirementsDefinitionKey = requirementsDefinitionKey
        self.rootDecisionInstanceID = rootDecisionInstanceID
        self.userID = userID
        self.evaluatedAt = evaluatedAt
        self.collectResultValue = collectResultValue
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_decision_instance",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("decision_definition_id", .text, isRequired: true),
            ColumnDefinition("decision_definition_key", .text, isRequired: true),
            ColumnDefinition("decision_definition_name", .text),
            ColumnDefinition("requirements_definition_id", .text),
            ColumnDefinition("requirements_definition_key", .text),
            ColumnDefinition("root_decision_instance_id", .text),
            ColumnDefinition("user_id", .text),
            ColumnDefinition("evaluated_at", .integer, isRequired: true),
            ColumnDefinition("collect_result_value", .real),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_decision_instance_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition(
                "history_decision_instance_by_decision_definition_id",
                on: ["decision_definition_id"]),
        ])
}

extension HistoricDecisionInstanceRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(activityID),
            ColumnValue(activityInstanceID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            .text(decisionDefinitionID),
            .text(decisionDefinitionKey),
            ColumnValue(decisionDefinitionName),
            ColumnValue(requirementsDefinitionID),
            ColumnValue(requirementsDefinitionKey),
            ColumnValue(rootDecisionInstanceID),
            ColumnValue(userID),
            .integer(evaluatedAt.milliseconds),
            ColumnValue(collectResultValue),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.optionalText()
        processInstanceID = try reader.optionalText()
        executionID = try reader.optionalText()
        activityID = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        decisionDefinitionID = try reader.text()
        decisionDefinitionKey = try reader.text()
        decisionDefinitionName = try reader.optionalText()
        requirementsDefinitionID = try reader.optionalText()
        requirementsDefinitionKey = try reader.optionalText()
        rootDecisionInstanceID = try reader.optionalText()
        userID = try reader.optionalText()
        evaluatedAt = try reader.instant()
        collectResultValue = try reader.optionalReal()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
