/// One change of one table.
///
/// Where the table has a column `revision`, `update` and `updateAll` add one to it by themselves,
/// unless they set it; `expectedRevision` nil changes the row whatever its revision is. A row that
/// is to be updated or deleted by its key and is not there is a conflict.
public enum RowChange: Sendable {
    /// A new row, with a value for every column.
    case insert(TableDefinition, Row)
    /// New values for some columns of the row with this key (in the order of the primary key).
    case update(
        TableDefinition, key: [ColumnValue], set: [ColumnAssignment], expectedRevision: Int64?)
    /// A new row, or new values for all columns of the one with the same key.
    case upsert(TableDefinition, Row)
    /// The end of the row with this key.
    case delete(TableDefinition, key: [ColumnValue], expectedRevision: Int64?)
    /// New values for every row that the predicate holds for; no row is no conflict.
    case updateAll(TableDefinition, where: Predicate, set: [ColumnAssignment])
    /// The end of every row that the predicate holds for; no row is no conflict.
    case deleteAll(TableDefinition, where: Predicate)
}

/// A value for a column.
public struct ColumnAssignment: Sendable, Hashable {
    /// The column's name.
    public let column: String
    /// Its new value.
    public let value: ColumnValue

    /// Creates an assignment.
    public init(_ column: String, _ value: ColumnValue) {
        self.column = column
        self.value = value
    }
}

/// What must hold when a delta is applied, else all of it is given up.
public struct Guard: Sendable {
    /// The table that is looked at.
    public let table: TableDefinition
    /// Which rows count.
    public let predicate: Predicate
    /// Whether there must be such a row, or must be none.
    public let mustExist: Bool

    /// Asks for at least one such row.
    public static func exists(_ table: TableDefinition, where predicate: Predicate) -> Guard {
        Guard(table: table, predicate: predicate, mustExist: true)
    }

    /// Asks that there be no such row.
    public static func none(_ table: TableDefinition, where predicate: Predicate) -> Guard {
        Guard(table: table, predicate: predicate, mustExist: false)
    }
}

/// The outcome of a command on the stored state: applied whole or not at all.
///
/// Guards are checked first, then the changes are made in order.
public struct Delta: Sendable {
    /// What must hold.
    public var guards: [Guard]
    /// What changes.
    public var changes: [RowChange]

    /// Creates a delta.
    public init(guards: [Guard] = [], changes: [RowChange] = []) {
        self.guards = guards
        self.changes = changes
    }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { guards.isEmpty && changes.isEmpty }

    /// Adds another room's part of the same step.
    public mutating func append(_ other: Delta) {
        guards += other.guards
        changes += other.changes
    }
}
