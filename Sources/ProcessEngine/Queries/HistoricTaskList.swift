internal import Records

extension ListDefinition {
    /// `GET /history/task`.
    public static let historicTasks = ListDefinition(
        HistoricTaskRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.definition, CommonFilters.variableCase,
            CommonFilters.text("taskName", "name"),
            CommonFilters.text("taskDescription", "description"),
            CommonFilters.text("taskDeleteReason", "delete_reason"),
            CommonFilters.text("taskAssignee", "assignee"),
            CommonFilters.text("taskOwner", "owner"),
            CommonFilters.texts([
                "taskId": "id", "taskParentTaskId": "parent_task_id",
                "processInstanceId": "process_instance_id",
                "rootProcessInstanceId": "root_instance_id", "executionId": "execution_id",
                "taskDefinitionKey": "task_definition_key",
            ]),
            CommonFilters.cases(
                "caseInstanceId", "caseExecutionId", "caseDefinitionId", "caseDefinitionKey",
                "caseDefinitionName"), historicTaskLinks, historicTaskMoments,
            [
                "taskDefinitionKeyIn": .texts("task_definition_key"),
                "activityInstanceIdIn": .texts("activity_instance_id"),
                "processInstanceBusinessKey": instance(.text("business_key", .equal)),
                "processInstanceBusinessKeyLike": instance(.text("business_key", .like)),
                "processInstanceBusinessKeyIn": instance(.texts("business_key")),
                "taskPriority": .integer("priority", .equal),
                "assigned": .flag(.not(.isNull("assignee"))),
                "unassigned": .flag(.isNull("assignee")),
                "taskVariables": .variables(.historicTask),
                "processVariables": .variables(.historicInstance(column: "process_instance_id")),
            ],
        ],
        orders: [
            "taskId": "id", "activityInstanceId": "activity_instance_id",
            "processDefinitionId": "definition_id", "processInstanceId": "process_instance_id",
            "executionId": "execution_id", "duration": "duration", "endTime": "ended_at",
            "startTime": "started_at", "taskName": "name", "taskDescription": "description",
            "assignee": "assignee", "owner": "owner", "dueDate": "due_at",
            "followUpDate": "follow_up_at", "deleteReason": "delete_reason",
            "taskDefinitionKey": "task_definition_key", "priority": "priority",
            "tenantId": "tenant_id",
        ])

    private static func instance(_ filter: ListFilter) -> ListFilter {
        .within(
            HistoricProcessInstanceRow.table, [ColumnPair("id", equals: "process_instance_id")],
            .all, filter)
    }

    private static let historicTaskMoments: [String: ListFilter] = [
        "finished": .flag(.not(.isNull("ended_at"))), "unfinished": .flag(.isNull("ended_at")),
        "processFinished": .flag(instanceExists(.not(.isNull("ended_at")))),
        "processUnfinished": .flag(instanceExists(.isNull("ended_at"))),
        "taskDueDate": .instant("due_at", .equal),
        "taskDueDateBefore": .instant("due_at", .lessOrEqual),
        "taskDueDateAfter": .instant("due_at", .greaterOrEqual),
        "withoutTaskDueDate": .flag(.isNull("due_at")),
        "taskFollowUpDate": .instant("follow_up_at", .equal),
        "taskFollowUpDateBefore": .instant("follow_up_at", .lessOrEqual),
        "taskFollowUpDateAfter": .instant("follow_up_at", .greaterOrEqual),
        "startedBefore": .instant("started_at", .lessOrEqual),
        "startedAfter": .instant("started_at", .greaterOrEqual),
        "finishedBefore": .instant("ended_at", .lessOrEqual),
        "finishedAfter": .instant("ended_at", .greaterOrEqual),
    ]

    private static func instanceExists(_ predicate: Predicate) -> Predicate {
        .exists(
            HistoricProcessInstanceRow.table,
            matching: [ColumnPair("id", equals: "process_instance_id")], predicate)
    }

    private static let historicTaskLinks: [String: ListFilter] = {
        let pair = [ColumnPair("task_id", equals: "id")]
        let isCandidate = Predicate.equal("type", "candidate")
        func link(_ base: Predicate, _ filter: ListFilter) -> ListFilter {
            .within(HistoricIdentityLinkRow.table, pair, base, filter)
        }
        let hasGroup = Predicate.exists(
            HistoricIdentityLinkRow.table, matching: pair,
            .and([isCandidate, .not(.isNull("group_id"))]))
        return [
            "taskInvolvedUser": link(.all, .text("user_id", .equal)),
            "taskInvolvedGroup": link(.all, .text("group_id", .equal)),
            "taskHadCandidateUser": link(isCandidate, .text("user_id", .equal)),
            "taskHadCandidateGroup": link(isCandidate, .text("group_id", .equal)),
            "withCandidateGroups": .flag(hasGroup), "withoutCandidateGroups": .flag(.not(hasGroup)),
        ]
    }()
}
