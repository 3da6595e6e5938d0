public import JSONTree

/// The Notificaties API, from the side of a subscriber.
public struct NotificatiesAPI: Sendable {
    /// The connection that the calls are made on.
    public let connection: ZGWConnection

    /// Creates the API on a connection.
    public init(_ connection: ZGWConnection) {
        self.connection = connection
    }

    /// Makes sure that there is exactly one abonnement with this address, and that it is ours.
    ///
    /// The server calls the address twice before it answers, without and with `authorization`, so
    /// that the listener must be up. Subscribing twice would bring every message twice; `auth` is
    /// never shown, so that one that is there is written anew.
    ///
    /// - Parameters:
    ///   - callbackURL: Where notifications go.
    ///   - authorization: What they carry in `Authorization`.
    ///   - channels: The kanalen, each with its filters.
    /// - Returns: The URL of the abonnement.
    /// - Throws: `ZGWError`.
    public func subscribe(
        callbackURL: String, authorization: String, channels: [Channel]
    ) async throws(ZGWError) -> String {
        let body: JSON = [
            "callbackUrl": .string(callbackURL), "auth": .string(authorization),
            "kanalen": .array(
                channels.map { channel in
                    let filters = channel.filters.map {
                        JSONObject.Member($0.name, .string($0.value))
                    }
                    return [
                        "naam": .string(channel.name), "filters": .object(JSONObject(filters)),
                    ]
                }),
        ]
        let all = try await connection.list("/abonnement")
        let ours = all.filter { $0["callbackUrl"]?.stringValue == callbackURL }
            .compactMap { $0["url"]?.stringValue }
        for surplus in ours.dropFirst() { try await connection.delete(surplus) }
        let abonnement: JSON
        if let url = ours.first {
            abonnement = try await connection.put(url, body)
        } else {
            abonnement = try await connection.post("/abonnement", body)
        }
        guard let url = abonnement["url"]?.stringValue else {
            throw .unexpected("an abonnement without url")
        }
        return url
    }

    /// A kanaal to listen to.
    public struct Channel: Sendable {
        /// Its name, such as `objecten`.
        public var name: String
        /// What the kenmerken of a message must be.
        public var filters: [QueryItem]

        /// Describes a kanaal.
        public init(_ name: String, filters: [QueryItem] = []) {
            self.name = name
            self.filters = filters
        }
    }
}

/// A message of a Notificaties API.
///
/// It may come twice, late, or in another order than things happened: it only says where to look.
public struct Notificatie: Sendable, Equatable {
    /// The kanaal.
    public var kanaal: String
    /// The URL of the object that it is about.
    public var hoofdObject: String
    /// The kind of what changed.
    public var resource: String
    /// The URL of what changed.
    public var resourceURL: String
    /// `create`, `update`, `partial_update` or `destroy`.
    public var actie: String
    /// When the message was made.
    public var aanmaakdatum: String
    /// What subscriptions can filter on.
    public var kenmerken: JSONObject

    /// Reads the body of a callback.
    ///
    /// - Returns: nil if it is not a notificatie.
    public init?(_ json: JSON) {
        guard let kanaal = json["kanaal"]?.stringValue,
            let hoofdObject = json["hoofdObject"]?.stringValue,
            let resource = json["resource"]?.stringValue,
            let resourceURL = json["resourceUrl"]?.stringValue,
            let actie = json["actie"]?.stringValue,
            let aanmaakdatum = json["aanmaakdatum"]?.stringValue
        else { return nil }
        self.kanaal = kanaal
        self.hoofdObject = hoofdObject
        self.resource = resource
        self.resourceURL = resourceURL
        self.actie = actie
        self.aanmaakdatum = aanmaakdatum
        kenmerken = json["kenmerken"]?.objectValue ?? [:]
    }

    /// The URL of the objecttype, in either spelling of the kenmerk.
    public var objectType: String? {
        kenmerken["objectType"]?.stringValue ?? kenmerken["object_type"]?.stringValue
    }
}
