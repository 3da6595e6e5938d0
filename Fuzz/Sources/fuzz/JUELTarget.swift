import JSONTree
import JUEL
import ProcessValues

/// An expression is compiled and, if it is one, evaluated twice: both times alike.
@Sendable func fuzzJUEL(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self),
        let expression = try? JUELExpression(text)
    else { return }
    precondition(outcome(of: expression) == outcome(of: expression), "two outcomes")
}

/// As text: a number that is none equals nothing.
private func outcome(of expression: JUELExpression) -> String {
    var context = SmallContext()
    return "\((try? expression.evaluate(in: &context)) as Any)"
}

/// A few variables of every sort, and a bean that takes any call.
private struct SmallContext: ExpressionContext {
    let now = Instant(milliseconds: 1_790_000_000_000)
    private let variables: [String: ProcessValue] = [
        "n": .integer(3), "l": .long(.max), "d": .double(0.1), "s": .short(-1),
        "flag": .boolean(true), "name": .string("Ann"), "none": .null,
        "date": .date(Instant(milliseconds: 1)),
        "list": .object(ObjectValue(tree: .array([1, "b", [:]]))),
        "map": .object(ObjectValue(tree: .object(["a": ["b": [1, 2]]]))),
        "json": .json(JSONContent(text: #"{"a":1,"b":[{"c":"x","b":3}],"z":null}"#)),
    ]

    mutating func resolve(_ name: String) throws -> ExpressionValue? {
        name == "execution" ? .bean(BeanReference(name)) : variables[name].map { .value($0) }
    }

    mutating func property(_ name: String, of bean: BeanReference) throws -> ExpressionValue? {
        .value(.string(name))
    }

    mutating func call(
        _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue? { arguments.first ?? .null }
}
