internal import Records

extension ListDefinition {
    /// `GET /history/variable-instance`.
    public static let historicVariables = ListDefinition(
        HistoricVariableRow.table, hidden: ["includeDeleted": .equal("state", "DELETED")],
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.variableCase,
            ["variableName": .variableName, "variableNameLike": .text("name", .like)],
            [
                "processInstanceId": .text("process_instance_id", .equal),
                "processInstanceIdIn": .texts("process_instance_id"),
                "variableNameIn": .texts("name"), "variableTypeIn": .texts("type"),
                "executionIdIn": .texts("execution_id"), "taskIdIn": .texts("task_id"),
                "activityInstanceIdIn": .texts("activity_instance_id"),
                "caseInstanceId": .nothing(.text), "caseExecutionIdIn": .nothing(.texts),
                "caseActivityIdIn": .nothing(.texts), "variableValue": .modifier(.value),
                "variableValues": .variables(.itself), "includeDeleted": .modifier(.truth),
                "deserializeValues": .modifier(.truth),
            ],
        ],
        orders: [
            "instanceId": "process_instance_id", "variableName": "name", "tenantId": "tenant_id",
        ])

    /// `GET /history/detail`.
    public static let historicDetails = ListDefinition(
        HistoricDetailRow.table,
        filters: [
            CommonFilters.tenant,
            CommonFilters.texts([
                "processInstanceId": "process_instance_id", "executionId": "execution_id",
                "taskId": "task_id", "activityInstanceId": "activity_instance_id",
                "variableInstanceId": "variable_instance_id",
                "userOperationId": "user_operation_id",
            ]),
            [
                "processInstanceIdIn": .texts("process_instance_id"),
                "variableTypeIn": .texts("variable_type"), "variableNameLike": .text("name", .like),
                "caseInstanceId": .nothing(.text), "caseExecutionId": .nothing(.text),
                "formFields": .flag(.equal("type", "formField")),
                "variableUpdates": .flag(.equal("type", "variableUpdate")),
                "excludeTaskDetails": .flag(.isNull("task_id")),
                "initial": .flag(.equal("is_initial", .integer(1))),
                "occurredBefore": .instant("occurred_at", .lessOrEqual),
                "occurredAfter": .instant("occurred_at", .greaterOrEqual),
                "deserializeValues": .modifier(.truth),
            ],
        ],
        orders: [
            "processInstanceId": "process_instance_id", "variableName": "name",
            "variableType": "variable_type", "variableRevision": "variable_revision",
            "formPropertyId": "name", "time": "occurred_at", "occurrence": "sequence_counter",
            "tenantId": "tenant_id",
        ])
}
