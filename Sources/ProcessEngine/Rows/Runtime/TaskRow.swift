public import ProcessValues
public import Records

/// A user task that is open.
public struct TaskRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The instance at the top of the chain of calls; nil for a task of no process.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution that waits in it.
    public var executionID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The element.
    public var taskDefinitionKey: String?
    /// The activity instance.
    public var activityInstanceID: String?
    /// The name.
    public var name: String?
    /// The description.
    public var description: String?
    /// The task that it is part of.
    public var parentTaskID: String?
    /// The user who delegated it.
    public var owner: String?
    /// Whose task it is.
    public var assignee: String?
    /// `PENDING` or `RESOLVED`.
    public var delegationState: String?
    /// The priority.
    public var priority: Int
    /// When it should be done.
    public var dueAt: Instant?
    /// When to look at it again.
    public var followUpAt: Instant?
    /// When it was created.
    public var createdAt: Instant
    /// When it was last changed.
    public var lastUpdatedAt: Instant?
    /// `Init`, `Created`, `Updated`.
    public var state: String
    /// Whether it is suspended.
    public var suspended: Bool
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        rootInstanceID: String? = nil,
        processInstanceID: String? = nil,
        executionID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        taskDefinitionKey: String? = nil,
        activityInstanceID: String? = nil,
        name: String? = nil,
        description: String? = nil,
        parentTaskID: String? = nil,
        owner: String? = nil,
        assignee: String? = nil,
        delegationState: String? = nil,
        priority: Int = 0,
        dueAt: Instant? = nil,
        followUpAt: Instant? = nil,
        createdAt: Instant,
        lastUpdatedAt: Instant? = nil,
        state: String,
        suspended: Bool = false,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.taskDefinitionKey = taskDefinitionKey
        self.activityInstanceID = activityInstanceID
        self.name = name
        self.description = description
        self.parentTaskID = parentTaskID
        self.owner = owner
        self.assignee = assignee
        self.delegationState = delegationState
        self.priority = priority
        self.dueAt = dueAt
        self.followUpAt = followUpAt
        self.createdAt = createdAt
        self.lastUpdatedAt = lastUpdatedAt
        self.state = state
        self.suspended = suspended
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "task",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("task_definition_key", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("name", .text),
            ColumnDefinition("description", .text),
            ColumnDefinition("parent_task_id", .text),
            ColumnDefinition("owner", .text),
            ColumnDefinition("assignee", .text),
            ColumnDefinition("delegation_state", .text),
            ColumnDefinition("priority", .integer, isRequired: true),
            ColumnDefinition("due_at", .integer),
            ColumnDefinition("follow_up_at", .integer),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("last_updated_at", .integer),
            ColumnDefinition("state", .text, isRequired: true),
            ColumnDefinition("suspended", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "task_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id"),
            IndexDefinition(
                "task_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition("task_by_assignee", on: ["assignee"], whereNotNull: "assignee"),
            IndexDefinition(
                "task_by_definition_key_task_definition_key",
                on: ["definition_key", "task_definition_key"]),
        ])
}

extension TaskRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            ColumnValue(taskDefinitionKey),
            ColumnValue(activityInstanceID),
            ColumnValue(name),
            ColumnValue(description),
            ColumnValue(parentTaskID),
            ColumnValue(owner),
            ColumnValue(assignee),
            ColumnValue(delegationState),
            .integer(Int64(priority)),
            ColumnValue(dueAt?.milliseconds),
            ColumnValue(followUpAt?.milliseconds),
            .integer(createdAt.milliseconds),
            ColumnValue(lastUpdatedAt?.milliseconds),
            .text(state),
            .integer(suspended ? 1 : 0),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        rootInstanceID = try reader.optionalText()
        processInstanceID = try reader.optionalText()
        executionID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        taskDefinitionKey = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        name = try reader.optionalText()
        description = try reader.optionalText()
        parentTaskID = try reader.optionalText()
        owner = try reader.optionalText()
        assignee = try reader.optionalText()
        delegationState = try reader.optionalText()
        priority = try reader.integer()
        dueAt = try reader.optionalInstant()
        followUpAt = try reader.optionalInstant()
        createdAt = try reader.instant()
        lastUpdatedAt = try reader.optionalInstant()
        state = try reader.text()
        suspended = try reader.boolean()
        tenantID = try reader.optionalText()
    }
}
