internal import JSONTree
internal import JUEL
public import ProcessValues

/// The key of the form of a user task or start event.
public struct FormKey: Sendable {
    let expression: CompiledExpression

    /// The key, if it is the same for all tasks.
    public var fixedText: String? { expression.program == nil ? expression.text : nil }

    /// The key for a task that sees some variables; nil if the expression fails.
    public func text(with variables: [String: ProcessValue], at instant: Instant) -> String? {
        guard let program = expression.program else { return expression.text }
        var context = VariablesOnly(variables: variables, now: instant)
        switch try? program.value(in: &context) {
        case .string(let text): return text
        case nil, .null: return nil
        case let value?: return value.plainJSON.serializedText
        }
    }
}

/// Variables, and nothing that can be called.
private struct VariablesOnly: ExpressionContext {
    let variables: [String: ProcessValue]
    let now: Instant

    func resolve(_ name: String) -> ExpressionValue? { variables[name].map(ExpressionValue.value) }
}

extension CompiledProcess {
    /// The key of the form of a user task; nil if it has none.
    public func formKey(of activityID: String) -> FormKey? {
        guard case .userTask(let task)? = node(activityID)?.behavior, let key = task.formKey else {
            return nil
        }
        return FormKey(expression: key)
    }
}
