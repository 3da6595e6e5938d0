public import Records

/// A place of a process where jobs come from.
public struct JobDefinitionRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The process definition.
    public var definitionID: String
    /// The key of the process definition.
    public var definitionKey: String
    /// The element.
    public var activityID: String
    /// What its jobs do, such as `timer-transition`.
    public var jobType: String
    /// `async-before`, `DURATION: PT1H` and the like.
    public var jobConfiguration: String?
    /// The priority that overrides that of the model.
    public var priority: Int?
    /// Whether new jobs are suspended.
    public var suspended: Bool
    /// The deployment.
    public var deploymentID: String?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        definitionID: String,
        definitionKey: String,
        activityID: String,
        jobType: String,
        jobConfiguration: String? = nil,
        priority: Int? = nil,
        suspended: Bool = false,
        deploymentID: String? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.activityID = activityID
        self.jobType = jobType
        self.jobConfiguration = jobConfiguration
        self.priority = priority
        self.suspended = suspended
        self.deploymentID = deploymentID
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "job_definition",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("definition_key", .text, isRequired: true),
            ColumnDefinition("activity_id", .text, isRequired: true),
            ColumnDefinition("job_type", .text, isRequired: true),
            ColumnDefinition("job_configuration", .text),
            ColumnDefinition("priority", .integer),
            ColumnDefinition("suspended", .integer, isRequired: true),
            ColumnDefinition("deployment_id", .text),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition("job_definition_by_definition_id", on: ["definition_id"])
        ])
}

extension JobDefinitionRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            .text(definitionID),
            .text(definitionKey),
            .text(activityID),
            .text(jobType),
            ColumnValue(jobConfiguration),
            ColumnValue(priority),
            .integer(suspended ? 1 : 0),
            ColumnValue(deploymentID),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        definitionID = try reader.text()
        definitionKey = try reader.text()
        activityID = try reader.text()
        jobType = try reader.text()
        jobConfiguration = try reader.optionalText()
        priority = try reader.optionalInteger()
        suspended = try reader.boolean()
        deploymentID = try reader.optionalText()
        tenantID = try reader.optionalText()
    }
}
