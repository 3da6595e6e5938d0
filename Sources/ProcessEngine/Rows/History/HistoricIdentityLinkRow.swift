public import ProcessValues
public import Records

/// Somebody was linked to a task, or no longer.
public struct HistoricIdentityLinkRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The task.
    public var taskID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The type of the link.
    public var type: String
    /// The user.
    public var userID: String?
    /// The group.
    public var groupID: String?
    /// `add` or `delete`.
    public var operationType: String
    /// Who did it.
    public var assignerID: String?
    /// When.
    public var occurredAt: Instant
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String? = nil,
        processInstanceID: String? = nil,
        taskID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        type: String,
        userID: String? = nil,
        groupID: String? = nil,
        operationType: String,
        assignerID: String? = nil,
        occurredAt: Instant,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.taskID = taskID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.type = type
        self.userID = userID
        self.groupID = groupID
        self.operationType = operationType
        self.assignerID = assignerID
        self.occurredAt = occurredAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_identity_link",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("user_id", .text),
            ColumnDefinition("group_id", .text),
            ColumnDefinition("operation_type", .text, isRequired: true),
            ColumnDefinition("assigner_id", .text),
            ColumnDefinition("occurred_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_identity_link_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition(
                "history_identity_link_by_task_id", on: ["task_id"], whereNotNull: "task_id"),
        ])
}

extension HistoricIdentityLinkRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(taskID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            .text(type),
            ColumnValue(userID),
            ColumnValue(groupID),
            .text(operationType),
            ColumnValue(assignerID),
            .integer(occurredAt.milliseconds),
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
        taskID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        type = try reader.text()
        userID = try reader.optionalText()
        groupID = try reader.optionalText()
        operationType = try reader.text()
        assignerID = try reader.optionalText()
        occurredAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
