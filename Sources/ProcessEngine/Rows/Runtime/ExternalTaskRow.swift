public import ProcessValues
public import Records

/// A task that a worker fetches.
public struct ExternalTaskRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String
    /// The process instance.
    public var processInstanceID: String
    /// The execution that waits in it.
    public var executionID: String
    /// The process definition.
    public var definitionID: String
    /// The key of the process definition.
    public var definitionKey: String
    /// The label of the definition.
    public var definitionVersionTag: String?
    /// The element.
    public var activityID: String
    /// The activity instance.
    public var activityInstanceID: String?
    /// The topic.
    public var topicName: String
    /// The worker that has it.
    public var workerID: String?
    /// Until when the worker has it.
    public var lockExpiresAt: Instant?
    /// How often it may still fail; nil before the first failure.
    public var retries: Int?
    /// Why it last failed.
    public var errorMessage: String?
    /// More about that.
    public var errorDetails: String?
    /// The priority; high ones first.
    public var priority: Int
    /// Whether it is suspended.
    public var suspended: Bool
    /// The business key of the process instance.
    public var businessKey: String?
    /// When it was created.
    public var createdAt: Instant
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        rootInstanceID: String,
        processInstanceID: String,
        executionID: String,
        definitionID: String,
        definitionKey: String,
        definitionVersionTag: String? = nil,
        activityID: String,
        activityInstanceID: String? = nil,
        topicName: String,
        workerID: String? = nil,
        lockExpiresAt: Instant? = nil,
        retries: Int? = nil,
        errorMessage: String? = nil,
        errorDetails: String? = nil,
        priority: Int = 0,
        suspended: Bool = false,
        businessKey: String? = nil,
        createdAt: Instant,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.definitionVersionTag = definitionVersionTag
        self.activityID = activityID
        self.activityInstanceID = activityInstanceID
        self.topicName = topicName
        self.workerID = workerID
        self.lockExpiresAt = lockExpiresAt
        self.retries = retries
        self.errorMessage = errorMessage
        self.errorDetails = errorDetails
        self.priority = priority
        self.suspended = suspended
        self.businessKey = businessKey
        self.createdAt = createdAt
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "external_task",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text, isRequired: true),
            ColumnDefinition("process_instance_id", .text, isRequired: true),
            ColumnDefinition("execution_id", .text, isRequired: true),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("definition_key", .text, isRequired: true),
            ColumnDefinition("definition_version_tag", .text),
            ColumnDefinition("activity_id", .text, isRequired: true),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("topic_name", .text, isRequired: true),
            ColumnDefinition("worker_id", .text),
            ColumnDefinition("lock_expires_at", .integer),
            ColumnDefinition("retries", .integer),
            ColumnDefinition("error_message", .text),
            ColumnDefinition("error_details", .text),
            ColumnDefinition("priority", .integer, isRequired: true),
            ColumnDefinition("suspended", .integer, isRequired: true),
            ColumnDefinition("business_key", .text),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition("external_task_by_root_instance_id", on: ["root_instance_id"]),
            IndexDefinition("external_task_by_topic_name", on: ["topic_name"]),
        ])
}

extension ExternalTaskRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            .text(rootInstanceID),
            .text(processInstanceID),
            .text(executionID),
            .text(definitionID),
            .text(definitionKey),
            ColumnValue(definitionVersionTag),
            .text(activityID),
            ColumnValue(activityInstanceID),
            .text(topicName),
            ColumnValue(workerID),
            ColumnValue(lockExpiresAt?.milliseconds),
            ColumnValue(retries),
            ColumnValue(errorMessage),
            ColumnValue(errorDetails),
            .integer(Int64(priority)),
            .integer(suspended ? 1 : 0),
            ColumnValue(businessKey),
            .integer(createdAt.milliseconds),
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
        definitionID = try reader.text()
        definitionKey = try reader.text()
        definitionVersionTag = try reader.optionalText()
        activityID = try reader.text()
        activityInstanceID = try reader.optionalText()
        topicName = try reader.text()
        workerID = try reader.optionalText()
        lockExpiresAt = try reader.optionalInstant()
        retries = try reader.optionalInteger()
        errorMessage = try reader.optionalText()
        errorDetails = try reader.optionalText()
        priority = try reader.integer()
        suspended = try reader.boolean()
        businessKey = try reader.optionalText()
        createdAt = try reader.instant()
        tenantID = try reader.optionalText()
    }
}
