internal import Records
internal import SQLite

/// Writes groups of deltas to a SQLite file, each group in one transaction.
///
/// One that cannot be applied is left out alone: then the group is written again with a savepoint
/// before each.
enum GroupWriter {
    /// Starts a thread that writes on a connection that nobody else uses from now on.
    ///
    /// - Throws: `StoreError.unavailable` if the system gives no thread.
    static func start(
        on connection: sending SQLiteConnection
    ) throws(StoreError) -> WritingThread {
        // The new thread is the only one to have it.
        nonisolated(unsafe) let own = DeltaWriter(connection: connection)
        return try WritingThread { queue in
            var writer = own
            queue.serve { Self.write($0, &writer) }
            // Here and not with the last holder: closing removes the journal, which by then could
            // be that of another process.
            writer.connection.close()
        }
    }

    /// Writes all deltas in one transaction.
    ///
    /// - Returns: For each delta why it was not written, or nil if it was.
    private static func write(
        _ deltas: [Delta], _ writer: inout DeltaWriter
    ) -> [StoreError?] {
        let connection = writer.connection
        do {
            if try writeAll(deltas, &writer) {
                return Array(repeating: nil, count: deltas.count)
            }
            return try writeEach(deltas, &writer)
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            let failure = (error as? StoreError) ?? (error as? SQLiteError).map { StoreError($0) }
            return Array(
                repeating: failure ?? .unavailable("\(error)"), count: deltas.count)
        }
    }

    /// Writes the deltas without savepoints, for which SQLite would copy every page that each of
    /// them changes.
    ///
    /// - Returns: Whether all were written; otherwise none was.
    /// - Throws: What makes the whole group fail.
    private static func writeAll(
        _ deltas: [Delta], _ writer: inout DeltaWriter
    ) throws -> Bool {
        let connection = writer.connection
        try connection.statement("BEGIN IMMEDIATE").run()
        for delta in deltas {
            do {
                try writer.apply(delta)
            } catch {
                guard error.isOfOneDelta else { throw error }
                if connection.isInTransaction { try connection.statement("ROLLBACK").run() }
                return false
            }
        }
        try connection.statement("COMMIT").run()
        return true
    }

    /// Writes each delta behind a savepoint, leaving out those that cannot be applied.
    ///
    /// - Throws: What makes the whole group fail.
    private static func writeEach(
        _ deltas: [Delta], _ writer: inout DeltaWriter
    ) throws -> [StoreError?] {
        let connection = writer.connection
        try connection.statement("BEGIN IMMEDIATE").run()
        var outcomes: [StoreError?] = []
        outcomes.reserveCapacity(deltas.count)
        for delta in deltas {
            try connection.statement("SAVEPOINT one_delta").run()
            do {
                try writer.apply(delta)
                outcomes.append(nil)
            } catch {
                // Where SQLite itself has given up the transaction, the others' changes are gone too.
                guard error.isOfOneDelta, connection.isInTransaction else { throw error }
                try connection.statement("ROLLBACK TO one_delta").run()
                outcomes.append(error)
            }
            try connection.statement("RELEASE one_delta").run()
        }
        try connection.statement("COMMIT").run()
        return outcomes
    }
}
