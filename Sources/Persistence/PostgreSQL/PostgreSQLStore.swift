#if PostgreSQL
internal import PostgreSQL
public import Records

/// The rows in a PostgreSQL database: one connection that commits in groups, others that read.
///
/// A commit returns once the server has it on its disk. A connection that is lost is made again;
/// what was under way is repeated, for as long as the time limit.
public final class PostgreSQLStore: Store {
    /// Where the database is and how a store treats it.
    public struct Configuration: Sendable {
        /// Such as `postgresql://user@host:5432/database?sslmode=verify-full`.
        public var url: String
        /// The password, if the URL has none; without both, libpq looks into `PGPASSWORD` and
        /// `~/.pgpass`.
        public var password: String?
        /// How many connections read side by side at most; each is a thread too.
        public var readers: Int
        /// How many milliseconds a statement may take, and how long it is tried again when the
        /// connection is lost.
        public var timeLimit: Int
        /// Is told of each connection that is lost, and made again.
        public var report: @Sendable (String) -> Void

        /// Describes a store with the defaults of a server.
        public init(
            url: String, password: String? = nil, readers: Int = 8, timeLimit: Int = 30_000,
            report: @escaping @Sendable (String) -> Void = { _ in }
        ) {
            self.url = url
            self.password = password
            self.readers = readers
            self.timeLimit = timeLimit
            self.report = report
        }
    }

    private let writer: WritingThread
    private let readers: PostgreSQLReaders

    /// Connects and makes the migrations that are still to be made.
    ///
    /// - Throws: `StoreError.unavailable` if there is no way to the server or it refuses the user,
    ///   `.schema` if the database was made by another program or a release that this one cannot
    ///   follow.
    public init(
        _ configuration: Configuration, migrations: [Migration]
    ) throws(StoreError) {
        do {
            var session = PostgreSQLSession(configuration, .writer)
            try PostgreSQLMigrator(connection: try session.connected()).migrate(migrations)
            session.drop()
            writer = try WritingThread { queue in
                var writer = GroupCommit(
                    PostgreSQLSession(configuration, .writer), timeLimit: configuration.timeLimit,
                    isStopping: { queue.isClosed })
                queue.serve { writer.write($0) }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw (error as? PostgreSQLError).map { StoreError($0) } ?? .unavailable("\(error)")
        }
        readers = PostgreSQLReaders(configuration)
    }

    deinit { close() }

    /// Reads some lists as of one moment.
    public func read(_ queries: [Query]) async throws(StoreError) -> [[Row]] {
        guard !queries.isEmpty else { return [] }
        return try await readers.reading { connection throws(PostgreSQLError) in
            // Sent together they are one transaction, which sees one moment.
            let statements = queries.map { query in
                var text = SQLText(.postgreSQL)
                text.append(select: query)
                return PostgreSQLStatement(text.text, text.values)
            }
            return try connection.run(statements).map(\.rows)
        }
    }

    /// Counts the rows that a query would give without its limit and offset.
    public func count(_ query: Query) async throws(StoreError) -> Int {
        try await readers.reading { connection throws(PostgreSQLError) in
            var text = SQLText(.postgreSQL)
            text.append(count: query)
            let rows = try connection.run(text.text, text.values).rows
            return Int(rows.first?.first?.integerValue ?? 0)
        }
    }

    /// Applies a delta whole, or not at all, and returns when the server has it on its disk.
    ///
    /// - Throws: `StoreError.unavailable` too if the server was gone for longer than the time limit
    ///   just when it was to commit; the message then says that it is not known whether it did.
    public func commit(_ delta: Delta) async throws(StoreError) {
        guard !delta.isEmpty else { return }
        try await writer.commit(delta)
    }

    /// Writes what waits and ends the connections; later calls fail.
    public func close() {
        readers.close()
        writer.close()
    }

    /// The version of libpq that is in use, such as `15.20`.
    public static var libraryVersion: String {
        let version = PostgreSQLConnection.libraryVersion
        return "\(version / 10_000).\(version % 10_000)"
    }
}
#endif
