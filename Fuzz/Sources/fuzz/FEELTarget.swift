import FEEL

/// An expression, and the same text as the cell of a table, is parsed and evaluated with little to spend:
/// what it comes to must come again, and what it prints must be read without a trap.
@Sendable func fuzzFEEL(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let limits = EvaluationLimits(steps: 20_000, depth: 100)
    let now = CivilDateTime("2026-03-04T05:06:07Z")
    let context: FEELContext = [
        "x": 3, "text": "abc", "list": [1, 2, 3], "person": ["first name": "Jan", "age": 42],
    ]
    func value(_ expression: FEELExpression) -> FEELValue {
        let session = EvaluationSession(now: now, collectsWarnings: true, limits: limits)
        return expression.evaluate(context, in: session)
    }
    for scope in [FEELScope.open, FEELScope(context.keys.map { ($0, .any) })] {
        guard let expression = try? FEELExpression(parsing: text, in: scope) else { continue }
        let first = value(expression)
        precondition(first.description == value(expression).description, "two values")
        _ = try? FEELExpression(parsing: first.description)
    }
    var scope = FEELScope([("x", .any)])
    let slot = scope.declare("?")
    guard let cell = try? FEELExpression.unaryTests(parsing: text, in: scope, input: slot) else {
        return
    }
    _ = cell.constantTests
    for input in [FEELValue.null, 1, "abc", [1, 2]] {
        _ = cell.evaluate(frame: [3, input], in: EvaluationSession(now: now, limits: limits))
    }
}
