/// The APIs that the sandbox stands in for, each under a path of its own.
enum API: String, Sendable, CaseIterable {
    case zaken, catalogi, documenten, besluiten, autorisaties, objecten, notificaties
    case selectielijst

    /// The path under which the API's resources are.
    var root: String {
        switch self {
        case .objecten: "/objecten/api/v2"
        default: "/\(rawValue)/api/v1"
        }
    }

    /// What the header `API-version` says.
    var version: String {
        switch self {
        case .zaken: "1.5.1"
        case .catalogi: "1.3.1"
        case .documenten: "1.4.2"
        case .besluiten: "1.1.0"
        case .autorisaties, .notificaties, .selectielijst: "1.0.0"
        case .objecten: "2.7.0"
        }
    }

    /// The component's name in autorisaties.
    var component: String {
        switch self {
        case .zaken: "zrc"
        case .catalogi: "ztc"
        case .documenten: "drc"
        case .besluiten: "brc"
        case .autorisaties: "ac"
        case .notificaties: "nrc"
        case .objecten, .selectielijst: ""
        }
    }

    /// How callers show who they are.
    var authentication: Authentication {
        switch self {
        case .objecten: .token
        case .selectielijst: .none
        default: .jsonWebToken
        }
    }

    enum Authentication: Sendable {
        case jsonWebToken, token, none
    }
}
