public import ProcessValues
public import Records

/// Something that happened to a job.
public struct HistoricJobLogRow: TableRow, Hashable {
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
    /// The deployment of the definition.
    public var deploymentID: String?
    /// The job.
    public var jobID: String
    /// The job definition.
    public var jobDefinitionID: String?
    /// What the job does.
    public var jobDefinitionType: String?
    /// How the job is configured.
    public var jobDefinitionConfiguration: String?
    /// The element.
    public var activityID: String?
    /// The innermost element that ran when it failed.
    public var failedActivityID: String?
    /// When the job was due.
    public var dueAt: Instant?
    /// How often it may still fail.
    public var retries: Int
    /// The priority.
    public var priority: Int
    /// `created`, `failed`, `successful` or `deleted`.
    public var state: String
    /// Why it failed.
    public var exceptionMessage: String?
    /// The account of that failure.
    public var exceptionStacktrace: String?
    /// The node.
    public var hostname: String?
    /// When.
    public var occurredAt: Instant
    /// Counts the steps of a branch.
    public var sequenceCounter: Int
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
        deploymentID: String? = nil,
        jobID: String,
        jobDefinitionID: String? = nil,
        jobDefinitionType: String? = nil,
        jobDefinitionConfiguration: String? = nil,
        activityID: String? = nil,
        failedActivityID: String? = nil,
        dueAt: Instant? = nil,
        retries: Int = 0,
        priority: Int = 0,
        state: String,
        exceptionMessage: String? = nil,
        exceptionStacktrace: String? = nil,
        hostname: String? = nil,
        occurredAt: Instant,
        sequenceCounter: Int = 0,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.deploymentID = deploymentID
        self.jobID = jobID
        self.jobDefinitionID = jobDefinitionID
        self.jobDefinitionType = jobDefinitionType
        self.jobDefinitionConfiguration = jobDefinitionConfiguration
        self.activityID = activityID
        self.failedActivityID = failedActivityID
        self.dueAt = dueAt
        self.retries = retries
        self.priority = priority
        self.state = state
        self.exceptionMessage = exceptionMessage
        self.exceptionStacktrace = exceptionStacktrace
        self.hostname = hostname
        self.occurredAt = occurredAt
        self.sequenceCounter = sequenceCounter
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_job_log",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("deployment_id", .text),
            ColumnDefinition("job_id", .text, isRequired: true),
            ColumnDefinition("job_definition_id", .text),
            ColumnDefinition("job_definition_type", .text),
            ColumnDefinition("job_definition_configuration", .text),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("failed_activity_id", .text),
            ColumnDefinition("due_at", .integer),
            ColumnDefinition("retries", .integer, isRequired: true),
            ColumnDefinition("priority", .integer, isRequired: true),
            ColumnDefinition("state", .text, isRequired: true),
            ColumnDefinition("exception_message", .text),
            ColumnDefinition("exception_stacktrace", .text),
            ColumnDefinition("hostname", .text),
            ColumnDefinition("occurred_at", .integer, isRequired: true),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_job_log_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition("history_job_log_by_job_id", on: ["job_id"]),
        ])
}

extension HistoricJobLogRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            ColumnValue(deploymentID),
            .text(jobID),
            ColumnValue(jobDefinitionID),
            ColumnValue(jobDefinitionType),
            ColumnValue(jobDefinitionConfiguration),
            ColumnValue(activityID),
            ColumnValue(failedActivityID),
            ColumnValue(dueAt?.milliseconds),
            .integer(Int64(retries)),
            .integer(Int64(priority)),
            .text(state),
            ColumnValue(exceptionMessage),
            ColumnValue(exceptionStacktrace),
            ColumnValue(hostname),
            .integer(occurredAt.milliseconds),
            .integer(Int64(sequenceCounter)),
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
        deploymentID = try reader.optionalText()
        jobID = try reader.text()
        jobDefinitionID = try reader.optionalText()
        jobDefinitionType = try reader.optionalText()
        jobDefinitionConfiguration = try reader.optionalText()
        activityID = try reader.optionalText()
        failedActivityID = try reader.optionalText()
        dueAt = try reader.optionalInstant()
        retries = try reader.integer()
        priority = try reader.integer()
        state = try reader.text()
        exceptionMessage = try reader.optionalText()
        exceptionStacktrace = try reader.optionalText()
        hostname = try reader.optionalText()
        occurredAt = try reader.instant()
        sequenceCounter = try reader.integer()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
