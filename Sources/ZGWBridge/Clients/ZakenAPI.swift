public import JSONTree

/// The Zaken API, as far as the engine's actions need it.
public struct ZakenAPI: Sendable {
    /// The connection that the calls are made on.
    public let connection: ZGWConnection

    /// Creates the API on a connection.
    public init(_ connection: ZGWConnection) {
        self.connection = connection
    }

    /// The zaak with this number, if there is one.
    ///
    /// - Parameters:
    ///   - identificatie: The number, unique for the organisation.
    ///   - bronorganisatie: The RSIN of the organisation.
    /// - Returns: The zaak, or nil.
    /// - Throws: `ZGWError`.
    public func zaak(
        identificatie: String, bronorganisatie: String
    ) async throws(ZGWError) -> Zaak? {
        let found = try await connection.list(
            "/zaken",
            query: [
                QueryItem("bronorganisatie", bronorganisatie),
                QueryItem("identificatie", identificatie),
            ])
        return try found.first.map { json throws(ZGWError) in try Zaak(json) }
    }

    /// The zaak at a URL, if there is one.
    public func zaak(url: String) async throws(ZGWError) -> Zaak? {
        try await connection.get(url).map { json throws(ZGWError) in try Zaak(json) }
    }

    /// Creates a zaak; `identificatie` in the body makes a repeat safe.
    public func createZaak(_ body: JSON) async throws(ZGWError) -> Zaak {
        try Zaak(try await connection.post("/zaken", body))
    }

    /// Changes members of a zaak.
    public func patchZaak(url: String, _ body: JSON) async throws(ZGWError) -> Zaak {
        try Zaak(try await connection.patch(url, body))
    }

    /// The statussen of a zaak.
    public func statussen(zaak: String) async throws(ZGWError) -> [JSON] {
        try await connection.list("/statussen", query: [QueryItem("zaak", zaak)])
    }

    /// Sets a status; the pair of zaak and `datumStatusGezet` makes a repeat safe.
    public func createStatus(_ body: JSON) async throws(ZGWError) -> JSON {
        try await connection.post("/statussen", body)
    }

    /// The rollen of a zaak.
    ///
    /// Always all of them: a filter on who it is would bring a personal number into a URL.
    public func rollen(zaak: String) async throws(ZGWError) -> [JSON] {
        try await connection.list("/rollen", query: [QueryItem("zaak", zaak)])
    }

    /// Creates a rol; nothing protects against a second one, so look before a repeat.
    public func createRol(_ body: JSON) async throws(ZGWError) -> JSON {
        try await connection.post("/rollen", body)
    }

    /// The resultaat of a zaak, of which there is one at most.
    public func resultaat(zaak: String) async throws(ZGWError) -> JSON? {
        try await connection.list("/resultaten", query: [QueryItem("zaak", zaak)]).first
    }

    /// Creates the resultaat; a zaak has one, which makes a repeat safe.
    public func createResultaat(_ body: JSON) async throws(ZGWError) -> JSON {
        try await connection.post("/resultaten", body)
    }
}

/// A zaak as the Zaken API shows it.
public struct Zaak: Sendable, Equatable {
    /// What identifies it.
    public let url: String
    /// The last part of the URL.
    public let uuid: String
    /// The number that people use.
    public let identificatie: String
    /// The URL of its zaaktype.
    public let zaaktype: String
    /// All of it.
    public let json: JSON

    /// Reads a zaak.
    init(_ json: JSON) throws(ZGWError) {
        guard let url = json["url"]?.stringValue, let uuid = json["uuid"]?.stringValue,
            let identificatie = json["identificatie"]?.stringValue,
            let zaaktype = json["zaaktype"]?.stringValue
        else { throw .unexpected("a zaak without url, uuid, identificatie or zaaktype") }
        self.url = url
        self.uuid = uuid
        self.identificatie = identificatie
        self.zaaktype = zaaktype
        self.json = json
    }
}
