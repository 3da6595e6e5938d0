public import ProcessValues
public import Records

/// What has come so far of the events that a parallel multiple start event waits for.
public struct EventCollectionRow: TableRow, Hashable {
    /// The id: it follows from definition, element, business key and tenant.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The process definition: each version collects for itself.
    public var definitionID: String
    /// The start event.
    public var activityID: String
    /// The business key that the events have in common; none is a key of its own.
    public var businessKey: String?
    /// The events that have come, with what they brought, as JSON in order of arrival.
    public var arrived: String
    /// When the first of them came.
    public var createdAt: Instant
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        revision: Int = 1, definitionID: String, activityID: String, businessKey: String?,
        arrived: String, createdAt: Instant, tenantID: String? = nil
    ) {
        id = Self.id(
            definitionID: definitionID, activityID: activityID, businessKey: businessKey,
            tenantID: tenantID)
        self.revision = revision
        self.definitionID = definitionID
        self.activityID = activityID
        self.businessKey = businessKey
        self.arrived = arrived
        self.createdAt = createdAt
        self.tenantID = tenantID
    }

    /// The id of the row that collects for a key.
    public static func id(
        definitionID: String, activityID: String, businessKey: String?, tenantID: String?
    ) -> String {
        ProcessDefinition.jobDefinitionID(
            definitionID: definitionID, activityID: activityID,
            sort: (businessKey.map { "key \($0)" } ?? "none")
                + (tenantID.map { "|tenant \($0)" } ?? ""))
    }

    /// The table.
    public static let table = TableDefinition(
        "event_collection",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("activity_id", .text, isRequired: true),
            ColumnDefinition("business_key", .text),
            ColumnDefinition("arrived", .text, isRequired: true),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition("event_collection_by_definition_id", on: ["definition_id"])
        ])
}

extension EventCollectionRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id), .integer(Int64(revision)), .text(definitionID), .text(activityID),
            ColumnValue(businessKey), .text(arrived), .integer(createdAt.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        definitionID = try reader.text()
        activityID = try reader.text()
        businessKey = try reader.optionalText()
        arrived = try reader.text()
        createdAt = try reader.instant()
        tenantID = try reader.optionalText()
    }
}
