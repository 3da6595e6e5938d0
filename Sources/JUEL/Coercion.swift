import JSONTree
import ProcessValues

/// The name that messages give the type of a value.
func typeName(of value: ExpressionValue) -> String {
    switch value {
    case .value(let value): value.type.rawValue
    case .dateTime: "DateTime"
    case .bean(let bean): bean.name
    }
}

private func failure(_ value: ExpressionValue, to type: String) -> EvaluationError {
    let shown = (try? text(of: value)).map { "'\($0.prefix(100))' of type " } ?? "a value of type "
    return EvaluationError(.evaluation, "Cannot coerce \(shown)\(typeName(of: value)) to \(type)")
}

/// The truth of a value: null and the empty text are false, numbers are none.
func truth(of value: ExpressionValue) throws(EvaluationError) -> Bool {
    switch value {
    case .value(.null), .value(.typedNull): false
    case .value(.boolean(let truth)): truth
    case .value(.string(let text)): text.utf8.count == 4 && text.lowercased() == "true"
    default: throw failure(value, to: "Boolean")
    }
}

/// The whole number that a value stands for: null and the empty text are 0.
func wholeNumber(of value: ExpressionValue) throws(EvaluationError) -> Int64 {
    guard case .value(let plain) = value else { throw failure(value, to: "Long") }
    if let number = plain.wholeNumber { return number }
    switch plain {
    case .null, .typedNull, .string(""): return 0
    case .double(let number):
        // Java cuts off the fraction and stays within the range.
        if number.isNaN { return 0 }
        return Int64(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    case .string(let text):
        guard let number = Int64(text) else { throw failure(value, to: "Long") }
        return number
    default: throw failure(value, to: "Long")
    }
}

/// The binary number that a value stands for: null and the empty text are 0.
func binaryNumber(of value: ExpressionValue) throws(EvaluationError) -> Double {
    guard case .value(let plain) = value else { throw failure(value, to: "Double") }
    if let number = plain.wholeNumber { return Double(number) }
    switch plain {
    case .null, .typedNull, .string(""): return 0
    case .double(let number): return number
    case .string(let text):
        guard case .double(let number)? = ProcessValue(parsing: text, as: .double) else {
            throw failure(value, to: "Double")
        }
        return number
    case .object(let object):
        guard let number = object.tree?.doubleValue else { throw failure(value, to: "Double") }
        return number
    default: throw failure(value, to: "Double")
    }
}

/// The text of a value: null is empty.
func text(of value: ExpressionValue) throws(EvaluationError) -> String {
    switch value {
    case .dateTime(let instant): return isoText(instant)
    case .bean(let bean): return bean.name
    case .value(let plain):
        switch plain {
        case .null, .typedNull: return ""
        case .boolean(let truth): return truth ? "true" : "false"
        case .short(let number): return String(number)
        case .integer(let number): return String(number)
        case .long(let number): return String(number)
        case .double(let number): return javaText(number)
        case .string(let text), .xml(let text): return text
        case .date(let instant): return javaText(instant)
        case .json(let content): return content.text
        case .object(let object): return object.tree.map { javaText($0) } ?? object.content.text
        case .bytes, .file:
            throw EvaluationError(
                .evaluation, "Cannot coerce a value of type \(plain.type.rawValue) to String")
        }
    }
}

/// A date as Java's `Date.toString` writes it in UTC: `Sat Nov 21 16:48:39 UTC 2026`.
private func javaText(_ instant: Instant) -> String {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let fields = instant.calendarFields
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days[fields.dayOfWeek - 1]) \(months[fields.month - 1]) \(two(fields.day)) "
        + "\(two(fields.hour)):\(two(fields.minute)):\(two(fields.second)) UTC \(fields.year)"
}

/// Whether a value is null, an empty text, list or map.
func isEmpty(_ value: ExpressionValue) -> Bool {
    guard case .value(let plain) = value else { return false }
    switch plain {
    case .null, .typedNull, .string(""): return true
    case .bytes(let bytes): return bytes.isEmpty
    default:
        switch plain.tree {
        case .array(let elements)?: return elements.isEmpty
        case .object(let object)?: return object.isEmpty
        default: return false
        }
    }
}
