import JSONTree
import ProcessValues

/// The methods that the result of a decision has beside those of a list, and its parts beside
/// those of a map.
func callDecision(
    _ method: String, of object: ObjectValue, _ tree: JSON, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (object.typeName, tree) {
    case (ObjectValue.decisionResultClass, .array(let rules)):
        try callResult(method, of: rules, base: .object(object), with: arguments)
    case (ObjectValue.decisionEntriesClass, .object(let entries)):
        try callEntries(method, of: entries, base: .object(object), with: arguments)
    default: nil
    }
}

private func callResult(
    _ method: String, of rules: [JSON], base: ProcessValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (method, arguments.count) {
    case ("getFirstResult", 0):
        return rules.first.map { opened($0, within: .value(base)) } ?? .null
    case ("getSingleResult", 0):
        return try single(rules).map { opened($0, within: .value(base)) } ?? .null
    case ("getSingleEntry", 0), ("getSingleEntryTyped", 0):
        guard let entries = try single(rules)?.objectValue else { return .null }
        return try singleEntry(of: entries, base: base)
    case ("getResultList", 0):
        return .value(.object(ObjectValue(tree: .array(rules))))
    case ("collectEntries", 1):
        let name = try text(of: arguments[0])
        return .value(.object(ObjectValue(tree: .array(rules.compactMap { $0[name] }))))
    default: return nil
    }
}

private func callEntries(
    _ method: String, of entries: JSONObject, base: ProcessValue, with arguments: [ExpressionValue]
) throws(EvaluationError) -> ExpressionValue? {
    switch (method, arguments.count) {
    case ("getEntry", 1), ("getEntryTyped", 1):
        let name = try text(of: arguments[0])
        guard let entry = entries[name] else {
            throw EvaluationError(
                .evaluation, "The decision's result has no output of the name '\(name)'")
        }
        return opened(entry, within: .value(base))
    case ("getFirstEntry", 0), ("getFirstEntryTyped", 0):
        return entries.members.first.map { opened($0.value, within: .value(base)) } ?? .null
    case ("getSingleEntry", 0), ("getSingleEntryTyped", 0):
        return try singleEntry(of: entries, base: base)
    case ("getEntryMap", 0):
        return .value(
            .object(ObjectValue(tree: .object(entries), typeName: "java.util.HashMap")))
    default: return nil
    }
}

private func single(_ rules: [JSON]) throws(EvaluationError) -> JSON? {
    guard rules.count <= 1 else {
        throw EvaluationError(
            .evaluation, "The decision has \(rules.count) results where one is asked for")
    }
    return rules.first
}

private func singleEntry(
    of entries: JSONObject, base: ProcessValue
) throws(EvaluationError) -> ExpressionValue {
    guard entries.count <= 1 else {
        throw EvaluationError(
            .evaluation, "The decision's result has \(entries.count) outputs where one is asked for"
        )
    }
    return entries.members.first.map { opened($0.value, within: .value(base)) } ?? .null
}
