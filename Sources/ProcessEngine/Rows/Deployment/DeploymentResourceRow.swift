public import ProcessValues
public import Records

/// A file of a deployment.
public struct DeploymentResourceRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The deployment.
    public var deploymentID: String
    /// The name of the file.
    public var name: String
    /// Its bytes.
    public var content: [UInt8]?
    /// When it was stored.
    public var createdAt: Instant
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        deploymentID: String,
        name: String,
        content: [UInt8]? = nil,
        createdAt: Instant,
        tenantID: String? = nil
    ) {
        self.id = id
        self.deploymentID = deploymentID
        self.name = name
        self.content = content
        self.createdAt = createdAt
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "deployment_resource",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("deployment_id", .text, isRequired: true),
            ColumnDefinition("name", .text, isRequired: true),
            ColumnDefinition("content", .bytes),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "deployment_resource_by_deployment_id_name", on: ["deployment_id", "name"],
                isUnique: true)
        ])
}

extension DeploymentResourceRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .text(deploymentID),
            .text(name),
            ColumnValue(content),
            .integer(createdAt.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        deploymentID = try reader.text()
        name = try reader.text()
        content = try reader.optionalBytes()
        createdAt = try reader.instant()
        tenantID = try reader.optionalText()
    }
}
