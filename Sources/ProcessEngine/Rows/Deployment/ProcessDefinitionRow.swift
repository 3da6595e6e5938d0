public import Records

/// A version of a process.
public struct ProcessDefinitionRow: TableRow, Hashable {
    /// The id: `key:version:uuid`.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The id of the process in the model.
    public var key: String
    /// The version, counted from 1 by key and tenant.
    public var version: Int
    /// The name.
    public var name: String?
    /// The target namespace of the file.
    public var category: String?
    /// The documentation.
    public var description: String?
    /// The deployment.
    public var deploymentID: String
    /// The file.
    public var resourceName: String
    /// The file of its picture.
    public var diagramResourceName: String?
    /// The label.
    public var versionTag: String?
    /// Whether new instances are refused.
    public var suspended: Bool
    /// For how many days ended instances are kept.
    public var historyTimeToLive: Int?
    /// Whether start lists show it.
    public var isStartableInTasklist: Bool
    /// Whether its start event has a form key.
    public var hasStartFormKey: Bool
    /// The form key of its start event.
    public var startFormKey: String?
    /// The version of our behaviour that it was deployed with.
    public var semanticsVersion: Int
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
        description: String? = nil,
        deploymentID: String,
        resourceName: String,
        diagramResourceName: String? = nil,
        versionTag: String? = nil,
        suspended: Bool = false,
        historyTimeToLive: Int? = nil,
        isStartableInTasklist: Bool = false,
        hasStartFormKey: Bool = false,
        startFormKey: String? = nil,
        semanticsVersion: Int = 0,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.key = key
        self.version = version
        self.name = name
        self.category = category
        self.description = description
        self.deploymentID = deploymentID
        self.resourceName = resourceName
        self.diagramResourceName = diagramResourceName
        self.versionTag = versionTag
        self.suspended = suspended
        self.historyTimeToLive = historyTimeToLive
        self.isStartableInTasklist = isStartableInTasklist
        self.hasStartFormKey = hasStartFormKey
        self.startFormKey = startFormKey
        self.semanticsVersion = semanticsVersion
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "process_definition",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("key", .text, isRequired: true),
            ColumnDefinition("version", .integer, isRequired: true),
            ColumnDefinition("name", .text),
            ColumnDefinition("category", .text),
            ColumnDefinition("description", .text),
            ColumnDefinition("deployment_id", .text, isRequired: true),
            ColumnDefinition("resource_name", .text, isRequired: true),
            ColumnDefinition("diagram_resource_name", .text),
            ColumnDefinition("version_tag", .text),
            ColumnDefinition("suspended", .integer, isRequired: true),
            ColumnDefinition("history_time_to_live", .integer),
            ColumnDefinition("is_startable_in_tasklist", .integer, isRequired: true),
            ColumnDefinition("has_start_form_key", .integer, isRequired: true),
            ColumnDefinition("start_form_key", .text),
            ColumnDefinition("semantics_version", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition("process_definition_by_key_version", on: ["key", "version"]),
            IndexDefinition("process_definition_by_deployment_id", on: ["deployment_id"]),
        ])
}

extension ProcessDefinitionRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            .text(key),
            .integer(Int64(version)),
            ColumnValue(name),
            ColumnValue(category),
            ColumnValue(description),
            .text(deploymentID),
            .text(resourceName),
            ColumnValue(diagramResourceName),
            ColumnValue(versionTag),
            .integer(suspended ? 1 : 0),
            ColumnValue(historyTimeToLive),
            .integer(isStartableInTasklist ? 1 : 0),
            .integer(hasStartFormKey ? 1 : 0),
            ColumnValue(startFormKey),
            .integer(Int64(semanticsVersion)),
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
        description = try reader.optionalText()
        deploymentID = try reader.text()
        resourceName = try reader.text()
        diagramResourceName = try reader.optionalText()
        versionTag = try reader.optionalText()
        suspended = try reader.boolean()
        historyTimeToLive = try reader.optionalInteger()
        isStartableInTasklist = try reader.boolean()
        hasStartFormKey = try reader.boolean()
        startFormKey = try reader.optionalText()
        semanticsVersion = try reader.integer()
        tenantID = try reader.optionalText()
    }
}
