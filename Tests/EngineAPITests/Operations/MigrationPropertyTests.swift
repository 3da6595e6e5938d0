import JSONTree
import ProcessValues
import Testing

private typealias Models = OperationModels

/// Moving an instance to a version that is the same changes nothing but the version.
@Suite struct MigrationPropertyTests {
    struct Model: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let process: String
        var steps: [String] = []
    }

    private static let escalating =
        Models.plain
        + "<subProcess id=\"es\" triggeredByEvent=\"true\"><startEvent id=\"ess\" "
        + "isInterrupting=\"false\">\(Models.message("m1"))</startEvent>"
        + Models.flow("ess", "est")
        + Models.task("est") + "</subProcess>"

    private static let chosen =
        "<startEvent id=\"s\"/>" + Models.flow("s", "g") + "<eventBasedGateway id=\"g\"/>"
        + Models.flow("g", "m") + "<intermediateCatchEvent id=\"m\">\(Models.message("m2"))"
        + "</intermediateCatchEvent>" + Models.flow("g", "t")
        + "<intermediateCatchEvent id=\"t\">\(Models.timer("PT2H"))</intermediateCatchEvent>"
        + Models.flow("m", "a") + Models.flow("t", "a") + Models.task("a")

    private static let fetched =
        "<startEvent id=\"s\"/>" + Models.flow("s", "x")
        + "<serviceTask id=\"x\" camunda:type=\"external\" camunda:topic=\"top\"/>"
        + Models.boundary("late", on: "x", Models.timer("PT1H"))

    @Test(arguments: [
        Model(testDescription: "one after the other", process: Models.plain, steps: ["a"]),
        Model(testDescription: "side by side", process: Models.parallel, steps: ["b"]),
        Model(testDescription: "inside", process: Models.nested, steps: ["a"]),
        Model(testDescription: "side by side inside", process: Models.parallelNested),
        Model(testDescription: "repeated at once", process: Models.repeated("a"), steps: ["a"]),
        Model(
            testDescription: "repeated in turn",
            process: Models.repeated("a", sequential: true), steps: ["a"]),
        Model(testDescription: "before a job", process: Models.asynchronous("a")),
        Model(testDescription: "an event sub-process waits", process: escalating),
        Model(testDescription: "an event is chosen", process: chosen),
        Model(testDescription: "a worker is waited for", process: fetched),
        Model(
            testDescription: "boundary events wait",
            process: Models.nested + Models.boundary("late", on: "sub", Models.timer("PT1H"))
                + Models.boundary("told", on: "after", Models.message("m1")), steps: ["a", "b"]),
    ])
    func migratingToTheSameModelChangesNothing(_ model: Model) async throws {
        let api = try TestAPI()
        let source = await api.definition(model.process)
        let instance = await api.instance(of: source)
        for step in model.steps { #expect(await api.complete(step, in: instance) == 204) }
        let before = await Self.state(api, instance)
        let target = await api.definition(model.process)
        let plan = await api.ask(
            "POST", "/migration/generate",
            [
                "sourceProcessDefinitionId": .string(source),
                "targetProcessDefinitionId": .string(target),
            ]
        ).json
        let answer = await api.ask(
            "POST", "/migration/execute",
            ["migrationPlan": plan, "processInstanceIds": [.string(instance)]])
        #expect(answer.status == 204, "\(answer.text)")
        #expect(await Self.state(api, instance) == before)
        for path in ["/task", "/job", "/external-task", "/variable-instance"] {
            let rows = await api.ask("GET", path).json.arrayValue ?? []
            #expect(
                rows.allSatisfy { $0["processDefinitionId"] == .string(target) },
                "\(path) still names the old version")
        }
        #expect(await api.ask("DELETE", "/process-instance/\(instance)").status == 204)
    }

    /// What is there, by ids that a migration keeps.
    private static func state(_ api: TestAPI, _ instance: String) async -> [String] {
        func rows(_ path: String, _ members: String...) async -> [String] {
            let rows =
                await api.ask("GET", "\(path)?processInstanceId=\(instance)").json.arrayValue ?? []
            return rows.map { row in
                path + members.map { " \(row[$0] ?? .null)" }.joined()
            }.sorted()
        }
        var state = [await api.tree(instance)]
        state += await rows("/execution", "id")
        state += await rows("/task", "id", "name", "executionId", "taskDefinitionKey")
        state += await rows("/job", "id", "dueDate", "retries", "executionId")
        state += await rows("/event-subscription", "id", "eventName", "activityId", "executionId")
        state += await rows("/external-task", "id", "topicName", "executionId")
        state += await rows(
            "/history/activity-instance", "id", "activityId", "endTime", "parentActivityInstanceId",
            "canceled")
        let variables =
            await api.ask("GET", "/variable-instance?processInstanceIdIn=\(instance)").json
            .arrayValue ?? []
        state += variables.map {
            "\($0["name"] ?? .null) \($0["value"] ?? .null) \($0["executionId"] ?? .null)"
        }.sorted()
        return state
    }
}
