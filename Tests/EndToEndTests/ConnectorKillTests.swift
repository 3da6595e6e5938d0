import Foundation
import HTTPServer
import JSONTree
import Synchronization
import TemporaryFolder
import Testing

/// A running server that is killed in the middle of a connector's call.
@Suite("A connector's call when the server is killed", .timeLimit(.minutes(5)))
struct ConnectorKillTests {
    /// Keeps the keys of the calls; holds those that it is told to hold.
    private final class Peer: Sendable {
        let server: HTTPServer
        private let calls: Calls

        final class Calls: Sendable {
            let keys = Mutex<[String]>([])
            let bodies = Mutex<[String]>([])
        }

        var keys: [String] { calls.keys.withLock { $0 } }
        var bodies: [String] { calls.bodies.withLock { $0 } }

        /// Listens at a free port.
        ///
        /// - Parameter held: How many of the first calls get no answer.
        /// - Throws: Why it cannot listen.
        init(holding held: Int) throws {
            let calls = Calls()
            self.calls = calls
            var configuration = HTTPServerConfiguration()
            configuration.port = 0
            configuration.loops = 1
            server = try HTTPServer(configuration: configuration) { request in
                let number = calls.keys.withLock { keys in
                    keys.append(request.headers["idempotency-key"] ?? "none")
                    return keys.count
                }
                let body = request.body
                calls.bodies.withLock { $0.append(String(decoding: body, as: UTF8.self)) }
                if number <= held { try? await Task.sleep(for: .seconds(120)) }
                return HTTPResponse(status: 200, body: .bytes(Array("answer \(number)".utf8)))
            }
        }
    }

    private static let model = BadInputTests.model(
        """
        <serviceTask id="t"><extensionElements><camunda:connector \
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><camunda:connectorId>http-connector\
        </camunda:connectorId><camunda:inputOutput><camunda:inputParameter name="url">${url}\
        </camunda:inputParameter><camunda:inputParameter name="method">POST\
        </camunda:inputParameter><camunda:outputParameter name="got">${response}\
        </camunda:outputParameter></camunda:inputOutput></camunda:connector>\
        </extensionElements></serviceTask>
        """)

    @Test(
        "The call is made again where no answer was kept, with the same key, and the process goes on"
    )
    func killed() async throws {
        let folder = try TemporaryFolder()
        let peer = try Peer(holding: 1)
        let arguments = [
            "serve", "--auth", "none", "--database",
            folder.path("engine.db"),
        ]
        let environment = [
            "RADERWERK_CONNECTORS_HTTP_ALLOWED_HOSTS": "127.0.0.1:\(peer.server.port)"
        ]
        let first = try await RunningServer(arguments, in: folder.url, environment: environment)
        let deployed = try await first.deploy(["p.bpmn": Self.model])
        #expect(deployed.status == 200, "\(deployed.text)")
        let body = #"{"variables":{"url":{"value":"http://127.0.0.1:\#(peer.server.port)/a"}}}"#
        let started = try await first.call(
            "POST", "/engine-rest/process-definition/key/p/start", body)
        #expect(started.status == 200, "\(started.text)")
        let id = try #require(started.body["id"]?.stringValue)
        _ = try await first.until("the call") { peer.keys.isEmpty ? nil : true }
        first.kill()

        let second = try await RunningServer(arguments, in: folder.url, environment: environment)
        _ = try await second.until("the end") {
            let answer = try await second.call("GET", "/engine-rest/history/process-instance/\(id)")
            return answer.body["state"]?.stringValue == "COMPLETED" ? true : nil
        }
        #expect(peer.keys.count == 2)
        #expect(Set(peer.keys).count == 1)
        #expect(!peer.keys.contains("none"))
        let variables = try await second.call(
            "GET", "/engine-rest/history/variable-instance?processInstanceId=\(id)&variableName=got"
        )
        #expect(variables.body[0]?["value"]?.stringValue == "answer 2")

        // What has its answer is not asked for again by a later start.
        second.kill()
        let third = try await RunningServer(arguments, in: folder.url, environment: environment)
        let jobs = try await third.call("GET", "/engine-rest/job/count")
        #expect(jobs.body["count"]?.intValue == 0)
        try await Task.sleep(for: .milliseconds(300))
        #expect(peer.keys.count == 2)
    }

    private static let scripted = BadInputTests.model(
        """
        <serviceTask id="t"><extensionElements><camunda:connector \
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn"><camunda:connectorId>http-connector\
        </camunda:connectorId><camunda:inputOutput><camunda:inputParameter name="url">${url}\
        </camunda:inputParameter><camunda:inputParameter name="method">POST\
        </camunda:inputParameter><camunda:inputParameter name="payload">\
        <camunda:script scriptFormat="javascript">JSON.stringify({a: execution.getVariable("n") + 1})\
        </camunda:script></camunda:inputParameter><camunda:outputParameter name="got">\
        <camunda:script scriptFormat="javascript">connector.getVariable("statusCode") + " " + \
        connector.getVariable("response").toUpperCase()</camunda:script>\
        </camunda:outputParameter></camunda:inputOutput></camunda:connector>\
        </extensionElements></serviceTask>
        """)

    @Test("Scripts in a connector's mappings make what is sent and read what was answered")
    func scripts() async throws {
        let folder = try TemporaryFolder()
        let peer = try Peer(holding: 0)
        let server = try await RunningServer(
            [
                "serve", "--auth", "none", "--database",
                folder.path("engine.db"),
            ], in: folder.url,
            environment: [
                "RADERWERK_CONNECTORS_HTTP_ALLOWED_HOSTS": "127.0.0.1:\(peer.server.port)"
            ])
        let deployed = try await server.deploy(["p.bpmn": Self.scripted])
        #expect(deployed.status == 200, "\(deployed.text)")
        let body = #"""
            {"variables":{"url":{"value":"http://127.0.0.1:\#(peer.server.port)/a"},
                          "n":{"value":1,"type":"Integer"}}}
            """#
        let started = try await server.call(
            "POST", "/engine-rest/process-definition/key/p/start", body)
        let id = try #require(started.body["id"]?.stringValue, "\(started.text)")
        let got = try await server.until("the answer") {
            let variables = try await server.call(
                "GET",
                "/engine-rest/history/variable-instance?processInstanceId=\(id)&variableName=got")
            return variables.body[0]?["value"]?.stringValue
        }
        #expect(got == "200 ANSWER 1")
        #expect(peer.bodies == [#"{"a":2}"#])
    }
}
