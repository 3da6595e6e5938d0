import JSONTree
import Records

extension ListForm {
    static let historicProcessInstance = ListForm([
        ("id", .text("id")), ("businessKey", .text("business_key")),
        ("processDefinitionId", .text("definition_id")),
        ("processDefinitionKey", .text("definition_key")),
        ("processDefinitionName", .text("definition.name")),
        ("processDefinitionVersion", .integer("definition.version")),
        ("startTime", .instant("started_at")), ("endTime", .instant("ended_at")),
        ("removalTime", .instant("removal_time")), ("durationInMillis", .integer("duration")),
        ("startUserId", .text("start_user_id")), ("startActivityId", .text("start_activity_id")),
        ("deleteReason", .text("delete_reason")),
        ("rootProcessInstanceId", .text("root_instance_id")),
        ("superProcessInstanceId", .text("super_process_instance_id")),
        ("superCaseInstanceId", .constant(.null)), ("caseInstanceId", .constant(.null)),
        ("tenantId", .text("tenant_id")), ("state", .text("state")),
        ("restartedProcessInstanceId", .text("restarted_process_instance_id")),
    ])

    static let historicActivityInstance = ListForm([
        ("id", .text("id")), ("parentActivityInstanceId", .text("parent_activity_instance_id")),
        ("activityId", .text("activity_id")), ("activityName", .text("activity_name")),
        ("activityType", .text("activity_type")),
        ("processDefinitionKey", .text("definition_key")),
        ("processDefinitionId", .text("definition_id")),
        ("processInstanceId", .text("process_instance_id")), ("executionId", .text("execution_id")),
        ("taskId", .text("task_id")),
        ("calledProcessInstanceId", .text("called_process_instance_id")),
        ("calledCaseInstanceId", .constant(.null)), ("assignee", .text("assignee")),
        ("startTime", .instant("started_at")), ("endTime", .instant("ended_at")),
        ("durationInMillis", .integer("duration")),
        ("canceled", .equals("end_state", .integer(2))),
        ("completeScope", .equals("end_state", .integer(1))), ("tenantId", .text("tenant_id")),
        ("removalTime", .instant("removal_time")),
        ("rootProcessInstanceId", .text("root_instance_id")),
    ])

    static let historicTask = ListForm([
        ("id", .text("id")), ("processDefinitionKey", .text("definition_key")),
        ("processDefinitionId", .text("definition_id")),
        ("processInstanceId", .text("process_instance_id")), ("executionId", .text("execution_id")),
        ("caseDefinitionKey", .constant(.null)), ("caseDefinitionId", .constant(.null)),
        ("caseInstanceId", .constant(.null)), ("caseExecutionId", .constant(.null)),
        ("activityInstanceId", .text("activity_instance_id")), ("name", .text("name")),
        ("description", .text("description")), ("deleteReason", .text("delete_reason")),
        ("owner", .text("owner")), ("assignee", .text("assignee")),
        ("startTime", .instant("started_at")), ("endTime", .instant("ended_at")),
        ("duration", .integer("duration")), ("taskDefinitionKey", .text("task_definition_key")),
        ("priority", .integer("priority")), ("due", .instant("due_at")),
        ("parentTaskId", .text("parent_task_id")), ("followUp", .instant("follow_up_at")),
        ("tenantId", .text("tenant_id")), ("removalTime", .instant("removal_time")),
        ("rootProcessInstanceId", .text("root_instance_id")), ("taskState", .text("state")),
    ])

    static let historicIncident = ListForm([
        ("id", .text("id")), ("processDefinitionKey", .text("definition_key")),
        ("processDefinitionId", .text("definition_id")),
        ("processInstanceId", .text("process_instance_id")), ("executionId", .text("execution_id")),
        ("rootProcessInstanceId", .text("root_instance_id")),
        ("createTime", .instant("created_at")), ("endTime", .instant("ended_at")),
        ("removalTime", .instant("removal_time")), ("incidentType", .text("incident_type")),
        ("activityId", .text("activity_id")), ("failedActivityId", .text("failed_activity_id")),
        ("causeIncidentId", .text("cause_incident_id")),
        ("rootCauseIncidentId", .text("root_cause_incident_id")),
        ("configuration", .text("configuration")),
        ("historyConfiguration", .text("history_configuration")),
        ("incidentMessage", .text("message")), ("tenantId", .text("tenant_id")),
        ("jobDefinitionId", .text("job_definition_id")), ("annotation", .text("annotation")),
        ("open", .equals("state", .text("open"))), ("deleted", .equals("state", .text("deleted"))),
        ("resolved", .equals("state", .text("resolved"))),
    ])

    static let historicJobLog = ListForm([
        ("id", .text("id")), ("timestamp", .instant("occurred_at")),
        ("removalTime", .instant("removal_time")), ("jobId", .text("job_id")),
        ("jobDueDate", .instant("due_at")), ("jobRetries", .integer("retries")),
        ("jobPriority", .integer("priority")),
        ("jobExceptionMessage", .text("exception_message")),
        ("jobDefinitionId", .text("job_definition_id")),
        ("jobDefinitionType", .text("job_definition_type")),
        ("jobDefinitionConfiguration", .text("declaration.job_configuration")),
        ("activityId", .text("activity_id")), ("failedActivityId", .text("failed_activity_id")),
        ("executionId", .text("execution_id")),
        ("processInstanceId", .text("process_instance_id")),
        ("processDefinitionId", .text("definition_id")),
        ("processDefinitionKey", .text("definition_key")),
        ("deploymentId", .text("deployment_id")), ("tenantId", .text("tenant_id")),
        ("hostname", .text("hostname")), ("rootProcessInstanceId", .text("root_instance_id")),
        ("batchId", .constant(.null)), ("creationLog", .equals("state", .text("created"))),
        ("failureLog", .equals("state", .text("failed"))),
        ("successLog", .equals("state", .text("successful"))),
        ("deletionLog", .equals("state", .text("deleted"))),
    ])

    static let variable = ListForm(
        [
            ("id", .text("id")), ("name", .text("name")), ("type", .extra), ("value", .extra),
            ("valueInfo", .extra), ("processDefinitionId", .text("definition_id")),
            ("processInstanceId", .text("process_instance_id")),
            ("executionId", .text("execution_id")), ("caseInstanceId", .constant(.null)),
            ("caseExecutionId", .constant(.null)), ("taskId", .text("task_id")),
            ("batchId", .constant(.null)), ("activityInstanceId", .extra),
            ("errorMessage", .constant(.null)), ("tenantId", .text("tenant_id")),
        ],
        more: valueColumns + [
            "type", "is_concurrent_local", "execution.activity_instance_id",
            "execution.parent_id", "parent.activity_instance_id",
        ])

    static let historicVariable = ListForm(
        [
            ("id", .text("id")), ("name", .text("name")), ("type", .extra), ("value", .extra),
            ("valueInfo", .extra), ("processDefinitionKey", .text("definition_key")),
            ("processDefinitionId", .text("definition_id")),
            ("processInstanceId", .text("process_instance_id")),
            ("executionId", .text("execution_id")),
            ("activityInstanceId", .text("activity_instance_id")),
            ("caseDefinitionKey", .constant(.null)), ("caseDefinitionId", .constant(.null)),
            ("caseInstanceId", .constant(.null)), ("caseExecutionId", .constant(.null)),
            ("taskId", .text("task_id")), ("errorMessage", .constant(.null)),
            ("tenantId", .text("tenant_id")), ("state", .text("state")),
            ("createTime", .instant("created_at")), ("removalTime", .instant("removal_time")),
            ("rootProcessInstanceId", .text("root_instance_id")),
        ], more: valueColumns + ["type"])

    static let historicDetail = ListForm(
        [
            ("id", .text("id")), ("type", .text("type")),
            ("processDefinitionKey", .text("definition_key")),
            ("processDefinitionId", .text("definition_id")),
            ("processInstanceId", .text("process_instance_id")),
            ("activityInstanceId", .text("activity_instance_id")),
            ("executionId", .text("execution_id")), ("caseDefinitionKey", .constant(.null)),
            ("caseDefinitionId", .constant(.null)), ("caseInstanceId", .constant(.null)),
            ("caseExecutionId", .constant(.null)), ("taskId", .text("task_id")),
            ("tenantId", .text("tenant_id")), ("userOperationId", .text("user_operation_id")),
            ("time", .instant("occurred_at")), ("removalTime", .instant("removal_time")),
            ("rootProcessInstanceId", .text("root_instance_id")), ("variableName", .text("name")),
            ("variableInstanceId", .text("variable_instance_id")),
            ("variableType", .text("variable_type")), ("value", .extra), ("valueInfo", .extra),
            ("initial", .flag("is_initial")), ("revision", .integer("variable_revision")),
            ("errorMessage", .constant(.null)),
        ], more: valueColumns)

    /// The columns that a value is put together from, beside its type.
    static let valueColumns = [
        "text_value", "long_value", "double_value", "large_value_id", "value_info",
    ]
}
