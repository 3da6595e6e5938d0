import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Records
import Synchronization
import Testing

@testable import ZGWBridge

/// An engine with an `http-connector` on a store of its own; jobs run when a test says so.
private final class ConnectorFixture {
    let bridge: BridgeFixture
    let engine: ProcessEngine

    init(_ model: String, allowing hosts: [String] = ["127.0.0.1"], bodyLimit: Int = 4_096)
        async throws
    {
        bridge = try await BridgeFixture()
        engine = ProcessEngine(
            store: bridge.store, clock: bridge.clock,
            effectHandlers: [
                try HTTPConnector(
                    HTTPConnector.Configuration(
                        allowedHosts: hosts, timeoutSeconds: 1, bodyLimit: bodyLimit))
            ])
        _ = try await engine.deploy(
            NewDeployment(
                name: "proef",
                resources: [
                    NewDeployment.Resource(name: "p.bpmn", content: Array(model.utf8))
                ]), as: .engine)
    }

    func start(_ variables: [VariableInput]) async throws {
        _ = try await engine.perform(
            .startInstance(
                StartInstance(
                    definition: .latest(key: "p", tenantID: nil), variables: variables)),
            as: .engine)
    }

    func jobs() async throws -> [JobRow] {
        try await bridge.store.read(Query(JobRow.table)).map { try JobRow(row: $0) }
    }

    /// Sends the call; the failure, if it failed.
    func send() async throws -> String? {
        let job = try #require(try await jobs().first)
        do throws(EngineError) {
            try await engine.executeJob(job.id, as: .engine)
            return nil
        } catch {
            return error.message
        }
    }

    func variable(_ name: String) async throws -> ProcessValue? {
        let rows = try await bridge.store.read(
            Query(HistoricVariableRow.table, where: .equal("name", name)))
        return try rows.last.map { try HistoricVariableRow(row: $0) }?.value(large: nil)
    }

    func waiting() async throws -> [String] {
        try await bridge.store.read(Query(TaskRow.table)).map { try TaskRow(row: $0) }.compactMap(
            \.taskDefinitionKey)
    }

    func incidents() async throws -> [String] {
        try await bridge.store.read(Query(IncidentRow.table)).map {
            try IncidentRow(row: $0).message ?? ""
        }
    }
}

/// A process that calls the connector with these parameters, then has a user task.
private func model(_ parameters: String, id: String = "http-connector") -> String {
    """
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">\
    <process id="p" isExecutable="true"><startEvent id="s"/><serviceTask id="call">\
    <extensionElements><camunda:connector><camunda:connectorId>\(id)</camunda:connectorId>\
    <camunda:inputOutput>\(parameters)</camunda:inputOutput></camunda:connector>\
    </extensionElements></serviceTask><userTask id="after"/>\
    <sequenceFlow id="f1" sourceRef="s" targetRef="call"/>\
    <sequenceFlow id="f2" sourceRef="call" targetRef="after"/></process></definitions>
    """
}

private let url = "<camunda:inputParameter name=\"url\">${base}/${path}</camunda:inputParameter>"
private let post = "<camunda:inputParameter name=\"method\">POST</camunda:inputParameter>"
private let status =
    "<camunda:outputParameter name=\"status\">${statusCode}</camunda:outputParameter>"

private func variables(_ server: ScriptedServer, path: String = "a") -> [VariableInput] {
    [VariableInput("base", .string(server.root)), VariableInput("path", .string(path))]
}

@Suite("The http-connector")
struct HTTPConnectorTests {
    @Test("sends what its inputs say, and its output mapping sees the answer in three ways")
    func call() async throws {
        let server = try ScriptedServer { _ in
            .text(201, #"{"name":{"first":"Ann"}}"#, headers: ["X-Kind": "test"])
        }
        let fixture = try await ConnectorFixture(
            model(
                url + post + """
                    <camunda:inputParameter name="headers"><camunda:map>\
                    <camunda:entry key="Accept">application/json</camunda:entry>\
                    <camunda:entry key="X-Path">${path}</camunda:entry></camunda:map>\
                    </camunda:inputParameter><camunda:inputParameter name="payload">\
                    <camunda:map><camunda:entry key="q">${path}</camunda:entry></camunda:map>\
                    </camunda:inputParameter>\(status)\
                    <camunda:outputParameter name="first">\
                    ${S(response).prop('name').prop('first').stringValue()}\
                    </camunda:outputParameter><camunda:outputParameter name="text">\
                    ${connector.getVariable("response")}</camunda:outputParameter>\
                    <camunda:outputParameter name="kind">${headers.get('X-Kind')}\
                    </camunda:outputParameter><camunda:outputParameter name="called">${url}\
                    </camunda:outputParameter>
                    """))
        try await fixture.start(variables(server))
        #expect(server.calls.isEmpty)
        #expect(try await fixture.waiting().isEmpty)
        #expect(try await fixture.send() == nil)
        let call = try #require(server.calls.first)
        #expect(call.method == "POST")
        #expect(call.path == "/api/v1/a")
        #expect(call.headers["X-Path"] == "a" || call.headers["x-path"] == "a")
        #expect(call.body == ["q": "a"])
        #expect(call.headers.contains { $0.key.lowercased() == "idempotency-key" })
        #expect(try await fixture.waiting() == ["after"])
        #expect(try await fixture.variable("status") == .integer(201))
        #expect(try await fixture.variable("first") == .string("Ann"))
        #expect(try await fixture.variable("text") == .string(#"{"name":{"first":"Ann"}}"#))
        #expect(try await fixture.variable("kind") == .string("test"))
        #expect(try await fixture.variable("called") == .string(server.root + "/a"))
        #expect(try await fixture.variable("response") == nil)
    }

    @Test("takes every status for an answer", arguments: [204, 404, 500])
    func statuses(_ code: Int) async throws {
        let server = try ScriptedServer { _ in .text(code, "", headers: [:]) }
        let fixture = try await ConnectorFixture(model(url + status))
        try await fixture.start(variables(server))
        #expect(try await fixture.send() == nil)
        #expect(server.calls.first?.method == "GET")
        #expect(try await fixture.variable("status") == .integer(Int32(code)))
    }

    @Test("a soap-http-connector posts by itself")
    func soap() async throws {
        let server = try ScriptedServer { _ in .text(200, "<ok/>", headers: [:]) }
        let fixture = try await ConnectorFixture(
            model(
                url + "<camunda:inputParameter name=\"payload\">&lt;a/></camunda:inputParameter>",
                id: "soap-http-connector"))
        try await fixture.start(variables(server))
        #expect(try await fixture.send() == nil)
        #expect(server.calls.first?.method == "POST")
    }

    @Test("a host that is not listed is an incident at once, and is not called")
    func notAllowed() async throws {
        let server = try ScriptedServer { _ in .text(200, "", headers: [:]) }
        for hosts in [[], ["example.org"], ["127.0.0.1:1"], ["*"]] {
            let fixture = try await ConnectorFixture(model(url), allowing: hosts)
            try await fixture.start(variables(server))
            let failure = try #require(try await fixture.send())
            #expect(failure.contains("connectors.http.allowedHosts"), "\(failure)")
            #expect(try await fixture.incidents().count == 1)
            #expect(try await fixture.waiting().isEmpty)
        }
        #expect(server.calls.isEmpty)
    }

    @Test("an answer or a payload over the limit is an incident")
    func limits() async throws {
        let server = try ScriptedServer { _ in
            .text(200, String(repeating: "x", count: 5_000), headers: [:])
        }
        let large = try await ConnectorFixture(model(url))
        try await large.start(variables(server))
        #expect(try await large.send()?.contains("larger than 4096 bytes") == true)
        #expect(try await large.incidents().count == 1)
        let payload = try await ConnectorFixture(
            model(
                url + post
                    + "<camunda:inputParameter name=\"payload\">${big}</camunda:inputParameter>"))
        let big = VariableInput("big", .string(String(repeating: "x", count: 5_000)))
        try await payload.start(variables(server) + [big])
        #expect(try await payload.send()?.contains("payload is larger") == true)
        #expect(server.calls.count == 1)
    }

    @Test("a server that does not answer is asked again, with the same key")
    func late() async throws {
        let count = Mutex(0)
        let server = try ScriptedServer { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number == 1 ? .after(4) : .text(200, "ok", headers: [:])
        }
        let fixture = try await ConnectorFixture(model(url + post + status))
        try await fixture.start(variables(server))
        #expect(try await fixture.send()?.contains("within 1 s") == true)
        #expect(try await fixture.incidents().isEmpty)
        #expect(try await fixture.jobs().first?.retries == 2)
        #expect(try await fixture.send() == nil)
        let keys = server.calls.map { call in
            call.headers.first { $0.key.lowercased() == "idempotency-key" }?.value
        }
        #expect(keys.count == 2)
        #expect(keys[0] != nil && keys[0] == keys[1])
        #expect(try await fixture.waiting() == ["after"])
    }

    @Test("an output mapping that fails does not make the call again: its answer was kept")
    func failingMapping() async throws {
        let server = try ScriptedServer { _ in .text(200, "ok", headers: [:]) }
        let fixture = try await ConnectorFixture(
            model(
                url
                    + "<camunda:outputParameter name=\"x\">${missing}</camunda:outputParameter>"))
        try await fixture.start(variables(server))
        #expect(try await fixture.send()?.contains("missing") == true)
        #expect(try await fixture.waiting().isEmpty)
        let rows = try await fixture.bridge.store.read(
            Query(ExecutionRow.table, where: .isNull("parent_id")))
        let instance = try #require(try rows.first.map { try ExecutionRow(row: $0) })
        _ = try await fixture.engine.perform(
            .changeVariables(
                VariableChange(
                    scope: .execution(instance.id),
                    modifications: [VariableInput("missing", .integer(1))])), as: .engine)
        #expect(try await fixture.send() == nil)
        #expect(server.calls.count == 1)
        #expect(try await fixture.waiting() == ["after"])
    }

    @Test("an activity that is cancelled takes its call back")
    func cancelled() async throws {
        let server = try ScriptedServer { _ in .text(200, "ok", headers: [:]) }
        let text = model(url).replacing(
            "<userTask id=\"after\"/>",
            with: """
                <boundaryEvent id="b" attachedToRef="call"><messageEventDefinition \
                messageRef="m"/></boundaryEvent><userTask id="after"/>\
                <sequenceFlow id="f3" sourceRef="b" targetRef="after"/>
                """
        ).replacing(
            "<process", with: "<message id=\"m\" name=\"stop\"/><process")
        let fixture = try await ConnectorFixture(text)
        try await fixture.start(variables(server))
        _ = try await fixture.engine.perform(
            .correlateMessage(MessageCorrelation(messageName: "stop")), as: .engine)
        #expect(try await fixture.jobs().isEmpty)
        #expect(try await fixture.waiting() == ["after"])
        #expect(server.calls.isEmpty)
    }

    @Test("a connector without an address, or one that there is not, is refused by name")
    func refused() async throws {
        await #expect(throws: DeploymentError.self) {
            _ = try await ConnectorFixture(model(post))
        }
        await #expect(throws: DeploymentError.self) {
            _ = try await ConnectorFixture(model(url, id: "mail-send"))
        }
    }
}
