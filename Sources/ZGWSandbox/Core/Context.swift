internal import JSONTree

/// What a request works with: the store, the time, and who asks.
final class Context {
    let store: ResourceStore
    let registry: Registry
    /// `http://127.0.0.1:8081`, without a slash at its end.
    let base: String
    let now: Moment
    let caller: Caller
    /// Whether the write is only tried, and undone before anything outside hears of it.
    var isRehearsal = false

    init(
        store: ResourceStore, registry: Registry, base: String, now: Moment, caller: Caller
    ) {
        self.store = store
        self.registry = registry
        self.base = base
        self.now = now
        self.caller = caller
    }

    // MARK: Addresses

    /// The path of a URL of this sandbox, whatever name of the loopback address it has.
    func ownPath(of url: String) -> String? {
        guard let port = base.split(separator: ":").last else { return nil }
        for host in ["127.0.0.1", "localhost", "[::1]"] {
            for scheme in ["http", "https"] {
                let origin = "\(scheme)://\(host):\(port)"
                if url.hasPrefix(origin + "/") { return String(url.dropFirst(origin.count)) }
            }
        }
        return nil
    }

    /// A URL as it is stored: a path if it is one of this sandbox; nil if it is no URL.
    func stored(url: String) -> String? {
        guard isWebURL(url) else { return nil }
        return ownPath(of: url) ?? url
    }

    /// A stored value as it is answered: paths become URLs.
    func rendered(_ value: JSON, _ kind: Field.Kind) -> JSON {
        switch (kind, value) {
        case (.reference, .string(let text)), (.url, .string(let text)),
            (.remote, .string(let text)):
            return .string(text.hasPrefix("/") ? base + text : text)
        case (.list(let element), .array(let values)):
            return .array(values.map { rendered($0, element) })
        case (.object(let fields), .object(let members)):
            var result: JSONObject = [:]
            for field in fields where field.presence != .writeOnly {
                if let member = members[field.name] {
                    result[field.name] = rendered(member, field.kind)
                }
            }
            return .object(result)
        default: return value
        }
    }

    // MARK: Resources

    /// The resource at a path of this sandbox.
    ///
    /// - Throws: `Problem.notFound`.
    func resource(at path: String) throws -> StoredResource {
        guard let place = registry.locate(path) else { throw Problem.notFound }
        return try resource(place.resource.kind, place.uuid)
    }

    func resource(_ kind: ResourceKind, _ uuid: String) throws -> StoredResource {
        guard let found = try store.find(kind, uuid) else { throw Problem.notFound }
        return found
    }

    /// The resource that a member of a document names.
    func referenced(_ name: String, by document: JSONObject) throws -> StoredResource? {
        guard let path = document.filledText(name), path.hasPrefix("/") else { return nil }
        return try? resource(at: path)
    }

    func path(of stored: StoredResource) -> String {
        registry.resource(stored.kind).path(of: stored)
    }

    func url(of stored: StoredResource) -> String { base + path(of: stored) }

    /// The URLs of all resources of a kind that belong to one, the newest first.
    func urls(_ kind: ResourceKind, of parent: StoredResource) throws -> JSON {
        .array(try store.list(kind, parent: parent.uuid).map { .string(url(of: $0)) })
    }

    /// Stores a document that changed by a rule, without a notification.
    func save(_ stored: StoredResource) throws {
        let resource = registry.resource(stored.kind)
        try store.update(stored, naturalKey: resource.naturalKey(of: stored.document))
    }

    // MARK: Rights

    /// Refuses a caller that has none of the scopes for a subject.
    func require(_ scopes: [String], _ subject: Subject = Subject()) throws {
        guard has(scopes, subject) else { throw Problem.permissionDenied }
    }

    /// Whether the caller has one of the scopes, of the API that it called.
    func has(_ scopes: [String], _ subject: Subject = Subject()) -> Bool {
        scopes.isEmpty || caller.principal.allows(scopes, subject)
    }
}

/// Who asks, and what it may do.
enum Principal: Sendable {
    /// Everything: full rights, a known token, or an open API.
    case all
    case limited([Right])

    /// One autorisatie of an applicatie.
    struct Right: Sendable {
        var component: String
        var scopes: Set<String>
        /// The type that it is for; nil for any.
        var type: String?
        var highestConfidentiality: String?
    }

    func allows(_ scopes: [String], _ subject: Subject) -> Bool {
        guard case .limited(let rights) = self else { return true }
        return rights.contains { right in
            guard scopes.contains(where: right.scopes.contains) else { return false }
            if let type = subject.type, let covered = right.type, type != covered { return false }
            guard let asked = subject.confidentiality, let highest = right.highestConfidentiality
            else { return true }
            return Confidentiality.rank(asked) <= Confidentiality.rank(highest)
        }
    }
}

/// The degrees of vertrouwelijkheid, from open to secret.
enum Confidentiality {
    static let degrees = [
        "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk", "vertrouwelijk",
        "confidentieel", "geheim", "zeer_geheim",
    ]

    static func rank(_ degree: String) -> Int { degrees.firstIndex(of: degree) ?? 0 }
}
