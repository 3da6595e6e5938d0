internal import Records

extension ListDefinition {
    /// `GET /history/process-instance`.
    public static let historicProcessInstances = ListDefinition(
        HistoricProcessInstanceRow.table,
        joins: [
            Join(
                ProcessDefinitionRow.table, as: "definition",
                matching: [ColumnPair("id", equals: "definition_id")])
        ],
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.variableCase,
            CommonFilters.text("processInstanceBusinessKey", "business_key"), instanceIncidents,
            CommonFilters.cases("superCaseInstanceId", "subCaseInstanceId", "caseInstanceId"),
            instanceStates, instanceActivities,
            [
                "processInstanceId": .text("id", .equal), "processInstanceIds": .texts("id"),
                "processInstanceIdNotIn": .noneOf("id"),
                "processInstanceBusinessKeyIn": .texts("business_key"),
                "rootProcessInstances": .flag(.isNull("super_process_instance_id")),
                "rootProcessInstanceId": .text("root_instance_id", .equal),
                "startedBy": .text("start_user_id", .equal),
                "superProcessInstanceId": .text("super_process_instance_id", .equal),
                "subProcessInstanceId": .within(
                    HistoricProcessInstanceRow.table,
                    [ColumnPair("super_process_instance_id", equals: "id")], .all,
                    .text("id", .equal)),
                "variables": .variables(.historicInstance(column: "id")),
            ],
        ],
        orders: [
            "instanceId": "id", "definitionId": "definition_id", "definitionKey": "definition_key",
            "definitionName": "definition.name", "definitionVersion": "definition.version",
            "businessKey": "business_key", "startTime": "started_at", "endTime": "ended_at",
            "duration": "duration", "tenantId": "tenant_id",
        ])

    private static let instanceStates: [String: ListFilter] = [
        "finished": .flag(.not(.isNull("ended_at"))), "unfinished": .flag(.isNull("ended_at")),
        "startedBefore": .instant("started_at", .lessOrEqual),
        "startedAfter": .instant("started_at", .greaterOrEqual),
        "finishedBefore": .instant("ended_at", .lessOrEqual),
        "finishedAfter": .instant("ended_at", .greaterOrEqual),
        "active": .flag(.equal("state", "ACTIVE")),
        "suspended": .flag(.equal("state", "SUSPENDED")),
        "completed": .flag(.equal("state", "COMPLETED")),
        "externallyTerminated": .flag(.equal("state", "EXTERNALLY_TERMINATED")),
        "internallyTerminated": .flag(.equal("state", "INTERNALLY_TERMINATED")),
    ]

    private static let instanceActivities: [String: ListFilter] = {
        let pair = [ColumnPair("process_instance_id", equals: "id")]
        func activity(_ base: Predicate, _ filter: ListFilter) -> ListFilter {
            .within(HistoricActivityInstanceRow.table, pair, base, filter)
        }
        func job(_ filter: ListFilter) -> ListFilter {
            .within(HistoricJobLogRow.table, pair, .all, filter)
        }
        return [
            "executedActivityIdIn": activity(.not(.isNull("ended_at")), .texts("activity_id")),
            "activeActivityIdIn": activity(.isNull("ended_at"), .texts("activity_id")),
            "activityIdIn": activity(.isNull("ended_at"), .texts("activity_id")),
            "executedActivityAfter": activity(.all, .instant("started_at", .greaterOrEqual)),
            "executedActivityBefore": activity(.all, .instant("started_at", .lessOrEqual)),
            "executedJobAfter": job(.instant("occurred_at", .greaterOrEqual)),
            "executedJobBefore": job(.instant("occurred_at", .lessOrEqual)),
            "withJobsRetrying": .flag(
                .exists(
                    JobRow.table, matching: pair,
                    .and([
                        .compare("retries", .greater, .integer(0)),
                        .not(.isNull("exception_message")),
                    ]))),
        ]
    }()

    private static let instanceIncidents: [String: ListFilter] = {
        let pair = [ColumnPair("process_instance_id", equals: "id")]
        func incident(_ filter: ListFilter) -> ListFilter {
            .within(HistoricIncidentRow.table, pair, .all, filter)
        }
        return [
            "withIncidents": .flag(
                .exists(HistoricIncidentRow.table, matching: pair, .all)),
            "withRootIncidents": .flag(
                .exists(
                    HistoricIncidentRow.table, matching: pair,
                    .compareColumns("id", .equal, "root_cause_incident_id"))),
            "incidentIdIn": incident(.texts("id")),
            "incidentType": incident(.text("incident_type", .equal)),
            "incidentStatus": incident(.text("state", .equalIgnoringCase)),
            "incidentMessage": incident(.text("message", .equal)),
            "incidentMessageLike": incident(.text("message", .like)),
        ]
    }()

    /// `GET /history/activity-instance`.
    public static let historicActivityInstances = ListDefinition(
        HistoricActivityInstanceRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition,
            CommonFilters.texts([
                "activityInstanceId": "id", "processInstanceId": "process_instance_id",
                "executionId": "execution_id", "activityId": "activity_id",
                "activityName": "activity_name", "activityType": "activity_type",
                "taskAssignee": "assignee",
            ]),
            [
                "finished": .flag(.not(.isNull("ended_at"))),
                "unfinished": .flag(.isNull("ended_at")),
                "canceled": .flag(.equal("end_state", .integer(2))),
                "completeScope": .flag(.equal("end_state", .integer(1))),
                "startedBefore": .instant("started_at", .lessOrEqual),
                "startedAfter": .instant("started_at", .greaterOrEqual),
                "finishedBefore": .instant("ended_at", .lessOrEqual),
                "finishedAfter": .instant("ended_at", .greaterOrEqual),
            ],
        ],
        orders: [
            "activityInstanceId": "id", "instanceId": "process_instance_id",
            "executionId": "execution_id", "activityId": "activity_id",
            "activityName": "activity_name", "activityType": "activity_type",
            "startTime": "started_at", "endTime": "ended_at", "duration": "duration",
            "definitionId": "definition_id", "occurrence": "sequence_counter",
            "tenantId": "tenant_id",
        ])

    /// `GET /history/incident`.
    public static let historicIncidents = ListDefinition(
        HistoricIncidentRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.incident,
            CommonFilters.texts(["historyConfiguration": "history_configuration"]),
            [
                "jobDefinitionIdIn": .texts("job_definition_id"),
                "createTimeBefore": .instant("created_at", .less),
                "createTimeAfter": .instant("created_at", .greater),
                "endTimeBefore": .instant("ended_at", .less),
                "endTimeAfter": .instant("ended_at", .greater),
                "open": .flag(.equal("state", "open")),
                "resolved": .flag(.equal("state", "resolved")),
                "deleted": .flag(.equal("state", "deleted")),
            ],
        ],
        orders: [
            "incidentId": "id", "incidentMessage": "message", "createTime": "created_at",
            "endTime": "ended_at", "incidentType": "incident_type", "executionId": "execution_id",
            "activityId": "activity_id", "processInstanceId": "process_instance_id",
            "processDefinitionId": "definition_id", "processDefinitionKey": "definition_key",
            "causeIncidentId": "cause_incident_id",
            "rootCauseIncidentId": "root_cause_incident_id", "configuration": "configuration",
            "historyConfiguration": "history_configuration", "tenantId": "tenant_id",
            "incidentState": "state",
        ])
}
