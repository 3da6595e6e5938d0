public import JSONTree
public import Records

/// A case with its document, as it is stored now.
public struct Case: Sendable, Equatable {
    /// The identifier: the business key of all its processes.
    public var id: String
    /// The tenant.
    public var tenantID: String?
    /// How often the row was changed, which an update expects.
    public var revision: Int64
    /// The version of the case definition: `key:version`.
    public var definitionID: String
    /// The key of the case definition.
    public var definitionKey: String
    /// The status that people see.
    public var internalStatus: String?
    /// Who handles it.
    public var assigneeID: String?
    /// When it was made, in milliseconds since 1970.
    public var createdAt: Int64
    /// Who made it.
    public var createdBy: String?
    /// When it was last changed, in milliseconds since 1970.
    public var modifiedAt: Int64
    /// How often the document was written.
    public var documentVersion: Int64
    /// The document.
    public var document: JSON
    /// The words that people find it by.
    public var tags: [String] = []

    /// The version of the case definition, without its key.
    public var versionTag: String {
        String(definitionID.dropFirst(definitionKey.utf8.count + 1))
    }
}

extension Case {
    /// The list that gives the case with this id.
    public static func query(id: String) -> Query {
        Query(CaseTables.instance, where: .equal("id", id), limit: 1)
    }

    /// Reads a row of `CaseTables.instance`; nil if it is not one.
    public init?(row: Row) {
        let columns = RowReader(CaseTables.instance, row)
        guard let id = columns.text("id"), let revision = columns.integer("revision"),
            let definitionID = columns.text("definition_id"),
            let definitionKey = columns.text("definition_key"),
            let createdAt = columns.integer("created_at"),
            let modifiedAt = columns.integer("modified_at"),
            let version = columns.integer("document_version"),
            let document = columns.json("document")
        else { return nil }
        self.init(
            id: id, tenantID: columns.text("tenant_id"), revision: revision,
            definitionID: definitionID, definitionKey: definitionKey,
            internalStatus: columns.text("internal_status"),
            assigneeID: columns.text("assignee_id"), createdAt: createdAt,
            createdBy: columns.text("created_by"), modifiedAt: modifiedAt,
            documentVersion: version, document: document,
            tags: (columns.json("tags")?.arrayValue ?? []).compactMap(\.stringValue))
    }

    /// The tags as they are stored: nothing where there are none.
    var storedTags: ColumnValue {
        tags.isEmpty ? .null : .text(JSON.array(tags.map { .string($0) }).serializedText)
    }

    /// The row of `CaseTables.instance`.
    var row: Row {
        [
            .text(id), ColumnValue(tenantID), .integer(revision), .text(definitionID),
            .text(definitionKey), ColumnValue(internalStatus), ColumnValue(assigneeID),
            .integer(createdAt), ColumnValue(createdBy), .integer(modifiedAt),
            .integer(documentVersion), .text(document.serializedText), storedTags,
        ]
    }

    /// The row of `CaseTables.documentVersion` for the document as it is.
    func versionRow(writtenBy author: String?) -> Row {
        [
            .text(id), .integer(documentVersion), ColumnValue(tenantID), .integer(modifiedAt),
            ColumnValue(author), .text(document.serializedText), .null,
        ]
    }
}
