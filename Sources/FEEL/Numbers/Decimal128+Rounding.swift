/// How a number is rounded that lies between two others.
public enum RoundingRule: Sendable {
    /// To the nearest; in the middle to the one whose last digit is even.
    case halfEven
    /// To the nearest; in the middle away from zero.
    case halfUp
    /// To the nearest; in the middle towards zero.
    case halfDown
    /// Away from zero.
    case up
    /// Towards zero.
    case down
    /// Towards positive infinity.
    case ceiling
    /// Towards negative infinity.
    case floor

    /// Whether a magnitude is raised by one in its last place.
    ///
    /// What was cut off stands to one half as `middle` does to zero.
    func raises(negative: Bool, odd: Bool, middle: Int, exact: Bool) -> Bool {
        if exact { return false }
        switch self {
        case .halfEven: return middle > 0 || middle == 0 && odd
        case .halfUp: return middle >= 0
        case .halfDown: return middle > 0
        case .up: return true
        case .down: return false
        case .ceiling: return !negative
        case .floor: return negative
        }
    }
}

extension Decimal128 {
    /// Drops digits from the end of a coefficient and rounds by what they were.
    ///
    /// It is sticky if something that is not zero follows the coefficient.
    static func dropping(
        _ count: Int, of coefficient: UInt128, negative: Bool, sticky: Bool, _ rule: RoundingRule
    ) -> UInt128 {
        if count <= 0 && !sticky { return coefficient }
        if count > 38 {
            // Nothing is left of the coefficient; what was cut off is below one half.
            let raise = rule.raises(
                negative: negative, odd: false, middle: -1, exact: coefficient == 0 && !sticky)
            return raise ? 1 : 0
        }
        let unit = PowersOfTen[max(count, 0)]
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: unit)
        let half = unit / 2
        let middle: Int
        if count <= 0 {
            middle = -1
        } else if remainder == half {
            middle = sticky ? 1 : 0
        } else {
            middle = remainder < half ? -1 : 1
        }
        let raise = rule.raises(
            negative: negative, odd: quotient & 1 == 1, middle: middle,
            exact: remainder == 0 && !sticky)
        return raise ? quotient + 1 : quotient
    }

    /// The number nearest to `±coefficient × 10^exponent`; nil if it is too large.
    static func rounding(
        negative: Bool, _ coefficient: UInt128, exponent: Int, sticky: Bool = false
    ) -> Decimal128? {
        var digits = PowersOfTen.digits(coefficient)
        var coefficient = coefficient
        var exponent = exponent
        let drop = max(digits - precision, -bias - exponent)
        if drop > 0 || sticky {
            coefficient = dropping(
                max(drop, 0), of: coefficient, negative: negative, sticky: sticky, .halfEven)
            exponent += max(drop, 0)
            digits = PowersOfTen.digits(coefficient)
            if digits > precision {
                coefficient /= 10
                exponent += 1
                digits = precision
            }
        }
        if exponent > largestExponent {
            if coefficient == 0 {
                exponent = largestExponent
            } else {
                let padding = exponent - largestExponent
                guard digits + padding <= precision else { return nil }
                coefficient *= PowersOfTen[padding]
                exponent = largestExponent
            }
        }
        return Decimal128(
            negative: negative, coefficient: coefficient,
            exponent: max(exponent, -bias))
    }

    /// The number nearest to a wide product or sum; nil if it is too large.
    static func rounding(negative: Bool, wide: UInt256, exponent: Int, sticky: Bool = false)
        -> Decimal128?
    {
        if wide.high == 0 {
            return rounding(negative: negative, wide.low, exponent: exponent, sticky: sticky)
        }
        // At most 10^75, so the quotient by 10^38 fits; of the rest as many digits are kept as fit.
        let (quotient, rest) = wide.divided(by: PowersOfTen[38])
        let keep = 38 - PowersOfTen.digits(quotient)
        if keep <= 0 {
            return rounding(
                negative: negative, quotient, exponent: exponent + 38, sticky: sticky || rest != 0)
        }
        let unit = PowersOfTen[38 - keep]
        let (kept, cut) = rest.quotientAndRemainder(dividingBy: unit)
        return rounding(
            negative: negative, quotient * PowersOfTen[keep] + kept, exponent: exponent + 38 - keep,
            sticky: sticky || cut != 0)
    }

    /// The number rounded to so many digits after the point; a negative scale counts before it.
    ///
    /// A number with fewer digits is not padded. Nil if the result is too large.
    public func rounded(scale: Int, _ rule: RoundingRule) -> Decimal128? {
        let drop = -scale - exponent
        guard drop > 0 else { return self }
        let coefficient = Self.dropping(
            drop, of: coefficient, negative: isNegative, sticky: false, rule)
        return Self.rounding(negative: isNegative, coefficient, exponent: -scale)
    }

    /// Whether the number has no fraction.
    public var isIntegral: Bool {
        exponent >= 0 || strippingTrailingZeros().exponent >= 0
    }
}
