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

    static let differences = [
        Difference(
            name: "34 digits at every step", section: "10.3.2.3.1",
            cases: [
                ("mean(100, 123456.789, 1/3)", "41185.70744444444444444444444444443"),
                (
                    "product(1.5, 99999999999999999999999999999999.99)",
                    "150000000000000000000000000000000.0"
                ),
            ]),
        Difference(
            name: "beyond the range of the scale", section: "10.3.2.3.1",
            cases: [("exp(100000)", "null"), ("exp(-100000)", "0"), ("10 ** 7000", "null")]),
        Difference(
            name: "functions are equal where they are the same one", section: "10.3.2.15, Table 53",
            cases: [
                ("{f: function(a) a, r: f = f}.r", "true"),
                ("(function() 1) = (function(x) x)", "false"),
            ]),
        Difference(
            name: "values of different kinds, or of a kind without order, do not compare",
            section: "10.3.2.15, Tables 52 to 55",
            cases: [
                ("10 in \"a\"", "null"), ("null in [1..3]", "null"), ("null >= null", "null"),
                ("true > false", "null"), ("false in [false..true]", "null"),
                ("1000 in ({a: 1}, 1)", "null"), ("true between false and true", "null"),
                ("1 in (< \"a\")", "null"), ("null in [null..null]", "null"),
                ("[] in (not(true))", "null"),
            ]),
        Difference(
            name: "a list is not its only item in a comparison", section: "10.3.2.9.4",
            cases: [("[1] = 1", "null"), ("[true] = true", "null"), ("[1] = [1]", "true")]),
        Difference(
            name: "some and every follow the logic of three values",
            section: "10.3.2.15, Tables 49 and 50",
            cases: [
                ("some i in [\"a\"] satisfies i = 1", "null"),
                ("some i in [1, \"a\"] satisfies i = 1", "true"),
                ("every i in [1, \"a\"] satisfies i = 1", "null"),
                ("every i in [2, \"a\"] satisfies i = 1", "false"),
                ("some i in null satisfies i = 1", "null"),
                ("some i in [] satisfies i = 1", "false"),
            ]),
        Difference(
            name: "any and all are decided by one item", section: "10.3.4.4, Table 75",
            cases: [
                ("all([1, false])", "false"), ("any([1, true])", "true"),
                ("all([false, null, true])", "false"),
                ("any(0)", "null"), ("all(0)", "null"),
            ]),
        Difference(
            name: "many items by name are named with their numbers", section: "10.3.4.4, Table 75",
            cases: [("all(b: true)", "null"), ("mode(n: 1)", "null"), ("mode(n1: 1)", "[1]")]),
        Difference(
            name: "sort needs a function that decides every pair", section: "10.3.4.11, Table 80",
            cases: [
                ("sort([1, null], function(x, y) x < y)", "null"),
                ("sort([2, 1], function(x, y) null)", "null"),
                ("sort([], function(x) x)", "null"),
                ("sort([2, 1], function(x, y) x < y)", "[1, 2]"),
            ]),
        Difference(
            name: "the text of lists, contexts, ranges and functions is ours",
            section: "10.3.4.1, Table 72",
            cases: [
                ("string([1, \"a\", null])", "\"[1, \\\"a\\\", null]\""),
                ("string({a: 1})", "\"{a: 1}\""),
                ("string([1..2])", "\"[1..2]\""), ("string(1e3)", "\"1000\""),
            ]),
        Difference(
            name: "union takes lists", section: "10.3.4.4, Table 75",
            cases: [("union([1], null)", "null"), ("union([1], [null])", "[1, null]")]),
        Difference(
            name: "min and max take items with an order", section: "10.3.4.4, Table 75",
            cases: [("min(true)", "null"), ("max([{a: 1}])", "null")]),
        Difference(
            name: "text is no number", section: "10.3.4.4, Table 75",
            cases: [("stddev(5.5, \"1\")", "null"), ("mode(1, \"1\")", "null")]),
        Difference(
            name: "patterns that match nothing, and the flag q",
            section: "10.3.4.3; XPath 2.0 Functions 7.6.1 and 7.6.4",
            cases: [
                ("split(\"abc\", \"\")", "null"), ("split(\"abc\", \"x*\")", "null"),
                ("matches(\"abc\", \"b\", \"q\")", "null"),
                ("replace(\"abc\", \"x*\", \"-\")", "null"),
            ]),
        Difference(
            name: "selection goes into lists of lists", section: "10.3.2.5",
            cases: [("[[1, 2], [3]].year", "[[null, null], [null]]"), ("[[{a: 1}]].a", "[[1]]")]),
        Difference(
            name: "an offset is no time zone's name", section: "10.3.2.15, Table 65",
            cases: [
                ("@\"2023-12-31T23:59:59Z\".timezone", "null"),
                ("@\"2023-12-31T23:59:59@Europe/Amsterdam\".timezone", "\"Europe/Amsterdam\""),
            ]),
        Difference(
            name: "the ends of a range have an order", section: "10.3.2.7",
            cases: [
                ("[false..true]", "null"), ("[{}..{}]", "null"), ("range(\"[3..1]\")", "null"),
                ("[null..1]", "null"),
            ]),
        Difference(
            name: "durations are read from text as XML Schema has it",
            section: "10.3.4.1, Table 72",
            cases: [
                ("duration(@\"P1D\")", "null"), ("duration(\"p1d\")", "null"),
                ("duration(\"P-1D\")", "null"),
                ("duration(\"+P1D\")", "null"), ("duration(\"P1W\")", "null"),
                ("duration(\"-P1D\")", "-P1D"),
            ]),
        Difference(
            name: "times have seconds, a time is taken as it is", section: "10.3.4.1, Table 72",
            cases: [
                ("time(\"10:20\")", "null"), ("time(@\"10:00:00+02:00\")", "10:00:00+02:00"),
                ("time(\"10:20:00.1234567891\")", "10:20:00.123456789"),
            ]),
        Difference(
            name: "dates and times are made of a date and a time", section: "10.3.4.1, Table 72",
            cases: [
                ("date and time(@\"2020-01-01\", @\"2020-01-01T10:00:00\")", "null"),
                ("date and time(\"2012-12-24T23:59\")", "null"), ("date(2023.5, 12, 31)", "null"),
            ]),
        Difference(
            name: "numbers are read as rule 37 writes them", section: "10.3.4.1, Table 72",
            cases: [("number(\"+1\")", "null"), ("number(\"5.\")", "null"), ("number([1])", "1")]),
        Difference(
            name: "null conforms to every type", section: "10.3.2.9.2",
            cases: [
                ("[null] instance of list<number>", "true"),
                ("[1, null] instance of list<Any>", "true"),
                ("(< 5) instance of range<number>", "true"), ("null instance of Any", "false"),
            ]),
        Difference(
            name: "a list is not looked for as its only item", section: "10.3.4.4, Table 75",
            cases: [("list contains([1, 2], [1])", "false"), ("list contains([[1]], 1)", "false")]),
        Difference(
            name: "iterations count whole numbers or days", section: "10.3.2.14",
            cases: [("for i in 2.5..-2.5 return i", "null"), ("for i in 2..1 return i", "[2, 1]")]),
        Difference(
            name: "list replace asks a function of two arguments", section: "10.3.4.4 of 1.4",
            cases: [("list replace([], function(i) true, 1)", "null")]),
        Difference(
            name: "rounding names its scale", section: "10.3.4.5, Table 76",
            cases: [("round up(1.5)", "null"), ("round half down(2.5)", "null")]),
        Difference(
            name: "count takes one list", section: "10.3.4.4, Table 75",
            cases: [("count([1], [2])", "null")]),
        Difference(
            name: "a function's body goes on as far as it can", section: "10.3.1.2, rule 55",
            cases: [
                ("(function(x) x = null)(null)", "true"), ("true and function(x) x = null", "null"),
            ]),
        Difference(
            name: "long durations stay exact", section: "10.3.2.3.7",
            cases: [("@\"P1D\" * 1000000", "P1000000D")]),
        Difference(
            name: "equal values are one", section: "10.3.4.4, Table 75",
            cases: [("distinct values([1, 1.0])", "[1]")]),
    ]

    @Test("Where the reference differs, the specification is followed", arguments: differences)
    func difference(_ difference: Difference) {
        for (text, expected) in difference.cases {
            #expect(evaluated(text) == expected, "\(text)")
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
            ("finishes(null, [1..2))", "null"), ("meets((>= 2), [10..15])", "false"),
            ("includes((< 5), 0)", "null"), ("coincides([\"a\"..\"c\"], [3..5))", "false"),
            // Rule 37: the minus belongs to the number.
            ("-2.5[item = 1]", "[]"), ("-7[1]", "-7"), ("-3 ** 2", "9"),
            // 10.3.2.5: a key named item hides the item.
            ("{item: 1}[item = 1]", "[{item: 1}]"),
        ])
    func corrected(text: String, expected: String) { #expect(evaluated(text) == expected) }
}
