public import ProcessValues
public import Records

/// A change of a variable, or a form field handed in.
public struct HistoricDetailRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// `variableUpdate` or `formField`.
    public var type: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution.
    public var executionID: String?
    /// The task.
    public var taskID: String?
    /// The activity instance.
    public var activityInstanceID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The variable.
    public var variableInstanceID: String?
    /// The name of the variable or field.
    public var name: String
    /// The name of the type.
    public var variableType: String?
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
    /// The revision of the variable.
    public var variableRevision: Int
    /// Whether the instance was started with it.
    public var isInitial: Bool
    /// The operation that it is part of.
    public var userOperationID: String?
    /// Counts the changes of the variable.
    public var sequenceCounter: Int
    /// When.
    public var occurredAt: Instant
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        type: String,
        rootInstanceID: String? = nil,
        processInstanceID: String? = nil,
        executionID: String? = nil,
        taskID: String? = nil,
        activityInstanceID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        variableInstanceID: String? = nil,
        name: String,
        variableType: String? = nil,
        textValue: String? = nil,
        longValue: Int? = nil,
        doubleValue: Double? = nil,
        largeValueID: String? = nil,
        valueInfo: String? = nil,
        variableRevision: Int = 0,
        isInitial: Bool = false,
        userOperationID: String? = nil,
        sequenceCounter: Int = 0,
        occurredAt: Instant,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.type = type
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.taskID = taskID
        self.activityInstanceID = activityInstanceID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.variableInstanceID = variableInstanceID
        self.name = name
        self.variableType = variableType
        self.textValue = textValue
        self.longValue = longValue
        self.doubleValue = doubleValue
        self.largeValueID = largeValueID
        self.valueInfo = valueInfo
        self.variableRevision = variableRevision
        self.isInitial = isInitial
        self.userOperationID = userOperationID
        self.sequenceCounter = sequenceCounter
        self.occurredAt = occurredAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_detail",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("variable_instance_id", .text),
            ColumnDefinition("name", .text, isRequired: true),
            ColumnDefinition("variable_type", .text),
            ColumnDefinition("text_value", .text),
            ColumnDefinition("long_value", .integer),
            ColumnDefinition("double_value", .real),
            ColumnDefinition("large_value_id", .text),
            ColumnDefinition("value_info", .text),
            ColumnDefinition("variable_revision", .integer, isRequired: true),
            ColumnDefinition("is_initial", .integer, isRequired: true),
            ColumnDefinition("user_operation_id", .text),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("occurred_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_detail_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id")
        ])
}

extension HistoricDetailRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .text(type),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(taskID),
            ColumnValue(activityInstanceID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            ColumnValue(variableInstanceID),
            .text(name),
            ColumnValue(variableType),
            ColumnValue(textValue),
            ColumnValue(longValue),
            ColumnValue(doubleValue),
            ColumnValue(largeValueID),
            ColumnValue(valueInfo),
            .integer(Int64(variableRevision)),
            .integer(isInitial ? 1 : 0),
            ColumnValue(userOperationID),
            .integer(Int64(sequenceCounter)),
            .integer(occurredAt.milliseconds),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        type = try reader.text()
        rootInstanceID = try reader.optionalText()
        processInstanceID = try reader.optionalText()
        executionID = try reader.optionalText()
        taskID = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        variableInstanceID = try reader.optionalText()
        name = try reader.text()
        variableType = try reader.optionalText()
        textValue = try reader.optionalText()
        longValue = try reader.optionalInteger()
        doubleValue = try reader.optionalReal()
        largeValueID = try reader.optionalText()
        valueInfo = try reader.optionalText()
        variableRevision = try reader.integer()
        isInitial = try reader.boolean()
        userOperationID = try reader.optionalText()
        sequenceCounter = try reader.integer()
        occurredAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
