public import ProcessValues
public import Records

/// What was deployed together.
public struct DeploymentRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The name.
    public var name: String?
    /// Where it came from.
    public var source: String?
    /// When.
    public var deployedAt: Instant
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        name: String? = nil,
        source: String? = nil,
        deployedAt: Instant,
        tenantID: String? = nil
    ) {
        self.id = id
        self.name = name
        self.source = source
        self.deployedAt = deployedAt
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "deployment",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("name", .text),
            ColumnDefinition("source", .text),
            ColumnDefinition("deployed_at", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [])
}

extension DeploymentRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(name),
            ColumnValue(source),
            .integer(deployedAt.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        name = try reader.optionalText()
        source = try reader.optionalText()
        deployedAt = try reader.instant()
        tenantID = try reader.optionalText()
    }
}
