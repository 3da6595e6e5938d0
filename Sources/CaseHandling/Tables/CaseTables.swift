public import Records

/// The tables of cases.
///
/// A case stands above the instances of its processes, so that its rows name no root instance; they
/// outlive their instances; which those are, the business key in history says. All are written in the delta of the step that changes them.
public enum CaseTables {
    /// The tags of a case, a JSON list; it came with the second migration.
    private static let tags = ColumnDefinition("tags", .text)

    /// The cases, each with its document as it is now.
    public static let instance = TableDefinition(
        "case_instance",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("tenant_id", .text),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("definition_id", .text, isRequired: true),
            ColumnDefinition("definition_key", .text, isRequired: true),
            ColumnDefinition("internal_status", .text),
            ColumnDefinition("assignee_id", .text),
            ColumnDefinition("created_at", .integer, isRequired: true),
            ColumnDefinition("created_by", .text),
            ColumnDefinition("modified_at", .integer, isRequired: true),
            ColumnDefinition("document_version", .integer, isRequired: true),
            ColumnDefinition("document", .text, isRequired: true),
            tags,
        ],
        indexes: [IndexDefinition("case_instance_key", on: ["definition_key", "created_at"])])

    /// Every version that a case document has had.
    public static let documentVersion = TableDefinition(
        "case_document_version",
        columns: [
            ColumnDefinition("case_id", .text, isRequired: true),
            ColumnDefinition("version", .integer, isRequired: true),
            ColumnDefinition("tenant_id", .text),
            ColumnDefinition("written_at", .integer, isRequired: true),
            ColumnDefinition("written_by", .text),
            ColumnDefinition("document", .text, isRequired: true),
            ColumnDefinition("removal_time", .integer),
        ], primaryKey: ["case_id", "version"])

    /// The statuses that people saw, one after the other.
    public static let statusHistory = TableDefinition(
        "case_status_history",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("case_id", .text, isRequired: true),
            ColumnDefinition("tenant_id", .text),
            ColumnDefinition("internal_status", .text),
            ColumnDefinition("set_at", .integer, isRequired: true),
            ColumnDefinition("set_by", .text),
            ColumnDefinition("removal_time", .integer),
        ], indexes: [IndexDefinition("case_status_history_case", on: ["case_id", "set_at"])])

    /// The zaak of each case, with what the Zaken API last said of it.
    public static let zaak = TableDefinition(
        "case_zaak",
        columns: [
            ColumnDefinition("case_id", .text, isRequired: true),
            ColumnDefinition("tenant_id", .text),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("zaak_url", .text, isRequired: true),
            ColumnDefinition("zaak_uuid", .text, isRequired: true),
            ColumnDefinition("identificatie", .text, isRequired: true),
            ColumnDefinition("zaaktype_url", .text, isRequired: true),
            ColumnDefinition("zaak", .text, isRequired: true),
            ColumnDefinition("linked_at", .integer, isRequired: true),
        ], primaryKey: ["case_id"],
        indexes: [
            IndexDefinition("case_zaak_url", on: ["zaak_url"], isUnique: true)
        ])

    /// All tables, in the order in which they are made.
    public static let all = [
        instance, documentVersion, statusHistory, zaak,
    ]

    /// The migrations of this room, in order.
    public static let migrations = first + later

    /// The tables as they were first made.
    public static let first = [
        Migration(
            "cases-1-tables",
            steps: all.map { table in
                .createTable(
                    TableDefinition(
                        table.name, columns: table.columns.filter { $0 != tags },
                        primaryKey: table.primaryKey, indexes: table.indexes))
            })
    ]

    /// The tags of cases; it comes after the first migrations of the other rooms.
    public static let later = [
        Migration("cases-2-tags", steps: [.addColumn(tags, table: instance.name)])
    ]
}
