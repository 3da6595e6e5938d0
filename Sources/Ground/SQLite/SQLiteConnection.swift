internal import CSQLite

/// One connection to a SQLite file, with its prepared statements.
///
/// A connection belongs to one thread at a time: its owner sees to that.
public final class SQLiteConnection {
    /// How a file is opened.
    public enum Mode: Sendable {
        /// Reads and writes; the file is created if it is not there.
        case readWrite
        /// Reads only; the file must be there.
        case readOnly
    }

    let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file; `:memory:` for a database that ends with the connection.
    ///   - mode: Whether it may be written.
    ///   - busyTimeout: How many milliseconds to wait for a lock of another process.
    /// - Throws: `SQLiteError` if it cannot be opened.
    public init(
        path: String, mode: Mode = .readWrite, busyTimeout: Int32 = 5_000
    ) throws(SQLiteError) {
        var opened: OpaquePointer?
        let access =
            mode == .readWrite
            ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(
            path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let text = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: text, statement: "open \(path)")
        }
        handle = opened
        sqlite3_busy_timeout(handle, busyTimeout)
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs statements that give no rows and take no values; several are parted by semicolons.
    ///
    /// - Throws: `SQLiteError` at the first that fails.
    public func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql) }
    }

    /// The statement for a text, prepared once.
    ///
    /// - Throws: `SQLiteError` if the text is no statement.
    public func statement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        if let known = statements[sql] { return known }
        let new = try SQLiteStatement(sql, on: self)
        statements[sql] = new
        return new
    }

    /// A statement that is not kept, for a text that will hardly come again.
    ///
    /// - Throws: `SQLiteError` if the text is no statement.
    public func temporaryStatement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        try SQLiteStatement(sql, on: self)
    }

    /// How many statements are kept prepared.
    public var preparedCount: Int { statements.count }

    /// How many rows the last statement changed.
    public var changedRows: Int { Int(sqlite3_changes(handle)) }

    /// The key that the last insert gave a row of a table with integer keys.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func error(_ code: Int32, _ sql: String) -> SQLiteError {
        SQLiteError(
            code: code, message: String(cString: sqlite3_errmsg(handle)), statement: sql)
    }
}

/// Why SQLite did not do what was asked.
public struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// SQLite's extended result code.
    public let code: Int32
    /// SQLite's text.
    public let message: String
    /// The statement.
    public let statement: String

    /// The text, the code and the statement.
    public var description: String { "\(message) (SQLite \(code)) in: \(statement)" }

    /// Whether a unique index or primary key holds such a row already.
    public var isUniqueViolation: Bool {
        code == csqlite_constraint_unique || code == csqlite_constraint_primary_key
            || code == csqlite_constraint_rowid
    }

    /// Whether the disk is full.
    public var isDiskFull: Bool { code & 0xFF == SQLITE_FULL }

    /// Whether a constraint failed, as opposed to the disk or the file.
    public var isConstraint: Bool { code & 0xFF == SQLITE_CONSTRAINT }
}
