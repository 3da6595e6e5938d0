import JSONTree
import ProcessValues

/// Calls a built-in function, or one that the context has.
func apply<Context: ExpressionContext>(
    function name: String, to arguments: [ExpressionValue], in context: inout Context
) throws -> ExpressionValue {
    switch (name, arguments.count) {
    case ("now", 0): return .value(.date(context.now))
    case ("dateTime", 0): return .dateTime(context.now)
    case ("S", 1), ("JSON", 1): return try document(arguments[0])
    case ("XML", 1): return .value(.xml(try text(of: arguments[0])))
    default: break
    }
    guard let result = try context.call(function: name, with: arguments) else {
        throw EvaluationError(
            .unknownMethod,
            "Could not resolve function '\(name)' with \(arguments.count) parameters")
    }
    return result
}

/// Makes a document of a value: a text is read as JSON, or as XML if it looks like that.
private func document(_ value: ExpressionValue) throws(EvaluationError) -> ExpressionValue {
    switch value {
    case .value(.json): return value
    case .value(.object(let object)):
        if let tree = object.tree { return .value(.json(JSONContent(tree: tree))) }
    case .value(.string(let text)):
        if text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") { return .value(.xml(text)) }
        let content = JSONContent(text: text)
        guard (try? content.tree()) != nil else {
            throw EvaluationError(.evaluation, "Unable to parse input into json node")
        }
        return .value(.json(content))
    case .value(let plain) where plain.wholeNumber != nil || plain.truth != nil:
        return .value(.json(JSONContent(tree: plain.plainJSON)))
    case .value(.double):
        if let plain = value.processValue {
            return .value(.json(JSONContent(tree: plain.plainJSON)))
        }
    default: break
    }
    throw EvaluationError(.evaluation, "No matching data format detected")
}
