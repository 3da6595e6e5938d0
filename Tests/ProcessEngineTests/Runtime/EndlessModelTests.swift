import Persistence
import ProcessValues
import Records
import Testing

@testable import ProcessEngine

private let counting =
    "<serviceTask id=\"t\" camunda:expression=\"${execution.hasVariable('n') ? n + 1 : 1}\" "
    + "camunda:resultVariable=\"n\"/>"

/// Models whose start never comes to a wait, with the elements that they go round in.
private let loops: [(name: String, content: String, elements: [String])] = [
    (
        "a loop",
        "<exclusiveGateway id=\"g\"/>\(counting)" + flow("s", "g") + flow("g", "t")
            + flow("t", "g"), ["g", "t"]
    ),
    (
        "a loop that leaves a token each time",
        "<exclusiveGateway id=\"g\"/><manualTask id=\"t\"/><userTask id=\"u\"/>"
            + flow("s", "g") + flow("g", "t") + flow("t", "u") + flow("t", "g"), ["g", "t"]
    ),
    (
        "a sub-process in a loop",
        "<exclusiveGateway id=\"g\"/><subProcess id=\"t\"><startEvent id=\"i\"/></subProcess>"
            + flow("s", "g") + flow("g", "t") + flow("t", "g"), ["g", "t", "i"]
    ),
    (
        "a process that calls itself",
        "<callActivity id=\"c\" calledElement=\"p\"/>" + flow("s", "c"), ["s", "c"]
    ),
    (
        "more instances than steps",
        """
        <manualTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>2000000000\
        </loopCardinality></multiInstanceLoopCharacteristics></manualTask>\(flow("s", "t"))
        """, ["t"]
    ),
    (
        "a complex gateway that makes ever more tokens",
        """
        <complexGateway id="g"><activationCondition xsi:type="tFormalExpression">${true}\
        </activationCondition></complexGateway><manualTask id="t"/>
        """ + flow("s", "g") + flow("g", "t") + flow("t", "g"), ["g", "t"]
    ),
]

/// A process that a signal starts, and that throws another one.
private func thrower(_ id: String, startedBy caught: String, throwing thrown: String) -> String {
    """
    <process id="\(id)" isExecutable="true"><startEvent id="\(id)s">\
    <signalEventDefinition signalRef="\(caught)"/></startEvent>\(flow("\(id)s", "\(id)t"))\
    <intermediateThrowEvent id="\(id)t"><signalEventDefinition signalRef="\(thrown)"/>\
    </intermediateThrowEvent></process>
    """
}

private let definition = """
    <conditionalEventDefinition><condition xsi:type="tFormalExpression">${x == 1}</condition>\
    </conditionalEventDefinition>
    """

@Suite("Models without an end")
struct EndlessModelTests {
    @Test("a command that never waits is answered with the loop", arguments: loops.indices)
    func loop(index: Int) throws {
        let (_, content, elements) = loops[index]
        let bench = CoreBench()
        try bench.deploy(model("<startEvent id=\"s\"/>" + content))
        #expect(try bench.start() == nil)
        let error = try #require(bench.lastError)
        #expect(error.kind == .stepLimit)
        #expect(error.typeName == "ProcessEngineException")
        for element in elements { #expect(error.message.contains(element), "\(error.message)") }
        #expect(try bench.executionCount() == 0)
    }

    @Test(
        "a condition that its own handler meets again is answered with the loop",
        arguments: [
            """
            <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">\(definition)\
            </boundaryEvent><serviceTask id="h" camunda:expression="${1}" \
            camunda:resultVariable="x"/>\(flow("b", "h"))
            """,
            """
            <subProcess id="es" triggeredByEvent="true"><startEvent id="b" isInterrupting="false">\
            \(definition)</startEvent><serviceTask id="h" camunda:expression="${1}" \
            camunda:resultVariable="x"/>\(flow("b", "h"))</subProcess>
            """,
        ])
    func metAgain(handler: String) throws {
        let bench = CoreBench()
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"a\"/>" + flow("s", "a") + handler))
        let id = try #require(try bench.start("p", [VariableInput("x", .long(0))]))
        try bench.run(
            .changeVariables(
                VariableChange(
                    scope: .execution(id), modifications: [VariableInput("x", .long(1))])))
        let error = try #require(bench.lastError)
        #expect(error.kind == .stepLimit)
        #expect(error.message.contains("h"))
        #expect(try bench.state() == "p(a)")
        #expect(try bench.variable("x") == .long(0))
    }

    @Test(
        "processes that start each other by signals are answered before there are many thousands",
        .timeLimit(.minutes(1)))
    func signals() throws {
        let bench = CoreBench()
        let signals = "<signal id=\"one\" name=\"one\"/><signal id=\"two\" name=\"two\"/>"
        for content in [
            thrower("a", startedBy: "one", throwing: "two"),
            thrower("b", startedBy: "two", throwing: "one"),
        ] {
            try bench.deploy(
                """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
                targetNamespace="t">\(signals)\(content)</definitions>
                """)
        }
        try bench.run(
            .deliverSignal(
                SignalDelivery(name: "one", executionID: nil, tenant: .any, variables: [])))
        let error = try #require(bench.lastError)
        #expect(error.kind == .stepLimit)
        #expect(error.message.contains("at") && error.message.contains("bs"), "\(error.message)")
        #expect(try bench.executionCount() == 0)
    }

    @Test(
        "a loop that makes a text ever longer ends before it fills the memory",
        arguments: ["${text.concat(text)}", "${text}${text}", "${text}and more of the same"])
    func growingText(expression: String) throws {
        let bench = CoreBench()
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><serviceTask id=\"t\" camunda:expression=\"\(expression)\" "
                    + "camunda:resultVariable=\"text\"/>" + flow("s", "t") + flow("t", "t")))
        let long = String(repeating: "x", count: 100_000)
        #expect(try bench.start("p", [VariableInput("text", .string(long))]) == nil)
        let message = try #require(bench.lastError).message
        #expect(
            message.contains("longer than") || message.contains("goes round in"), "\(message)")
    }

    @Test("a job that never waits is an incident at once, and others go on meanwhile")
    func job() async throws {
        let stored = try TemporaryStore()
        let engine = ProcessEngine(store: stored.store)
        for (id, content) in [
            (
                "endless",
                "<manualTask id=\"w\" camunda:asyncBefore=\"true\"/><exclusiveGateway id=\"g\"/>"
                    + counting + flow("s", "w") + flow("w", "g") + flow("g", "t")
                    + flow("t", "g")
            ), ("other", "<userTask id=\"u\"/>" + flow("s", "u")),
        ] {
            _ = try await engine.deploy(
                NewDeployment(
                    name: id,
                    resources: [
                        NewDeployment.Resource(
                            name: "\(id).bpmn",
                            content: Array(model("<startEvent id=\"s\"/>" + content, id: id).utf8))
                    ]), as: .engine)
        }
        func start(_ key: String) async throws {
            let start = StartInstance(definition: .latest(key: key, tenantID: nil))
            _ = try await engine.perform(.startInstance(start), as: .engine)
        }
        try await start("endless")
        let job = try #require(
            try await stored.store.rows(Query(JobRow.table), as: JobRow.self).first)
        let failing = Task<String?, Never> {
            do {
                try await engine.executeJob(job.id, as: .engine)
                return nil
            } catch {
                return "\(error)"
            }
        }
        for _ in 0..<5 { try await start("other") }
        #expect(await failing.value?.contains("g → t") == true)
        let incidents = try await stored.store.rows(
            Query(IncidentRow.table), as: IncidentRow.self)
        #expect(incidents.map(\.incidentType) == ["failedJob"])
        #expect(incidents.first?.message?.contains("g → t") == true)
        let jobs = try await stored.store.rows(Query(JobRow.table), as: JobRow.self)
        #expect(jobs.map(\.retries) == [0])
    }
}
