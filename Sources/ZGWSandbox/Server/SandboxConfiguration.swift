/// Where a sandbox listens, what it stores its resources in, and who may call it.
public struct SandboxConfiguration: Sendable {
    /// The address to listen on; anything but a loopback address is refused.
    public var host: String
    /// The port to listen on; 0 lets the system choose one.
    public var port: UInt16
    /// The SQLite file; it is made if it is not there.
    public var databasePath: String
    /// Who may call the APIs that take a JWT.
    public var clients: [SandboxClient]
    /// The keys that the Objecten and Objecttypen APIs take, sent as `Token KEY`.
    public var tokens: [String]
    /// How often a notification is tried before it is given up.
    public var notificationAttempts = 8
    /// How long after a first failure a notification is tried again; twice that after the next.
    public var notificationRetryDelay = Duration.seconds(1)
    /// How long a subscriber may take to answer.
    public var callbackLimit = Duration.seconds(10)
    /// How often the queue of notifications is looked at.
    public var notificationInterval = Duration.milliseconds(50)
    /// How many requests the log holds.
    public var requestLogLimit = 5_000
    /// The time in microseconds since 1970-01-01T00:00:00Z.
    public var clock: @Sendable () -> Int64 = { Moment.now.microseconds }

    /// Creates a configuration; the defaults are those of the demo.
    public init(
        host: String = "127.0.0.1", port: UInt16 = 8081, databasePath: String,
        clients: [SandboxClient] = [.demo], tokens: [String] = [SandboxConfiguration.demoToken]
    ) {
        self.host = host
        self.port = port
        self.databasePath = databasePath
        self.clients = clients
        self.tokens = tokens
    }

    /// The key for Objecten that the demo uses.
    public static let demoToken = "raderwerk-sandbox-objecten-token"
}

/// Who may call the APIs that take a JWT, and with what secret its tokens are signed.
public struct SandboxClient: Sendable {
    /// The `client_id` of its tokens.
    public var identifier: String
    /// What its tokens are signed with, by HS256.
    public var secret: String
    /// Whether it gets an applicatie with all rights when the sandbox starts.
    ///
    /// A client without may do nothing until an applicatie is made for it.
    public var hasAllRights: Bool
    /// Whether Notificaties knows its secret.
    public var isKnownToNotificaties: Bool

    /// Creates a client.
    public init(
        identifier: String, secret: String, hasAllRights: Bool = true,
        isKnownToNotificaties: Bool = true
    ) {
        self.identifier = identifier
        self.secret = secret
        self.hasAllRights = hasAllRights
        self.isKnownToNotificaties = isKnownToNotificaties
    }

    /// The client that the demo uses, with all rights.
    public static let demo = SandboxClient(
        identifier: "raderwerk", secret: "raderwerk-sandbox-geheim-van-32-tekens")

    func isKnown(to api: API) -> Bool { isKnownToNotificaties || api != .notificaties }
}

/// Why a sandbox does not start.
public enum SandboxError: Error, Equatable, CustomStringConvertible {
    /// The address is none of the loopback addresses.
    case notLoopback(String)
    /// The address cannot be listened on.
    case cannotListen(String)
    /// The SQLite file cannot be used.
    case cannotStore(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notLoopback(let host):
            "the ZGW sandbox listens on loopback addresses only, not on \(host): "
                + "use 127.0.0.1 or ::1"
        case .cannotListen(let reason): "the ZGW sandbox cannot listen: \(reason)"
        case .cannotStore(let reason): "the ZGW sandbox cannot use its database: \(reason)"
        }
    }
}
