/// Functions on numbers (10.3.4.5).
extension Builtin {
    func applyToNumbers(_ arguments: [FEELValue]) -> FEELValue? {
        if self == .abs {
            switch arguments[0] {
            case .daysAndTimeDuration(let value): return .daysAndTimeDuration(value.magnitude)
            case .yearsAndMonthsDuration(let value):
                return .yearsAndMonthsDuration(
                    YearsAndMonthsDuration(months: Swift.abs(value.months)))
            case .list(let items) where items.count == 1: return applyToNumbers(items)
            default: break
            }
        }
        guard let number = arguments[0].number else { return nil }
        switch self {
        case .abs: return .number(number.magnitude)
        case .sqrt: return number.squareRoot().map { .number($0) }
        case .log: return number.naturalLogarithm().map { .number($0) }
        case .exp: return number.exponential().map { .number($0) }
        case .modulo:
            guard let divisor = arguments[1].number else { return nil }
            return number.modulo(divisor).map { .number($0) }
        case .odd, .even:
            guard number.isIntegral, let rest = number.truncatedRemainder(2) else { return nil }
            return .boolean(rest.isZero == (self == .even))
        case .decimal: return round(number, arguments, .halfEven)
        case .floor: return round(number, arguments, .floor)
        case .ceiling: return round(number, arguments, .ceiling)
        case .roundUp: return round(number, arguments, .up)
        case .roundDown: return round(number, arguments, .down)
        case .roundHalfUp: return round(number, arguments, .halfUp)
        case .roundHalfDown: return round(number, arguments, .halfDown)
        default: return nil
        }
    }

    private func round(_ number: Decimal128, _ arguments: [FEELValue], _ rule: RoundingRule)
        -> FEELValue?
    {
        var scale = 0
        if arguments.count > 1 {
            guard let given = arguments[1].number?.truncatedInteger,
                (-6111...6176).contains(given)
            else { return nil }
            scale = given
        }
        return number.rounded(scale: scale, rule).map { .number($0) }
    }
}
