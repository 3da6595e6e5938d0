public import ProcessValues
public import Records

/// A property that a person changed.
public struct HistoricUserOperationRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// The instance at the top of the chain of calls.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution.
    public var executionID: String?
    /// The task.
    public var taskID: String?
    /// The job.
    public var jobID: String?
    /// The job definition.
    public var jobDefinitionID: String?
    /// The external task.
    public var externalTaskID: String?
    /// The deployment.
    public var deploymentID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// Who did it.
    public var userID: String?
    /// The operation that it is part of.
    public var operationID: String
    /// Such as `Claim`.
    public var operationType: String
    /// Such as `Task`.
    public var entityType: String
    /// `TaskWorker`, `Operator` or `Admin`.
    public var category: String?
    /// What was changed.
    public var property: String?
    /// The old value.
    public var originalValue: String?
    /// The new value.
    public var newValue: String?
    /// A remark.
    public var annotation: String?
    /// When.
    public var occurredAt: Instant
    /// When history may forget it.
    public var removalTime: Instant?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        rootInstanceID: String? = nil,
        processInstanceID: String? = nil,
        executionID: String? = nil,
        taskID: String? = nil,
        jobID: String? = nil,
        jobDefinitionID: String? = nil,
        externalTaskID: String? = nil,
        deploymentID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        userID: String? = nil,
        operationID: String,
        operationType: String,
        entityType: String,
        category: String? = nil,
        property: String? = nil,
        originalValue: String? = nil,
        newValue: String? = nil,
        annotation: String? = nil,
        occurredAt: Instant,
        removalTime: Instant? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.taskID = taskID
        self.jobID = jobID
        self.jobDefinitionID = jobDefinitionID
        self.externalTaskID = externalTaskID
        self.deploymentID = deploymentID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.userID = userID
        self.operationID = operationID
        self.operationType = operationType
        self.entityType = entityType
        self.category = category
        self.property = property
        self.originalValue = originalValue
        self.newValue = newValue
        self.annotation = annotation
        self.occurredAt = occurredAt
        self.removalTime = removalTime
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "history_user_operation",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("job_id", .text),
            ColumnDefinition("job_definition_id", .text),
            ColumnDefinition("external_task_id", .text),
            ColumnDefinition("deployment_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("user_id", .text),
            ColumnDefinition("operation_id", .text, isRequired: true),
            ColumnDefinition("operation_type", .text, isRequired: true),
            ColumnDefinition("entity_type", .text, isRequired: true),
            ColumnDefinition("category", .text),
            ColumnDefinition("property", .text),
            ColumnDefinition("original_value", .text),
            ColumnDefinition("new_value", .text),
            ColumnDefinition("annotation", .text),
            ColumnDefinition("occurred_at", .integer, isRequired: true),
            ColumnDefinition("removal_time", .integer),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "history_user_operation_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition(
                "history_user_operation_by_task_id", on: ["task_id"], whereNotNull: "task_id"),
        ])
}

extension HistoricUserOperationRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(taskID),
            ColumnValue(jobID),
            ColumnValue(jobDefinitionID),
            ColumnValue(externalTaskID),
            ColumnValue(deploymentID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            ColumnValue(userID),
            .text(operationID),
            .text(operationType),
            .text(entityType),
            ColumnValue(category),
            ColumnValue(property),
            ColumnValue(originalValue),
            ColumnValue(newValue),
            ColumnValue(annotation),
            .integer(occurredAt.milliseconds),
            ColumnValue(removalTime?.milliseconds),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        rootInstanceID = try reader.optionalText()
        processInstanceID = try reader.optionalText()
        executionID = try reader.optionalText()
        taskID = try reader.optionalText()
        jobID = try reader.optionalText()
        jobDefinitionID = try reader.optionalText()
        externalTaskID = try reader.optionalText()
        deploymentID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        userID = try reader.optionalText()
        operationID = try reader.text()
        operationType = try reader.text()
        entityType = try reader.text()
        category = try reader.optionalText()
        property = try reader.optionalText()
        originalValue = try reader.optionalText()
        newValue = try reader.optionalText()
        annotation = try reader.optionalText()
        occurredAt = try reader.instant()
        removalTime = try reader.optionalInstant()
        tenantID = try reader.optionalText()
    }
}
