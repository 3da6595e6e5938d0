public import ProcessValues

/// A compiled expression: a text in which `${…}` or `#{…}` stand for values.
///
/// It follows the Unified Expression Language 2.2 as the reference has it: no assignment, no list
/// literals, no lambdas, and `+` that never concatenates.
public struct JUELExpression: Sendable {
    /// The text it was compiled from.
    public let text: String
    /// The names that it reads, in the order in which they first occur.
    public let names: [String]
    /// Whether there is an evaluated part; else the value is the text itself.
    public let isEvaluated: Bool
    private let instructions: [Instruction]

    /// The functions that every expression may call.
    public static let builtInFunctions: Set<String> = [
        "now", "dateTime", "currentUser", "currentUserGroups", "S", "JSON", "XML",
    ]

    /// Compiles a text.
    ///
    /// - Parameters:
    ///   - text: The text, with or without evaluated parts.
    ///   - functions: Names of functions that the context has beside the built-in ones.
    /// - Throws: `JUELSyntaxError` if the text is no expression or calls an unknown function.
    public init(_ text: String, functions: Set<String> = []) throws(JUELSyntaxError) {
        var parser = Parser(text)
        isEvaluated = try parser.parseComposite()
        self.text = text
        names = parser.names
        instructions = parser.instructions
        for name in parser.functions
        where !JUELExpression.builtInFunctions.contains(name) && !functions.contains(name) {
            throw JUELSyntaxError(
                expression: text, offset: 0, reason: "Could not resolve function '\(name)'")
        }
    }

    /// The value as a variable can hold it.
    ///
    /// - Throws: `EvaluationError`, or what the context throws.
    public func value<Context: ExpressionContext>(
        in context: inout Context
    ) throws -> ProcessValue {
        let result = try evaluate(in: &context)
        guard let value = result.processValue else {
            throw EvaluationError(
                .evaluation, "the value is a bean, which no variable can hold", expression: text)
        }
        return value
    }

    /// The value, which may be a bean.
    ///
    /// - Throws: `EvaluationError`, or what the context throws.
    public func evaluate<Context: ExpressionContext>(
        in context: inout Context
    ) throws -> ExpressionValue {
        do {
            return try run(instructions, in: &context)
        } catch var error as EvaluationError {
            if error.expression.isEmpty { error.expression = text }
            throw error
        }
    }
}
