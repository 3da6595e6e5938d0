/// A number that no 64-bit integer holds as written, such as `1.0`, `1e400` or `9223372036854775808`.
///
/// The text is what counts: decimal arithmetic can take it without loss. Two numbers are equal
/// if they are spelled the same.
public struct JSONNumber: Sendable, Equatable {
    /// The number as JSON spells it.
    public let text: String

    /// Creates a number from text that is known to be one.
    init(uncheckedText: String) {
        text = uncheckedText
    }

    /// Creates a number from its spelling; nil if JSON does not spell numbers so.
    ///
    /// A text that fits `JSON.integer` is taken here too: use `JSON(parsing:)` to have it sorted.
    public init?(text: String) {
        switch try? JSON(parsing: Array(text.utf8), depthLimit: 0) {
        case .integer, .number:
            guard let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20
            else { return nil }
            self.text = text
        default: return nil
        }
    }

    /// Creates a number that reads back as the same binary value; nil if it is not finite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// `0.0`.
    public static let zero = JSONNumber(uncheckedText: "0.0")

    /// The nearest binary value, or nil if it is too large for one.
    public var doubleValue: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
