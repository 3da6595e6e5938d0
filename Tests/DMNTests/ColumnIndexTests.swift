import FEEL
import Testing

@testable import DMN

@Suite struct ColumnIndexTests {
    private static let cells = [
        "-", "5", "-3", "1, 2, 5", "not(5)", "not(1, 2)", "< 5", "<= 5", "> 5", ">= 5", "[1..5]",
        "(1..5)", "[1..5)",
        "]1..5[", "(=5)", "(!=5)", "not(< 5)", "not([1..5])", "\"a\"", "\"a\", \"b\"", "not(\"a\")",
        "\"é\"", "true", "false",
        "not(true)", "null", "not(null)", "5, null", "not(5, null)", "not(5, \"a\")", "[1, 2, 5]",
        "[5]", "[\"a\", 5]",
        "date(\"2020-01-01\")", "> date(\"2020-01-01\")",
        "[date(\"2020-01-01\")..date(\"2020-06-01\")]", "? > 2", "starts with(?, \"a\")",
        "5.00", "[\"a\"..\"c\"]", "@\"P1D\"", "< @\"10:00:00\"", "x", "> x", "0.1, 0.2", "[5..5]",
        "(5..5)",
    ]

    private static let fallback = CivilDateTime.epoch.date

    private static let values: [FEELValue] = [
        nil, true, false, "a", "b", "c", "é", "e\u{301}", "", "\u{1}",
        .number(Decimal128("5.0") ?? 0), 0, 1, 2, 3, 4, 5, 6, -3, -4, 100,
        .number(Decimal128("0.15") ?? 0), .number(Decimal128("0.1") ?? 0),
        .number(Decimal128("4.999") ?? 0), [5], [1, 2, 5], ["a": 1],
        .date(CivilDate("2020-01-01") ?? fallback),
        .date(CivilDate("2020-03-01") ?? fallback),
        .date(CivilDate("2019-03-01") ?? fallback),
    ]

    @Test("An index lets every value pass the cells that it would pass one by one, and no other")
    func agreesWithTests() throws {
        var scope = FEELScope([("x", .any)])
        let slot = scope.declare("?")
        let cells: [DecisionTable.Cell] = try Self.cells.map { text in
            try FEELExpression.unaryTests(parsing: text, in: scope, input: slot).map { .tests($0) }
                ?? .any
        }
        let index = ColumnIndex(cells)
        var looked = 0
        for value in Self.values {
            guard let rules = index.rules(for: value) else { continue }
            for (rule, cell) in cells.enumerated() where !index.computed.contains(rule) {
                looked += 1
                var expected = true
                if case .tests(let tests) = cell {
                    expected = tests.evaluate(frame: [2, value], in: EvaluationSession()) == true
                }
                #expect(rules.contains(rule) == expected, "\(Self.cells[rule]) for \(value)")
            }
        }
        #expect(looked > 800)
    }

    @Test("Rules are found in order, across words of bits")
    func ruleSets() {
        var set = RuleSet(count: 130)
        for rule in [0, 63, 64, 129] { set.insert(rule) }
        var found: [Int] = []
        var next = 0
        while let rule = set.first(from: next) {
            found.append(rule)
            next = rule + 1
        }
        #expect(found == [0, 63, 64, 129])
        var all = RuleSet(count: 130, all: true)
        all.formIntersection(set)
        #expect(all == set)
        set.remove(64)
        #expect(!set.contains(64))
    }
}
