public import ProcessValues
public import Records

/// An input of an evaluation.
public struct HistoricDecisionInputRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The evaluation.
    public var decisionInstanceID: String
    /// The input clause.
    public var clauseID: String?
    /// Its label.
    public var clauseName: String?
    /// The name of the type of the value.
    public var type: String
    /// Its text, if the type has one that is short.
    public var textValue: String?
    /// Its whole number, truth value or instant.
    public var longValue: Int?
    /// Its number.
    public var doubleValue: Double?
    /// Where a value that is too long for a column stands.
    public var largeValueID: String?
    /// A JSON object about the value.
    public var valueInfo: String?
    /// When.
    public var createdAt: Instant
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String? = nil,
        decisionInstanceID: String,
        clauseID: String? = nil,
        clauseName: String? = nil,
        type: String,
        textValue: String? = nil,
        longValue: Int? = nil,
        doubleValue: Double? = nil,
        largeValueID: String? = nil,
        valueInfo: String? = nil,
        createdAt: Instant,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.decisionInstanceID = decisionInstanceID
        self.clauseID = clauseID
        self.clauseName = clauseName
        self.type = type
        self.textValue = textValue
        self.longValue = longValue
        self.doubleValue = doubleValue
        self.largeValueID = largeValueID
        self.valueInfo = valueInfo
        self.createdAt = createdAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_decision_input",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("decision_instance_id", .text, isRequired: true),
            ColumnDefinition("clause_id", .text),
            ColumnDefinition("clause_name", .text),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("text_value", .text),
            ColumnDefinition("long_value", .integer),
            ColumnDefinition("double_value", .real),
            ColumnDefinition("large_value_id", .text),
            ColumnDefinition("value_info", .text),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_decision_input_by_decision_instance_id", on: ["decision_instance_id"])
        ])
}

extension HistoricDecisionInputRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            .text(decisionInstanceID),
            ColumnValue(clauseID),
            ColumnValue(clauseName),
            .text(type),
            ColumnValue(textValue),
            ColumnValue(longValue),
            ColumnValue(doubleValue),
            ColumnValue(largeValueID),
            ColumnValue(valueInfo),
            .integer(createdAt.milliseconds),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.optionalText()
        decisionInstanceID = try reader.text()
        clauseID = try reader.optionalText()
        clauseName = try reader.optionalText()
        type = try reader.text()
        textValue = try reader.optionalText()
        longValue = try reader.optionalInteger()
        doubleValue = try reader.optionalReal()
        largeValueID = try reader.optionalText()
        valueInfo = try reader.optionalText()
        createdAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
