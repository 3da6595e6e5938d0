/// What a column holds.
public enum ColumnType: String, Sendable, Hashable {
    /// A 64-bit whole number; truth values and instants too.
    case integer
    /// A binary floating-point number.
    case real
    /// A text.
    case text
    /// Bytes.
    case bytes
}

/// A column of a table.
public struct ColumnDefinition: Sendable, Hashable {
    /// The name, in snake case.
    public let name: String
    /// What it holds.
    public let type: ColumnType
    /// Whether null is refused.
    public let isRequired: Bool

    /// Describes a column.
    public init(_ name: String, _ type: ColumnType, isRequired: Bool = false) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
    }
}

/// An index of a table.
public struct IndexDefinition: Sendable, Hashable {
    /// The name, unique in the database.
    public let name: String
    /// The columns, in order.
    public let columns: [String]
    /// Whether two rows may not agree in all these columns.
    public let isUnique: Bool
    /// The column that must not be null for a row to be in the index, if it is a partial one.
    public let whereNotNull: String?

    /// Describes an index.
    public init(
        _ name: String, on columns: [String], isUnique: Bool = false, whereNotNull: String? = nil
    ) {
        self.name = name
        self.columns = columns
        self.isUnique = isUnique
        self.whereNotNull = whereNotNull
    }
}

/// A table as a value: the room that owns the rows declares it, the store renders the SQL.
///
/// A row is an array of values in the order of `columns`.
public struct TableDefinition: Sendable, Hashable {
    /// The name, in snake case.
    public let name: String
    /// The columns, in the order in which rows give them.
    public let columns: [ColumnDefinition]
    /// The names of the columns that identify a row.
    public let primaryKey: [String]
    /// The other indexes; each must earn its place by a query.
    public let indexes: [IndexDefinition]

    /// Positions of columns by name.
    private let positions: [String: Int]

    /// Describes a table.
    ///
    /// A column named `revision` counts the updates of a row: see ``RowChange``.
    public init(
        _ name: String, columns: [ColumnDefinition], primaryKey: [String] = ["id"],
        indexes: [IndexDefinition] = []
    ) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.indexes = indexes
        positions = Dictionary(
            columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The position of a column in a row, or nil if there is none of this name.
    public func position(of column: String) -> Int? { positions[column] }

    /// Whether updates of its rows are counted.
    public var hasRevision: Bool { positions["revision"] != nil }

    /// Tables are told apart by name.
    public static func == (one: TableDefinition, other: TableDefinition) -> Bool {
        one.name == other.name
    }

    /// Feeds the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A row: the values in the order of the table's columns, or of a query's.
public typealias Row = [ColumnValue]
