internal import JSONTree

/// A JSON number, compared by its value and without any loss.
struct DecimalNumber: Sendable, Hashable, Comparable {
    private let isNegative: Bool
    /// The digits without zeros at either end; none for zero.
    private let digits: [UInt8]
    /// The power of ten by which the digits, read as a whole number, are multiplied.
    private let exponent: Int

    /// Larger exponents are taken for this one.
    private static let exponentLimit = 1_000_000_000

    /// Takes the number that a value is; nil if it is none.
    init?(_ value: JSON) {
        switch value {
        case .integer(let number): self.init(text: String(number))
        case .number(let number): self.init(text: number.text)
        default: return nil
        }
    }

    private init(text: String) {
        var digits: [UInt8] = []
        var scale = 0
        var exponent = 0
        var isFraction = false
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent = Self.parseExponent(rest)
                rest = rest[rest.endIndex...]
            default:
                digits.append(byte - UInt8(ascii: "0"))
                if isFraction { scale += 1 }
            }
        }
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        var trailing = 0
        while digits.last == 0 {
            digits.removeLast()
            trailing += 1
        }
        self.isNegative = isNegative && !digits.isEmpty
        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : exponent - scale + trailing
    }

    private static func parseExponent(_ text: Substring.UTF8View) -> Int {
        var value = 0
        for byte in text where byte >= UInt8(ascii: "0") {
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), exponentLimit)
        }
        return text.first == UInt8(ascii: "-") ? -value : value
    }

    /// Whether there is no fraction.
    var isWhole: Bool { exponent >= 0 }

    /// Whether it is greater than zero.
    var isPositive: Bool { !isNegative && !digits.isEmpty }

    /// The number, if it is whole, not negative and of at most 18 digits.
    var count: Int? {
        guard isWhole, !isNegative, digits.count + exponent <= 18 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1) } * Self.powerOfTen(exponent)
    }

    private static func powerOfTen(_ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { product, _ in product * 10 }
    }

    static func < (left: Self, right: Self) -> Bool {
        guard left.isNegative == right.isNegative else { return left.isNegative }
        return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
    }

    /// Compares the magnitudes.
    private func isSmaller(than other: Self) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        let (size, otherSize) = (digits.count + exponent, other.digits.count + other.exponent)
        guard size == otherSize else { return size < otherSize }
        return digits.lexicographicallyPrecedes(other.digits)
    }

    /// Whether this number can divide others: it is positive and of at most 18 digits.
    var canDivide: Bool { isPositive && digits.count <= 18 }

    /// Whether a number that can divide goes into this one without a rest.
    func isMultiple(of divisor: Self) -> Bool {
        guard !digits.isEmpty else { return true }
        let shift = exponent - divisor.exponent
        // With fewer powers of ten than the divisor, the digits would have to end in a zero.
        guard shift >= 0 else { return false }
        let modulus = divisor.digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
        var rest = digits.reduce(UInt128(0)) { ($0 * 10 + UInt128($1)) % modulus }
        var (power, left) = (UInt128(10) % modulus, shift)
        while left > 0 {
            if left & 1 == 1 { rest = rest * power % modulus }
            power = power * power % modulus
            left >>= 1
        }
        return rest == 0
    }
}
