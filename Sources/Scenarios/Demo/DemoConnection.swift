internal import CaseHandling
internal import HTTPClient
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues

/// Why the demo cannot go on.
public enum DemoError: Error, Sendable, CustomStringConvertible {
    /// A server gave another answer than the story needs.
    case answer(String)
    /// Something did not happen in time.
    case waitedInVain(String)
    /// A server cannot be reached, or the addresses are none.
    case connection(String)

    /// What is wrong, and where to look.
    public var description: String {
        switch self {
        case .answer(let what): "Unexpected answer: \(what)"
        case .waitedInVain(let what):
            "Waited in vain for: \(what). The engine's incidents (/engine-rest/incident) and its log"
                + " may say why."
        case .connection(let what): what
        }
    }
}

/// Calls a server as a user would, by HTTP.
struct DemoConnection: Sendable {
    let root: String
    let authorization: String?
    let client: HTTPClient

    /// Sends a request and reads the answer, whose status must be below 300.
    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: JSON? = nil
    ) async throws(DemoError) -> JSON {
        var headers = [HTTPHeader("Accept", "application/json")]
        if let authorization { headers.append(HTTPHeader("Authorization", authorization)) }
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let response: HTTPResponse
        do {
            response = try await client.send(
                HTTPRequest(
                    method: method, url: root + path, headers: headers,
                    body: body.map { .bytes($0.serialized) } ?? .none))
        } catch {
            throw .connection("\(method) \(root)\(path): no answer (\(error))")
        }
        let text = String(decoding: response.body.prefix(400), as: UTF8.self)
        guard response.status < 300 else {
            throw .answer("\(method) \(path) gave \(response.status): \(text)")
        }
        if response.body.isEmpty { return .null }
        guard let json = try? JSON(parsing: response.body) else {
            throw .answer("\(method) \(path) gave no JSON: \(text)")
        }
        return json
    }
}

/// The value of a header `Authorization` for a name and a password (RFC 7617).
func basicAuthorization(user: String, password: String) -> String {
    "Basic " + Base64.encode(Array("\(user):\(password)".utf8))
}

/// Today in UTC, such as `2026-11-21`.
func utcToday() -> String { utcDayText(milliseconds: SystemClock().now.milliseconds) }
