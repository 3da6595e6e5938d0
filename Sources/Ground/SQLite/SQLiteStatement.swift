internal import CSQLite

/// A prepared statement: bind, step, read, reset.
public final class SQLiteStatement {
    private let pointer: OpaquePointer
    private let connection: Unmanaged<SQLiteConnection>
    /// The text of the statement.
    public let sql: String

    init(_ sql: String, on connection: SQLiteConnection) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw connection.error(code, sql) }
        pointer = prepared
        self.sql = sql
        // Not retained: a connection owns its statements and would never be freed otherwise.
        self.connection = .passUnretained(connection)
    }

    deinit { sqlite3_finalize(pointer) }

    /// Binds null to a parameter, counted from 1.
    public func bindNull(_ index: Int) { sqlite3_bind_null(pointer, Int32(index)) }

    /// Binds a number to a parameter, counted from 1.
    public func bind(_ index: Int, _ value: Int64) {
        sqlite3_bind_int64(pointer, Int32(index), value)
    }

    /// Binds a number to a parameter, counted from 1.
    public func bind(_ index: Int, _ value: Double) {
        sqlite3_bind_double(pointer, Int32(index), value)
    }

    /// Binds a text to a parameter, counted from 1.
    public func bind(_ index: Int, _ value: String) {
        var value = value
        value.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                // An empty string may have no address, and no address binds null.
                _ =
                    text.baseAddress == nil
                    ? csqlite_bind_text(pointer, Int32(index), "", 0)
                    : csqlite_bind_text(
                        pointer, Int32(index), text.baseAddress, Int32(text.count))
            }
        }
    }

    /// Binds bytes to a parameter, counted from 1.
    public func bind(_ index: Int, _ value: [UInt8]) {
        value.withUnsafeBytes { bytes in
            _ = csqlite_bind_blob(
                pointer, Int32(index), bytes.baseAddress, Int32(bytes.count))
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: Whether there is one.
    /// - Throws: `SQLiteError`, after which the statement is reset.
    public func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = connection.takeUnretainedValue().error(code, sql)
            sqlite3_reset(pointer)
            throw error
        }
    }

    /// Runs to the end, leaving rows out, and resets.
    ///
    /// - Throws: `SQLiteError` if it fails.
    public func run() throws(SQLiteError) {
        while try step() {}
        reset()
    }

    /// Ends the reading, so that the statement can be bound and run again.
    public func reset() { sqlite3_reset(pointer) }

    /// How many columns a row has.
    public var columnCount: Int { Int(sqlite3_column_count(pointer)) }

    /// What a column of the present row holds, columns counted from 0.
    public func kind(_ column: Int) -> Kind {
        switch sqlite3_column_type(pointer, Int32(column)) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .bytes
        default: .null
        }
    }

    /// What a value is.
    public enum Kind: Sendable {
        /// No value.
        case null
        /// A whole number.
        case integer
        /// A binary number.
        case real
        /// A text.
        case text
        /// Bytes.
        case bytes
    }

    /// The whole number in a column, counted from 0.
    public func integer(_ column: Int) -> Int64 { sqlite3_column_int64(pointer, Int32(column)) }

    /// The number in a column, counted from 0.
    public func real(_ column: Int) -> Double { sqlite3_column_double(pointer, Int32(column)) }

    /// The text in a column, counted from 0.
    public func text(_ column: Int) -> String {
        guard let bytes = sqlite3_column_text(pointer, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The bytes in a column, counted from 0.
    public func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, Int32(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
