import FEEL
import XMLTree

/// The values of the kit's test files.
enum TCKValue {
    private static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

    /// The value that an element holds: a value, components or a list.
    ///
    /// The type that is expected tells what a value without type of its own is.
    static func value(
        of element: XMLElement, type: FEELType = .any, in types: FEELTypeTable = FEELTypeTable()
    ) -> FEELValue {
        let components = element.children("component")
        if !components.isEmpty {
            var members: [FEELType.Member] = []
            if case .context(let known) = types.resolve(type) { members = known }
            return .context(
                FEELContext(
                    components.map { component in
                        let name = (component.attribute("name") ?? "").collapsedSpace
                        let member = members.first { $0.name == name }?.type ?? .any
                        return (name, value(of: component, type: member, in: types))
                    }))
        }
        if let list = element.child("list") {
            if isNil(list) { return .null }
            var item = FEELType.any
            if case .list(let known) = types.resolve(type) { item = known }
            return .list(list.children("item").map { value(of: $0, type: item, in: types) })
        }
        guard let value = element.child("value"), !isNil(value) else { return .null }
        guard let type = value.attribute("type", namespace: schemaInstance) else {
            return types.resolve(type) == .string ? .string(value.text) : untyped(value.text)
        }
        // Only white space that stands around other types has no meaning.
        let text = type.hasSuffix("string") ? value.text : value.trimmedText
        return scalar(text, type: type.split(separator: ":").last.map(String.init) ?? type)
    }

    /// What the text of a value without type is taken for, as the editions for DMN 1.1 have them.
    private static func untyped(_ text: String) -> FEELValue {
        if let number = Decimal128(text) { return .number(number) }
        if text == "true" || text == "false" { return .boolean(text == "true") }
        if let date = CivilDate(text) { return .date(date) }
        return .string(text)
    }

    private static func isNil(_ element: XMLElement) -> Bool {
        element.attribute("nil", namespace: schemaInstance) == "true"
    }

    private static func scalar(_ text: String, type: String) -> FEELValue {
        switch type {
        case "decimal", "double", "integer", "int", "float", "long":
            return Decimal128(text).map { .number($0) } ?? .null
        case "boolean": return .boolean(text == "true" || text == "1")
        case "date": return CivilDate(text).map { .date($0) } ?? .null
        case "time": return CivilTime(text).map { .time($0) } ?? .null
        case "dateTime": return CivilDateTime(text).map { .dateAndTime($0) } ?? .null
        case "duration", "dayTimeDuration", "yearMonthDuration":
            return (try? FEELExpression(parsing: "duration(\"\(text)\")").evaluate(FEELContext()))
                ?? .null
        default: return .string(text)
        }
    }

    /// Whether a value is what was expected: numbers within 1e-8, all else exactly.
    static func matches(_ actual: FEELValue, _ expected: FEELValue) -> Bool {
        switch (actual, expected) {
        case (.number(let a), .number(let b)):
            guard let difference = a.subtracting(b) else { return false }
            return difference.magnitude < (Decimal128(coefficient: 1, exponent: -8) ?? .zero)
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { matches($0, $1) }
        case (.context(let a), .context(let b)):
            return a.count == b.count
                && b.entries.allSatisfy { entry in
                    a[entry.key].map { matches($0, entry.value) } ?? false
                }
        default: return actual == expected
        }
    }
}
