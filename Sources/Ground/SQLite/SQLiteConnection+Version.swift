internal import CSQLite

extension SQLiteConnection {
    /// The version of libsqlite3 that is in use.
    public static var libraryVersion: String { String(cString: sqlite3_libversion()) }
}
