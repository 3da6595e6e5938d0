public import Records

/// Who has to do with a task or may start a definition.
public struct IdentityLinkRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// `assignee` and `owner` have no rows; `candidate`, `participant`, `starter` or any other.
    public var type: String
    /// The user.
    public var userID: String?
    /// The group.
    public var groupID: String?
    /// The task.
    public var taskID: String?
    /// The process definition.
    public var definitionID: String?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String? = nil,
        type: String,
        userID: String? = nil,
        groupID: String? = nil,
        taskID: String? = nil,
        definitionID: String? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.type = type
        self.userID = userID
        self.groupID = groupID
        self.taskID = taskID
        self.definitionID = definitionID
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "identity_link",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("user_id", .text),
            ColumnDefinition("group_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "identity_link_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id"),
            IndexDefinition("identity_link_by_task_id", on: ["task_id"], whereNotNull: "task_id"),
            IndexDefinition(
                "identity_link_by_definition_id", on: ["definition_id"],
                whereNotNull: "definition_id"),
            IndexDefinition(
                "identity_link_by_group_id", on: ["group_id"], whereNotNull: "group_id"),
        ])
}

extension IdentityLinkRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            .text(type),
            ColumnValue(userID),
            ColumnValue(groupID),
            ColumnValue(taskID),
            ColumnValue(definitionID),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.optionalText()
        type = try reader.text()
        userID = try reader.optionalText()
        groupID = try reader.optionalText()
        taskID = try reader.optionalText()
        definitionID = try reader.optionalText()
        tenantID = try reader.optionalText()
    }
}
