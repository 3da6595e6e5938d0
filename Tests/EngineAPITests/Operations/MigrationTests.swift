import JSONTree
import ProcessValues
import Testing

private typealias Models = OperationModels

@Suite struct MigrationTests {
    /// Maps activities, `from-to` where their ids differ, `!` in front to update the trigger.
    private static func instructions(_ mappings: [String]) -> JSON {
        .array(
            mappings.map { mapping in
                let updates = mapping.hasPrefix("!")
                let ids = (updates ? String(mapping.dropFirst()) : mapping).split(separator: ">")
                    .map { JSON.string(String($0)) }
                return [
                    "sourceActivityIds": [ids[0]], "targetActivityIds": [ids[ids.count - 1]],
                    "updateEventTrigger": .bool(updates),
                ]
            })
    }

    private static func migrate(
        _ api: TestAPI, _ instance: String, from source: String, to target: String,
        _ mappings: [String], _ more: JSONObject = [:]
    ) async -> TestAPI.Answer {
        var body: JSONObject = [
            "migrationPlan": [
                "sourceProcessDefinitionId": .string(source),
                "targetProcessDefinitionId": .string(target),
                "instructions": instructions(mappings),
            ],
            "processInstanceIds": [.string(instance)],
        ]
        for member in more.members { body[member.key] = member.value }
        return await api.ask("POST", "/migration/execute", .object(body))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let source: String
        let target: String
        var before: [String] = []
        let mappings: [String]
        /// The tree after the migration.
        let tree: String
        /// The tasks to complete then, and the tree at the end.
        var after: [String] = []
        var end = ""
    }

    private static let cases: [Case] = [
        Case(
            testDescription: "a task gets another id", source: Models.plain,
            target: Models.plain.replacing("\"a\"", with: "\"x\""), mappings: ["a>x"],
            tree: "p{x}", after: ["x"], end: "p{b}"),
        Case(
            testDescription: "a sub-process is put around a task", source: Models.plain,
            target: Models.nested, mappings: ["a"], tree: "p{sub{a}}", after: ["a", "b"],
            end: "p{after}"),
        Case(
            testDescription: "a sub-process is taken from around a task", source: Models.nested,
            target: Models.plain, mappings: ["a"], tree: "p{a}", after: ["a"], end: "p{b}"),
        Case(
            testDescription: "two tokens get one new sub-process", source: Models.parallel,
            target: Models.parallelNested, mappings: ["a", "b"], tree: "p{sub{a b}}",
            after: ["a", "b"], end: "p{sub{z}}"),
        Case(
            testDescription: "two tokens lose their sub-process", source: Models.parallelNested,
            target: Models.parallel, mappings: ["a", "b"], tree: "p{a b}", after: ["a", "b"],
            end: "p{z}"),
        Case(
            testDescription: "a token goes on waiting in a join", source: Models.parallel,
            target: Models.parallel, before: ["a"], mappings: ["b", "join"], tree: "p{b join}",
            after: ["b"], end: "p{z}"),
        Case(
            testDescription: "a repeated task is renamed with its body after one has ended",
            source: Models.repeated("a"), target: Models.repeated("x"), before: ["a"],
            mappings: ["a>x", "a#multiInstanceBody>x#multiInstanceBody"],
            tree: "p{x#multiInstanceBody{x x ~x}}", after: ["x", "x"], end: "p{z}"),
        Case(
            testDescription: "a repetition one after the other goes on where it was",
            source: Models.repeated("a", sequential: true),
            target: Models.repeated("a", sequential: true), before: ["a"],
            mappings: ["a", "a#multiInstanceBody"], tree: "p{a#multiInstanceBody{a}}",
            after: ["a", "a"], end: "p{z}"),
        Case(
            testDescription: "a repetition is given up and its tasks stay",
            source: Models.repeated("a"), target: Models.plain, mappings: ["a"],
            tree: "p{a a a}", after: ["a"], end: "p{a a b}"),
        Case(
            testDescription: "a task gets a boundary event, and an execution of its own",
            source: Models.parallel,
            target: Models.parallel + Models.boundary("late", on: "a", Models.timer("PT1H")),
            mappings: ["a", "b"], tree: "p{a b}", after: ["a", "b"], end: "p{z}"),
    ]

    @Test(arguments: cases)
    func anInstanceGoesOnAsOneOfTheNewDefinition(_ one: Case) async throws {
        let api = try TestAPI()
        let source = await api.definition(one.source)
        let instance = await api.instance(of: source)
        for task in one.before { #expect(await api.complete(task, in: instance) == 204) }
        let target = await api.definition(one.target)
        let answer = await Self.migrate(api, instance, from: source, to: target, one.mappings)
        #expect(answer.status == 204, "\(answer.text)")
        #expect(await api.tree(instance) == one.tree)
        let row = await api.ask("GET", "/process-instance/\(instance)").json
        #expect(row["definitionId"] == .string(target))
        let tasks = await api.ask("GET", "/task?processInstanceId=\(instance)").json.arrayValue
        #expect(tasks?.allSatisfy { $0["processDefinitionId"] == .string(target) } == true)
        for task in one.after { #expect(await api.complete(task, in: instance) == 204) }
        #expect(await api.tree(instance) == one.end)
        let deleted = await api.ask("DELETE", "/process-instance/\(instance)")
        #expect(deleted.status == 204)
    }

    @Test func timersAndSubscriptionsAreKeptUnlessTheyAreToBeReadAnew() async throws {
        let waiting =
            Models.plain + Models.boundary("late", on: "a", Models.timer("PT1H"))
            + Models.boundary("told", on: "a", Models.message("m1"))
        let other =
            Models.plain + Models.boundary("late", on: "a", Models.timer("PT5H"))
            + Models.boundary("told", on: "a", Models.message("m2"))
        let api = try TestAPI()
        let source = await api.definition(waiting)
        let target = await api.definition(other)
        func due(_ instance: String) async -> String? {
            await api.ask("GET", "/job?processInstanceId=\(instance)").json[0]?["dueDate"]?
                .stringValue
        }
        let kept = await api.instance(of: source)
        let before = await due(kept)
        _ = await Self.migrate(api, kept, from: source, to: target, ["a", "late", "told"])
        #expect(await due(kept) == before)
        #expect(await api.subscriptions(of: kept) == ["told:one"])
        let renewed = await api.instance(of: source)
        _ = await Self.migrate(api, renewed, from: source, to: target, ["a", "!late", "!told"])
        #expect(await due(renewed) == "2026-11-21T17:00:00.000+0000")
        #expect(await api.subscriptions(of: renewed) == ["told:two-1"])
        let bare = await api.instance(of: source)
        _ = await Self.migrate(api, bare, from: source, to: target, ["a"])
        #expect(await due(bare) == "2026-11-21T17:00:00.000+0000")
        #expect(await api.subscriptions(of: bare) == ["told:two-1"])
        let job = await api.ask("GET", "/job?processInstanceId=\(renewed)").json[0]
        let definition = await api.ask(
            "GET", "/job-definition/\(job?["jobDefinitionId"]?.stringValue ?? "")"
        ).json
        #expect(definition["processDefinitionId"] == .string(target))
        #expect(await api.runJobs(of: renewed) == [204])
        #expect(await api.tree(renewed) == "gone")
    }

    @Test func aContinuationAndItsIncidentMoveWithTheirToken() async throws {
        let api = try TestAPI()
        let source = await api.definition(Models.asynchronous("a"))
        let target = await api.definition(Models.asynchronous("x"))
        let instance = await api.instance(of: source)
        let job = await api.ask("GET", "/job?processInstanceId=\(instance)").json[0]
        _ = await api.ask(
            "PUT", "/job/\(job?["id"]?.stringValue ?? "")/retries", ["retries": 0])
        let answer = await Self.migrate(api, instance, from: source, to: target, ["a>x"])
        #expect(answer.status == 204)
        #expect(await api.tree(instance) == "p{~x}")
        let incident = await api.ask("GET", "/incident?processInstanceId=\(instance)").json[0]
        #expect(incident?["activityId"] == "x")
        #expect(incident?["processDefinitionId"] == .string(target))
        #expect(await api.runJobs(of: instance) == [204])
        #expect(await api.tree(instance) == "p{x}")
        #expect(await api.ask("GET", "/incident/count").json == ["count": 0])
    }

    @Test func variablesOfThePlanAreSetWhenTheInstanceHasBeenMigrated() async throws {
        let api = try TestAPI()
        let source = await api.definition(Models.plain)
        let target = await api.definition(Models.plain)
        let instance = await api.instance(of: source)
        let plan: JSON = [
            "sourceProcessDefinitionId": .string(source),
            "targetProcessDefinitionId": .string(target),
            "instructions": Self.instructions(["a"]),
            "variables": ["n": ["value": 7, "type": "Integer"], "m": ["value": "x"]],
        ]
        let answer = await api.ask(
            "POST", "/migration/execute",
            ["migrationPlan": plan, "processInstanceQuery": ["businessKey": "key"]])
        #expect(answer.status == 204)
        let variables = await api.ask("GET", "/process-instance/\(instance)/variables").json
        #expect(variables["n"]?["value"] == 7)
        #expect(variables["m"]?["value"] == "x")
    }

    @Test func oneInstanceThatCannotBeMigratedKeepsAllOthersBack() async throws {
        let api = try TestAPI()
        let source = await api.definition(Models.plain)
        let target = await api.definition(Models.nested)
        let one = await api.instance(of: source)
        let other = await api.instance(of: source)
        _ = await api.complete("a", in: other)
        let answer = await Self.migrate(
            api, one, from: source, to: target, ["a"],
            ["processInstanceIds": [.string(one), .string(other)]])
        #expect(answer.status == 400)
        #expect(answer.json["type"] == "MigratingProcessInstanceValidationException")
        let report = answer.json["validationReport"]
        #expect(report?["processInstanceId"] == .string(other))
        let entry = report?["activityInstanceValidationReports"]?[0]
        #expect(entry?["sourceScopeId"] == "b")
        #expect(await api.tree(one) == "p{a}")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let source: String
        let target: String
        let mappings: [String]
        /// How many things are wrong with each mapping that is refused.
        let failures: [String: Int64]
    }

    @Test(arguments: [
        Refusal(
            testDescription: "different types", source: Models.plain,
            target: Models.asynchronous("a"), mappings: ["a>s"], failures: ["a": 1]),
        Refusal(
            testDescription: "mapped twice", source: Models.plain, target: Models.plain,
            mappings: ["a", "a>b"], failures: ["a": 1]),
        Refusal(
            testDescription: "no such activities", source: Models.plain, target: Models.plain,
            mappings: ["no>none"], failures: ["no": 2]),
        Refusal(
            testDescription: "out of the mapped scope", source: Models.nested,
            target: Models.nested, mappings: ["sub", "a>after"], failures: ["a": 1]),
        Refusal(
            testDescription: "into a body", source: Models.plain,
            target: Models.repeated("a"), mappings: ["a"], failures: ["a": 1]),
        Refusal(
            testDescription: "a body without its activity", source: Models.repeated("a"),
            target: Models.repeated("a"), mappings: ["a#multiInstanceBody"],
            failures: ["a#multiInstanceBody": 2]),
        Refusal(
            testDescription: "at once to one after the other", source: Models.repeated("a"),
            target: Models.repeated("a", sequential: true),
            mappings: ["a", "a#multiInstanceBody"], failures: ["a#multiInstanceBody": 1]),
        Refusal(
            testDescription: "no trigger to update", source: Models.plain, target: Models.plain,
            mappings: ["!a"], failures: ["a": 1]),
        Refusal(
            testDescription: "a boundary event without its host",
            source: Models.plain + Models.boundary("t", on: "a", Models.timer("PT1H")),
            target: Models.plain + Models.boundary("t", on: "b", Models.timer("PT1H")),
            mappings: ["a", "t"], failures: ["t": 1]),
        Refusal(
            testDescription: "a timer for a message",
            source: Models.plain + Models.boundary("t", on: "a", Models.timer("PT1H")),
            target: Models.plain + Models.boundary("t", on: "a", Models.message("m1")),
            mappings: ["a", "t"], failures: ["t": 1]),
        Refusal(
            testDescription: "two gateways into one", source: Models.parallel,
            target: Models.parallel, mappings: ["join", "fork>join"],
            failures: ["join": 1, "fork": 1]),
    ])
    func aPlanThatCannotBeCarriedOutIsRefusedForEachInstruction(_ one: Refusal) async throws {
        let api = try TestAPI()
        let source = await api.definition(one.source)
        let target = await api.definition(one.target)
        let body: JSON = [
            "sourceProcessDefinitionId": .string(source),
            "targetProcessDefinitionId": .string(target),
            "instructions": Self.instructions(one.mappings),
        ]
        let answer = await api.ask("POST", "/migration/validate", body)
        #expect(answer.status == 200)
        var found: [String: Int64] = [:]
        for report in answer.json["instructionReports"]?.arrayValue ?? [] {
            let id = report["instruction"]?["sourceActivityIds"]?[0]?.stringValue ?? ""
            found[id] = Int64(report["failures"]?.arrayValue?.count ?? 0)
        }
        #expect(found == one.failures)
    }

    @Test func aGeneratedPlanMapsWhatIsAlikeInLikeScopes() async throws {
        let api = try TestAPI()
        let waiting = Models.nested + Models.boundary("late", on: "sub", Models.timer("PT1H"))
        let source = await api.definition(waiting)
        let target = await api.definition(waiting.replacing("\"b\"", with: "\"c\""))
        let plan = await api.ask(
            "POST", "/migration/generate",
            [
                "sourceProcessDefinitionId": .string(source),
                "targetProcessDefinitionId": .string(target), "updateEventTriggers": true,
            ]
        ).json
        let mapped = (plan["instructions"]?.arrayValue ?? []).map {
            "\($0["sourceActivityIds"]?[0]?.stringValue ?? "")"
                + ($0["updateEventTrigger"] == true ? "!" : "")
        }
        #expect(mapped.sorted() == ["a", "after", "late!", "sub"])
    }

    @Test func compensationIsStillPossibleAfterAMigration() async throws {
        let process =
            "<startEvent id=\"s\"/>" + Models.flow("s", "a") + Models.task("a")
            + Models.boundary("undoing", on: "a", "<compensateEventDefinition/>")
            + "<userTask id=\"undo\" isForCompensation=\"true\"/>"
            + Models.flow("a", "b") + Models.task("b")
            + Models.flow("b", "throw") + "<intermediateThrowEvent id=\"throw\">"
            + "<compensateEventDefinition/></intermediateThrowEvent>" + Models.flow("throw", "z")
            + Models.task("z")
            + "<association id=\"as\" associationDirection=\"One\" sourceRef=\"undoing\" "
            + "targetRef=\"undo\"/>"
        let api = try TestAPI()
        let source = await api.definition(process)
        let target = await api.definition(process.replacing("undo\"", with: "redo\""))
        let instance = await api.instance(of: source)
        _ = await api.complete("a", in: instance)
        let without = await Self.migrate(api, instance, from: source, to: target, ["b"])
        #expect(without.status == 400)
        let answer = await Self.migrate(api, instance, from: source, to: target, ["b", "undoing"])
        #expect(answer.status == 204)
        _ = await api.complete("b", in: instance)
        #expect(await api.complete("redo", in: instance) == 204)
        #expect(await api.tree(instance) == "p{z}")
    }

    @Test func aCalledInstanceReturnsToTheMigratedCaller() async throws {
        func caller(_ id: String) -> String {
            "<startEvent id=\"s\"/>" + Models.flow("s", id)
                + "<callActivity id=\"\(id)\" calledElement=\"called\"/>" + Models.flow(id, "b")
                + Models.task("b")
        }
        let api = try TestAPI()
        _ = await api.definition(
            "<startEvent id=\"s\"/>" + Models.flow("s", "c") + Models.task("c"), key: "called")
        let source = await api.definition(caller("call"))
        let target = await api.definition(caller("renamed"))
        let instance = await api.instance(of: source)
        let answer = await Self.migrate(
            api, instance, from: source, to: target, ["call>renamed"])
        #expect(answer.status == 204)
        let called = await api.ask("GET", "/process-instance?superProcessInstance=\(instance)")
            .json[0]?["id"]?.stringValue
        #expect(await api.complete("c", in: called ?? "") == 204)
        #expect(await api.tree(instance) == "p{b}")
    }
}
