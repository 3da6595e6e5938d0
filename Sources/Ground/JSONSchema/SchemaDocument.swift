internal import JSONTree

/// The text of a schema, and of others that it may refer to, with the names by which their parts
/// can be referred to.
///
/// A location is a JSON pointer behind `#`, in other documents than the root behind their URI.
struct SchemaDocument {
    /// A value at a place of the document, and the URI that references in it start from.
    struct Place {
        let value: JSON
        let base: URIReference
    }

    let draft: Schema.Draft
    /// What is at a location, for all subschemas found so far.
    private(set) var places: [String: Place] = [:]
    /// The location of each schema that has a URI of its own.
    private var resources: [String: String] = [:]
    /// The location of each anchor, by its whole URI.
    private var anchors: [String: String] = [:]
    /// Documents that nothing has referred to yet, by their URI.
    private var unread: [String: JSON]

    init(_ root: JSON, others: [String: JSON]) throws(SchemaError) {
        unread = others
        draft = try Self.draft(of: root)
        let base = URIReference("")
        resources[""] = "#"
        register(root, at: "#", base: base)
    }

    private static func draft(of root: JSON) throws(SchemaError) -> Schema.Draft {
        guard let name = root["$schema"] else { return .draft202012 }
        guard let text = name.stringValue else {
            throw SchemaError(schemaPath: "#/$schema", reason: "must be a string")
        }
        var identifier = text.hasSuffix("#") ? String(text.dropLast()) : text
        if identifier.hasPrefix("http:") { identifier = "https:" + identifier.dropFirst(5) }
        switch identifier {
        case "https://json-schema.org/draft-07/schema", "https://json-schema.org/draft-06/schema":
            return .draft07
        case "https://json-schema.org/draft-04/schema", "https://json-schema.org/draft-03/schema",
            "https://json-schema.org/draft/2019-09/schema", "https://json-schema.org/schema":
            throw SchemaError(
                schemaPath: "#/$schema",
                reason: "\(text) is not supported; use draft-07 or draft 2020-12")
        default: return .draft202012
        }
    }

    // MARK: Names

    /// Notes a subschema and all those inside it.
    private mutating func register(_ value: JSON, at pointer: String, base: URIReference) {
        var waiting = [(value, pointer, base)]
        while let (value, pointer, outerBase) = waiting.popLast() {
            var base = outerBase
            if case .object(let object) = value {
                base = registerNames(of: object, at: pointer, base: outerBase)
                for member in object.members {
                    for (pointer, part) in subschemas(of: member, at: pointer) {
                        waiting.append((part, pointer, base))
                    }
                }
            }
            places[pointer] = Place(value: value, base: base)
        }
    }

    /// Notes `$id` and anchors; returns the base for what is inside.
    private mutating func registerNames(
        of object: JSONObject, at pointer: String, base: URIReference
    ) -> URIReference {
        var base = base
        // In draft-07 nothing counts beside a reference.
        let isReference = draft == .draft07 && object["$ref"] != nil
        if !isReference, let text = object["$id"]?.stringValue {
            let identifier = URIReference(text)
            if draft == .draft07, text.hasPrefix("#") {
                anchors[base.absolute + text] = pointer
            } else {
                base = identifier.resolved(against: base)
                base.fragment = nil
                resources[base.absolute] = pointer
            }
        }
        if draft == .draft202012 {
            for keyword in ["$anchor", "$dynamicAnchor"] {
                guard let name = object[keyword]?.stringValue else { continue }
                anchors[base.absolute + "#" + name] = pointer
            }
        }
        return base
    }

    /// The subschemas that a member of a schema holds, with their pointers.
    private func subschemas(
        of member: JSONObject.Member, at pointer: String
    ) -> [(String, JSON)] {
        let own = pointer + "/" + escapedToken(member.key)
        let isNew = draft == .draft202012
        switch member.key {
        case "not", "if", "then", "else", "contains", "propertyNames", "additionalProperties":
            return [(own, member.value)]
        case "unevaluatedItems", "unevaluatedProperties", "contentSchema":
            return isNew ? [(own, member.value)] : []
        case "additionalItems": return isNew ? [] : [(own, member.value)]
        case "allOf", "anyOf", "oneOf": return elements(of: member.value, at: own)
        case "prefixItems": return isNew ? elements(of: member.value, at: own) : []
        case "items":
            if case .array = member.value { return elements(of: member.value, at: own) }
            return [(own, member.value)]
        case "$defs", "definitions", "properties", "patternProperties", "dependentSchemas",
            "dependencies":
            return (member.value.objectValue?.members ?? []).map { part in
                (own + "/" + escapedToken(part.key), part.value)
            }
        default: return []
        }
    }

    private func elements(of value: JSON, at pointer: String) -> [(String, JSON)] {
        (value.arrayValue ?? []).enumerated().map { ("\(pointer)/\($0.offset)", $0.element) }
    }

    // MARK: References

    /// The location of what a reference means.
    ///
    /// - Parameters:
    ///   - reference: The text of `$ref`.
    ///   - base: The URI of the schema that it stands in.
    ///   - path: Where it stands, for the error.
    /// - Returns: The location.
    /// - Throws: `SchemaError` if it means nothing in any document.
    mutating func resolve(
        _ reference: String, base: URIReference, path: String
    ) throws(SchemaError) -> String {
        let target = URIReference(reference).resolved(against: base)
        if resources[target.absolute] == nil, let other = unread[target.absolute] {
            var base = target
            base.fragment = nil
            resources[target.absolute] = target.absolute + "#"
            register(other, at: target.absolute + "#", base: base)
            unread[target.absolute] = nil
        }
        guard let resource = resources[target.absolute] else {
            throw SchemaError(
                schemaPath: path,
                reason: "'\(reference)' is in another document; references outside are not followed"
            )
        }
        let fragment = target.fragment ?? ""
        if fragment.isEmpty { return resource }
        guard fragment.hasPrefix("/") else {
            guard let pointer = anchors[target.absolute + "#" + fragment] else {
                throw SchemaError(
                    schemaPath: path, reason: "'\(reference)' names nothing in its document")
            }
            return pointer
        }
        guard let pointer = walk(fragment, from: resource) else {
            throw SchemaError(
                schemaPath: path, reason: "'\(reference)' points to nothing in its document")
        }
        return pointer
    }

    /// Follows a fragment's pointer from a schema; notes what it finds if nothing else did.
    private mutating func walk(_ fragment: String, from resource: String) -> String? {
        guard let start = places[resource], let decoded = percentDecoded(fragment) else {
            return nil
        }
        var (pointer, value, base) = (resource, start.value, start.base)
        for part in decoded.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let token = unescapedToken(part)
            switch value {
            case .object(let object):
                guard let next = object[token] else { return nil }
                value = next
            case .array:
                guard let index = Int(token), String(index) == token, let next = value[index]
                else { return nil }
                value = next
            default: return nil
            }
            pointer += "/" + escapedToken(token)
            base = places[pointer]?.base ?? base
        }
        if places[pointer] == nil { register(value, at: pointer, base: base) }
        return pointer
    }
}

/// A token of a JSON pointer as it is written (RFC 6901 section 3).
func escapedToken(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
        return token
    }
    return token.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
        .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
}

private func unescapedToken(_ token: Substring) -> String {
    token.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
        .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
}

/// Decodes percent escapes; nil for a broken one or text that is not UTF-8.
private func percentDecoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let pair = String(rest.prefix(2)), let value = UInt8(pair, radix: 16),
            pair.utf8.count == 2, !pair.hasPrefix("+")
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
}
