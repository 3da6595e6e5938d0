import JSONTree
import ProcessValues

private func isDouble(_ value: ExpressionValue) -> Bool {
    if case .value(.double) = value { true } else { false }
}

private func isWhole(_ value: ExpressionValue) -> Bool {
    if case .value(let plain) = value { plain.wholeNumber != nil } else { false }
}

private func isTruth(_ value: ExpressionValue) -> Bool {
    if case .value(.boolean) = value { true } else { false }
}

private func isText(_ value: ExpressionValue) -> Bool {
    if case .value(.string) = value { true } else { false }
}

/// Whether two values are equal: null equals only null, else the type of either decides, in the
/// order number, truth value, text.
func areEqual(
    _ left: ExpressionValue, _ right: ExpressionValue
) throws(EvaluationError) -> Bool {
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    if isDouble(left) || isDouble(right) {
        return try binaryNumber(of: left) == binaryNumber(of: right)
    }
    if isWhole(left) || isWhole(right) {
        return try wholeNumber(of: left) == wholeNumber(of: right)
    }
    if isTruth(left) || isTruth(right) { return try truth(of: left) == truth(of: right) }
    if isText(left) || isText(right) { return try text(of: left) == text(of: right) }
    return isSame(left, right)
}

/// What `equals` answers: the same type and content.
func isSame(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
    if case .value(let one) = left, case .value(let other) = right,
        let first = one.tree, let second = other.tree
    {
        return first == second
    }
    return left == right
}

/// Whether two values are in an order: with null they are in none.
func compare(
    _ found: BinaryOperator, _ left: ExpressionValue, _ right: ExpressionValue
) throws(EvaluationError) -> Bool {
    let includesEqual = found == .lessOrEqual || found == .greaterOrEqual
    if left.isNull || right.isNull { return includesEqual && left.isNull && right.isNull }
    if found == .greater || found == .greaterOrEqual {
        return try compare(found == .greater ? .less : .lessOrEqual, right, left)
    }
    if isDouble(left) || isDouble(right) {
        let one = try binaryNumber(of: left)
        let other = try binaryNumber(of: right)
        return includesEqual ? one <= other : one < other
    }
    if isWhole(left) || isWhole(right) {
        let one = try wholeNumber(of: left)
        let other = try wholeNumber(of: right)
        return includesEqual ? one <= other : one < other
    }
    if isText(left) || isText(right) {
        let one = try text(of: left).utf16
        let other = try text(of: right).utf16
        return includesEqual
            ? !other.lexicographicallyPrecedes(one) : one.lexicographicallyPrecedes(other)
    }
    switch (left, right) {
    case (.value(.date(let one)), .value(.date(let other))),
        (.dateTime(let one), .dateTime(let other)):
        return includesEqual ? one <= other : one < other
    case (.value(.boolean(let one)), .value(.boolean(let other))):
        return includesEqual ? !one || other : !one && other
    default:
        throw EvaluationError(
            .evaluation,
            "Cannot compare values of types \(typeName(of: left)) and \(typeName(of: right))")
    }
}
