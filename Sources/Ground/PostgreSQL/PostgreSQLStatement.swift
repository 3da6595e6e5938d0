#if PostgreSQL
public import Records
internal import CPostgreSQL

/// A statement with the values of its parameters `$1`, `$2`, ….
public struct PostgreSQLStatement: Sendable {
    /// The text.
    public let sql: String
    /// The values, in the order of the parameters.
    public let values: [ColumnValue]
    /// What the server is told that each parameter is; nil lets it find out.
    public let types: [ColumnType?]

    /// A statement whose parameters are of the types of their values.
    public init(_ sql: String, _ values: [ColumnValue] = []) {
        self.init(sql, values, types: values.map(\.type))
    }

    /// A statement whose first parameters are of these types, the others of those of their values.
    public init(_ sql: String, _ values: [ColumnValue], leadingTypes: [ColumnType?]) {
        let others = values.dropFirst(leadingTypes.count).map(\.type)
        self.init(sql, values, types: leadingTypes + others)
    }

    /// A statement whose parameters are of these types, whatever values they have: so one text is
    /// prepared once, nulls or not.
    public init(_ sql: String, _ values: [ColumnValue], types: [ColumnType?]) {
        self.sql = sql
        self.values = values
        self.types = types
    }
}

/// What a statement gave.
public struct PostgreSQLResult: Sendable {
    /// The rows, if it was a query.
    public let rows: [Row]
    /// How many rows it changed, or gave.
    public let affectedRows: Int
    /// The server's word for what was done, such as `COMMIT`.
    public let command: String
}

extension ColumnValue {
    fileprivate var type: ColumnType? {
        switch self {
        case .null: nil
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .bytes: .bytes
        }
    }
}

extension ColumnType {
    /// The number under which PostgreSQL knows the type: `int8`, `float8`, `text`, `bytea`.
    var objectIdentifier: Oid {
        switch self {
        case .integer: 20
        case .real: 701
        case .text: 25
        case .bytes: 17
        }
    }
}
#endif
