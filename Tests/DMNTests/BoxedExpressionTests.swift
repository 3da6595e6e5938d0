import DMN
import FEEL
import Testing

/// Boxed expressions and functions of models, each a decision `D` whose value is compared as text.
@Suite struct BoxedExpressionTests {
    private static let namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/"

    private static func literal(_ text: String) -> String {
        "<literalExpression><text><![CDATA[\(text)]]></text></literalExpression>"
    }

    private static func entry(_ name: String, _ value: String, _ type: String? = nil) -> String {
        let type = type.map { " typeRef=\"\($0)\"" } ?? ""
        let value = value.hasPrefix("<") ? value : literal(value)
        return "<contextEntry><variable name=\"\(name)\"\(type)/>\(value)</contextEntry>"
    }

    private static func function(_ name: String, _ type: String, _ body: String) -> String {
        "<functionDefinition><formalParameter name=\"\(name)\" typeRef=\"\(type)\"/>\(literal(body))"
            + "</functionDefinition>"
    }

    private static func invocation(_ function: String, _ bindings: [(String, String)]) -> String {
        "<invocation>\(literal(function))"
            + bindings.map {
                "<binding><parameter name=\"\($0.0)\"/>\(literal($0.1))</binding>"
            }.joined() + "</invocation>"
    }

    private static func each(
        _ element: String, _ name: String, _ domain: String, _ part: String, _ body: String
    ) -> String {
        "<\(element) iteratorVariable=\"\(name)\"><in>\(literal(domain))</in>"
            + "<\(part)>\(literal(body))</\(part)></\(element)>"
    }

    private static func filter(_ domain: String, _ match: String) -> String {
        "<filter><in>\(domain.hasPrefix("<") ? domain : literal(domain))</in>"
            + "<match>\(literal(match))</match></filter>"
    }

    private static func conditional(_ condition: String) -> String {
        "<conditional><if>\(literal(condition))</if><then>\(literal("1"))</then>"
            + "<else>\(literal("2"))</else></conditional>"
    }

    private static func relation(_ columns: [String], _ rows: [[String]]) -> String {
        "<relation>" + columns.map { "<column name=\"\($0)\"/>" }.joined()
            + rows.map { "<row>\($0.map(literal).joined())</row>" }.joined() + "</relation>"
    }

    private static let declarations = """
        <itemDefinition name="tPerson"><itemComponent name="n"><typeRef>number</typeRef></itemComponent>
        </itemDefinition>
        <itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>
        <businessKnowledgeModel id="add" name="add"><variable name="add"/><encapsulatedLogic>
        <formalParameter name="a" typeRef="number"/><formalParameter name="b" typeRef="number"/>
        \(literal("a + b"))</encapsulatedLogic></businessKnowledgeModel>
        <businessKnowledgeModel id="factorial" name="factorial"><variable name="factorial"/>
        <encapsulatedLogic><formalParameter name="n" typeRef="number"/>
        \(literal("if n <= 1 then 1 else n * factorial(n - 1)"))</encapsulatedLogic>
        </businessKnowledgeModel>
        <businessKnowledgeModel id="endless" name="endless"><variable name="endless"/>
        <encapsulatedLogic><formalParameter name="n"/>\(literal("1 + endless(n + 1)"))
        </encapsulatedLogic></businessKnowledgeModel>
        <businessKnowledgeModel id="person" name="person"><variable name="person"/>
        <encapsulatedLogic><formalParameter name="p" typeRef="tPerson"/>\(literal("p.n"))
        </encapsulatedLogic></businessKnowledgeModel>
        <businessKnowledgeModel id="size" name="size"><variable name="size"/>
        <encapsulatedLogic><formalParameter name="l" typeRef="tList"/>\(literal("count(l)"))
        </encapsulatedLogic></businessKnowledgeModel>
        <businessKnowledgeModel id="number" name="as number"><variable name="as number" typeRef="number"/>
        <encapsulatedLogic><formalParameter name="v"/>\(literal("v"))</encapsulatedLogic>
        </businessKnowledgeModel>
        <businessKnowledgeModel id="midnight" name="midnight"><variable name="midnight"/>
        <encapsulatedLogic><formalParameter name="t" typeRef="date and time"/>\(literal("string(t)"))
        </encapsulatedLogic></businessKnowledgeModel>
        """

    private func value(of logic: String, type: String? = nil, others: String = "") throws -> String
    {
        let known = ["add", "factorial", "endless", "person", "size", "number", "midnight"]
        let needs = known.map {
            "<knowledgeRequirement><requiredKnowledge href=\"#\($0)\"/></knowledgeRequirement>"
        }.joined()
        let type = type.map { " typeRef=\"\($0)\"" } ?? ""
        let table =
            others.isEmpty
            ? ""
            : "<informationRequirement><requiredDecision href=\"#e\"/></informationRequirement>"
        let text = """
            <definitions xmlns="\(Self.namespace)" id="m" name="M" namespace="n">
            \(Self.declarations)\(others)
            <decision id="d" name="D"><variable name="D"\(type)/>\(table)\(needs)
            \(logic)</decision></definitions>
            """
        let (model, _) = DecisionModel.parse(Array(text.utf8))
        return "\(try #require(model).evaluate("d", [:]).value)"
    }

    @Test(
        "Filters keep what matches, by item or by its members",
        arguments: [
            (filter("[1, 2, 3]", "item > 1"), "[2, 3]"), (filter("[]", "true"), "[]"),
            (filter("[{a: 1}, {a: 2}]", "a > 1"), "[{a: 2}]"),
            (filter("[{a: 1}, {a: 2}]", "item.a < 2"), "[{a: 1}]"),
            (filter("5", "item > 1"), "[5]"), (filter("null", "true"), "null"),
            (filter("[1, 2]", "\"x\""), "null"),
            (
                filter(
                    relation(["my key 1", "b"], [["1", "2"], ["3", "4"]]), "my key 1 + 1 > 3"),
                "[{my key 1: 3, b: 4}]"
            ),
        ])
    func filters(_ logic: String, _ expected: String) throws {
        #expect(try value(of: logic) == expected)
    }

    @Test(
        "A conditional asks for a boolean; null counts as false",
        arguments: [("true", "1"), ("false", "2"), ("null", "2"), ("\"x\"", "null"), ("1", "null")])
    func conditionals(_ condition: String, _ expected: String) throws {
        #expect(try value(of: Self.conditional(condition)) == expected)
    }

    @Test(
        "Iterations go through lists and ranges, and see what came out before",
        arguments: [
            (each("for", "i", "[1, 2, 3]", "return", "i * 2"), "[2, 4, 6]"),
            (each("for", "i", "1..3", "return", "i * 2"), "[2, 4, 6]"),
            (each("for", "i", "3..1", "return", "i"), "[3, 2, 1]"),
            (each("for", "i", "[1..3]", "return", "i"), "[1, 2, 3]"),
            (each("for", "my var", "[1, 2]", "return", "my var + 1"), "[2, 3]"),
            (each("for", "i", "[1, 2, 3]", "return", "count(partial)"), "[0, 1, 2]"),
            (each("for", "i", "null", "return", "i"), "null"),
            (each("for", "i", "5", "return", "i"), "[5]"),
            (each("for", "i", "[1, null]", "return", "i + 1"), "[2, null]"),
            (each("some", "i", "[1, 2]", "satisfies", "i > 1"), "true"),
            (each("some", "i", "[]", "satisfies", "i > 1"), "false"),
            (each("some", "i", "[null, 2]", "satisfies", "i > 1"), "true"),
            (each("some", "i", "[null, 1]", "satisfies", "i > 1"), "null"),
            (each("some", "i", "1..3", "satisfies", "i > 2"), "true"),
            (each("some", "i", "null", "satisfies", "true"), "null"),
            (each("every", "i", "[1, 2]", "satisfies", "i > 1"), "false"),
            (each("every", "i", "[]", "satisfies", "i > 1"), "true"),
            (each("every", "i", "[null, 2]", "satisfies", "i > 1"), "null"),
            (each("every", "i", "[null, 0]", "satisfies", "i > 1"), "false"),
        ])
    func iterations(_ logic: String, _ expected: String) throws {
        #expect(try value(of: logic) == expected)
    }

    @Test(
        "Lists, relations and contexts",
        arguments: [
            (
                "<list>\(literal("1"))\(literal("\"a\""))<list>\(literal("2"))</list></list>",
                "[1, \"a\", [2]]"
            ),
            ("<list/>", "[]"),
            (
                relation(["a", "b c"], [["1", "2"], ["3", "4"]]), "[{a: 1, b c: 2}, {a: 3, b c: 4}]"
            ),
            (relation(["a"], []), "[]"),
            ("<context>\(entry("a", "1"))\(entry("b", "a + 1"))</context>", "{a: 1, b: 2}"),
            (
                "<context>\(entry("a", "1"))<contextEntry>\(literal("a + 5"))</contextEntry></context>",
                "6"
            ),
            ("<context>\(entry("a b", "1"))\(entry("c", "a b * 2"))</context>", "{a b: 1, c: 2}"),
            (
                "<context>\(entry("a", "\"x\"", "number"))\(entry("b", "a"))</context>",
                "{a: null, b: null}"
            ),
            ("<context>\(entry("a", "[5]", "number"))</context>", "{a: 5}"),
            ("<context>\(entry("a", "1"))\(entry("a", "2"))</context>", "null"),
        ])
    func collections(_ logic: String, _ expected: String) throws {
        #expect(try value(of: logic) == expected)
    }

    @Test(
        "Functions of contexts take arguments of their types by position and by name",
        arguments: [
            (function("x", "number", "x * 2"), literal("f(4)"), "8"),
            (function("x", "number", "x * 2"), literal("f(x: 4)"), "8"),
            (function("x", "number", "x * 2"), literal("f(\"a\")"), "null"),
            (function("x", "number", "x * 2"), literal("f(y: 4)"), "null"),
            (function("x", "number", "x * 2"), literal("f(1, 2)"), "null"),
            (function("x", "tPerson", "x.n"), invocation("f", [("x", "{n: 1}")]), "1"),
            (function("x", "tPerson", "x"), invocation("f", [("x", "{m: 1}")]), "null"),
            (function("x", "tPerson", "x"), literal("f({m: 1})"), "null"),
        ])
    func functions(_ definition: String, _ call: String, _ expected: String) throws {
        let logic =
            "<context>\(Self.entry("f", definition))<contextEntry>\(call)</contextEntry></context>"
        #expect(try value(of: logic) == expected)
    }

    @Test(
        "Knowledge models convert what they are given, and are null for what does not fit",
        arguments: [
            ("add(1, 2)", "3"), ("add(b: 1, a: 2)", "3"), ("add(1)", "null"),
            ("add(1, 2, 3)", "null"),
            ("add([1], 2)", "3"), ("add(\"1\", 2)", "null"), ("add(null, 2)", "null"),
            ("factorial(5)", "120"), ("endless(1)", "null"), ("person({n: 1, z: 2})", "1"),
            ("person({n: \"a\"})", "null"), ("person({})", "null"), ("size([1, 2])", "2"),
            ("size(1)", "1"), ("size([\"a\"])", "null"), ("as number([1])", "1"),
            ("as number(\"a\")", "null"),
            ("midnight(date(\"2020-01-01\"))", "\"2020-01-01T00:00:00Z\""),
            ("for n in [1, 2] return factorial(n)", "[1, 2]"),
            ("sort([1, 2, 3], function(x, y) add(x, 0) > y)", "[3, 2, 1]"),
        ])
    func knowledge(_ call: String, _ expected: String) throws {
        #expect(try value(of: Self.literal(call)) == expected)
    }

    @Test("A boxed invocation binds by name; what it calls must be there")
    func invocations() throws {
        #expect(try value(of: Self.invocation("add", [("b", "1"), ("a", "2")])) == "3")
        #expect(try value(of: Self.invocation("add", [("a", "1")])) == "null")
        #expect(
            try value(of: Self.invocation("add", [("a", "1"), ("b", "2"), ("c", "3")])) == "null")
        #expect(try value(of: Self.invocation("nothing", [])) == "null")
        #expect(try value(of: Self.invocation("abs", [("n", "-1")])) == "1")
    }

    @Test(
        "The value of a decision is converted to its type",
        arguments: [
            ("[1]", "number", "1"), ("[1, 2]", "number", "null"), ("\"a\"", "number", "null"),
            ("1", "tList", "[1]"), ("[\"a\"]", "tList", "null"), ("null", "number", "null"),
            ("date(\"2020-01-02\")", "date and time", "2020-01-02T00:00:00Z"),
            ("{n: 1, z: 2}", "tPerson", "{n: 1, z: 2}"), ("{}", "tPerson", "null"),
        ])
    func types(_ expression: String, _ type: String, _ expected: String) throws {
        #expect(try value(of: Self.literal(expression), type: type) == expected)
    }

    @Test("Outputs of a table whose names hold digits and spaces are read behind its decision")
    func memberNames() throws {
        let table = """
            <decision id="e" name="E"><variable name="E"/><decisionTable>
            <output name="Score 1"/><output name="Risk Category"/>
            <rule><outputEntry><text>4</text></outputEntry><outputEntry><text>"x"</text></outputEntry>
            </rule></decisionTable></decision>
            """
        #expect(
            try value(of: Self.literal("[E.Score 1 + 1, E.Risk Category]"), others: table)
                == "[5, \"x\"]")
    }

    /// The value of a table with the rules `< 5` and `[3..4]` over `x`.
    private func tableValue(_ policy: String, _ outputs: String, _ rules: [[String]], x: Int) throws
        -> String
    {
        let rows = rules.map { rule in
            "<rule><inputEntry><text><![CDATA[\(rule[0])]]></text></inputEntry>"
                + rule.dropFirst().map { "<outputEntry><text>\($0)</text></outputEntry>" }.joined()
                + "</rule>"
        }.joined()
        let logic = """
            <decisionTable hitPolicy="\(policy)"><input><inputExpression typeRef="number">
            <text>\(x)</text></inputExpression></input>\(outputs)\(rows)</decisionTable>
            """
        return try value(of: logic)
    }

    @Test(
        "Where no rule matches the default is the value, whatever the hit policy",
        arguments: ["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"])
    func defaults(_ policy: String) throws {
        let one =
            "<output><outputValues><text>9, 2, 1</text></outputValues><defaultOutputEntry>"
            + "<text>9</text></defaultOutputEntry></output>"
        #expect(try tableValue(policy, one, [["< 5", "1"]], x: 7) == "9")
        let two =
            "<output name=\"a\"><defaultOutputEntry><text>9</text></defaultOutputEntry></output>"
            + "<output name=\"b\"><defaultOutputEntry><text>8</text></defaultOutputEntry></output>"
        #expect(try tableValue(policy, two, [["< 5", "1", "2"]], x: 7) == "{a: 9, b: 8}")
        #expect(
            try tableValue(policy, "<output/>", [["< 5", "1"]], x: 7)
                == (policy == "COLLECT" ? "[]" : "null"))
    }

    @Test("Outputs outside the output values are no result; priorities may hold commas and quotes")
    func outputValues() throws {
        func output(_ values: String) -> String {
            "<output><outputValues><text><![CDATA[\(values)]]></text></outputValues></output>"
        }
        #expect(try tableValue("FIRST", output("1, 2"), [["-", "3"]], x: 1) == "null")
        #expect(try tableValue("FIRST", output("[1..3]"), [["-", "3"]], x: 1) == "3")
        #expect(try tableValue("FIRST", output("1, 2"), [["-", "null"]], x: 1) == "null")
        #expect(
            try tableValue(
                "PRIORITY", output("\"b\\\"q, z\", \"a\""),
                [["-", "\"a\""], ["-", "\"b\\\"q, z\""]], x: 1) == "\"b\\\"q, z\"")
        #expect(
            try tableValue(
                "OUTPUT ORDER", output("> 5, <= 5"), [["-", "1"], ["-", "6"], ["-", "2"]], x: 1)
                == "[6, 1, 2]")
    }

    @Test("A cell that names its input matches where it is true, not where it comes to null")
    func nullCells() throws {
        let decision = """
            <definitions xmlns="\(Self.namespace)" id="m" name="M" namespace="n">
            <inputData id="x" name="x"><variable name="x"/></inputData>
            <decision id="d" name="D"><variable name="D"/>
            <informationRequirement><requiredInput href="#x"/></informationRequirement>
            <decisionTable hitPolicy="RULE ORDER"><input><inputExpression><text>x</text>
            </inputExpression></input><output/>
            <rule><inputEntry><text>? &gt; 4</text></inputEntry><outputEntry><text>1</text>
            </outputEntry></rule>
            <rule><inputEntry><text>not(? &gt; 4)</text></inputEntry><outputEntry><text>2</text>
            </outputEntry></rule>
            <rule><inputEntry><text>null</text></inputEntry><outputEntry><text>3</text></outputEntry>
            </rule>
            <rule><inputEntry><text>? = null</text></inputEntry><outputEntry><text>4</text>
            </outputEntry></rule>
            </decisionTable></decision></definitions>
            """
        let model = try #require(DecisionModel.parse(Array(decision.utf8)).model)
        #expect(try model.evaluate("d", ["x": 5]).value == [1])
        #expect(try model.evaluate("d", ["x": 3]).value == [2])
        #expect(try model.evaluate("d", ["x": nil]).value == [3, 4])
        #expect(try model.evaluate("d", ["x": "a"]).value == nil)
    }
}
