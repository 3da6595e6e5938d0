internal import Records
internal import SQLite
internal import Synchronization

/// Connections that only read, each lent to one thread at a time.
///
/// As many are opened as threads read at once; a few are kept.
final class ReaderPool: Sendable {
    // Sound: whoever takes a connection out of the pool is the only one to hold it, and SQLite lets
    // it go from thread to thread as long as one uses it at a time.
    private struct Lendable: @unchecked Sendable {
        let connection: SQLiteConnection
    }

    private struct Idle {
        var connections: [Lendable] = []
        var isClosed = false
    }

    private let path: String
    private let keptCount: Int
    private let idle = Mutex(Idle())

    init(path: String, keptCount: Int) {
        self.path = path
        self.keptCount = keptCount
    }

    /// Runs a body on a connection of its own.
    func withConnection<Result>(
        _ body: (SQLiteConnection) throws(SQLiteError) -> Result
    ) throws(StoreError) -> Result {
        let connection = try take()
        do throws(SQLiteError) {
            let result = try body(connection)
            giveBack(connection)
            return result
        } catch {
            // Not given back: after a failure of the disk a new connection is the safest.
            if error.isMisuse { giveBack(connection) }
            throw StoreError(error)
        }
    }

    func close() {
        idle.withLock { idle in
            idle.isClosed = true
            idle.connections = []
        }
    }

    /// A kept connection, or a new one.
    private func take() throws(StoreError) -> SQLiteConnection {
        let (known, isClosed) = idle.withLock { idle in
            (idle.connections.popLast(), idle.isClosed)
        }
        if isClosed { throw .unavailable("it is closed") }
        if let known { return known.connection }
        do throws(SQLiteError) {
            let new = try SQLiteConnection(path: path, mode: .readOnly)
            try new.registerCaseFolding()
            try new.execute("PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY")
            return new
        } catch {
            throw StoreError(error)
        }
    }

    private func giveBack(_ connection: SQLiteConnection) {
        let lendable = Lendable(connection: connection)
        idle.withLock { idle in
            guard idle.connections.count < keptCount, !idle.isClosed else { return }
            idle.connections.append(lendable)
        }
    }
}
