#if PostgreSQL
internal import Records

/// The statements that a session has prepared, by what they say.
///
/// There are those in use of late and those of the time before; what is in neither is prepared anew.
struct PreparedStatements {
    struct Key: Hashable {
        let sql: String
        let types: [ColumnType?]
    }

    private let limit: Int
    private var recent: [Key: String] = [:]
    private var older: [Key: String] = [:]
    private var lastNumber = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { recent.count + older.count }

    /// The name of a statement, and whether it is still to be prepared under it.
    mutating func name(_ statement: PostgreSQLStatement) -> (name: String, isNew: Bool) {
        let key = Key(sql: statement.sql, types: statement.types)
        if let known = recent[key] { return (known, false) }
        if let known = older.removeValue(forKey: key) {
            recent[key] = known
            return (known, false)
        }
        lastNumber += 1
        let name = "r\(lastNumber)"
        recent[key] = name
        return (name, true)
    }

    /// Forgets a statement that could not be prepared.
    mutating func forget(_ statement: PostgreSQLStatement) {
        recent[Key(sql: statement.sql, types: statement.types)] = nil
    }

    /// The names that the server may forget, if there are too many; not to be asked for while
    /// statements are under way.
    mutating func takeSuperfluous() -> [String] {
        guard recent.count >= limit else { return [] }
        let names = Array(older.values)
        older = recent
        recent = [:]
        return names
    }
}
#endif
