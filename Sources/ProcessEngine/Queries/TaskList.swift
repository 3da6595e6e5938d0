internal import Records

extension ListDefinition {
    /// `GET /task`.
    public static let tasks = ListDefinition(
        TaskRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.suspension("suspended"),
            CommonFilters.variableCase, CommonFilters.textIgnoringCase("name", "name"),
            CommonFilters.textIgnoringCase("description", "description"),
            CommonFilters.text("assignee", "assignee"),
            CommonFilters.text("taskDefinitionKey", "task_definition_key"),
            CommonFilters.cases(
                "caseInstanceId", "caseInstanceBusinessKey", "caseInstanceBusinessKeyLike",
                "caseDefinitionId", "caseDefinitionKey", "caseDefinitionName",
                "caseDefinitionNameLike", "caseExecutionId"),
            CommonFilters.expressions([
                "processInstanceBusinessKey", "processInstanceBusinessKeyLike", "assignee",
                "assigneeLike", "owner", "candidateGroup", "candidateUser", "involvedUser",
                "dueDate", "dueAfter", "dueBefore", "followUpDate", "followUpAfter",
                "followUpBefore", "followUpBeforeOrNotExistent", "createdOn", "createdAfter",
                "createdBefore", "updatedAfter", "candidateGroups",
            ]),
            identity, people, moments,
        ],
        orders: [
            "instanceId": "process_instance_id", "dueDate": "due_at",
            "executionId": "execution_id", "assignee": "assignee", "created": "created_at",
            "lastUpdated": "last_updated_at", "description": "description", "id": "id",
            "name": "name", "nameCaseInsensitive": "name", "priority": "priority",
            "followUpDate": "follow_up_at", "tenantId": "tenant_id",
            "taskDefinitionKey": "task_definition_key",
            // Tasks of cases do not exist: these sort nothing.
            "caseInstanceId": "id", "caseExecutionId": "id",
        ])

    private static let identity: [String: ListFilter] = [
        "taskId": .text("id", .equal), "taskIdIn": .texts("id"),
        "processInstanceId": .text("process_instance_id", .equal),
        "processInstanceIdIn": .texts("process_instance_id"),
        "processInstanceBusinessKey": instance(.text("business_key", .equal)),
        "processInstanceBusinessKeyLike": instance(.text("business_key", .like)),
        "processInstanceBusinessKeyIn": instance(.texts("business_key")),
        "executionId": .text("execution_id", .equal),
        "activityInstanceIdIn": .texts("activity_instance_id"),
        "taskDefinitionKeyIn": .texts("task_definition_key"),
        "taskDefinitionKeyNotIn": .noneOf("task_definition_key"),
        "parentTaskId": .text("parent_task_id", .equal),
        "nameNotEqual": .text("name", .notEqualIgnoringCase),
        "nameNotLike": .not(.text("name", .likeIgnoringCase), present: "name"),
        "priority": .integer("priority", .equal),
        "minPriority": .integer("priority", .greaterOrEqual),
        "maxPriority": .integer("priority", .lessOrEqual),
        "taskVariables": .variables(.local),
        "processVariables": .variables(.instance(column: "process_instance_id")),
        "caseInstanceVariables": .nothing(.variables),
        "withCommentAttachmentInfo": .modifier(.truth),
        "withTaskVariablesInReturn": .modifier(.truth),
        "withTaskLocalVariablesInReturn": .modifier(.truth),
        "includeTaskVariables": .modifier(.truth),
    ]

    private static let people: [String: ListFilter] = [
        "assigneeIn": .texts("assignee"), "assigneeNotIn": .noneOf("assignee"),
        "owner": .text("owner", .equal),
        "assigned": .flag(.not(.isNull("assignee"))), "unassigned": .flag(.isNull("assignee")),
        "candidateUser": .candidate(.user), "candidateGroup": .candidate(.group),
        "candidateGroupLike": .candidate(.groupPattern), "candidateGroups": .candidate(.groups),
        "withCandidateGroups": .candidate(.withGroups),
        "withoutCandidateGroups": .candidate(.withoutGroups),
        "withCandidateUsers": .candidate(.withUsers),
        "withoutCandidateUsers": .candidate(.withoutUsers),
        "involvedUser": .candidate(.involved), "includeAssignedTasks": .modifier(.truth),
        "delegationState": .text("delegation_state", .equal),
    ]

    private static let moments: [String: ListFilter] = [
        "dueDate": .instant("due_at", .equal), "dueAfter": .instant("due_at", .greater),
        "dueBefore": .instant("due_at", .less), "withoutDueDate": .flag(.isNull("due_at")),
        "followUpDate": .instant("follow_up_at", .equal),
        "followUpAfter": .instant("follow_up_at", .greater),
        "followUpBefore": .instant("follow_up_at", .less),
        "followUpBeforeOrNotExistent": .orNull(.instant("follow_up_at", .less), "follow_up_at"),
        "createdOn": .instant("created_at", .equal),
        "createdAfter": .instant("created_at", .greater),
        "createdBefore": .instant("created_at", .less),
        // A task that was never changed counts from its creation.
        "updatedAfter": .either([
            .instant("last_updated_at", .greater),
            .when(.isNull("last_updated_at"), .instant("created_at", .greater)),
        ]),
    ]

    private static func instance(_ filter: ListFilter) -> ListFilter {
        .within(
            ExecutionRow.table, [ColumnPair("id", equals: "process_instance_id")], .all, filter)
    }
}
