import DMN
import Diagnostics
import FEEL
import Testing

/// A model of one decision "d" with a table, given as its parts in XML.
private func table(
    policy: String = "UNIQUE", aggregation: String? = nil, inputs: String, outputs: String,
    rules: [(cells: [String], results: [String])], dialect: DecisionModel.Dialect = .standard
) -> (model: DecisionModel?, diagnostics: [Diagnostic]) {
    let rows = rules.enumerated().map { index, rule in
        "<rule id=\"r\(index + 1)\">"
            + rule.cells.map { "<inputEntry><text><![CDATA[\($0)]]></text></inputEntry>" }.joined()
            + rule.results.map { "<outputEntry><text><![CDATA[\($0)]]></text></outputEntry>" }
            .joined() + "</rule>"
    }
    let aggregationText = aggregation.map { " aggregation=\"\($0)\"" } ?? ""
    return model(
        """
        <inputData id="ix" name="x"><variable name="x"/></inputData>
        <inputData id="iy" name="y"><variable name="y"/></inputData>
        <decision id="d" name="D"><variable name="D"/>
        <informationRequirement><requiredInput href="#ix"/></informationRequirement>
        <informationRequirement><requiredInput href="#iy"/></informationRequirement>
        <decisionTable id="t" hitPolicy="\(policy)"\(aggregationText)>
        \(inputs)\(outputs)\(rows.joined())</decisionTable></decision>
        """, dialect: dialect)
}

private func model(_ body: String, dialect: DecisionModel.Dialect = .standard) -> (
    model: DecisionModel?, diagnostics: [Diagnostic]
) {
    let text = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="M" namespace="n"
            xmlns:camunda="http://camunda.org/schema/1.0/dmn">
        \(body)
        </definitions>
        """
    return DecisionModel.parse(Array(text.utf8), file: "m.dmn", dialect: dialect)
}

private let inputX =
    "<input id=\"i1\" label=\"X\"><inputExpression><text>x</text></inputExpression></input>"
private let inputY = "<input id=\"i2\"><inputExpression><text>y</text></inputExpression></input>"
private let outputA = "<output id=\"o1\" name=\"a\"/>"
private let outputB = "<output id=\"o2\" name=\"b\"/>"

@Suite struct DecisionTableTests {
    private static let overlapping: [(cells: [String], results: [String])] = [
        (["> 10"], ["2"]), (["> 5"], ["3"]), (["> 0"], ["1"]),
    ]

    @Test(
        "Each hit policy makes of the matching rules what it should",
        arguments: [
            ("UNIQUE", nil, 3, "1"), ("UNIQUE", nil, 20, "null"), ("UNIQUE", nil, 0, "null"),
            ("FIRST", nil, 20, "2"), ("ANY", nil, 3, "1"), ("ANY", nil, 20, "null"),
            ("RULE ORDER", nil, 20, "[2, 3, 1]"), ("COLLECT", nil, 7, "[3, 1]"),
            ("COLLECT", nil, 0, "[]"),
            ("COLLECT", "SUM", 20, "6"), ("COLLECT", "MIN", 20, "1"), ("COLLECT", "MAX", 20, "3"),
            ("COLLECT", "COUNT", 20, "3"), ("COLLECT", "COUNT", 0, "0"),
            ("COLLECT", "SUM", 0, "null"),
            ("PRIORITY", nil, 20, "3"), ("OUTPUT ORDER", nil, 20, "[3, 1, 2]"),
        ] as [(String, String?, Int, String)])
    func hitPolicies(policy: String, aggregation: String?, x: Int, expected: String) throws {
        let output = "<output id=\"o1\"><outputValues><text>3, 1, 2</text></outputValues></output>"
        let (model, diagnostics) = table(
            policy: policy, aggregation: aggregation, inputs: inputX, outputs: output,
            rules: Self.overlapping)
        #expect(diagnostics.isEmpty)
        let result = try #require(model).evaluate("d") { $0 == "x" ? .number(Decimal128(x)) : nil }
        #expect(result.value.description == expected)
    }

    @Test("Several outputs make a context, and defaults stand in where no rule matches")
    func outputs() throws {
        let first = """
            <output id="o1" name="a"><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>
            """
        let (model, _) = table(
            inputs: inputX + inputY, outputs: first + outputB,
            rules: [(["1", "-"], ["\"one\"", "x + y"]), (["2", "< x"], ["\"two\"", "null"])])
        let evaluated = try #require(model)
        let one = try evaluated.evaluate("d", ["x": 1, "y": 5])
        #expect(one.value == ["a": "one", "b": 6])
        #expect(try evaluated.evaluate("d", ["x": 9, "y": 5]).value == ["a": "none", "b": nil])
        #expect(try evaluated.evaluate("d", ["x": 2, "y": 1]).value == ["a": "two", "b": nil])
    }

    @Test("An evaluation tells which rules matched with which values")
    func trace() throws {
        let (model, _) = table(
            policy: "RULE ORDER", inputs: inputX, outputs: outputA, rules: Self.overlapping)
        let result = try #require(model).evaluate("d", ["x": 7])
        let trace = try #require(result.evaluations.last)
        #expect(trace.decisionID == "d")
        #expect(trace.inputs.map(\.name) == ["X"])
        #expect(trace.inputs.map(\.value) == [7])
        #expect(trace.rules.map(\.id) == ["r2", "r3"])
        #expect(trace.rules.map(\.position) == [2, 3])
        #expect(trace.rules.map { $0.outputs[0].value } == [3, 1])
        #expect(trace.rules[0].outputs[0].name == "a")
    }

    @Test("A value that is not among the allowed ones has no result")
    func allowedValues() throws {
        let input = """
            <input id="i1"><inputExpression><text>x</text></inputExpression>
            <inputValues><text>"a", "b"</text></inputValues></input>
            """
        let (model, _) = table(inputs: input, outputs: outputA, rules: [(["-"], ["1"])])
        #expect(try #require(model).evaluate("d", ["x": "a"]).value == 1)
        let session = EvaluationSession(collectsWarnings: true)
        #expect(try #require(model).evaluate("d", ["x": "c"], in: session).value == .null)
        #expect(session.warnings.first?.message.contains("is not allowed") ?? false)
    }

    @Test("In Operaton's dialect two hits of a UNIQUE table end the evaluation with an error")
    func operatonErrors() throws {
        let (model, _) = table(
            inputs: inputX, outputs: outputA, rules: Self.overlapping, dialect: .operaton)
        let error = #expect(throws: DecisionError.self) {
            try #require(model).evaluate("d", ["x": 20])
        }
        #expect(error?.reason == .hitPolicy)
        #expect(error?.message.contains("1, 2, 3") ?? false)
        #expect(try #require(model).evaluate("d", ["x": 3]).rows.map { $0.map(\.name) } == [["a"]])
        #expect(try #require(model).evaluate("d", ["x": -3]).rows.isEmpty)
    }

    @Test("In Operaton's dialect types convert, and cells know the input by its own name")
    func operatonConversions() throws {
        let input = """
            <input id="i1" camunda:inputVariable="amount">
            <inputExpression typeRef="integer"><text>x</text></inputExpression></input>
            """
        let (model, diagnostics) = table(
            policy: "FIRST", inputs: input,
            outputs: "<output id=\"o1\" name=\"a\" typeRef=\"string\"/>",
            rules: [(["amount > 5"], ["amount * 2"])], dialect: .operaton)
        #expect(diagnostics.isEmpty)
        let row = try #require(model).evaluate("d", ["x": "7"]).rows
        // Outputs see variables, not the cell's name for the input.
        #expect(row == [[DecisionResult.Entry(name: "a", value: nil, typeReference: "string")]])
        #expect(throws: DecisionError.self) { try #require(model).evaluate("d", ["x": "seven"]) }
    }
}

@Suite struct DecisionModelTests {
    @Test("Every problem of a model is told with its line, element and cure")
    func diagnostics() {
        let (_, diagnostics) = model(
            """
            <decision id="a" name="A"><variable name="A"/>
            <informationRequirement><requiredDecision href="#nowhere"/></informationRequirement>
            <literalExpression id="e1"><text>1 +</text></literalExpression></decision>
            <decision id="b" name="B"><variable name="B"/>
            <decisionTable hitPolicy="SOMETIMES"><input id="i"><inputExpression><text>(</text></inputExpression></input>
            <output id="o" name="o"/><rule id="r"><inputEntry><text>-</text></inputEntry></rule></decisionTable>
            </decision>
            """)
        let found = diagnostics.map { "\($0.line ?? 0) \($0.elementID ?? "") \($0.rule)" }
        #expect(
            found == [
                "4 a requirement-target", "5 e1 feel-syntax", "7 b hit-policy", "7 b feel-syntax",
                "8 r rule-entries",
            ])
        #expect(diagnostics.allSatisfy { !$0.cure.isEmpty && $0.file == "m.dmn" })
    }

    @Test(
        "What is no DMN is refused", arguments: ["<a/>", "<definitions xmlns='x'/>", "no xml", ""])
    func refused(text: String) {
        let (_, diagnostics) = DecisionModel.parse(Array(text.utf8))
        #expect(diagnostics.contains { $0.severity == .error })
    }

    @Test("Decisions that need each other are refused")
    func cycle() {
        let (_, diagnostics) = model(
            """
            <decision id="a" name="A"><variable name="A"/>
            <informationRequirement><requiredDecision href="#b"/></informationRequirement>
            <literalExpression><text>B</text></literalExpression></decision>
            <decision id="b" name="B"><variable name="B"/>
            <informationRequirement><requiredDecision href="#a"/></informationRequirement>
            <literalExpression><text>A</text></literalExpression></decision>
            """)
        #expect(Set(diagnostics.map(\.rule)) == ["requirement-cycle"])
    }

    @Test("Required decisions are evaluated once, and before those that need them")
    func requirements() throws {
        let (model, _) = model(
            """
            <inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>
            <decision id="a" name="A"><variable name="A"/>
            <informationRequirement><requiredInput href="#x"/></informationRequirement>
            <literalExpression><text>x * 2</text></literalExpression></decision>
            <decision id="b" name="B"><variable name="B"/>
            <informationRequirement><requiredDecision href="#a"/></informationRequirement>
            <literalExpression><text>A + 1</text></literalExpression></decision>
            <decision id="c" name="C"><variable name="C" typeRef="number"/>
            <informationRequirement><requiredDecision href="#a"/></informationRequirement>
            <informationRequirement><requiredDecision href="#b"/></informationRequirement>
            <literalExpression><text>A + B</text></literalExpression></decision>
            """)
        let result = try #require(model).evaluate("c", ["x": 5])
        #expect(result.value == 21)
        #expect(result.evaluations.map(\.decisionID) == ["a", "b", "c"])
        #expect(model?.decisions.map(\.requiredDecisions) == [[], ["a"], ["a", "b"]])
    }

    @Test("In Operaton's dialect outputs of required decisions are variables by their names")
    func operatonRequirements() throws {
        let (model, diagnostics) = model(
            """
            <decision id="season" name="Season"><decisionTable id="t1">
            <input id="i1"><inputExpression typeRef="integer"><text>temperature</text></inputExpression></input>
            <output id="o1" name="season" typeRef="string"/>
            <rule id="r1"><inputEntry><text>&gt; 20</text></inputEntry><outputEntry><text>"Summer"</text></outputEntry></rule>
            </decisionTable></decision>
            <decision id="dish" name="Dish" camunda:historyTimeToLive="P30D" camunda:versionTag="v1">
            <informationRequirement><requiredDecision href="#season"/></informationRequirement>
            <decisionTable id="t2"><input id="i2"><inputExpression><text>season</text></inputExpression></input>
            <output id="o2" name="dish"/>
            <rule id="r2"><inputEntry><text>"Summer"</text></inputEntry><outputEntry><text>"Salad"</text></outputEntry></rule>
            </decisionTable></decision>
            """, dialect: .operaton)
        #expect(diagnostics.isEmpty)
        let result = try #require(model).evaluate("dish", ["temperature": 25])
        #expect(result.value == "Salad")
        #expect(result.evaluations.map(\.decisionID) == ["season", "dish"])
        let dish = try #require(model?.decisions.last)
        #expect(dish.historyTimeToLive == "P30D")
        #expect(dish.versionTag == "v1")
        #expect(dish.isTable && dish.isExecutable)
    }

    @Test("Knowledge models, boxed contexts and functions are called with checked arguments")
    func knowledge() throws {
        let (model, diagnostics) = model(
            """
            <businessKnowledgeModel id="k" name="twice"><variable name="twice"/><encapsulatedLogic>
            <formalParameter name="n" typeRef="number"/><literalExpression><text>n * 2</text></literalExpression>
            </encapsulatedLogic></businessKnowledgeModel>
            <decision id="d" name="D"><variable name="D"/>
            <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
            <context>
            <contextEntry><variable name="base"/><literalExpression><text>twice(4)</text></literalExpression></contextEntry>
            <contextEntry><variable name="more"/><functionDefinition><formalParameter name="a"/>
            <literalExpression><text>a + base</text></literalExpression></functionDefinition></contextEntry>
            <contextEntry><variable name="wrong"/><literalExpression><text>twice("x")</text></literalExpression></contextEntry>
            <contextEntry><literalExpression><text>[more(1), wrong]</text></literalExpression></contextEntry>
            </context></decision>
            """)
        #expect(diagnostics.isEmpty)
        #expect(try #require(model).evaluate("d") { _ in nil }.value == [9, nil])
    }

    @Test("An unknown decision is an error")
    func unknown() throws {
        let (model, _) = model("")
        let error = #expect(throws: DecisionError.self) {
            try #require(model).evaluate("nothing") { _ in nil }
        }
        #expect(error?.reason == .unknownDecision)
    }
}
