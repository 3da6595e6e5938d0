import Testing

@testable import FEEL

/// Where Apache KIE answers otherwise and the specification is on our side: a test for each class of
/// difference that `scripts/compare_feel.py` knows, under the name that it has there.
@Suite struct ReferenceDifferenceTests {
    struct Difference: Sendable, CustomTestStringConvertible {
        let name: String
        let section: String
        let cases: [(String, String)]

        var testDescription: String { "\(name) (\(section))" }
    }

    static let differences = operators + functions

    @Test("Where the reference differs, the specification is followed", arguments: differences)
    func difference(_ difference: Difference) {
        for (text, expected) in difference.cases {
            let value = try? FEELExpression(parsing: text, in: FEELScope()).evaluate(FEELContext())
            #expect((value ?? .null).description == expected, "\(text)")
        }
    }

    @Test("the clock")
    func clock() throws {
        let now = try #require(CivilDateTime("2026-03-04T05:06:07Z"))
        for (text, expected) in [
            ("now()", "2026-03-04T05:06:07Z"), ("today()", "2026-03-04"), ("now(1)", "null"),
        ] {
            let value = try FEELExpression(parsing: text)
                .evaluate(FEELContext(), in: EvaluationSession(now: now))
            #expect(value.description == expected, "\(text)")
        }
    }

    @Test(
        "What the reference showed to be wrong in us is right now",
        arguments: [
            // Table 54: what has no offset takes the other's.
            ("@\"10:11:12\" < @\"10:11:13Z\"", "true"), ("@\"10:11:12\" = @\"10:11:12Z\"", "true"),
            ("@\"2020-01-01T10:11:12\" <= @\"2020-01-01T10:11:12+05:00\"", "true"),
            // Table 78, word for word.
            ("finishes(1, [1..2))", "false"), ("finishes(\"a\", [1..2))", "false"),
            ("finishes(null, [1..2))", "null"), ("starts(true, (1..10])", "false"),
            ("coincides({}, {})", "null"), ("coincides(true, true)", "true"),
            // Table 75: items that are not boolean are outside the domain.
            ("all([0, false])", "null"), ("any(true, 1)", "null"),
            ("all([false, null])", "false"), ("any([null, true])", "true"),
            // Table 66: seconds have a fraction.
            ("@\"10:11:12.5\".second", "12.5"), ("@\"-PT1.5S\".seconds", "-1.5"),
            ("@\"2024-01-01T10:11:12.25Z\".second", "12.25"), ("@\"PT61.5S\".seconds", "1.5"),
            ("finishes(\"a\", [1..2])", "null"), ("meets((>= 2), [10..15])", "false"),
            ("includes((< 5), 0)", "null"), ("coincides([\"a\"..\"c\"], [3..5))", "false"),
            // Rule 37: the minus belongs to the number.
            ("-2.5[item = 1]", "[]"), ("-7[1]", "-7"), ("-3 ** 2", "9"),
            // 10.3.2.5: a key named item hides the item.
            ("{item: 1}[item = 1]", "[{item: 1}]"),
        ])
    func corrected(text: String, expected: String) { #expect(evaluated(text) == expected) }
}
