import Testing

@testable import FEEL

/// Evaluates an expression and writes the result as FEEL does.
func evaluated(_ text: String, _ context: FEELContext = FEELContext()) -> String {
    do {
        return try FEELExpression(parsing: text).evaluate(context).description
    } catch {
        return "\(error)"
    }
}

@Suite struct ExpressionTests {
    @Test(
        "Operators follow the standard's precedence and association",
        arguments: [
            ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 - 4 - 3", "3"),
            ("3 ** 4 ** 5", "3486784401"),
            ("-3 ** 2", "9"), ("8 / 4 / 2", "1"), ("1 / 3", "0.3333333333333333333333333333333333"),
            ("2 / 3", "0.6666666666666666666666666666666667"), ("1 / 0", "null"),
            (".872 + 1", "1.872"),
            ("1.5e3", "1500"), ("0.1 + 0.2", "0.3"), ("\"a\" + \"b\"", "\"ab\""),
            ("\"a\" + 1", "null"),
            ("1 + null", "null"), ("2 ** 0.5", "1.414213562373095048801688724209698"),
            ("10 ** 3", "1000"), ("2 ** -1", "0.5"), ("-(1)", "-1"), ("- -5", "5"),
            ("1 < 2 and 2 < 3", "true"), ("true or null", "true"), ("false and 123", "false"),
            ("true and null", "null"), ("1 = 1.0", "true"), ("1 = \"1\"", "null"),
            ("null = null", "true"),
            ("1 != null", "true"), ("\"a\" < \"b\"", "true"), ("5 between 1 and 10", "true"),
            ("null between 1 and 2", "null"), ("if null then 1 else 2", "2"),
            ("if 1 > 0 then \"y\" else \"n\"", "\"y\""),
        ])
    func operators(text: String, expected: String) {
        #expect(evaluated(text) == expected)
    }

    @Test(
        "Membership tests take values, lists, ranges and comparisons",
        arguments: [
            ("1 in [1, 2]", "true"), ("3 in (1, 2)", "false"), ("5 in [1..10]", "true"),
            ("10 in [1..10)", "false"), ("5 in > 4", "true"), ("10 in <= 10", "true"),
            ("1 in (2, 3, > 0)", "true"), ("5 in (1..5)", "false"), ("5 in ]1..5]", "true"),
            ("5 in (1..5[", "false"), ("10 in =10", "true"), ("10 in !=10", "false"),
            ("5 in [1..null]", "null"), ("[1] in [[1], [2]]", "true"), ("1 in [[1..3], 7]", "true"),
            ("{a: 1} in [{a: 1}]", "true"),
        ])
    func membership(text: String, expected: String) {
        #expect(evaluated(text) == expected)
    }

    @Test(
        "Lists are indexed, filtered and mapped",
        arguments: [
            ("[1, 2, 3][2]", "2"), ("[1, 2, 3][-1]", "3"), ("[1, 2, 3][4]", "null"),
            ("[1, 2, 3, 4][item > 2]", "[3, 4]"), ("100[true]", "[100]"), ("100[1]", "100"),
            ("[{x: 1, y: 2}, {x: 2, y: 3}][x = 1]", "[{x: 1, y: 2}]"),
            ("[{x: 1, y: 2}, {x: 2, y: 3}].y", "[2, 3]"), ("[{x: 1}].y", "[null]"),
            ("[{x: 1, y: 2}, {x: null, y: 3}][x < 2]", "[{x: 1, y: 2}]"),
            ("[{item: 1}, {item: 2}][item >= 2]", "[{item: 2}]"),
            ("[{a b: 1}, {a b: 2}][a b = 2].a b", "[2]"), ("[1, 2][item = 9]", "[]"),
            ("{a: {b: 5}}.a.b", "5"), ("{a: 1, b: a + 1}.b", "2"), ("{a: 1, a: 2}", "null"),
            ("{\"a key\": 1}", "{a key: 1}"),
        ])
    func lists(text: String, expected: String) {
        #expect(evaluated(text) == expected)
    }

    @Test(
        "Iterations go over lists, ranges and combinations",
        arguments: [
            ("for i in 1..3 return i * 2", "[2, 4, 6]"), ("for i in 3..1 return i", "[3, 2, 1]"),
            ("for i in [1, 2], j in [3, 4] return i * j", "[3, 4, 6, 8]"),
            ("for i in [1..3] return i", "[1, 2, 3]"),
            ("for i in [[1, 2], [3]], j in i return j", "[1, 2, 3]"),
            ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
            ("some x in [1, 2] satisfies x > 1", "true"),
            ("every x in [1, 2] satisfies x > 1", "false"),
            ("every x in [] satisfies false", "true"), ("some x in [1] satisfies null", "null"),
            (
                "for d in @\"2024-02-28\"..@\"2024-03-01\" return d",
                "[2024-02-28, 2024-02-29, 2024-03-01]"
            ),
            ("for i in 1..\"a\" return i", "null"),
        ])
    func iterations(text: String, expected: String) {
        #expect(evaluated(text) == expected)
    }

    @Test(
        "Functions close over their surroundings and take named arguments",
        arguments: [
            ("{f: function(a, b) a - b, x: f(b: 1, a: 5)}.x", "4"),
            ("{n: 3, f: function(a) a * n, x: f(2)}.x", "6"),
            ("(function(a) function(b) a + b)(1)(2)", "3"),
            ("{f: function(a: number) a, x: f(\"t\")}.x", "null"), ("-(function(a) a)(10)", "-10"),
            ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"), ("(1)(2)", "null"),
            ("{f: function(n) if n <= 1 then 1 else n * 2}.f(4)", "8"),
            ("for i in [1, 2] return (function(x) x + i)(10)", "[11, 12]"),
        ])
    func functions(text: String, expected: String) {
        #expect(evaluated(text) == expected)
    }

    @Test(
        "Types are told apart, generic ones too",
        arguments: [
            ("1 instance of number", "true"), ("null instance of Any", "false"),
            ("[1, 2] instance of list<number>", "true"),
            ("[1, \"a\"] instance of list<number>", "false"),
            ("{a: null} instance of context<a: string>", "true"),
            ("[1..2] instance of range<number>", "true"),
            ("@\"2020-01-01\" instance of date", "true"),
            ("@\"P1D\" instance of days and time duration", "true"),
            ("@\"2020-01-01T00:00:00\" instance of date and time", "true"),
        ])
    func types(text: String, expected: String) {
        #expect(evaluated(text) == expected)
    }

    @Test("Names with spaces, operators and keywords are resolved by scope, the longest first")
    func names() throws {
        let scope = FEELScope([
            ("Pre-Bureau Risk Category", .string), ("Approved/Declined", .boolean),
            ("a-b", .number),
            ("a", .number), ("b", .number), ("days in weekend", .number),
            ("Teacher's Evaluation", .number),
            ("Date-Time2", .any), ("Years of Service", .number),
        ])
        let context: FEELContext = FEELContext(
            [
                ("Pre-Bureau Risk Category", "HIGH"), ("Approved/Declined", true), ("a-b", 100),
                ("a", 7),
                ("b", 2), ("days in weekend", 2), ("Teacher's Evaluation", 9),
                ("Years of Service", 4),
            ] as [(String, FEELValue)])
        let cases: [(String, FEELValue)] = [
            ("Pre-Bureau  Risk Category = \"HIGH\"", true), ("a-b", 100), ("a - b", 100),
            ("(a)-(b)", 5),
            ("days in weekend + 1", 3), ("Teacher's Evaluation", 9),
            ("not(Approved/Declined)", false),
            ("Years of Service * a", 28),
        ]
        for (text, expected) in cases {
            #expect(
                try FEELExpression(parsing: text, in: scope).evaluate(context) == expected,
                "\(text)")
        }
    }

    @Test("Unknown names of an open scope are variables that the caller is asked for")
    func variables() throws {
        let expression = try FEELExpression(parsing: "amount > limit and customer.age >= 18")
        #expect(expression.variables == ["amount", "limit", "customer"])
        let context = FEELContext(
            [("amount", 10), ("limit", 5), ("customer", ["age": 20])] as [(String, FEELValue)])
        #expect(expression.evaluate(context) == true)
        let session = EvaluationSession(collectsWarnings: true)
        #expect(expression.evaluate(FEELContext(), in: session) == .null)
        #expect(session.warnings.map(\.message).contains("there is no variable 'amount'"))
    }

    @Test(
        "A text that is no expression is refused with its place",
        arguments: [
            ("1 +", 1, 4), ("(1", 1, 3), ("if 1 then 2", 1, 12), ("\n  1 2", 2, 5), ("\"abc", 1, 1),
            ("[1, 2", 1, 6), ("{a: }", 1, 5), ("for x in [1]", 1, 13), ("a b", 1, 3), ("", 1, 1),
        ])
    func syntaxErrors(text: String, line: Int, column: Int) {
        let error = #expect(throws: FEELSyntaxError.self) { try FEELExpression(parsing: text) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("Nesting, recursion and endless work are bounded")
    func bounds() throws {
        let deep = String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
        #expect(throws: FEELSyntaxError.self) { try FEELExpression(parsing: deep) }
        let long = Array(repeating: "1", count: 5_000).joined(separator: "+")
        #expect(throws: FEELSyntaxError.self) { try FEELExpression(parsing: long) }
        let endless = "{f: function(g, n) g(g, n + 1), x: f(f, 0)}.x"
        let session = EvaluationSession(collectsWarnings: true)
        #expect(try FEELExpression(parsing: endless).evaluate(FEELContext(), in: session) == .null)
        #expect(session.isExhausted)
        let wide = "for a in 1..10000, b in 1..10000, c in 1..10000 return 1"
        let small = EvaluationSession(limits: EvaluationLimits(steps: 10_000))
        #expect(try FEELExpression(parsing: wide).evaluate(FEELContext(), in: small) == .null)
        #expect(small.isExhausted)
    }

    @Test(
        "Cells of tables test the input",
        arguments: [
            ("-", 5, "true"), ("", 5, "true"), ("5", 5, "true"), ("1, 5", 5, "true"),
            ("not(5)", 5, "false"),
            ("not(1, 2)", 5, "true"), ("< 10", 5, "true"), ("[1..4]", 5, "false"),
            ("? > 3", 5, "true"),
            ("> 3, < 1", 5, "true"), ("null", nil, "true"), ("< 10", nil, "null"),
            ("\"a\"", "a", "true"), ("true", true, "true"), ("false", true, "false"),
            ("starts with(?, \"ab\")", "abc", "true"), ("-5", -5, "true"), ("[1, 2, 5]", 5, "true"),
            ("not(starts with(?, \"x\"))", "abc", "true"), ("? = 5 and 1 = 1", 5, "true"),
        ] as [(String, FEELValue, String)])
    func unaryTests(text: String, input: FEELValue, expected: String) throws {
        let scope = FEELScope([("?", .any)])
        let tests = try FEELExpression.unaryTests(parsing: text, in: scope, input: 0)
        let result = tests?.evaluate(frame: [input], in: EvaluationSession()) ?? true
        #expect(result.description == expected)
    }
}

@Suite struct SessionTests {
    @Test("The clock is the session's; without one there is neither now nor today")
    func clock() throws {
        let instant = CivilDateTime(secondsSince1970: 1_700_000_000, offset: .seconds(0))
        let expression = try FEELExpression(parsing: "today() = date(now())")
        #expect(expression.evaluate([:], in: EvaluationSession(now: instant)) == true)
        let without = EvaluationSession(collectsWarnings: true)
        #expect(try FEELExpression(parsing: "now()").evaluate([:], in: without) == .null)
        #expect(without.warnings.count == 1)
    }

    @Test(
        "Values cannot grow without bound",
        arguments: [
            "for i in 1..60 return if i = 1 then \"abcdefgh\" else partial[-1] + partial[-1]",
            "for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
            "for i in 1..100000 return [partial[-1]]", "for i in 1..1000000000000 return i",
            "count(for i in 1..3000, j in 1..3000 return 1)",
        ])
    func growth(text: String) throws {
        let session = EvaluationSession(collectsWarnings: true)
        _ = try FEELExpression(parsing: text).evaluate([:], in: session)
        #expect(!session.warnings.isEmpty)
    }
}
