import DMN
import Diagnostics
import FEEL
import Testing

/// A language of words: `NAME` gives a variable, `NAME=TEXT` compares, `!TEXT` fails.
private struct Words: CellExpressionCompiler {
    let scriptLanguages: Set<String> = ["words"]

    func compile(_ text: String, language: String) throws -> (any CellExpression)? { nil }

    func advice(onLanguage language: String) -> String? {
        language == "groovy" ? "Write it in words." : nil
    }

    static func run(_ script: DecisionScript) -> DecisionScriptAnswer {
        let source = script.source
        if source.hasPrefix("!") { return .failure("wrong: \(source.dropFirst())") }
        let parts = source.split(separator: "=").map(String.init)
        let value = script.variables.first { $0.name == parts.first }?.value ?? .null
        return .value(parts.count < 2 ? value : .boolean(value.string == parts[1]))
    }
}

@Suite struct DecisionScriptTests {
    private func model(
        _ body: String, dialect: DecisionModel.Dialect = .operaton
    ) throws -> (model: DecisionModel, problems: [String]) {
        let text = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="M"
                namespace="n" xmlns:camunda="http://camunda.org/schema/1.0/dmn">\(body)</definitions>
            """
        let (model, diagnostics) = DecisionModel.parse(
            Array(text.utf8), dialect: dialect, foreign: Words())
        return (try #require(model), diagnostics.map { "\($0.rule): \($0.cure)" })
    }

    /// A table of an input `x`; each rule its cell and output, all in the language of words.
    private func table(
        policy: String = "FIRST", variable: String? = nil,
        _ rules: [(cell: String, output: String)],
        second: [String]? = nil
    ) throws -> DecisionModel {
        let language = "expressionLanguage=\"words\""
        let rows = rules.enumerated().map { index, rule in
            """
            <rule id="r\(index)"><inputEntry id="c\(index)" \(language)><text>\(rule.cell)</text>
            </inputEntry>
            \(second.map { "<inputEntry id=\"e\(index)\" \(language)><text>\($0[index])</text></inputEntry>" } ?? "")
            <outputEntry id="o\(index)" \(language)><text>\(rule.output)</text></outputEntry></rule>
            """
        }
        let name = variable.map { "camunda:inputVariable=\"\($0)\"" } ?? ""
        let other =
            second == nil
            ? "" : "<input id=\"j\"><inputExpression><text>y</text></inputExpression></input>"
        return try model(
            """
            <decision id="d" name="D"><decisionTable id="t" hitPolicy="\(policy)">
            <input id="i" \(name)><inputExpression><text>x</text></inputExpression></input>\(other)
            <output id="o" name="o"/>\(rows.joined())</decisionTable></decision>
            """
        ).model
    }

    private func evaluate(
        _ model: DecisionModel, _ variables: [String: FEELValue]
    ) async throws -> (value: FEELValue, rounds: [[String]]) {
        var answers: [DecisionScript: DecisionScriptAnswer] = [:]
        var rounds: [[String]] = []
        while true {
            let attempt = try model.attempt("d", in: EvaluationSession(), answers: answers) {
                variables[$0]
            }
            switch attempt {
            case .done(let result): return (result.value, rounds)
            case .needs(let scripts):
                rounds.append(scripts.map(\.source))
                for script in scripts { answers[script] = Words.run(script) }
            }
        }
    }

    @Test(
        "Cells see the value as cellInput or under its own name, and all variables; outputs do not")
    func cells() async throws {
        let plain = try table([("cellInput=a", "x"), ("x=b", "y"), ("-", "cellInput")])
        #expect(try await evaluate(plain, ["x": "a"]).value == "a")
        #expect(try await evaluate(plain, ["x": "b", "y": "z"]).value == "z")
        #expect(try await evaluate(plain, ["x": "c"]).value == nil)
        let named = try table(variable: "my", [("my=a", "x"), ("cellInput=a", "!no")])
        #expect(try await evaluate(named, ["x": "a"]).value == "a")
        #expect(try await evaluate(named, ["x": "b", "cellInput": "c"]).value == nil)
    }

    @Test("A cell matches where its script gives true, not what merely resembles it")
    func truth() async throws {
        let table = try table(policy: "COLLECT", [("t", "one"), ("x=a", "x"), ("", "x")])
        #expect(try await evaluate(table, ["x": "a", "t": "true"]).value == ["a", "a"])
        #expect(try await evaluate(table, ["x": "a", "t": 1]).value == ["a", "a"])
        #expect(try await evaluate(table, ["x": "a", "t": true, "one": 1]).value == [1, "a", "a"])
    }

    @Test("The scripts of all rules are asked for together, each once")
    func rounds() async throws {
        let model = try table(
            policy: "COLLECT", [("x=a", "y"), ("x=a", "y"), ("x=b", "y"), ("-", "x")],
            second: ["y=1", "y=2", "y=3", "-"])
        let (value, rounds) = try await evaluate(model, ["x": "a", "y": "2"])
        #expect(value == ["2", "a"])
        #expect(rounds == [["x=a", "x=b"], ["y=1", "y=2"], ["y", "x"]])
    }

    @Test("A script that fails ends the evaluation, unless nothing asks for it")
    func failures() async throws {
        let model = try table([("x=a", "x"), ("x=b", "!broken")])
        #expect(try await evaluate(model, ["x": "a"]).value == "a")
        let failure = await #expect(throws: DecisionError.self) {
            _ = try await evaluate(model, ["x": "b"])
        }
        #expect(failure?.message == "wrong: broken" && failure?.elementID == "o1")
        // Without what runs scripts there is no answer either.
        let other = #expect(throws: DecisionError.self) { _ = try model.evaluate("d", ["x": "a"]) }
        #expect(other?.message.contains("cannot be run here") ?? false)
    }

    @Test("An expression or an input may be a script; required decisions give it their outputs")
    func expressions() async throws {
        let (model, problems) = try model(
            """
            <decision id="d" name="D"><variable name="r" typeRef="integer"/>
            <informationRequirement><requiredDecision href="#e"/></informationRequirement>
            <literalExpression expressionLanguage="WORDS"><text>total</text></literalExpression>
            </decision>
            <decision id="e" name="E"><decisionTable id="t">
            <input id="i"><inputExpression id="ie" expressionLanguage="words" typeRef="string">
            <text>x</text></inputExpression></input>
            <output id="o" name="total" typeRef="string"/>
            <rule id="r"><inputEntry><text>"7"</text></inputEntry>
            <outputEntry><text>"12"</text></outputEntry></rule>
            </decisionTable></decision>
            """)
        #expect(problems == [])
        #expect(model.scripts.map(\.source).sorted() == ["total", "x"])
        let (value, rounds) = try await evaluate(model, ["x": 7])
        #expect(value == 12 && rounds == [["x"], ["total"]])
        #expect(try await evaluate(model, ["x": "8"]).value == nil)
    }

    @Test("Functions of knowledge models may have scripts")
    func knowledge() async throws {
        let (model, problems) = try model(
            """
            <decision id="d" name="D"><variable name="D"/>
            <knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>
            <literalExpression><text>for i in ["p", "q"] return b(i)</text></literalExpression>
            </decision>
            <businessKnowledgeModel id="b" name="b"><variable name="b"/><encapsulatedLogic>
            <formalParameter name="v"/>
            <literalExpression expressionLanguage="words"><text>v</text></literalExpression>
            </encapsulatedLogic></businessKnowledgeModel>
            """, dialect: .standard)
        #expect(problems == [])
        #expect(try await evaluate(model, [:]).value == ["p", "q"])
    }

    @Test("Another language is refused with what to do")
    func otherLanguages() throws {
        func problems(_ language: String) throws -> [String] {
            try model(
                """
                <decision id="d" name="D"><variable name="D"/>
                <literalExpression expressionLanguage="\(language)"><text>1</text></literalExpression>
                </decision>
                """
            ).problems
        }
        #expect(try problems("Groovy") == ["expression-language: Write it in words."])
        #expect(
            try problems("python")
                == ["expression-language: Write the expression in FEEL or JUEL."])
    }
}
