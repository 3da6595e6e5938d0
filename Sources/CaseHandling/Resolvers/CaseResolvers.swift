public import JSONTree

/// `doc:`: the case document, by JSON pointer or dotted path.
public struct DocumentResolver: ValueResolver {
    /// `doc`.
    public var prefix: String { "doc" }

    /// Creates the resolver.
    public init() {}

    /// The value at a place of the document.
    public func read<Facts: CaseFacts>(_ key: String, from facts: Facts) throws -> JSON? {
        guard let current = try facts.currentCase() else {
            throw ResolverError.noCase("doc:\(key)")
        }
        return current.document.value(at: DocumentPath(key))
    }

    /// Writes at a place of the document, which must still fit its schema.
    public func write<Facts: CaseFacts>(
        _ value: JSON, to key: String, in facts: inout Facts
    ) throws {
        guard try facts.currentCase() != nil else { throw ResolverError.noCase("doc:\(key)") }
        try facts.changeCase { change throws(CaseError) in
            try change.write(value, at: DocumentPath(key))
        }
    }
}

/// `pv:`: process variables, with a path into those that are trees.
public struct VariableResolver: ValueResolver {
    /// `pv`.
    public var prefix: String { "pv" }

    /// Creates the resolver.
    public init() {}

    /// The variable, or the value at a place in it.
    public func read<Facts: CaseFacts>(_ key: String, from facts: Facts) throws -> JSON? {
        if let value = try facts.variable(key) { return value }
        let steps = DocumentPath(key).steps
        guard steps.count > 1, let value = try facts.variable(steps[0]) else { return nil }
        return value.value(at: DocumentPath(steps: Array(steps.dropFirst())))
    }

    /// Sets the variable, or the value at a place in it.
    public func write<Facts: CaseFacts>(
        _ value: JSON, to key: String, in facts: inout Facts
    ) throws {
        let steps = DocumentPath(key).steps
        guard steps.count > 1, let name = steps.first else {
            try facts.setVariable(steps.first ?? key, to: value)
            return
        }
        let tree = try facts.variable(name) ?? .null
        let path = DocumentPath(steps: Array(steps.dropFirst()))
        try facts.setVariable(name, to: try tree.setting(value, at: path))
    }
}

/// `case:`: what is known of the case beside its document.
public struct CasePropertyResolver: ValueResolver {
    /// `case`.
    public var prefix: String { "case" }

    /// Creates the resolver.
    public init() {}

    /// A property of the case.
    public func read<Facts: CaseFacts>(_ key: String, from facts: Facts) throws -> JSON? {
        guard let current = try facts.currentCase() else {
            throw ResolverError.noCase("case:\(key)")
        }
        return switch key {
        case "id": .string(current.id)
        case "internalStatus": current.internalStatus.map(JSON.string)
        case "assigneeId": current.assigneeID.map(JSON.string)
        case "createdBy": current.createdBy.map(JSON.string)
        case "createdOn": .integer(current.createdAt)
        case "modifiedOn": .integer(current.modifiedAt)
        case "definitionId.key", "documentDefinitionId.name": .string(current.definitionKey)
        case "definitionId.versionTag", "definitionId.version": .string(current.versionTag)
        case "version": .integer(current.documentVersion)
        default: throw ResolverError.unknownKey("case:\(key)")
        }
    }

    /// Sets the internal status or who handles the case.
    public func write<Facts: CaseFacts>(
        _ value: JSON, to key: String, in facts: inout Facts
    ) throws {
        guard try facts.currentCase() != nil else { throw ResolverError.noCase("case:\(key)") }
        switch key {
        case "internalStatus":
            guard let status = value.stringValue else {
                throw ResolverError.refused("case:internalStatus takes the key of a status")
            }
            let id = facts.nextIdentifier()
            try facts.changeCase { change throws(CaseError) in
                try change.setInternalStatus(status, historyID: id)
            }
        case "assigneeId":
            try facts.changeCase { change throws(CaseError) in
                change.setAssignee(value.stringValue)
            }
        default: throw ResolverError.readOnly("case:\(key)")
        }
    }
}
