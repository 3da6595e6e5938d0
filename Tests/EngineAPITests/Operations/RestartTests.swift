import JSONTree
import ProcessValues
import Testing

private typealias Models = OperationModels

@Suite struct RestartTests {
    /// An instance that started with `n` 1 and ended with `n` 2.
    private static func ended(_ api: TestAPI, _ definition: String) async -> String {
        let instance = await api.instance(of: definition)
        _ = await api.ask(
            "PUT", "/process-instance/\(instance)/variables/n",
            ["value": 2, "type": "Integer"])
        _ = await api.ask("DELETE", "/process-instance/\(instance)")
        return instance
    }

    private static func restart(
        _ api: TestAPI, _ definition: String, _ body: JSONObject
    ) async -> TestAPI.Answer {
        await api.ask("POST", "/process-definition/\(definition)/restart", .object(body))
    }

    /// The only instance that runs.
    private static func running(_ api: TestAPI) async -> JSON {
        let list = await api.ask("GET", "/process-instance").json
        #expect(list.arrayValue?.count == 1)
        return list[0] ?? .null
    }

    @Test(arguments: [
        ("startBeforeActivity", "activityId", "b", "p{b}"),
        ("startAfterActivity", "activityId", "a", "p{b}"),
        ("startTransition", "transitionId", "s-a", "p{a}"),
    ])
    func anEndedInstanceStartsAgainWhereTheInstructionSays(
        type: String, member: String, element: String, tree: String
    ) async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let instance = await Self.ended(api, definition)
        let answer = await Self.restart(
            api, definition,
            [
                "processInstanceIds": [.string(instance)],
                "instructions": [["type": .string(type), .init(member): .string(element)]],
            ])
        #expect(answer.status == 204, "\(answer.text)")
        let row = await Self.running(api)
        let id = row["id"]?.stringValue ?? ""
        #expect(row["businessKey"] == "key")
        #expect(await api.tree(id) == tree)
        let variables = await api.ask("GET", "/process-instance/\(id)/variables").json
        #expect(variables["n"]?["value"] == 2)
        let history = await api.ask("GET", "/history/process-instance/\(id)").json
        #expect(history["restartedProcessInstanceId"] == .string(instance))
    }

    @Test func aRestartTakesTheFirstVariablesAndNoBusinessKeyIfThatIsWanted() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        _ = await Self.ended(api, definition)
        let answer = await Self.restart(
            api, definition,
            [
                "historicProcessInstanceQuery": ["finished": true],
                "instructions": [["type": "startBeforeActivity", "activityId": "a"]],
                "initialVariables": true, "withoutBusinessKey": true,
            ])
        #expect(answer.status == 204)
        let row = await Self.running(api)
        #expect(row["businessKey"] == .null)
        let variables = await api.ask(
            "GET", "/process-instance/\(row["id"]?.stringValue ?? "")/variables"
        ).json
        #expect(variables["n"]?["value"] == 1)
    }

    @Test func longValuesAreTakenOver() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let long = String(repeating: "lang ", count: 2_000)
        let instance = await api.instance(
            of: definition, ["long": ["value": .string(long), "type": "String"]])
        _ = await api.ask("DELETE", "/process-instance/\(instance)")
        for initial in [true, false] {
            let answer = await Self.restart(
                api, definition,
                [
                    "processInstanceIds": [.string(instance)], "initialVariables": .bool(initial),
                    "instructions": [["type": "startBeforeActivity", "activityId": "a"]],
                ])
            #expect(answer.status == 204)
            let id = await Self.running(api)["id"]?.stringValue ?? ""
            let variables = await api.ask("GET", "/process-instance/\(id)/variables").json
            #expect(variables["long"]?["value"] == .string(long))
            _ = await api.ask("DELETE", "/process-instance/\(id)")
        }
    }

    @Test func listenersAndMappingsOfTheStartAreLeftOutIfThatIsWanted() async throws {
        let failing = """
            <extensionElements>
              <camunda:executionListener event="start" expression="${unknown.size()}"/>
              <camunda:inputOutput>
                <camunda:inputParameter name="in">${neither}</camunda:inputParameter>
              </camunda:inputOutput>
            </extensionElements>
            """
        let api = try TestAPI()
        let definition = await api.definition(
            Models.plain.replacing(Models.task("b"), with: Models.task("b", failing)))
        let instance = await Self.ended(api, definition)
        var body: JSONObject = [
            "processInstanceIds": [.string(instance)],
            "instructions": [["type": "startBeforeActivity", "activityId": "b"]],
        ]
        #expect(await Self.restart(api, definition, body).status == 500)
        body["skipCustomListeners"] = true
        #expect(await Self.restart(api, definition, body).status == 500)
        body["skipIoMappings"] = true
        #expect(await Self.restart(api, definition, body).status == 204)
        #expect(await api.tree(await Self.running(api)["id"]?.stringValue ?? "") == "p{b}")
    }

    @Test func whatCannotBeRestartedIsRefusedAndNothingIsStarted() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let other = await api.definition(Models.plain, key: "q")
        let instance = await Self.ended(api, definition)
        let running = await api.instance(of: definition)
        let start: JSON = [["type": "startBeforeActivity", "activityId": "a"]]
        let refusals: [(String, JSONObject, Int)] = [
            (definition, ["processInstanceIds": [.string(instance)]], 400),
            (definition, ["instructions": start], 400),
            (definition, ["processInstanceIds": ["none"], "instructions": start], 400),
            (
                definition,
                [
                    "processInstanceIds": [.string(instance), .string(running)],
                    "instructions": start,
                ], 500
            ),
            (other, ["processInstanceIds": [.string(instance)], "instructions": start], 500),
        ]
        for (id, body, status) in refusals {
            #expect(await Self.restart(api, id, body).status == status)
        }
        #expect(await Self.running(api)["id"] == .string(running))
    }
}
