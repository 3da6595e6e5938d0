import JSONTree
import Records

extension ListForm {
    static let processDefinition = ListForm([
        ("id", .text("id")), ("key", .text("key")), ("category", .text("category")),
        ("description", .text("description")), ("name", .text("name")),
        ("version", .integer("version")), ("resource", .text("resource_name")),
        ("deploymentId", .text("deployment_id")), ("diagram", .text("diagram_resource_name")),
        ("suspended", .flag("suspended")), ("tenantId", .text("tenant_id")),
        ("versionTag", .text("version_tag")),
        ("historyTimeToLive", .integer("history_time_to_live")),
        ("startableInTasklist", .flag("is_startable_in_tasklist")),
    ])

    static let decisionDefinition = ListForm([
        ("id", .text("id")), ("key", .text("key")), ("category", .text("category")),
        ("name", .text("name")), ("version", .integer("version")),
        ("resource", .text("resource_name")), ("deploymentId", .text("deployment_id")),
        ("tenantId", .text("tenant_id")),
        ("decisionRequirementsDefinitionId", .text("requirements_definition_id")),
        ("decisionRequirementsDefinitionKey", .text("requirements_definition_key")),
        ("historyTimeToLive", .integer("history_time_to_live")),
        ("versionTag", .text("version_tag")),
    ])

    static let decisionRequirementsDefinition = ListForm([
        ("id", .text("id")), ("key", .text("key")), ("category", .text("category")),
        ("name", .text("name")), ("version", .integer("version")),
        ("resource", .text("resource_name")), ("deploymentId", .text("deployment_id")),
        ("tenantId", .text("tenant_id")),
    ])

    static let deployment = ListForm([
        ("links", .constant([])), ("id", .text("id")), ("name", .text("name")),
        ("source", .text("source")), ("deploymentTime", .instant("deployed_at")),
        ("tenantId", .text("tenant_id")),
    ])

    static let processInstance = ListForm([
        ("links", .constant([])), ("id", .text("id")), ("definitionId", .text("definition_id")),
        ("businessKey", .text("business_key")), ("caseInstanceId", .constant(.null)),
        ("ended", .constant(false)), ("suspended", .flag("suspended")),
        ("tenantId", .text("tenant_id")), ("definitionKey", .text("definition_key")),
    ])

    static let execution = ListForm([
        ("id", .text("id")), ("processInstanceId", .text("process_instance_id")),
        ("ended", .constant(false)), ("tenantId", .text("tenant_id")),
    ])

    static let task = ListForm(
        [
            ("id", .text("id")), ("name", .text("name")), ("assignee", .text("assignee")),
            ("created", .instant("created_at")), ("lastUpdated", .instant("last_updated_at")),
            ("due", .instant("due_at")), ("followUp", .instant("follow_up_at")),
            ("delegationState", .text("delegation_state")), ("description", .text("description")),
            ("executionId", .text("execution_id")), ("owner", .text("owner")),
            ("parentTaskId", .text("parent_task_id")), ("priority", .integer("priority")),
            ("processDefinitionId", .text("definition_id")),
            ("processInstanceId", .text("process_instance_id")),
            ("taskDefinitionKey", .text("task_definition_key")),
            ("caseExecutionId", .constant(.null)), ("caseInstanceId", .constant(.null)),
            ("caseDefinitionId", .constant(.null)), ("suspended", .flag("suspended")),
            ("formKey", .extra), ("camundaFormRef", .extra),
            ("operatonFormRef", .extra), ("tenantId", .text("tenant_id")),
            ("taskState", .text("state")),
        ])

    static let job = ListForm([
        ("id", .text("id")), ("jobDefinitionId", .text("job_definition_id")),
        ("processInstanceId", .text("process_instance_id")),
        ("processDefinitionId", .text("definition_id")),
        ("processDefinitionKey", .text("definition_key")), ("executionId", .text("execution_id")),
        ("exceptionMessage", .text("exception_message")),
        ("failedActivityId", .text("failed_activity_id")), ("retries", .integer("retries")),
        ("dueDate", .instant("due_at")), ("suspended", .flag("is_suspended")),
        ("priority", .integer("priority")), ("tenantId", .text("tenant_id")),
        ("createTime", .instant("created_at")), ("batchId", .constant(.null)),
    ])

    static let jobDefinition = ListForm([
        ("id", .text("id")), ("processDefinitionId", .text("definition_id")),
        ("processDefinitionKey", .text("definition_key")), ("jobType", .text("job_type")),
        ("jobConfiguration", .text("job_configuration")), ("activityId", .text("activity_id")),
        ("suspended", .flag("suspended")), ("overridingJobPriority", .integer("priority")),
        ("tenantId", .text("tenant_id")), ("deploymentId", .constant(.null)),
    ])

    static let externalTask = ListForm([
        ("activityId", .text("activity_id")), ("activityInstanceId", .text("activity_instance_id")),
        ("errorMessage", .text("error_message")), ("executionId", .text("execution_id")),
        ("id", .text("id")), ("lockExpirationTime", .instant("lock_expires_at")),
        ("createTime", .instant("created_at")), ("processDefinitionId", .text("definition_id")),
        ("processDefinitionKey", .text("definition_key")),
        ("processDefinitionVersionTag", .text("definition_version_tag")),
        ("processInstanceId", .text("process_instance_id")), ("retries", .integer("retries")),
        ("suspended", .flag("suspended")), ("workerId", .text("worker_id")),
        ("topicName", .text("topic_name")), ("tenantId", .text("tenant_id")),
        ("priority", .integer("priority")), ("businessKey", .text("business_key")),
    ])

    static let eventSubscription = ListForm([
        ("id", .text("id")), ("eventType", .text("event_type")),
        ("eventName", .text("event_name")), ("executionId", .text("execution_id")),
        ("processInstanceId", .text("process_instance_id")), ("activityId", .text("activity_id")),
        ("createdDate", .instant("created_at")), ("tenantId", .text("tenant_id")),
    ])

    static let incident = ListForm([
        ("id", .text("id")), ("processDefinitionId", .text("definition_id")),
        ("processInstanceId", .text("process_instance_id")), ("executionId", .text("execution_id")),
        ("incidentTimestamp", .instant("created_at")), ("incidentType", .text("incident_type")),
        ("activityId", .text("activity_id")), ("failedActivityId", .text("failed_activity_id")),
        ("causeIncidentId", .text("cause_incident_id")),
        ("rootCauseIncidentId", .text("root_cause_incident_id")),
        ("configuration", .text("configuration")), ("tenantId", .text("tenant_id")),
        ("incidentMessage", .text("message")), ("jobDefinitionId", .text("job_definition_id")),
        ("annotation", .text("annotation")),
    ])

    static let identityLink = ListForm([
        ("userId", .text("user_id")), ("groupId", .text("group_id")), ("type", .text("type")),
    ])
}
