internal import Glibc
internal import JSONTree
internal import Signing

/// How a client shows a ZGW API who it is.
public enum ZGWAuthentication: Sendable {
    /// A token signed by HS256 for every request: Zaken, Catalogi, Documenten, Notificaties.
    case jwt(JWTCredentials)
    /// A fixed key: Objecten, Objecttypen, Open Klant.
    case token(String)
    /// Nothing, for a server that asks for nothing.
    case none
}

/// The client that an Autorisaties API knows, with its secret.
public struct JWTCredentials: Sendable {
    /// The client's name, both `iss` and `client_id`.
    public var clientID: String
    /// The shared secret, of 32 characters or more.
    public var secret: String
    /// Who acts, as the audit trail shows it; the client's name where the engine acts itself.
    public var userID: String?
    /// The name of who acts, for people who read the audit trail.
    public var userRepresentation: String?

    /// Creates credentials.
    public init(
        clientID: String, secret: String, userID: String? = nil,
        userRepresentation: String? = nil
    ) {
        self.clientID = clientID
        self.secret = secret
        self.userID = userID
        self.userRepresentation = userRepresentation
    }

    /// A token for one request.
    ///
    /// Servers refuse a token whose `iat` is older than an hour, whatever `exp` says, so that none
    /// is kept; `iat` lies two seconds back for clocks that differ a little.
    func token(at seconds: Int64) throws(ZGWError) -> String {
        let claims: JSONObject = [
            "iss": .string(clientID), "iat": .integer(seconds - 2),
            "client_id": .string(clientID), "user_id": .string(userID ?? clientID),
            "user_representation": .string(userRepresentation ?? userID ?? clientID),
        ]
        do {
            return try JSONWebToken.make(claims: claims, secret: Array(secret.utf8))
        } catch {
            throw .misconfigured("no token can be signed for client \(clientID): \(error)")
        }
    }
}

extension ZGWAuthentication {
    /// The value of the header field `Authorization`, if there is one.
    func authorization(at seconds: Int64) throws(ZGWError) -> String? {
        switch self {
        case .jwt(let credentials): "Bearer " + (try credentials.token(at: seconds))
        case .token(let key): "Token " + key
        case .none: nil
        }
    }
}

/// The wall clock in milliseconds since 1970, which servers compare with theirs whatever the engine's
/// clock says.
func wallClockMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// The wall clock in seconds since 1970, with which tokens are stamped.
func wallClockSeconds() -> Int64 { wallClockMilliseconds() / 1000 }
