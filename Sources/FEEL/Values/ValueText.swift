extension FEELValue {
    /// The value as `string()` writes it: a string alone stands without quotes (10.3.4.1).
    public var text: String {
        if case .string(let text) = self { return text }
        return literal
    }

    /// The value as FEEL would read it, as far as it can.
    var literal: String {
        switch self {
        case .null: return "null"
        case .boolean(let value): return value ? "true" : "false"
        case .number(let number): return number.description
        case .string(let text): return Self.quoted(text)
        case .date(let value): return value.description
        case .time(let value): return value.description
        case .dateAndTime(let value): return value.description
        case .daysAndTimeDuration(let value): return value.description
        case .yearsAndMonthsDuration(let value): return value.description
        case .list(let items): return "[" + items.map(\.literal).joined(separator: ", ") + "]"
        case .context(let context):
            let entries = context.entries.map { Self.key($0.key) + ": " + $0.value.literal }
            return "{" + entries.joined(separator: ", ") + "}"
        case .range(let range): return range.literal
        case .function(let function):
            return "function(" + function.parameters.map(\.name).joined(separator: ", ") + ")"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    private static func key(_ key: String) -> String {
        let isName =
            key.unicodeScalars.first?.isNameStart ?? false
            && key.unicodeScalars.allSatisfy { $0.isNamePart || $0.isFEELSpace || $0.isNameSymbol }
        return isName ? key : quoted(key)
    }
}

extension FEELRange {
    var literal: String {
        switch form {
        case .less: "< \(end.literal)"
        case .lessOrEqual: "<= \(end.literal)"
        case .greater: "> \(start.literal)"
        case .greaterOrEqual: ">= \(start.literal)"
        case .equal: "= \(start.literal)"
        case .notEqual: "!= \(start.literal)"
        case .interval:
            (startIncluded ? "[" : "(") + start.literal + ".." + end.literal
                + (endIncluded ? "]" : ")")
        }
    }
}

extension FEELValue: CustomStringConvertible {
    /// The value as FEEL would read it.
    public var description: String { literal }
}
