internal import Records

/// Filters that several lists have.
enum CommonFilters {
    /// `tenantIdIn` and `withoutTenantId`.
    static let tenant: [String: ListFilter] = [
        "tenantIdIn": .tenants, "withoutTenantId": .flag(.isNull("tenant_id")),
    ]

    /// `active` and `suspended` by a column with a truth value.
    static func suspension(_ column: String) -> [String: ListFilter] {
        [
            "active": .flag(.equal(column, .integer(0))),
            "suspended": .flag(.equal(column, .integer(1))),
        ]
    }

    /// A text column and its pattern: `name` and `nameLike`.
    static func text(_ name: String, _ column: String) -> [String: ListFilter] {
        [name: .text(column, .equal), name + "Like": .text(column, .like)]
    }

    /// A text column and its pattern, case not counting.
    static func textIgnoringCase(_ name: String, _ column: String) -> [String: ListFilter] {
        [
            name: .text(column, .equalIgnoringCase),
            name + "Like": .text(column, .likeIgnoringCase),
        ]
    }

    /// Texts of columns, each compared for equality.
    static func texts(_ columns: [String: String]) -> [String: ListFilter] {
        columns.mapValues { .text($0, .equal) }
    }

    /// An incident, one that is open or one of history.
    static let incident =
        text("incidentMessage", "message").merging(
            texts([
                "incidentId": "id", "incidentType": "incident_type",
                "processInstanceId": "process_instance_id", "executionId": "execution_id",
                "activityId": "activity_id", "failedActivityId": "failed_activity_id",
                "causeIncidentId": "cause_incident_id",
                "rootCauseIncidentId": "root_cause_incident_id", "configuration": "configuration",
            ])
        ) { $1 }

    /// The process definition of a row: its id, key and name.
    static let definition: [String: ListFilter] = [
        "processDefinitionId": .text("definition_id", .equal),
        "processDefinitionKey": .text("definition_key", .equal),
        "processDefinitionKeyIn": .texts("definition_key"),
        "processDefinitionKeyNotIn": .noneOf("definition_key"),
        "processDefinitionName": definitionOf(.text("name", .equal)),
        "processDefinitionNameLike": definitionOf(.text("name", .like)),
        "processDefinitionWithoutTenantId": .flag(
            .exists(
                ProcessDefinitionRow.table, matching: [ColumnPair("id", equals: "definition_id")],
                .isNull("tenant_id"))),
    ]

    /// A filter on the row's process definition.
    static func definitionOf(_ filter: ListFilter) -> ListFilter {
        .within(
            ProcessDefinitionRow.table, [ColumnPair("id", equals: "definition_id")], .all, filter)
    }

    /// Incidents of a row.
    static func incidents(_ pair: ColumnPair) -> [String: ListFilter] {
        func incident(_ filter: ListFilter) -> ListFilter {
            .within(IncidentRow.table, [pair], .all, filter)
        }
        return [
            "incidentId": incident(.text("id", .equal)),
            "incidentType": incident(.text("incident_type", .equal)),
            "incidentMessage": incident(.text("message", .equal)),
            "incidentMessageLike": incident(.text("message", .like)),
            "withIncident": .flag(.exists(IncidentRow.table, matching: [pair], .all)),
        ]
    }

    /// What cases of CMMN would have.
    static func cases(_ names: String...) -> [String: ListFilter] {
        Dictionary(uniqueKeysWithValues: names.map { ($0, .nothing(.text)) })
    }

    /// The switches of conditions on variables.
    static let variableCase: [String: ListFilter] = [
        "variableNamesIgnoreCase": .modifier(.truth),
        "variableValuesIgnoreCase": .modifier(.truth),
    ]

    /// Expressions in place of values.
    static func expressions(_ names: [String]) -> [String: ListFilter] {
        Dictionary(uniqueKeysWithValues: names.map { ($0 + "Expression", .forbidden) })
    }
}
