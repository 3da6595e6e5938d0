public import ProcessValues
public import Records

/// Work that is due later: a timer, an asynchronous continuation, an effect.
public struct JobRow: TableRow, Hashable {
    /// The id.
    public var id: String
    /// How often the row was changed.
    public var revision: Int
    /// The instance at the top of the chain of calls; nil for a timer that starts one.
    public var rootInstanceID: String?
    /// The process instance.
    public var processInstanceID: String?
    /// The execution; nil for an attached effect.
    public var executionID: String?
    /// The process definition.
    public var definitionID: String?
    /// The key of the process definition.
    public var definitionKey: String?
    /// The deployment of the definition.
    public var deploymentID: String?
    /// The element.
    public var activityID: String?
    /// The activity instance, of an effect.
    public var activityInstanceID: String?
    /// The task, of an attached effect or a timeout listener.
    public var taskID: String?
    /// The innermost element that ran when it last failed.
    public var failedActivityID: String?
    /// The job definition.
    public var jobDefinitionID: String?
    /// `timer`, `message` or `effect`.
    public var type: String
    /// What is done, such as `timer-transition`; see ``JobHandler``.
    public var handlerType: String
    /// What the handler needs to know.
    public var handlerConfiguration: String?
    /// When it is due; nil for at once.
    public var dueAt: Instant?
    /// When an executor may take it; nil while suspended or without retries.
    public var readyAt: Instant?
    /// How often it may still fail.
    public var retries: Int
    /// The priority; high ones first.
    public var priority: Int
    /// Whether no other exclusive job of the instance runs at the same time.
    public var isExclusive: Bool
    /// Whether it is suspended.
    public var isSuspended: Bool
    /// The cycle of a timer that fires again.
    public var repeatCycle: String?
    /// The node that runs it.
    public var lockOwner: String?
    /// Until when the node may.
    public var lockExpiresAt: Instant?
    /// Why it last failed.
    public var exceptionMessage: String?
    /// The account of that failure.
    public var exceptionStacktrace: String?
    /// When it was created.
    public var createdAt: Instant
    /// Counts the steps of a branch.
    public var sequenceCounter: Int
    /// The name of the handler of an effect.
    public var effectHandler: String?
    /// The action of an effect.
    public var effectAction: String?
    /// The JSON that the effect was asked for with.
    public var effectPayload: String?
    /// The JSON of what an effect has done so far.
    public var effectProgress: String?
    /// `waiting`, `inFlight`, `answered`, `detached`.
    public var effectState: String?
    /// What effects are put in order by: the zaak, the object.
    public var orderKey: String?
    /// The order key while it is in flight: unique.
    public var inFlightKey: String?
    /// The tenant.
    public var tenantID: String?

    /// Creates a row.
    public init(
        id: String,
        revision: Int = 1,
        rootInstanceID: String? = nil,
        processInstanceID: String? = nil,
        executionID: String? = nil,
        definitionID: String? = nil,
        definitionKey: String? = nil,
        deploymentID: String? = nil,
        activityID: String? = nil,
        activityInstanceID: String? = nil,
        taskID: String? = nil,
        failedActivityID: String? = nil,
        jobDefinitionID: String? = nil,
        type: String,
        handlerType: String,
        handlerConfiguration: String? = nil,
        dueAt: Instant? = nil,
        readyAt: Instant? = nil,
        retries: Int = 0,
        priority: Int = 0,
        isExclusive: Bool = false,
        isSuspended: Bool = false,
        repeatCycle: String? = nil,
        lockOwner: String? = nil,
        lockExpiresAt: Instant? = nil,
        exceptionMessage: String? = nil,
        exceptionStacktrace: String? = nil,
        createdAt: Instant,
        sequenceCounter: Int = 0,
        effectHandler: String? = nil,
        effectAction: String? = nil,
        effectPayload: String? = nil,
        effectProgress: String? = nil,
        effectState: String? = nil,
        orderKey: String? = nil,
        inFlightKey: String? = nil,
        tenantID: String? = nil
    ) {
        self.id = id
        self.revision = revision
        self.rootInstanceID = rootInstanceID
        self.processInstanceID = processInstanceID
        self.executionID = executionID
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.deploymentID = deploymentID
        self.activityID = activityID
        self.activityInstanceID = activityInstanceID
        self.taskID = taskID
        self.failedActivityID = failedActivityID
        self.jobDefinitionID = jobDefinitionID
        self.type = type
        self.handlerType = handlerType
        self.handlerConfiguration = handlerConfiguration
        self.dueAt = dueAt
        self.readyAt = readyAt
        self.retries = retries
        self.priority = priority
        self.isExclusive = isExclusive
        self.isSuspended = isSuspended
        self.repeatCycle = repeatCycle
        self.lockOwner = lockOwner
        self.lockExpiresAt = lockExpiresAt
        self.exceptionMessage = exceptionMessage
        self.exceptionStacktrace = exceptionStacktrace
        self.createdAt = createdAt
        self.sequenceCounter = sequenceCounter
        self.effectHandler = effectHandler
        self.effectAction = effectAction
        self.effectPayload = effectPayload
        self.effectProgress = effectProgress
        self.effectState = effectState
        self.orderKey = orderKey
        self.inFlightKey = inFlightKey
        self.tenantID = tenantID
    }

    /// The table.
    public static let table = TableDefinition(
        "job",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("root_instance_id", .text),
            ColumnDefinition("process_instance_id", .text),
            ColumnDefinition("execution_id", .text),
            ColumnDefinition("definition_id", .text),
            ColumnDefinition("definition_key", .text),
            ColumnDefinition("deployment_id", .text),
            ColumnDefinition("activity_id", .text),
            ColumnDefinition("activity_instance_id", .text),
            ColumnDefinition("task_id", .text),
            ColumnDefinition("failed_activity_id", .text),
            ColumnDefinition("job_definition_id", .text),
            ColumnDefinition("type", .text, isRequired: true),
            ColumnDefinition("handler_type", .text, isRequired: true),
            ColumnDefinition("handler_configuration", .text),
            ColumnDefinition("due_at", .integer),
            ColumnDefinition("ready_at", .integer),
            ColumnDefinition("retries", .integer, isRequired: true),
            ColumnDefinition("priority", .integer, isRequired: true),
            ColumnDefinition("is_exclusive", .integer, isRequired: true),
            ColumnDefinition("is_suspended", .integer, isRequired: true),
            ColumnDefinition("repeat", .text),
            ColumnDefinition("lock_owner", .text),
            ColumnDefinition("lock_expires_at", .integer),
            ColumnDefinition("exception_message", .text),
            ColumnDefinition("exception_stacktrace", .text),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("sequence_counter", .integer, isRequired: true),
            ColumnDefinition("effect_handler", .text),
            ColumnDefinition("effect_action", .text),
            ColumnDefinition("effect_payload", .text),
            ColumnDefinition("effect_progress", .text),
            ColumnDefinition("effect_state", .text),
            ColumnDefinition("order_key", .text),
            ColumnDefinition("in_flight_key", .text),
            ColumnDefinition("tenant_id", .text),
        ],
        indexes: [
            IndexDefinition(
                "job_by_root_instance_id", on: ["root_instance_id"],
                whereNotNull: "root_instance_id"),
            IndexDefinition(
                "job_by_process_instance_id", on: ["process_instance_id"],
                whereNotNull: "process_instance_id"),
            IndexDefinition(
                "job_by_execution_id", on: ["execution_id"], whereNotNull: "execution_id"),
            IndexDefinition(
                "job_by_definition_id", on: ["definition_id"], whereNotNull: "definition_id"),
            IndexDefinition("job_by_ready_at", on: ["ready_at"], whereNotNull: "ready_at"),
            IndexDefinition("job_by_order_key", on: ["order_key"], whereNotNull: "order_key"),
            IndexDefinition(
                "job_by_in_flight_key", on: ["in_flight_key"], isUnique: true,
                whereNotNull: "in_flight_key"),
        ])
}

extension JobRow {
    /// The values in the order of the columns.
    public var row: Row {
        [
            .text(id),
            .integer(Int64(revision)),
            ColumnValue(rootInstanceID),
            ColumnValue(processInstanceID),
            ColumnValue(executionID),
            ColumnValue(definitionID),
            ColumnValue(definitionKey),
            ColumnValue(deploymentID),
            ColumnValue(activityID),
            ColumnValue(activityInstanceID),
            ColumnValue(taskID),
            ColumnValue(failedActivityID),
            ColumnValue(jobDefinitionID),
            .text(type),
            .text(handlerType),
            ColumnValue(handlerConfiguration),
            ColumnValue(dueAt?.milliseconds),
            ColumnValue(readyAt?.milliseconds),
            .integer(Int64(retries)),
            .integer(Int64(priority)),
            .integer(isExclusive ? 1 : 0),
            .integer(isSuspended ? 1 : 0),
            ColumnValue(repeatCycle),
            ColumnValue(lockOwner),
            ColumnValue(lockExpiresAt?.milliseconds),
            ColumnValue(exceptionMessage),
            ColumnValue(exceptionStacktrace),
            .integer(createdAt.milliseconds),
            .integer(Int64(sequenceCounter)),
            ColumnValue(effectHandler),
            ColumnValue(effectAction),
            ColumnValue(effectPayload),
            ColumnValue(effectProgress),
            ColumnValue(effectState),
            ColumnValue(orderKey),
            ColumnValue(inFlightKey),
            ColumnValue(tenantID),
        ]
    }

    /// Reads a row whose values are in the order of the columns.
    public init(row: Row) throws(RowError) {
        var reader = RowReader(row, of: Self.table)
        id = try reader.text()
        revision = try reader.integer()
        rootInstanceID = try reader.optionalText()
        processInstanceID = try reader.optionalText()
        executionID = try reader.optionalText()
        definitionID = try reader.optionalText()
        definitionKey = try reader.optionalText()
        deploymentID = try reader.optionalText()
        activityID = try reader.optionalText()
        activityInstanceID = try reader.optionalText()
        taskID = try reader.optionalText()
        failedActivityID = try reader.optionalText()
        jobDefinitionID = try reader.optionalText()
        type = try reader.text()
        handlerType = try reader.text()
        handlerConfiguration = try reader.optionalText()
        dueAt = try reader.optionalInstant()
        readyAt = try reader.optionalInstant()
        retries = try reader.integer()
        priority = try reader.integer()
        isExclusive = try reader.boolean()
        isSuspended = try reader.boolean()
        repeatCycle = try reader.optionalText()
        lockOwner = try reader.optionalText()
        lockExpiresAt = try reader.optionalInstant()
        exceptionMessage = try reader.optionalText()
        exceptionStacktrace = try reader.optionalText()
        createdAt = try reader.instant()
        sequenceCounter = try reader.integer()
        effectHandler = try reader.optionalText()
        effectAction = try reader.optionalText()
        effectPayload = try reader.optionalText()
        effectProgress = try reader.optionalText()
        effectState = try reader.optionalText()
        orderKey = try reader.optionalText()
        inFlightKey = try reader.optionalText()
        tenantID = try reader.optionalText()
    }
}
