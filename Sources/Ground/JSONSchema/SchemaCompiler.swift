internal import JSONTree

/// Turns the subschemas of a document that can be reached into nodes.
struct SchemaCompiler {
    private(set) var nodes: [SchemaNode] = []
    private var document: SchemaDocument
    /// The node for each location.
    private var indexes: [String: Int] = [:]
    /// Nodes that have an index but no keywords yet.
    private var waiting: [Int] = []

    var draft: Schema.Draft { document.draft }

    init(document: JSON, others: [String: JSON]) throws(SchemaError) {
        self.document = try SchemaDocument(document, others: others)
    }

    /// Compiles from the root on; returns its index.
    ///
    /// A worklist takes the place of recursion, so that no chain of references is too long.
    mutating func compile() throws(SchemaError) -> Int {
        let root = node(at: "#", holder: "false")
        while let index = waiting.popLast() { try fill(index) }
        try refuseEndlessReferences()
        markNeedsEvaluated()
        return root
    }

    /// The index of the node for a subschema.
    private mutating func node(at pointer: String, holder: String) -> Int {
        if let index = indexes[pointer] { return index }
        nodes.append(SchemaNode(location: pointer, holder: holder))
        indexes[pointer] = nodes.count - 1
        waiting.append(nodes.count - 1)
        return nodes.count - 1
    }

    private mutating func fill(_ index: Int) throws(SchemaError) {
        let location = nodes[index].location
        guard let place = document.places[location] else {
            throw SchemaError(schemaPath: location, reason: "there is no schema")
        }
        switch place.value {
        case .bool(let verdict): nodes[index].verdict = verdict
        case .object(let object):
            let parts = SchemaObject(members: object, location: location)
            nodes[index].keywords = try keywords(of: parts, base: place.base)
        default:
            throw SchemaError(
                schemaPath: location, reason: "a schema must be an object or a truth value")
        }
    }

    // MARK: Keywords

    private mutating func keywords(
        of object: SchemaObject, base: URIReference
    ) throws(SchemaError) -> [SchemaKeyword] {
        var result: [SchemaKeyword] = []
        if let reference = try object.string("$ref") {
            let path = object.path("$ref")
            let pointer = try document.resolve(reference, base: base, path: path)
            result.append(.reference(node(at: pointer, holder: "$ref")))
            // In draft-07 nothing counts beside a reference.
            if draft == .draft07 { return result }
        }
        if object.members["$dynamicRef"] != nil, draft == .draft202012 {
            throw object.error("$dynamicRef", "is not supported; use $ref")
        }
        try object.addAssertions(to: &result)
        try addMemberKeywords(of: object, to: &result)
        try addItemKeywords(of: object, to: &result)
        try addCombinations(of: object, to: &result)
        if draft == .draft202012 {
            if let schema = child("unevaluatedProperties", of: object) {
                result.append(.unevaluatedMembers(schema))
            }
            if let schema = child("unevaluatedItems", of: object) {
                result.append(.unevaluatedItems(schema))
            }
        }
        return result
    }

    private mutating func addMemberKeywords(
        of object: SchemaObject, to result: inout [SchemaKeyword]
    ) throws(SchemaError) {
        var members = SchemaKeyword.MemberSchemas()
        for (name, schema) in try children("properties", of: object) {
            members.named[name] = schema
        }
        for (text, schema) in try children("patternProperties", of: object) {
            do {
                members.patterns.append((try Pattern(text), schema))
            } catch {
                throw object.error("patternProperties", "'\(text)' is no pattern: \(error.reason)")
            }
        }
        members.additional = child("additionalProperties", of: object)
        if !members.named.isEmpty || !members.patterns.isEmpty || members.additional != nil {
            result.append(.members(members))
        }
        if let schema = child("propertyNames", of: object) { result.append(.memberNames(schema)) }
        if draft == .draft202012 {
            let schemas = try children("dependentSchemas", of: object)
            if !schemas.isEmpty { result.append(.dependentSchemas(schemas)) }
            let names = try object.nameLists("dependentRequired")
            if !names.isEmpty {
                result.append(.dependentRequired(names, keyword: "dependentRequired"))
            }
        } else {
            try addDependencies(of: object, to: &result)
        }
    }

    /// Splits `dependencies` of draft-07 into its two kinds.
    private mutating func addDependencies(
        of object: SchemaObject, to result: inout [SchemaKeyword]
    ) throws(SchemaError) {
        let schemas = try children("dependencies", of: object) { value in
            if case .array = value { false } else { true }
        }
        if !schemas.isEmpty { result.append(.dependentSchemas(schemas)) }
        let names = try object.nameLists("dependencies", skipsSchemas: true)
        if !names.isEmpty { result.append(.dependentRequired(names, keyword: "dependencies")) }
    }

    private mutating func addItemKeywords(
        of object: SchemaObject, to result: inout [SchemaKeyword]
    ) throws(SchemaError) {
        var prefix: [Int] = []
        var rest: Int?
        if draft == .draft202012 {
            prefix = try list("prefixItems", of: object)
            if case .array? = object.members["items"] {
                throw object.error("items", "must be a schema; for a list use prefixItems")
            }
            rest = child("items", of: object)
        } else if case .array? = object.members["items"] {
            prefix = try list("items", of: object, mayBeEmpty: true)
            rest = child("additionalItems", of: object)
        } else {
            rest = child("items", of: object)
        }
        if !prefix.isEmpty || rest != nil { result.append(.items(prefix: prefix, rest: rest)) }
        if let schema = child("contains", of: object) {
            let isNew = draft == .draft202012
            let least = isNew ? try object.count("minContains") : nil
            let most = isNew ? try object.count("maxContains") : nil
            result.append(.contains(schema, least: least ?? 1, most: most))
        }
    }

    private mutating func addCombinations(
        of object: SchemaObject, to result: inout [SchemaKeyword]
    ) throws(SchemaError) {
        let all = try list("allOf", of: object)
        if !all.isEmpty { result.append(.all(all)) }
        let any = try list("anyOf", of: object)
        if !any.isEmpty { result.append(.any(any)) }
        let one = try list("oneOf", of: object)
        if !one.isEmpty { result.append(.one(one)) }
        if let schema = child("not", of: object) { result.append(.not(schema)) }
        if let condition = child("if", of: object) {
            result.append(
                .conditional(
                    condition, then: child("then", of: object),
                    otherwise: child("else", of: object)))
        }
    }

    // MARK: Subschemas

    private mutating func child(_ keyword: String, of object: SchemaObject) -> Int? {
        guard object.members[keyword] != nil else { return nil }
        return node(at: object.location + "/" + keyword, holder: keyword)
    }

    private mutating func children(
        _ keyword: String, of object: SchemaObject, where isWanted: (JSON) -> Bool = { _ in true }
    ) throws(SchemaError) -> [(String, Int)] {
        guard let value = object.members[keyword] else { return [] }
        guard case .object(let parts) = value else {
            throw object.error(keyword, "must be an object")
        }
        var result: [(String, Int)] = []
        for part in parts.members where isWanted(part.value) {
            let pointer = object.location + "/" + keyword + "/" + escapedToken(part.key)
            result.append((part.key, node(at: pointer, holder: keyword)))
        }
        return result
    }

    private mutating func list(
        _ keyword: String, of object: SchemaObject, mayBeEmpty: Bool = false
    ) throws(SchemaError) -> [Int] {
        guard let value = object.members[keyword] else { return [] }
        guard case .array(let parts) = value, mayBeEmpty || !parts.isEmpty else {
            throw object.error(keyword, "must be a list of schemas")
        }
        return parts.indices.map { index in
            node(at: "\(object.location)/\(keyword)/\(index)", holder: keyword)
        }
    }

    // MARK: The whole

    /// Refuses schemas that apply themselves to the same value without end.
    private func refuseEndlessReferences() throws(SchemaError) {
        var state = [UInt8](repeating: 0, count: nodes.count)  // 1: on the way, 2: done.
        for start in nodes.indices where state[start] == 0 {
            var path: [(node: Int, next: [Int])] = [(start, nodes[start].alwaysApplied)]
            state[start] = 1
            while let last = path.indices.last {
                guard let next = path[last].next.popLast() else {
                    state[path.removeLast().node] = 2
                    continue
                }
                guard state[next] != 1 else {
                    throw SchemaError(
                        schemaPath: nodes[next].location, reason: "it refers to itself")
                }
                guard state[next] == 0 else { continue }
                state[next] = 1
                path.append((next, nodes[next].alwaysApplied))
            }
        }
    }

    /// Tells every node whether anything that applies to the same value asks what was evaluated.
    private mutating func markNeedsEvaluated() {
        let isAsked = nodes.contains { node in
            node.keywords.contains { keyword in
                switch keyword {
                case .unevaluatedMembers, .unevaluatedItems: true
                default: false
                }
            }
        }
        guard isAsked else { return }
        for index in nodes.indices { nodes[index].needsEvaluated = true }
    }
}

extension SchemaNode {
    /// The nodes that are applied to the same value whatever it is.
    fileprivate var alwaysApplied: [Int] {
        keywords.flatMap { keyword -> [Int] in
            switch keyword {
            case .reference(let target): [target]
            case .all(let parts): parts
            case .any(let parts), .one(let parts): Array(parts.prefix(1))
            case .not(let part): [part]
            case .conditional(let condition, _, _): [condition]
            default: []
            }
        }
    }
}
