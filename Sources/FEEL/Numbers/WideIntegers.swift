/// The powers of ten that 128 bits hold.
enum PowersOfTen {
    /// 10^0 … 10^38.
    static let all: [UInt128] = {
        var powers: [UInt128] = [1]
        while powers.count < 39 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    static subscript(_ exponent: Int) -> UInt128 { all[exponent] }

    /// How many decimal digits a value has; none for zero.
    static func digits(_ value: UInt128) -> Int {
        if value == 0 { return 0 }
        let bits = 128 - value.leadingZeroBitCount
        // log10(2) ≈ 1233 / 4096: exact for up to 128 bits, or one too small.
        let guess = (bits * 1233) >> 12
        if guess > 38 { return 39 }
        return value >= all[guess] ? guess + 1 : guess
    }
}

/// An unsigned integer of 256 bits: what products of two coefficients need.
struct UInt256 {
    var high: UInt128
    var low: UInt128

    init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    init(_ value: UInt128) {
        high = 0
        low = value
    }

    /// The product of two integers.
    init(_ left: UInt128, times right: UInt128) {
        (high, low) = left.multipliedFullWidth(by: right)
    }

    var isZero: Bool { high == 0 && low == 0 }

    static func + (left: UInt256, right: UInt256) -> UInt256 {
        let (low, carry) = left.low.addingReportingOverflow(right.low)
        return UInt256(high: left.high &+ right.high &+ (carry ? 1 : 0), low: low)
    }

    static func - (left: UInt256, right: UInt256) -> UInt256 {
        let (low, borrow) = left.low.subtractingReportingOverflow(right.low)
        return UInt256(high: left.high &- right.high &- (borrow ? 1 : 0), low: low)
    }

    static func < (left: UInt256, right: UInt256) -> Bool {
        left.high < right.high || left.high == right.high && left.low < right.low
    }

    static func == (left: UInt256, right: UInt256) -> Bool {
        left.high == right.high && left.low == right.low
    }

    /// Quotient and remainder by a divisor above `high`, so that the quotient fits 128 bits.
    func divided(by divisor: UInt128) -> (quotient: UInt128, remainder: UInt128) {
        if high == 0 { return low.quotientAndRemainder(dividingBy: divisor) }
        return divisor.dividingFullWidth((high, low))
    }
}
