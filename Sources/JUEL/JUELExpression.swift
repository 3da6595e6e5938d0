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
    /// The methods that it calls on names themselves, in the order in which they stand.
    public let methodCalls: [MethodCall]
    private let instructions: [Instruction]

    /// A call of a method on a name, which is a variable or a bean.
    public struct MethodCall: Sendable, Hashable {
        /// The name.
        public let base: String
        /// The method.
        public let method: String
    }

    /// Whether values have a method of a name, so that a variable may stand before it.
    public static func valuesHave(_ method: String) -> Bool {
        valueMethods.contains(method)
            || ["plus", "minus", "with"].contains { method.hasPrefix($0) && method != $0 }
    }

    private static let valueMethods: Set<String> = [
        "after", "append", "before", "boolValue", "booleanValue", "charAt", "compareTo", "concat",
        "contains", "containsKey", "containsValue", "deleteProp", "doubleValue", "elements",
        "endsWith", "equals", "equalsIgnoreCase", "fieldNames", "get", "getOrDefault", "getTime",
        "hasProp", "hashCode", "indexOf", "insertAt", "intValue", "intern", "isAfter", "isArray",
        "isBefore", "isBlank", "isBoolean", "isEmpty", "isEqual", "isNull", "isNumber",
        "isObject", "isString", "isValue", "jsonPath", "keySet", "lastIndexOf", "length",
        "longValue", "numberValue", "prop", "repeat", "replace", "shortValue", "size", "split",
        "startsWith", "stringValue", "strip", "substring", "toDate", "toDateTime", "toInstant",
        "toLowerCase", "toString", "toUpperCase", "trim", "value", "values",
    ]

    /// The functions that every expression may call.
    public static let builtInFunctions: Set<String> = [
        "now", "dateTime", "currentUser", "currentUserGroups", "S", "JSON", "XML",
    ]

    /// Those of them that take a value; the others take nothing.
    private static let functionsOfAValue: Set<String> = ["S", "JSON", "XML"]

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
        methodCalls = parser.methodCalls
        instructions = parser.instructions
        for (name, arguments) in parser.functions where !functions.contains(name) {
            guard JUELExpression.builtInFunctions.contains(name) else {
                throw JUELSyntaxError(
                    expression: text, offset: 0, reason: "Could not resolve function '\(name)'")
            }
            let expected = JUELExpression.functionsOfAValue.contains(name) ? 1 : 0
            if arguments != expected {
                throw JUELSyntaxError(
                    expression: text, offset: 0,
                    reason: "The function '\(name)' takes \(expected) arguments, not \(arguments)")
            }
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
