internal import Records

extension ListDefinition {
    /// `GET /deployment`.
    public static let deployments = ListDefinition(
        DeploymentRow.table,
        filters: [
            CommonFilters.tenant, CommonFilters.text("name", "name"),
            [
                "id": .text("id", .equal), "source": .text("source", .equal),
                "withoutSource": .flag(.isNull("source")),
                "after": .instant("deployed_at", .greater),
                "before": .instant("deployed_at", .less),
                "includeDeploymentsWithoutTenantId": .modifier(.truth),
            ],
        ],
        orders: [
            "id": "id", "name": "name", "deploymentTime": "deployed_at", "tenantId": "tenant_id",
        ])

    /// `GET /process-definition`.
    public static let processDefinitions = ListDefinition(
        ProcessDefinitionRow.table, joins: [deployment],
        filters: [
            CommonFilters.tenant, CommonFilters.suspension("suspended"),
            versioned(ProcessDefinitionRow.table), CommonFilters.text("versionTag", "version_tag"),
            CommonFilters.incidents(ColumnPair("definition_id", equals: "id")),
            [
                "processDefinitionId": .text("id", .equal),
                "processDefinitionIdIn": .texts("id"), "keysIn": .texts("key"),
                "withoutVersionTag": .flag(.isNull("version_tag")),
                "startableInTasklist": .flag(.equal("is_startable_in_tasklist", .integer(1))),
                "notStartableInTasklist": .flag(.equal("is_startable_in_tasklist", .integer(0))),
                "startablePermissionCheck": .modifier(.truth),
                "includeProcessDefinitionsWithoutTenantId": .modifier(.truth),
                "startableBy": .within(
                    IdentityLinkRow.table, [ColumnPair("definition_id", equals: "id")], .all,
                    .text("user_id", .equal)),
            ],
        ], orders: versionedOrders.merging(["versionTag": "version_tag"]) { first, _ in first })

    /// `GET /decision-definition`.
    public static let decisionDefinitions = ListDefinition(
        DecisionDefinitionRow.table, joins: [deployment],
        filters: [
            CommonFilters.tenant, versioned(DecisionDefinitionRow.table),
            CommonFilters.text("versionTag", "version_tag"),
            [
                "decisionDefinitionId": .text("id", .equal),
                "decisionDefinitionIdIn": .texts("id"),
                "decisionRequirementsDefinitionId": .text("requirements_definition_id", .equal),
                "decisionRequirementsDefinitionKey": .text("requirements_definition_key", .equal),
                "withoutDecisionRequirementsDefinition": .flag(
                    .isNull("requirements_definition_id")),
                "includeDecisionDefinitionsWithoutTenantId": .modifier(.truth),
            ],
        ],
        orders: versionedOrders.merging([
            "versionTag": "version_tag",
            "decisionRequirementsDefinitionKey": "requirements_definition_key",
        ]) { first, _ in first })

    /// `GET /decision-requirements-definition`.
    public static let decisionRequirementsDefinitions = ListDefinition(
        DecisionRequirementsDefinitionRow.table, joins: [deployment],
        filters: [
            CommonFilters.tenant, versioned(DecisionRequirementsDefinitionRow.table),
            [
                "decisionRequirementsDefinitionId": .text("id", .equal),
                "decisionRequirementsDefinitionIdIn": .texts("id"),
                "includeDecisionRequirementsDefinitionsWithoutTenantId": .modifier(.truth),
            ],
        ], orders: versionedOrders)

    private static let deployment = Join(
        DeploymentRow.table, as: "deployment",
        matching: [ColumnPair("id", equals: "deployment_id")])

    private static let versionedOrders = [
        "category": "category", "key": "key", "id": "id", "name": "name", "version": "version",
        "deploymentId": "deployment_id", "deployTime": "deployment.deployed_at",
        "tenantId": "tenant_id",
    ]

    /// The filters of all sorts of definitions.
    private static func versioned(_ table: TableDefinition) -> [String: ListFilter] {
        let sameKey = ColumnPair("key", equals: "key")
        let isNewer = ColumnPair("version", .greater, "version")
        let hasNewer = Predicate.or([
            .exists(
                table, matching: [sameKey, isNewer, ColumnPair("tenant_id", equals: "tenant_id")],
                .all),
            .and([
                .isNull("tenant_id"),
                .exists(table, matching: [sameKey, isNewer], .isNull("tenant_id")),
            ]),
        ])
        func deployment(_ filter: ListFilter) -> ListFilter {
            .within(
                DeploymentRow.table, [ColumnPair("id", equals: "deployment_id")], .all, filter)
        }
        var filters = CommonFilters.text("name", "name")
        for more in [
            CommonFilters.text("key", "key"), CommonFilters.text("category", "category"),
            CommonFilters.text("resourceName", "resource_name"),
        ] {
            filters.merge(more) { first, _ in first }
        }
        filters["deploymentId"] = .text("deployment_id", .equal)
        filters["version"] = .integer("version", .equal)
        filters["latestVersion"] = .flag(.not(hasNewer))
        filters["deployedAfter"] = deployment(.instant("deployed_at", .greater))
        filters["deployedAt"] = deployment(.instant("deployed_at", .equal))
        return filters
    }
}
