/// The forms in which a built-in function may be called.
extension Builtin {
    struct Parameter: Sendable {
        let name: String
        let type: FEELType
        let isOptional: Bool
        /// Whether it takes all further arguments.
        let isVariadic: Bool
    }

    /// One form: `substring(string: string, start position: number, length?: number)`.
    struct Form: Sendable {
        let parameters: [Parameter]
        let required: Int
        let isVariadic: Bool

        init(_ text: String) {
            parameters = text.split(separator: ",").map { part in
                let halves = part.split(separator: ":")
                var name = halves[0].drop { $0 == " " }
                let isOptional = name.hasSuffix("?")
                if isOptional { name.removeLast() }
                let isVariadic = name.hasSuffix("…")
                if isVariadic { name.removeLast() }
                let typeName = halves.count > 1 ? halves[1].drop { $0 == " " } : "Any"
                return Parameter(
                    name: String(name), type: FEELType(builtInName: String(typeName)) ?? .any,
                    isOptional: isOptional, isVariadic: isVariadic)
            }
            required = parameters.filter { !$0.isOptional && !$0.isVariadic }.count
            isVariadic = parameters.last?.isVariadic ?? false
        }
    }

    /// The forms; the first one that the arguments fit is called.
    var forms: [Form] { Self.table[Int(code)] }

    private static let table: [[Form]] = inCodeOrder.map { $0.signatures.map { Form($0) } }

    private var signatures: [String] {
        switch self {
        case .date: ["from", "year: number, month: number, day: number"]
        case .time: ["from", "hour: number, minute: number, second: number, offset?"]
        case .number:
            ["from", "from: string, grouping separator: string, decimal separator: string"]
        case .string, .range: ["from"]
        case .duration: ["from: string"]
        case .dateAndTime: ["from", "date, time: time"]
        case .yearsAndMonthsDuration: ["from, to"]
        case .not: ["negand"]
        case .substring: ["string: string, start position: number, length?: number"]
        case .stringLength, .upperCase, .lowerCase: ["string: string"]
        case .contains, .startsWith, .endsWith, .substringBefore, .substringAfter:
            ["string: string, match: string"]
        case .matches: ["input: string, pattern: string, flags?: string"]
        case .replace:
            ["input: string, pattern: string, replacement: string, flags?: string"]
        case .split: ["string: string, delimiter: string"]
        case .stringJoin: ["list: list, delimiter?: string"]
        case .count, .reverse, .distinctValues, .flatten: ["list: list"]
        case .min, .max, .sum, .mean, .product, .median, .stddev, .mode, .all, .any, .and, .or:
            ["list: list", "items…"]
        case .sublist: ["list: list, start position: number, length?: number"]
        case .append: ["list: list, item…"]
        case .concatenate, .union: ["list…"]
        case .listContains: ["list: list, element"]
        case .insertBefore: ["list: list, position: number, newItem"]
        case .remove: ["list: list, position: number"]
        case .indexOf: ["list: list, match"]
        case .listReplace:
            ["list: list, position: number, newItem", "list: list, match, newItem"]
        case .sort: ["list: list, precedes?"]
        case .decimal: ["n: number, scale: number"]
        case .floor, .ceiling: ["n: number, scale?: number"]
        case .roundUp, .roundDown, .roundHalfUp, .roundHalfDown: ["n: number, scale: number"]
        case .abs: ["n"]
        case .modulo: ["dividend: number, divisor: number"]
        case .sqrt, .log, .exp, .odd, .even: ["number: number"]
        case .is: ["value1, value2"]
        case .now, .today: [""]
        case .dayOfYear, .dayOfWeek, .monthOfYear, .weekOfYear: ["date"]
        case .before, .after, .coincides:
            [
                "point1, point2", "point, range", "range, point", "range1, range2",
            ]
        case .meets, .metBy, .overlaps, .overlapsBefore, .overlapsAfter: ["range1, range2"]
        case .finishes, .starts, .during: ["point, range", "range1, range2"]
        case .finishedBy, .startedBy, .includes: ["range, point", "range1, range2"]
        case .getValue: ["m: context, key: string"]
        case .getEntries: ["m: context"]
        case .context: ["entries: list"]
        case .contextPut:
            ["context: context, key: string, value", "context: context, keys: list, value"]
        case .contextMerge: ["contexts: list"]
        }
    }

    /// Arguments that fit a form, converted to the types of its parameters; nil if they do not.
    private func fit(_ form: Form, _ arguments: [FEELValue], _ types: FEELTypeTable) -> [FEELValue]?
    {
        guard arguments.count >= form.required,
            form.isVariadic || arguments.count <= form.parameters.count
        else { return nil }
        var converted = arguments
        for index in arguments.indices {
            let parameter = form.parameters[Swift.min(index, form.parameters.count - 1)]
            guard parameter.type != .any else { continue }
            guard let value = types.coerce(arguments[index], to: parameter.type) else { return nil }
            converted[index] = value
        }
        return converted
    }

    /// Calls the function with arguments by position.
    func call(_ arguments: [FEELValue], _ evaluator: Evaluator, _ node: Node) -> FEELValue {
        call(
            arguments, in: evaluator.session, types: evaluator.program.table,
            place: Int(node.place))
    }

    func call(
        _ arguments: [FEELValue], in session: EvaluationSession, types: FEELTypeTable, place: Int?
    ) -> FEELValue {
        let call = BuiltinCall(session: session, types: types)
        for form in forms {
            guard let fitting = fit(form, arguments, types) else { continue }
            if let result = apply(fitting, call) { return result }
            return session.warn("\(rawValue)() has no result for these arguments", at: place)
        }
        let kinds = arguments.map(\.kind).joined(separator: ", ")
        return session.warn("\(rawValue)() cannot be called with (\(kinds))", at: place)
    }

    /// The arguments of a function of many numbers or items whose names count them, such as `n1` and
    /// `n2` of `sum`; nil if they are not named so.
    private func numbered(_ arguments: [(String, FEELValue)]) -> [FEELValue]? {
        let letter: String
        switch self {
        case .min, .max: letter = "c"
        case .sum, .mean, .product, .median, .stddev, .mode: letter = "n"
        case .all, .any: letter = "b"
        default: return nil
        }
        var items: [FEELValue] = []
        for position in 1...Swift.max(1, arguments.count) {
            let name = "\(letter)\(position)"
            guard let argument = arguments.first(where: { $0.0 == name }) else { return nil }
            items.append(argument.1)
        }
        return items
    }

    /// Calls the function with arguments by name.
    func call(
        named arguments: [(String, FEELValue)], in session: EvaluationSession,
        types: FEELTypeTable, place: Int?
    ) -> FEELValue {
        if let items = numbered(arguments) {
            return call(items, in: session, types: types, place: place)
        }
        for form in forms {
            guard
                arguments.allSatisfy({ argument in
                    form.parameters.contains { $0.name == argument.0 && $0.name != "items" }
                })
            else { continue }
            var ordered: [FEELValue] = []
            var given = form.required
            for parameter in form.parameters {
                if let argument = arguments.first(where: { $0.0 == parameter.name }) {
                    ordered.append(argument.1)
                    given = Swift.max(given, ordered.count)
                } else if !parameter.isVariadic {
                    // What is not given by name is null (10.3.2.13.5).
                    ordered.append(.null)
                }
            }
            // Optional ones that are left out at the end are not there at all.
            ordered.removeLast(Swift.max(0, ordered.count - given))
            guard let fitting = fit(form, ordered, types) else { continue }
            if let result = apply(fitting, BuiltinCall(session: session, types: types)) {
                return result
            }
            return session.warn("\(rawValue)() has no result for these arguments", at: place)
        }
        let names = arguments.map(\.0).joined(separator: ", ")
        return session.warn("\(rawValue)() cannot be called with (\(names))", at: place)
    }
}

/// What a built-in function may use beside its arguments.
struct BuiltinCall {
    let session: EvaluationSession
    let types: FEELTypeTable

    /// Calls a function that was an argument.
    func call(_ function: FEELFunction, _ arguments: [FEELValue]) -> FEELValue {
        function.call(arguments, in: session, types: types)
    }
}
