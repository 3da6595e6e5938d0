public import Records

/// A version of a decision.
public struct DecisionDefinitionRow: TableRow, Hashable {
    /// The id: `key:version:uuid`.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The id of the decision in the model.
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
    /// The decision requirements definition.
    public var requirementsDefinitionID: String?
    /// Its key.
    public var requirementsDefinitionKey: String?
    /// The label.
    public var versionTag: String?
    /// For how many days evaluations are kept.
    public var historyTimeToLive: Int?
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
        requirementsDefinitionID: String? = nil,
        requirementsDefinitionKey: String? = nil,
        versionTag: String? = nil,
        historyTimeToLive: Int? = nil,
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
        self.requirementsDefinitionID = requirementsDefinitionID
        self.requirementsDefinitionKey = requirementsDefinitionKey
        self.versionTag = versionTag
        self.historyTimeToLive = historyTimeToLive
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "decision_definition",
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
            ColumnDefinition("requirements_definition_id", .text),
            ColumnDefinition("requirements_definition_key", .text),
            ColumnDefinition("version_tag", .text),
            ColumnDefinition("history_time_to_live", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition("decision_definition_by_key_version", on: ["key", "version"]),
            IndexDefinition("decision_definition_by_deployment_id", on: ["deployment_id"]),
        ])
}

extension DecisionDefinitionRow {
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
            ColumnValue(requirementsDefinitionID),
            ColumnValue(requirementsDefinitionKey),
            ColumnValue(versionTag),
            ColumnValue(historyTimeToLive),
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
        requirementsDefinitionID = try reader.optionalText()
        requirementsDefinitionKey = try reader.optionalText()
        versionTag = try reader.optionalText()
        historyTimeToLive = try reader.optionalInteger()
        tenantID = try reader.optionalText()
    }
}
