extension Decimal128 {
    /// The square root; nil of a negative number.
    public func squareRoot() -> Decimal128? {
        if isNegative { return nil }
        if isZero { return .zero }
        // Scaled to 68 to 70 digits and an even exponent, the root has 34 or 35.
        var shift = 69 - PowersOfTen.digits(coefficient)
        if (exponent - shift) & 1 != 0 { shift += 1 }
        let scaled =
            shift <= 38
            ? UInt256(coefficient, times: PowersOfTen[shift])
            : UInt256(coefficient * PowersOfTen[shift - 38], times: PowersOfTen[38])
        var root: UInt128 = PowersOfTen[35] * 4
        while true {
            let next = (root + scaled.divided(by: root).quotient) / 2
            if next >= root { break }
            root = next
        }
        let exact = UInt256(root, times: root) == scaled
        let result = Self.rounding(
            negative: false, root, exponent: (exponent - shift) / 2, sticky: !exact)
        return exact ? result?.strippingTrailingZeros() : result
    }

    /// `e` to the power of this number; nil if it is too large.
    public func exponential() -> Decimal128? {
        if isZero { return .one }
        if exponent + PowersOfTen.digits(coefficient) > 5 { return isNegative ? .zero : nil }
        return Self.exponential(
            FixedPoint(coefficient: coefficient, exponent: exponent), negative: isNegative)
    }

    /// The natural logarithm; nil of a number that is not above zero.
    public func naturalLogarithm() -> Decimal128? {
        if isNegative || isZero { return nil }
        let (logarithm, negative) = signedLogarithm()
        return Self.rounding(logarithm, negative: negative)
    }

    /// This number to the power of another; nil if there is none or it is too large.
    public func power(_ other: Decimal128) -> Decimal128? {
        if other.isZero { return .one }
        if isZero { return other.isNegative ? nil : .zero }
        if let whole = other.integer, let exact = exactPower(whole) { return exact }
        let integral = other.isIntegral
        if isNegative && !integral { return nil }
        let odd = integral && (other.truncatedRemainder(2).map { !$0.isZero } ?? false)
        let (logarithm, negative) = magnitude.signedLogarithm()
        if logarithm.isZero { return isNegative && odd ? -1 : .one }
        guard let factor = Self.rounding(logarithm, negative: negative),
            let estimate = factor.multiplied(by: other)
        else { return nil }
        if estimate.exponent + PowersOfTen.digits(estimate.coefficient) > 5 {
            return estimate.isNegative ? .zero : nil
        }
        // Beyond what the fixed point holds the power of any base but one is out of range.
        guard other.exponent + PowersOfTen.digits(other.coefficient) <= 38 else {
            return estimate.isNegative ? .zero : nil
        }
        let product =
            logarithm * FixedPoint(coefficient: other.coefficient, exponent: other.exponent)
        guard let result = Self.exponential(product, negative: negative != other.isNegative) else {
            return nil
        }
        return isNegative && odd ? -result : result
    }

    /// The power by repeated multiplication, if no step had to round.
    private func exactPower(_ exponent: Int) -> Decimal128? {
        guard exponent > 0, exponent <= 10_000 else {
            if exponent < 0, exponent >= -10_000, let inverse = exactPower(-exponent) {
                return Decimal128.one.divided(by: inverse)
            }
            return nil
        }
        var result = Decimal128.one
        var base = self
        var left = exponent
        while true {
            if left & 1 == 1 {
                guard let next = result.multipliedExactly(by: base) else { return nil }
                result = next
            }
            left >>= 1
            if left == 0 { return result }
            guard let square = base.multipliedExactly(by: base) else { return nil }
            base = square
        }
    }

    private func multipliedExactly(by other: Decimal128) -> Decimal128? {
        let left = strippingTrailingZeros()
        let right = other.strippingTrailingZeros()
        let wide = UInt256(left.coefficient, times: right.coefficient)
        let exponent = left.exponent + right.exponent
        guard wide.high == 0, PowersOfTen.digits(wide.low) <= Self.precision,
            exponent >= -Self.bias,
            let product = Self.rounding(
                negative: isNegative != other.isNegative, wide.low, exponent: exponent)
        else { return nil }
        guard product.exponent > 0 else { return product }
        // Plain digits as far as they fit: 10 ** 3 is 1000, not 1E+3.
        let room = Self.precision - PowersOfTen.digits(product.coefficient)
        guard product.exponent <= room else { return product }
        return Decimal128(
            negative: product.isNegative,
            coefficient: product.coefficient * PowersOfTen[product.exponent], exponent: 0)
    }

    /// The magnitude and the sign of the logarithm of a number above zero.
    private func signedLogarithm() -> (FixedPoint, negative: Bool) {
        let digits = PowersOfTen.digits(coefficient)
        let mantissa = FixedPoint(coefficient: coefficient, exponent: 1 - digits)
        let logarithm = FixedPoint.logarithm(mantissa)
        let power = exponent + digits - 1
        let shift = FixedPoint.ln10.times(UInt64(power.magnitude))
        if power >= 0 { return (shift + logarithm, false) }
        return shift < logarithm ? (logarithm - shift, false) : (shift - logarithm, true)
    }

    private static func exponential(_ value: FixedPoint, negative: Bool) -> Decimal128? {
        // value = tens × ln 10 + rest, so that the power of ten is the exponent.
        var tens = Int(value.whole / 3)
        while FixedPoint.ln10.times(UInt64(tens + 1)) < value { tens += 1 }
        while value < FixedPoint.ln10.times(UInt64(tens)) { tens -= 1 }
        var rest = value - FixedPoint.ln10.times(UInt64(tens))
        if negative {
            rest = FixedPoint.ln10 - rest
            tens = -tens - 1
        }
        let result = FixedPoint.exponential(rest)
        return rounding(result, negative: false, exponent: tens)
    }

    /// The number nearest to `value × 10^exponent`.
    private static func rounding(_ value: FixedPoint, negative: Bool, exponent: Int = 0)
        -> Decimal128?
    {
        if value.isZero { return .zero }
        var scaled = value
        var exponent = exponent
        // 35 to 36 digits before the point; whatever follows is sticky.
        while scaled.whole >= PowersOfTen[36] {
            scaled = scaled.divided(by: 10)
            exponent += 1
        }
        while scaled.whole < PowersOfTen[35] {
            scaled = scaled.times(10)
            exponent -= 1
        }
        return rounding(
            negative: negative, scaled.whole, exponent: exponent, sticky: scaled.hasFraction)
    }
}
