public import ProcessValues
public import Records

/// A passage through an element.
public struct HistoricActivityInstanceRow: TableRow, Hashable {
    /// The activity instance's id: `activityId:uuid`.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String
    /// The process instance.
    public var processInstanceID: String
    /// The activity instance around it.
    public var parentActivityInstanceID: String?
    /// The execution that ran it.
    public var executionID: String
    /// The process definition.
    public var definitionID: String
    /// The key of the process definition.
    public var definitionKey: String
    /// The element.
    public var activityID: String
    /// Its name.
    public var activityName: String?
    /// Its type, such as `userTask`.
    public var activityType: String
    /// The user task.
    public var taskID: String?
    /// Whose task it was.
    public var assignee: String?
    /// The instance that it called.
    public var calledProcessInstanceID: String?
    /// When it began.
    public var startedAt: Instant
    /// When it ended.
    public var endedAt: Instant?
    /// How many milliseconds it took.
    public var duration: Int?
    /// 0 left by a flow, 1 ended its scope, 2 cancelled.
    public var endState: Int
    /// Counts the steps of a branch.
    public var sequenceCounter: Int
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String,
        processInstanceID: String,
        parentActivityInstanceID: String? = nil,
        executionID: String,
        definitionID: String,
        definitionKey: String,
        activityID: String,
        activityName: String? = nil,
        activityType: String,
        taskID: String? = nil,
        assignee: String? = nil,
        calledProcessInstanceID: String? = nil,
        startedAt: Instant,
        endedAt: Instant? = nil,
        duration: Int? = nil,
        endState: Int = 0,
        sequenceCounter: Int = 0,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.parentActivityInstanceID = parentActivityInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.activityID = activityID
        self.activityName = activityName
        self.activityType = activityType
        self.taskID = taskID
        self.assignee = assignee
        self.calledProcessInstanceID = calledProcessInstanceID
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.endState = endState
        self.sequenceCounter = sequenceCounter
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_activity_instance",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text, isRequired: true),
            ColumnDefinition("process_instance_id", .text, isRequired: true),
            ColumnDefinition("parent_activity_instance_id", .text),
            ColumnDefinition("execution_id", .text, isRequired: true),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("definition_key", .text, isRequired: true),
            ColumnDefinition("activity_id", .text, isRequired: true),
            ColumnDefinition("activity_name", .text),
            ColumnDefinition("activity_type", .text, isRequired: true),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("assignee", .text),
            ColumnDefinition("called_process_instance_id", .text),
            ColumnDefinition("started_at", .integer, isRequired: true),
            ColumnDefinition("ended_at", .integer),
            ColumnDefinition("duration", .integer),
            ColumnDefinition("end_state", .integer, isRequired: true),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_activity_instance_by_process_instance_id", on: ["process_instance_id"])
        ])
}

extension HistoricActivityInstanceRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .text(rootInstanceID),
            .text(processInstanceID),
            ColumnValue(parentActivityInstanceID),
            .text(executionID),
            .text(definitionID),
            .text(definitionKey),
            .text(activityID),
            ColumnValue(activityName),
            .text(activityType),
            ColumnValue(taskID),
            ColumnValue(assignee),
            ColumnValue(calledProcessInstanceID),
            .integer(startedAt.milliseconds),
            ColumnValue(endedAt?.milliseconds),
            ColumnValue(duration),
            .integer(Int64(endState)),
            .integer(Int64(sequenceCounter)),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.text()
        processInstanceID = try reader.text()
        parentActivityInstanceID = try reader.optionalText()
        executionID = try reader.text()
        definitionID = try reader.text()
        definitionKey = try reader.text()
        activityID = try reader.text()
        activityName = try reader.optionalText()
        activityType = try reader.text()
        taskID = try reader.optionalText()
        assignee = try reader.optionalText()
        calledProcessInstanceID = try reader.optionalText()
        startedAt = try reader.instant()
        endedAt = try reader.optionalInstant()
        duration = try reader.optionalInteger()
        endState = try reader.integer()
        sequenceCounter = try reader.integer()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
