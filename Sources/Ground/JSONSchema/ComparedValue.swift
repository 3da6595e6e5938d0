internal import JSONTree

/// A JSON value, equal to those that JSON Schema holds for the same.
///
/// `1` equals `1.0`, the order of members does not count, and strings are compared as written.
struct ComparedValue: Sendable, Hashable {
    let value: JSON

    init(_ value: JSON) { self.value = value }

    static func == (left: Self, right: Self) -> Bool { areEqual(left.value, right.value) }

    private static func areEqual(_ left: JSON, _ right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.integer(let one), .integer(let other)): one == other
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)):
            one.count == other.count && zip(one, other).allSatisfy { areEqual($0, $1) }
        case (.object(let one), .object(let other)):
            one.count == other.count
                && zip(sorted(one), sorted(other)).allSatisfy { pair in
                    pair.0.key.utf8.elementsEqual(pair.1.key.utf8)
                        && areEqual(pair.0.value, pair.1.value)
                }
        default:
            if let one = DecimalNumber(left), let other = DecimalNumber(right) {
                one == other
            } else {
                false
            }
        }
    }

    private static func sorted(_ object: JSONObject) -> [JSONObject.Member] {
        object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    func hash(into hasher: inout Hasher) { Self.hash(value, into: &hasher) }

    private static func hash(_ value: JSON, into hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(0)
        case .bool(let truth): hasher.combine(truth)
        case .integer, .number: hasher.combine(DecimalNumber(value))
        case .string(let text): hash(text, into: &hasher)
        case .array(let elements):
            hasher.combine(elements.count)
            for element in elements { hash(element, into: &hasher) }
        case .object(let object):
            for member in sorted(object) {
                hash(member.key, into: &hasher)
                hash(member.value, into: &hasher)
            }
        }
    }

    private static func hash(_ text: String, into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF)
    }
}
