internal import JSONTree
internal import Synchronization

/// One request that the sandbox was sent.
public struct SandboxRequest: Sendable, Equatable {
    /// Its place in the order of arrival, from 1 on.
    public var number: Int
    /// The method.
    public var method: String
    /// The path, still percent-encoded.
    public var path: String
    /// The query without its question mark, still percent-encoded.
    public var query: String?
    /// The body, its first 8 KiB.
    public var body: String
    /// The status that was worked out, 0 while there is none.
    ///
    /// A fault may have answered another.
    public var status: Int
}

/// The last requests, the oldest first.
final class RequestLog: Sendable {
    private struct State {
        var requests: [SandboxRequest] = []
        var count = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    var requests: [SandboxRequest] { state.withLock { $0.requests } }

    func empty() { state.withLock { $0 = State() } }

    func add(method: String, path: String, query: String?, body: [UInt8]) -> Int {
        let text = String(decoding: body.prefix(8 * 1024), as: UTF8.self)
        return state.withLock { state in
            state.count += 1
            if state.requests.count >= limit { state.requests.removeFirst(limit / 2 + 1) }
            state.requests.append(
                SandboxRequest(
                    number: state.count, method: method, path: path, query: query, body: text,
                    status: 0))
            return state.count
        }
    }

    func note(_ number: Int, status: Int) {
        state.withLock { state in
            guard let last = state.requests.last else { return }
            let index = state.requests.count - 1 - (last.number - number)
            guard state.requests.indices.contains(index) else { return }
            state.requests[index].status = status
        }
    }

    var json: JSON {
        .array(
            requests.map { request in
                .object([
                    "number": .integer(Int64(request.number)), "method": .string(request.method),
                    "path": .string(request.path), "query": JSON(text: request.query),
                    "body": .string(request.body), "status": .integer(Int64(request.status)),
                ])
            })
    }
}
