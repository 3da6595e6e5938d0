import HTTPClient
import JSONTree
import Signing

@testable import ZGWSandbox

/// Calls a sandbox as a client does.
struct SandboxCaller {
    static let client = SandboxClient(
        identifier: "zgwbridge", secret: "a-secret-of-thirty-two-characters")

    let base: String
    let http: HTTPClient
    var identifier = Self.client.identifier
    var secret = Self.client.secret
    var clock: TestClock?

    init(_ base: String, clock: TestClock? = nil) throws {
        self.base = base
        self.clock = clock
        http = try HTTPClient(
            HTTPClient.Configuration(
                policy: DestinationPolicy(
                    schemes: "http", hosts: ["127.0.0.1", "::1", "[::1]"], addresses: .any)))
    }

    struct Reply {
        var status: Int
        var headers: [HTTPHeader]
        var body: JSON

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        var url: String { body["url"]?.stringValue ?? "" }
    }

    func token() throws -> String {
        let now = (clock?.now ?? Moment.now.microseconds) / 1_000_000
        return try JSONWebToken.make(
            claims: [
                "iss": .string(identifier), "client_id": .string(identifier),
                "iat": .integer(now), "user_id": "j.jansen",
                "user_representation": "J. Jansen",
            ], secret: Array(secret.utf8))
    }

    /// Sends a request to a path or URL, with everything that the APIs ask for.
    @discardableResult
    func call(_ method: String, _ target: String, _ body: JSON? = nil) async throws -> Reply {
        let isToken = target.contains("/objecten/")
        let authorization =
            isToken
            ? "Token \(SandboxConfiguration.demoToken)" : "Bearer \(try token())"
        return try await send(
            method, target,
            [
                HTTPHeader("Authorization", authorization), HTTPHeader("Accept-Crs", "EPSG:4326"),
                HTTPHeader("Content-Crs", "EPSG:4326"),
                HTTPHeader("Content-Type", "application/json"),
                HTTPHeader("Accept", "application/json"),
            ], body.map { $0.serialized })
    }

    func send(
        _ method: String, _ target: String, _ headers: [HTTPHeader], _ body: [UInt8]?
    ) async throws -> Reply {
        let url = target.hasPrefix("/") ? base + target : target
        let response = try await http.send(
            HTTPRequest(
                method: method, url: url, headers: headers, body: body.map { .bytes($0) } ?? .none))
        let json = response.body.isEmpty ? JSON.null : try JSON(parsing: response.body)
        return Reply(status: response.status, headers: response.headers, body: json)
    }
}
