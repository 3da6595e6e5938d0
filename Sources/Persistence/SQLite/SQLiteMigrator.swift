internal import Records
internal import SQLite

/// Brings the schema of a SQLite file to what this program needs.
struct SQLiteMigrator {
    let connection: SQLiteConnection

    /// Makes the migrations that were not made yet, each in one transaction.
    func migrate(_ migrations: [Migration]) throws {
        let made = try applied()
        for place in try MigrationLedger.pending(migrations, after: made) {
            try make(migrations[place], number: place + 1)
        }
    }

    private func applied() throws -> [MigrationLedger.Entry] {
        let search = try connection.temporaryStatement(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
        search.bind(1, MigrationLedger.table.name)
        guard try search.step() else { return [] }
        search.reset()
        let statement = try connection.temporaryStatement(
            "SELECT number, name, kind, checksum FROM schema_migration ORDER BY number")
        var entries: [MigrationLedger.Entry] = []
        while try statement.step() {
            entries.append(
                MigrationLedger.Entry(
                    number: statement.integer(0), name: statement.text(1),
                    kind: statement.text(2), checksum: statement.text(3)))
        }
        return entries
    }

    private func make(_ migration: Migration, number: Int) throws {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            if number == 1 {
                try run(.createTable(MigrationLedger.table), of: "schema_migration")
            }
            for step in migration.steps { try run(step, of: migration.name) }
            let entry = try MigrationLedger.entry(migration, number: number)
            let insert = try connection.temporaryStatement(
                "INSERT INTO schema_migration (number, name, kind, checksum) VALUES (?, ?, ?, ?)")
            insert.bind([
                .integer(entry.number), .text(entry.name), .text(entry.kind), .text(entry.checksum),
            ])
            try insert.run()
            try connection.execute("COMMIT")
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    private func run(_ step: MigrationStep, of name: String) throws {
        for statement in SQLDialect.sqlite.statements(for: step) {
            do {
                try connection.execute(statement)
            } catch {
                guard error.isMisuse else { throw error }
                throw StoreError.schema("the migration \"\(name)\" fails: \(error)")
            }
        }
    }
}
