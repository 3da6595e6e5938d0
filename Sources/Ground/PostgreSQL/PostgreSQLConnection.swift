#if PostgreSQL
internal import CPostgreSQL
internal import Glibc

/// One connection to a PostgreSQL server, with its prepared statements.
///
/// Its calls block: a connection belongs to one thread at a time, and to none of those that tasks
/// run on. Its owner sees to that.
public final class PostgreSQLConnection {
    let handle: OpaquePointer
    /// How long the server may be silent while something is under way, in milliseconds.
    public var timeLimit: Int
    var statements: PreparedStatements
    private var isOpen = true

    /// Opens a connection.
    ///
    /// - Parameters:
    ///   - url: Such as `postgresql://user@host:5432/database?sslmode=verify-full`.
    ///   - password: The password, if the URL has none; without both, libpq looks into
    ///     `PGPASSWORD` and `~/.pgpass`.
    ///   - timeLimit: How many milliseconds connecting may take, and how long the server may be
    ///     silent after that.
    ///   - statementLimit: How many statements in use are kept prepared; at most twice as many are.
    /// - Throws: `PostgreSQLError` if there is no way to the server or it refuses the user.
    public init(
        url: String, password: String? = nil, timeLimit: Int = 30_000, statementLimit: Int = 256
    ) throws(PostgreSQLError) {
        self.timeLimit = timeLimit
        statements = PreparedStatements(limit: statementLimit)
        // What comes later takes the place of what was said before: the URL may name its own limits.
        var settings = [
            ("connect_timeout", String(max(2, timeLimit / 1_000))),
            ("tcp_user_timeout", String(timeLimit)), ("keepalives_idle", "60"),
            ("fallback_application_name", "raderwerk"), ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
        if let password { settings.append(("password", password)) }
        let opened = Self.withCStrings(settings.map(\.0)) { names in
            Self.withCStrings(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw PostgreSQLError(.connection, "out of memory") }
        handle = opened
        guard PQstatus(opened) == CONNECTION_OK else {
            let error = Self.refusal(opened)
            close()
            throw error
        }
        PQsetnonblocking(opened, 1)
        // Notices are for those who read the server's log.
        PQsetNoticeReceiver(opened, { _, _ in }, nil)
    }

    deinit { close() }

    /// Ends the connection at once; nothing else may be asked of it after.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        PQfinish(handle)
    }

    /// The version of the server, such as 150020 for 15.20.
    public var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// The server and database, without user or password.
    public var place: String {
        func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
            pointer.map { String(cString: $0) } ?? ""
        }
        return "\(text(PQhost(handle))):\(text(PQport(handle)))/\(text(PQdb(handle)))"
    }

    /// The version of libpq that is in use, such as 150020.
    public static var libraryVersion: Int { Int(PQlibVersion()) }

    /// Whether a transaction is open, failed or not.
    public var isInTransaction: Bool {
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Runs statements that take no values, several parted by semicolons; rows are left out.
    ///
    /// - Throws: `PostgreSQLError` at the first that fails.
    public func execute(_ sql: String) throws(PostgreSQLError) {
        guard PQsendQuery(handle, sql) == 1 else { throw broken(sql) }
        var failure: PostgreSQLError?
        while let result = try nextResult(sql) {
            defer { PQclear(result) }
            let status = PQresultStatus(result)
            if status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE {
                failure = failure ?? PostgreSQLError(result, statement: sql, place: nil)
            }
        }
        if let failure { throw failure }
    }

    /// What libpq says of a connection that did not come about.
    private static func refusal(_ handle: OpaquePointer) -> PostgreSQLError {
        let text = String(cString: PQerrorMessage(handle))
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == "\t" || $0 == " " })
        }
        let message = lines.joined(separator: "; ")
        // libpq keeps no code of a connection that failed, only the server's words for it.
        let isLogin =
            PQconnectionNeedsPassword(handle) == 1
            || PQconnectionUsedPassword(handle) == 1
                && message.contains("authentication failed")
        return PostgreSQLError(.connection, message, state: isLogin ? "28P01" : "")
    }

    /// Lends texts as a list of C strings that ends with a null.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { list in
            body(list.baseAddress)
        }
    }

    /// What libpq says of a connection that does not work any more.
    func broken(_ statement: String, place: Int? = nil) -> PostgreSQLError {
        var text = String(cString: PQerrorMessage(handle))
        while text.last?.isNewline == true { text.removeLast() }
        return PostgreSQLError(
            .connection, text.isEmpty ? "the connection is lost" : text, statement: statement,
            place: place)
    }
}
#endif
