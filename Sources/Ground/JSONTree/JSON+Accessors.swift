extension JSON {
    /// Creates a number from a binary one; nil if it is not finite.
    ///
    /// It always has a fraction or exponent: 1 becomes `1.0`.
    public init?(double value: Double) {
        guard let number = JSONNumber(value) else { return nil }
        self = .number(number)
    }

    /// The text, if this is a string.
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, if this is one without fraction and exponent that fits 64 bits.
    public var intValue: Int? {
        if case .integer(let value) = self { Int(value) } else { nil }
    }

    /// The nearest binary number, if this is a number of any spelling that is not too large.
    public var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let number): number.doubleValue
        default: nil
        }
    }

    /// The truth value, if this is one.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, if this is an array.
    public var arrayValue: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members, if this is an object.
    public var objectValue: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// The element at an index, if this is an array that reaches so far.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else {
            return nil
        }
        return elements[index]
    }
}
