import JSONTree
import Testing

@Suite struct TaskTests {
    private static func running(_ variables: JSON = [:]) async throws -> (TestAPI, String, String) {
        let api = try TestAPI()
        let instance = await api.start(TestAPI.oneTask, key: "review", variables: variables)
        let tasks = await api.ask("GET", "/task?processInstanceId=\(instance)")
        return (api, instance, tasks.json[0]?["id"]?.stringValue ?? "")
    }

    @Test func aTaskIsListedClaimedAndCompleted() async throws {
        let (api, instance, task) = try await Self.running(["kind": ["value": "b"]])
        let listed = await api.ask("GET", "/task?candidateGroup=sales&unassigned=true").json
        #expect(listed[0]?["id"]?.stringValue == task)
        #expect(listed[0]?["name"] == "Check")
        #expect(listed[0]?["formKey"] == "form-b")
        #expect(listed[0]?["created"] == "2026-11-21T12:00:00.000+0000")
        #expect(
            await api.ask("POST", "/task/\(task)/claim", ["userId": "ann"]).status == 204)
        #expect(await api.ask("GET", "/task/\(task)").json["assignee"] == "ann")
        #expect(await api.ask("GET", "/task/count?unassigned=true").json == ["count": 0])
        let other = await api.ask("POST", "/task/\(task)/claim", ["userId": "bob"])
        #expect(other.status == 500)
        #expect(other.json["type"] == "TaskAlreadyClaimedException")
        #expect(
            await api.ask(
                "POST", "/task/\(task)/complete",
                ["variables": ["ok": ["value": true, "type": "Boolean"]]]
            ).status == 204)
        let again = await api.ask("POST", "/task/\(task)/complete", [:])
        #expect(again.status == 500)
        #expect(again.json["type"] == "RestException")
        let history = await api.ask("GET", "/history/process-instance/\(instance)").json
        #expect(history["state"] == "COMPLETED")
        #expect(history["processDefinitionName"] == "Review")
        let variables = await api.ask(
            "GET",
            "/history/variable-instance?processInstanceId=\(instance)&sortBy=variableName"
                + "&sortOrder=asc"
        ).json
        #expect(variables[1]?["name"] == "ok")
        #expect(variables[1]?["value"] == true)
        #expect(variables[1]?["type"] == "Boolean")
    }

    @Test func unclaimAssigneeDelegateAndResolveChangeWhoWorks() async throws {
        let (api, _, task) = try await Self.running(["kind": ["value": "b"]])
        #expect(await api.ask("POST", "/task/\(task)/assignee", ["userId": "ann"]).status == 204)
        #expect(await api.ask("POST", "/task/\(task)/delegate", ["userId": "bob"]).status == 204)
        var row = await api.ask("GET", "/task/\(task)").json
        #expect(row["assignee"] == "bob")
        #expect(row["owner"] == "ann")
        #expect(row["delegationState"] == "PENDING")
        #expect(await api.ask("POST", "/task/\(task)/resolve", [:]).status == 204)
        row = await api.ask("GET", "/task/\(task)").json
        #expect(row["assignee"] == "ann")
        #expect(await api.ask("POST", "/task/\(task)/unclaim").status == 204)
        #expect(await api.ask("GET", "/task/\(task)").json["assignee"] == .null)
        #expect(await api.ask("POST", "/task/none/unclaim").json["type"] == "NotFoundException")
        #expect(
            await api.ask("POST", "/task/none/claim", ["userId": "x"]).json["type"]
                == "NullValueException")
    }

    @Test func identityLinksAreAddedAndTakenAway() async throws {
        let (api, _, task) = try await Self.running(["kind": ["value": "b"]])
        let link: JSON = ["userId": "eve", "groupId": .null, "type": "candidate"]
        #expect(await api.ask("POST", "/task/\(task)/identity-links", link).status == 204)
        let links = await api.ask("GET", "/task/\(task)/identity-links").json
        #expect(links.arrayValue?.contains(link) == true)
        #expect(await api.ask("GET", "/task?candidateUser=eve").json.arrayValue?.count == 1)
        #expect(await api.ask("POST", "/task/\(task)/identity-links/delete", link).status == 204)
        #expect(await api.ask("GET", "/task?candidateUser=eve").json == [])
        #expect(
            await api.ask("POST", "/task/\(task)/identity-links", ["type": "candidate"]).status
                == 400)
    }

    @Test func variablesOfTasksAndInstancesAreKeptApart() async throws {
        let (api, instance, task) = try await Self.running([
            "kind": ["value": "b"], "n": ["value": 1, "type": "Integer"],
        ])
        #expect(
            await api.ask(
                "PUT", "/task/\(task)/localVariables/n", ["value": 2, "type": "Long"]
            ).status == 204)
        #expect(
            await api.ask("GET", "/task/\(task)/variables/n").json
                == ["type": "Long", "value": 2, "valueInfo": [:]])
        #expect(
            await api.ask("GET", "/process-instance/\(instance)/variables/n").json["value"] == 1)
        let all = await api.ask("GET", "/task/\(task)/variables").json
        #expect(all.objectValue?.keys == ["kind", "n"])
        let refused = await api.ask(
            "PUT", "/process-instance/\(instance)/variables/n", ["value": "x", "type": "Integer"])
        #expect(refused.status == 400)
        #expect(
            refused.json["message"]?.stringValue
                == "Cannot put process instance variable n: Cannot convert value 'x' of type "
                + "'Integer' to java type java.lang.Integer")
        #expect(
            await api.ask(
                "POST", "/process-instance/\(instance)/variables",
                [
                    "modifications": ["m": ["value": ["a": [1, 2]]]], "deletions": ["n"],
                ]
            ).status == 204)
        #expect(await api.ask("GET", "/process-instance/\(instance)/variables/n").status == 404)
        let object = await api.ask("GET", "/process-instance/\(instance)/variables/m").json
        #expect(object["type"] == "Object")
        #expect(object["value"] == ["a": [1, 2]])
        let listed = await api.ask(
            "GET", "/variable-instance?variableName=m&deserializeValues=false"
        ).json
        #expect(listed[0]?["value"] == #"{"a":[1,2]}"#)
        #expect(listed[0]?["activityInstanceId"]?.stringValue == instance)
    }

    @Test func aTaskListIsFilteredByBodySortedAndPaged() async throws {
        let api = try TestAPI()
        for number in 1...3 {
            _ = await api.start(
                TestAPI.oneTask, key: "review",
                variables: ["kind": ["value": "b"], "n": ["value": .integer(Int64(number))]])
        }
        func names(_ body: JSON, _ query: String = "") async -> [JSON] {
            let answer = await api.ask("POST", "/task\(query)", body)
            return answer.json.arrayValue ?? []
        }
        let condition: JSON = ["name": "n", "operator": "gteq", "value": 2]
        #expect(await names(["processVariables": [condition]]).count == 2)
        #expect(
            await names([
                "orQueries": [["assignee": "x", "candidateGroup": "sales"]],
                "sorting": [["sortBy": "id", "sortOrder": "desc"]],
            ]).count == 3)
        #expect(await names([:], "?firstResult=1&maxResults=1").count == 1)
        #expect(
            await api.ask("POST", "/task/count", ["processVariables": [condition]]).json
                == ["count": 2])
    }
}
