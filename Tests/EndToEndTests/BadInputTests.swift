import Foundation
import JSONTree
import TemporaryFolder
import Testing

/// What people and programs get wrong, as the running server answers it.
@Suite("Bad input to the running server", .timeLimit(.minutes(3)))
struct BadInputTests {
    private let folder: TemporaryFolder
    private let server: RunningServer

    init() async throws {
        folder = try TemporaryFolder()
        let configuration = try folder.write(
            """
            users:
              - id: ann
                password: "\(Self.hash)"
            """, to: "users.yaml")
        server = try await RunningServer(
            [
                "serve", "--config", configuration, "--database",
                folder.path("engine.db"),
            ], in: folder.url)
    }

    /// The hash of the password `ann`.
    static let hash =
        "$scrypt$ln=15,r=8,p=3$HOG9wiEqd+fJtFhiwLMhcg$hDvWVYQucX5j8uJY7me/d5CrtIeu1vLN9kRjybdVGUg"

    /// A model with some content in its process.
    static func model(_ content: String, key: String = "p") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
          <process id="\(key)" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
            \(content)
          </process>
        </definitions>
        """
    }

    private func startOneTask() async throws -> String {
        let answer = try await server.deploy(["ok.bpmn": Self.model("<userTask id=\"t\"/>")])
        #expect(answer.status == 200, "\(answer.text)")
        let started = try await server.call(
            "POST", "/engine-rest/process-definition/key/p/start", "{}")
        #expect(started.status == 200, "\(started.text)")
        let tasks = try await server.call("GET", "/engine-rest/task")
        return try #require(tasks.body.arrayValue?.first?["id"]?.stringValue)
    }

    /// File name, content, and what the answer must say.
    private static let models: [(String, String, [String])] = [
        ("broken.bpmn", "<definitions><process", ["broken.bpmn", "line 1"]),
        ("broken.dmn", "<definitions><decision", ["broken.dmn", "line 1"]),
        (
            "other.bpmn", "<definitions xmlns=\"http://example.org\"><process/></definitions>",
            ["http://www.omg.org/spec/BPMN/20100524/MODEL", "line 1"]
        ),
        (
            "reference.bpmn", model("<userTask id=\"u\"/>"),
            ["'t'", "does not exist", "line 5"]
        ),
        (
            "message.bpmn",
            model(
                "<receiveTask id=\"t\" messageRef=\"geen\"/>"),
            ["'geen'", "line 6"]
        ),
        (
            "element.bpmn",
            model("<serviceTask id=\"t\" camunda:class=\"org.example.Delegate\"/>"),
            ["org.example.Delegate", "line 6"]
        ),
        (
            "expression.bpmn", model("<serviceTask id=\"t\" camunda:expression=\"${a +\"/>"),
            ["${a +", "line 6"]
        ),
        (
            "feel.dmn",
            """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
                namespace="t">
              <decision id="x" name="x"><variable name="x"/>
                <literalExpression><text>1 +</text></literalExpression></decision>
            </definitions>
            """, ["ends where a value is expected", "line 4"]
        ),
        (
            "bomb.bpmn",
            "<!DOCTYPE a [<!ENTITY b \"bb\">]><definitions>&b;</definitions>", ["bomb.bpmn"]
        ),
    ]

    @Test("A model that cannot run is refused with its place, and nothing of it is stored")
    func models() async throws {
        for (name, content, parts) in Self.models {
            let answer = try await server.deploy([
                "good.bpmn": Self.model("<userTask id=\"t\"/>"), name: content,
            ])
            // The reference answers 500 for what is no model at all, 400 for a model with errors.
            #expect([400, 500].contains(answer.status), "\(name): \(answer.text)")
            for part in parts {
                #expect(answer.message.contains(part), "\(name): \(answer.text)")
            }
        }
        let count = try await server.call("GET", "/engine-rest/process-definition/count")
        #expect(count.body["count"]?.intValue == 0)
    }

    /// Body, status, type and a part of the message.
    private static let bodies: [(String, Int, String)] = [
        (#"{"variables":"#, 400, "is no JSON"),
        (#"[]"#, 400, "object"),
        (#"{"variables":{"a":{"value":"x","type":"Integer"}}}"#, 400, "Cannot convert value 'x'"),
        (
            #"{"variables":{"a":{"value":"x","type":"Geheel"}}}"#, 400,
            "Unsupported value type 'Geheel'"
        ),
        (
            #"{"variables":{"a":{"value":"x","type":"Date"}}}"#, 400, "'x'"
        ),
        (#"{"businessKey":{"a":1}}"#, 400, "businessKey"),
        (String(repeating: "[", count: 20_000), 400, "JSON"),
    ]

    @Test("A body that is no JSON or has values of wrong types is refused")
    func bodies() async throws {
        _ = try await startOneTask()
        for (body, status, part) in Self.bodies {
            let answer = try await server.call(
                "POST", "/engine-rest/process-definition/key/p/start", body)
            #expect(answer.status == status, "\(body.prefix(60)): \(answer.text)")
            #expect(answer.message.contains(part), "\(body.prefix(60)): \(answer.text)")
            #expect(answer.type == "InvalidRequestException")
        }
        let count = try await server.call("GET", "/engine-rest/process-instance/count")
        #expect(count.body["count"]?.intValue == 1)
    }

    private static let unknown: [(String, String, String?, Int)] = [
        ("GET", "/engine-rest/task/geen", nil, 404),
        ("GET", "/engine-rest/process-instance/geen", nil, 404),
        ("GET", "/engine-rest/process-definition/geen", nil, 404),
        ("GET", "/engine-rest/deployment/geen", nil, 404),
        ("GET", "/engine-rest/job/geen", nil, 404),
        ("GET", "/engine-rest/decision-definition/key/geen", nil, 404),
        ("POST", "/engine-rest/process-definition/key/geen/start", "{}", 404),
        ("POST", "/engine-rest/task/geen/complete", "{}", 500),
        ("POST", "/engine-rest/message", #"{"messageName":"geen"}"#, 400),
        ("GET", "/api/v1/document/9e7b9f5e-0000-4000-8000-000000000000", nil, 404),
        ("GET", "/engine-rest/onbekend", nil, 404),
    ]

    @Test("An id that nothing has is told")
    func unknownIDs() async throws {
        for (method, path, body, status) in Self.unknown {
            let answer = try await server.call(method, path, body)
            #expect(answer.status == status, "\(method) \(path): \(answer.text)")
            #expect(!answer.message.isEmpty, "\(method) \(path)")
        }
    }

    @Test("A claimed task is not given to another, and a task completes once")
    func tasks() async throws {
        let task = "/engine-rest/task/\(try await startOneTask())"
        #expect(
            try await server.call("POST", task + "/claim", #"{"userId":"ann"}"#).status == 204)
        let second = try await server.call("POST", task + "/claim", #"{"userId":"bob"}"#)
        #expect(second.status == 500)
        #expect(second.type == "TaskAlreadyClaimedException")
        #expect(second.message.contains("already claimed"))
        let stored = try await server.call("GET", task)
        #expect(stored.body["assignee"]?.stringValue == "ann")

        #expect(try await server.call("POST", task + "/complete", "{}").status == 204)
        let again = try await server.call("POST", task + "/complete", "{}")
        #expect(again.status == 500)
        #expect(again.message.contains("Cannot find task with id"))
        let ended = try await server.call(
            "GET", "/engine-rest/history/process-instance/count?finished=true")
        #expect(ended.body["count"]?.intValue == 1)
    }

    @Test("A server that cannot start says why, for the person who starts it")
    func starts() async throws {
        let free = folder.path("other.db")
        let rubbish = try folder.write("no database", to: "rubbish.db")
        let taken = folder.path("engine.db")
        let cases: [([String], String)] = [
            (["--port", "0", "--database", taken], "\(taken) is in use by another engine-server"),
            (["--port", "0", "--database", rubbish], "\(rubbish): file is not a database"),
            (["--port", "0", "--database", "/nergens/x.db"], "/nergens/x.db"),
            (
                ["--port", "\(server.port)", "--database", free],
                "port \(server.port) of 127.0.0.1 is taken by another program"
            ),
            (["--port", "0", "--database", free, "--host", "0.0.0.0"], "loopback address"),
            (["--port", "0", "--database", free, "--timezone", "Mars/Olympus"], "Mars/Olympus"),
        ]
        for (options, part) in cases {
            let run = try ProgramRun(["serve", "--auth", "none"] + options)
            #expect(run.code != 0)
            #expect(run.complaints.contains(part), "\(run.complaints)")
        }
    }

    @Test(
        "Without the right password nothing is answered, and a wrong name is told no more than that",
        arguments: [(nil, "needed"), ("bob", "is wrong"), ("", "is wrong")])
    func passwords(_ password: String?, _ part: String) async throws {
        let answer = try await server.call("GET", "/engine-rest/task", password: password)
        #expect(answer.status == 401)
        #expect(answer.message.contains(part))
    }
}
