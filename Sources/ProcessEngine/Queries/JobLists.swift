internal import Records

extension ListDefinition {
    /// `GET /job`.
    public static let jobs = ListDefinition(
        JobRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition,
            CommonFilters.suspension("is_suspended"),
            CommonFilters.texts([
                "jobId": "id", "jobDefinitionId": "job_definition_id",
                "processInstanceId": "process_instance_id", "executionId": "execution_id",
                "activityId": "activity_id", "exceptionMessage": "exception_message",
                "failedActivityId": "failed_activity_id",
            ]),
            [
                "jobIds": .texts("id"), "processInstanceIds": .texts("process_instance_id"),
                "withRetriesLeft": .flag(.compare("retries", .greater, .integer(0))),
                "noRetriesLeft": .flag(.equal("retries", .integer(0))),
                "executable": .flag(
                    .and([
                        .compare("retries", .greater, .integer(0)),
                        .or([.isNull("due_at"), .compare("due_at", .lessOrEqual, .now)]),
                    ])),
                "timers": .flag(.equal("type", "timer")),
                "messages": .flag(.equal("type", "message")),
                "dueDates": .instants("due_at"), "createTimes": .instants("created_at"),
                "withException": .flag(
                    .or([.not(.isNull("exception_message")), .not(.isNull("exception_stacktrace"))])
                ),
                "priorityLowerThanOrEquals": .integer("priority", .lessOrEqual),
                "priorityHigherThanOrEquals": .integer("priority", .greaterOrEqual),
                "includeJobsWithoutTenantId": .modifier(.truth),
                "acquired": .flag(.compare("lock_expires_at", .greater, .now)),
            ],
        ],
        orders: [
            "jobId": "id", "executionId": "execution_id",
            "processInstanceId": "process_instance_id", "processDefinitionId": "definition_id",
            "processDefinitionKey": "definition_key", "jobPriority": "priority",
            "jobRetries": "retries", "jobDueDate": "due_at", "tenantId": "tenant_id",
        ])

    /// `GET /job-definition`.
    public static let jobDefinitions = ListDefinition(
        JobDefinitionRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.suspension("suspended"),
            CommonFilters.texts([
                "jobDefinitionId": "id", "jobType": "job_type",
                "jobConfiguration": "job_configuration",
            ]),
            [
                "activityIdIn": .texts("activity_id"),
                "withOverridingJobPriority": .flag(.not(.isNull("priority"))),
                "includeJobDefinitionsWithoutTenantId": .modifier(.truth),
            ],
        ],
        orders: [
            "jobDefinitionId": "id", "activityId": "activity_id",
            "processDefinitionId": "definition_id", "processDefinitionKey": "definition_key",
            "jobType": "job_type", "jobConfiguration": "job_configuration",
            "tenantId": "tenant_id",
        ])

    /// `GET /external-task`.
    public static let externalTasks = ListDefinition(
        ExternalTaskRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.suspension("suspended"),
            CommonFilters.variableCase,
            CommonFilters.texts([
                "externalTaskId": "id", "topicName": "topic_name", "workerId": "worker_id",
                "activityId": "activity_id", "executionId": "execution_id",
                "processInstanceId": "process_instance_id", "businessKey": "business_key",
            ]),
            [
                "externalTaskIdIn": .texts("id"), "activityIdIn": .texts("activity_id"),
                "processInstanceIdIn": .texts("process_instance_id"),
                "locked": .flag(isLocked), "notLocked": .flag(.not(isLocked)),
                "withRetriesLeft": .flag(
                    .or([.isNull("retries"), .compare("retries", .greater, .integer(0))])),
                "noRetriesLeft": .flag(.equal("retries", .integer(0))),
                "lockExpirationAfter": .instant("lock_expires_at", .greater),
                "lockExpirationBefore": .instant("lock_expires_at", .less),
                "priorityLowerThanOrEquals": .integer("priority", .lessOrEqual),
                "priorityHigherThanOrEquals": .integer("priority", .greaterOrEqual),
                "processVariables": .variables(.instance(column: "process_instance_id")),
            ],
        ],
        orders: [
            "id": "id", "lockExpirationTime": "lock_expires_at",
            "processInstanceId": "process_instance_id", "processDefinitionId": "definition_id",
            "processDefinitionKey": "definition_key", "taskPriority": "priority",
            "createTime": "created_at", "tenantId": "tenant_id",
        ])

    private static let isLocked = Predicate.and([
        .not(.isNull("worker_id")), .compare("lock_expires_at", .greater, .now),
    ])
}
