public import ProcessValues
public import Records

/// A variable with its last value.
public struct HistoricVariableRow: TableRow, Hashable {
    /// The id of the variable.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution.
    public var executionID: String?
    /// The task that it is local to.
    public var taskID: String?
    /// The activity instance.
    public var activityInstanceID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The name.
    public var name: String
    /// The name of the type.
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
    /// `CREATED` or `DELETED`.
    public var state: String
    /// When it was created.
    public var createdAt: Instant
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
        taskID: String? = nil,
        activityInstanceID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        name: String,
        type: String,
        textValue: String? = nil,
        longValue: Int? = nil,
        doubleValue: Double? = nil,
        largeValueID: String? = nil,
        valueInfo: String? = nil,
        state: String,
        createdAt: Instant,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.taskID = taskID
        self.activityInstanceID = activityInstanceID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.name = name
        self.type = type
        self.textValue = textValue
        self.longValue = longValue
        self.doubleValue = doubleValue
        self.largeValueID = largeValueID
        self.valueInfo = valueInfo
        self.state = state
        self.createdAt = createdAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_variable",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("name", .text, isRequired: true),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("text_value", .text),
            ColumnDefinition("long_value", .integer),
            ColumnDefinition("double_value", .real),
            ColumnDefinition("large_value_id", .text),
            ColumnDefinition("value_info", .text),
            ColumnDefinition("state", .text, isRequired: true),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_variable_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id")
        ])
}

extension HistoricVariableRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(taskID),
            ColumnValue(activityInstanceID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            .text(name),
            .text(type),
            ColumnValue(textValue),
            ColumnValue(longValue),
            ColumnValue(doubleValue),
            ColumnValue(largeValueID),
            ColumnValue(valueInfo),
            .text(state),
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
        processInstanceID = try reader.optionalText()
        executionID = try reader.optionalText()
        taskID = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        name = try reader.text()
        type = try reader.text()
        textValue = try reader.optionalText()
        longValue = try reader.optionalInteger()
        doubleValue = try reader.optionalReal()
        largeValueID = try reader.optionalText()
        valueInfo = try reader.optionalText()
        state = try reader.text()
        createdAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
