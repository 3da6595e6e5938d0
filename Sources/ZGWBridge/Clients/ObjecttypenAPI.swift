internal import JSONTree
internal import Synchronization

/// The Objecttypen API, by itself (version 2 of old) or as a part of Open Object 4.
public final class ObjecttypenAPI: Sendable {
    /// The connection that the calls are made on.
    public let connection: ZGWConnection
    private let kept = Mutex<[String: String]>([:])

    /// Creates the API on a connection.
    public init(_ connection: ZGWConnection) {
        self.connection = connection
    }

    /// The URL of the objecttype with this name; a URL is taken as it is.
    ///
    /// - Throws: `ZGWError.unresolved` if there is none.
    public func url(of name: String) async throws(ZGWError) -> String {
        if name.contains("://") { return name }
        if let url = kept.withLock({ $0[name] }) { return url }
        let types = try await connection.list("/objecttypes")
        let found = types.first { $0["name"]?.stringValue == name }
        guard let url = found?["url"]?.stringValue else {
            let names = types.compactMap { $0["name"]?.stringValue }.joined(separator: ", ")
            throw .unresolved("There is no objecttype \"\(name)\"; there are: \(names)")
        }
        kept.withLock { $0[name] = url }
        return url
    }

    /// The number of the newest published version of an objecttype.
    public func publishedVersion(of url: String) async throws(ZGWError) -> Int {
        let versions = try await connection.list(url + "/versions")
        let published = versions.filter { $0["status"]?.stringValue == "published" }
        guard let newest = published.compactMap({ $0["version"]?.intValue }).max() else {
            throw .unresolved("The objecttype \(url) has no published version")
        }
        return newest
    }
}
