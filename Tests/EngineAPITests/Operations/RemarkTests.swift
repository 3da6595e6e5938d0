import JSONTree
import ProcessEngine
import ProcessValues
import Records
import Testing

private typealias Models = OperationModels

@Suite struct RemarkTests {
    @Test func commentsAreWrittenChangedAndDeleted() async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(Models.plain))
        let task =
            await api.ask("GET", "/task").json[0]?["id"]?.stringValue ?? ""
        let created = await api.ask(
            "POST", "/task/\(task)/comment/create",
            ["message": "first", "processInstanceId": .string(instance)])
        #expect(created.json["rootProcessInstanceId"] == .string(instance))
        _ = await api.ask("POST", "/task/\(task)/comment/create", ["message": "second"])
        let ofTask = await api.ask("GET", "/task/\(task)/comment").json
        #expect(ofTask.arrayValue?.map { $0["message"] } == ["second", "first"])
        let path = "/process-instance/\(instance)/comment"
        #expect(await api.ask("GET", path).json.arrayValue?.count == 1)
        let change = await api.ask(
            "PUT", path, ["id": created.json["id"] ?? .null, "message": "changed"])
        #expect(change.status == 204)
        #expect(await api.ask("GET", path).json[0]?["message"] == "changed")
        #expect(await api.ask("DELETE", path).status == 204)
        #expect(await api.ask("GET", path).json == [])
        #expect(await api.ask("GET", "/task/\(task)/comment").json.arrayValue?.count == 1)
        #expect(await api.ask("GET", "/process-instance/none/comment").status == 404)
        #expect(await api.ask("POST", "/task/none/comment/create", ["message": "m"]).status == 400)
    }

    @Test func statisticsCountWhatRunsByActivity() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.repeated("a"))
        let instance = await api.instance(of: definition)
        _ = await api.complete("a", in: instance)
        let found = await api.ask("GET", "/process-definition/\(definition)/statistics").json
        #expect(found == [["id": "a", "instances": 2, "failedJobs": 0, "incidents": []]])
        let waiting = await api.definition(Models.asynchronous("x"), key: "q")
        let other = await api.instance(of: waiting)
        let job = await api.ask("GET", "/job?processInstanceId=\(other)").json[0]
        _ = await api.ask("PUT", "/job/\(job?["id"]?.stringValue ?? "")/retries", ["retries": 0])
        let failed = await api.ask(
            "GET", "/process-definition/\(waiting)/statistics?failedJobs=true&incidents=true"
        ).json
        #expect(
            failed == [
                [
                    "id": "x", "instances": 1, "failedJobs": 1,
                    "incidents": [["incidentType": "failedJob", "incidentCount": 1]],
                ]
            ])
    }

    @Test func historyIsKeptAsLongAsTheDefinitionSaysFromTheEndOfTheRoot() async throws {
        let api = try TestAPI()
        let called = Models.model(Models.plain, key: "called")
        let caller = Models.model(
            "<startEvent id=\"s\"/>" + Models.flow("s", "c")
                + "<callActivity id=\"c\" calledElement=\"called\"/>"
        ).replacing("id=\"p\"", with: "id=\"p\" camunda:historyTimeToLive=\"5\"")
        _ = await api.deploy([("called.bpmn", called), ("p.bpmn", caller)])
        let instance =
            await api.ask("POST", "/process-definition/key/p/start", [:]).json["id"]?.stringValue
            ?? ""
        let inner =
            await api.ask("GET", "/process-instance?superProcessInstance=\(instance)")
            .json[0]?["id"]?.stringValue ?? ""
        _ = await api.complete("a", in: inner)
        let path = "/history/process-instance/"
        #expect(await api.ask("GET", path + instance).json["removalTime"] == .null)
        _ = await api.complete("b", in: inner)
        for id in [instance, inner] {
            #expect(
                await api.ask("GET", path + id).json["removalTime"]
                    == "2026-11-26T12:00:00.000+0000")
        }
        let rows = await api.ask(
            "GET", "/history/activity-instance?processInstanceId=\(inner)"
        ).json.arrayValue
        #expect(
            rows?.allSatisfy { $0["removalTime"] == "2026-11-26T12:00:00.000+0000" } == true)
    }

    @Test func aSignalThatIsPutOffIsAJobAtEachReceiver() async throws {
        func model(_ key: String, _ process: String) -> (name: String, content: String) {
            (
                key + ".bpmn",
                Models.model(process, key: key).replacing(
                    "<process", with: "<signal id=\"g\" name=\"go\"/><process")
            )
        }
        let signal = "<signalEventDefinition signalRef=\"g\"/>"
        let later = "<signalEventDefinition signalRef=\"g\" camunda:async=\"true\"/>"
        let api = try TestAPI()
        _ = await api.deploy([
            model(
                "waits",
                "<startEvent id=\"s\"/>" + Models.flow("s", "c")
                    + "<intermediateCatchEvent id=\"c\">\(signal)</intermediateCatchEvent>"
                    + Models.flow("c", "a") + Models.task("a")),
            model(
                "starts",
                "<startEvent id=\"s\">\(signal)</startEvent>" + Models.flow("s", "a")
                    + Models.task("a")),
            model(
                "throws",
                "<startEvent id=\"s\"/>" + Models.flow("s", "t")
                    + "<intermediateThrowEvent id=\"t\">\(later)</intermediateThrowEvent>"
                    + Models.flow("t", "a") + Models.task("a")),
        ])
        let waiting =
            await api.ask("POST", "/process-definition/key/waits/start", [:]).json["id"]?
            .stringValue ?? ""
        _ = await api.ask("POST", "/process-definition/key/throws/start", [:])
        #expect(await api.tree(waiting) == "waits{c}")
        let jobs = await api.ask("GET", "/job").json.arrayValue ?? []
        #expect(jobs.count == 2)
        for job in jobs {
            let id = job["id"]?.stringValue ?? ""
            #expect(await api.ask("POST", "/job/\(id)/execute").status == 204)
        }
        #expect(await api.tree(waiting) == "waits{a}")
        #expect(
            await api.ask("GET", "/process-instance/count?processDefinitionKey=starts").json
                == ["count": 1])
    }

    @Test func longValuesOfDecisionsGoWithTheHistoryOfTheirInstance() async throws {
        let table = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D"
                namespace="test">
              <decision id="echo" name="Echo">
                <decisionTable id="t" hitPolicy="FIRST">
                  <input id="i"><inputExpression id="ie" typeRef="string"><text>text</text>
                  </inputExpression></input>
                  <output id="o" name="size" typeRef="string"/>
                  <rule id="r1"><inputEntry id="e1"><text></text></inputEntry>
                    <outputEntry id="u1"><text>text</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """
        let process =
            "<startEvent id=\"s\"/>" + Models.flow("s", "d")
            + "<businessRuleTask id=\"d\" camunda:decisionRef=\"echo\" "
            + "camunda:mapDecisionResult=\"singleEntry\" camunda:resultVariable=\"out\"/>"
            + Models.flow("d", "a") + Models.task("a")
        for endsByDeployment in [false, true] {
            let api = try TestAPI()
            _ = await api.deploy([("echo.dmn", table)])
            let definition = await api.definition(process)
            let long = String(repeating: "lang ", count: 2_000)
            let instance = await api.instance(
                of: definition, ["text": ["value": .string(long), "type": "String"]])
            let values = Query(LargeValueRow.table)
            // Of the variables, of their history and details, and of what the table saw and said.
            #expect(try await api.engine.store.count(values) >= 8)
            if endsByDeployment {
                let deployment =
                    await api.ask("GET", "/process-definition/\(definition)")
                    .json["deploymentId"]?.stringValue ?? ""
                let path = "/deployment/\(deployment)?cascade=true"
                #expect(await api.ask("DELETE", path).status == 204)
            } else {
                #expect(await api.ask("DELETE", "/process-instance/\(instance)").status == 204)
                let path = "/history/process-instance/\(instance)"
                #expect(await api.ask("DELETE", path).status == 204)
            }
            #expect(try await api.engine.store.count(values) == 0)
        }
    }
}
