import EngineAPI
import Foundation
import HTTPServer
import JSONTree
import Persistence
import ProcessEngine
import ProcessValues
import Signing
import TemporaryFolder

/// The API on an engine with an empty database, asked without a socket.
final class TestAPI: Sendable {
    let engine: ProcessEngine
    let clock: MovableClock
    private let api: EngineAPI
    private let store: SQLiteStore
    private let folder: TemporaryFolder

    init(users: [APIUser]? = nil, modules: [any APIModule] = []) throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(
            SQLiteStore.Configuration(
                path: folder.path("engine.db"), isDurable: false),
            migrations: EngineSchema.migrations)
        clock = MovableClock(at: Instant(year: 2026, month: 11, day: 21, hour: 12))
        engine = ProcessEngine(store: store, clock: clock)
        api = try EngineAPI(
            engine: engine, configuration: EngineAPI.Configuration(users: users), modules: modules)
    }

    deinit { store.close() }

    /// An answer as tests look at it.
    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let bytes: [UInt8]
        var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Asks; the path is below `/engine-rest` unless it names another root.
    func ask(
        _ method: String, _ target: String, _ body: JSON? = nil, headers: HTTPHeaders = [:],
        raw: [UInt8]? = nil
    ) async -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let isRooted = parts[0].hasPrefix("/api/") || parts[0] == "/health"
        var headers = headers
        if headers["host"] == nil { headers.append("host", "localhost:8080") }
        if body != nil { headers.append("content-type", "application/json") }
        let request = HTTPRequest(
            method: method, path: (isRooted ? "" : "/engine-rest") + parts[0],
            rawQuery: parts.count > 1 ? parts[1] : nil, headers: headers,
            body: raw ?? body?.serialized ?? [])
        let response = await api.answer(request)
        guard case .bytes(let bytes) = response.body else {
            return Answer(status: response.status, headers: response.headers, bytes: [])
        }
        return Answer(status: response.status, headers: response.headers, bytes: bytes)
    }

    /// Deploys files.
    func deploy(
        _ files: [(name: String, content: String)], query: String = "", tenant: String? = nil
    ) async -> Answer {
        var body = "--b\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\ntest\r\n"
        if let tenant {
            body += "--b\r\nContent-Disposition: form-data; name=\"tenant-id\"\r\n\r\n\(tenant)\r\n"
        }
        for file in files {
            body +=
                "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"\(file.name)\"\r\n"
                + "\r\n\(file.content)\r\n"
        }
        body += "--b--\r\n"
        return await ask(
            "POST", "/deployment/create" + query,
            headers: ["content-type": "multipart/form-data; boundary=b"], raw: Array(body.utf8))
    }

    /// Deploys a process and starts an instance of it; gives the instance's id.
    func start(_ process: String, key: String, variables: JSON = [:]) async -> String {
        _ = await deploy([("\(key).bpmn", TestAPI.model(process))])
        let answer = await ask(
            "POST", "/process-definition/key/\(key)/start", ["variables": variables])
        return answer.json["id"]?.stringValue ?? ""
    }

    /// A BPMN file with this inside.
    static func model(_ content: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
        \(content)
        </definitions>
        """
    }

    /// A process with one user task.
    static let oneTask = """
        <process id="review" name="Review" isExecutable="true">
          <startEvent id="received"/>
          <sequenceFlow id="f1" sourceRef="received" targetRef="check"/>
          <userTask id="check" name="Check" camunda:candidateGroups="sales"
              camunda:formKey="form-${kind}"/>
          <sequenceFlow id="f2" sourceRef="check" targetRef="done"/>
          <endEvent id="done"/>
        </process>
        """
}
