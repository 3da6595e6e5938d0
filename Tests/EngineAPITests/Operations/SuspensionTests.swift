import JSONTree
import ProcessEngine
import ProcessValues
import Testing

private typealias Models = OperationModels

@Suite struct SuspensionTests {
    private static func jobs(_ api: TestAPI, _ instance: String) async -> [JSON] {
        await api.ask("GET", "/job?processInstanceId=\(instance)").json.arrayValue ?? []
    }

    @Test func aSuspendedInstanceRefusesEveryStepButLetsItselfBeDeleted() async throws {
        let api = try TestAPI()
        let definition = await api.definition(
            Models.plain + Models.boundary("told", on: "a", Models.message("m1")))
        let instance = await api.instance(of: definition)
        let path = "/process-instance/\(instance)"
        #expect(await api.ask("PUT", path + "/suspended", ["suspended": true]).status == 204)
        let task =
            await api.ask("GET", "/task?processInstanceId=\(instance)").json[0]?["id"]?.stringValue
            ?? ""
        #expect(await api.ask("POST", "/task/\(task)/complete", [:]).status == 500)
        let claim = await api.ask("POST", "/task/\(task)/claim", ["userId": "u"])
        #expect(claim.json["type"] == "SuspendedEntityInteractionException")
        #expect(await api.ask("POST", "/message", ["messageName": "one"]).status == 400)
        let modification = await api.ask(
            "POST", path + "/modification",
            ["instructions": [["type": "startBeforeActivity", "activityId": "b"]]])
        #expect(modification.status == 400)
        #expect(await api.ask("PUT", path + "/variables/n", ["value": 2]).status == 204)
        let history = await api.ask("GET", "/history/process-instance/\(instance)").json
        #expect(history["state"] == "SUSPENDED")
        #expect(await api.ask("DELETE", path).status == 204)
    }

    @Test func aJobThatIsSuspendedItselfCanBeRunByHandOneOfASuspendedInstanceNot() async throws {
        let api = try TestAPI()
        let instance = await api.instance(of: await api.definition(Models.asynchronous("a")))
        let other = await api.instance(of: await api.definition(Models.asynchronous("a")))
        _ = await api.ask(
            "PUT", "/job/suspended", ["processInstanceId": .string(instance), "suspended": true])
        #expect(await Self.jobs(api, instance).first?["suspended"] == true)
        #expect(await api.runJobs(of: instance) == [204])
        _ = await api.ask("PUT", "/process-instance/\(other)/suspended", ["suspended": true])
        #expect(await api.runJobs(of: other) == [404])
        #expect(await Self.jobs(api, other).first?["retries"] == 2)
    }

    @Test func jobsMadeLaterAreAsTheirDefinitionIs() async throws {
        let api = try TestAPI()
        let process =
            "<startEvent id=\"s\"/>" + Models.flow("s", "u") + Models.task("u")
            + Models.flow("u", "a") + Models.task("a", "", "camunda:asyncBefore=\"true\"")
        let definition = await api.definition(process)
        let first = await api.instance(of: definition)
        let second = await api.instance(of: definition)
        let third = await api.instance(of: definition)
        let jobDefinition =
            await api.ask("GET", "/job-definition?processDefinitionId=\(definition)")
            .json[0]?["id"]?.stringValue ?? ""
        let path = "/job-definition/\(jobDefinition)"
        _ = await api.ask("PUT", path + "/suspended", ["suspended": true])
        _ = await api.ask("PUT", path + "/jobPriority", ["priority": 61])
        _ = await api.complete("u", in: first)
        #expect(await Self.jobs(api, first).first?["suspended"] == true)
        #expect(await Self.jobs(api, first).first?["priority"] == 61)
        _ = await api.ask("PUT", path + "/suspended", ["suspended": false])
        _ = await api.ask("PUT", path + "/jobPriority", ["priority": .null])
        _ = await api.complete("u", in: second)
        #expect(await Self.jobs(api, first).first?["suspended"] == true)
        #expect(await Self.jobs(api, second).first?["suspended"] == false)
        #expect(await Self.jobs(api, second).first?["priority"] == 0)
        // The definition of the process takes those of its jobs along.
        _ = await api.ask(
            "PUT", "/process-definition/\(definition)/suspended", ["suspended": true])
        #expect(await api.complete("u", in: third) == 204)
        #expect(await Self.jobs(api, third).first?["suspended"] == true)
        _ = await api.ask(
            "PUT", path + "/suspended", ["suspended": false, "includeJobs": true])
        #expect(await Self.jobs(api, first).first?["suspended"] == false)
    }

    @Test func aSuspendedDefinitionStartsNothingAndItsInstancesGoOnUnlessTheyAreMeant()
        async throws
    {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let instance = await api.instance(of: definition)
        let path = "/process-definition/\(definition)"
        _ = await api.ask("PUT", path + "/suspended", ["suspended": true])
        #expect(await api.ask("POST", path + "/start", [:]).status == 500)
        #expect(await api.complete("a", in: instance) == 204)
        _ = await api.ask(
            "PUT", "/process-definition/key/p/suspended",
            ["suspended": true, "includeProcessInstances": true])
        #expect(await api.complete("b", in: instance) == 500)
        _ = await api.ask(
            "PUT", "/process-definition/suspended",
            [
                "processDefinitionKey": "p", "suspended": false, "includeProcessInstances": true,
            ])
        #expect(await api.complete("b", in: instance) == 204)
        #expect(await api.ask("POST", path + "/start", [:]).status == 200)
    }

    @Test func aSuspensionThatIsPutOffIsAJob() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let instance = await api.instance(of: definition)
        let put = await api.ask(
            "PUT", "/process-definition/\(definition)/suspended",
            [
                "suspended": true, "includeProcessInstances": true,
                "executionDate": "2026-11-22T12:00:00.000+0000",
            ])
        #expect(put.status == 204)
        let job = await api.ask("GET", "/job").json[0]
        #expect(job?["dueDate"] == "2026-11-22T12:00:00.000+0000")
        #expect(job?["processDefinitionId"] == .null)
        #expect(await api.ask("GET", "/process-instance/\(instance)").json["suspended"] == false)
        api.clock.advance(milliseconds: 90_000_000)
        #expect(
            await api.ask("POST", "/job/\(job?["id"]?.stringValue ?? "")/execute").status == 204)
        #expect(await api.ask("GET", "/process-instance/\(instance)").json["suspended"] == true)
        let row = await api.ask("GET", "/process-definition/\(definition)").json
        #expect(row["suspended"] == true)
        #expect(await api.ask("GET", "/job/count").json == ["count": 0])
    }

    @Test func severalInstancesAreSuspendedByIdsQueryOrDefinition() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let one = await api.instance(of: definition)
        _ = await api.instance(of: definition)
        let path = "/process-instance/suspended"
        func suspended() async -> JSON {
            await api.ask("GET", "/process-instance/count?suspended=true").json
        }
        _ = await api.ask("PUT", path, ["processInstanceIds": [.string(one)], "suspended": true])
        #expect(await suspended() == ["count": 1])
        _ = await api.ask(
            "PUT", path, ["processInstanceQuery": ["businessKey": "key"], "suspended": true])
        #expect(await suspended() == ["count": 2])
        _ = await api.ask(
            "PUT", path, ["processDefinitionId": .string(definition), "suspended": false])
        #expect(await suspended() == ["count": 0])
        #expect(await api.ask("PUT", path, ["suspended": true]).status == 400)
    }

    @Test func aTimerThatIsMovedWithCascadeMovesItsLaterFirings() async throws {
        let cycle =
            "<timerEventDefinition><timeCycle>R5/2026-11-21T13:00:00/PT1H</timeCycle>"
            + "</timerEventDefinition>"
        let api = try TestAPI()
        let instance = await api.instance(
            of: await api.definition(
                Models.plain
                    + Models.boundary("tick", on: "a", cycle, interrupting: false)))
        func due() async -> String? {
            await Self.jobs(api, instance).first?["dueDate"]?.stringValue
        }
        let job = await Self.jobs(api, instance).first?["id"]?.stringValue ?? ""
        #expect(await due() == "2026-11-21T13:00:00.000+0000")
        _ = await api.ask(
            "PUT", "/job/\(job)/duedate",
            ["duedate": "2026-11-21T13:20:00.000+0000", "cascade": true])
        #expect(await due() == "2026-11-21T13:20:00.000+0000")
        api.clock.advance(milliseconds: 5_000_000)
        #expect(await api.runJobs(of: instance) == [204])
        #expect(await due() == "2026-11-21T14:20:00.000+0000")
    }

    @Test func nothingReachesASuspendedInstanceFromOutside() async throws {
        let api = try TestAPI()
        _ = await api.definition(Models.plain, key: "called")
        let process =
            "<startEvent id=\"s\"/>" + Models.flow("s", "fork")
            + "<parallelGateway id=\"fork\"/>" + Models.flow("fork", "c")
            + "<callActivity id=\"c\" calledElement=\"called\"/>" + Models.flow("fork", "r")
            + "<receiveTask id=\"r\" messageRef=\"m1\"/>"
        let instance = await api.instance(of: await api.definition(process))
        let called =
            await api.ask("GET", "/process-instance?superProcessInstance=\(instance)")
            .json[0]?["id"]?.stringValue ?? ""
        let execution =
            await api.ask("GET", "/event-subscription?processInstanceId=\(instance)")
            .json[0]?["executionId"]?.stringValue ?? ""
        _ = await api.ask("PUT", "/process-instance/\(instance)/suspended", ["suspended": true])
        let trigger = "/execution/\(execution)/messageSubscriptions/one/trigger"
        #expect(await api.ask("POST", trigger, [:]).status == 500)
        #expect(await api.ask("POST", "/execution/\(execution)/signal", [:]).status == 500)
        // What it called is not suspended, but cannot return to it.
        #expect(await api.complete("a", in: called) == 204)
        #expect(await api.complete("b", in: called) == 500)
        #expect(await api.tree(called) == "called{b}")
        let cancel: JSON = ["instructions": [["type": "cancel", "activityId": "r"]]]
        #expect(
            await api.ask("POST", "/process-instance/\(instance)/modification", cancel).status
                == 204)
        #expect(await api.tree(instance) == "p{c}")
    }

    @Test func aSuspendedDefinitionHoldsItsTimersButCanStillBeCalled() async throws {
        let api = try TestAPI()
        let timed =
            "<startEvent id=\"s\">" + Models.timer("PT1H") + "</startEvent>"
            + Models.flow("s", "a") + Models.task("a")
        let definition = await api.definition(timed, key: "timed")
        _ = await api.ask(
            "PUT", "/process-definition/\(definition)/suspended", ["suspended": true])
        let job = await api.ask("GET", "/job").json[0]
        #expect(job?["suspended"] == true)
        _ = await api.ask(
            "PUT", "/process-definition/\(definition)/suspended", ["suspended": false])
        #expect(await api.ask("GET", "/job").json[0]?["suspended"] == false)
        let called = await api.definition(Models.plain, key: "called")
        _ = await api.ask("PUT", "/process-definition/\(called)/suspended", ["suspended": true])
        let caller =
            "<startEvent id=\"s\"/>" + Models.flow("s", "c")
            + "<callActivity id=\"c\" calledElement=\"called\"/>"
        let instance = await api.instance(of: await api.definition(caller))
        #expect(await api.tree(instance) == "p{c}")
    }
}
