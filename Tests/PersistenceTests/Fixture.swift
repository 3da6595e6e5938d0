import Records

/// The tables of the suite.
enum Fixture {
    static let parent = TableDefinition(
        "parent",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("name", .text),
            ColumnDefinition("order", .integer),
            ColumnDefinition("share", .real),
            ColumnDefinition("content", .bytes),
            ColumnDefinition("unique_name", .text),
            ColumnDefinition("revision", .integer, isRequired: true),
        ],
        indexes: [
            IndexDefinition("parent_order", on: ["order"]),
            IndexDefinition(
                "parent_unique_name", on: ["unique_name"], isUnique: true,
                whereNotNull: "unique_name"),
        ])

    static let child = TableDefinition(
        "child",
        columns: [
            ColumnDefinition("id", .integer, isRequired: true),
            ColumnDefinition("parent_id", .text),
            ColumnDefinition("text", .text),
        ], indexes: [IndexDefinition("child_parent", on: ["parent_id"])])

    static let migrations = [
        Migration("suite-1-tables", steps: [.createTable(parent), .createTable(child)])
    ]

    /// A row of `parent` in its first revision.
    static func row(
        _ id: String, name: String? = nil, order: Int64? = nil, share: Double? = nil,
        content: [UInt8]? = nil, uniqueName: String? = nil
    ) -> Row {
        [
            .text(id), ColumnValue(name), ColumnValue(order), ColumnValue(share),
            ColumnValue(content), ColumnValue(uniqueName), .integer(1),
        ]
    }

    /// A delta that makes these rows of `parent`.
    static func inserting(_ rows: Row...) -> Delta {
        Delta(changes: rows.map { .insert(parent, $0) })
    }
}

extension Store {
    /// The keys of the rows of `parent` that a predicate holds for, in an order.
    func ids(
        where predicate: Predicate = .all, ordering: [Ordering] = [], offset: Int = 0,
        limit: Int? = nil
    ) async throws -> [String] {
        try await read(
            Query(
                Fixture.parent, where: predicate, ordering: ordering, offset: offset, limit: limit,
                columns: ["id"])
        ).compactMap(\.first?.textValue)
    }
}
