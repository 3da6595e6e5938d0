public import ProcessValues
public import Records

/// A user task, open or done.
public struct HistoricTaskRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution that waited in it.
    public var executionID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The activity instance.
    public var activityInstanceID: String?
    /// The element.
    public var taskDefinitionKey: String?
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
    /// The priority.
    public var priority: Int
    /// When it should be done.
    public var dueAt: Instant?
    /// When to look at it again.
    public var followUpAt: Instant?
    /// When it was created.
    public var startedAt: Instant
    /// When it was done.
    public var endedAt: Instant?
    /// How many milliseconds it took.
    public var duration: Int?
    /// `completed`, `deleted` or another reason.
    public var deleteReason: String?
    /// `Created`, `Updated`, `Completed`, `Deleted`.
    public var state: String?
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
        definitionID: String? = nil,
        definitionKey: String? = nil,
        activityInstanceID: String? = nil,
        taskDefinitionKey: String? = nil,
        name: String? = nil,
        description: String? = nil,
        parentTaskID: String? = nil,
        owner: String? = nil,
        assignee: String? = nil,
        priority: Int = 0,
        dueAt: Instant? = nil,
        followUpAt: Instant? = nil,
        startedAt: Instant,
        endedAt: Instant? = nil,
        duration: Int? = nil,
        deleteReason: String? = nil,
        state: String? = nil,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.activityInstanceID = activityInstanceID
        self.taskDefinitionKey = taskDefinitionKey
        self.name = name
        self.description = description
        self.parentTaskID = parentTaskID
        self.owner = owner
        self.assignee = assignee
        self.priority = priority
        self.dueAt = dueAt
        self.followUpAt = followUpAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.deleteReason = deleteReason
        self.state = state
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_task",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("task_definition_key", .text),
            ColumnDefinition("name", .text),
            ColumnDefinition("description", .text),
            ColumnDefinition("parent_task_id", .text),
            ColumnDefinition("owner", .text),
            ColumnDefinition("assignee", .text),
            ColumnDefinition("priority", .integer, isRequired: true),
            ColumnDefinition("due_at", .integer),
            ColumnDefinition("follow_up_at", .integer),
            ColumnDefinition("started_at", .integer, isRequired: true),
            ColumnDefinition("ended_at", .integer),
            ColumnDefinition("duration", .integer),
            ColumnDefinition("delete_reason", .text),
            ColumnDefinition("state", .text),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_task_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id")
        ])
}

extension HistoricTaskRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            ColumnValue(activityInstanceID),
            ColumnValue(taskDefinitionKey),
            ColumnValue(name),
            ColumnValue(description),
            ColumnValue(parentTaskID),
            ColumnValue(owner),
            ColumnValue(assignee),
            .integer(Int64(priority)),
            ColumnValue(dueAt?.milliseconds),
            ColumnValue(followUpAt?.milliseconds),
            .integer(startedAt.milliseconds),
            ColumnValue(endedAt?.milliseconds),
            ColumnValue(duration),
            ColumnValue(deleteReason),
            ColumnValue(state),
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
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        taskDefinitionKey = try reader.optionalText()
        name = try reader.optionalText()
        description = try reader.optionalText()
        parentTaskID = try reader.optionalText()
        owner = try reader.optionalText()
        assignee = try reader.optionalText()
        priority = try reader.integer()
        dueAt = try reader.optionalInstant()
        followUpAt = try reader.optionalInstant()
        startedAt = try reader.instant()
        endedAt = try reader.optionalInstant()
        duration = try reader.optionalInteger()
        deleteReason = try reader.optionalText()
        state = try reader.optionalText()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
