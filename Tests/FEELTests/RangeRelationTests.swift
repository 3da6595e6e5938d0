import Testing

@testable import FEEL

/// The functions on ranges (10.3.4.9, Table 78), over the thirteen ways in which two ranges can lie to each other.
@Suite struct RangeRelationTests {
    static let functions = [
        "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after",
        "finishes", "finished by", "includes", "during", "starts", "started by", "coincides",
    ]

    private func value(_ text: String) -> String {
        let value = try? FEELExpression(parsing: text, in: FEELScope()).evaluate(FEELContext())
        return (value ?? .null).description
    }

    @Test(
        "Of two ranges exactly these relations hold",
        arguments: [
            ("[0..1]", "[3..7]", "before"),
            ("[1..3]", "[3..7]", "meets, overlaps, overlaps before"),
            ("[1..5]", "[3..7]", "overlaps, overlaps before"),
            ("[1..7]", "[3..7]", "overlaps, overlaps before, finished by, includes"),
            ("[1..9]", "[3..7]", "overlaps, includes"),
            ("[3..5]", "[3..7]", "overlaps, during, starts"),
            (
                "[3..7]", "[3..7]",
                "overlaps, finishes, finished by, includes, during, starts, started by, coincides"
            ),
            ("[3..9]", "[3..7]", "overlaps, includes, started by"),
            ("[4..6]", "[3..7]", "overlaps, during"),
            ("[5..7]", "[3..7]", "overlaps, overlaps after, finishes, during"),
            ("[5..9]", "[3..7]", "overlaps, overlaps after"),
            ("[7..9]", "[3..7]", "met by, overlaps, overlaps after"),
            ("[9..10]", "[3..7]", "after"),
            // Open ends.
            ("[1..3)", "[3..7]", "before"), ("[1..3]", "(3..7]", "before"),
            ("(7..9]", "[3..7]", "after"), ("[7..9]", "[3..7)", "after"),
            ("(3..7)", "[3..7]", "overlaps, during"), ("[3..7]", "(3..7)", "overlaps, includes"),
            ("[3..7)", "[3..7]", "overlaps, during, starts"),
            ("(3..7]", "[3..7]", "overlaps, overlaps after, finishes, during"),
            ("[3..7]", "(3..7]", "overlaps, overlaps before, finished by, includes"),
            (
                "(3..7)", "(3..7)",
                "overlaps, finishes, finished by, includes, during, starts, started by, coincides"
            ),
            ("[3..7]", "[3..7)", "overlaps, includes, started by"),
            // Strings, dates and times have an order, too.
            ("[\"a\"..\"c\"]", "[\"c\"..\"f\"]", "meets, overlaps, overlaps before"),
            ("[@\"2020-01-01\"..@\"2020-02-01\"]", "[@\"2020-03-01\"..@\"2020-04-01\"]", "before"),
            ("[@\"PT1H\"..@\"PT2H\"]", "[@\"PT1H\"..@\"PT3H\"]", "overlaps, during, starts"),
        ])
    func ranges(first: String, second: String, holding: String) {
        let holding = holding.split(separator: ", ").map(String.init)
        for function in Self.functions {
            let expected = holding.contains(function)
            #expect(
                value("\(function)(\(first), \(second))") == "\(expected)",
                "\(function)(\(first), \(second))")
            #expect(
                value("\(function)(range2: \(second), range1: \(first))") == "\(expected)",
                "\(function) by name")
        }
    }

    @Test(
        "Of a point and a range exactly these relations hold, and of the range and the point their converses",
        arguments: [
            ("2", "[3..7]", "before"), ("3", "[3..7]", "during, starts"),
            ("3", "(3..7]", "before"), ("5", "[3..7]", "during"), ("5", "(3..7)", "during"),
            ("7", "[3..7]", "during, finishes"), ("7", "[3..7)", "after"), ("8", "[3..7]", "after"),
            ("@\"2020-01-01\"", "[@\"2020-01-01\"..@\"2020-12-31\"]", "during, starts"),
        ])
    func points(point: String, range: String, holding: String) {
        let holding = holding.split(separator: ", ").map(String.init)
        let converses = [
            ("before", "after"), ("after", "before"), ("during", "includes"),
            ("starts", "started by"), ("finishes", "finished by"),
        ]
        for (function, converse) in converses {
            let expected = "\(holding.contains(function))"
            #expect(value("\(function)(\(point), \(range))") == expected, "\(function)")
            #expect(value("\(converse)(\(range), \(point))") == expected, "\(converse)")
            #expect(value("\(function)(point: \(point), range: \(range))") == expected)
            // By name, the two ways of before and after cannot be told apart: the first is meant.
            if converse == "before" || converse == "after" { continue }
            #expect(value("\(converse)(range: \(range), point: \(point))") == expected)
        }
    }

    @Test(
        "What is outside the domain comes to null",
        arguments: [
            "before()", "before(1)", "before(1, 2, 3)", "before(null, 1)", "before(1, null)",
            "before(null, [1..2])", "meets(1, [1..2])", "meets([1..2])", "meets(null, [1..2])",
            "overlaps([1..2], 1)", "finishes([1..2], 1)", "during([1..2], 1)",
            "includes(1, [1..2])",
            "starts([1..2], 1)", "started by(1, [1..2])", "coincides(1, [1..2])",
            "coincides([1..2], null)", "before(point1: 1, point: 2)", "includes([1..2], {})",
            "before(1, \"a\")", "after(@\"2020-01-01\", 1)", "during([1, 2], [1..3])",
        ])
    func domains(text: String) { #expect(value(text) == "null") }
}
