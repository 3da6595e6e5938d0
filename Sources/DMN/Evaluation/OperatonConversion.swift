import FEEL

/// How Camunda 7 and Operaton convert values to the types that a table names.
extension DecisionEvaluation {
    /// The value as a type wants it; a type that is not known changes nothing.
    func converted(_ value: FEELValue, to reference: String?, elementID: String?) -> FEELValue {
        if value.isNull || failure != nil { return value }
        let result: FEELValue?
        switch reference {
        case "string": result = .string(value.text)
        case "boolean": result = Self.boolean(value)
        case "integer": result = Self.integer(value)
        case "long": result = Self.long(value)
        case "double": result = Self.double(value)
        case "date": result = Self.date(value)
        default: return value
        }
        return result
            ?? fail(
                .type, "the value \(value) cannot be converted to '\(reference ?? "")'",
                elementID: elementID)
    }

    // A value of FEEL can be written as `nil`, which would be null here, and no failure.
    private static let none = FEELValue?.none

    private static func boolean(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .boolean: value
        case .string(let text):
            switch text.lowercased() {
            case "true": .boolean(true)
            case "false": .boolean(false)
            default: none
            }
        default: none
        }
    }

    private static func integer(_ value: FEELValue) -> FEELValue? {
        guard let number = long(value)?.number, let whole = number.integer,
            Int32(exactly: whole) != nil
        else { return none }
        return .number(number)
    }

    private static func long(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .number(let number): number.isIntegral ? value : none
        case .string(let text): Int(text).map { .number(Decimal128($0)) } ?? none
        default: none
        }
    }

    private static func double(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .number: value
        case .string(let text):
            Decimal128(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
                .map { .number($0) } ?? none
        default: none
        }
    }

    private static func date(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .date, .dateAndTime: value
        case .string(let text): CivilDateTime(text).map { .dateAndTime($0) } ?? none
        default: none
        }
    }
}
