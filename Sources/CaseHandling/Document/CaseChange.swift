internal import JSONSchema
public import JSONTree
public import Records

/// Why a case was not made or changed.
public enum CaseError: Error, Sendable, Equatable {
    /// There is no such case.
    case unknownCase(String)
    /// There is no such kind of case.
    case unknownDefinition(String)
    /// The document would not be what its schema asks for.
    case invalidDocument([String])
    /// Nothing can be written at this place of the document.
    case path(String)
    /// The kind of case has no such status.
    case unknownStatus(String, known: [String])
    /// The request says nothing that can be done.
    case malformed(String)
    /// The schema that is stored cannot be used.
    case unusableSchema(String)
}

extension CaseError: CustomStringConvertible {
    /// What is wrong, for the person who must act.
    public var description: String {
        switch self {
        case .unknownCase(let id): "There is no case with id \(id)"
        case .unknownDefinition(let key): "There is no case definition \"\(key)\""
        case .invalidDocument(let problems):
            "The document does not fit its schema: " + problems.joined(separator: "; ")
        case .path(let what): what
        case .unknownStatus(let status, let known):
            "The case definition has no internal status \"\(status)\"; it has: "
                + known.joined(separator: ", ")
        case .malformed(let what): what
        case .unusableSchema(let what): "The schema of the case cannot be used: \(what)"
        }
    }
}

/// A kind of case that is ready for use: its schema is compiled.
public struct UsableCaseDefinition: Sendable {
    /// The definition.
    public let definition: CaseDefinition
    private let schema: Schema

    /// Compiles the schema.
    ///
    /// - Throws: `CaseError.unusableSchema`.
    public init(_ definition: CaseDefinition) throws(CaseError) {
        self.definition = definition
        do {
            schema = try Schema(compiling: definition.schema)
        } catch {
            throw .unusableSchema("\(definition.id): \(error)")
        }
    }

    /// Checks a document.
    ///
    /// - Throws: `CaseError.invalidDocument` with every violation, up to ten of them.
    public func check(_ document: JSON) throws(CaseError) {
        let violations = schema.validate(document)
        if violations.isEmpty { return }
        throw .invalidDocument(violations.prefix(10).map(\.description))
    }
}

/// A case on its way from what is stored to what shall be: reads see the writes before them.
///
/// One value lives as long as one step; `delta` is what the step adds to its own.
public struct CaseChange: Sendable {
    /// The case as it shall be.
    public private(set) var current: Case
    private let definition: UsableCaseDefinition
    private let isNew: Bool
    private let instant: Int64
    private let author: String?
    private var hasNewDocument: Bool
    private var newStatuses: [(id: String, status: String?)] = []

    /// Begins a new case.
    ///
    /// - Throws: `CaseError.invalidDocument` if the document does not fit the schema.
    public init(
        creating id: String, of definition: UsableCaseDefinition, document: JSON,
        tenantID: String? = nil, at instant: Int64, by author: String?
    ) throws(CaseError) {
        try definition.check(document)
        let status = definition.definition.internalStatuses.first?.key
        current = Case(
            id: id, tenantID: tenantID, revision: 1, definitionID: definition.definition.id,
            definitionKey: definition.definition.key, internalStatus: status, assigneeID: nil,
            createdAt: instant, createdBy: author, modifiedAt: instant, documentVersion: 1,
            document: document)
        self.definition = definition
        self.instant = instant
        self.author = author
        isNew = true
        hasNewDocument = true
        if let status { newStatuses = [(id, status)] }
    }

    /// Begins to change a case.
    public init(
        changing stored: Case, of definition: UsableCaseDefinition, at instant: Int64,
        by author: String?
    ) {
        current = stored
        self.definition = definition
        self.instant = instant
        self.author = author
        isNew = false
        hasNewDocument = false
    }

    /// Puts a document in the place of the one there is.
    ///
    /// - Throws: `CaseError.invalidDocument` if it does not fit the schema.
    public mutating func replaceDocument(_ document: JSON) throws(CaseError) {
        try definition.check(document)
        guard document != current.document else { return }
        current.document = document
        current.modifiedAt = instant
        if !hasNewDocument { current.documentVersion += 1 }
        hasNewDocument = true
    }

    /// Writes a value at a place of the document.
    ///
    /// - Throws: `CaseError` if there is no such place or the document no longer fits its schema.
    public mutating func write(_ value: JSON, at path: DocumentPath) throws(CaseError) {
        try write([(path, value)])
    }

    /// Writes several values, after which the document must fit its schema.
    ///
    /// - Throws: `CaseError` if there is no such place or the document no longer fits its schema.
    public mutating func write(
        _ values: [(path: DocumentPath, value: JSON)]
    ) throws(CaseError) {
        var document = current.document
        for (path, value) in values {
            do {
                document = try document.setting(value, at: path)
            } catch {
                throw .path(error.description)
            }
        }
        try replaceDocument(document)
    }

    /// Sets the status that people see.
    ///
    /// - Parameters:
    ///   - status: A status of the case definition.
    ///   - id: An identifier for the entry of its history.
    /// - Throws: `CaseError.unknownStatus` if the case definition does not have it.
    public mutating func setInternalStatus(
        _ status: String, historyID id: String
    ) throws(CaseError) {
        let known = definition.definition.internalStatuses.map(\.key)
        guard known.contains(status) else { throw .unknownStatus(status, known: known) }
        guard status != current.internalStatus else { return }
        current.internalStatus = status
        current.modifiedAt = instant
        newStatuses.append((id, status))
    }

    /// Sets who handles the case; nil for nobody.
    public mutating func setAssignee(_ user: String?) {
        guard user != current.assigneeID else { return }
        current.assigneeID = user
        current.modifiedAt = instant
    }

    /// Gives the case a tag, or takes one away.
    public mutating func setTag(_ tag: String, isPresent: Bool) {
        guard current.tags.contains(tag) != isPresent else { return }
        current.tags.removeAll { $0 == tag }
        if isPresent { current.tags.append(tag) }
        current.modifiedAt = instant
    }

    /// What the step must write: nothing if nothing changed.
    public func delta(storedAs stored: Case?) -> Delta {
        var changes: [RowChange] = []
        if isNew {
            changes.append(.insert(CaseTables.instance, current.row))
        } else if let stored, stored != current {
            changes.append(
                .update(
                    CaseTables.instance, key: [.text(current.id)],
                    set: [
                        ColumnAssignment("internal_status", ColumnValue(current.internalStatus)),
                        ColumnAssignment("assignee_id", ColumnValue(current.assigneeID)),
                        ColumnAssignment("modified_at", .integer(current.modifiedAt)),
                        ColumnAssignment("document_version", .integer(current.documentVersion)),
                        ColumnAssignment("document", .text(current.document.serializedText)),
                        ColumnAssignment("tags", current.storedTags),
                    ], expectedRevision: stored.revision))
        }
        if hasNewDocument {
            changes.append(
                .insert(CaseTables.documentVersion, current.versionRow(writtenBy: author)))
        }
        for entry in newStatuses {
            changes.append(
                .insert(
                    CaseTables.statusHistory,
                    [
                        .text(entry.id), .text(current.id), ColumnValue(current.tenantID),
                        ColumnValue(entry.status), .integer(instant), ColumnValue(author), .null,
                    ]))
        }
        return Delta(changes: changes)
    }
}
