import JSONTree
import ProcessEngine
import Testing

private typealias Models = OperationModels

@Suite("The removal of definitions")
struct DefinitionRemovalTests {
    private func versions(_ api: TestAPI, key: String = "p") async -> [Int] {
        let rows = await api.ask(
            "GET", "/process-definition?key=\(key)&sortBy=version&sortOrder=asc"
        ).json.arrayValue
        return (rows ?? []).compactMap { $0["version"]?.intValue }
    }

    @Test("one with instances stays unless they go with it, with their history and jobs")
    func cascade() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.asynchronous("a"))
        let instance = await api.instance(of: definition)
        let path = "/process-definition/\(definition)"
        let refused = await api.ask("DELETE", path)
        #expect(refused.status == 500)
        #expect(refused.json["type"] == "ProcessEngineException" && refused.json["code"] == 0)
        #expect(refused.json["message"]?.stringValue?.contains("cascade=true") == true)
        #expect(await versions(api) == [1])
        let done = await api.ask("DELETE", path + "?cascade=true")
        #expect(done.status == 200 && done.bytes.isEmpty)
        #expect(await versions(api).isEmpty)
        #expect(await api.tree(instance) == "gone")
        #expect(await api.ask("GET", "/history/process-instance/\(instance)").status == 404)
        for list in ["job", "job-definition", "history/job-log", "history/variable-instance"] {
            #expect(await api.ask("GET", "/\(list)/count").json["count"] == 0, "\(list)")
        }
        #expect(await api.ask("GET", "/deployment/count").json["count"] == 1)
    }

    @Test("one whose instances have ended goes without them: their history stays")
    func historyStays() async throws {
        let api = try TestAPI()
        let definition = await api.definition(Models.plain)
        let instance = await api.instance(of: definition)
        _ = await api.ask("DELETE", "/process-instance/\(instance)")
        #expect(await api.ask("DELETE", "/process-definition/\(definition)").status == 200)
        let history = await api.ask("GET", "/history/process-instance/\(instance)").json
        #expect(history["processDefinitionId"] == .string(definition))
        #expect(history["processDefinitionVersion"]?.isNull == true)
    }

    @Test("the version before the latest one starts instances again")
    func versionBefore() async throws {
        let api = try TestAPI()
        func model(_ task: String) -> String {
            "<startEvent id=\"m\"><messageEventDefinition messageRef=\"m1\"/></startEvent>"
                + "<startEvent id=\"s\"/>" + Models.flow("m", task) + Models.flow("s", task)
                + Models.task(task)
        }
        _ = await api.definition(model("one"))
        let second = await api.definition(model("two"))
        let third = await api.definition(model("three"))
        #expect(await api.ask("DELETE", "/process-definition/\(second)").status == 200)
        #expect(await versions(api) == [1, 3])
        #expect(await api.ask("DELETE", "/process-definition/\(third)").status == 200)
        _ = await api.ask("POST", "/message", ["messageName": "one"])
        _ = await api.ask("POST", "/process-definition/key/p/start", [:])
        let tasks = await api.ask("GET", "/task").json.arrayValue ?? []
        #expect(tasks.compactMap { $0["taskDefinitionKey"]?.stringValue } == ["one", "one"])
    }

    @Test("all versions of a key go by it, on both paths")
    func byKey() async throws {
        let api = try TestAPI()
        for path in ["/process-definition/key/p", "/process-definition/key/p/delete"] {
            _ = await api.definition(Models.plain)
            let last = await api.definition(Models.nested)
            _ = await api.instance(of: last)
            _ = await api.definition(Models.plain, key: "q")
            #expect(await api.ask("DELETE", path).status == 500)
            #expect(await versions(api) == [1, 2])
            let answer = await api.ask("DELETE", path + "?cascade=true&skipIoMappings=true")
            #expect(answer.status == (path.hasSuffix("/delete") ? 204 : 200))
            #expect(await versions(api).isEmpty)
            #expect(await versions(api, key: "q").isEmpty == false)
        }
    }

    @Test("what is not there is not found")
    func unknown() async throws {
        let api = try TestAPI()
        let byID = await api.ask("DELETE", "/process-definition/none")
        #expect(byID.status == 404 && byID.json["type"] == "InvalidRequestException")
        for path in ["key/none", "key/none/delete", "key/none/tenant-id/x"] {
            let answer = await api.ask("DELETE", "/process-definition/\(path)")
            #expect(answer.status == 404 && answer.json["type"] == "RestException", "\(path)")
        }
    }
}
