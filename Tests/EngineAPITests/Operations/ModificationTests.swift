import JSONTree
import ProcessValues
import Testing

private typealias Models = OperationModels

@Suite struct ModificationTests {
    private static func modify(
        _ api: TestAPI, _ instance: String, _ instructions: JSON, _ more: JSONObject = [:]
    ) async -> Int {
        var body: JSONObject = ["instructions": instructions]
        for member in more.members { body[member.key] = member.value }
        return await api.ask(
            "POST", "/process-instance/\(instance)/modification", .object(body)
        ).status
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let process: String
        let instructions: JSON
        var status = 204
        let tree: String
    }

    @Test(arguments: [
        Case(
            testDescription: "before an activity", process: Models.plain,
            instructions: [["type": "startBeforeActivity", "activityId": "b"]], tree: "p{a b}"),
        Case(
            testDescription: "after an activity", process: Models.plain,
            instructions: [["type": "startAfterActivity", "activityId": "a"]], tree: "p{a b}"),
        Case(
            testDescription: "on a flow", process: Models.plain,
            instructions: [["type": "startTransition", "transitionId": "s-a"]],
            tree: "p{a a}"),
        Case(
            testDescription: "into a scope that has to be made", process: Models.nested,
            instructions: [
                ["type": "startBeforeActivity", "activityId": "after"],
                ["type": "cancel", "activityId": "sub"],
                ["type": "startBeforeActivity", "activityId": "b"],
            ], tree: "p{after sub{b}}"),
        Case(
            testDescription: "all gone and something new", process: Models.plain,
            instructions: [
                ["type": "cancel", "activityId": "a"],
                ["type": "startBeforeActivity", "activityId": "b"],
            ], tree: "p{b}"),
        Case(
            testDescription: "all gone", process: Models.plain,
            instructions: [["type": "cancel", "activityId": "a"]], tree: "gone"),
        Case(
            testDescription: "a new token after the last one has ended",
            process: Models.plain + "<endEvent id=\"e\"/>" + Models.flow("b", "e"),
            instructions: [
                ["type": "cancel", "activityId": "a"],
                ["type": "startBeforeActivity", "activityId": "e"],
                ["type": "startBeforeActivity", "activityId": "a"],
            ], tree: "p{a}"),
        Case(
            testDescription: "before what undoes an activity",
            process: Models.plain
                + Models.boundary("undoing", on: "a", "<compensateEventDefinition/>")
                + "<userTask id=\"undo\" isForCompensation=\"true\"/>"
                + "<association id=\"as\" associationDirection=\"One\" sourceRef=\"undoing\" "
                + "targetRef=\"undo\"/>",
            instructions: [["type": "startBeforeActivity", "activityId": "undoing"]],
            status: 500, tree: "p{a}"),
        Case(
            testDescription: "one more repetition", process: Models.repeated("a"),
            instructions: [["type": "startBeforeActivity", "activityId": "a"]],
            tree: "p{a#multiInstanceBody{a a a a}}"),
        Case(
            testDescription: "one more where one goes after the other",
            process: Models.repeated("a", sequential: true),
            instructions: [["type": "startBeforeActivity", "activityId": "a"]], status: 500,
            tree: "p{a#multiInstanceBody{a}}"),
        Case(
            testDescription: "an unknown activity", process: Models.plain,
            instructions: [["type": "startBeforeActivity", "activityId": "none"]], status: 400,
            tree: "p{a}"),
        Case(
            testDescription: "nothing of an activity that there is not", process: Models.plain,
            instructions: [["type": "cancel", "activityId": "none"]], tree: "p{a}"),
        Case(
            testDescription: "nothing where it is unclear what to cancel", process: Models.plain,
            instructions: [["type": "cancel", "activityId": "a", "activityInstanceId": "b"]],
            status: 400, tree: "p{a}"),
        Case(
            testDescription: "a token in a join", process: Models.parallel,
            instructions: [
                ["type": "cancel", "activityId": "a"],
                ["type": "startBeforeActivity", "activityId": "join"],
            ], tree: "p{b join}"),
    ])
    func tokensAreMovedByHand(_ one: Case) async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(one.process))
        #expect(await Self.modify(api, instance, one.instructions) == one.status)
        #expect(await api.tree(instance) == one.tree)
    }

    @Test(
        "What cannot be read changes nothing, and is answered as the reference answers it",
        arguments: [
            ("POST", "/modification", nil, 400),
            ("POST", "/modification", ["instructions": [:]], 400),
            ("POST", "/modification", ["instructions": "abc"], 400),
            ("POST", "/modification", ["instructions": .null], 204),
            ("POST", "/modification", [:], 204),
            ("PUT", "/suspended", nil, 400),
            ("PUT", "/suspended", ["suspended": "x"], 400),
            ("PUT", "/suspended", [:], 204),
        ] as [(String, String, JSON?, Int)])
    func unreadable(_ method: String, _ path: String, _ body: JSON?, _ status: Int) async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(Models.plain))
        let answer = await api.ask(method, "/process-instance/\(instance)\(path)", body)
        #expect(answer.status == status)
        #expect(await api.tree(instance) == "p{a}")
    }

    @Test func severalInstancesAreSuspendedAlsoWhereOneIsGone() async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(Models.plain))
        let answer = await api.ask(
            "PUT", "/process-instance/suspended",
            ["suspended": true, "processInstanceIds": ["gone", .string(instance)]])
        #expect(answer.status == 204)
        #expect(
            await api.ask("GET", "/process-instance/\(instance)").json["suspended"] == true)
    }

    @Test func anAncestorSaysWhichOfSeveralScopesIsMeant() async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(Models.nested))
        #expect(
            await Self.modify(
                api, instance, [["type": "startBeforeActivity", "activityId": "sub"]]) == 204)
        #expect(await api.tree(instance) == "p{sub{a} sub{a}}")
        let start: JSON = [["type": "startBeforeActivity", "activityId": "b"]]
        #expect(await Self.modify(api, instance, start) == 500)
        let tree = await api.ask("GET", "/process-instance/\(instance)/activity-instances").json
        let ancestor = tree["childActivityInstances"]?[0]?["id"] ?? .null
        #expect(
            await Self.modify(
                api, instance,
                [
                    [
                        "type": "startBeforeActivity", "activityId": "b",
                        "ancestorActivityInstanceId": ancestor,
                        "variables": [
                            "own": ["value": 1, "local": true], "all": ["value": 2],
                        ],
                    ]
                ]) == 204)
        #expect(await api.tree(instance) == "p{sub{a b} sub{a}}")
        let variables = await api.ask("GET", "/process-instance/\(instance)/variables").json
        #expect(variables["all"]?["value"] == 2)
        #expect(variables["own"] == nil)
    }

    @Test func aTokenThatALaterInstructionNamesMayHaveMoved() async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(Models.asynchronous("a")))
        #expect(await api.tree(instance) == "p{~a}")
        let tree = await api.ask("GET", "/process-instance/\(instance)/activity-instances").json
        let waiting = tree["childTransitionInstances"]?[0]?["id"] ?? .null
        #expect(
            await Self.modify(
                api, instance,
                [
                    ["type": "startBeforeActivity", "activityId": "b"],
                    ["type": "cancel", "transitionInstanceId": waiting],
                ]) == 204)
        #expect(await api.tree(instance) == "p{b}")
        #expect(await api.ask("GET", "/job/count").json == ["count": 0])
    }

    @Test func aTokenThatWaitsBehindAnActivityWithAScopeStaysInTheScopeAround() async throws {
        let api = try TestAPI()
        let input =
            "<extensionElements><camunda:inputOutput><camunda:inputParameter name=\"own\">1"
            + "</camunda:inputParameter></camunda:inputOutput></extensionElements>"
        let process =
            "<startEvent id=\"s\"/>" + Models.flow("s", "sub")
            + "<subProcess id=\"sub\"><startEvent id=\"is\"/>" + Models.flow("is", "inner")
            + "<subProcess id=\"inner\"><startEvent id=\"iis\"/>" + Models.flow("iis", "a")
            + Models.task("a", input, "camunda:asyncAfter=\"true\"") + "</subProcess></subProcess>"
        let definition = await api.definition(process)
        let cancelled = await api.instance(of: definition)
        #expect(await api.complete("a", in: cancelled) == 204)
        #expect(await api.tree(cancelled) == "p{sub{inner{~a}}}")
        let begun: JSON = [["type": "startBeforeActivity", "activityId": "is"]]
        #expect(await Self.modify(api, cancelled, begun) == 204)
        #expect(await api.tree(cancelled) == "p{sub{inner{a} inner{~a}}}")
        let cancel: JSON = [["type": "cancel", "activityId": "inner"]]
        #expect(await Self.modify(api, cancelled, cancel) == 204)
        #expect(await api.tree(cancelled) == "gone")
        let completed = await api.instance(of: definition)
        #expect(await api.complete("a", in: completed) == 204)
        #expect(await api.runJobs(of: completed) == [204])
        #expect(await api.tree(completed) == "gone")
    }

    @Test func severalInstancesAreModifiedTogetherOrNotAtAll() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let one = await api.instance(of: definition)
        let other = await api.instance(of: definition)
        let path = "/modification/execute"
        let body: JSONObject = [
            "processDefinitionId": .string(definition),
            "instructions": [["type": "startAfterActivity", "activityId": "a"]],
        ]
        var wrong = body
        wrong["processInstanceIds"] = [.string(one), "none"]
        #expect(await api.ask("POST", path, .object(wrong)).status == 500)
        #expect(await api.tree(one) == "p{a}")
        var right = body
        right["processInstanceQuery"] = ["processDefinitionId": .string(definition)]
        #expect(await api.ask("POST", path, .object(right)).status == 204)
        #expect(await api.tree(one) == "p{a b}")
        #expect(await api.tree(other) == "p{a b}")
    }

    // MARK: Deletion

    private static let listening = """
        <extensionElements>
          <camunda:executionListener event="end" expression="${unknown.size()}"/>
          <camunda:inputOutput>
            <camunda:outputParameter name="out">${neither}</camunda:outputParameter>
          </camunda:inputOutput>
        </extensionElements>
        """

    @Test func deletionRunsListenersAndOutputsUnlessTheyAreLeftOut() async throws {
        let api = try TestAPI()
        let process =
            "<startEvent id=\"s\"/>" + Models.flow("s", "a") + Models.task("a", Self.listening)
        let instance = await api.instance(of: await api.definition(process))
        let path = "/process-instance/\(instance)"
        #expect(await api.ask("DELETE", path).status == 500)
        #expect(await api.ask("DELETE", path + "?skipCustomListeners=true").status == 500)
        #expect(await api.tree(instance) == "p{a}")
        let skipping = path + "?skipCustomListeners=true&skipIoMappings=true"
        #expect(await api.ask("DELETE", skipping).status == 204)
        #expect(await api.ask("DELETE", skipping).status == 404)
        #expect(await api.ask("DELETE", path + "?failIfNotExists=false").status == 204)
    }

    @Test func aCalledInstanceOutlivesItsCallerIfItIsToBeLeftOut() async throws {
        let api = try TestAPI()
        _ = await api.definition(Models.plain, key: "called")
        let caller =
            "<startEvent id=\"s\"/>" + Models.flow("s", "c")
            + "<callActivity id=\"c\" calledElement=\"called\"/>"
        let instance = await api.instance(of: await api.definition(caller))
        let called =
            await api.ask("GET", "/process-instance?superProcessInstance=\(instance)")
            .json[0]?["id"]?.stringValue ?? ""
        let path = "/process-instance/\(instance)?skipSubprocesses=true"
        #expect(await api.ask("DELETE", path).status == 204)
        #expect(await api.tree(instance) == "gone")
        #expect(await api.complete("a", in: called) == 204)
        #expect(await api.complete("b", in: called) == 204)
        let history = await api.ask("GET", "/history/process-instance/\(called)").json
        #expect(history["state"] == "COMPLETED")
    }
}
