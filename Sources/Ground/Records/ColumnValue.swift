/// A value in a column.
///
/// Booleans are integers 0 and 1, instants integers of milliseconds since 1970-01-01T00:00:00Z.
public enum ColumnValue: Sendable, Hashable {
    /// No value.
    case null
    /// A whole number.
    case integer(Int64)
    /// A binary floating-point number.
    case real(Double)
    /// A text.
    case text(String)
    /// Bytes.
    case bytes([UInt8])
}

extension ColumnValue {
    /// The whole number, if it is one.
    public var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The number as a binary one, if it is a number.
    public var realValue: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        case .null, .text, .bytes: nil
        }
    }

    /// The text, if it is one.
    public var textValue: String? {
        if case .text(let value) = self { value } else { nil }
    }

    /// The bytes, if they are some.
    public var bytesValue: [UInt8]? {
        if case .bytes(let value) = self { value } else { nil }
    }

    /// The integer read as a truth value, if it is an integer.
    public var booleanValue: Bool? { integerValue.map { $0 != 0 } }

    /// Whether there is no value.
    public var isNull: Bool { self == .null }

    /// An integer, or null for nil.
    public init(_ value: Int64?) { self = value.map(ColumnValue.integer) ?? .null }

    /// An integer, or null for nil.
    public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }

    /// A text, or null for nil.
    public init(_ value: String?) { self = value.map(ColumnValue.text) ?? .null }

    /// A truth value as 0 or 1, or null for nil.
    public init(_ value: Bool?) { self = value.map { .integer($0 ? 1 : 0) } ?? .null }

    /// A binary number, or null for nil.
    public init(_ value: Double?) { self = value.map(ColumnValue.real) ?? .null }

    /// Bytes, or null for nil.
    public init(_ value: [UInt8]?) { self = value.map(ColumnValue.bytes) ?? .null }
}
