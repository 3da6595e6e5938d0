internal import Records

extension ListDefinition {
    /// `GET /history/decision-instance`.
    public static let historicDecisionInstances = ListDefinition(
        HistoricDecisionInstanceRow.table,
        filters: [
            CommonFilters.tenant,
            CommonFilters.text("decisionDefinitionName", "decision_definition_name"),
            CommonFilters.texts([
                "decisionInstanceId": "id", "decisionDefinitionId": "decision_definition_id",
                "decisionDefinitionKey": "decision_definition_key",
                "processDefinitionId": "definition_id", "processDefinitionKey": "definition_key",
                "processInstanceId": "process_instance_id", "userId": "user_id",
                "decisionRequirementsDefinitionId": "requirements_definition_id",
                "decisionRequirementsDefinitionKey": "requirements_definition_key",
            ]),
            CommonFilters.cases("caseDefinitionId", "caseDefinitionKey", "caseInstanceId"),
            [
                "decisionInstanceIdIn": .texts("id"),
                "decisionDefinitionIdIn": .texts("decision_definition_id"),
                "decisionDefinitionKeyIn": .texts("decision_definition_key"),
                "activityIdIn": .texts("activity_id"),
                "activityInstanceIdIn": .texts("activity_instance_id"),
                "evaluatedBefore": .instant("evaluated_at", .lessOrEqual),
                "evaluatedAfter": .instant("evaluated_at", .greaterOrEqual),
                // The instance itself is one of those of its evaluation.
                "rootDecisionInstanceId": .either([
                    .text("id", .equal), .text("root_decision_instance_id", .equal),
                ]),
                "rootDecisionInstancesOnly": .flag(.isNull("root_decision_instance_id")),
                "includeInputs": .modifier(.truth), "includeOutputs": .modifier(.truth),
                "disableBinaryFetching": .modifier(.truth),
                "disableCustomObjectDeserialization": .modifier(.truth),
            ],
        ],
        orders: ["evaluationTime": "evaluated_at", "tenantId": "tenant_id"])
}
