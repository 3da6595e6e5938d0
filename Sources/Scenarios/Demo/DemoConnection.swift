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

/// The value of a header `Authorization` for a name and a password.
func basicAuthorization(user: String, password: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let bytes = Array("\(user):\(password)".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let part = bytes[start..<min(start + 3, bytes.count)]
        let bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
        for index in 0..<4 {
            let isPadding = index > part.count
            result.append(
                isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)])
        }
    }
    return "Basic " + String(decoding: result, as: UTF8.self)
}

/// A random UUID of version 4.
func randomUUID() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
    return parts.joined(separator: "-")
}

/// Today in UTC, such as `2026-11-21`.
func utcToday() -> String { utcDayText(milliseconds: SystemClock().now.milliseconds) }
