public import Records

/// A variable of an execution or a task.
public struct VariableRow: TableRow, Hashable {
    /// The id; history keeps it.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String
    /// The process instance.
    public var processInstanceID: String
    /// The execution that it belongs to, of the task for a local one of a task.
    public var executionID: String
    /// The task that it is local to.
    public var taskID: String?
    /// The task or execution that it is local to.
    public var scopeID: String
    /// The process definition.
    public var definitionID: String
    /// The name.
    public var name: String
    /// The name of the type, such as `String`.
    public var type: String
    /// Its text, if the type has one that is short.
    public var textValue: String?
    /// Its whole number, truth value or instant.
    public var longValue: Int?
    /// Its number.
    public var doubleValue: Double?
    /// Where a value that is too long for a column stands.
    public var largeValueID: String?
    /// A JSON object about the value: class, serialization format, file name.
    public var valueInfo: String?
    /// Whether it moves with its token when the tree expands.
    public var isConcurrentLocal: Bool
    /// Counts the changes of the variable.
    public var sequenceCounter: Int
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        rootInstanceID: String,
        processInstanceID: String,
        executionID: String,
        taskID: String? = nil,
        scopeID: String,
        definitionID: String,
        name: String,
        type: String,
        textValue: String? = nil,
        longValue: Int? = nil,
        doubleValue: Double? = nil,
        largeValueID: String? = nil,
        valueInfo: String? = nil,
        isConcurrentLocal: Bool = false,
        sequenceCounter: Int = 0,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.taskID = taskID
        self.scopeID = scopeID
        self.definitionID = definitionID
        self.name = name
        self.type = type
        self.textValue = textValue
        self.longValue = longValue
        self.doubleValue = doubleValue
        self.largeValueID = largeValueID
        self.valueInfo = valueInfo
        self.isConcurrentLocal = isConcurrentLocal
        self.sequenceCounter = sequenceCounter
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "variable",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text, isRequired: true),
            ColumnDefinition("process_instance_id", .text, isRequired: true),
            ColumnDefinition("execution_id", .text, isRequired: true),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("scope_id", .text, isRequired: true),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("name", .text, isRequired: true),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("text_value", .text),
            ColumnDefinition("long_value", .integer),
            ColumnDefinition("double_value", .real),
            ColumnDefinition("large_value_id", .text),
            ColumnDefinition("value_info", .text),
            ColumnDefinition("is_concurrent_local", .integer, isRequired: true),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition("variable_by_root_instance_id", on: ["root_instance_id"]),
            IndexDefinition("variable_by_scope_id_name", on: ["scope_id", "name"], isUnique: true),
        ])
}

extension VariableRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            .text(rootInstanceID),
            .text(processInstanceID),
            .text(executionID),
            ColumnValue(taskID),
            .text(scopeID),
            .text(definitionID),
            .text(name),
            .text(type),
            ColumnValue(textValue),
            ColumnValue(longValue),
            ColumnValue(doubleValue),
            ColumnValue(largeValueID),
            ColumnValue(valueInfo),
            .integer(isConcurrentLocal ? 1 : 0),
            .integer(Int64(sequenceCounter)),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        rootInstanceID = try reader.text()
        processInstanceID = try reader.text()
        executionID = try reader.text()
        taskID = try reader.optionalText()
        scopeID = try reader.text()
        definitionID = try reader.text()
        name = try reader.text()
        type = try reader.text()
        textValue = try reader.optionalText()
        longValue = try reader.optionalInteger()
        doubleValue = try reader.optionalReal()
        largeValueID = try reader.optionalText()
        valueInfo = try reader.optionalText()
        isConcurrentLocal = try reader.boolean()
        sequenceCounter = try reader.integer()
        tenantID = try reader.optionalText()
    }
}
