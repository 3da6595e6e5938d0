import ProcessValues

/// Adds, subtracts, multiplies or divides as the reference does: whole numbers give a Long, a
/// quotient is always a Double.
func calculate(
    _ found: BinaryOperator, _ left: ExpressionValue, _ right: ExpressionValue
) throws(EvaluationError) -> ExpressionValue {
    if left.isNull, right.isNull { return .value(.long(0)) }
    if found == .divide || isBinary(left) || isBinary(right) {
        let one = try binaryNumber(of: left)
        let other = try binaryNumber(of: right)
        let result =
            switch found {
            case .add: one + other
            case .subtract: one - other
            case .multiply: one * other
            case .divide: one / other
            default: one.truncatingRemainder(dividingBy: other)
            }
        return .value(.double(result))
    }
    let one = try wholeNumber(of: left)
    let other = try wholeNumber(of: right)
    switch found {
    case .add: return .value(.long(one &+ other))
    case .subtract: return .value(.long(one &- other))
    case .multiply: return .value(.long(one &* other))
    default:
        guard other != 0 else { throw EvaluationError(.evaluation, "/ by zero") }
        return .value(.long(one.remainderReportingOverflow(dividingBy: other).partialValue))
    }
}

/// Changes the sign; whole numbers keep their type.
func negate(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
    guard case .value(let plain) = value else { return .value(.long(try wholeNumber(of: value))) }
    switch plain {
    case .short(let number): return .value(.short(0 &- number))
    case .integer(let number): return .value(.integer(0 &- number))
    case .long(let number): return .value(.long(0 &- number))
    case .double(let number): return .value(.double(-number))
    default:
        return isBinary(value)
            ? .value(.double(-(try binaryNumber(of: value))))
            : .value(.long(0 &- (try wholeNumber(of: value))))
    }
}

/// Whether arithmetic with this value is done in binary numbers.
private func isBinary(_ value: ExpressionValue) -> Bool {
    switch value {
    case .value(.double), .value(.object): true
    case .value(.string(let text)):
        text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
    default: false
    }
}
