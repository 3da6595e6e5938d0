import HTTPServer
import JSONTree
import Synchronization

@testable import ZGWBridge

/// A server on loopback whose answers a test decides, and which keeps what it was asked.
final class ScriptedServer: Sendable {
    /// What a request was.
    struct Call: Sendable {
        var method: String
        var path: String
        var query: [String: String]
        var headers: [String: String]
        var body: JSON?
    }

    /// What to answer.
    enum Answer: Sendable {
        case json(Int, JSON)
        case text(Int, String, headers: [String: String])
        /// Answers after the client has given up.
        case late
        /// Answers after so many seconds.
        case after(Int)
    }

    private final class Log: Sendable {
        let all = Mutex<[Call]>([])
    }

    private let server: HTTPServer
    private let log = Log()
    var calls: [Call] { log.all.withLock { $0 } }
    var root: String { "http://127.0.0.1:\(server.port)/api/v1" }

    init(_ answer: @escaping @Sendable (Call) -> Answer) throws {
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.loops = 1
        let log = log
        server = try HTTPServer(configuration: configuration) { request in
            let query = (request.query ?? []).map { ($0.name, $0.value) }
            let call = Call(
                method: request.method, path: request.path,
                query: Dictionary(query) { first, _ in first },
                headers: Dictionary(
                    request.headers.fields.map { ($0.name, $0.value) }
                ) { first, _ in first },
                body: try? JSON(parsing: request.body))
            log.all.withLock { $0.append(call) }
            switch answer(call) {
            case .json(let status, let json):
                return HTTPResponse(
                    status: status, headers: ["Content-Type": "application/json"],
                    body: .bytes(json.serialized))
            case .text(let status, let text, let headers):
                var response = HTTPResponse(
                    status: status, body: .bytes(Array(text.utf8)))
                for (name, value) in headers { response.headers.append(name, value) }
                return response
            case .after(let seconds):
                try? await Task.sleep(for: .seconds(seconds))
                return HTTPResponse(status: 200)
            case .late:
                try? await Task.sleep(for: .milliseconds(400))
                return HTTPResponse(status: 200, body: .bytes(Array("{}".utf8)))
            }
        }
    }

    func stop() async { await server.shutdown(grace: .milliseconds(10)) }
}
