import JSONTree
import ProcessValues

/// Reads what a key stands for: a property of a bean, an entry of a map, an element of a list.
func read<Context: ExpressionContext>(
    _ key: ExpressionValue, of base: ExpressionValue, in context: inout Context
) throws -> ExpressionValue {
    if base.isNull || key.isNull { return .null }
    switch base {
    case .bean(let bean):
        let name = try text(of: key)
        guard let value = try context.property(name, of: bean) else {
            throw unknownProperty(name, of: base)
        }
        return value
    case .dateTime(let instant):
        let name = try text(of: key)
        guard let value = dateTimeProperty(name, of: instant, in: context) else {
            throw unknownProperty(name, of: base)
        }
        return value
    case .value(let plain):
        guard let tree = plain.tree else {
            let name = try text(of: key)
            guard case .date(let instant) = plain, name == "time" else {
                throw unknownProperty(name, of: base)
            }
            return .value(.long(instant.milliseconds))
        }
        return try entry(key, of: tree, base: base)
    }
}

private func unknownProperty(_ name: String, of base: ExpressionValue) -> EvaluationError {
    EvaluationError(
        .unknownProperty,
        "Could not find property \(name) in a value of type \(typeName(of: base))")
}

private func entry(
    _ key: ExpressionValue, of tree: JSON, base: ExpressionValue
) throws(EvaluationError) -> ExpressionValue {
    switch tree {
    case .object(let object):
        return opened(object[try text(of: key)] ?? .null, within: base)
    case .array(let elements):
        if case .value(.string(let name)) = key, Int64(name) == nil {
            throw EvaluationError(.evaluation, "Cannot parse list index: \(name)")
        }
        let index = try wholeNumber(of: key)
        guard let index = Int(exactly: index), elements.indices.contains(index) else {
            return .null
        }
        return opened(elements[index], within: base)
    default: throw unknownProperty(try text(of: key), of: base)
    }
}

/// A part of a tree as a value.
///
/// Parts of a Json that are not scalars are Json, those of an Object are Objects. The elements of a list of nodes are Json, whatever they hold.
func opened(_ tree: JSON, within base: ExpressionValue) -> ExpressionValue {
    if case .value(.object(let object)) = base {
        if object.typeName == ObjectValue.nodeListClass {
            return .value(.json(JSONContent(tree: tree)))
        }
        if object.typeName == ObjectValue.decisionResultClass, case .object = tree {
            return .value(
                .object(ObjectValue(tree: tree, typeName: ObjectValue.decisionEntriesClass)))
        }
    }
    return switch tree {
    case .array, .object:
        if case .value(.json) = base {
            .value(.json(JSONContent(tree: tree)))
        } else {
            .value(.init(untyped: tree))
        }
    default: .value(ProcessValue(untyped: tree))
    }
}

/// Calls a method of a value or a bean.
func invoke<Context: ExpressionContext>(
    _ method: String, of base: ExpressionValue, with arguments: [ExpressionValue],
    in context: inout Context
) throws -> ExpressionValue {
    if base.isNull {
        throw EvaluationError(.unknownProperty, "Target unreachable, base is null: \(method)")
    }
    let result: ExpressionValue?
    switch base {
    case .bean(let bean): result = try context.call(method, of: bean, with: arguments)
    case .dateTime(let instant):
        result = try callDateTime(method, of: instant, with: arguments, in: context)
    case .value(let plain): result = try call(method, of: plain, with: arguments)
    }
    guard let result = try result ?? callAny(method, of: base, with: arguments) else {
        throw EvaluationError(
            .unknownMethod,
            "Cannot find method \(method) with \(arguments.count) parameters in a value of type "
                + typeName(of: base))
    }
    return result
}

private func call(
    _ method: String, of value: ProcessValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch value {
    case .string(let text): return try callString(method, of: text, with: arguments)
    case .short, .integer, .long, .double:
        return try callNumber(method, of: .value(value), with: arguments)
    case .boolean(let truth):
        return method == "booleanValue" && arguments.isEmpty ? .value(.boolean(truth)) : nil
    case .date(let instant): return try callDate(method, of: instant, with: arguments)
    case .json(let content):
        guard let tree = try? content.tree() else {
            throw EvaluationError(.evaluation, "Unable to parse input into json node")
        }
        if let result = try callNode(method, of: tree, with: arguments) { return result }
        return try callCollection(method, of: tree, base: value, with: arguments)
    case .object(let object):
        guard let tree = object.tree else { return nil }
        return try callCollection(method, of: tree, base: value, with: arguments)
    default: return nil
    }
}

/// The methods that every Java object has.
private func callAny(
    _ method: String, of base: ExpressionValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (method, arguments.count) {
    case ("toString", 0): .value(.string(try text(of: base)))
    case ("equals", 1): .value(.boolean(isSame(base, arguments[0])))
    default: nil
    }
}

private func callNumber(
    _ method: String, of value: ExpressionValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    if method == "compareTo", arguments.count == 1 {
        let isLess = try compare(.less, value, arguments[0])
        let isSame = try areEqual(value, arguments[0])
        return .value(.integer(isLess ? -1 : isSame ? 0 : 1))
    }
    guard arguments.isEmpty else { return nil }
    switch method {
    case "intValue":
        return .value(.integer(Int32(truncatingIfNeeded: try wholeNumber(of: value))))
    case "shortValue":
        return .value(.short(Int16(truncatingIfNeeded: try wholeNumber(of: value))))
    case "longValue": return .value(.long(try wholeNumber(of: value)))
    case "doubleValue": return .value(.double(try binaryNumber(of: value)))
    default: return nil
    }
}
