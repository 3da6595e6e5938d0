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
    /// The statements in use of late, and those of the time before: a text that is in neither is
    /// prepared anew, so that no more than twice the limit are kept.
    private var statements: [String: SQLiteStatement] = [:]
    private var olderStatements: [String: SQLiteStatement] = [:]
    private let statementLimit: Int
    private var isOpen = true

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file; `:memory:` for a database that ends with the connection.
    ///   - mode: Whether it may be written.
    ///   - busyTimeout: How many milliseconds to wait for a lock of another process.
    ///   - statementLimit: How many statements in use are kept prepared; at most twice as many are.
    /// - Throws: `SQLiteError` if it cannot be opened.
    public init(
        path: String, mode: Mode = .readWrite, busyTimeout: Int32 = 5_000,
        statementLimit: Int = 256
    ) throws(SQLiteError) {
        self.statementLimit = statementLimit
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

    deinit { close() }

    /// Closes the file at once, not only when nobody holds the connection any more; nothing else
    /// may be asked of it after.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        statements = [:]
        olderStatements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs statements that give no rows and take no values; several are parted by semicolons.
    ///
    /// - Throws: `SQLiteError` at the first that fails.
    public func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, sql) }
    }

    /// The statement for a text, prepared once as long as it is in use.
    ///
    /// - Throws: `SQLiteError` if the text is no statement.
    public func statement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        if let known = statements[sql] { return known }
        let statement: SQLiteStatement
        if let older = olderStatements.removeValue(forKey: sql) {
            statement = older
        } else {
            statement = try SQLiteStatement(sql, on: self)
        }
        if statements.count >= statementLimit {
            olderStatements = statements
            statements = [:]
        }
        statements[sql] = statement
        return statement
    }

    /// A statement that is not kept, for a text that will hardly come again.
    ///
    /// - Throws: `SQLiteError` if the text is no statement.
    public func temporaryStatement(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        try SQLiteStatement(sql, on: self)
    }

    /// How many statements are kept prepared.
    public var preparedCount: Int { statements.count + olderStatements.count }

    /// How many rows the last statement changed.
    public var changedRows: Int { Int(sqlite3_changes(handle)) }

    /// The key that the last insert gave a row of a table with integer keys.
    public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction is open.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Gives the SQL of this connection a function `fold_case` that takes the case from a text of
    /// any script; SQLite's own `lower` knows ASCII only.
    ///
    /// - Throws: `SQLiteError` if memory is short.
    public func registerCaseFolding() throws(SQLiteError) {
        let code = sqlite3_create_function_v2(
            handle, "fold_case", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, _, arguments in
                guard let argument = arguments?[0], let start = sqlite3_value_text(argument) else {
                    return sqlite3_result_null(context)
                }
                let bytes = UnsafeBufferPointer(
                    start: start, count: Int(sqlite3_value_bytes(argument)))
                var folded = String(decoding: bytes, as: UTF8.self).lowercased()
                folded.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { text in
                        text.baseAddress == nil
                            ? csqlite_result_text(context, "", 0)
                            : csqlite_result_text(context, text.baseAddress, Int32(text.count))
                    }
                }
            }, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, "fold_case") }
    }

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

    /// Whether the statement or its values are at fault, as opposed to the disk or the file.
    public var isMisuse: Bool {
        switch code & 0xFF {
        case SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG: true
        default: false
        }
    }

    /// Whether the disk is full.
    public var isDiskFull: Bool { code & 0xFF == SQLITE_FULL }

    /// Whether a constraint failed, as opposed to the disk or the file.
    public var isConstraint: Bool { code & 0xFF == SQLITE_CONSTRAINT }
}
