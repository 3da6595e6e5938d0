import Foundation
import Persistence
import ProcessEngine
import ProcessValues
import Records
import TemporaryFolder
import Testing

@Suite("The engine on a store", .timeLimit(.minutes(2)))
struct ProcessEngineTests {
    private let stored: TemporaryStore
    private let engine: ProcessEngine
    private let clock = MovableClock(at: Instant(year: 2026, month: 3, day: 1, hour: 12))

    init() throws {
        stored = try TemporaryStore()
        engine = ProcessEngine(store: stored.store, clock: clock)
    }

    private func deploy(_ files: KeyValuePairs<String, [UInt8]>) async throws -> DeploymentResult {
        try await engine.deploy(Models.deployment(files), as: .engine)
    }

    private func start(_ key: String) async throws -> StartedInstance {
        let result = try await engine.perform(
            .startInstance(StartInstance(definition: .latest(key: key, tenantID: nil))),
            as: .engine)
        guard case .started(let instance) = result else {
            throw EngineError(.execution, "\(result)")
        }
        return instance
    }

    private func count(_ table: TableDefinition, _ predicate: Records.Predicate = .all) async throws
        -> Int
    {
        try await stored.store.count(Query(table, where: predicate))
    }

    /// The open tasks of an instance.
    private func tasks(_ instance: String) async throws -> [String] {
        try await stored.store.read(
            Query(
                TaskRow.table, where: .equal("process_instance_id", instance), columns: ["id"])
        ).compactMap { $0[0].textValue }
    }

    private func complete(_ task: String) async throws {
        _ = try await engine.perform(
            .task(id: task, .complete(variables: [], wantsVariables: false)), as: .engine)
    }

    @Test(
        "decisions know the day and the time of the engine's clock",
        arguments: [
            ("string(today())", "2026-03-01"),
            ("string(now())", "2026-03-01T12:00:00Z"),
        ])
    func clockOfDecisions(_ expression: String, _ text: String) async throws {
        _ = try await deploy([
            "term.dmn": Models.decision("term", expression),
            "p.bpmn": Models.file(
                """
                <process id="p" isExecutable="true">
                  <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="d"/>
                  <businessRuleTask id="d" camunda:decisionRef="term" camunda:resultVariable="term"
                    camunda:mapDecisionResult="singleEntry"/>
                  <sequenceFlow id="f2" sourceRef="d" targetRef="t"/><userTask id="t"/>
                </process>
                """),
        ])
        let decision = try #require(
            try await engine.decision(.latest(key: "term", tenantID: nil)))
        let answer = try await engine.answer(of: decision, to: [])
        #expect(answer.rules.first?.first?.value == .string(text))
        let instance = try await start("p")
        let variables = try await stored.store.read(
            Query(
                VariableRow.table, where: .equal("process_instance_id", instance.id),
                columns: ["text_value"]))
        #expect(variables.map { $0[0].textValue } == [text])
    }

    /// Waits for a process with a timer, a service that may fail, and a task behind it.
    private static func timed(
        _ timer: String, then expression: String = "${1}", extensions: String = ""
    ) -> [UInt8] {
        Models.file(
            """
            <process id="timed" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="wait"/>
              <intermediateCatchEvent id="wait">
                <extensionElements>\(extensions)</extensionElements>
                <timerEventDefinition>\(timer)</timerEventDefinition>
              </intermediateCatchEvent>
              <sequenceFlow id="f2" sourceRef="wait" targetRef="call"/>
              <serviceTask id="call" camunda:expression="\(expression)"/>
              <sequenceFlow id="f3" sourceRef="call" targetRef="task"/>
              <userTask id="task"/>
            </process>
            """)
    }

    @Test("starts an instance, completes its task and remembers both")
    func lifeCycle() async throws {
        _ = try await deploy(["one-task.bpmn": Models.oneTask()])
        let instance = try await start("one-task")
        let task = try #require(try await tasks(instance.id).first)
        try await complete(task)
        for table in [ExecutionRow.table, TaskRow.table, JobRow.table] {
            #expect(try await count(table) == 0)
        }
        let history = try await stored.store.read(
            Query(HistoricProcessInstanceRow.table, where: .equal("id", instance.id)))
        let row = try HistoricProcessInstanceRow(row: try #require(history.first))
        #expect(row.state == "COMPLETED" && row.endedAt != nil)
    }

    @Test("lets one of many who complete a task at once do so")
    func oneWins() async throws {
        _ = try await deploy(["one-task.bpmn": Models.oneTask()])
        for _ in 0..<10 {
            let task = try #require(try await tasks(try await start("one-task").id).first)
            let winners = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 { group.addTask { (try? await complete(task)) != nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
        #expect(
            try await count(HistoricProcessInstanceRow.table, .equal("state", "COMPLETED")) == 10)
    }

    @Test("works on many instances side by side")
    func sideBySide() async throws {
        _ = try await deploy(["one-task.bpmn": Models.oneTask()])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let instance = try await start("one-task")
                    for task in try await tasks(instance.id) { try await complete(task) }
                }
            }
            try await group.waitForAll()
        }
        #expect(
            try await count(HistoricProcessInstanceRow.table, .equal("state", "COMPLETED")) == 100)
        #expect(try await count(ExecutionRow.table) == 0)
    }

    @Test("fires a timer when the clock has reached it, and not before")
    func timers() async throws {
        _ = try await deploy(["t.bpmn": Self.timed("<timeDuration>PT2H</timeDuration>")])
        let instance = try await start("timed")
        #expect(try await engine.jobs.runDue() == 0)
        clock.advance(milliseconds: 7_199_999)
        #expect(try await engine.jobs.runDue() == 0)
        clock.advance(milliseconds: 1)
        #expect(try await engine.jobs.runDue() == 1)
        #expect(try await tasks(instance.id).count == 1)
        #expect(try await count(JobRow.table) == 0)
    }

    @Test("fires timers by itself while the executor runs")
    func executor() async throws {
        _ = try await deploy(["t.bpmn": Self.timed("<timeDuration>PT2H</timeDuration>")])
        engine.jobs.start()
        let instance = try await start("timed")
        clock.advance(milliseconds: 7_200_000)
        while try await tasks(instance.id).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        await engine.jobs.stop()
    }

    @Test("tries a failing job as its cycle says, then makes an incident, which success resolves")
    func retries() async throws {
        let cycle = "<camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle>"
        _ = try await deploy([
            "t.bpmn": Self.timed(
                "<timeDuration>PT1S</timeDuration>", then: "${missing}", extensions: cycle)
        ])
        let instance = try await start("timed")
        clock.advance(milliseconds: 1_000)
        for rest in [2, 1, 0] {
            #expect(try await count(IncidentRow.table) == 0)
            #expect(try await engine.jobs.runDue() == 1)
            clock.advance(milliseconds: 299_999)
            #expect(try await engine.jobs.runDue() == 0)
            clock.advance(milliseconds: 1)
            let jobs = try await stored.store.read(Query(JobRow.table)).map { try JobRow(row: $0) }
            #expect(jobs.map(\.retries) == [rest])
            #expect(jobs.first?.failedActivityID == "call")
            #expect(jobs.first?.exceptionMessage?.contains("missing") == true)
        }
        #expect(try await engine.jobs.runDue() == 0)
        #expect(try await count(IncidentRow.table, .equal("incident_type", "failedJob")) == 1)
        _ = try await engine.perform(
            .changeVariables(
                VariableChange(
                    scope: .execution(instance.id),
                    modifications: [VariableInput("missing", .integer(1))])), as: .engine)
        let job = try #require(
            try await stored.store.read(Query(JobRow.table, columns: ["id"])).first?[0].textValue)
        try await engine.executeJob(job, as: .engine)
        #expect(try await count(IncidentRow.table) == 0)
        #expect(try await tasks(instance.id).count == 1)
    }

    @Test("tries a failing job three times where the model says nothing")
    func defaultRetries() async throws {
        _ = try await deploy([
            "t.bpmn": Self.timed("<timeDuration>PT1S</timeDuration>", then: "${missing}")
        ])
        _ = try await start("timed")
        clock.advance(milliseconds: 1_000)
        #expect(try await engine.jobs.runDue() == 3)
        #expect(try await count(IncidentRow.table) == 1)
        #expect(try await count(JobRow.table, .equal("retries", .integer(0))) == 1)
    }

    @Test("starts instances by a timer of the latest version, as often as it says")
    func startTimer() async throws {
        let timer = "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>"
        _ = try await deploy(["a.bpmn": Models.oneTask("a", start: timer)])
        #expect(try await count(JobRow.table) == 1)
        _ = try await deploy(["a.bpmn": Models.oneTask("a", name: "New", start: timer)])
        #expect(try await count(JobRow.table) == 1)
        for hour in 1...5 {
            clock.advance(milliseconds: 3_600_000)
            #expect(try await engine.jobs.runDue() == (hour <= 3 ? 1 : 0))
        }
        let started = try await stored.store.read(
            Query(HistoricProcessInstanceRow.table, columns: ["definition_id"]))
        #expect(started.count == 3)
        #expect(started.allSatisfy { $0[0].textValue?.hasPrefix("a:2:") == true })
        #expect(try await count(JobRow.table) == 0)
    }

    @Test("refuses a start timer that cannot be read, and leaves nothing")
    func badStartTimer() async throws {
        for (timer, type) in [
            ("<timeDuration>soon</timeDuration>", "ProcessEngineException"),
            ("<timeDate>${later}</timeDate>", "ProcessEngineException"),
            ("<timeDate>${null}</timeDate>", "NullPointerException"),
        ] {
            do {
                _ = try await deploy([
                    "a.bpmn": Models.oneTask(
                        "a", start: "<timerEventDefinition>\(timer)</timerEventDefinition>")
                ])
                Issue.record("\(timer) was deployed")
            } catch DeploymentError.failed(let error) {
                #expect(error.typeName == type)
            }
        }
        #expect(try await count(DeploymentRow.table) == 0)
    }

    @Test("delivers a signal to all instances that wait, in one step")
    func signal() async throws {
        let model = Models.file(
            """
            <signal id="sig" name="go"/>
            <process id="waits" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="catch"/>
              <intermediateCatchEvent id="catch">
                <signalEventDefinition signalRef="sig"/>
              </intermediateCatchEvent>
              <sequenceFlow id="f2" sourceRef="catch" targetRef="task"/>
              <userTask id="task"/>
            </process>
            """)
        _ = try await deploy(["w.bpmn": model])
        for _ in 0..<12 { _ = try await start("waits") }
        // Two signals at the same time: each instance gets one of them once.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    _ = try await engine.perform(
                        .deliverSignal(SignalDelivery(name: "go")), as: .engine)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await count(TaskRow.table) == 12)
        #expect(try await count(EventSubscriptionRow.table) == 0)
    }

    @Test("deletes a deployment with all that came of it")
    func cascade() async throws {
        let deployment = try await deploy([
            "one-task.bpmn": Models.oneTask(),
            "t.bpmn": Self.timed("<timeDuration>PT2H</timeDuration>"),
        ])
        _ = try await start("timed")
        let instance = try await start("one-task")
        try await complete(try #require(try await tasks(instance.id).first))
        _ = try await start("one-task")
        let error = await #expect(throws: EngineError.self) {
            try await engine.deleteDeployment(
                deployment.deployment.id, cascade: false, as: .engine)
        }
        #expect(error?.message.contains("running") == true)
        try await engine.deleteDeployment(deployment.deployment.id, cascade: true, as: .engine)
        for table in EngineTables.all { #expect(try await count(table) == 0, "\(table.name)") }
    }

    @Test("loses nothing that it answered when it is killed")
    func killed() async throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let path = folder.path("engine.db")
        let answers = folder.path("answers")
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, answers = answers as String] in
            let store = try SQLiteStore(
                SQLiteStore.Configuration(path: path), migrations: EngineSchema.migrations)
            let engine = ProcessEngine(store: store)
            _ = try await engine.deploy(
                Models.deployment(["one-task.bpmn": Models.oneTask()]), as: .engine)
            let descriptor = Glibc.open(answers, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            @Sendable func note(_ line: String) {
                _ = (line + "\n").withCString { write(descriptor, $0, strlen($0)) }
            }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do {
                            for number in 0... {
                                let selector = DefinitionSelector.latest(
                                    key: "one-task", tenantID: nil)
                                guard
                                    case .started(let instance) = try await engine.perform(
                                        .startInstance(StartInstance(definition: selector)),
                                        as: .engine)
                                else { exit(2) }
                                note("started \(instance.id)")
                                let rows = try await store.read(
                                    Query(
                                        TaskRow.table,
                                        where: .equal("process_instance_id", instance.id),
                                        columns: ["id"]))
                                guard let task = rows.first?[0].textValue else { exit(3) }
                                _ = try await engine.perform(
                                    .task(
                                        id: task, .complete(variables: [], wantsVariables: false)),
                                    as: .engine)
                                note("completed \(instance.id)")
                                if number == 60 { kill(getpid(), SIGKILL) }
                            }
                        } catch {
                            exit(4)
                        }
                    }
                }
            }
        }
        let store = try SQLiteStore(
            SQLiteStore.Configuration(path: path), migrations: EngineSchema.migrations)
        defer { store.close() }
        let lines = try String(contentsOfFile: answers, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 100)
        let states = Dictionary(
            uniqueKeysWithValues: try await store.read(
                Query(HistoricProcessInstanceRow.table, columns: ["id", "state"])
            ).map { ($0[0].textValue ?? "", $0[1].textValue ?? "") })
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let state = states[parts[1]]
            #expect(parts[0] == "completed" ? state == "COMPLETED" : state != nil)
        }
        // Each running instance is whole: as many tasks as executions as open instances.
        let open = states.values.count { $0 == "ACTIVE" }
        #expect(try await store.count(Query(ExecutionRow.table)) == open)
        #expect(try await store.count(Query(TaskRow.table)) == open)
    }
}
