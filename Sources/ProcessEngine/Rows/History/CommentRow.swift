public import ProcessValues
public import Records

/// What somebody wrote about a task or an instance.
public struct CommentRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance, if it is about one.
    public var processInstanceID: String?
    /// The task, if it is about one.
    public var taskID: String?
    /// Who wrote it.
    public var userID: String?
    /// The text.
    public var message: String
    /// When it was written.
    public var createdAt: Instant
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String, rootInstanceID: String? = nil, processInstanceID: String? = nil,
        taskID: String? = nil, userID: String? = nil, message: String, createdAt: Instant,
        removalTime: Instant? = nil, tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.taskID = taskID
        self.userID = userID
        self.message = message
        self.createdAt = createdAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "comment",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("user_id", .text),
            ColumnDefinition("message", .text, isRequired: true),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "comment_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id"),
            IndexDefinition(
                "comment_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition("comment_by_task_id", on: ["task_id"], whereNotNull: "task_id"),
        ])
}

extension CommentRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id), ColumnValue(rootInstanceID), ColumnValue(processInstanceID),
            ColumnValue(taskID), ColumnValue(userID), .text(message),
            .integer(createdAt.milliseconds), ColumnValue(removalTime?.milliseconds),
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
        userID = try reader.optionalText()
        message = try reader.text()
        createdAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
