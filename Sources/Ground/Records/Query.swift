/// How two values are compared.
///
/// Null is equal to nothing and smaller than nothing: a comparison with it never holds.
public enum Comparison: Sendable, Hashable {
    /// The same value; texts by their bytes.
    case equal
    /// Another value, null not counted.
    case notEqual
    /// A smaller value; texts by their bytes.
    case less
    /// A smaller or the same value.
    case lessOrEqual
    /// A larger value.
    case greater
    /// A larger or the same value.
    case greaterOrEqual
    /// A text that fits a pattern with `%` and `_`, escaped by a backslash, case counting.
    case like
    /// The same text but for the case of letters.
    case equalIgnoringCase
    /// Another text even but for the case of letters.
    case notEqualIgnoringCase
    /// `like` without regard to case.
    case likeIgnoringCase
}

/// Which rows are meant.
///
/// A column is named as in its table, or `alias.column` for a joined one.
public indirect enum Predicate: Sendable, Hashable {
    /// Every row.
    case all
    /// No row.
    case none
    /// A column compared with a value.
    case compare(String, Comparison, ColumnValue)
    /// A column compared with another column of the same row.
    case compareColumns(String, Comparison, String)
    /// A column that has one of these values; an empty list holds for no row.
    case isIn(String, [ColumnValue])
    /// A column without a value.
    case isNull(String)
    /// All of these; none of them holds for every row.
    case and([Predicate])
    /// At least one of these; none of them holds for no row.
    case or([Predicate])
    /// Rows that the predicate does not hold for.
    case not(Predicate)
    /// There is a row in another table, matched by pairs of (its column, column of the row outside).
    case exists(TableDefinition, matching: [ColumnPair], Predicate)

    /// A column that has this value, or none for null.
    public static func equal(_ column: String, _ value: ColumnValue) -> Predicate {
        value.isNull ? .isNull(column) : .compare(column, .equal, value)
    }

    /// A column that has this text.
    public static func equal(_ column: String, _ value: String) -> Predicate {
        .compare(column, .equal, .text(value))
    }
}

/// A column of a table inside a sub-query or join and the one outside that it is compared with.
public struct ColumnPair: Sendable, Hashable {
    /// The column of the inner table.
    public let inner: String
    /// How they compare, the inner one on the left.
    public let comparison: Comparison
    /// The column of the row outside.
    public let outer: String

    /// Creates a pair of columns that must be equal.
    public init(_ inner: String, equals outer: String) {
        self.init(inner, .equal, outer)
    }

    /// Creates a pair.
    public init(_ inner: String, _ comparison: Comparison, _ outer: String) {
        self.inner = inner
        self.comparison = comparison
        self.outer = outer
    }
}

/// One criterion of an order.
public struct Ordering: Sendable, Hashable {
    /// The column.
    public let column: String
    /// Whether large values come first.
    public let isDescending: Bool
    /// Whether rows without a value come first; nil: first when ascending, last when descending.
    public let nullsFirst: Bool?
    /// Whether texts are compared without regard to case.
    public let ignoresCase: Bool

    /// Creates a criterion.
    public init(
        _ column: String, isDescending: Bool = false, nullsFirst: Bool? = nil,
        ignoresCase: Bool = false
    ) {
        self.column = column
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
        self.ignoresCase = ignoresCase
    }
}

/// Another table whose row, if there is one, stands beside that of the query's table.
public struct Join: Sendable, Hashable {
    /// The table.
    public let table: TableDefinition
    /// The name under which its columns are known: `alias.column`.
    public let alias: String
    /// Which row: pairs of (its column, column of the query's table or of an earlier alias).
    public let matching: [ColumnPair]

    /// Creates a join that keeps rows without a partner.
    public init(_ table: TableDefinition, as alias: String, matching: [ColumnPair]) {
        self.table = table
        self.alias = alias
        self.matching = matching
    }
}

/// A list of rows that is wanted, as data.
public struct Query: Sendable, Hashable {
    /// The table.
    public var table: TableDefinition
    /// Tables beside it.
    public var joins: [Join]
    /// Which rows.
    public var predicate: Predicate
    /// In which order; the primary key decides between equals.
    public var ordering: [Ordering]
    /// How many rows are left out at the front.
    public var offset: Int
    /// How many rows at most.
    public var limit: Int?
    /// The columns of the answer; nil for all of the table, in its order.
    public var columns: [String]?

    /// Creates a query.
    public init(
        _ table: TableDefinition, joins: [Join] = [], where predicate: Predicate = .all,
        ordering: [Ordering] = [], offset: Int = 0, limit: Int? = nil, columns: [String]? = nil
    ) {
        self.table = table
        self.joins = joins
        self.predicate = predicate
        self.ordering = ordering
        self.offset = offset
        self.limit = limit
        self.columns = columns
    }
}
