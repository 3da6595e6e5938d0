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

    init(
        _ model: String, allowing hosts: [String] = ["127.0.0.1"], bodyLimit: Int = 4_096,
        timeoutSeconds: Int = 20
    ) async throws {
        bridge = try await BridgeFixture()
        engine = ProcessEngine(
            store: bridge.store, clock: bridge.clock,
            effectHandlers: [
                try HTTPConnector(
                    HTTPConnector.Configuration(
                        allowedHosts: hosts, timeoutSeconds: timeoutSeconds,
                        bodyLimit: bodyLimit))
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

    @Test(
        "an answer is read in the character set that it names",
        arguments: [
            ("text/plain", "é"), ("text/plain; charset=UTF-8", "é"),
            ("text/plain; charset=ISO-8859-1", "\u{C3}\u{A9}"),
            ("text/plain; Charset=\"iso-8859-1\"", "\u{C3}\u{A9}"),
        ])
    func characterSets(_ type: String, _ text: String) async throws {
        let server = try ScriptedServer { _ in .text(200, "é", headers: ["Content-Type": type]) }
        let fixture = try await ConnectorFixture(
            model(
                url + "<camunda:outputParameter name=\"read\">${response}</camunda:outputParameter>"
            ))
        try await fixture.start(variables(server))
        #expect(try await fixture.send() == nil)
        #expect(try await fixture.variable("read") == .string(text))
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

    @Test(
        "a method that is no token is an incident, and is not sent",
        arguments: ["FOO BAR", "GET / HTTP/1.1", ""])
    func method(_ method: String) async throws {
        let server = try ScriptedServer { _ in .text(200, "", headers: [:]) }
        let fixture = try await ConnectorFixture(
            model(
                url + "<camunda:inputParameter name=\"method\">${m}</camunda:inputParameter>"
                    + status))
        try await fixture.start(variables(server) + [VariableInput("m", .string(method))])
        let failure = try await fixture.send()
        #expect(failure?.contains("'method \(method)' cannot be sent") == true)
        #expect(try await fixture.incidents().count == 1)
        #expect(server.calls.isEmpty)
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
        let fixture = try await ConnectorFixture(model(url + post + status), timeoutSeconds: 1)
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

    // MARK: Redirects

    /// The answers of a server by the last part of the path.
    private static func redirecting(
        _ places: @escaping @Sendable (String) -> (Int, String)?
    ) throws -> ScriptedServer {
        try ScriptedServer { call in
            let place = call.path.split(separator: "/").last.map(String.init) ?? ""
            guard let (status, location) = places(place) else {
                return .text(200, "at \(place) by \(call.method)", headers: [:])
            }
            return .text(status, "moved", headers: ["Location": location])
        }
    }

    private static let text =
        "<camunda:outputParameter name=\"text\">${response}</camunda:outputParameter>"

    private static func config(_ entries: String...) -> String {
        let pairs = entries.map { entry -> String in
            let parts = entry.split(separator: "=").map(String.init)
            return "<camunda:entry key=\"\(parts[0])\">\(parts[1])</camunda:entry>"
        }
        return "<camunda:inputParameter name=\"request-config\"><camunda:map>"
            + pairs.joined() + "</camunda:map></camunda:inputParameter>"
    }

    @Test(
        "a read is sent on by each redirect, anything else by 303 alone",
        arguments: [
            ("GET", 301, 200, "at b by GET"), ("GET", 302, 200, "at b by GET"),
            ("GET", 303, 200, "at b by GET"), ("GET", 307, 200, "at b by GET"),
            ("GET", 308, 200, "at b by GET"), ("GET", 300, 300, "moved"),
            ("POST", 303, 200, "at b by GET"), ("POST", 302, 302, "moved"),
            ("PUT", 307, 307, "moved"),
        ])
    func redirects(method: String, code: Int, answered: Int, text: String) async throws {
        for location in ["b", "/api/v1/b"] {
            let server = try Self.redirecting { $0 == "a" ? (code, location) : nil }
            let fixture = try await ConnectorFixture(
                model(
                    url + post.replacing("POST", with: method)
                        + "<camunda:inputParameter name=\"payload\">x</camunda:inputParameter>"
                        + status + Self.text))
            try await fixture.start(variables(server))
            #expect(try await fixture.send() == nil)
            #expect(try await fixture.variable("status") == .integer(Int32(answered)))
            #expect(try await fixture.variable("text") == .string(text))
        }
    }

    @Test("a redirect to a host that is not listed is not followed, and is an incident")
    func redirectElsewhere() async throws {
        let other = try ScriptedServer { _ in .text(200, "secret", headers: [:]) }
        let port = other.root.split(separator: ":").last?.split(separator: "/").first ?? ""
        for location in [
            other.root + "/b", "http://localhost:\(port)/b", "//127.0.0.1:\(port)/b",
        ] {
            let server = try Self.redirecting { _ in (302, location) }
            let own = server.root.split(separator: "/")[1]
            let fixture = try await ConnectorFixture(model(url), allowing: [String(own)])
            try await fixture.start(variables(server))
            let failure = try #require(try await fixture.send())
            #expect(failure.contains("sent the call on to"), "\(failure)")
            #expect(failure.contains("connectors.http.allowedHosts"), "\(failure)")
            #expect(try await fixture.incidents().count == 1)
            #expect(server.calls.count == 1)
        }
        #expect(other.calls.isEmpty)
    }

    @Test("a redirect to a listed host is followed, but takes no credentials along")
    func redirectToListed() async throws {
        let other = try ScriptedServer { _ in .text(200, "there", headers: [:]) }
        let place = other.root + "/b"
        let server = try Self.redirecting { _ in (302, place) }
        let fields = """
            <camunda:inputParameter name="headers"><camunda:map>\
            <camunda:entry key="Authorization">Bearer x</camunda:entry>\
            <camunda:entry key="X-Trace">1</camunda:entry></camunda:map></camunda:inputParameter>
            """
        let fixture = try await ConnectorFixture(model(url + fields + Self.text))
        try await fixture.start(variables(server))
        #expect(try await fixture.send() == nil)
        #expect(try await fixture.variable("text") == .string("there"))
        let names = Set(try #require(other.calls.first).headers.keys.map { $0.lowercased() })
        #expect(names.contains("x-trace") && !names.contains("authorization"))
        let first = Set(try #require(server.calls.first).headers.keys.map { $0.lowercased() })
        #expect(first.contains("authorization"))
    }

    @Test("redirects have an end, and can be left alone")
    func boundsOfRedirects() async throws {
        let circle = try Self.redirecting { ["a": (302, "b"), "b": (302, "a")][$0] }
        let round = try await ConnectorFixture(model(url))
        try await round.start(variables(circle))
        #expect(try await round.send()?.contains("round in a circle") == true)
        #expect(try await round.incidents().count == 1)

        let long = try Self.redirecting { (302, $0 + "x") }
        for (options, failure) in [
            ("max-redirects=3", "sent on more than 3 times"),
            ("max-redirects=${2}", "sent on more than 2 times"),
            ("relative-redirects-allowed=false", "is no address"),
        ] {
            let fixture = try await ConnectorFixture(model(url + Self.config(options)))
            try await fixture.start(variables(long))
            #expect(try await fixture.send()?.contains(failure) == true, "\(options)")
        }
        let left = try await ConnectorFixture(
            model(url + Self.config("redirects-enabled=${false}") + status))
        try await left.start(variables(circle))
        #expect(try await left.send() == nil)
        #expect(try await left.variable("status") == .integer(302))
    }

    @Test(
        "a location that leads nowhere is an incident", arguments: ["http://", "ftp://x/y", "::"])
    func badLocation(location: String) async throws {
        let server = try Self.redirecting { $0 == "a" ? (302, location) : nil }
        let fixture = try await ConnectorFixture(model(url))
        try await fixture.start(variables(server))
        let failure = try await fixture.send()
        // A text that is no address by itself may be the name of a neighbour.
        if location == "::" { return }
        #expect(failure != nil)
        #expect(try await fixture.waiting().isEmpty)
    }

    // MARK: Options of the request

    @Test("an answer with an error's status is a failure where the model says so, and tried again")
    func throwsErrors() async throws {
        let count = Mutex(0)
        let server = try ScriptedServer { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return .text(number == 1 ? 503 : 200, "x", headers: [:])
        }
        let fixture = try await ConnectorFixture(
            model(url + Self.config("throw-http-error=${true}") + status))
        try await fixture.start(variables(server))
        #expect(try await fixture.send()?.contains("failed with status code 503") == true)
        #expect(try await fixture.incidents().isEmpty)
        #expect(try await fixture.jobs().first?.retries == 2)
        #expect(try await fixture.send() == nil)
        #expect(try await fixture.variable("status") == .integer(200))
    }

    @Test("a server that is silent for longer than the model allows is given up")
    func socketTimeout() async throws {
        let server = try ScriptedServer { _ in .late }
        let fixture = try await ConnectorFixture(model(url + Self.config("socket-timeout=100")))
        try await fixture.start(variables(server))
        #expect(try await fixture.send()?.contains("there was no answer") == true)
        let patient = try await ConnectorFixture(
            model(url + Self.config("socket-timeout=0", "connection-timeout=${5000}")))
        try await patient.start(variables(server))
        #expect(try await patient.send() == nil)
    }

    @Test("mappings in FEEL and in expressions see the answer, the inputs and the variables around")
    func mappings() async throws {
        let server = try ScriptedServer { _ in
            .text(200, #"{"a":1}"#, headers: ["X-A": "1", "X-B": "2"])
        }
        func output(_ name: String, _ feel: String) -> String {
            """
            <camunda:outputParameter name="\(name)"><camunda:script scriptFormat="feel">\(feel)\
            </camunda:script></camunda:outputParameter>
            """
        }
        let fixture = try await ConnectorFixture(
            model(
                url
                    + """
                    <camunda:inputParameter name="payload"><camunda:script scriptFormat="feel">\
                    "for " + path</camunda:script></camunda:inputParameter>
                    """
                    + post + output("sum", "statusCode + 1")
                    + output("size", "string length(response)")
                    + output("where", "upper case(path)")
                        + """
                        <camunda:outputParameter name="around">${connector.getVariable("path")}\
                        </camunda:outputParameter><camunda:outputParameter name="asked">${payload}\
                        </camunda:outputParameter><camunda:outputParameter name="fields">\
                        <camunda:list><camunda:value>${headers["X-A"]}</camunda:value><camunda:value>\
                        ${headers.get("X-B")}</camunda:value></camunda:list></camunda:outputParameter>
                        """))
        try await fixture.start(variables(server))
        #expect(try await fixture.send() == nil)
        #expect(try await fixture.variable("sum") == .long(201))
        #expect(try await fixture.variable("size") == .long(7))
        #expect(try await fixture.variable("where") == .string("A"))
        #expect(try await fixture.variable("around") == .string("a"))
        #expect(try await fixture.variable("asked") == .string("for a"))
        #expect(try await fixture.variable("fields")?.plainJSON == ["1", "2"])
    }
}
