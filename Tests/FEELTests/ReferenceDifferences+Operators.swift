/// Differences in operators, iterations, paths and types (10.3.1 and 10.3.2).
extension ReferenceDifferenceTests {
    static let operators: [Difference] = [
        Difference(
            name: "34 digits at every step", section: "10.3.2.3.1",
            cases: [
                ("mean(100, 123456.789, 1/3)", "41185.70744444444444444444444444443"),
                (
                    "product(1.5, 99999999999999999999999999999999.99)",
                    "150000000000000000000000000000000.0"
                ),
                ("sum(-2.5, 1/3, 1)", "-1.166666666666666666666666666666667"),
            ]),
        Difference(
            name: "roots are rounded once", section: "10.3.2.3.1",
            cases: [
                ("sqrt(99999999999999999999999999999999.99)", "9999999999999999.999999999999999999")
            ]),
        Difference(
            name: "beyond the range of the scale", section: "10.3.2.3.1",
            cases: [
                ("exp(100000)", "null"),
                ("exp(-100000)", "0"),
                ("10 ** 7000", "null"),
            ]),
        Difference(
            name: "functions are equal where parameters, body and scope are",
            section: "10.3.2.15, Table 53",
            cases: [
                ("(function(x) x) = (function(x) x)", "true"),
                ("(function(x) x) != (function( x )x)", "false"),
                ("(function(x) x) = (function(y) y)", "false"),
                ("(function(x) x) = (function(x: number) x)", "false"),
                ("(function() 1) = (function(x) x)", "false"),
                ("abs = abs", "true"),
                ("abs = sum", "false"),
                ("{k: 1, f: function(x) x + k, g: function(x) x + k, r: f = g}.r", "true"),
                ("{f: for i in [1, 2] return function(x) x + i, r: f[1] = f[2]}.r", "false"),
                ("{f: for i in [1, 1] return function(x) x + i, r: f[1] = f[2]}.r", "true"),
                (
                    "(function(x) [x, {a: for i in x return i}]) = (function(x) [x, {a: for i in x return i}])",
                    "true"
                ),
                ("(function(x) {a: 1}) = (function(x) {b: 1})", "false"),
                ("(function(x) f(a: x)) = (function(x) f(b: x))", "false"),
            ]),
        Difference(
            name: "a function is one of the values that are asked for",
            section: "10.3.2.15, Tables 53 and 55",
            cases: [
                ("abs in abs", "true"),
                ("abs in (sum, abs)", "true"),
                ("abs in sum", "false"),
            ]),
        Difference(
            name: "in is equality with each of the tests, which is null between kinds",
            section: "10.3.2.15, Tables 52 and 55",
            cases: [
                ("10 in \"a\"", "null"),
                ("null in [1..3]", "null"),
                ("1 in (< \"a\")", "null"),
                ("1000 in ({a: 1}, 1)", "null"),
                ("1 in ({a: 1}, 1)", "true"),
                ("[] in (not(true))", "null"),
                ("@\"P1D\" in [1..2]", "null"),
            ]),
        Difference(
            name: "a list is not its only item in a comparison", section: "10.3.2.15, Table 52",
            cases: [
                ("[1] = 1", "null"),
                ("[true] = true", "null"),
                ("[1] = [1]", "true"),
                ("[1] in 1", "null"),
                ("[1] + 1", "null"),
            ]),
        Difference(
            name: "values without an order do not compare", section: "10.3.2.15, Tables 54 and 55",
            cases: [
                ("null >= null", "null"),
                ("true > false", "null"),
                ("true <= true", "null"),
                ("false in [false..true]", "null"),
                ("true between false and true", "null"),
                ("null in [null..null]", "null"),
                ("1 < \"a\"", "null"),
                ("{} in (< {})", "null"),
                ("[1] <= [1]", "null"),
            ]),
        Difference(
            name: "times with and without zones have an order", section: "10.3.2.15, Table 54",
            cases: [
                (
                    "[@\"2023-12-31T23:59:59Z\"..@\"2024-02-29T10:11:12\"].end",
                    "2024-02-29T10:11:12"
                ),
                (
                    "@\"08:30:00@Europe/Amsterdam\" in [@\"08:30:00@Europe/Amsterdam\"..@\"23:59:59Z\"]",
                    "true"
                ),
                (
                    "@\"23:59:59Z\" in [@\"08:30:00@Europe/Amsterdam\"..@\"10:00:00+02:00\"]",
                    "false"
                ),
            ]),
        Difference(
            name: "a range is one of the values that are asked for",
            section: "10.3.2.15, Tables 53 and 55",
            cases: [
                ("(< 5) in ((< 5))", "true"),
                ("[1..3] in (null, [1..3])", "true"),
                ("[1..3] in [1..3]", "true"),
            ]),
        Difference(
            name: "a list in parentheses is looked into", section: "10.3.2.15, Table 55",
            cases: [
                ("@\"P1D\" in ([@\"P1D\", @\"PT1H\"])", "true"),
                ("1 in ([1, 2])", "true"),
                ("3 in ([1, 2])", "false"),
            ]),
        Difference(
            name: "what is not true does not negate", section: "10.3.2.15, Table 51",
            cases: [
                ("[] in (not(true))", "null"),
                ("true in (not(false))", "true"),
                ("1 in (not(1))", "false"),
            ]),
        Difference(
            name: "some and every follow the logic of three values",
            section: "10.3.2.15, Tables 49 and 50",
            cases: [
                ("some i in [\"a\"] satisfies i = 1", "null"),
                ("some i in [1, \"a\"] satisfies i = 1", "true"),
                ("every i in [1, \"a\"] satisfies i = 1", "null"),
                ("every i in [2, \"a\"] satisfies i = 1", "false"),
                ("some i in [] satisfies i = 1", "false"),
            ]),
        Difference(
            name: "null is no list to go through", section: "10.3.2.14",
            cases: [
                ("some i in null satisfies i = 1", "null"),
                ("every i in null satisfies i = 1", "null"),
                ("for i in null return i", "null"),
            ]),
        Difference(
            name: "a range without an end, or not of numbers or days, cannot be gone through",
            section: "10.3.2.14",
            cases: [
                ("every i in (>= 2) satisfies i != null", "null"),
                ("for i in (< 5) return i", "null"),
                ("for i in [\"a\"..\"c\"] return i", "null"),
                ("for i in [1..3] return i", "[1, 2, 3]"),
            ]),
        Difference(
            name: "numbers are written without an exponent", section: "10.3.2.3.1",
            cases: [
                ("string(1e3)", "\"1000\""),
                ("string(1.50)", "\"1.50\""),
            ]),
        Difference(
            name: "selection goes into lists of lists", section: "10.3.1.4",
            cases: [
                ("[[1, 2], [3]].year", "[[null, null], [null]]"),
                ("[[{a: 1}]].a", "[[1]]"),
                ("{a: [{b: [{c: 1}]}]}.a.b.c", "[[1]]"),
            ]),
        Difference(
            name: "selection from a list answers for each item", section: "10.3.2.5",
            cases: [
                ("[@\"2024-02-29\"].hour", "[null]"),
                ("[1].a", "[null]"),
                ("[{a: 1}, {b: 1}].a", "[1, null]"),
            ]),
        Difference(
            name: "an offset is no time zone's name", section: "10.3.2.15, Table 66",
            cases: [
                ("@\"2023-12-31T23:59:59Z\".timezone", "null"),
                ("@\"2023-12-31T23:59:59@Europe/Amsterdam\".timezone", "\"Europe/Amsterdam\""),
            ]),
        Difference(
            name: "the ends of a range have an order", section: "10.3.2.7",
            cases: [
                ("[false..true]", "null"),
                ("[{}..{}]", "null"),
                ("[null..1]", "null"),
            ]),
        Difference(
            name: "a range begins before it ends", section: "10.3.2.7",
            cases: [
                ("range(\"[3..1]\")", "null"),
                ("[3..1]", "null"),
                ("[1..1]", "[1..1]"),
            ]),
        Difference(
            name: "a list of one is its item where no list is asked for", section: "10.3.2.9.4",
            cases: [
                ("number([1])", "1"),
                ("not([true])", "false"),
                ("get entries([{a: 1}])", "[{key: \"a\", value: 1}]"),
                ("(function(x: number) x)([1])", "1"),
                ("replace(\"a\", \"a\", \"b\", [null])", "\"b\""),
            ]),
        Difference(
            name: "null conforms to every type", section: "10.3.2.9.2",
            cases: [
                ("[null] instance of list<number>", "true"),
                ("[1, null] instance of list<Any>", "true"),
                ("null instance of Any", "false"),
                ("null instance of Null", "true"),
            ]),
        Difference(
            name: "a range with one end is a range of its type", section: "10.3.2.9, Table 43",
            cases: [
                ("(< 5) instance of range<number>", "true"),
                ("(< 5) instance of range<string>", "false"),
            ]),
        Difference(
            name: "a built-in function is of a function type", section: "10.3.2.9.2",
            cases: [
                ("abs instance of function<number> -> Any", "true"),
                ("abs instance of function<number> -> number", "false"),
                (
                    "(function(x: number, y: number) x + y) instance of function<number, number> -> number",
                    "true"
                ),
                ("(function(x: number) \"a\") instance of function<number> -> number", "false"),
            ]),
        Difference(
            name: "a type that needs parameters is none without them",
            section: "10.3.2.15, Table 61",
            cases: [
                ("[1] instance of list", "null"),
                ("{} instance of context", "null"),
                ("[1..2] instance of range", "null"),
                ("abs instance of function", "null"),
                ("[1] instance of list<number>", "true"),
            ]),
        Difference(
            name: "iterations count whole numbers or days", section: "10.3.2.14",
            cases: [
                ("for i in 2.5..-2.5 return i", "null"),
                ("for i in [1..3]..null return i", "null"),
                ("for i in 2..1 return i", "[2, 1]"),
            ]),
        Difference(
            name: "a function's body goes on as far as it can", section: "10.3.1.2, rule 55",
            cases: [
                ("(function(x) x = null)(null)", "true"),
                ("true and function(x) x = null", "null"),
            ]),
        Difference(
            name: "durations stay exact", section: "10.3.2.15, Table 59",
            cases: [
                ("@\"P1D\" * 1000000", "P1000000D"),
                ("0.001 * @\"P1D\"", "PT1M26.4S"),
                ("@\"PT1S\" / 8", "PT0.125S"),
            ]),
        Difference(
            name: "times with and without zones are subtracted", section: "10.3.2.15, Table 57",
            cases: [
                ("@\"10:11:12\" - @\"08:30:00@Europe/Amsterdam\"", "PT1H41M12S"),
                ("@\"23:59:59Z\" - @\"10:11:12\"", "PT13H48M47S"),
                ("@\"10:00:00+02:00\" - @\"10:00:00Z\"", "-PT2H"),
            ]),
        Difference(
            name: "a range is gone through", section: "10.3.2.14",
            cases: [
                ("some i in [1..3] satisfies i = 1", "true"),
                ("every i in [1..3] satisfies i > 0", "true"),
            ]),
        Difference(
            name: "a range is no function", section: "10.3.2.15, Table 63",
            cases: [
                ("((>= 2))(3)", "null"),
                ("([1..3])(1)", "null"),
            ]),
        Difference(
            name: "entries come in their order", section: "10.3.2.6",
            cases: [
                (
                    "get entries({key: \"k\", value: 1})",
                    "[{key: \"key\", value: \"k\"}, {key: \"value\", value: 1}]"
                )
            ]),
    ]
}
