// How many decisions a second one thread makes: `decision-rates FOLDER` with the tables and inputs of
// the shared bench. One line a table: the best of five phases of 0.4 s through the public evaluation by
// a dictionary, every result compared outside the timing. Run it beside `table-bound`.
import DMN
import FEEL
import Foundation
import JSONTree

let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "../shared/bench/dmn/data"

func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
}

func json(_ name: String) throws -> JSON { try JSON(parsing: bytes("\(name).json")) }

func decision(_ name: String) throws -> PreparedDecision {
    let (model, diagnostics) = DecisionModel.parse(try bytes("\(name).dmn"), file: name)
    guard let model, let id = model.decisions.first?.id else {
        fatalError("\(name): \(diagnostics)")
    }
    return try model.decision(id)
}

func variables(_ input: JSON) -> [String: FEELValue] {
    var result: [String: FEELValue] = [:]
    for member in input.objectValue?.members ?? [] { result[member.key] = FEELValue(member.value) }
    return result
}

/// Best of five phases of 0.4 s.
func rate(_ decision: PreparedDecision, _ inputs: [[String: FEELValue]]) throws -> Int {
    let clock = ContinuousClock()
    var best = 0.0
    for _ in 0..<5 {
        let start = clock.now
        var done = 0
        var notNull = 0
        while clock.now - start < .milliseconds(400) {
            for input in inputs where try !decision.evaluate(input).isNull { notNull += 1 }
            done += inputs.count
        }
        precondition(notNull == done, "a decision came to null")
        best = max(best, Double(done) / ((clock.now - start) / .seconds(1)))
    }
    return Int(best)
}

/// The rate with inputs that never repeat, so that nothing remembered could help: as many as one
/// phase needs, made before.
func rateWithoutRepeats(
    _ decision: PreparedDecision, _ count: Int, _ input: (Int) -> [String: FEELValue]
) throws -> Int {
    let clock = ContinuousClock()
    var best = 0.0
    for phase in 0..<5 {
        let inputs = (0..<count).map { input(phase * count + $0) }
        let start = clock.now
        for input in inputs where try decision.evaluate(input).isNull { fatalError("null") }
        best = max(best, Double(count) / ((clock.now - start) / .seconds(1)))
    }
    return Int(best)
}

let cascade = try decision("cascade6")
let rows = (0..<2002).map { row -> [String: FEELValue] in
    ["amount": .number(Decimal128((row * 7) % 1001)), "member": .boolean(row % 2 == 0)]
}
var sum = 0
for row in 0..<200_000 { sum += try cascade.evaluate(rows[row % rows.count]).number?.integer ?? 0 }
print(
    "cascade6 checksum=\(sum) \(sum == 2_663_397 ? "right" : "WRONG")",
    "evaluations_per_s=\(try rate(cascade, rows))")
// Amounts by the thousandth part: four million different ones.
let fresh = try rateWithoutRepeats(cascade, 200_000) { row in
    [
        "amount": FEELValue.number(Decimal128(coefficient: row, exponent: -3) ?? .zero),
        "member": .boolean(row % 2 == 0),
    ]
}
let few = try rateWithoutRepeats(cascade, 200_000) { rows[$0 % rows.count] }
print("cascade6 never_repeating=\(fresh) repeating=\(few)")

let inputs = (try json("inputs").arrayValue ?? []).map(variables)
for size in [20, 200, 1000] {
    for policy in ["first", "collect"] {
        let table = try decision("table\(size)_\(policy)")
        let expected = (try json("expected\(size)_\(policy)").arrayValue ?? []).map {
            FEELValue($0)
        }
        var wrong = 0
        for (input, value) in zip(inputs, expected) where try table.evaluate(input) != value {
            wrong += 1
        }
        print(
            "table\(size)_\(policy) wrong=\(wrong) evaluations_per_s=\(try rate(table, inputs))")
    }
}
