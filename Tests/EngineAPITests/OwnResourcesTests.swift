import JSONTree
import ProcessValues
import Testing

/// The paths that the reference does not have.
@Suite struct OwnResourcesTests {
    private let api: TestAPI

    init() throws { api = try TestAPI() }

    private func deploy(_ content: String, key: String) async throws {
        let process = "<process id=\"\(key)\" isExecutable=\"true\">\(content)</process>"
        let answer = await api.deploy([("\(key).bpmn", TestAPI.model(process))])
        #expect(answer.status == 200, "\(answer.json)")
    }

    @Test func activitiesOfAnAdHocSubProcessAreListedStartedAndEnded() async throws {
        try await deploy(
            """
            <startEvent id="s"/><adHocSubProcess id="sub"><userTask id="a" name="Call"/>\
            <userTask id="b"/></adHocSubProcess><userTask id="after"/>\
            <sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>\
            <sequenceFlow id="f2" sourceRef="sub" targetRef="after"/>
            """, key: "p")
        let started = await api.ask("POST", "/process-definition/key/p/start", [:])
        let id = try #require(started.json["id"]?.stringValue)
        let tree = await api.ask("GET", "/process-instance/\(id)/activity-instances")
        let sub = try #require(tree.json["childActivityInstances"]?[0])
        #expect(sub["activityType"] == "adHocSubProcess")
        let execution = try #require(sub["executionIds"]?[0]?.stringValue)
        // The instance above carries the sub-process, and stands for it too.
        for path in ["/execution/\(execution)", "/execution/\(id)"] {
            let list = await api.ask("GET", "\(path)/ad-hoc-activities")
            #expect(list.status == 200)
            #expect(
                list.json == [
                    ["id": "a", "name": "Call", "type": "userTask", "started": 0],
                    ["id": "b", "name": .null, "type": "userTask", "started": 0],
                ])
        }
        let path = "/execution/\(execution)"
        let begun = await api.ask(
            "POST", "\(path)/ad-hoc-activities/a", ["variables": ["number": ["value": "070"]]])
        #expect(begun.status == 204, "\(begun.json)")
        let tasks = await api.ask("GET", "/task?processInstanceId=\(id)")
        let task = try #require(tasks.json[0]?["id"]?.stringValue)
        #expect(tasks.json.arrayValue?.count == 1)
        let number = await api.ask("GET", "/task/\(task)/variables/number")
        #expect(number.json["value"] == "070")
        let own = await api.ask("GET", "/process-instance/\(id)/variables")
        #expect(own.json["number"] == nil)
        #expect(
            await api.ask("GET", "\(path)/ad-hoc-activities").json[0]?["started"] == 1)
        let unknown = await api.ask("POST", "\(path)/ad-hoc-activities/after", [:])
        #expect(unknown.status == 400)
        #expect(unknown.json["message"]?.stringValue?.contains("it can start: a, b") == true)
        #expect(await api.ask("POST", "\(path)/ad-hoc-completion", [:]).status == 204)
        let after = await api.ask("GET", "/task?processInstanceId=\(id)")
        #expect(after.json[0]?["taskDefinitionKey"] == "after")
        #expect(await api.ask("GET", "\(path)/ad-hoc-activities").status == 404)
        #expect(await api.ask("POST", "/execution/\(id)/ad-hoc-completion", [:]).status == 400)
    }

    @Test func aDataStoreIsReadAndWritten() async throws {
        #expect(await api.ask("GET", "/data-store/counter").status == 404)
        let put = await api.ask("PUT", "/data-store/counter", ["value": 7, "type": "Integer"])
        #expect(put.status == 204, "\(put.json)")
        #expect(await api.ask("GET", "/data-store/counter").json["value"] == 7)
        try await deploy(
            """
            <startEvent id="s"/><dataStoreReference id="r" name="counter"/><userTask id="t">\
            <property id="pr" name="old"/><dataInputAssociation><sourceRef>r</sourceRef>\
            <targetRef>pr</targetRef><transformation>${counter}</transformation>\
            </dataInputAssociation><dataOutputAssociation><targetRef>r</targetRef><assignment>\
            <from>${old + 1}</from><to>counter</to></assignment></dataOutputAssociation>\
            </userTask><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
            """, key: "q")
        let started = await api.ask("POST", "/process-definition/key/q/start", [:])
        let id = try #require(started.json["id"]?.stringValue)
        let tasks = await api.ask("GET", "/task?processInstanceId=\(id)")
        let task = try #require(tasks.json[0]?["id"]?.stringValue)
        #expect(await api.ask("POST", "/task/\(task)/complete", [:]).status == 204)
        let stored = await api.ask("GET", "/data-store/counter")
        #expect(stored.json["value"] == 8)
        #expect(stored.json["type"] == "Long")
        #expect(await api.ask("GET", "/data-store/counter?tenantId=a").status == 404)
        let again = await api.ask(
            "PUT", "/data-store/counter", ["value": ["a": 1], "type": "Json"])
        #expect(again.status == 204 || again.status == 400)
        let bad = await api.ask("PUT", "/data-store/counter", ["value": "x", "type": "Integer"])
        #expect(bad.status == 400)
    }
}
