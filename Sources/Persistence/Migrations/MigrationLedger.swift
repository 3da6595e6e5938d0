internal import Records
internal import Signing

/// What the database remembers of the migrations that were made, and what is still to do.
enum MigrationLedger {
    /// One that was made.
    struct Entry: Equatable {
        let number: Int64
        let name: String
        let kind: String
        let checksum: String
    }

    /// The table of those that were made.
    static let table = TableDefinition(
        "schema_migration",
        columns: [
            ColumnDefinition("number", .integer, isRequired: true),
            ColumnDefinition("name", .text, isRequired: true),
            ColumnDefinition("kind", .text, isRequired: true),
            ColumnDefinition("checksum", .text, isRequired: true),
        ], primaryKey: ["number"])

    /// The entry for a migration at a place of the list, counted from 1.
    static func entry(_ migration: Migration, number: Int) throws(StoreError) -> Entry {
        Entry(
            number: Int64(number), name: migration.name, kind: migration.kind.rawValue,
            checksum: try checksum(migration))
    }

    /// Which migrations of this program's list are still to be made, as places from 0.
    ///
    /// Where a newer release has made more than this program knows, it may run on if they only
    /// added to the schema.
    ///
    /// - Throws: `StoreError.schema` if the database was made by another list.
    static func pending(
        _ known: [Migration], after applied: [Entry]
    ) throws(StoreError) -> Range<Int> {
        for (place, entry) in applied.enumerated() {
            guard place < known.count else {
                guard entry.kind == Migration.Kind.expand.rawValue else {
                    throw .schema(
                        """
                        a newer release has made the migration "\(entry.name)", which takes away \
                        what this one needs; start that release or a later one
                        """)
                }
                continue
            }
            let expected = try Self.entry(known[place], number: place + 1)
            guard entry.name == expected.name else {
                throw .schema(
                    """
                    migration \(place + 1) was "\(entry.name)" there and is \
                    "\(expected.name)" in this program; this is another program's database
                    """)
            }
            guard entry.checksum == expected.checksum else {
                throw .schema(
                    """
                    the migration "\(entry.name)" was another one when it was made; a migration \
                    once released is never changed, a new one is added after it
                    """)
            }
        }
        return min(applied.count, known.count)..<known.count
    }

    /// A hash of what a migration says, whatever SQL a release makes of it.
    static func checksum(_ migration: Migration) throws(StoreError) -> String {
        let text = migration.steps.map(describe).joined(separator: "\n")
        do {
            return try Hashing.sha256(Array(text.utf8)).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
        } catch {
            throw .unavailable("\(error)")
        }
    }

    private static func describe(_ step: MigrationStep) -> String {
        switch step {
        case .createTable(let table):
            "table \(table.name) (\(table.columns.map(describe).joined(separator: ", "))) "
                + "key (\(table.primaryKey.joined(separator: ", "))) "
                + table.indexes.map(describe).joined(separator: "; ")
        case .createIndex(let index, let table): "on \(table): \(describe(index))"
        case .addColumn(let column, let table): "to \(table): \(describe(column))"
        case .sql(let statement): "sql \(statement)"
        }
    }

    private static func describe(_ column: ColumnDefinition) -> String {
        "\(column.name) \(column.type.rawValue)\(column.isRequired ? " required" : "")"
    }

    private static func describe(_ index: IndexDefinition) -> String {
        "index \(index.name) (\(index.columns.joined(separator: ", ")))"
            + (index.isUnique ? " unique" : "") + (index.whereNotNull.map { " where \($0)" } ?? "")
    }
}
