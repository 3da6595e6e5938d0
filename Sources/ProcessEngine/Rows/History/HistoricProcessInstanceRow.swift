public import ProcessValues
public import Records

/// A process instance, running or ended.
public struct HistoricProcessInstanceRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String
    /// The business key.
    public var businessKey: String?
    /// The process definition.
    public var definitionID: String
    /// The key of the process definition.
    public var definitionKey: String
    /// When it began.
    public var startedAt: Instant
    /// When it ended.
    public var endedAt: Instant?
    /// How many milliseconds it took.
    public var duration: Int?
    /// Who started it.
    public var startUserID: String?
    /// The element that it began at.
    public var startActivityID: String?
    /// The element that it ended at.
    public var endActivityID: String?
    /// The instance that called it.
    public var superProcessInstanceID: String?
    /// The instance that it is a restart of.
    public var restartedProcessInstanceID: String?
    /// Why it was deleted.
    public var deleteReason: String?
    /// `ACTIVE`, `SUSPENDED`, `COMPLETED`, `EXTERNALLY_TERMINATED` or `INTERNALLY_TERMINATED`.
    public var state: String
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String,
        businessKey: String? = nil,
        definitionID: String,
        definitionKey: String,
        startedAt: Instant,
        endedAt: Instant? = nil,
        duration: Int? = nil,
        startUserID: String? = nil,
        startActivityID: String? = nil,
        endActivityID: String? = nil,
        superProcessInstanceID: String? = nil,
        restartedProcessInstanceID: String? = nil,
        deleteReason: String? = nil,
        state: String,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.businessKey = businessKey
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.startUserID = startUserID
        self.startActivityID = startActivityID
        self.endActivityID = endActivityID
        self.superProcessInstanceID = superProcessInstanceID
        self.restartedProcessInstanceID = restartedProcessInstanceID
        self.deleteReason = deleteReason
        self.state = state
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_process_instance",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text, isRequired: true),
            ColumnDefinition("business_key", .text),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("definition_key", .text, isRequired: true),
            ColumnDefinition("started_at", .integer, isRequired: true),
            ColumnDefinition("ended_at", .integer),
            ColumnDefinition("duration", .integer),
            ColumnDefinition("start_user_id", .text),
            ColumnDefinition("start_activity_id", .text),
            ColumnDefinition("end_activity_id", .text),
            ColumnDefinition("super_process_instance_id", .text),
            ColumnDefinition("restarted_process_instance_id", .text),
            ColumnDefinition("delete_reason", .text),
            ColumnDefinition("state", .text, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_process_instance_by_root_instance_id", on: ["root_instance_id"]),
            IndexDefinition(
                "history_process_instance_by_definition_key_ended_at",
                on: ["definition_key", "ended_at"]),
            IndexDefinition(
                "history_process_instance_by_business_key", on: ["business_key"],
                whereNotNull: "business_key"),
            IndexDefinition(
                "history_process_instance_by_removal_time", on: ["removal_time"],
                whereNotNull: "removal_time"),
        ])
}

extension HistoricProcessInstanceRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .text(rootInstanceID),
            ColumnValue(businessKey),
            .text(definitionID),
            .text(definitionKey),
            .integer(startedAt.milliseconds),
            ColumnValue(endedAt?.milliseconds),
            ColumnValue(duration),
            ColumnValue(startUserID),
            ColumnValue(startActivityID),
            ColumnValue(endActivityID),
            ColumnValue(superProcessInstanceID),
            ColumnValue(restartedProcessInstanceID),
            ColumnValue(deleteReason),
            .text(state),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.text()
        businessKey = try reader.optionalText()
        definitionID = try reader.text()
        definitionKey = try reader.text()
        startedAt = try reader.instant()
        endedAt = try reader.optionalInstant()
        duration = try reader.optionalInteger()
        startUserID = try reader.optionalText()
        startActivityID = try reader.optionalText()
        endActivityID = try reader.optionalText()
        superProcessInstanceID = try reader.optionalText()
        restartedProcessInstanceID = try reader.optionalText()
        deleteReason = try reader.optionalText()
        state = try reader.text()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
