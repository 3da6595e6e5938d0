public import Records

/// A node of the execution tree: a token, or a scope that holds tokens.
public struct ExecutionRow: TableRow, Hashable {
    /// The id; that of a process instance for its root execution.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The instance at the top of the chain of calls: the unit of work.
    public var rootInstanceID: String
    /// The process instance.
    public var processInstanceID: String
    /// The execution that it is a child of; nil for a process instance.
    public var parentID: String?
    /// The execution of the call activity that started this instance.
    public var superExecutionID: String?
    /// The process definition.
    public var definitionID: String
    /// The key of the process definition.
    public var definitionKey: String
    /// The element that it is at.
    public var activityID: String?
    /// The activity instance: of itself for a leaf, of its composite child for a parent.
    public var activityInstanceID: String?
    /// The sequence flow that it is taking.
    public var transitionID: String?
    /// Whether it is the execution of a scope.
    public var isScope: Bool
    /// Whether it is one of several tokens of a scope.
    public var isConcurrent: Bool
    /// Whether it itself runs an activity.
    public var isActive: Bool
    /// Whether it keeps the state of a completed scope for compensation.
    public var isEventScope: Bool
    /// The business key; on process instances only.
    public var businessKey: String?
    /// Whether it is suspended.
    public var suspended: Bool
    /// Counts the steps of a branch.
    public var sequenceCounter: Int
    /// The version of our behaviour that the instance began with.
    public var semanticsVersion: Int
    /// The tenant.
    public var tenantID: String?
    /// What an element keeps beside its tokens, as JSON: the phase of a complex gateway, what was
    /// started in an ad-hoc sub-process, the part of a multiple event that is thrown next.
    public var elementState: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        rootInstanceID: String,
        processInstanceID: String,
        parentID: String? = nil,
        superExecutionID: String? = nil,
        definitionID: String,
        definitionKey: String,
        activityID: String? = nil,
        activityInstanceID: String? = nil,
        transitionID: String? = nil,
        isScope: Bool = false,
        isConcurrent: Bool = false,
        isActive: Bool = false,
        isEventScope: Bool = false,
        businessKey: String? = nil,
        suspended: Bool = false,
        sequenceCounter: Int = 0,
        semanticsVersion: Int = 0,
        tenantID: String? = nil,
        elementState: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.parentID = parentID
        self.superExecutionID = superExecutionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.activityID = activityID
        self.activityInstanceID = activityInstanceID
        self.transitionID = transitionID
        self.isScope = isScope
        self.isConcurrent = isConcurrent
        self.isActive = isActive
        self.isEventScope = isEventScope
        self.businessKey = businessKey
        self.suspended = suspended
        self.sequenceCounter = sequenceCounter
        self.semanticsVersion = semanticsVersion
        self.tenantID = tenantID
        self.elementState = elementState
    }

    /// Where ``elementState`` stands; it came with the second migration.
    static let elementStateColumn = ColumnDefinition("element_state", .text)

    /// The table.
    public static let table = TableDefinition(
        "execution",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text, isRequired: true),
            ColumnDefinition("process_instance_id", .text, isRequired: true),
            ColumnDefinition("parent_id", .text),
            ColumnDefinition("super_execution_id", .text),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("definition_key", .text, isRequired: true),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("transition_id", .text),
            ColumnDefinition("is_scope", .integer, isRequired: true),
            ColumnDefinition("is_concurrent", .integer, isRequired: true),
            ColumnDefinition("is_active", .integer, isRequired: true),
            ColumnDefinition("is_event_scope", .integer, isRequired: true),
            ColumnDefinition("business_key", .text),
            ColumnDefinition("suspended", .integer, isRequired: true),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("semantics_version", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
            elementStateColumn,
        ],
        indexes: [
            IndexDefinition("execution_by_root_instance_id", on: ["root_instance_id"]),
            IndexDefinition("execution_by_definition_id", on: ["definition_id"]),
            IndexDefinition(
                "execution_by_business_key", on: ["business_key"], whereNotNull: "business_key"),
            IndexDefinition(
                "execution_by_super_execution_id", on: ["super_execution_id"],
                whereNotNull: "super_execution_id"),
        ])
}

extension ExecutionRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            .text(rootInstanceID),
            .text(processInstanceID),
            ColumnValue(parentID),
            ColumnValue(superExecutionID),
            .text(definitionID),
            .text(definitionKey),
            ColumnValue(activityID),
            ColumnValue(activityInstanceID),
            ColumnValue(transitionID),
            .integer(isScope ? 1 : 0),
            .integer(isConcurrent ? 1 : 0),
            .integer(isActive ? 1 : 0),
            .integer(isEventScope ? 1 : 0),
            ColumnValue(businessKey),
            .integer(suspended ? 1 : 0),
            .integer(Int64(sequenceCounter)),
            .integer(Int64(semanticsVersion)),
            ColumnValue(tenantID),
            ColumnValue(elementState),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        rootInstanceID = try reader.text()
        processInstanceID = try reader.text()
        parentID = try reader.optionalText()
        superExecutionID = try reader.optionalText()
        definitionID = try reader.text()
        definitionKey = try reader.text()
        activityID = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        transitionID = try reader.optionalText()
        isScope = try reader.boolean()
        isConcurrent = try reader.boolean()
        isActive = try reader.boolean()
        isEventScope = try reader.boolean()
        businessKey = try reader.optionalText()
        suspended = try reader.boolean()
        sequenceCounter = try reader.integer()
        semanticsVersion = try reader.integer()
        tenantID = try reader.optionalText()
        elementState = try reader.optionalText()
    }
}
