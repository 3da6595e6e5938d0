/// Functions that make one value of many (10.3.4.4 and 10.3.4.5).
extension Builtin {
    func aggregate(_ list: [FEELValue], _ call: BuiltinCall) -> FEELValue? {
        guard call.session.spend(list.count) else { return nil }
        switch self {
        case .count: return .number(Decimal128(list.count))
        case .all, .and: return Self.conjunction(list, neutral: true)
        case .any, .or: return Self.conjunction(list, neutral: false)
        case .min: return Self.extreme(list, sign: -1)
        case .max: return Self.extreme(list, sign: 1)
        default: break
        }
        if list.isEmpty { return self == .mode ? .list([]) : nil }
        var numbers: [Decimal128] = []
        numbers.reserveCapacity(list.count)
        for item in list {
            guard case .number(let number) = item else { return nil }
            numbers.append(number)
        }
        switch self {
        case .sum: return Self.sum(numbers).map { .number($0) }
        case .product:
            var product = Decimal128.one
            for number in numbers {
                guard let next = product.multiplied(by: number) else { return nil }
                product = next
            }
            return .number(product)
        case .mean:
            return Self.sum(numbers)?.divided(by: Decimal128(numbers.count)).map { .number($0) }
        case .median: return Self.median(numbers).map { .number($0) }
        case .stddev: return Self.standardDeviation(numbers).map { .number($0) }
        case .mode: return Self.mode(numbers)
        default: return nil
        }
    }

    /// What is neither boolean nor null is outside the domain (Table 75), and so leaves no result.
    private static func conjunction(_ list: [FEELValue], neutral: Bool) -> FEELValue? {
        var decided = false
        var unknown = false
        for item in list {
            switch item {
            case .boolean(neutral): break
            case .boolean: decided = true
            case .null: unknown = true
            default: return nil
            }
        }
        if decided { return .boolean(!neutral) }
        return unknown ? nil : .boolean(neutral)
    }

    private static func extreme(_ list: [FEELValue], sign: Int) -> FEELValue? {
        guard var best = list.first, best.order(to: best) != nil else { return nil }
        for item in list.dropFirst() {
            guard let order = item.order(to: best) else { return nil }
            if order.signum() == sign { best = item }
        }
        return best
    }

    private static func sum(_ numbers: [Decimal128]) -> Decimal128? {
        var sum = Decimal128.zero
        for number in numbers {
            guard let next = sum.adding(number) else { return nil }
            sum = next
        }
        return sum
    }

    private static func median(_ numbers: [Decimal128]) -> Decimal128? {
        let sorted = numbers.sorted()
        let middle = sorted.count / 2
        if sorted.count % 2 == 1 { return sorted[middle] }
        return sorted[middle - 1].adding(sorted[middle])?.divided(by: 2)
    }

    /// The standard deviation of a sample, which needs two numbers.
    private static func standardDeviation(_ numbers: [Decimal128]) -> Decimal128? {
        guard numbers.count > 1,
            let mean = sum(numbers)?.divided(by: Decimal128(numbers.count))
        else { return nil }
        var squares = Decimal128.zero
        for number in numbers {
            guard let difference = number.subtracting(mean),
                let square = difference.multiplied(by: difference),
                let next = squares.adding(square)
            else { return nil }
            squares = next
        }
        return squares.divided(by: Decimal128(numbers.count - 1))?.squareRoot()
    }

    private static func mode(_ numbers: [Decimal128]) -> FEELValue {
        var counts: [Decimal128: Int] = [:]
        for number in numbers { counts[number, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return .list(counts.filter { $0.value == most }.keys.sorted().map { .number($0) })
    }
}
