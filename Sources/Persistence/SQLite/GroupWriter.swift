internal import Dispatch
internal import OwnThread
internal import Records
internal import SQLite

/// The thread that writes: all deltas that wait are committed in one transaction, and their callers
/// go on once it is on the disk.
///
/// One that cannot be applied is left out alone: then the group is written again with a savepoint
/// before each.
final class GroupWriter: Sendable {
    private let queue = DeltaQueue()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread on a connection that nobody else uses from now on.
    ///
    /// - Throws: `StoreError.unavailable` if the system gives no thread.
    init(connection: sending SQLiteConnection) throws(StoreError) {
        let writer = DeltaWriter(connection: connection)
        nonisolated(unsafe) let own = writer
        do throws(OwnThread.Refused) {
            try OwnThread.start { [self] in
                var writer = own
                while let group = queue.takeGroup() { commit(group, &writer) }
                // Here and not with the last holder: closing removes the journal, which by then
                // could be that of another process.
                writer.connection.close()
                ended.signal()
            }
        } catch {
            throw .unavailable("the system gives no thread to write with (\(error.code))")
        }
    }

    /// Hands in a delta and waits until it is on the disk.
    func commit(_ delta: Delta) async throws(StoreError) {
        try await queue.commit(delta)
    }

    /// Takes no more deltas, writes those that wait and ends the thread.
    func close() {
        queue.close()
        ended.wait()
        // For whoever closes it a second time.
        ended.signal()
    }

    private func commit(_ group: ArraySlice<DeltaQueue.Waiting>, _ writer: inout DeltaWriter) {
        let outcomes = Self.write(group.lazy.map(\.delta), &writer)
        for (waiting, outcome) in zip(group, outcomes) {
            waiting.continuation.resume(returning: outcome)
        }
    }

    /// Writes all deltas in one transaction.
    ///
    /// - Returns: For each delta why it was not written, or nil if it was.
    private static func write(
        _ deltas: some Collection<Delta>, _ writer: inout DeltaWriter
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
        _ deltas: some Collection<Delta>, _ writer: inout DeltaWriter
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
        _ deltas: some Collection<Delta>, _ writer: inout DeltaWriter
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
