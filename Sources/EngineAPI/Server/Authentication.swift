import HTTPServer
import ProcessEngine
public import Signing
import ProcessValues

/// A person who may log in.
public struct APIUser: Sendable {
    /// The id.
    public var id: String
    /// The hash of the password.
    public var password: PasswordHash
    /// The groups.
    public var groups: [String]
    /// The tenants.
    public var tenants: [String]

    /// Describes a user.
    public init(
        id: String, password: PasswordHash, groups: [String] = [], tenants: [String] = []
    ) {
        self.id = id
        self.password = password
        self.groups = groups
        self.tenants = tenants
    }
}

/// Finds out who sends a request.
struct Authenticator: Sendable {
    private let users: [String: APIUser]?
    private let verifier: PasswordVerifier

    /// Makes an authenticator; without users everybody is let in, as the engine itself.
    init(users: [APIUser]?) throws(CryptoError) {
        self.users = users.map {
            Dictionary($0.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        }
        verifier = try PasswordVerifier()
    }

    /// The groups of a user.
    func groups(of user: String) -> [String] { users?[user]?.groups ?? [] }

    /// Who sends a request.
    ///
    /// - Throws: 401 without the right name and password, 503 if too many wait to be checked.
    func principal(of request: HTTPRequest) async throws(APIError) -> Principal {
        guard let users else { return Principal(origin: .rest) }
        guard let credentials = Self.credentials(request.headers["authorization"]) else {
            throw Self.refused
        }
        let user = users[credentials.name]
        let isRight: Bool
        do {
            isRight = try await verifier.verify(credentials.password, against: user?.password)
        } catch {
            throw APIError(
                status: 503, type: "RestException", "Too many log-ins are being checked", code: 0)
        }
        guard isRight, let user else { throw Self.wrong }
        return Principal(
            userID: user.id, groups: user.groups, tenants: user.tenants, origin: .rest)
    }

    private static let refused = APIError(
        status: 401, type: "AuthenticationException", "Name and password are needed")
    /// The same for a wrong name and a wrong password, so that names cannot be found out.
    private static let wrong = APIError(
        status: 401, type: "AuthenticationException", "The name or the password is wrong")

    /// Name and password of Basic authentication (RFC 7617), in UTF-8.
    static func credentials(_ header: String?) -> (name: String, password: String)? {
        guard let header, header.utf8.count > 6,
            header.prefix(6).lowercased() == "basic ",
            let bytes = Base64.decode(String(header.dropFirst(6))),
            let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}
