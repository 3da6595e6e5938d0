internal import JSONTree
internal import SQLite
internal import UniversalIdentifier

/// List, read, create, change and delete, by the description of a resource.
extension Context {
    /// Makes a resource; the prefix is the path of the input within a body of several resources.
    func create(
        _ resource: any Resource, _ input: JSONObject, parent: String? = nil, prefix: String = ""
    ) throws -> StoredResource {
        try require(resource.scopes(.create))
        var change = Change(
            operation: .create, input: input, before: nil, parent: parent, document: [:])
        try read(&change, resource, isPartial: false, prefix: prefix)
        try check(change, resource, prefix: prefix)
        try resource.complete(&change, in: self)
        // The new resource may have been given its uuid by the caller, as objects are.
        let chosen = change.document.filledText("uuid")
        change.document["uuid"] = nil
        let uuid = chosen ?? UniversalIdentifier.random()
        var stored = StoredResource(
            kind: resource.kind, uuid: uuid,
            parent: parent ?? self.parent(of: change.document, resource),
            document: change.document)
        stored = try store.insert(stored, naturalKey: resource.naturalKey(of: change.document))
        try resource.didWrite(change, stored, in: self)
        return try announce(stored.kind, stored.uuid, "create", before: nil) ?? stored
    }

    /// Changes a resource.
    func change(
        _ resource: any Resource, _ stored: StoredResource, _ input: JSONObject,
        operation: Operation, prefix: String = ""
    ) throws -> StoredResource {
        try require(resource.scopes(operation))
        var change = Change(
            operation: operation, input: input, before: stored, parent: stored.parent,
            document: stored.document)
        try read(&change, resource, isPartial: operation == .patch, prefix: prefix)
        try check(change, resource, prefix: prefix)
        try resource.complete(&change, in: self)
        let before = try resource.present(stored, in: self)
        var changed = stored
        changed.document = change.document
        changed.parent = parent(of: change.document, resource) ?? stored.parent
        try store.update(changed, naturalKey: resource.naturalKey(of: change.document))
        try resource.didWrite(change, changed, in: self)
        let action = operation == .patch ? "partial_update" : "update"
        return try announce(stored.kind, stored.uuid, action, before: before) ?? changed
    }

    /// Deletes a resource, which is announced as it was.
    func delete(_ resource: any Resource, _ stored: StoredResource) throws {
        let change = Change(
            operation: .delete, input: [:], before: stored, parent: stored.parent,
            document: stored.document)
        try resource.authorise(change, in: self)
        try resource.willDelete(stored, in: self)
        try announceWrite(of: stored, action: "destroy")
        let before = try resource.present(stored, in: self)
        try audit(stored, action: "destroy", before: before, after: nil)
        try removeTrail(of: stored)
        try store.delete(stored.kind, stored.uuid)
    }

    /// The uuid of the resource that a document's parent member names.
    private func parent(of document: JSONObject, _ resource: any Resource) -> String? {
        let path = resource.parentMember.flatMap { document.filledText($0) }
        return path?.split(separator: "/").last.map(String.init)
    }

    private func announce(
        _ kind: ResourceKind, _ uuid: String, _ action: String, before: JSONObject?
    ) throws -> StoredResource? {
        guard let stored = try store.find(kind, uuid) else { return nil }
        try announceWrite(of: stored, action: action)
        let after = try registry.resource(kind).present(stored, in: self)
        try audit(stored, action: action, before: before, after: after)
        return stored
    }

    private func read(
        _ change: inout Change, _ resource: any Resource, isPartial: Bool, prefix: String
    ) throws {
        var reader = FieldReader(context: self)
        change.document = try reader.read(
            change.input, resource.fields, current: change.before?.document, isPartial: isPartial,
            prefix: prefix)
        for field in resource.fields where field.isUnique {
            guard let value = change.document[field.name], !value.isNull else { continue }
            // What is unique by its parent is among that parent's resources, if anywhere.
            let scope =
                field.name == resource.parentMember ? parent(of: change.document, resource) : nil
            let isTaken = try store.list(resource.kind, parent: scope).contains {
                $0.document[field.name] == value && $0.uuid != change.before?.uuid
            }
            if isTaken { reader.note(prefix + field.name, "unique", "Dit veld moet uniek zijn.") }
        }
        guard reader.parameters.isEmpty else { throw Problem.invalid(reader.parameters) }
    }

    private func check(_ change: Change, _ resource: any Resource, prefix: String) throws {
        try resource.authorise(change, in: self)
        var parameters: [InvalidParameter] = []
        if let uniqueness = resource.uniqueness,
            let key = resource.naturalKey(of: change.document),
            let other = try store.find(resource.kind, naturalKey: key),
            other.uuid != change.before?.uuid
        {
            parameters.append(
                InvalidParameter(
                    uniqueness.reportedAs, uniqueness.code,
                    "De combinatie van \(uniqueness.members.joined(separator: ", ")) bestaat al."))
        }
        if parameters.isEmpty { parameters = try resource.validate(change, in: self) }
        guard parameters.isEmpty else {
            throw Problem.invalid(
                parameters.map { InvalidParameter(prefix + $0.name, $0.code, $0.reason) })
        }
    }

    // MARK: Lists

    /// The resources that the parameters of a query let through, in order.
    func list(
        _ resource: any Resource, parent: String?, query: [(name: String, value: String)]
    ) throws -> [StoredResource] {
        try require(resource.scopes(.list))
        let filters = try filters(of: resource, query)
        let narrowing = try parent ?? parentAsked(in: query, resource)
        var found = resource.sorted(
            try named(by: query, resource) ?? store.list(resource.kind, parent: narrowing))
        found = try found.filter { stored in
            for (filter, value) in filters
            where try !filter.accepts(value, stored, in: self) {
                return false
            }
            return has(
                resource.scopes(.list), try resource.subject(of: stored.document, in: self))
        }
        if let ordering = query.first(where: { $0.name == "ordering" })?.value {
            found = try sort(found, by: ordering, resource)
        }
        return found
    }

    private func filters(
        of resource: any Resource, _ query: [(name: String, value: String)]
    ) throws -> [(Filter, String)] {
        var result: [(Filter, String)] = []
        var unknown: [String] = []
        let paging = ["page", "pageSize", "ordering", "expand"]
        let assumed = resource.assumedParameters.filter { item in
            !query.contains { $0.name == item.name }
        }
        for item in query + assumed {
            if let filter = resource.filters.first(where: { $0.name == item.name }) {
                if case .references = filter.test, !isWebURL(item.value) {
                    throw Problem.invalid(item.name, "invalid", "Voer een geldige URL in.")
                }
                result.append((filter, item.value))
            } else if !paging.contains(item.name) {
                unknown.append(item.name)
            }
        }
        guard unknown.isEmpty || resource.ignoresUnknownParameters else {
            throw Problem.invalid(
                "nonFieldErrors", "unknown-parameters",
                "Onbekende query parameters: \(unknown.joined(separator: ", "))")
        }
        return result
    }

    /// The one resource with the natural key that a query gives, nil if it gives none.
    private func named(
        by query: [(name: String, value: String)], _ resource: any Resource
    ) throws -> [StoredResource]? {
        guard let uniqueness = resource.uniqueness else { return nil }
        let values = uniqueness.members.compactMap { member in
            query.first { $0.name == member }.map { stored($0.value[...]) }
        }
        guard values.count == uniqueness.members.count else { return nil }
        let key = values.joined(separator: "\u{1F}")
        return try store.find(resource.kind, naturalKey: key).map { [$0] } ?? []
    }

    /// The parent's uuid if a filter asks for one, so that not every document need be read.
    private func parentAsked(
        in query: [(name: String, value: String)], _ resource: any Resource
    ) throws -> String? {
        guard let member = resource.parentMember,
            let url = query.first(where: { $0.name == member })?.value,
            let path = ownPath(of: url)
        else { return nil }
        return path.split(separator: "/").last.map(String.init)
    }

    private func sort(
        _ found: [StoredResource], by ordering: String, _ resource: any Resource
    ) throws -> [StoredResource] {
        let isDescending = ordering.hasPrefix("-")
        let member = isDescending ? String(ordering.dropFirst()) : ordering
        guard resource.orderings.contains(member) else {
            throw Problem.invalid("ordering", "invalid_choice", "Ongeldige sortering.")
        }
        return found.sorted { left, right in
            let (one, other) = (left.document.text(member), right.document.text(member))
            if one == other { return left.sequence < right.sequence }
            return isDescending ? one > other : one < other
        }
    }

    /// One page of a list as it is answered; what other pages hold is not worked out.
    func page<Element>(
        _ items: [Element], query: [(name: String, value: String)], path: String,
        show: (Element) throws -> JSON
    ) throws -> JSON {
        func number(_ name: String) -> Int? {
            query.first { $0.name == name }.flatMap { Int($0.value) }
        }
        let size = min(max(number("pageSize") ?? 100, 1), 500)
        let page = number("page") ?? 1
        guard (1...1_000_000).contains(page) else { throw Problem.notFound }
        let start = (page - 1) * size
        guard start < items.count || page == 1 else { throw Problem.notFound }
        func link(_ page: Int) -> JSON {
            var items = query.filter { $0.name != "page" }
            if page > 1 { items.append((name: "page", value: String(page))) }
            let text = items.sorted { $0.name < $1.name }
                .map { "\($0.name)=\(percentEncoded($0.value))" }.joined(separator: "&")
            return .string(base + path + (text.isEmpty ? "" : "?" + text))
        }
        return .object([
            "count": .integer(Int64(items.count)),
            "next": start + size < items.count ? link(page + 1) : .null,
            "previous": page > 1 ? link(page - 1) : .null,
            "results": .array(try items.dropFirst(start).prefix(size).map(show)),
        ])
    }
}

/// A value as it stands in a query.
func percentEncoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        let character = Character(Unicode.Scalar(byte))
        if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
            result.append(character)
        } else {
            let digits = String(byte, radix: 16, uppercase: true)
            result += "%" + (digits.count < 2 ? "0" + digits : digits)
        }
    }
    return result
}
