public import Records

/// A version of a DMN file.
public struct DecisionRequirementsDefinitionRow: TableRow, Hashable {
    /// The id: `key:version:uuid`.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The id of the definitions in the model.
    public var key: String
    /// The version, counted from 1 by key and tenant.
    public var version: Int
    /// The name.
    public var name: String?
    /// The namespace of the file.
    public var category: String?
    /// The deployment.
    public var deploymentID: String
    /// The file.
    public var resourceName: String
    /// The file of its picture.
    public var diagramResourceName: String?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        key: String,
        version: Int = 0,
        name: String? = nil,
        category: String? = nil,
        deploymentID: String,
        resourceName: String,
        diagramResourceName: String? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.key = key
        self.version = version
        self.name = name
        self.category = category
        self.deploymentID = deploymentID
        self.resourceName = resourceName
        self.diagramResourceName = diagramResourceName
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "decision_requirements_definition",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("key", .text, isRequired: true),
            ColumnDefinition("version", .integer, isRequired: true),
            ColumnDefinition("name", .text),
            ColumnDefinition("category", .text),
            ColumnDefinition("deployment_id", .text, isRequired: true),
            ColumnDefinition("resource_name", .text, isRequired: true),
            ColumnDefinition("diagram_resource_name", .text),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "decision_requirements_definition_by_key_version", on: ["key", "version"]),
            IndexDefinition(
                "decision_requirements_definition_by_deployment_id", on: ["deployment_id"]),
        ])
}

extension DecisionRequirementsDefinitionRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            .text(key),
            .integer(Int64(version)),
            ColumnValue(name),
            ColumnValue(category),
            .text(deploymentID),
            .text(resourceName),
            ColumnValue(diagramResourceName),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        key = try reader.text()
        version = try reader.integer()
        name = try reader.optionalText()
        category = try reader.optionalText()
        deploymentID = try reader.text()
        resourceName = try reader.text()
        diagramResourceName = try reader.optionalText()
        tenantID = try reader.optionalText()
    }
}
