extension Decimal128 {
    /// The sum; nil if it is too large.
    public func adding(_ other: Decimal128) -> Decimal128? {
        if let mine = smallCoefficient, let its = other.smallCoefficient,
            high & Self.exponentMask == other.high & Self.exponentMask
        {
            let (sum, overflow) = mine.addingReportingOverflow(its)
            if !overflow { return Decimal128(small: sum, exponentBits: high & Self.exponentMask) }
        }
        let (upper, lower) = exponent >= other.exponent ? (self, other) : (other, self)
        return Self.sum(upper, lower)
    }

    /// The difference; nil if it is too large.
    public func subtracting(_ other: Decimal128) -> Decimal128? {
        adding(-other)
    }

    /// The sum of two numbers of which the first has the larger exponent.
    private static func sum(_ upper: Decimal128, _ lower: Decimal128) -> Decimal128? {
        if upper.isZero { return lower }
        var shift = upper.exponent - lower.exponent
        var addend = lower.coefficient
        var exponent = lower.exponent
        // With 37 digits the upper number shows all that rounding to 34 looks at.
        let room = Self.precision + 3 - PowersOfTen.digits(upper.coefficient)
        if shift > room + PowersOfTen.digits(addend) {
            // So far below the last digit that only its presence counts.
            exponent += shift - room
            shift = room
            addend = lower.isZero ? 0 : 1
        }
        let scaled = UInt256(
            upper.coefficient * PowersOfTen[max(0, shift - 38)],
            times: PowersOfTen[min(shift, 38)])
        let small = UInt256(addend)
        if upper.isNegative == lower.isNegative {
            return rounding(negative: upper.isNegative, wide: scaled + small, exponent: exponent)
        }
        if scaled < small {
            return rounding(negative: lower.isNegative, wide: small - scaled, exponent: exponent)
        }
        return rounding(negative: upper.isNegative, wide: scaled - small, exponent: exponent)
    }

    /// The product; nil if it is too large.
    public func multiplied(by other: Decimal128) -> Decimal128? {
        let exponent = exponent + other.exponent
        if let mine = smallCoefficient, let its = other.smallCoefficient,
            exponent >= -Self.bias, exponent <= Self.largestExponent
        {
            let (product, overflow) = mine.multipliedReportingOverflow(by: its)
            if !overflow, product != .min {
                return Decimal128(
                    small: product, exponentBits: UInt64(exponent + Self.bias) << 49)
            }
        }
        return Self.rounding(
            negative: isNegative != other.isNegative,
            wide: UInt256(coefficient, times: other.coefficient), exponent: exponent)
    }

    /// The quotient; nil if the divisor is zero or the quotient is too large.
    public func divided(by other: Decimal128) -> Decimal128? {
        if other.isZero { return nil }
        let ideal = exponent - other.exponent
        if isZero { return Self.rounding(negative: false, 0, exponent: ideal) }
        let negative = isNegative != other.isNegative
        let divisor = other.coefficient
        // A quotient of 35 or 36 digits: 34, one to round by, and what else remains is sticky.
        let shift = max(
            0, Self.precision + 1 + PowersOfTen.digits(divisor) - PowersOfTen.digits(coefficient))
        let scaled =
            shift <= 38
            ? UInt256(coefficient, times: PowersOfTen[shift])
            : UInt256(coefficient * PowersOfTen[shift - 38], times: PowersOfTen[38])
        let (quotient, remainder) = scaled.divided(by: divisor)
        guard remainder == 0 else {
            return Self.rounding(
                negative: negative, quotient, exponent: ideal - shift, sticky: true)
        }
        // Exact: the exponent comes as near to the difference of the exponents as it can.
        var exact = quotient
        var exponent = ideal - shift
        while exponent < ideal {
            let (shorter, digit) = exact.quotientAndRemainder(dividingBy: 10)
            if digit != 0 { break }
            exact = shorter
            exponent += 1
        }
        return Self.rounding(negative: negative, exact, exponent: exponent)
    }

    /// The remainder with the sign of the divisor: `self - other × floor(self / other)`.
    ///
    /// Nil if the divisor is zero.
    public func modulo(_ other: Decimal128) -> Decimal128? {
        guard let remainder = truncatedRemainder(other) else { return nil }
        if remainder.isZero || remainder.isNegative == other.isNegative { return remainder }
        return remainder.adding(other)
    }

    /// The remainder with the sign of the dividend; nil if the divisor is zero.
    func truncatedRemainder(_ other: Decimal128) -> Decimal128? {
        if other.isZero { return nil }
        let shift = exponent - other.exponent
        if shift >= 0 {
            let divisor = other.coefficient
            var rest = coefficient % divisor
            var left = shift
            while left > 0, rest != 0 {
                let step = min(left, 38)
                let factor = PowersOfTen[step] % divisor
                rest = UInt256(rest, times: factor).divided(by: divisor).remainder
                left -= step
            }
            return Decimal128(negative: isNegative, coefficient: rest, exponent: other.exponent)
        }
        let room = Self.precision + 4 - PowersOfTen.digits(other.coefficient)
        // A divisor longer than any coefficient leaves the dividend as it is.
        guard -shift <= room else { return self }
        let rest = coefficient % (other.coefficient * PowersOfTen[-shift])
        return Decimal128(negative: isNegative, coefficient: rest, exponent: exponent)
    }
}
