public import ProcessValues
public import Records

/// A value too long for a column, of a variable or of history.
public struct LargeValueRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The row that it belongs to.
    public var ownerID: String
    /// Its text.
    public var textValue: String?
    /// Its bytes.
    public var bytesValue: [UInt8]?
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String? = nil,
        ownerID: String,
        textValue: String? = nil,
        bytesValue: [UInt8]? = nil,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.ownerID = ownerID
        self.textValue = textValue
        self.bytesValue = bytesValue
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "large_value",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("owner_id", .text, isRequired: true),
            ColumnDefinition("text_value", .text),
            ColumnDefinition("bytes_value", .bytes),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "large_value_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id")
        ])
}

extension LargeValueRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            .text(ownerID),
            ColumnValue(textValue),
            ColumnValue(bytesValue),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.optionalText()
        ownerID = try reader.text()
        textValue = try reader.optionalText()
        bytesValue = try reader.optionalBytes()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
