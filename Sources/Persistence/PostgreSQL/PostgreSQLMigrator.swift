#if PostgreSQL
internal import PostgreSQL
internal import Records

/// Brings the schema of a PostgreSQL database to what this program needs.
///
/// Each migration is a transaction that begins with waiting for a lock and looking at what was made
/// by then: so of several processes that start at once one makes it, and the others go on after.
struct PostgreSQLMigrator {
    let connection: PostgreSQLConnection

    /// Makes the migrations that were not made yet.
    func migrate(_ migrations: [Migration]) throws {
        try checkServer()
        // An index of a large table takes its time, and so does another process that makes it.
        connection.timeLimit = Self.timeLimit
        try connection.execute("SET statement_timeout = \(Self.timeLimit)")
        do {
            try prepareMarks()
            while try makeNext(migrations) {}
        } catch {
            if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
            throw error
        }
    }

    /// How many milliseconds a statement of a migration may take.
    private static let timeLimit = 6 * 3_600_000

    private func checkServer() throws {
        let found = connection.serverVersion
        guard found >= 130_000 else {
            throw StoreError.unavailable(
                "the server is PostgreSQL \(found / 10_000); from 13 on it has what is needed")
        }
        let settings = try connection.run(
            """
            SELECT current_setting('server_encoding'), current_schema(),
            EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu')
            """
        ).rows.first
        guard settings?[0] == .text("UTF8") else {
            throw StoreError.unavailable(
                """
                the database \(connection.place) has the encoding \
                \(settings?[0].textValue ?? "?"); make one with CREATE DATABASE … ENCODING 'UTF8' \
                TEMPLATE template0
                """)
        }
        guard settings?[1].isNull == false else {
            throw StoreError.unavailable(
                """
                no schema of the search_path is there in \(connection.place); make it with \
                CREATE SCHEMA, or name another one
                """)
        }
        guard settings?[2].booleanValue == true else {
            throw StoreError.unavailable(
                """
                the server lacks the collation und-x-icu, which letters are compared with; it \
                comes with builds that have ICU, such as Debian's
                """)
        }
    }

    /// Makes the table that writers leave their marks in: it is this store's own, not of a room.
    private func prepareMarks() throws {
        try connection.execute("BEGIN")
        _ = try connection.run(AdvisoryLock.migrating.statement)
        try connection.execute(CommitMark.schema)
        try connection.execute(CommitMark.tidying)
        _ = try connection.run("COMMIT")
    }

    /// Makes the next migration.
    ///
    /// - Returns: Whether there was one.
    private func makeNext(_ migrations: [Migration]) throws -> Bool {
        try connection.execute("BEGIN")
        _ = try connection.run(AdvisoryLock.migrating.statement)
        let applied = try applied()
        guard let place = try MigrationLedger.pending(migrations, after: applied).first else {
            _ = try connection.run("COMMIT")
            return false
        }
        if applied.isEmpty { try run(.createTable(MigrationLedger.table), of: "schema_migration") }
        let migration = migrations[place]
        for step in migration.steps { try run(step, of: migration.name) }
        let entry = try MigrationLedger.entry(migration, number: place + 1)
        _ = try connection.run(
            "INSERT INTO schema_migration (number, name, kind, checksum) VALUES ($1, $2, $3, $4)",
            [.integer(entry.number), .text(entry.name), .text(entry.kind), .text(entry.checksum)])
        _ = try connection.run("COMMIT")
        return true
    }

    private func applied() throws -> [MigrationLedger.Entry] {
        let search = try connection.run(
            "SELECT to_regclass(CAST($1 AS text)) IS NOT NULL",
            [.text(MigrationLedger.table.name)])
        guard search.rows.first?.first?.booleanValue == true else { return [] }
        return try connection.run(
            "SELECT number, name, kind, checksum FROM schema_migration ORDER BY number"
        ).rows.map { row in
            MigrationLedger.Entry(
                number: row[0].integerValue ?? 0, name: row[1].textValue ?? "",
                kind: row[2].textValue ?? "", checksum: row[3].textValue ?? "")
        }
    }

    private func run(_ step: MigrationStep, of name: String) throws {
        for statement in SQLDialect.postgreSQL.statements(for: step) {
            do throws(PostgreSQLError) {
                try connection.execute(statement)
            } catch {
                guard error.isMisuse else { throw error }
                throw StoreError.schema("the migration \"\(name)\" fails: \(error)")
            }
        }
    }
}
#endif
