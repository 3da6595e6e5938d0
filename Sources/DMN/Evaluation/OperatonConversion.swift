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
        case "integer", "long": result = Self.integer(value)
        case "double": result = Self.double(value)
        case "date": result = Self.date(value)
        default: return value
        }
        return result
            ?? fail(
                .type, "the value \(value) cannot be converted to '\(reference ?? "")'",
                elementID: elementID)
    }

    private static func boolean(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .boolean: value
        case .string(let text): .boolean(text.lowercased() == "true")
        default: nil
        }
    }

    private static func integer(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .number(let number): number.isIntegral ? value : nil
        case .string(let text): Int(text).map { .number(Decimal128($0)) }
        default: nil
        }
    }

    private static func double(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .number: value
        case .string(let text): Decimal128(text).map { .number($0) }
        default: nil
        }
    }

    private static func date(_ value: FEELValue) -> FEELValue? {
        switch value {
        case .date, .dateAndTime: value
        case .string(let text): CivilDateTime(text).map { .dateAndTime($0) }
        default: nil
        }
    }
}
