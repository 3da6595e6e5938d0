import HTTPServer
import JSONTree
import Testing

@Suite struct ResourceTests {
    @Test func aDeploymentTellsItsDefinitionsAndIsDeletedWithItsInstances() async throws {
        let api = try TestAPI()
        let deployed = await api.deploy([("review.bpmn", TestAPI.model(TestAPI.oneTask))])
        #expect(deployed.status == 200)
        let id = try #require(deployed.json["id"]?.stringValue)
        let definition = deployed.json["deployedProcessDefinitions"]?.objectValue?.members.first
        #expect(definition?.value["key"] == "review")
        #expect(definition?.value["version"] == 1)
        let xml = await api.ask("GET", "/process-definition/\(definition?.key ?? "")/xml").json
        #expect(xml["bpmn20Xml"]?.stringValue == TestAPI.model(TestAPI.oneTask))
        let instance = await api.ask(
            "POST", "/process-definition/key/review/start",
            ["businessKey": "k", "variables": ["kind": ["value": "x"]]])
        #expect(instance.json["businessKey"] == "k")
        #expect(
            instance.json["links"]?[0]?["href"]?.stringValue
                == "http://localhost:8080/engine-rest/process-instance/"
                + (instance.json["id"]?.stringValue ?? ""))
        #expect(
            await api.ask("GET", "/process-instance?deploymentId=\(id)").json.arrayValue?.count
                == 1)
        #expect(await api.ask("DELETE", "/deployment/\(id)").status == 500)
        #expect(await api.ask("DELETE", "/deployment/\(id)?cascade=true").status == 204)
        #expect(await api.ask("GET", "/process-instance/count").json == ["count": 0])
        #expect(await api.ask("GET", "/history/task/count").json == ["count": 0])
        #expect(await api.ask("GET", "/deployment/\(id)").status == 404)
    }

    @Test(arguments: [
        "/process-definition/key/review", "/process-definition/{id}",
    ])
    func howLongHistoryIsKeptCanBeChanged(_ path: String) async throws {
        let api = try TestAPI()
        let instance = await api.start(
            TestAPI.oneTask, key: "review", variables: ["kind": ["value": "b"]])
        let found = await api.ask("GET", "/process-definition/key/review").json["id"]
        let path = path.replacing("{id}", with: found?.stringValue ?? "none")
        let setting = path + "/history-time-to-live"
        #expect(await api.ask("PUT", setting, ["historyTimeToLive": 9]).status == 204)
        #expect(await api.ask("GET", path).json["historyTimeToLive"] == 9)
        for wrong in [-1, "long"] as [JSON] {
            #expect(await api.ask("PUT", setting, ["historyTimeToLive": wrong]).status == 400)
        }
        #expect(await api.ask("DELETE", "/process-instance/\(instance)").status == 204)
        let ended = await api.ask("GET", "/history/process-instance/\(instance)").json
        #expect(ended["endTime"]?.stringValue?.hasPrefix("2026-11-21") == true)
        #expect(ended["removalTime"]?.stringValue?.hasPrefix("2026-11-30") == true)
        #expect(await api.ask("PUT", setting, ["historyTimeToLive": .null]).status == 204)
        #expect(await api.ask("GET", path).json["historyTimeToLive"] == .null)
        let unknown = "/process-definition/none/history-time-to-live"
        #expect(await api.ask("PUT", unknown, ["historyTimeToLive": 9]).status == 404)
    }

    @Test func aDefinitionTellsWhichProcessesItCalls() async throws {
        let api = try TestAPI()
        func call(_ id: String, _ key: String, _ more: String = "") -> String {
            "<callActivity id=\"\(id)\" calledElement=\"\(key)\" \(more)/>"
        }
        _ = await api.deploy([("review.bpmn", TestAPI.model(TestAPI.oneTask))])
        _ = await api.deploy([("review.bpmn", TestAPI.model(TestAPI.oneTask + "<!-- 2 -->"))])
        let calls =
            call("latest", "review") + call("again", "review")
            + call(
                "first", "review",
                "camunda:calledElementBinding=\"version\" camunda:calledElementVersion=\"1\"")
            + call("computed", "${which}") + call("absent", "nowhere")
        let deployed = await api.deploy([
            (
                "caller.bpmn",
                TestAPI.model(
                    "<process id=\"caller\" isExecutable=\"true\"><startEvent id=\"s\"/>"
                        + calls + "</process>")
            )
        ])
        #expect(deployed.status == 200)
        let path = "/process-definition/key/caller"
        let caller = await api.ask("GET", path).json["id"]?.stringValue ?? ""
        let called = await api.ask("GET", path + "/static-called-process-definitions").json
        let told = (called.arrayValue ?? []).map { row in
            let activities = row["calledFromActivityIds"]?.arrayValue ?? []
            return "\(row["key"]?.stringValue ?? "") \(row["version"]?.intValue ?? 0): "
                + activities.compactMap(\.stringValue).joined(separator: ", ")
        }
        #expect(told == ["review 2: latest, again", "review 1: first"])
        #expect(called[0]?["callingProcessDefinitionId"]?.stringValue == caller)
        let unknown = "/process-definition/none/static-called-process-definitions"
        #expect(await api.ask("GET", unknown).status == 404)
    }

    @Test func aStartThatOnlyCancelsBeginsAtTheStart() async throws {
        let api = try TestAPI()
        _ = await api.deploy([("review.bpmn", TestAPI.model(TestAPI.oneTask))])
        let started = await api.ask(
            "POST", "/process-definition/key/review/start",
            ["startInstructions": [["type": "cancel", "activityId": "review"]]])
        #expect(started.json["ended"] == false)
        #expect(await api.ask("GET", "/task/count").json == ["count": 1])
    }

    @Test func refusedFilesAreToldWithElementAndLine() async throws {
        let api = try TestAPI()
        let broken = TestAPI.model(
            """
            <process id="p" isExecutable="true">
              <startEvent id="s"/>
              <sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>
            </process>
            """)
        let answer = await api.deploy([("p.bpmn", broken)])
        #expect(answer.status == 400)
        #expect(answer.json["type"] == "ParseException")
        let errors = answer.json["details"]?["p.bpmn"]?["errors"]
        #expect(errors?.arrayValue?.isEmpty == false)
        #expect(answer.json["diagnostics"] == nil)
        let shown = await api.deploy([("p.bpmn", broken)], query: "?diagnostics=true")
        #expect(shown.json["diagnostics"]?[0]?["cure"]?.stringValue?.isEmpty == false)
        let torn = await api.deploy([("p.bpmn", "<definitions")])
        #expect(torn.status == 500)
        #expect(torn.json["type"] == "ProcessEngineException")
        #expect(await api.ask("GET", "/deployment/count").json == ["count": 0])
    }

    @Test func theTreeOfActivitiesShowsWhatRuns() async throws {
        let api = try TestAPI()
        let process = """
            <process id="p" name="P" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="fork"/>
              <parallelGateway id="fork"/>
              <sequenceFlow id="f1" sourceRef="fork" targetRef="sub"/>
              <sequenceFlow id="f2" sourceRef="fork" targetRef="later"/>
              <subProcess id="sub" name="Sub">
                <startEvent id="s2"/><sequenceFlow id="g" sourceRef="s2" targetRef="inner"/>
                <userTask id="inner"><multiInstanceLoopCharacteristics>
                  <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
              </subProcess>
              <userTask id="later" camunda:asyncBefore="true"/>
            </process>
            """
        let instance = await api.start(process, key: "p")
        let tree = await api.ask(
            "GET", "/process-instance/\(instance)/activity-instances"
        ).json
        #expect(tree["activityType"] == "processDefinition")
        #expect(tree["childTransitionInstances"]?[0]?["activityId"] == "later")
        let sub = tree["childActivityInstances"]?[0]
        #expect(sub?["activityId"] == "sub")
        #expect(sub?["parentActivityInstanceId"]?.stringValue == instance)
        let body = sub?["childActivityInstances"]?[0]
        #expect(body?["activityId"] == "inner#multiInstanceBody")
        #expect(body?["childActivityInstances"]?.arrayValue?.count == 2)
        let job = await api.ask("GET", "/job?processInstanceId=\(instance)").json[0]
        let definition = job?["jobDefinitionId"]?.stringValue ?? ""
        #expect(
            await api.ask("GET", "/job-definition/\(definition)").json["jobConfiguration"]
                == "async-before")
        let id = job?["id"]?.stringValue ?? ""
        #expect(await api.ask("POST", "/job/\(id)/execute").status == 204)
        #expect(await api.ask("POST", "/job/\(id)/execute").status == 404)
    }

    @Test func externalTasksAreFetchedAndCompleted() async throws {
        let api = try TestAPI()
        let process = """
            <process id="p" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="work"/>
              <serviceTask id="work" camunda:type="external" camunda:topic="mail"/>
              <sequenceFlow id="f1" sourceRef="work" targetRef="e"/><endEvent id="e"/>
            </process>
            """
        let fetch: JSON = [
            "workerId": "w", "maxTasks": 1,
            "topics": [["topicName": "mail", "lockDuration": 1000]],
        ]
        #expect(await api.ask("POST", "/external-task/fetchAndLock", fetch).json == [])
        let waiting = JSON.object([
            "workerId": "w", "maxTasks": 1, "asyncResponseTimeout": 20_000,
            "topics": [["topicName": "mail", "lockDuration": 1000]],
        ])
        async let polled = api.ask("POST", "/external-task/fetchAndLock", waiting)
        let instance = await api.start(process, key: "p", variables: ["to": ["value": "x"]])
        let task = await polled.json[0]
        #expect(task?["processInstanceId"]?.stringValue == instance)
        #expect(task?["variables"]?["to"]?["value"] == "x")
        let id = task?["id"]?.stringValue ?? ""
        let other = await api.ask("POST", "/external-task/\(id)/complete", ["workerId": "v"])
        #expect(other.status == 400)
        #expect(await api.ask("POST", "/external-task/fetchAndLock", fetch).json == [])
        let failed = await api.ask(
            "POST", "/external-task/\(id)/failure",
            ["workerId": "w", "errorMessage": "no", "retries": 0])
        #expect(failed.status == 204, "\(failed.text)")
        #expect(
            await api.ask("GET", "/incident?processInstanceId=\(instance)").json[0]?["incidentType"]
                == "failedExternalTask")
        #expect(
            await api.ask("PUT", "/external-task/\(id)/retries", ["retries": 1]).status == 204)
        #expect(await api.ask("GET", "/incident/count").json == ["count": 0])
        #expect(
            await api.ask("POST", "/external-task/fetchAndLock", fetch).json.arrayValue?.count == 1)
        #expect(
            await api.ask("POST", "/external-task/\(id)/complete", ["workerId": "w"]).status == 204)
        #expect(
            await api.ask("POST", "/external-task/\(id)/complete", ["workerId": "w"]).status == 404)
    }

    private static let restrictions: [(JSON, Int)] = [
        ([:], 1), (["processVariables": ["n": 5, "to": "x"]], 1),
        (["processVariables": ["n": 5, "to": "y"]], 0), (["businessKey": "other"], 0),
        (["processDefinitionKeyIn": ["p", "q"], "withoutTenantId": true], 1),
    ]

    @Test(arguments: restrictions)
    func aWorkerChoosesItsTasks(restriction: JSON, count: Int) async throws {
        let api = try TestAPI()
        _ = await api.start(
            """
            <process id="p" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="work"/>
              <serviceTask id="work" camunda:type="external" camunda:topic="mail"/>
            </process>
            """, key: "p", variables: ["to": ["value": "x"], "n": ["value": 7]])
        var topic: JSONObject = ["topicName": "mail", "lockDuration": 1000]
        for member in restriction.objectValue?.members ?? [] { topic[member.key] = member.value }
        let answer = await api.ask(
            "POST", "/external-task/fetchAndLock",
            ["workerId": "w", "maxTasks": 5, "topics": [.object(topic)]])
        #expect(answer.json.arrayValue?.count == count)
    }

    @Test func messagesAndSignalsFindWhoWaits() async throws {
        let api = try TestAPI()
        let process = """
            <message id="m" name="paid"/>
            <process id="p" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="wait"/>
              <intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/>
              </intermediateCatchEvent>
              <sequenceFlow id="f1" sourceRef="wait" targetRef="t"/><userTask id="t"/>
            </process>
            """
        let instance = await api.start(process, key: "p")
        let waiting = await api.ask("GET", "/event-subscription?eventType=message").json[0]
        #expect(waiting?["eventName"] == "paid")
        let none = await api.ask("POST", "/message", ["messageName": "other"])
        #expect(none.status == 400)
        #expect(none.json["type"] == "RestException")
        let result = await api.ask(
            "POST", "/message",
            ["messageName": "paid", "processInstanceId": .string(instance), "resultEnabled": true])
        #expect(result.json[0]?["resultType"] == "Execution")
        #expect(await api.ask("GET", "/task?processInstanceId=\(instance)").json[0] != nil)
        #expect(await api.ask("POST", "/signal", ["name": "nobody"]).status == 204)
        #expect(await api.ask("POST", "/signal", [:]).status == 400)
    }

    @Test func historyIsDeletedOnceAnInstanceHasEnded() async throws {
        let api = try TestAPI()
        let instance = await api.start(
            TestAPI.oneTask, key: "review", variables: ["kind": ["value": "b"]])
        let path = "/history/process-instance/\(instance)"
        #expect(await api.ask("DELETE", path).status == 400)
        #expect(await api.ask("DELETE", "/process-instance/\(instance)").status == 204)
        #expect(await api.ask("GET", path).json["state"] == "EXTERNALLY_TERMINATED")
        #expect(await api.ask("DELETE", path).status == 204)
        #expect(await api.ask("GET", path).status == 404)
        #expect(await api.ask("GET", "/history/detail/count").json == ["count": 0])
        #expect(await api.ask("DELETE", "/process-instance/\(instance)").status == 404)
    }

    @Test func aDecisionIsEvaluated() async throws {
        let api = try TestAPI()
        let model = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D"
                namespace="test">
              <decision id="dish" name="Dish">
                <decisionTable id="t" hitPolicy="FIRST">
                  <input id="i"><inputExpression id="ie" typeRef="integer"><text>n</text>
                  </inputExpression></input>
                  <output id="o" name="size" typeRef="string"/>
                  <rule id="r1"><inputEntry id="e1"><text>&lt; 5</text></inputEntry>
                    <outputEntry id="u1"><text>"small"</text></outputEntry></rule>
                  <rule id="r2"><inputEntry id="e2"><text></text></inputEntry>
                    <outputEntry id="u2"><text>"large"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """
        #expect(await api.deploy([("dish.dmn", model)]).status == 200)
        let answer = await api.ask(
            "POST", "/decision-definition/key/dish/evaluate",
            ["variables": ["n": ["value": 7, "type": "Integer"]]])
        #expect(
            answer.json == [["size": ["type": "String", "value": "large", "valueInfo": [:]]]])
        #expect(
            await api.ask("POST", "/decision-definition/key/none/evaluate", [:]).status == 404)
        let path = "/decision-definition/key/dish"
        #expect(
            await api.ask("PUT", path + "/history-time-to-live", ["historyTimeToLive": 5]).status
                == 204)
        #expect(await api.ask("GET", path).json["historyTimeToLive"] == 5)
        // History tells what was asked, which rule matched, and what came of it.
        let list = "/history/decision-instance"
        let plain = await api.ask("GET", "\(list)?decisionDefinitionKey=dish")
        #expect(plain.json.arrayValue?.count == 1)
        #expect(plain.json[0]?["inputs"] == nil && plain.json[0]?["outputs"] == nil)
        let told = await api.ask(
            "GET", "\(list)?includeInputs=true&includeOutputs=true&rootDecisionInstancesOnly=true")
        let instance = try #require(told.json[0])
        #expect(instance["decisionDefinitionName"] == "Dish")
        #expect(instance["inputs"]?[0]?["value"] == 7 && instance["inputs"]?[0]?["clauseId"] == "i")
        #expect(instance["outputs"]?[0]?["value"] == "large")
        // The place among the rules that matched.
        #expect(instance["outputs"]?[0]?["ruleId"] == "r2")
        #expect(instance["outputs"]?[0]?["ruleOrder"] == 1)
        #expect(instance["outputs"]?[0]?["variableName"] == "size")
        let id = try #require(instance["id"]?.stringValue)
        let one = await api.ask("GET", "\(list)/\(id)?includeOutputs=true")
        #expect(one.json["outputs"] == instance["outputs"] && one.json["inputs"] == nil)
        #expect(await api.ask("GET", "\(list)/none").status == 404)
        #expect(
            await api.ask("GET", "\(list)/count?rootDecisionInstanceId=\(id)").json
                == ["count": 1])
        #expect(
            await api.ask("GET", "\(list)/count?decisionDefinitionKeyIn=a,b").json == ["count": 0])
    }

    @Test func filesAreUploadedAndDownloaded() async throws {
        let api = try TestAPI()
        let instance = await api.start(
            TestAPI.oneTask, key: "review", variables: ["kind": ["value": "b"]])
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a b.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\nhello\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"valueType\"\r\n\r\nFile\r\n--b--\r\n"
        let path = "/process-instance/\(instance)/variables/f"
        #expect(
            await api.ask(
                "POST", path + "/data",
                headers: ["content-type": "multipart/form-data; boundary=b"], raw: Array(body.utf8)
            ).status == 204)
        #expect(await api.ask("GET", path).json["valueInfo"]?["filename"] == "a b.txt")
        let data = await api.ask("GET", path + "/data")
        #expect(data.text == "hello")
        #expect(data.headers["Content-Type"] == "text/plain")
        #expect(
            await api.ask("GET", "/process-instance/\(instance)/variables/kind/data").status == 400)
    }

    @Test func aStartMessageOfSeveralTenantsNeedsOne() async throws {
        let api = try TestAPI()
        let file = TestAPI.model(
            """
            <message id="m" name="come"/><process id="p" isExecutable="true"><startEvent id="s">
            <messageEventDefinition messageRef="m"/></startEvent></process>
            """)
        for tenant in [nil, "t1"] {
            var body =
                "--b\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\nd\r\n"
            if let tenant {
                body +=
                    "--b\r\nContent-Disposition: form-data; name=\"tenant-id\"\r\n\r\n\(tenant)\r\n"
            }
            body +=
                "--b\r\nContent-Disposition: form-data; name=\"p\"; filename=\"p.bpmn\"\r\n\r\n"
                + "\(file)\r\n--b--\r\n"
            let answer = await api.ask(
                "POST", "/deployment/create",
                headers: ["content-type": "multipart/form-data; boundary=b"],
                raw: Array(body.utf8))
            #expect(answer.status == 200)
        }
        func correlate(_ more: JSONObject) async -> TestAPI.Answer {
            var body: JSONObject = ["messageName": "come", "resultEnabled": true]
            for member in more.members { body[member.key] = member.value }
            return await api.ask("POST", "/message", .object(body))
        }
        let ambiguous = await correlate([:])
        #expect(ambiguous.status == 400 && ambiguous.json["type"] == "RestException")
        #expect(ambiguous.text.contains("2 process definitions match"))
        let named = await correlate(["tenantId": "t1"])
        #expect(named.json[0]?["processInstance"]?["tenantId"] == "t1")
        let none = await correlate(["withoutTenantId": true])
        #expect(none.json[0]?["processInstance"]?["tenantId"] == .null)
        #expect(await correlate(["all": true]).json.arrayValue?.count == 2)
        let both = await correlate(["processInstanceId": "x", "tenantId": "t1"])
        #expect(both.json["type"] == "BadUserRequestException")
    }

    @Test func bytesAreLeftOutOfListsAndDownloaded() async throws {
        let api = try TestAPI()
        let instance = await api.start(
            TestAPI.oneTask, key: "review",
            variables: [
                "b": ["value": "aGVsbG8=", "type": "Bytes"],
                "none": ["value": .null, "type": "Bytes"],
            ])
        let path = "/process-instance/\(instance)/variables"
        #expect(await api.ask("GET", path + "/b").json["value"] == "aGVsbG8=")
        #expect(await api.ask("GET", path).json["b"]?["value"] == "aGVsbG8=")
        #expect(await api.ask("GET", path + "/b/data").text == "hello")
        let empty = await api.ask("GET", path + "/none/data")
        #expect(empty.status == 200 && empty.bytes.isEmpty)
        for list in ["/variable-instance", "/history/variable-instance", "/history/detail"] {
            let rows = await api.ask("GET", list).json.arrayValue ?? []
            let bytes = rows.filter { $0["name"] == "b" || $0["variableName"] == "b" }
            #expect(bytes.map { $0["value"] } == [.null])
        }
    }

    @Test(arguments: [
        ("UNIQUE", "1", "DmnHitPolicyException"), ("COLLECT", "\"text\"", "DmnEngineException"),
    ])
    func aDecisionThatFailsIsToldByItsKind(policy: String, n: String, type: String) async throws {
        let api = try TestAPI()
        let rules = (1...2).map {
            """
            <rule id="r\($0)"><inputEntry id="e\($0)"><text></text></inputEntry>
              <outputEntry id="u\($0)"><text>1</text></outputEntry></rule>
            """
        }.joined()
        let decision = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D"
                namespace="test">
              <decision id="dish" name="Dish">
                <decisionTable id="t" hitPolicy="\(policy)">
                  <input id="i"><inputExpression id="ie" typeRef="integer"><text>n</text>
                  </inputExpression></input><output id="o" name="size"/>\(rules)
                </decisionTable>
              </decision>
            </definitions>
            """
        let process = TestAPI.model(
            """
            <process id="p" isExecutable="true"><startEvent id="s"/>
            <sequenceFlow id="f" sourceRef="s" targetRef="b"/>
            <businessRuleTask id="b" camunda:decisionRef="dish" camunda:resultVariable="r"/></process>
            """)
        #expect(await api.deploy([("dish.dmn", decision), ("p.bpmn", process)]).status == 200)
        let value: JSON = n == "1" ? ["value": 1] : ["value": "text"]
        let answer = await api.ask(
            "POST", "/process-definition/key/p/start", ["variables": ["n": value]])
        #expect(answer.status == 500)
        #expect(answer.json["type"]?.stringValue == type)
        #expect(answer.json["code"] == .null)
    }

    @Test func aDiagramIsDrawnWhereThereIsNoImage() async throws {
        let api = try TestAPI()
        let drawn = TestAPI.model(
            TestAPI.oneTask + """
                <bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
                    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="di">
                  <bpmndi:BPMNPlane id="plane" bpmnElement="review">
                    <bpmndi:BPMNShape id="shape" bpmnElement="check">
                      <dc:Bounds x="10" y="10" width="100" height="80"/>
                    </bpmndi:BPMNShape>
                  </bpmndi:BPMNPlane>
                </bpmndi:BPMNDiagram>
                """)
        _ = await api.deploy([("review.bpmn", drawn)])
        let path = "/process-definition/key/review/diagram"
        #expect(await api.ask("GET", path).status == 204)
        let svg = await api.ask("GET", path, headers: ["accept": "image/svg+xml"])
        #expect(svg.status == 200)
        #expect(svg.text.contains("<svg"))
        let instance = await api.ask(
            "POST", "/process-definition/key/review/start", ["variables": ["kind": ["value": "b"]]])
        let id = instance.json["id"]?.stringValue ?? ""
        #expect(await api.ask("GET", "/process-instance/\(id)/diagram").text.contains("<svg"))
    }
}
