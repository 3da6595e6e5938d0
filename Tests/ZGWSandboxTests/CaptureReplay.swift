import HTTPClient
import JSONTree
import Signing
import UniversalIdentifier

@testable import ZGWSandbox

/// Sends recorded requests to a sandbox, with the identifiers that the sandbox gave in place of
/// the recorded ones, and compares the answers.
struct CaptureReplay {
    private static let clients = [
        SandboxCaller.client,
        // It gets its applicatie in the captures of prefix 06, and only Open Zaak knows it.
        SandboxClient(
            identifier: "zgwbridge-limited", secret: "another-secret-of-thirty-two-char",
            hasAllRights: false, isKnownToNotificaties: false),
        SandboxClient(
            identifier: "zgwbridge-noforce", secret: "a-third-secret-of-thirty-two-chars",
            hasAllRights: false),
    ]
    /// When the captures of prefix 01 were made, which vary the times in their tokens.
    private static let authenticationTime: Int64 = 1_795_246_811

    let clock = TestClock(authenticationTime * 1_000_000)
    let server: SandboxServer
    let listener: CallbackListener
    let caller: SandboxCaller
    /// The sandbox's uuid for a recorded one.
    private(set) var identifiers: [String: String]
    /// The sandbox's entity tag for a recorded one.
    private var tags: [String: String] = [:]

    init() async throws {
        var configuration = SandboxConfiguration(
            port: 0, databasePath: ":memory:", clients: Self.clients)
        configuration.clock = { [clock] in clock.now }
        server = try await SandboxServer(configuration: configuration)
        listener = try CallbackListener()
        caller = try SandboxCaller(server.baseURL, clock: clock)
        identifiers = [
            "035d5ce8-d4f8-4f23-a386-fe2ea136d9e3": Selectielijst.procestype,
            "183352aa-26d1-4bc3-8bbf-aec3a180ebbb": Selectielijst.keptOneYear,
            "67348398-2263-4aab-823d-92ae5fe8129d": Selectielijst.keptFiveYears,
            "fb65d251-1518-4185-865f-b8bdcfad07b1": Selectielijst.granted,
        ]
    }

    func shutdown() async {
        await server.shutdown()
        await listener.shutdown()
    }

    /// Takes a recorded identifier to stand for a resource of the sandbox.
    mutating func match(_ recorded: String, with url: String) {
        identifiers[recorded] = url.split(separator: "/").last.map(String.init)
    }

    // MARK: Replaying

    mutating func send(_ capture: Capture) async throws -> SandboxCaller.Reply {
        let claims = claims(of: capture)
        if capture.file.hasPrefix("01-") {
            clock.set(Self.authenticationTime * 1_000_000)
        } else if let issued = claims?["iat"]?.doubleValue {
            clock.set(Int64(issued) * 1_000_000)
        }
        var headers: [HTTPHeader] = []
        for header in capture.headers {
            switch header.name {
            case "Authorization":
                headers.append(HTTPHeader("Authorization", try authorization(capture, claims)))
            case "If-None-Match":
                headers.append(HTTPHeader(header.name, tags[header.value] ?? header.value))
            default: headers.append(HTTPHeader(header.name, header.value))
            }
        }
        if capture.header("Accept") == nil { headers.append(HTTPHeader("Accept", "*/*")) }
        let body = capture.body.map { body -> [UInt8] in
            if case .string(let raw) = body { return Array(raw.utf8) }
            return Array(translated(body.serializedText).utf8)
        }
        let reply = try await caller.send(capture.method, target(of: capture), headers, body)
        if let recorded = capture.responseHeaders["ETag"]?.stringValue,
            let own = reply.header("ETag")
        {
            tags[recorded] = own
        }
        let isNew = capture.method == "POST" || capture.path.hasSuffix("/audittrail")
        if capture.status < 300, reply.status < 300, isNew {
            match(capture.response, reply.body)
        }
        return reply
    }

    /// The path below the sandbox, whose APIs share one address.
    private func target(of capture: Capture) -> String {
        var path = translated(capture.path)
        switch capture.port {
        case "18002": path = "/objecten" + path
        case "18003": path = "/notificaties" + path
        default: break
        }
        guard let query = capture.query else { return path }
        return path + "?"
            + translated(query).replacing(" ", with: "%20").replacing("|", with: "%7C")
    }

    /// A recorded answer as this sandbox should give it.
    func translated(_ response: JSON) throws -> JSON {
        try JSON(parsing: translated(response.serializedText))
    }

    /// A text with the sandbox's addresses and identifiers in place of the recorded ones.
    private func translated(_ text: String) -> String {
        let base = server.baseURL
        var result = text
        for (recorded, own) in [
            ("http://127.0.0.1:18001", base), ("http://127.0.0.1:18004", base),
            ("http://127.0.0.1:18002/api", base + "/objecten/api"),
            ("http://127.0.0.1:18003/api", base + "/notificaties/api"),
            ("http://127.0.0.1:18090/api", base + "/selectielijst/api"),
            ("http://127.0.0.1:18091", listener.url),
        ] {
            result = result.replacing(recorded, with: own)
        }
        result = result.replacing(
            percentEncoded("http://127.0.0.1:18002/api"),
            with: percentEncoded(base + "/objecten/api"))
        for (recorded, own) in identifiers { result = result.replacing(recorded, with: own) }
        return result
    }

    /// Takes up the identifiers of what was made, wherever both answers have one.
    private mutating func match(_ recorded: JSON, _ own: JSON) {
        switch (recorded, own) {
        case (.object(let left), .object(let right)):
            for member in left.members {
                guard let value = right[member.key] else { continue }
                match(member.value, value)
                if member.key == "lock", let lock = member.value.stringValue, !lock.isEmpty {
                    identifiers[lock] = value.stringValue
                }
            }
        case (.array(let left), .array(let right)):
            for (one, other) in zip(left, right) { match(one, other) }
        case (.string(let left), .string(let right)):
            guard let recorded = left.split(separator: "/").last.map(String.init),
                let own = right.split(separator: "/").last.map(String.init),
                UniversalIdentifier.isValid(recorded), UniversalIdentifier.isValid(own)
            else { return }
            if identifiers[recorded] == nil { identifiers[recorded] = own }
        default: return
        }
    }

    // MARK: Credentials

    /// The claims, which the captures show in place of the token.
    private func claims(of capture: Capture) -> JSONObject? {
        guard let header = capture.header("Authorization"),
            let start = header.firstIndex(of: "{"), let end = header.lastIndex(of: "}")
        else { return nil }
        return try? JSON(parsing: String(header[start...end])).objectValue
    }

    private func authorization(_ capture: Capture, _ claims: JSONObject?) throws -> String {
        guard let claims else {
            switch capture.number {
            case "01-019": return "Bearer garbage"
            case "01-020", "11-002": return "Token no-such-token"
            case "11-003": return "Bearer \(SandboxConfiguration.demoToken)"
            default: return "Token \(SandboxConfiguration.demoToken)"
            }
        }
        let known = Self.clients.first { .string($0.identifier) == claims["client_id"] }
        var secret = known?.secret ?? "a-secret-that-nobody-has-been-given"
        if capture.number == "01-003" { secret = "the-wrong-secret-of-a-known-client" }
        let token = try JSONWebToken.make(claims: claims, secret: Array(secret.utf8))
        guard capture.number == "01-018" else { return "Bearer " + token }
        let parts = token.split(separator: ".")
        let head = Base64URL.encode(Array(#"{"alg":"HS512","typ":"JWT"}"#.utf8))
        return "Bearer \(head).\(parts[1]).\(parts[2])"
    }
}
