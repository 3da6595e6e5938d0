internal import JSONTree

/// All resources, and where their paths lead.
struct Registry: Sendable {
    /// A resource's type with the uuids of its path.
    struct Place {
        var resource: any Resource
        var parent: String?
        /// Empty for a collection.
        var uuid: String
    }

    private let resources: [ResourceKind: any Resource]

    init(_ resources: [any Resource]) {
        self.resources = Dictionary(
            resources.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func resource(_ kind: ResourceKind) -> any Resource {
        guard let resource = resources[kind] else {
            preconditionFailure("no description of \(kind)")
        }
        return resource
    }

    /// The collections of an API that belong to no other resource.
    func collections(of api: API) -> [String] {
        resources.values.filter { $0.api == api && !$0.collection.contains("{") }
            .map(\.collection).sorted()
    }

    /// The API that a path belongs to, and the parts below its root.
    static func api(of path: String) -> (API, [String])? {
        for api in API.allCases where path == api.root || path.hasPrefix(api.root + "/") {
            let parts = path.dropFirst(api.root.count).split(separator: "/").map(String.init)
            return (api, parts)
        }
        return nil
    }

    /// The single resource that a path names.
    func locate(_ path: String) -> Place? {
        guard !path.hasSuffix("/"), let (api, parts) = Self.api(of: path),
            let place = place(api, parts), !place.uuid.isEmpty
        else { return nil }
        return place
    }

    /// The collection or single resource that the parts of a path name.
    func place(_ api: API, _ parts: [String]) -> Place? {
        for resource in resources.values where resource.api == api {
            let pattern = resource.collection.split(separator: "/").map(String.init)
            guard parts.count == pattern.count || parts.count == pattern.count + 1 else { continue }
            var parent: String?
            let matches = zip(pattern, parts).allSatisfy { expected, part in
                guard expected == "{parent}" else { return expected == part }
                parent = part
                return true
            }
            guard matches else { continue }
            guard parts.count > pattern.count else {
                return Place(resource: resource, parent: parent, uuid: "")
            }
            // Versions of an objecttype are named by number below it.
            let last = parts[pattern.count]
            let uuid =
                resource.kind == .objecttypeVersion ? "\(parent ?? "")/\(last)" : last
            return Place(resource: resource, parent: parent, uuid: uuid)
        }
        return nil
    }

    /// The action that a path names, with the parts in its braces.
    func action(_ api: API, _ parts: [String]) -> [(Action, [String: String])] {
        var result: [(Action, [String: String])] = []
        for resource in resources.values where resource.api == api {
            for action in resource.actions {
                let pattern = action.pattern.split(separator: "/").map(String.init)
                guard pattern.count == parts.count else { continue }
                var names: [String: String] = [:]
                let matches = zip(pattern, parts).allSatisfy { expected, part in
                    guard expected.hasPrefix("{") else { return expected == part }
                    names[String(expected.dropFirst().dropLast())] = part
                    return true
                }
                if matches { result.append((action, names)) }
            }
        }
        return result
    }
}

/// A request below the root of an API.
struct Call: Sendable {
    var method: String
    var api: API
    /// The decoded parts of the path below the API's root.
    var parts: [String]
    var query: [(name: String, value: String)]
    /// Header fields with names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    /// The body's members.
    ///
    /// - Throws: `Problem` with `parse_error` or `invalid`.
    func object() throws -> JSONObject {
        guard let json = try? JSON(parsing: body.isEmpty ? Array("{}".utf8) : body) else {
            throw Problem(
                status: 400, code: "parse_error", detail: "Ongeldig samengestelde request.")
        }
        guard case .object(let object) = json else {
            throw Problem.invalid("nonFieldErrors", "invalid", "Een object is vereist.")
        }
        return object
    }

    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// What is answered.
struct Answer: Sendable {
    var status: Int
    var body: JSON?
    var headers: [(String, String)] = []

    init(_ status: Int, _ body: JSON? = nil, headers: [(String, String)] = []) {
        self.status = status
        self.body = body
        self.headers = headers
    }
}
