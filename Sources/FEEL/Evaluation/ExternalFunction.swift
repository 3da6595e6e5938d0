/// A function of another language that FEEL may name with `external` (10.3.2.13.3): the methods of
/// Java's own classes that models use, done here without Java.
struct ExternalFunction: FEELCallable, Equatable {
    private enum Method: Equatable {
        case maximum
        case minimum
        case absolute(isWhole: Bool)
        case real(JavaMath.Unary)
        case realPair(JavaMath.Binary)
        case rounded
        case text
        case truth
        case integerText(ClosedRange<Int>)
        case integer(ClosedRange<Int>)
        case floating
        case character
        case format
    }

    private let method: Method

    /// Finds the method that a context `{java: {class: …, method signature: …}}` names; nil if
    /// there is none.
    init?(description: FEELValue, parameters: [FEELFunction.Parameter]) {
        guard let java = description.context?["java"]?.context,
            let className = java["class"]?.string, let signature = java["method signature"]?.string
        else { return nil }
        let compact = signature.filter { $0 != " " }
        guard let open = compact.firstIndex(of: "("), compact.hasSuffix(")") else { return nil }
        let types = compact[compact.index(after: open)...].dropLast().split(separator: ",")
        guard types.count == parameters.count,
            let method = Self.method(
                className, String(compact[..<open]), types.map(String.init))
        else { return nil }
        self.method = method
    }

    private static func method(_ className: String, _ name: String, _ types: [String]) -> Method? {
        switch (className, name, types) {
        case ("java.lang.Math", "max", ["int", "int"]),
            ("java.lang.Math", "max", ["long", "long"]),
            ("java.lang.Math", "max", ["float", "float"]),
            ("java.lang.Math", "max", ["double", "double"]):
            return .maximum
        case ("java.lang.Math", "min", ["int", "int"]),
            ("java.lang.Math", "min", ["long", "long"]),
            ("java.lang.Math", "min", ["float", "float"]),
            ("java.lang.Math", "min", ["double", "double"]):
            return .minimum
        case ("java.lang.Math", "abs", ["int"]), ("java.lang.Math", "abs", ["long"]):
            return .absolute(isWhole: true)
        case ("java.lang.Math", "abs", ["float"]), ("java.lang.Math", "abs", ["double"]):
            return .absolute(isWhole: false)
        case ("java.lang.Math", "round", ["double"]): return .rounded
        case ("java.lang.Math", let name, ["double"]):
            return JavaMath.Unary(rawValue: name).map { .real($0) }
        case ("java.lang.Math", let name, ["double", "double"]):
            return JavaMath.Binary(rawValue: name).map { .realPair($0) }
        case ("java.lang.Byte", "valueOf", ["byte"]): return .integer(-128...127)
        case ("java.lang.Short", "valueOf", ["short"]): return .integer(-32_768...32_767)
        case ("java.lang.Integer", "valueOf", ["java.lang.String"]),
            ("java.lang.Integer", "parseInt", ["java.lang.String"]):
            return .integerText(Int(Int32.min)...Int(Int32.max))
        case ("java.lang.Long", "valueOf", ["java.lang.String"]),
            ("java.lang.Long", "parseLong", ["java.lang.String"]):
            return .integerText(.min ... .max)
        case ("java.lang.Float", "valueOf", ["java.lang.String"]),
            ("java.lang.Float", "parseFloat", ["java.lang.String"]),
            ("java.lang.Double", "valueOf", ["java.lang.String"]),
            ("java.lang.Double", "parseDouble", ["java.lang.String"]):
            return .floating
        case ("java.lang.Boolean", "valueOf", ["java.lang.String"]),
            ("java.lang.Boolean", "parseBoolean", ["java.lang.String"]):
            return .truth
        case ("java.lang.String", "valueOf", ["int"]), ("java.lang.String", "valueOf", ["long"]):
            return .text
        case ("java.lang.String", "valueOf", ["char"]): return .character
        case ("java.lang.String", "format", ["java.lang.String", "[Ljava.lang.Object;"]),
            ("java.lang.String", "format", ["java.lang.String", "java.lang.Object[]"]):
            return .format
        default: return nil
        }
    }

    func call(_ arguments: [FEELValue], in session: EvaluationSession) -> FEELValue {
        result(arguments) ?? session.warn("the external function has no result for its arguments")
    }

    private func result(_ arguments: [FEELValue]) -> FEELValue? {
        switch method {
        case .maximum:
            guard let left = arguments[0].number, let right = arguments[1].number else {
                return nil
            }
            return .number(left < right ? right : left)
        case .minimum:
            guard let left = arguments[0].number, let right = arguments[1].number else {
                return nil
            }
            return .number(right < left ? right : left)
        case .absolute(let isWhole):
            guard let value = arguments[0].number else { return nil }
            let taken = isWhole ? value.truncatedInteger.map { Decimal128($0) } : value
            return taken.map { .number($0 < .zero ? -$0 : $0) }
        case .real(let function):
            guard let value = arguments[0].number else { return nil }
            return FEELValue(Decimal128(function.value(of: value.doubleValue)))
        case .realPair(let function):
            guard let left = arguments[0].number, let right = arguments[1].number else {
                return nil
            }
            return FEELValue(Decimal128(function.value(of: left.doubleValue, right.doubleValue)))
        case .rounded:
            guard let value = arguments[0].number else { return nil }
            return FEELValue(Decimal128((value.doubleValue + 0.5).rounded(.down)))
        case .text:
            return arguments[0].number?.truncatedInteger.map { .string(String($0)) }
        case .truth:
            return arguments[0].string.map { .boolean($0.lowercased() == "true") }
        case .integer(let range):
            guard let value = arguments[0].number?.truncatedInteger, range.contains(value) else {
                return nil
            }
            return .number(Decimal128(value))
        case .integerText(let range):
            guard let text = arguments[0].string, let value = Int(text), range.contains(value)
            else {
                return nil
            }
            return .number(Decimal128(value))
        case .floating:
            guard let text = arguments[0].string, let value = Decimal128(text) else { return nil }
            return .number(value)
        case .character:
            guard let text = arguments[0].string, text.unicodeScalars.count == 1 else { return nil }
            return .string(text)
        case .format:
            guard let template = arguments[0].string else { return nil }
            let values = arguments[1].list ?? [arguments[1]]
            var parts = template.split(separator: "%s", omittingEmptySubsequences: false)[...]
            guard parts.count - 1 <= values.count, var result = parts.popFirst().map(String.init)
            else { return nil }
            for (part, value) in zip(parts, values) { result += value.text + part }
            return .string(result)
        }
    }
}
