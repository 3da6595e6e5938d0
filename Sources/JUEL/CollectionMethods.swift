import JSONTree
import ProcessValues

/// The methods of Java's lists and maps that only read.
func callCollection(
    _ method: String, of tree: JSON, base: ProcessValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    if case .object(let object) = base,
        let result = try callDecision(method, of: object, tree, with: arguments)
    {
        return result
    }
    switch tree {
    case .array(let elements):
        return try callList(method, of: elements, base: base, with: arguments)
    case .object(let object):
        return try callMap(method, of: object, base: base, with: arguments)
    case .number, .integer:
        guard case .object = base, arguments.isEmpty else { return nil }
        return method == "doubleValue" ? tree.doubleValue.map { .value(.double($0)) } : nil
    default: return nil
    }
}

private func callList(
    _ method: String, of elements: [JSON], base: ProcessValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (method, arguments.count) {
    case ("size", 0): return .value(.integer(Int32(clamping: elements.count)))
    case ("isEmpty", 0): return .value(.boolean(elements.isEmpty))
    case ("get", 1):
        let index = Int(clamping: try wholeNumber(of: arguments[0]))
        guard elements.indices.contains(index) else {
            throw EvaluationError(
                .evaluation, "Index \(index) out of bounds for length \(elements.count)")
        }
        return element(elements[index], of: base)
    case ("contains", 1):
        return .value(.boolean(elements.contains { isElement($0, arguments[0]) }))
    case ("indexOf", 1):
        let index = elements.firstIndex { isElement($0, arguments[0]) }
        return .value(.integer(Int32(clamping: index ?? -1)))
    default: return nil
    }
}

private func callMap(
    _ method: String, of object: JSONObject, base: ProcessValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (method, arguments.count) {
    case ("size", 0): return .value(.integer(Int32(clamping: object.count)))
    case ("isEmpty", 0): return .value(.boolean(object.isEmpty))
    case ("get", 1):
        return object[try text(of: arguments[0])].map { element($0, of: base) } ?? .null
    case ("getOrDefault", 2):
        return object[try text(of: arguments[0])].map { element($0, of: base) } ?? arguments[1]
    case ("containsKey", 1):
        return .value(.boolean(object[try text(of: arguments[0])] != nil))
    case ("containsValue", 1):
        return .value(
            .boolean(object.members.contains { isElement($0.value, arguments[0]) }))
    case ("keySet", 0):
        return .value(.object(ObjectValue(tree: .array(object.keys.map(JSON.string)))))
    case ("values", 0):
        return .value(.object(ObjectValue(tree: .array(object.members.map(\.value)))))
    default: return nil
    }
}

private func element(_ tree: JSON, of base: ProcessValue) -> ExpressionValue {
    opened(tree, within: .value(base))
}

/// Whether a part of a tree is what was asked for; a whole number of any type is the same there.
private func isElement(_ tree: JSON, _ wanted: ExpressionValue) -> Bool {
    guard case .value(let plain) = wanted else { return false }
    return tree == plain.plainJSON
}
