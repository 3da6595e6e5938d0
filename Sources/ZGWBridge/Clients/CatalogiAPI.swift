public import JSONTree
internal import Synchronization

/// The Catalogi API: what types of zaken there are, found by the names that people give them.
///
/// Models name a type by its functional name; each environment has its own URLs for it. Published
/// types hardly change, so that what was found is kept for some minutes.
public final class CatalogiAPI: Sendable {
    /// The connection that the calls are made on.
    public let connection: ZGWConnection
    private let kept: Mutex<[String: Kept]>
    private let lifetimeSeconds: Int64
    private let seconds: @Sendable () -> Int64

    private struct Kept {
        var entries: [JSON]
        var until: Int64
    }

    /// Creates the API on a connection.
    ///
    /// - Parameters:
    ///   - connection: The connection.
    ///   - lifetimeSeconds: How long an answer is kept.
    public convenience init(_ connection: ZGWConnection, lifetimeSeconds: Int64 = 600) {
        self.init(connection, lifetimeSeconds: lifetimeSeconds, seconds: wallClockSeconds)
    }

    init(
        _ connection: ZGWConnection, lifetimeSeconds: Int64,
        seconds: @escaping @Sendable () -> Int64
    ) {
        self.connection = connection
        self.lifetimeSeconds = lifetimeSeconds
        self.seconds = seconds
        kept = Mutex([:])
    }

    /// The zaaktype with this identificatie (or omschrijving) that is valid on a day.
    ///
    /// - Parameters:
    ///   - name: The identificatie, else the omschrijving; a URL is taken as it is.
    ///   - day: The day, `2026-11-21`.
    /// - Returns: The zaaktype.
    /// - Throws: `ZGWError.unresolved` if there is none.
    public func zaaktype(_ name: String, on day: String) async throws(ZGWError) -> JSON {
        if name.contains("://") { return try await resource(name) }
        let day = QueryItem("datumGeldigheid", day)
        let byNumber = try await entries("/zaaktypen", [QueryItem("identificatie", name), day])
        if let found = byNumber.first { return found }
        let all = try await entries("/zaaktypen", [day])
        guard let found = all.first(where: { $0["omschrijving"]?.stringValue == name }) else {
            throw .unresolved(
                "The catalogus has no published zaaktype with identificatie or omschrijving"
                    + " \"\(name)\" that is valid on \(day.value)")
        }
        return found
    }

    /// The URL of a statustype of a zaaktype, by omschrijving, omschrijvingGeneriek or volgnummer.
    public func statustype(_ name: String, of zaaktype: String) async throws(ZGWError) -> String {
        try await type(
            "statustype", "/statustypen", name, of: zaaktype,
            members: ["omschrijving", "omschrijvingGeneriek", "volgnummer"])
    }

    /// The URL of a roltype of a zaaktype, by omschrijving or omschrijvingGeneriek.
    public func roltype(_ name: String, of zaaktype: String) async throws(ZGWError) -> String {
        try await type(
            "roltype", "/roltypen", name, of: zaaktype,
            members: ["omschrijving", "omschrijvingGeneriek"])
    }

    /// The URL of a resultaattype of a zaaktype, by omschrijving or omschrijvingGeneriek.
    public func resultaattype(
        _ name: String, of zaaktype: String
    ) async throws(ZGWError) -> String {
        try await type(
            "resultaattype", "/resultaattypen", name, of: zaaktype,
            members: ["omschrijving", "omschrijvingGeneriek"])
    }

    /// Forgets what was found before, so that the server is asked again.
    public func forget() {
        kept.withLock { $0.removeAll() }
    }

    private func type(
        _ kind: String, _ path: String, _ name: String, of zaaktype: String, members: [String]
    ) async throws(ZGWError) -> String {
        if name.contains("://") { return name }
        let types = try await entries(path, [QueryItem("zaaktype", zaaktype)])
        for member in members {
            let found = types.filter { text(of: $0[member]) == name }
            if found.count > 1 {
                throw .unresolved("The zaaktype \(zaaktype) has several \(kind)n \"\(name)\"")
            }
            if let url = found.first?["url"]?.stringValue { return url }
        }
        let names = types.compactMap { $0["omschrijving"]?.stringValue }.joined(separator: ", ")
        throw .unresolved(
            "The zaaktype \(zaaktype) has no \(kind) \"\(name)\"; it has: \(names)")
    }

    private func text(of value: JSON?) -> String? {
        value?.stringValue ?? value?.intValue.map(String.init)
    }

    private func resource(_ url: String) async throws(ZGWError) -> JSON {
        let found = try await keeping(url) { () async throws(ZGWError) in
            try await connection.get(url).map { [$0] } ?? []
        }
        guard let found = found.first else { throw .unresolved("There is no type at \(url)") }
        return found
    }

    private func entries(
        _ path: String, _ query: [QueryItem]
    ) async throws(ZGWError) -> [JSON] {
        let key = path + "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return try await keeping(key) { () async throws(ZGWError) in
            try await connection.list(path, query: query)
        }
    }

    private func keeping(
        _ key: String, _ ask: () async throws(ZGWError) -> [JSON]
    ) async throws(ZGWError) -> [JSON] {
        let now = seconds()
        if let found = kept.withLock({ $0[key] }), found.until > now { return found.entries }
        let entries = try await ask()
        // An empty answer is asked for again: the type may be published any moment.
        if !entries.isEmpty {
            kept.withLock { kept in
                if kept.count >= 1000 { kept.removeAll() }
                kept[key] = Kept(entries: entries, until: now + lifetimeSeconds)
            }
        }
        return entries
    }
}
