public import Records
internal import SQLite

/// The rows in a SQLite file: one writer that commits in groups, readers beside it.
///
/// A commit returns once its rows would survive a loss of power (journal in WAL,
/// `synchronous=FULL`). Reads run on the caller's own thread, without a hop, on the state that the
/// last finished commit has left.
public final class SQLiteStore: Store {
    /// How a store treats its file.
    public struct Configuration: Sendable {
        /// The file; made if it is not there, its folder is not.
        public var path: String
        /// Whether a commit survives a loss of power; without, it survives the end of the process.
        public var isDurable: Bool
        /// How many connections for reading are kept open between reads.
        public var keptReaders: Int
        /// How many pages the file may have at most; nil for as many as there is room for.
        public var pageLimit: Int?

        /// Describes a store with the defaults of a server.
        public init(
            path: String, isDurable: Bool = true, keptReaders: Int = 8, pageLimit: Int? = nil
        ) {
            self.path = path
            self.isDurable = isDurable
            self.keptReaders = keptReaders
            self.pageLimit = pageLimit
        }
    }

    private let writer: WritingThread
    private let readers: ReaderPool
    private let lock: FileLock

    /// Opens the file and makes the migrations that are still to be made.
    ///
    /// - Throws: `StoreError.unavailable` if the file cannot be used or another process has it,
    ///   `.schema` if it was made by another program or a release that this one cannot follow.
    public init(
        _ configuration: Configuration, migrations: [Migration]
    ) throws(StoreError) {
        lock = try FileLock(forDatabase: configuration.path)
        do {
            let connection = try Self.connect(configuration)
            try SQLiteMigrator(connection: connection).migrate(migrations)
            writer = try GroupWriter.start(on: connection)
        } catch let error as StoreError {
            throw error
        } catch let error as SQLiteError where error.isDiskFull {
            throw StoreError(error)
        } catch let error as SQLiteError {
            throw .unavailable("\(configuration.path): \(error.message)")
        } catch {
            throw .unavailable("\(configuration.path): \(error)")
        }
        readers = ReaderPool(path: configuration.path, keptCount: configuration.keptReaders)
    }

    deinit { close() }

    private static func connect(_ configuration: Configuration) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path: configuration.path)
        try connection.registerCaseFolding()
        // The journal is cut back when a checkpoint has emptied it, after a peak. What a savepoint
        // keeps of pages stays in memory, not in files.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = \(configuration.isDurable ? "FULL" : "NORMAL");
            PRAGMA case_sensitive_like = ON;
            PRAGMA journal_size_limit = 33554432;
            PRAGMA temp_store = MEMORY;
            """)
        if let pageLimit = configuration.pageLimit {
            try connection.execute("PRAGMA max_page_count = \(pageLimit)")
        }
        return connection
    }

    /// Reads some lists as of one moment, on the thread of the caller.
    public func read(_ queries: [Query]) async throws(StoreError) -> [[Row]] {
        try readNow(queries)
    }

    /// Reads some lists as of one moment.
    ///
    /// - Throws: `StoreError.invalid` if a query names what is not there, `.unavailable` if the
    ///   file cannot be read.
    public func readNow(_ queries: [Query]) throws(StoreError) -> [[Row]] {
        try readers.withConnection { connection throws(SQLiteError) in
            // A single statement sees one moment by itself.
            guard queries.count > 1 else { return try Self.rows(of: queries, connection) }
            try connection.statement("BEGIN").run()
            do throws(SQLiteError) {
                let lists = try Self.rows(of: queries, connection)
                try connection.statement("COMMIT").run()
                return lists
            } catch {
                if connection.isInTransaction { try? connection.execute("ROLLBACK") }
                throw error
            }
        }
    }

    /// Counts the rows that a query would give without its limit and offset.
    public func count(_ query: Query) async throws(StoreError) -> Int {
        try readers.withConnection { connection throws(SQLiteError) in
            var text = SQLText(.sqlite)
            text.append(count: query)
            let statement = try connection.statement(text.text)
            statement.bind(text.values)
            defer { statement.reset() }
            return try statement.step() ? Int(statement.integer(0)) : 0
        }
    }

    /// Applies a delta whole, or not at all, and returns when it is on the disk.
    public func commit(_ delta: Delta) async throws(StoreError) {
        guard !delta.isEmpty else { return }
        try await writer.commit(delta)
    }

    /// Writes what waits and closes the file; later calls fail.
    public func close() {
        // The writer last: then it is the one to fold the journal into the file.
        readers.close()
        writer.close()
        lock.release()
    }

    private static func rows(
        of queries: [Query], _ connection: SQLiteConnection
    ) throws(SQLiteError) -> [[Row]] {
        var lists: [[Row]] = []
        lists.reserveCapacity(queries.count)
        for query in queries {
            var text = SQLText(.sqlite)
            text.append(select: query)
            let statement = try connection.statement(text.text)
            statement.bind(text.values)
            defer { statement.reset() }
            let count = statement.columnCount
            var rows: [Row] = []
            while try statement.step() { rows.append(statement.row(count)) }
            lists.append(rows)
        }
        return lists
    }
}
