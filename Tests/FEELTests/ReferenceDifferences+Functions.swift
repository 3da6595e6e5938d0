/// Differences in built-in functions (10.3.4).
extension ReferenceDifferenceTests {
    static let functions: [Difference] = [
        Difference(
            name: "many items by name are named with their numbers", section: "10.3.4.4, Table 75",
            cases: [
                ("all(b: true)", "null"),
                ("mode(n: 1)", "null"),
                ("mode(n1: 1)", "[1]"),
                ("all(b1: true, b2: false)", "false"),
            ]),
        Difference(
            name: "one list by name is the list", section: "10.3.4.4, Table 75",
            cases: [
                ("concatenate(list: [1, 2])", "[1, 2]"),
                ("union(list: [1, 1])", "[1]"),
                ("union(list: null)", "null"),
            ]),
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
                ("string([1..2])", "\"[1..2]\""),
                ("string(function(a, b) a)", "\"function(a, b)\""),
            ]),
        Difference(
            name: "union takes lists", section: "10.3.4.4, Table 75",
            cases: [
                ("union([1], null)", "null"),
                ("union([1], [null])", "[1, null]"),
            ]),
        Difference(
            name: "min and max take items with an order", section: "10.3.4.4, Table 75",
            cases: [
                ("min(true)", "null"),
                ("max([{a: 1}])", "null"),
                ("max([1..3])", "null"),
            ]),
        Difference(
            name: "text is no number", section: "10.3.4.4, Table 75",
            cases: [
                ("stddev(5.5, \"1\")", "null"),
                ("mode(1, \"1\")", "null"),
            ]),
        Difference(
            name: "a pattern that matches nothing splits nothing",
            section: "10.3.4.3; XPath 2.0 Functions 7.6.4",
            cases: [
                ("split(\"abc\", \"\")", "null"),
                ("split(\"abc\", \"x*\")", "null"),
                ("replace(\"abc\", \"x*\", \"-\")", "null"),
            ]),
        Difference(
            name: "the flag q is of a later dialect",
            section: "10.3.4.3; XPath 2.0 Functions 7.6.1",
            cases: [
                ("matches(\"abc\", \"b\", \"q\")", "null"),
                ("replace(\"a\", \"a\", \"b\", \"q\")", "null"),
            ]),
        Difference(
            name: "durations are read from text as XML Schema has it",
            section: "10.3.4.1, Table 72",
            cases: [
                ("duration(\"p1d\")", "null"),
                ("duration(\"P-1D\")", "null"),
                ("duration(\"+P1D\")", "null"),
                ("duration(\"P1W\")", "null"),
                ("duration(\"-P1D\")", "-P1D"),
            ]),
        Difference(
            name: "duration reads text alone", section: "10.3.4.1, Table 72",
            cases: [
                ("duration(@\"P1D\")", "null"),
                ("duration(@\"P1Y\")", "null"),
            ]),
        Difference(
            name: "times have seconds", section: "10.3.4.1, Table 72",
            cases: [
                ("time(\"10:20\")", "null"),
                ("date and time(\"2012-12-24T23:59\")", "null"),
            ]),
        Difference(
            name: "a time is taken as it is", section: "10.3.4.1, Table 72",
            cases: [
                ("time(@\"10:00:00+02:00\")", "10:00:00+02:00")
            ]),
        Difference(
            name: "digits beyond the nanosecond are cut off", section: "10.3.4.1, Table 72",
            cases: [
                ("time(\"10:20:00.1234567891\")", "10:20:00.123456789")
            ]),
        Difference(
            name: "dates and times are made of a date and a time", section: "10.3.4.1, Table 72",
            cases: [
                ("date and time(@\"2020-01-01\", @\"2020-01-01T10:00:00\")", "null"),
                ("date and time(@\"2020-01-01T09:00:00\", @\"10:00:00\")", "2020-01-01T10:00:00"),
            ]),
        Difference(
            name: "years, months, days, hours and minutes are whole", section: "10.3.4.1, Table 72",
            cases: [
                ("time(2.5, 59, 1)", "null"),
                ("date(2023.5, 12, 31)", "null"),
                ("date(2023.0, 12, 31)", "2023-12-31"),
            ]),
        Difference(
            name: "numbers are read as rule 35 writes them", section: "10.3.4.1, Table 72",
            cases: [
                ("number(\"-1.5\", \" \", \",\")", "-1.5"),
                ("number(\"1.000,5\", \" \", \",\")", "null"),
                ("number(\"1.000,5\", \".\", \",\")", "1000.5"),
                ("number(\"+1\")", "null"),
                ("number(\"5.\")", "null"),
                ("number(\".5\")", "0.5"),
            ]),
        Difference(
            name: "a list is not looked for as its only item", section: "10.3.4.4, Table 75",
            cases: [
                ("list contains([1, 2], [1])", "false"),
                ("list contains([[1]], 1)", "false"),
            ]),
        Difference(
            name: "list replace asks a function of two arguments", section: "10.3.4.4, Table 75",
            cases: [
                ("list replace([], function(i) true, 1)", "null"),
                ("list replace([], function() 1, null)", "null"),
                ("list replace([1], function(i, n) true, 2)", "[2]"),
            ]),
        Difference(
            name: "positions are whole numbers but zero", section: "10.3.4.4, Table 75",
            cases: [
                ("sublist([1, 2], 0.001)", "null"),
                ("sublist([1, 2], 0)", "null"),
                ("remove([1], 0.5)", "null"),
            ]),
        Difference(
            name: "rounding names its scale", section: "10.3.4.5, Table 76",
            cases: [
                ("round up(1.5)", "null"),
                ("round half down(2.5)", "null"),
            ]),
        Difference(
            name: "count takes one list", section: "10.3.4.4, Table 75",
            cases: [
                ("count([1], [2])", "null")
            ]),
        Difference(
            name: "string takes one value", section: "10.3.4.1, Table 72",
            cases: [
                ("string(\"\", 1)", "null")
            ]),
        Difference(
            name: "equal values are one", section: "10.3.4.4, Table 75",
            cases: [
                ("distinct values([1, 1.0])", "[1]"),
                ("distinct values([{a: 1}, {a: 1.0}])", "[{a: 1}]"),
            ]),
        Difference(
            name: "ranges of different kinds compare as far as their ends decide",
            section: "10.3.4.9, Table 78",
            cases: [
                ("starts((1..10), [\"a\"..\"c\"])", "false"),
                ("overlaps after((< 5), (1..10])", "false"),
                ("coincides([1..5], [\"a\"..\"c\"])", "null"),
            ]),
        Difference(
            name: "a function and a range are themselves", section: "10.3.4.6, Table 77",
            cases: [
                ("is(abs, abs)", "true"),
                ("is((< 5), (< 5))", "true"),
                ("is(abs, sum)", "false"),
            ]),
        Difference(
            name: "is tells a list from its item", section: "10.3.4.6, Table 77",
            cases: [
                ("is(true, [true])", "false"),
                ("is([true], [true])", "true"),
            ]),
        Difference(
            name: "a range without an end compares as far as the other decides",
            section: "10.3.4.9, Table 78",
            cases: [
                ("during(0, (>= 2))", "false"),
                ("during(3, (>= 2))", "null"),
                ("starts((< 5), [10..15])", "false"),
            ]),
    ]
}
