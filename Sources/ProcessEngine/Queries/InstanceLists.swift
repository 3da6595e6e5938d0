internal import Records

extension ListDefinition {
    /// `GET /process-instance`.
    public static let processInstances = ListDefinition(
        ExecutionRow.table, base: .isNull("parent_id"),
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.suspension("suspended"),
            CommonFilters.text("businessKey", "business_key"),
            CommonFilters.incidents(ColumnPair("process_instance_id", equals: "id")),
            CommonFilters.variableCase,
            CommonFilters.cases("caseInstanceId", "superCaseInstance", "subCaseInstance"),
            [
                "processInstanceIds": .texts("id"),
                "deploymentId": CommonFilters.definitionOf(.text("deployment_id", .equal)),
                "superProcessInstance": .within(
                    ExecutionRow.table, [ColumnPair("id", equals: "super_execution_id")], .all,
                    .text("process_instance_id", .equal)),
                "subProcessInstance": .within(
                    ExecutionRow.table, [ColumnPair("process_instance_id", equals: "id")], .all,
                    .within(
                        ExecutionRow.table, [ColumnPair("super_execution_id", equals: "id")], .all,
                        .text("process_instance_id", .equal))),
                "activityIdIn": .within(
                    ExecutionRow.table, [ColumnPair("process_instance_id", equals: "id")],
                    .equal("is_active", .integer(1)), .texts("activity_id")),
                "rootProcessInstances": .flag(.isNull("super_execution_id")),
                "rootProcessInstanceId": .text("root_instance_id", .equal),
                "leafProcessInstances": .flag(
                    .not(
                        .exists(
                            ExecutionRow.table,
                            matching: [ColumnPair("process_instance_id", equals: "id")],
                            .exists(
                                ExecutionRow.table,
                                matching: [ColumnPair("super_execution_id", equals: "id")], .all)))),
                "variables": .variables(.local),
            ],
        ],
        orders: [
            "instanceId": "id", "definitionKey": "definition_key",
            "definitionId": "definition_id", "tenantId": "tenant_id",
            "businessKey": "business_key",
        ])

    /// `GET /execution`.
    public static let executions = ListDefinition(
        ExecutionRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.suspension("suspended"),
            CommonFilters.incidents(ColumnPair("execution_id", equals: "id")),
            CommonFilters.variableCase,
            [
                "businessKey": .within(
                    ExecutionRow.table, [ColumnPair("id", equals: "process_instance_id")], .all,
                    .text("business_key", .equal)),
                "processInstanceId": .text("process_instance_id", .equal),
                "activityId": .text("activity_id", .equal),
                "messageEventSubscriptionName": subscription("message"),
                "signalEventSubscriptionName": subscription("signal"),
                "variables": .variables(.local),
                "processVariables": .variables(.instance(column: "process_instance_id")),
            ],
        ],
        orders: [
            "instanceId": "process_instance_id", "definitionKey": "definition_key",
            "definitionId": "definition_id", "tenantId": "tenant_id",
        ])

    private static func subscription(_ type: String) -> ListFilter {
        .within(
            EventSubscriptionRow.table, [ColumnPair("execution_id", equals: "id")],
            .equal("event_type", type), .text("event_name", .equal))
    }

    /// `GET /event-subscription`.
    public static let eventSubscriptions = ListDefinition(
        EventSubscriptionRow.table,
        filters: [
            CommonFilters.tenant,
            CommonFilters.texts([
                "eventSubscriptionId": "id", "eventName": "event_name", "eventType": "event_type",
                "executionId": "execution_id", "processInstanceId": "process_instance_id",
                "activityId": "activity_id",
            ]),
            ["includeEventSubscriptionsWithoutTenantId": .modifier(.truth)],
        ], orders: ["created": "created_at", "tenantId": "tenant_id"])

    /// `GET /variable-instance`.
    public static let variables = ListDefinition(
        VariableRow.table,
        joins: [
            Join(
                ExecutionRow.table, as: "execution",
                matching: [ColumnPair("id", equals: "execution_id")]),
            Join(
                ExecutionRow.table, as: "parent",
                matching: [ColumnPair("id", equals: "execution.parent_id")]),
        ],
        filters: [
            CommonFilters.tenant, CommonFilters.text("variableName", "name"),
            CommonFilters.variableCase,
            [
                "processInstanceIdIn": .texts("process_instance_id"),
                "executionIdIn": .texts("execution_id"), "taskIdIn": .texts("task_id"),
                "variableScopeIdIn": .texts("scope_id"),
                // Of a variable of a scope, what surrounds the scope counts as its place.
                "activityInstanceIdIn": .either([
                    .when(
                        .or([.equal("is_concurrent_local", .integer(1)), .not(.isNull("task_id"))]),
                        .texts("execution.activity_instance_id")),
                    .when(
                        .and([.equal("is_concurrent_local", .integer(0)), .isNull("task_id")]),
                        .either([
                            .texts("parent.activity_instance_id"),
                            .when(.isNull("execution.parent_id"), .texts("execution_id")),
                        ])),
                ]),
                "batchIdIn": .nothing(.texts), "caseInstanceIdIn": .nothing(.texts),
                "caseExecutionIdIn": .nothing(.texts),
                "variableValues": .variables(.itself),
                "deserializeValues": .modifier(.truth),
            ],
        ],
        orders: [
            "variableName": "name", "variableType": "type", "tenantId": "tenant_id",
            "activityInstanceId": "execution_id",
        ])

    /// `GET /incident`.
    public static let incidents = ListDefinition(
        IncidentRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.incident,
            [
                "jobDefinitionIdIn": .texts("job_definition_id"),
                "incidentTimestampBefore": .instant("created_at", .less),
                "incidentTimestampAfter": .instant("created_at", .greater),
            ],
        ],
        orders: [
            "incidentId": "id", "incidentMessage": "message", "incidentTimestamp": "created_at",
            "incidentType": "incident_type", "executionId": "execution_id",
            "activityId": "activity_id", "processInstanceId": "process_instance_id",
            "processDefinitionId": "definition_id", "causeIncidentId": "cause_incident_id",
            "rootCauseIncidentId": "root_cause_incident_id", "configuration": "configuration",
            "tenantId": "tenant_id",
        ])
}
