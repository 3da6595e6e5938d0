/// Who wants something, and where that came from.
public struct Principal: Sendable, Hashable {
    /// Where a command comes from.
    public enum Origin: String, Sendable, Hashable {
        /// A caller of the REST API or the console.
        case rest
        /// The job executor.
        case job
        /// A notification of another system.
        case notification
        /// The engine itself, at start-up or in a test.
        case engine
    }

    /// The user; nil for the engine itself.
    public var userID: String?
    /// The groups that the user is a member of.
    public var groups: [String]
    /// The tenants that the user belongs to.
    public var tenants: [String]
    /// Where it comes from.
    public var origin: Origin

    /// Creates a principal.
    public init(
        userID: String? = nil, groups: [String] = [], tenants: [String] = [],
        origin: Origin = .rest
    ) {
        self.userID = userID
        self.groups = groups
        self.tenants = tenants
        self.origin = origin
    }

    /// The engine itself.
    public static let engine = Principal(origin: .engine)
}
