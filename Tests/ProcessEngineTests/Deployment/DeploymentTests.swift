import BPMNParser
import DMN
import Diagnostics
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Testing

@Suite("A deployment")
struct DeploymentTests {
    private let stored: TemporaryStore
    private let engine: ProcessEngine
    private let clock = MovableClock(at: Instant(year: 2026, month: 3, day: 1))

    init() throws {
        stored = try TemporaryStore()
        engine = ProcessEngine(store: stored.store, clock: clock)
    }

    private func deploy(
        _ files: KeyValuePairs<String, [UInt8]>, name: String? = "tests",
        filtersDuplicates: Bool = false, deploysChangedOnly: Bool = false
    ) async throws -> DeploymentResult {
        clock.advance(milliseconds: 1)
        return try await engine.deploy(
            Models.deployment(
                files, name: name, filtersDuplicates: filtersDuplicates,
                deploysChangedOnly: deploysChangedOnly), as: .engine)
    }

    private func subscriptions() async throws -> [String] {
        try await stored.store.read(
            Query(
                EventSubscriptionRow.table, ordering: [Ordering("event_name")],
                columns: ["event_name", "definition_id"])
        ).map { "\($0[0].textValue ?? "") \($0[1].textValue?.split(separator: ":")[1] ?? "")" }
    }

    private func failure(_ files: KeyValuePairs<String, [UInt8]>) async -> EngineError? {
        do {
            _ = try await deploy(files)
        } catch DeploymentError.failed(let error) {
            return error
        } catch {}
        return nil
    }

    @Test("makes a version after the last of each key and keeps the files")
    func versions() async throws {
        let first = try await deploy([
            "a.bpmn": Models.oneTask("a", attributes: "camunda:versionTag=\"v1\""),
            "b.bpmn20.xml": Models.oneTask("b"), "a.png": [1, 2], "notes.txt": [3],
        ])
        #expect(first.processes.map(\.version) == [1, 1])
        #expect(first.processes.map(\.key) == ["a", "b"])
        let a = first.processes[0]
        #expect(a.id.hasPrefix("a:1:") && a.id.utf8.count == 40)
        #expect(a.versionTag == "v1" && a.diagramResourceName == "a.png" && a.category == "tests")
        #expect(first.processes[1].diagramResourceName == nil)
        let second = try await deploy(["a.bpmn": Models.oneTask("a", name: "Other")])
        #expect(second.processes.map(\.version) == [2])
        let files = try await stored.store.read(
            Query(
                DeploymentResourceRow.table,
                where: .equal("deployment_id", first.deployment.id), columns: ["name", "content"]))
        #expect(
            Set(files.compactMap { $0[0].textValue }) == [
                "a.bpmn", "b.bpmn20.xml", "a.png", "notes.txt",
            ])
        let long = String(repeating: "k", count: 40)
        let third = try await deploy(["long.bpmn": Models.oneTask(long)])
        #expect(third.processes[0].id.utf8.count == 36)
    }

    @Test("is found by every way to say which version is meant")
    func selectors() async throws {
        let first = try await deploy([
            "a.bpmn": Models.oneTask("a", attributes: "camunda:versionTag=\"v1\"")
        ])
        #expect(
            try await engine.processDefinition(.latest(key: "a", tenantID: nil))?.row.version == 1)
        let second = try await deploy(["a.bpmn": Models.oneTask("a")])
        let one = first.processes[0].id
        let two = second.processes[0].id
        for (selector, id) in [
            (DefinitionSelector.latest(key: "a", tenantID: nil), two), (.id(one), one),
            (.version(key: "a", version: 1, tenantID: nil), one),
            (.versionTag(key: "a", versionTag: "v1", tenantID: nil), one),
            (.deployment(key: "a", deploymentID: first.deployment.id, tenantID: nil), one),
            (.deployment(key: "a", deploymentID: second.deployment.id, tenantID: nil), two),
        ] {
            for _ in 0..<2 {
                let found = try await engine.processDefinition(selector)
                #expect(found?.row.id == id)
                #expect(found?.process.node("task")?.name == "Decide")
            }
        }
        for selector in [
            DefinitionSelector.latest(key: "b", tenantID: nil), .id("nothing"),
            .latest(key: "a", tenantID: "gemeente"), .version(key: "a", version: 3, tenantID: nil),
        ] {
            #expect(try await engine.processDefinition(selector) == nil)
        }
    }

    @Test("is refused with every problem of every file, and leaves nothing")
    func refused() async throws {
        let broken = Models.file(
            """
            <process id="p" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>
              <userTask id="t" name="${broken"/>
            </process>
            """)
        do {
            _ = try await deploy([
                "good.bpmn": Models.oneTask(), "broken.bpmn": broken, "no.bpmn": [60, 33],
            ])
            Issue.record("it was deployed")
        } catch DeploymentError.refused(let files) {
            let refused = files.filter(\.isRefused)
            #expect(refused.map(\.file) == ["broken.bpmn", "no.bpmn"])
            let text = refused[0].diagnostics.map(\.description).joined()
            #expect(text.contains("nowhere") && text.contains("broken.bpmn"))
            #expect(refused[1].diagnostics.contains { $0.rule == "xml" })
        }
        for table in [DeploymentRow.table, ProcessDefinitionRow.table, JobDefinitionRow.table] {
            #expect(try await stored.store.count(Query(table)) == 0)
        }
    }

    @Test("with what cannot be executed is refused, or accepted with a warning if so configured")
    func unsupported() async throws {
        let model = Models.file(
            """
            <process id="p" isExecutable="true">
              <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
              <serviceTask id="t" camunda:class="org.example.Delegate"/>
            </process>
            """)
        do {
            _ = try await deploy(["p.bpmn": model])
            Issue.record("it was deployed")
        } catch DeploymentError.refused(let files) {
            let told = files.flatMap(\.diagnostics)
            #expect(
                told.contains { $0.elementID == "t" && $0.message.contains("org.example.Delegate") }
            )
        }
        let lenient = ProcessEngine(
            store: stored.store, settings: ProcessEngine.Settings(unsupported: .warn))
        let result = try await lenient.deploy(
            Models.deployment(["p.bpmn": model]), as: .engine)
        #expect(result.processes.count == 1)
        #expect(result.diagnostics.contains { $0.severity == .warning && $0.elementID == "t" })
    }

    @Test("of the same files is the one that is there, if duplicates are filtered")
    func duplicates() async throws {
        let a = Models.oneTask("a")
        let b = Models.oneTask("b")
        let first = try await deploy(["a.bpmn": a, "b.bpmn": b])
        let same = try await deploy(["a.bpmn": a, "b.bpmn": b], filtersDuplicates: true)
        #expect(same.deployment.id == first.deployment.id && same.processes.isEmpty)
        // Another name, other files: deployed.
        let other = try await deploy(["a.bpmn": a], name: "other", filtersDuplicates: true)
        #expect(other.processes.map(\.version) == [2])
        let changed = try await deploy(
            ["a.bpmn": a, "b.bpmn": Models.oneTask("b", name: "New")], filtersDuplicates: true)
        #expect(changed.processes.map(\.version) == [3, 2])
        let part = try await deploy(
            ["a.bpmn": a, "b.bpmn": Models.oneTask("b", name: "Newer")], deploysChangedOnly: true)
        #expect(part.processes.map(\.key) == ["b"] && part.processes.map(\.version) == [3])
        // The newest of each file counts, whichever deployment of the name it came with.
        let again = try await deploy(
            ["a.bpmn": a, "b.bpmn": Models.oneTask("b", name: "Newer")], filtersDuplicates: true)
        #expect(again.deployment.id == part.deployment.id && again.processes.isEmpty)
        #expect(try await deploy(["a.bpmn": a]).processes.map(\.version) == [4])
    }

    @Test("makes the latest version alone start by messages, until it is deleted")
    func starts() async throws {
        let first = try await deploy(["a.bpmn": Models.byMessage("a", message: "one")])
        #expect(try await subscriptions() == ["one 1"])
        let second = try await deploy(["a.bpmn": Models.byMessage("a", message: "two")])
        #expect(try await subscriptions() == ["two 2"])
        let third = try await deploy(["a.bpmn": Models.oneTask("a")])
        #expect(try await subscriptions() == [])
        try await engine.deleteDeployment(third.deployment.id, cascade: true, as: .engine)
        #expect(try await subscriptions() == ["two 2"])
        try await engine.deleteDeployment(first.deployment.id, cascade: true, as: .engine)
        #expect(try await subscriptions() == ["two 2"])
        try await engine.deleteDeployment(second.deployment.id, cascade: true, as: .engine)
        #expect(try await subscriptions() == [])
        #expect(try await engine.processDefinition(.latest(key: "a", tenantID: nil)) == nil)
        for table in EngineTables.all { #expect(try await stored.store.count(Query(table)) == 0) }
    }

    @Test("of a message that starts another process is refused")
    func messageConflict() async throws {
        _ = try await deploy(["a.bpmn": Models.byMessage("a", message: "aanvraag")])
        let error = await failure(["b.bpmn": Models.byMessage("b", message: "aanvraag")])
        #expect(error?.typeName == "ProcessEngineException")
        #expect(error?.message.contains("aanvraag") == true)
        let both = await failure([
            "c.bpmn": Models.byMessage("c", message: "x"),
            "d.bpmn": Models.byMessage("d", message: "x"),
        ])
        #expect(both?.message.contains("'x'") == true)
        #expect(try await stored.store.count(Query(DeploymentRow.table)) == 1)
    }

    @Test("of two processes with one key is refused")
    func keys() async throws {
        let error = await failure(["a.bpmn": Models.oneTask(), "b.bpmn": Models.oneTask()])
        #expect(error?.message.contains("one-task") == true)
    }

    @Test("makes versions of decisions, and of their graph where they are several")
    func decisions() async throws {
        let one = try await deploy(["one.dmn": Models.decisions("a")])
        #expect(one.decisions.map(\.key) == ["a"] && one.requirements.isEmpty)
        #expect(one.decisions[0].requirementsDefinitionID == nil)
        let two = try await deploy(["two.dmn": Models.decisions("a", "b"), "two.png": [1]])
        #expect(two.decisions.map(\.version) == [2, 1])
        #expect(two.requirements.map(\.key) == ["graph"])
        #expect(two.decisions.allSatisfy { $0.requirementsDefinitionID == two.requirements[0].id })
        #expect(two.requirements[0].diagramResourceName == "two.png")
        for (selector, id) in [
            (DefinitionSelector.latest(key: "a", tenantID: nil), two.decisions[0].id),
            (.version(key: "a", version: 1, tenantID: nil), one.decisions[0].id),
            (
                .deployment(key: "a", deploymentID: one.deployment.id, tenantID: nil),
                one.decisions[0].id
            ),
        ] {
            for _ in 0..<2 {
                let decision = try await engine.decision(selector)
                #expect(decision?.row.id == id)
                #expect(decision?.model.decisions.first?.id == "a")
            }
        }
        #expect(try await engine.decision(.latest(key: "c", tenantID: nil)) == nil)
        let error = await failure(["a.dmn": Models.decisions("x"), "b.dmn": Models.decisions("x")])
        #expect(error?.message.contains("'x'") == true)
        try await engine.deleteDeployment(two.deployment.id, cascade: true, as: .engine)
        #expect(
            try await engine.decision(.latest(key: "a", tenantID: nil))?.row.id
                == one.decisions[0].id)
    }

    @Test(
        "of a broken decision or form is refused",
        arguments: [
            ("a.dmn", Array("<definitions/>".utf8)), ("a.dmn", []), ("a.dmn", Array("<x".utf8)),
            ("a.form", Array("{".utf8)), ("a.form", Array("[]".utf8)),
        ])
    func brokenFiles(_ name: String, _ content: [UInt8]) async throws {
        do {
            _ = try await deploy([name: content])
            Issue.record("it was deployed")
        } catch DeploymentError.refused(let files) {
            #expect(files.map(\.file) == [name])
            #expect(files.allSatisfy { $0.reference?.status == 500 })
        }
    }

    @Test("that is not there cannot be deleted")
    func unknown() async {
        let error = await #expect(throws: EngineError.self) {
            try await engine.deleteDeployment("nothing", cascade: true, as: .engine)
        }
        #expect(error?.kind == .notFound)
    }

    @Test("made many times at once gives each its version")
    func concurrent() async throws {
        let versions = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await engine.deploy(
                        Models.deployment(["a.bpmn": Models.oneTask()]), as: .engine
                    ).processes.map(\.version)
                }
            }
            return try await group.reduce(into: [Int]()) { $0 += $1 }
        }
        #expect(versions.sorted() == Array(1...20))
    }
}
