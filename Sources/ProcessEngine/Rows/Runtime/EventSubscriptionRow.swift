public import ProcessValues
public import Records

/// A wait for a message, a signal, a condition or compensation.
public struct EventSubscriptionRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The instance at the top of the chain of calls; nil for a start event.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution that waits.
    public var executionID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The element that catches.
    public var activityID: String?
    /// `message`, `signal`, `conditional` or `compensate`.
    public var eventType: String
    /// The name of the message or signal.
    public var eventName: String?
    /// Of compensation: the execution with the snapshot; of a start event: the definition.
    public var configuration: String?
    /// When it was created.
    public var createdAt: Instant
    /// The order among those of the same instant.
    public var sequenceCounter: Int
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
        eventType: String,
        eventName: String? = nil,
        configuration: String? = nil,
        createdAt: Instant,
        sequenceCounter: Int = 0,
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
        self.eventType = eventType
        self.eventName = eventName
        self.configuration = configuration
        self.createdAt = createdAt
        self.sequenceCounter = sequenceCounter
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "event_subscription",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("event_type", .text, isRequired: true),
            ColumnDefinition("event_name", .text),
            ColumnDefinition("configuration", .text),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "event_subscription_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id"),
            IndexDefinition(
                "event_subscription_by_event_name_event_type", on: ["event_name", "event_type"],
                whereNotNull: "event_name"),
            IndexDefinition(
                "event_subscription_by_definition_id", on: ["definition_id"],
                whereNotNull: "definition_id"),
        ])
}

extension EventSubscriptionRow {
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
            .text(eventType),
            ColumnValue(eventName),
            ColumnValue(configuration),
            .integer(createdAt.milliseconds),
            .integer(Int64(sequenceCounter)),
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
        eventType = try reader.text()
        eventName = try reader.optionalText()
        configuration = try reader.optionalText()
        createdAt = try reader.instant()
        sequenceCounter = try reader.integer()
        tenantID = try reader.optionalText()
    }
}
