import JSONTree
import Testing

@Suite("Scripts do what the reference's do", .timeLimit(.minutes(5)))
struct RecordedCaseTests {
    @Test("at least 150 cases are recorded")
    func number() { #expect(RecordedCase.all.count >= 150) }

    @Test("each case ends as it was recorded", arguments: RecordedCase.all)
    func replay(recorded: RecordedCase) async throws {
        let engine = try Self.engine.get()
        let found = try await states(of: recorded, on: engine)
        #expect(found.map(\.canonical) == recorded.wanted.map(\.canonical), "\(recorded.model)")
    }

    /// One engine for all cases; each has a deployment of its own and starts it by its id.
    private static let engine = Result { try ScriptedEngine() }

    private func states(
        of recorded: RecordedCase, on engine: ScriptedEngine
    ) async throws -> [JSON] {
        let (status, deployment) = await engine.deploy(
            [(name: "p.bpmn", content: recorded.model)] + recorded.files)
        guard status == 200 else { return [["refused": true]] }
        let definition = deployment["deployedProcessDefinitions"]?.objectValue?.members.first?.key
        let (started, instance) = await engine.ask(
            "POST", "/process-definition/\(try #require(definition))/start",
            ["variables": recorded.variables, "businessKey": "key"])
        guard started == 200 else { return [["fails": true]] }
        let id = try #require(instance["id"]?.stringValue)
        let state = InstanceState(engine: engine)
        var states = [await state.read(id)]
        for step in recorded.steps {
            let status = try await take(step, id, engine)
            var found = await state.read(id).objectValue ?? JSONObject()
            if status >= 400 { found["fails"] = true }
            states.append(.object(found))
        }
        return states
    }

    private func take(
        _ step: JSON, _ instance: String, _ engine: ScriptedEngine
    ) async throws -> Int {
        if let key = step["complete"]?.stringValue {
            let tasks = await engine.list(
                "/task?processInstanceId=\(instance)&taskDefinitionKey=\(key)")
            let id = try #require(tasks.first?["id"]?.stringValue)
            return await engine.ask(
                "POST", "/task/\(id)/complete", ["variables": step["variables"] ?? [:]]
            ).status
        }
        if let variables = step["set"] {
            return await engine.ask(
                "POST", "/process-instance/\(instance)/variables", ["modifications": variables]
            ).status
        }
        let jobs = await engine.list("/job?processInstanceId=\(instance)")
        let id = try #require(jobs.first?["id"]?.stringValue)
        return await engine.ask("POST", "/job/\(id)/execute", [:]).status
    }
}
