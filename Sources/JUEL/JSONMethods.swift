import JSONTree
import ProcessValues

/// The methods of a Spin JSON node that read, and `prop` with a value, which answers a new node.
func callNode(
    _ method: String, of tree: JSON, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch arguments.count {
    case 0: try call(method, of: tree)
    case 1: try call(method, of: tree, with: arguments[0])
    case 2 where method == "prop" || method == "insertAt":
        try change(tree, method, arguments[0], arguments[1])
    default: nil
    }
}

private func node(_ tree: JSON) -> ExpressionValue { .value(.json(JSONContent(tree: tree))) }

private func truth(_ value: Bool) -> ExpressionValue { .value(.boolean(value)) }

private func call(
    _ method: String, of tree: JSON
) throws(EvaluationError) -> ExpressionValue? {
    switch method {
    case "isObject": return truth(tree.objectValue != nil)
    case "isArray": return truth(tree.arrayValue != nil)
    case "isString": return truth(tree.stringValue != nil)
    case "isBoolean": return truth(tree.boolValue != nil)
    case "isNumber": return truth(tree.doubleValue != nil)
    case "isNull": return truth(tree.isNull)
    case "isValue": return truth(tree.objectValue == nil && tree.arrayValue == nil)
    case "stringValue":
        guard let text = tree.stringValue else { throw wrong(tree, "a string") }
        return .value(.string(text))
    case "boolValue":
        guard let value = tree.boolValue else { throw wrong(tree, "a boolean") }
        return truth(value)
    case "numberValue":
        guard tree.doubleValue != nil else { throw wrong(tree, "a number") }
        return .value(ProcessValue(untyped: tree))
    case "value":
        guard tree.objectValue == nil, tree.arrayValue == nil else { throw wrong(tree, "a value") }
        return .value(ProcessValue(untyped: tree))
    // What a path has led to is the node itself.
    case "element": return node(tree)
    case "elements", "elementList":
        guard tree.arrayValue != nil else { throw wrong(tree, "an array") }
        return .value(
            .object(ObjectValue(tree: tree, typeName: ObjectValue.nodeListClass)))
    case "fieldNames":
        guard let object = tree.objectValue else { throw wrong(tree, "an object") }
        return .value(.object(ObjectValue(tree: .array(object.keys.map(JSON.string)))))
    case "toString": return .value(.string(tree.serializedText))
    default: return nil
    }
}

private func call(
    _ method: String, of tree: JSON, with argument: ExpressionValue
) throws(EvaluationError) -> ExpressionValue? {
    switch method {
    case "prop":
        let name = try text(of: argument)
        guard let value = tree[name] else {
            throw EvaluationError(.evaluation, "Unable to find '\(name)'")
        }
        return node(value)
    case "hasProp": return truth(tree[try text(of: argument)] != nil)
    case "jsonPath":
        let path = try text(of: argument)
        guard let steps = JSONPath(path) else {
            throw EvaluationError(.evaluation, "Unable to compile jsonPath expression '\(path)'")
        }
        guard let found = steps.follow(in: tree) else {
            throw EvaluationError(.evaluation, "Unable to find element for jsonPath '\(path)'")
        }
        return node(found)
    case "get" where tree.arrayValue != nil:
        let index = Int(clamping: try wholeNumber(of: argument))
        guard let element = tree[index] else {
            throw EvaluationError(.evaluation, "Index \(index) out of bounds")
        }
        return node(element)
    case "append":
        guard case .array(let elements) = tree else { throw wrong(tree, "an array") }
        return node(.array(elements + [plain(argument)]))
    case "deleteProp":
        guard case .object(var object) = tree else { throw wrong(tree, "an object") }
        object[try text(of: argument)] = nil
        return node(.object(object))
    case "indexOf":
        guard let elements = tree.arrayValue else { throw wrong(tree, "an array") }
        let wanted = plain(argument)
        return .value(.integer(Int32(clamping: elements.firstIndex(of: wanted) ?? -1)))
    case "contains" where tree.arrayValue != nil:
        return truth(tree.arrayValue?.contains(plain(argument)) ?? false)
    default: return nil
    }
}

private func change(
    _ tree: JSON, _ method: String, _ first: ExpressionValue, _ second: ExpressionValue
) throws(EvaluationError) -> ExpressionValue {
    if method == "insertAt" {
        guard case .array(var elements) = tree else { throw wrong(tree, "an array") }
        let index = Int(clamping: try wholeNumber(of: first))
        guard index >= 0, index <= elements.count else {
            throw EvaluationError(.evaluation, "Index \(index) out of bounds")
        }
        elements.insert(plain(second), at: index)
        return node(.array(elements))
    }
    guard case .object(var object) = tree else { throw wrong(tree, "an object") }
    object[try text(of: first)] = plain(second)
    return node(.object(object))
}

private func plain(_ value: ExpressionValue) -> JSON { value.processValue?.plainJSON ?? .null }

private func wrong(_ tree: JSON, _ expected: String) -> EvaluationError {
    EvaluationError(
        .evaluation, "Unable to parse '\(tree.serializedText.prefix(100))' as \(expected)")
}
