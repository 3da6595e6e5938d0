import JUEL
import JSONTree
import ProcessValues

/// Variables, an `execution` that knows and changes them, and beans that fail.
struct TestContext: ExpressionContext {
    struct BPMNError: Error, Equatable { let code: String }
    struct Need: Error, Equatable { let name: String }

    var now = Instant(year: 2026, month: 3, day: 28, hour: 12)
    var variables: [String: ProcessValue] = [
        "i": .integer(7), "s": .short(3), "l": .long(9), "d": .double(1.5), "t": .boolean(true),
        "text": .string("abc"), "five": .string("5"), "half": .string("0.5"), "none": .null,
        "list": .object(ObjectValue(tree: [1, "b", ["c": 3]])),
        "map": .object(ObjectValue(tree: ["a": 1, "b": ["c": "x"], "e": []])),
        "json": .json(
            JSONContent(text: #"{"a":{"b":[1,{"c":"x"}]},"n":5,"t":true,"s":"y","z":null}"#)),
        "date": .date(Instant(milliseconds: 1_000)), "yes": .string("TRUE"),
    ]
    var trace: [String] = []
    /// Two hours in summer, one in winter, with the change of 29 March 2026.
    var zoned = false

    mutating func resolve(_ name: String) throws -> ExpressionValue? {
        trace.append(name)
        if name == "missingFact" { throw Need(name: name) }
        if ["execution", "bean"].contains(name) { return .bean(BeanReference(name)) }
        return variables[name].map { .value($0) }
    }

    func property(_ name: String, of bean: BeanReference) throws -> ExpressionValue? {
        name == "id" ? .value(.string("e1")) : nil
    }

    mutating func call(
        _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue? {
        let name: String? =
            if case .value(.string(let text))? = arguments.first { text } else { nil }
        switch (bean.name, method, arguments.count) {
        case ("execution", "getVariable", 1):
            return .value(variables[name ?? ""] ?? .null)
        case ("execution", "hasVariable", 1):
            return .value(.boolean(variables[name ?? ""] != nil))
        case ("execution", "setVariable", 2):
            variables[name ?? ""] = arguments[1].processValue
            return .null
        case ("bean", "fail", 0): throw BPMNError(code: "E1")
        case ("bean", "echo", _): return .value(.integer(Int32(arguments.count)))
        default: return nil
        }
    }

    func call(function name: String, with arguments: [ExpressionValue]) -> ExpressionValue? {
        name == "currentUser" ? .value(.string("demo")) : nil
    }

    func utcOffset(at instant: Instant) -> Int {
        guard zoned else { return 0 }
        return instant < Instant(year: 2026, month: 3, day: 29, hour: 1) ? 3_600 : 7_200
    }
}
