public import ProcessValues
public import Records

/// Something that happened to an external task.
public struct HistoricExternalTaskLogRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution.
    public var executionID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The external task.
    public var externalTaskID: String
    /// The element.
    public var activityID: String?
    /// The activity instance.
    public var activityInstanceID: String?
    /// The topic.
    public var topicName: String?
    /// The worker.
    public var workerID: String?
    /// How often it may still fail.
    public var retries: Int?
    /// The priority.
    public var priority: Int
    /// Why it failed.
    public var errorMessage: String?
    /// More about that.
    public var errorDetails: String?
    /// `created`, `failed`, `successful` or `deleted`.
    public var state: String
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
        executionID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        externalTaskID: String,
        activityID: String? = nil,
        activityInstanceID: String? = nil,
        topicName: String? = nil,
        workerID: String? = nil,
        retries: Int? = nil,
        priority: Int = 0,
        errorMessage: String? = nil,
        errorDetails: String? = nil,
        state: String,
        occurredAt: Instant,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.externalTaskID = externalTaskID
        self.activityID = activityID
        self.activityInstanceID = activityInstanceID
        self.topicName = topicName
        self.workerID = workerID
        self.retries = retries
        self.priority = priority
        self.errorMessage = errorMessage
        self.errorDetails = errorDetails
        self.state = state
        self.occurredAt = occurredAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_external_task_log",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("external_task_id", .text, isRequired: true),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("topic_name", .text),
            ColumnDefinition("worker_id", .text),
            ColumnDefinition("retries", .integer),
            ColumnDefinition("priority", .integer, isRequired: true),
            ColumnDefinition("error_message", .text),
            ColumnDefinition("error_details", .text),
            ColumnDefinition("state", .text, isRequired: true),
            ColumnDefinition("occurred_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_external_task_log_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id")
        ])
}

extension HistoricExternalTaskLogRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            .text(externalTaskID),
            ColumnValue(activityID),
            ColumnValue(activityInstanceID),
            ColumnValue(topicName),
            ColumnValue(workerID),
            ColumnValue(retries),
            .integer(Int64(priority)),
            ColumnValue(errorMessage),
            ColumnValue(errorDetails),
            .text(state),
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
        executionID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        externalTaskID = try reader.text()
        activityID = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        topicName = try reader.optionalText()
        workerID = try reader.optionalText()
        retries = try reader.optionalInteger()
        priority = try reader.integer()
        errorMessage = try reader.optionalText()
        errorDetails = try reader.optionalText()
        state = try reader.text()
        occurredAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
