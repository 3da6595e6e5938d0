public import ProcessValues
public import Records

/// A value of a data store: it outlives the instances that read and write it.
public struct DataStoreRow: TableRow, Hashable {
    /// The id: it follows from tenant and name, so that no two rows have both in common.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The name of the data store.
    public var name: String
    /// The value, as ``KeptValue`` writes it.
    public var value: String
    /// When it was written last.
    public var updatedAt: Instant
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        revision: Int = 1, name: String, value: String, updatedAt: Instant, tenantID: String? = nil
    ) {
        id = Self.id(name: name, tenantID: tenantID)
        self.revision = revision
        self.name = name
        self.value = value
        self.updatedAt = updatedAt
        self.tenantID = tenantID
    }

    /// The id of the row of a tenant, or of none, and a name.
    public static func id(name: String, tenantID: String?) -> String {
        ProcessDefinition.jobDefinitionID(
            definitionID: "data-store", activityID: name,
            sort: tenantID.map { "tenant \($0)" } ?? "")
    }

    /// The table.
    public static let table = TableDefinition(
        "data_store",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("name", .text, isRequired: true),
            ColumnDefinition("value", .text, isRequired: true),
            ColumnDefinition("updated_at", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ])
}

extension DataStoreRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id), .integer(Int64(revision)), .text(name), .text(value),
            .integer(updatedAt.milliseconds), ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        name = try reader.text()
        value = try reader.text()
        updatedAt = try reader.instant()
        tenantID = try reader.optionalText()
    }
}
