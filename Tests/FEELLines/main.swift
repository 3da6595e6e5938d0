// Evaluates FEEL expressions, one JSON object a line (`{"expression": "x + 1", "context": {"x": 3}}`), and
// answers one line each: `{"value": …}`, and `"warnings"` where there are any. Values that JSON has no
// word for are objects with one member that names their kind, as `scripts/compare_feel.py` reads them.
import FEEL
import JSONTree

/// A value in the notation of the comparison.
func notation(_ value: FEELValue) -> JSON {
    switch value {
    case .null, .boolean, .string: return value.json
    case .number(let number): return ["number": .string(number.description)]
    case .date: return ["date": .string(value.text)]
    case .time: return ["temporal": .string(value.text)]
    case .dateAndTime: return ["dateTime": .string(value.text)]
    case .daysAndTimeDuration: return ["dayTimeDuration": .string(value.text)]
    case .yearsAndMonthsDuration(let duration):
        return ["yearMonthDuration": .integer(Int64(duration.months))]
    case .list(let items): return .array(items.map(notation))
    case .context(let context):
        var object = JSONObject()
        for (key, value) in context.entries { object[key] = notation(value) }
        return ["context": .object(object)]
    case .range(let range):
        return [
            "range": [
                "low": notation(range.start), "lowClosed": .bool(range.startIncluded),
                "high": notation(range.end), "highClosed": .bool(range.endIncluded),
            ]
        ]
    case .function: return ["other": "function"]
    }
}

let clock = CivilDateTime("2026-03-04T05:06:07Z")
while let line = readLine() {
    var answer: JSONObject = ["value": .null]
    do {
        let request = try JSON(parsing: line)
        let given = FEELValue(request["context"] ?? .object(JSONObject())).context
        let context = given ?? FEELContext()
        let expression = try FEELExpression(
            parsing: request["expression"]?.stringValue ?? "",
            in: FEELScope(context.keys.map { ($0, .any) }))
        let session = EvaluationSession(now: clock, collectsWarnings: true)
        answer["value"] = notation(expression.evaluate(context, in: session))
        if !session.warnings.isEmpty {
            answer["warnings"] = .array(session.warnings.map { .string($0.message) })
        }
    } catch {
        answer["warnings"] = .array([.string("\(error)")])
    }
    print(JSON.object(answer).serializedText)
}
