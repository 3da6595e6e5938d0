import Foundation
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import TemporaryFolder
import Testing

@testable import CaseHandling

@Suite("Valtimo's beans that command the engine", .timeLimit(.minutes(1)))
struct ProcessBeansTests {
    /// An engine with the beans, on a store of its own.
    private final class Fixture {
        let store: SQLiteStore
        let engine: ProcessEngine
        let clock = MovableClock(at: Instant(year: 2026, month: 3, day: 2, hour: 9))
        private let folder: TemporaryFolder

        init(_ models: [String: String]) async throws {
            folder = try TemporaryFolder()
            store = try SQLiteStore(
                SQLiteStore.Configuration(path: folder.path("beans.db"), isDurable: false),
                migrations: EngineSchema.migrations + CaseTables.migrations)
            var settings = ProcessEngine.Settings()
            settings.execution.hostBeans = CaseHost.beanNames
            engine = ProcessEngine(
                store: store, settings: settings, clock: clock,
                host: CaseHost(
                    CaseRepository(store), store: store, resolvers: ValueResolvers(adding: [])))
            _ = try await engine.deploy(
                NewDeployment(
                    name: "beans",
                    resources: models.map { key, content in
                        NewDeployment.Resource(
                            name: "\(key).bpmn", content: Array(Self.model(key, content).utf8))
                    }), as: .engine)
        }

        deinit { store.close() }

        static func model(_ key: String, _ content: String) -> String {
            """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">\
            <message id="m" name="go"/><message id="mb" name="begin"/>\
            <process id="\(key)" isExecutable="true">\(content)</process></definitions>
            """
        }

        func start(_ key: String, businessKey: String? = "A") async throws {
            _ = try await engine.perform(
                .startInstance(
                    StartInstance(
                        definition: .latest(key: key, tenantID: nil), businessKey: businessKey)),
                as: .engine)
        }

        /// The elements of tasks with the business keys of their instances.
        func tasks() async throws -> [String] {
            let instances = try await store.read(
                Query(ExecutionRow.table, where: .isNull("parent_id"))
            ).map { try ExecutionRow(row: $0) }
            return try await store.read(Query(TaskRow.table)).map { try TaskRow(row: $0) }.map {
                task in
                let key = instances.first { $0.id == task.processInstanceID }?.businessKey
                return "\(task.taskDefinitionKey ?? "")/\(key ?? "none")"
            }.sorted()
        }

        func timers() async throws -> [Instant?] {
            try await store.read(Query(JobRow.table, where: .equal("type", "timer"))).map {
                try JobRow(row: $0).dueAt
            }
        }

        func variable(_ name: String) async throws -> ProcessValue? {
            try await store.read(Query(VariableRow.table, where: .equal("name", name))).first.map {
                try VariableRow(row: $0)
            }?.value(large: nil)
        }
    }

    private static let waiting = """
        <startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition \
        messageRef="m"/></intermediateCatchEvent><userTask id="got"/>\
        <sequenceFlow id="f1" sourceRef="s" targetRef="c"/>\
        <sequenceFlow id="f2" sourceRef="c" targetRef="got"/>
        """
    private static let starting = """
        <startEvent id="s"><messageEventDefinition messageRef="mb"/></startEvent>\
        <userTask id="begun"/><sequenceFlow id="f1" sourceRef="s" targetRef="begun"/>
        """

    private static func calling(_ expression: String) -> String {
        """
        <startEvent id="s"/><serviceTask id="t" camunda:expression="\(expression)"/>\
        <userTask id="after"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>\
        <sequenceFlow id="f2" sourceRef="t" targetRef="after"/>
        """
    }

    @Test(
        "messages reach who waits or starts, by the business key of the caller or another",
        arguments: [
            (
                "${correlationService.sendCatchEventMessage('go', execution.businessKey)}",
                ["after/A", "got/A"]
            ),
            ("${correlationService.sendCatchEventMessage('go', execution)}", ["after/A", "got/A"]),
            ("${correlationService.sendCatchEventMessageToAll('go', 'B')}", ["after/A", "got/B"]),
            (
                "${correlationService.sendGlobalCatchEventMessageToAll('go')}",
                ["after/A", "got/A", "got/B"]
            ),
            ("${correlationService.sendStartMessage('begin', 'C')}", ["after/A", "begun/C"]),
            (
                "${correlationService.sendStartMessageWithProcessDefinitionKey('begin', "
                    + "'starting', 'C')}", ["after/A", "begun/C"]
            ),
            ("${correlationService.sendMessage('begin', 'D')}", ["after/A", "begun/D"]),
        ])
    func messages(expression: String, expected: [String]) async throws {
        let fixture = try await Fixture([
            "waiting": Self.waiting, "starting": Self.starting,
            "calling": Self.calling(expression),
        ])
        try await fixture.start("waiting")
        try await fixture.start("waiting", businessKey: "B")
        try await fixture.start("calling")
        #expect(try await fixture.tasks() == expected)
    }

    @Test("a message that nobody wants fails the step, which is undone as a whole")
    func mismatch() async throws {
        let fixture = try await Fixture([
            "calling": Self.calling("${correlationService.sendCatchEventMessage('go', 'X')}")
        ])
        await #expect(throws: EngineError.self) { try await fixture.start("calling") }
        #expect(try await fixture.tasks().isEmpty)
    }

    @Test("a process is started with a business key and the caller's variables")
    func process() async throws {
        let fixture = try await Fixture([
            "child": """
            <startEvent id="s"/><userTask id="c"/><sequenceFlow id="f" sourceRef="s" \
            targetRef="c"/>
            """,
            "calling": Self.calling(
                "${processService.startProcessByProcessDefinitionKey('child', "
                    + "execution.businessKey, execution.variables)}"),
        ])
        _ = try await fixture.engine.perform(
            .startInstance(
                StartInstance(
                    definition: .latest(key: "calling", tenantID: nil), businessKey: "A",
                    variables: [VariableInput("x", .integer(1))])), as: .engine)
        #expect(try await fixture.tasks() == ["after/A", "c/A"])
        let rows = try await fixture.store.read(
            Query(VariableRow.table, where: .equal("name", "x")))
        #expect(rows.count == 2)
    }

    @Test(
        "timers of the instance are moved, to a moment or by milliseconds",
        arguments: [
            (
                "${jobService.updateTimerDueDateByActivityId('2300-01-01T00:00:00Z', 'b', execution)}",
                Instant(year: 2300, month: 1, day: 1, hour: 0)
            ),
            (
                "${jobService.addOffsetInMillisToTimerDueDateByActivityId(-3600000, 'b', execution)}",
                Instant(year: 2026, month: 3, day: 2, hour: 10)
            ),
            (
                "${timerService.updateActiveTimers(execution.businessKey, "
                    + "'2026-04-01T00:00:00Z', 'b', 'x')}",
                Instant(year: 2026, month: 4, day: 1, hour: 0)
            ),
        ])
    func timers(expression: String, due: Instant) async throws {
        let fixture = try await Fixture([
            "calling": """
            <startEvent id="s"/><userTask id="wait"/><boundaryEvent id="b" attachedToRef="wait">\
            <timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>\
            </boundaryEvent><userTask id="first"/><serviceTask id="t" \
            camunda:expression="\(expression)"/><parallelGateway id="g"/>\
            <sequenceFlow id="f0" sourceRef="s" targetRef="g"/>\
            <sequenceFlow id="f1" sourceRef="g" targetRef="wait"/>\
            <sequenceFlow id="f2" sourceRef="g" targetRef="first"/>\
            <sequenceFlow id="f3" sourceRef="first" targetRef="t"/>
            """
        ])
        try await fixture.start("calling")
        let rows = try await fixture.store.read(
            Query(TaskRow.table, where: .equal("task_definition_key", "first")))
        let task = try #require(try rows.first.map { try TaskRow(row: $0) })
        _ = try await fixture.engine.perform(
            .task(id: task.id, .complete(variables: [], wantsVariables: false)), as: .engine)
        #expect(try await fixture.timers() == [due])
    }

    @Test("a method that a bean does not have is told by name")
    func unknown() async throws {
        let fixture = try await Fixture([
            "calling": Self.calling("${processService.dance(execution)}")
        ])
        do {
            try await fixture.start("calling")
            Issue.record("it was done")
        } catch let error as EngineError {
            #expect(error.message.contains("processService.dance"))
        }
    }
}
