import HTTPServer
import JSONTree
import Synchronization

/// A subscriber: keeps what it is sent, refuses calls without its secret.
final class CallbackListener: Sendable {
    static let secret = "Token listener-secret"

    let url: String
    private let server: HTTPServer
    private let messages: Received

    /// What has come in.
    private final class Received: Sendable {
        let list = Mutex<[(path: String, message: JSON)]>([])
        let failures = Mutex(0)
    }

    init() throws {
        let received = Received()
        messages = received
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.loops = 1
        server = try HTTPServer(configuration: configuration) { request in
            guard request.headers["Authorization"] == Self.secret else {
                return HTTPResponse(status: 403)
            }
            if request.path == "/fail" { return HTTPResponse(status: 500) }
            let mustFail = received.failures.withLock { count in
                if count > 0, request.path == "/flaky" {
                    count -= 1
                    return true
                }
                return false
            }
            if mustFail { return HTTPResponse(status: 503) }
            if let json = try? JSON(parsing: request.body), json["kanaal"] != "test" {
                received.list.withLock { $0.append((path: request.path, message: json)) }
            }
            return HTTPResponse(status: 204)
        }
        url = "http://127.0.0.1:\(server.port)"
    }

    /// Lets the next messages to `/flaky` fail.
    func failNext(_ count: Int) { messages.failures.withLock { $0 = count } }

    func received(at path: String) -> [JSON] {
        messages.list.withLock { $0.filter { $0.path == path }.map(\.message) }
    }

    /// The messages at a path, once there are as many, or what there is after five seconds.
    func received(at path: String, count: Int) async throws -> [JSON] {
        for _ in 0..<500 where received(at: path).count < count {
            try await Task.sleep(for: .milliseconds(10))
        }
        return received(at: path)
    }

    func shutdown() async { await server.shutdown(grace: .zero) }
}
