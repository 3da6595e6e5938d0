public import ProcessValues
public import Records

/// Something that went wrong and waits for a person.
public struct IncidentRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
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
    /// The element that it shows at.
    public var activityID: String?
    /// The element that failed.
    public var failedActivityID: String?
    /// `failedJob`, `failedExternalTask` or another.
    public var incidentType: String
    /// What went wrong.
    public var message: String?
    /// The id of the job or external task.
    public var configuration: String?
    /// The incident of the called instance that caused it, or its own id.
    public var causeIncidentID: String
    /// The incident at the bottom, or its own id.
    public var rootCauseIncidentID: String
    /// The job definition.
    public var jobDefinitionID: String?
    /// A person's remark.
    public var annotation: String?
    /// When it happened.
    public var createdAt: Instant
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
        activityID: String? = nil,
        failedActivityID: String? = nil,
        incidentType: String,
        message: String? = nil,
        configuration: String? = nil,
        causeIncidentID: String,
        rootCauseIncidentID: String,
        jobDefinitionID: String? = nil,
        annotation: String? = nil,
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
        self.activityID = activityID
        self.failedActivityID = failedActivityID
        self.incidentType = incidentType
        self.message = message
        self.configuration = configuration
        self.causeIncidentID = causeIncidentID
        self.rootCauseIncidentID = rootCauseIncidentID
        self.jobDefinitionID = jobDefinitionID
        self.annotation = annotation
        self.createdAt = createdAt
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "incident",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("failed_activity_id", .text),
            ColumnDefinition("incident_type", .text, isRequired: true),
            ColumnDefinition("message", .text),
            ColumnDefinition("configuration", .text),
            ColumnDefinition("cause_incident_id", .text, isRequired: true),
            ColumnDefinition("root_cause_incident_id", .text, isRequired: true),
            ColumnDefinition("job_definition_id", .text),
            ColumnDefinition("annotation", .text),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "incident_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id"),
            IndexDefinition(
                "incident_by_configuration", on: ["configuration"], whereNotNull: "configuration"),
        ])
}

extension IncidentRow {
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
            ColumnValue(activityID),
            ColumnValue(failedActivityID),
            .text(incidentType),
            ColumnValue(message),
            ColumnValue(configuration),
            .text(causeIncidentID),
            .text(rootCauseIncidentID),
            ColumnValue(jobDefinitionID),
            ColumnValue(annotation),
            .integer(createdAt.milliseconds),
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
        activityID = try reader.optionalText()
        failedActivityID = try reader.optionalText()
        incidentType = try reader.text()
        message = try reader.optionalText()
        configuration = try reader.optionalText()
        causeIncidentID = try reader.text()
        rootCauseIncidentID = try reader.text()
        jobDefinitionID = try reader.optionalText()
        annotation = try reader.optionalText()
        createdAt = try reader.instant()
        tenantID = try reader.optionalText()
    }
}
