import Persistence
import ProcessValues
import Records
import Testing

import ProcessEngine

@Suite struct ListQueryTests {
    static let lists: [ListDefinition] = [
        .deployments, .processDefinitions, .decisionDefinitions, .decisionRequirementsDefinitions,
        .processInstances, .executions, .eventSubscriptions, .variables, .incidents, .tasks, .jobs,
        .jobDefinitions, .externalTasks, .historicProcessInstances, .historicActivityInstances,
        .historicTasks, .historicVariables, .historicDetails, .historicIncidents,
    ]

    private static func value(_ kind: ListValueKind) -> ListValue {
        switch kind {
        case .text: .text("x")
        case .texts: .texts(["x", "y"])
        case .integer: .integer(1)
        case .instant: .instant(Instant(milliseconds: 5))
        case .truth: .truth(true)
        case .variables: .variables([VariableCondition("v", .notLike, .string("x%"))])
        case .instants: .instants([InstantCondition(.greater, Instant(milliseconds: 5))])
        case .value: .text("x")
        }
    }

    @Test(arguments: lists.indices)
    func theDatabaseTakesEveryFilterAndEveryOrder(index: Int) async throws {
        let store = try TemporaryStore()
        let list = Self.lists[index]
        let surroundings = ListSurroundings(
            now: Instant(milliseconds: 9), groups: ["x": ["sales"]])
        for (name, filter) in list.filters {
            if case .forbidden = filter { continue }
            let request = ListRequest([ListCriterion(name, Self.value(filter.kind))])
            let query = try list.query(
                for: request, access: ListAccess(tenants: ["t"]), in: surroundings)
            #expect(try await store.store.read(query).isEmpty, "\(name)")
            #expect(try await store.store.count(query) == 0, "\(name)")
        }
        for name in list.orders.keys {
            let query = try list.query(
                for: ListRequest(sorting: [.init(name, isDescending: true)]), access: .all,
                in: surroundings)
            #expect(try await store.store.read(query).isEmpty, "\(name)")
        }
    }

    private static func task(
        _ id: String, assignee: String? = nil, priority: Int = 50, due: Int64? = nil,
        tenant: String? = nil
    ) -> RowChange {
        .insert(
            TaskRow.table,
            TaskRow(
                id: id, processInstanceID: "i", name: "Task \(id)", assignee: assignee,
                priority: priority, dueAt: due.map { Instant(milliseconds: $0) },
                createdAt: Instant(milliseconds: 1), state: "Created", tenantID: tenant
            ).row)
    }

    private static func link(_ task: String, user: String? = nil, group: String? = nil) -> RowChange
    {
        .insert(
            IdentityLinkRow.table,
            IdentityLinkRow(
                id: "\(task)\(user ?? "")\(group ?? "")", type: "candidate", userID: user,
                groupID: group, taskID: task
            ).row)
    }

    private static func tasks(
        _ request: ListRequest, access: ListAccess = .all
    ) async throws -> [String] {
        let store = try TemporaryStore()
        try await store.store.commit(
            Delta(changes: [
                task("a", priority: 10, due: 100), task("b", assignee: "ann", priority: 90),
                task("c", priority: 50, due: 300), task("d", priority: 50, tenant: "red"),
                link("a", group: "sales"), link("b", group: "sales"), link("c", user: "ann"),
                .insert(
                    VariableRow.table,
                    VariableRow(
                        id: "v", rootInstanceID: "i", processInstanceID: "i", executionID: "i",
                        scopeID: "i", definitionID: "p", name: "Amount", type: "Integer",
                        longValue: 7, doubleValue: 7
                    ).row),
            ]))
        let query = try ListDefinition.tasks.query(
            for: request, access: access,
            in: ListSurroundings(now: Instant(milliseconds: 0), groups: ["ann": ["sales"]]))
        return try await store.store.read(query).map { $0[0].textValue ?? "" }
    }

    @Test(arguments: [
        ([ListCriterion("candidateGroup", .text("sales"))], ["a"]),
        (
            [
                ListCriterion("candidateGroup", .text("sales")),
                ListCriterion("includeAssignedTasks", .truth(true)),
            ], ["a", "b"]
        ),
        ([ListCriterion("candidateUser", .text("ann"))], ["a", "c"]),
        ([ListCriterion("involvedUser", .text("ann"))], ["b", "c"]),
        ([ListCriterion("minPriority", .integer(50))], ["b", "c", "d"]),
        ([ListCriterion("dueBefore", .instant(Instant(milliseconds: 200)))], ["a"]),
        ([ListCriterion("nameLike", .text("%b"))], ["b"]),
        ([ListCriterion("nameLike", .text("TASK%"))], ["a", "b", "c", "d"]),
        ([ListCriterion("nameNotLike", .text("%B"))], ["a", "c", "d"]),
        ([ListCriterion("assigneeNotIn", .texts(["bob"]))], ["b"]),
        ([ListCriterion("tenantIdIn", .texts(["red"]))], ["d"]),
        (
            [ListCriterion("updatedAfter", .instant(Instant(milliseconds: 0)))],
            ["a", "b", "c", "d"]
        ),
        ([ListCriterion("unassigned", .truth(true))], ["a", "c", "d"]),
        ([ListCriterion("unassigned", .truth(false))], ["a", "b", "c", "d"]),
        ([ListCriterion("unknown", .text("x"))], ["a", "b", "c", "d"]),
        ([ListCriterion("caseInstanceId", .text("x"))], []),
        (
            [
                ListCriterion(
                    "processVariables",
                    .variables([VariableCondition("Amount", .greater, .integer(6))]))
            ], ["a", "b", "c", "d"]
        ),
        (
            [
                ListCriterion(
                    "processVariables",
                    .variables([VariableCondition("amount", .equal, .integer(7))]))
            ], []
        ),
        (
            [
                ListCriterion(
                    "processVariables",
                    .variables([VariableCondition("amount", .equal, .integer(7))])),
                ListCriterion("variableNamesIgnoreCase", .truth(true)),
            ], ["a", "b", "c", "d"]
        ),
    ])
    func tasksAreFiltered(criteria: [ListCriterion], expected: [String]) async throws {
        #expect(try await Self.tasks(ListRequest(criteria)) == expected)
    }

    @Test(arguments: [
        (VariableCondition("Amount", .equal, .long(7)), true),
        (VariableCondition("Amount", .equal, .double(7)), true),
        (VariableCondition("Amount", .equal, .string("7")), false),
        (VariableCondition("Amount", .notEqual, .string("7")), true),
        (VariableCondition("Amount", .notEqual, .integer(7)), false),
        (VariableCondition("Amount", .lessOrEqual, .short(7)), true),
        (VariableCondition("Amount", .like, .integer(7)), false),
        (VariableCondition("Amount", .notLike, .string("x")), false),
        (VariableCondition("Amount", .equal, .null), false),
        (VariableCondition("Amount", .notEqual, .null), true),
        (VariableCondition("Nothing", .notEqual, .null), false),
    ])
    func aConditionComparesWithinItsKindOfValue(
        condition: VariableCondition, holds: Bool
    ) async throws {
        let request = ListRequest([ListCriterion("processVariables", .variables([condition]))])
        #expect(try await Self.tasks(request).isEmpty == !holds)
    }

    @Test func ofTheConditionsOfAnAlternativeOneIsEnough() async throws {
        let conditions = [
            VariableCondition("Amount", .equal, .integer(7)),
            VariableCondition("Amount", .equal, .integer(8)),
        ]
        let criterion = ListCriterion("processVariables", .variables(conditions))
        #expect(try await Self.tasks(ListRequest([criterion])).isEmpty)
        #expect(try await Self.tasks(ListRequest(alternatives: [[criterion]])).count == 4)
    }

    @Test func alternativesSortingAndPagingCombine() async throws {
        let request = ListRequest(
            [ListCriterion("minPriority", .integer(20))],
            alternatives: [
                [
                    ListCriterion("assignee", .text("ann")),
                    ListCriterion("dueAfter", .instant(Instant(milliseconds: 200))),
                ]
            ], sorting: [.init("priority", isDescending: true)])
        #expect(try await Self.tasks(request) == ["b", "c"])
        var page = ListRequest(sorting: [.init("dueDate"), .init("id", isDescending: true)])
        page.offset = 1
        page.limit = 2
        #expect(try await Self.tasks(page) == ["b", "a"])
    }

    @Test func tenantsSeeTheirOwnRowsAndThoseOfNone() async throws {
        let access = ListAccess(of: Principal(userID: "ann", tenants: ["blue"]))
        #expect(try await Self.tasks(ListRequest(), access: access) == ["a", "b", "c"])
    }

    @Test func anUnknownOrderAndAnExpressionAreRefused() async throws {
        await #expect(throws: ListRequestError.unknownOrder("colour")) {
            try await Self.tasks(ListRequest(sorting: [.init("colour")]))
        }
        await #expect(throws: ListRequestError.expression("assigneeExpression")) {
            try await Self.tasks(ListRequest([ListCriterion("assigneeExpression", .text("${x}"))]))
        }
    }
}
