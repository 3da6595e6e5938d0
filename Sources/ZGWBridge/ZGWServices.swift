internal import HTTPClient

/// The servers of one environment, as the actions use them.
public struct ZGWServices: Sendable {
    /// Where the APIs are and how to sign in.
    public struct Configuration: Sendable {
        /// The Zaken API.
        public var zaken: ZGWEndpoint
        /// The Catalogi API.
        public var catalogi: ZGWEndpoint
        /// The Objecten API.
        public var objecten: ZGWEndpoint
        /// The Objecttypen API; in Open Object 4 its root is that of the Objecten API.
        public var objecttypen: ZGWEndpoint
        /// The Notificaties API.
        public var notificaties: ZGWEndpoint
        /// Hosts that may be called beside those of the roots.
        public var otherHosts: Set<String>

        /// Describes an environment.
        public init(
            zaken: ZGWEndpoint, catalogi: ZGWEndpoint, objecten: ZGWEndpoint,
            objecttypen: ZGWEndpoint, notificaties: ZGWEndpoint, otherHosts: Set<String> = []
        ) {
            self.zaken = zaken
            self.catalogi = catalogi
            self.objecten = objecten
            self.objecttypen = objecttypen
            self.notificaties = notificaties
            self.otherHosts = otherHosts
        }

        var endpoints: [ZGWEndpoint] { [zaken, catalogi, objecten, objecttypen, notificaties] }
    }

    /// The Zaken API.
    public let zaken: ZakenAPI
    /// The Catalogi API.
    public let catalogi: CatalogiAPI
    /// The Objecten API.
    public let objecten: ObjectenAPI
    /// The Objecttypen API.
    public let objecttypen: ObjecttypenAPI
    /// The Notificaties API.
    public let notificaties: NotificatiesAPI
    private let client: HTTPClient

    /// Opens the way to the servers of an environment; nothing is called yet.
    ///
    /// Only the hosts of the roots and those listed can be called. Plain HTTP is used where a root
    /// says so.
    ///
    /// - Throws: `ZGWError.misconfigured` if a root is no URL or the client cannot be started.
    public init(_ configuration: Configuration) throws(ZGWError) {
        var hosts = configuration.otherHosts
        for endpoint in configuration.endpoints {
            guard let host = hostName(of: endpoint.root) else {
                throw .misconfigured("\"\(endpoint.root)\" is not the root of an API")
            }
            hosts.insert(host)
        }
        let isPlain = configuration.endpoints.contains { $0.root.hasPrefix("http://") }
        do {
            client = try HTTPClient(
                .init(
                    policy: DestinationPolicy(
                        schemes: isPlain ? "http,https" : "https", hosts: hosts, addresses: .any)))
        } catch {
            throw .misconfigured("no HTTP client can be started: \(error)")
        }
        zaken = ZakenAPI(ZGWConnection(configuration.zaken, client: client))
        catalogi = CatalogiAPI(ZGWConnection(configuration.catalogi, client: client))
        objecten = ObjectenAPI(ZGWConnection(configuration.objecten, client: client))
        objecttypen = ObjecttypenAPI(ZGWConnection(configuration.objecttypen, client: client))
        notificaties = NotificatiesAPI(ZGWConnection(configuration.notificaties, client: client))
    }
}

/// The lower-case host of a URL, without its port.
private func hostName(of url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") {
        guard let end = authority.firstIndex(of: "]") else { return nil }
        return authority[...end].lowercased()
    }
    let host = authority.prefix { $0 != ":" }
    return host.isEmpty ? nil : host.lowercased()
}
