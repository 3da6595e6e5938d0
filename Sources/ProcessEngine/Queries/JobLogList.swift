internal import Records

extension ListDefinition {
    /// `GET /history/job-log`.
    public static let historicJobLogs = ListDefinition(
        HistoricJobLogRow.table,
        joins: [
            Join(
                JobDefinitionRow.table, as: "declaration",
                matching: [ColumnPair("id", equals: "job_definition_id")])
        ],
        filters: [
            CommonFilters.tenant,
            CommonFilters.texts([
                "logId": "id", "jobId": "job_id", "jobExceptionMessage": "exception_message",
                "jobDefinitionId": "job_definition_id",
                "jobDefinitionType": "job_definition_type",
                "jobDefinitionConfiguration": "declaration.job_configuration",
                "processInstanceId": "process_instance_id",
                "processDefinitionId": "definition_id", "processDefinitionKey": "definition_key",
                "deploymentId": "deployment_id", "hostname": "hostname",
            ]),
            [
                "activityIdIn": .texts("activity_id"),
                "failedActivityIdIn": .texts("failed_activity_id"),
                "executionIdIn": .texts("execution_id"),
                "jobPriorityLowerThanOrEquals": .integer("priority", .lessOrEqual),
                "jobPriorityHigherThanOrEquals": .integer("priority", .greaterOrEqual),
                "creationLog": .flag(.equal("state", "created")),
                "failureLog": .flag(.equal("state", "failed")),
                "successLog": .flag(.equal("state", "successful")),
                "deletionLog": .flag(.equal("state", "deleted")),
            ],
        ],
        orders: [
            "timestamp": "occurred_at", "jobId": "job_id", "jobDueDate": "due_at",
            "jobRetries": "retries", "jobPriority": "priority",
            "jobDefinitionId": "job_definition_id", "activityId": "activity_id",
            "executionId": "execution_id", "processInstanceId": "process_instance_id",
            "processDefinitionId": "definition_id", "processDefinitionKey": "definition_key",
            "deploymentId": "deployment_id", "hostname": "hostname",
            "occurrence": "sequence_counter", "tenantId": "tenant_id",
        ])
}
