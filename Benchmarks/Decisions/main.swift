// How many decisions a second one thread makes: `decision-rates FOLDER` with the tables and inputs of
// the shared bench. One line a table: the best of five phases of 0.4 s through the public evaluation by
// a dictionary, every result compared outside the timing. Run it beside `table-bound`.
// `decision-rates FOLDER fresh|repeated` makes 100,100 decisions of cascade6 in `evaluateAll` and nothing
// else, for valgrind to count their instructions on a machine that is not quiet.
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

@inline(never)
func evaluateAll(_ decision: PreparedDecision, _ inputs: [[String: FEELValue]]) throws {
    for input in inputs where try decision.evaluate(input).isNull { fatalError("null") }
}

/// The rates with inputs that never repeat, so that nothing remembered could help, and that do.
///
/// Both are made anew in portions of the same size, just before they are timed, so that
/// neither waits for memory more than the other; the phases take turns.
func ratesWithoutRepeats(
    _ decision: PreparedDecision, portion: Int, _ makers: [(Int) -> [String: FEELValue]]
) throws -> [Int] {
    let clock = ContinuousClock()
    var best = makers.map { _ in 0.0 }
    for phase in 0..<9 {
        for (maker, make) in makers.enumerated() {
            var spent = Duration.zero
            let portions = 100
            for number in 0..<portions {
                let first = (phase * portions + number) * portion
                let inputs = (first..<first + portion).map(make)
                let start = clock.now
                try evaluateAll(decision, inputs)
                spent += clock.now - start
            }
            best[maker] = max(best[maker], Double(portions * portion) / (spent / .seconds(1)))
        }
    }
    return best.map { Int($0) }
}

// The same amounts twice: with a thousandth part that makes each of two millions another one, and without.
func cascadeInput(_ amount: Decimal128, _ row: Int) -> [String: FEELValue] {
    ["amount": .number(amount), "member": .boolean(row % 2 == 0)]
}
let makers: [(Int) -> [String: FEELValue]] = [
    { row in
        let thousandths = (row * 7) % 1001 * 1_000 + row / 2_002 % 1_000
        return cascadeInput(Decimal128(coefficient: thousandths, exponent: -3) ?? .zero, row)
    },
    { cascadeInput(Decimal128((($0 % 2002) * 7) % 1001), $0) },
]
let cascade = try decision("cascade6")
if CommandLine.arguments.count > 2 {
    let make = makers[CommandLine.arguments[2] == "fresh" ? 0 : 1]
    for portion in 0..<50 {
        try evaluateAll(cascade, (portion * 2_002..<(portion + 1) * 2_002).map(make))
    }
    exit(0)
}
let rows = (0..<2002).map { row -> [String: FEELValue] in
    ["amount": .number(Decimal128((row * 7) % 1001)), "member": .boolean(row % 2 == 0)]
}
var sum = 0
for row in 0..<200_000 { sum += try cascade.evaluate(rows[row % rows.count]).number?.integer ?? 0 }
print(
    "cascade6 checksum=\(sum) \(sum == 2_663_397 ? "right" : "WRONG")",
    "evaluations_per_s=\(try rate(cascade, rows))")
let rates = try ratesWithoutRepeats(cascade, portion: rows.count, makers)
print("cascade6 never_repeating=\(rates[0]) repeating=\(rates[1])")

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
