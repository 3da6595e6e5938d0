/// A decimal number of 34 digits, as FEEL counts (IEEE 754-2008 decimal128 without infinities,
/// NaN and negative zero).
///
/// The value is `±coefficient × 10^exponent`; the exponent is kept, so that `1.00` prints as it was
/// written, and takes no part in equality. Sixteen bytes, never an allocation: one bit sign, 14 bits
/// exponent, 113 bits coefficient. Numbers whose coefficients fit 63 bits take short paths.
public struct Decimal128: Sendable {
    /// Sign, exponent plus `bias`, and the upper 49 bits of the coefficient.
    let high: UInt64
    /// The lower 64 bits of the coefficient.
    let low: UInt64

    /// The smallest exponent, and what is added to an exponent to store it.
    static let bias = 6176
    /// The largest exponent of a coefficient of 34 digits.
    static let largestExponent = 6111
    /// How many digits a coefficient has at most.
    static let precision = 34

    static let signBit: UInt64 = 1 << 63
    static let coefficientMask: UInt64 = (1 << 49) - 1
    static let exponentMask: UInt64 = ((1 << 14) - 1) << 49

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Creates a number from parts that are known to fit.
    init(negative: Bool, coefficient: UInt128, exponent: Int) {
        let sign = negative && coefficient != 0 ? Self.signBit : 0
        high =
            sign | UInt64(truncatingIfNeeded: exponent + Self.bias) << 49
            | UInt64(truncatingIfNeeded: coefficient >> 64)
        low = UInt64(truncatingIfNeeded: coefficient)
    }

    /// Creates a number with the value of an integer.
    public init(_ value: Int) {
        high = (value < 0 ? Self.signBit : 0) | UInt64(Self.bias) << 49
        low = UInt64(value.magnitude)
    }

    /// Creates `coefficient × 10^exponent`; nil if it is too large.
    public init?(coefficient: Int, exponent: Int) {
        let rounded = Self.rounding(
            negative: coefficient < 0, UInt128(coefficient.magnitude), exponent: exponent)
        guard let rounded else { return nil }
        self = rounded
    }

    /// Creates the decimal number that the shortest text of a binary one spells; nil if it is not
    /// finite.
    public init?(_ value: Double) {
        guard value.isFinite, let number = Decimal128(value.description) else { return nil }
        self = number
    }

    /// Zero.
    public static let zero = Decimal128(0)
    /// One.
    public static let one = Decimal128(1)

    /// Whether the number is below zero.
    public var isNegative: Bool { high & Self.signBit != 0 }
    /// Whether the number is zero.
    public var isZero: Bool { low == 0 && high & Self.coefficientMask == 0 }

    var exponent: Int { Int((high & Self.exponentMask) >> 49) - Self.bias }
    var coefficient: UInt128 { UInt128(high & Self.coefficientMask) << 64 | UInt128(low) }

    /// The coefficient with its sign, if it fits 63 bits.
    @inline(__always) var smallCoefficient: Int64? {
        guard high & Self.coefficientMask == 0, low <= UInt64(Int64.max) else { return nil }
        return isNegative ? -Int64(low) : Int64(low)
    }

    @inline(__always) init(small: Int64, exponentBits: UInt64) {
        high = (small < 0 ? Self.signBit : 0) | exponentBits
        low = small.magnitude
    }

    /// The value without its sign.
    public var magnitude: Decimal128 { Decimal128(high: high & ~Self.signBit, low: low) }

    /// The value with the opposite sign.
    public static prefix func - (value: Decimal128) -> Decimal128 {
        value.isZero ? value : Decimal128(high: value.high ^ signBit, low: value.low)
    }
}

extension Decimal128: Equatable, Hashable, Comparable {
    /// Whether two numbers have the same value, whatever their exponents.
    public static func == (left: Decimal128, right: Decimal128) -> Bool {
        if left.high == right.high { return left.low == right.low }
        return left.order(to: right) == 0
    }

    /// Whether one number is below another.
    public static func < (left: Decimal128, right: Decimal128) -> Bool {
        left.order(to: right) < 0
    }

    /// Feeds the value in its shortest form.
    public func hash(into hasher: inout Hasher) {
        let shortest = strippingTrailingZeros()
        hasher.combine(shortest.high)
        hasher.combine(shortest.low)
    }

    /// Negative, zero or positive: how this number stands to another.
    func order(to other: Decimal128) -> Int {
        if let mine = smallCoefficient, let its = other.smallCoefficient,
            high & Self.exponentMask == other.high & Self.exponentMask
        {
            return mine < its ? -1 : mine == its ? 0 : 1
        }
        if isZero { return other.isZero ? 0 : other.isNegative ? 1 : -1 }
        if other.isZero || isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = magnitudeOrder(to: other)
        return isNegative ? -order : order
    }

    private func magnitudeOrder(to other: Decimal128) -> Int {
        let mine = exponent + PowersOfTen.digits(coefficient)
        let its = other.exponent + PowersOfTen.digits(other.coefficient)
        if mine != its { return mine < its ? -1 : 1 }
        let difference = exponent - other.exponent
        // Equal lengths: the difference of exponents is below 34, so nothing overflows.
        let left = difference > 0 ? coefficient * PowersOfTen[difference] : coefficient
        let right =
            difference < 0 ? other.coefficient * PowersOfTen[-difference] : other.coefficient
        return left < right ? -1 : left == right ? 0 : 1
    }

    /// The same value with the shortest coefficient; zero has the exponent 0.
    public func strippingTrailingZeros() -> Decimal128 {
        if isZero { return .zero }
        var rest = coefficient
        var power = exponent
        while power < Self.largestExponent {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { break }
            rest = quotient
            power += 1
        }
        return Decimal128(negative: isNegative, coefficient: rest, exponent: power)
    }
}

extension Decimal128: ExpressibleByIntegerLiteral {
    /// Creates a number from an integer literal.
    public init(integerLiteral value: Int) {
        self.init(value)
    }
}

extension Decimal128 {
    /// The integer that this number equals; nil if it has a fraction or does not fit.
    public var integer: Int? {
        if exponent == 0, let small = smallCoefficient { return Int(small) }
        if isZero { return 0 }
        let shortest = strippingTrailingZeros()
        guard (0...18).contains(shortest.exponent) else { return nil }
        let (product, overflow) = shortest.coefficient.multipliedReportingOverflow(
            by: PowersOfTen[shortest.exponent])
        guard !overflow, product <= UInt128(Int.max) else { return nil }
        return isNegative ? -Int(product) : Int(product)
    }

    /// The integer that is left when the fraction is cut off; nil if it does not fit.
    public var truncatedInteger: Int? {
        rounded(scale: 0, .down)?.integer
    }

    /// How many digits stand behind the point.
    public var fractionDigits: Int { max(0, -exponent) }

    /// The whole number just below or at `self × 10^digits`, and whether it is that; nil if it does
    /// not fit 63 bits.
    @inline(__always)
    public func scaled(by digits: Int) -> (value: Int64, isExact: Bool)? {
        guard let small = smallCoefficient else { return nil }
        let power = exponent + digits
        if power == 0 { return (small, true) }
        guard (-18...18).contains(power) else { return nil }
        if power > 0 {
            let (product, overflow) = small.multipliedReportingOverflow(by: Self.tens[power])
            return overflow ? nil : (product, true)
        }
        let (quotient, rest) = small.quotientAndRemainder(dividingBy: Self.tens[-power])
        return (rest < 0 ? quotient - 1 : quotient, rest == 0)
    }

    private static let tens: [Int64] = (0...18).map { power in
        (0..<power).reduce(1) { product, _ in product * 10 }
    }

    /// The nearest binary number.
    public var doubleValue: Double {
        Double(description) ?? (isNegative ? -Double.infinity : Double.infinity)
    }
}
