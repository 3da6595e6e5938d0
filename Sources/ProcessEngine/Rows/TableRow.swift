import ProcessValues
public import Records

/// A row of a table with a name and a type for each column.
public protocol TableRow: Sendable {
    /// The table.
    static var table: TableDefinition { get }
    /// The values in the order of the table's columns.
    var row: Row { get }
    /// Reads a row whose values are in the order of the table's columns.
    ///
    /// - Throws: `RowError` if a required value is missing or a value has another type.
    init(row: Row) throws(RowError)
}

/// A row that does not fit its table: the database was changed by hand.
public struct RowError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The table.
    public let table: String
    /// The column.
    public let column: String

    /// What is wrong.
    public var description: String {
        "The row has no fitting value in column \(column) of table \(table)."
    }
}

/// Reads the values of a row one after another.
struct RowReader {
    private let row: Row
    private let table: TableDefinition
    private var position = 0

    init(_ row: Row, of table: TableDefinition) {
        self.row = row
        self.table = table
    }

    private mutating func next() -> ColumnValue {
        defer { position += 1 }
        return position < row.count ? row[position] : .null
    }

    private func required<Value>(_ value: Value?) throws(RowError) -> Value {
        if let value { return value }
        let column = position - 1
        throw RowError(
            table: table.name,
            column: column < table.columns.count ? table.columns[column].name : "\(column)")
    }

    private func absentOr<Value>(
        _ raw: ColumnValue, _ value: Value?
    ) throws(RowError) -> Value? {
        raw.isNull ? nil : try required(value)
    }

    mutating func text() throws(RowError) -> String { try required(next().textValue) }

    mutating func optionalText() throws(RowError) -> String? {
        let raw = next()
        return try absentOr(raw, raw.textValue)
    }

    mutating func integer() throws(RowError) -> Int { Int(try required(next().integerValue)) }

    mutating func optionalInteger() throws(RowError) -> Int? {
        let raw = next()
        return try absentOr(raw, raw.integerValue.map { Int($0) })
    }

    mutating func boolean() throws(RowError) -> Bool { try required(next().booleanValue) }

    mutating func optionalReal() throws(RowError) -> Double? {
        let raw = next()
        return try absentOr(raw, raw.realValue)
    }

    mutating func instant() throws(RowError) -> Instant {
        Instant(milliseconds: try required(next().integerValue))
    }

    mutating func optionalInstant() throws(RowError) -> Instant? {
        let raw = next()
        return try absentOr(raw, raw.integerValue.map { Instant(milliseconds: $0) })
    }

    mutating func optionalBytes() throws(RowError) -> [UInt8]? {
        let raw = next()
        return try absentOr(raw, raw.bytesValue)
    }
}
