/// The tests of a cell that are written out, so that a table can look them up instead of running
/// them.
public struct ConstantTests: Sendable {
    /// The values and ranges, of which the input must pass one.
    public let tests: [FEELValue]
    /// Whether the input must pass none of them.
    public let isNegated: Bool

    /// Creates tests of which one must be passed.
    public init(_ tests: [FEELValue], isNegated: Bool = false) {
        self.tests = tests
        self.isNegated = isNegated
    }
}

extension FEELExpression {
    /// The cell's tests as values; nil if one of them has to be computed or names the input.
    public var constantTests: ConstantTests? {
        guard case .unaryTests(_, let tests, let negated) = syntax else { return nil }
        var values: [FEELValue] = []
        for test in tests {
            guard case .unaryTest(_, let expression, namesInput: false) = test.bare,
                let value = Self.constant(expression)
            else { return nil }
            values.append(value)
        }
        return ConstantTests(values, isNegated: negated)
    }

    private static func constant(_ syntax: Syntax) -> FEELValue? {
        switch syntax {
        case .at(_, let inner): return constant(inner)
        case .literal(let value): return value
        case .list(let items):
            let values = items.compactMap { constant($0) }
            return values.count == items.count ? .list(values) : nil
        case .comparisonRange(let form, let endpoint):
            return constant(endpoint).map { .range(FEELRange(form, $0)) }
        case .interval(let low, let high, let startIncluded, let endIncluded):
            guard let start = constant(low), let end = constant(high),
                let order = start.order(to: end), order <= 0
            else { return nil }
            return .range(
                FEELRange(start, end, startIncluded: startIncluded, endIncluded: endIncluded))
        case .call(let callee, let arguments):
            guard case .builtin(let builtin) = callee.bare,
                [.date, .time, .dateAndTime, .duration].contains(builtin)
            else { return nil }
            let values = arguments.compactMap { constant($0) }
            guard values.count == arguments.count else { return nil }
            return builtin.call(
                values, in: EvaluationSession(), types: FEELTypeTable(), place: nil)
        default: return nil
        }
    }
}
