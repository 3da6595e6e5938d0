import JSONSchema
import JSONTree
import YAMLTree

/// The OpenAPI files of the real servers, by which answers are checked.
struct APISpecifications {
    private struct API {
        /// What the paths of the file begin with on the server.
        var root: String
        var port: String
        var document: JSON
        /// The paths, each with its parts.
        var paths: [(parts: [String], methods: JSON)]
    }

    private let apis: [API]

    init() throws {
        let files = [
            ("openzaak-1.30.0-zaken-1.5.1", "/zaken/api/v1", "18001"),
            ("openzaak-1.30.0-catalogi-1.3.1", "/catalogi/api/v1", "18001"),
            ("openzaak-1.30.0-besluiten-1.1.0", "/besluiten/api/v1", "18001"),
            ("openzaak-1.30.0-documenten-1.4.2", "/documenten/api/v1", "18001"),
            ("openzaak-1.30.0-autorisaties-1.0.0", "/autorisaties/api/v1", "18001"),
            ("open-object-4.0.0-objecten+objecttypen-v2", "/api/v2", "18002"),
            ("open-notificaties-1.16.1-notificaties", "/api/v1", "18003"),
        ]
        apis = try files.map { name, root, port in
            let text = try SharedFolder.text("specs/zgw/\(name).yaml")
            let document = Self.json(try YAMLNode(parsing: text))
            let paths = (document["paths"]?.objectValue?.members ?? []).map {
                (parts: $0.key.split(separator: "/").map(String.init), methods: $0.value)
            }
            return API(
                root: root, port: port,
                document: ["components": Self.converted(document["components"] ?? [:])],
                paths: paths)
        }
    }

    /// What in an answer does not fit the file, and what in the recorded one does not.
    struct Violations {
        var own: Set<String>
        var recorded: Set<String>
    }

    /// Checks an answer and the recorded one; nil if the file has no schema for it.
    func violations(of reply: SandboxCaller.Reply, to capture: Capture) throws -> Violations? {
        let api = apis.first { capture.port == $0.port && capture.path.hasPrefix($0.root + "/") }
        guard let api, let schema = schema(api, capture, reply.status) else { return nil }
        var members = api.document.objectValue ?? [:]
        members["allOf"] = .array([schema])
        members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        let compiled = try Schema(compiling: .object(members))
        return Violations(
            own: Set(compiled.validate(reply.body).map(Self.text)),
            recorded: Set(compiled.validate(capture.response).map(Self.text)))
    }

    /// What is wrong and where, whichever element of a list it is.
    private static func text(_ violation: Violation) -> String {
        let path = violation.instancePath.split(separator: "/").map {
            $0.allSatisfy(\.isNumber) ? "*" : $0
        }
        return path.joined(separator: "/") + ": " + violation.message
    }

    private func schema(_ api: API, _ capture: Capture, _ status: Int) -> JSON? {
        let parts = capture.path.dropFirst(api.root.count).split(separator: "/").map(String.init)
        // A path without a variable comes before one that has it.
        let found = api.paths.filter { path in
            path.parts.count == parts.count
                && zip(path.parts, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }.min { left, right in
            left.parts.filter { $0.hasPrefix("{") }.count
                < right.parts.filter { $0.hasPrefix("{") }.count
        }
        let answers = found?.methods[capture.method.lowercased()]?["responses"]
        let content = answers?["\(status)"]?["content"]?["application/json"]
        return content?["schema"].map(Self.converted)
    }

    /// A schema of OpenAPI 3.0 as JSON Schema: `nullable` becomes a type.
    private static func converted(_ schema: JSON) -> JSON {
        switch schema {
        case .array(let elements): return .array(elements.map(converted))
        case .object(let object):
            // What another file says is not known here.
            if let reference = object["$ref"]?.stringValue, !reference.hasPrefix("#") { return [:] }
            var result: JSONObject = [:]
            for member in object.members
            where !["nullable", "discriminator", "example", "readOnly"].contains(member.key) {
                result[member.key] = converted(member.value)
            }
            guard object["nullable"] == true else { return .object(result) }
            return ["anyOf": [["type": "null"], .object(result)]]
        default: return schema
        }
    }

    private static func json(_ node: YAMLNode) -> JSON {
        switch node.value {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .real(let number): JSON(double: number) ?? .null
        case .string(let text): .string(text)
        case .sequence(let nodes): .array(nodes.map(json))
        case .mapping(let entries):
            .object(JSONObject(entries.map { JSONObject.Member($0.key, json($0.value)) }))
        }
    }
}
