import Diagnostics
import JSONTree
import ProcessEngine
import ScriptHost
import Testing

/// JavaScript in decisions, as the reference answers `/evaluate` and a business rule task.
@Suite("Scripts of decisions", .timeLimit(.minutes(3)))
struct DecisionScriptTests {
    private static func file(_ body: String) -> String {
        """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n"
            xmlns:camunda="http://camunda.org/schema/1.0/dmn">\(body)</definitions>
        """
    }

    private static func expression(_ script: String, type: String?) -> String {
        let type = type.map { " typeRef=\"\($0)\"" } ?? ""
        return file(
            """
            <decision id="d" name="d"><variable name="r"\(type)/>
            <literalExpression expressionLanguage="javascript"><text><![CDATA[\(script)]]></text>
            </literalExpression></decision>
            """)
    }

    /// Evaluates the decision `d`; the result's entry, or the message of the failure.
    private func answer(
        _ model: String, _ variables: JSON = [:], limits: ScriptLimits = ScriptLimits()
    ) async throws -> (entries: [JSON], message: String?) {
        let engine = try ScriptedEngine(limits: limits, unsupported: .refuse)
        let deployed = await engine.deploy([("m.dmn", model)])
        if deployed.status != 200 { return ([], deployed.json["message"]?.stringValue ?? "") }
        let (status, json) = await engine.ask(
            "POST", "/decision-definition/key/d/evaluate", ["variables": variables])
        if status != 200 { return ([], json["message"]?.stringValue ?? "") }
        return (json.arrayValue ?? [], nil)
    }

    @Test(
        "An expression sees the variables, and its value takes the type of the decision",
        arguments: [
            ("1+1", nil, ["type": .null, "value": 2, "valueInfo": .null]),
            ("1/2", nil, ["type": .null, "value": 0.5, "valueInfo": .null]),
            ("'a' + s", nil, ["type": .null, "value": "ab", "valueInfo": .null]),
            ("x * 2", nil, ["type": .null, "value": 42, "valueInfo": .null]),
            ("null", nil, ["type": "Null", "value": .null, "valueInfo": [:]]),
            ("undefined", nil, ["type": "Null", "value": .null, "valueInfo": [:]]),
            ("// nothing", nil, ["type": "Null", "value": .null, "valueInfo": [:]]),
            ("x > 3", nil, ["type": .null, "value": true, "valueInfo": .null]),
            ("var y = 3; y * y", nil, ["type": .null, "value": 9, "valueInfo": .null]),
            (
                "function f(a) { return a + 1 }; f(2)", nil,
                ["type": .null, "value": 3, "valueInfo": .null]
            ),
            ("if (b) 'yes'; else 'no'", nil, ["type": .null, "value": "yes", "valueInfo": .null]),
            ("[1, 2]", nil, ["type": .null, "value": [1, 2], "valueInfo": .null]),
            ("({a: 1})", nil, ["type": .null, "value": ["a": 1], "valueInfo": .null]),
            ("2+2", "string", ["type": "String", "value": "4", "valueInfo": [:]]),
            ("'12'", "integer", ["type": "Integer", "value": 12, "valueInfo": [:]]),
            ("'true'", "boolean", ["type": "Boolean", "value": true, "valueInfo": [:]]),
            ("1", "double", ["type": "Double", "value": 1.0, "valueInfo": [:]]),
            ("2", "long", ["type": "Long", "value": 2, "valueInfo": [:]]),
            (
                "'2020-01-02T03:04:05'", "date",
                ["type": "Date", "value": "2020-01-02T03:04:05.000+0000", "valueInfo": [:]]
            ),
            ("typeof execution", nil, ["type": .null, "value": "undefined", "valueInfo": .null]),
            (
                "variableContext.resolve('x').getValue()", nil,
                ["type": .null, "value": 21, "valueInfo": .null]
            ),
            ("java.lang.Math.max(1, 2)", nil, ["type": .null, "value": 2, "valueInfo": .null]),
            ("j.prop('y').numberValue()", nil, ["type": .null, "value": 5, "valueInfo": .null]),
            ("j.y", nil, ["type": "Null", "value": .null, "valueInfo": [:]]),
            ("d.getTime()", nil, ["type": .null, "value": 1_577_836_800_000, "valueInfo": .null]),
        ] as [(String, String?, JSON)])
    func expressions(_ script: String, _ type: String?, _ expected: JSON) async throws {
        let (entries, message) = try await answer(
            Self.expression(script, type: type),
            [
                "x": ["value": 21, "type": "Integer"], "s": ["value": "b"], "b": ["value": true],
                "j": ["value": "{\"y\":5}", "type": "Json"],
                "d": ["value": "2020-01-01T00:00:00.000+0000", "type": "Date"],
            ])
        #expect(message == nil)
        #expect(entries == [["r": expected]])
    }

    @Test(
        "A script that fails, or a value that does not fit the type, fails the evaluation by name",
        arguments: [
            ("nope", nil, "nope"), ("throw new Error('boom')", nil, "boom"), ("1 +", nil, "Syntax"),
            ("3.7", "integer", "'integer'"), ("'x'", "integer", "'integer'"),
            ("1", "boolean", "'boolean'"), ("while (true) {}", nil, "longer than 300 ms"),
        ] as [(String, String?, String)])
    func failures(_ script: String, _ type: String?, _ part: String) async throws {
        let message = try await answer(
            Self.expression(script, type: type), limits: ScriptLimits(time: .milliseconds(300))
        ).message
        #expect(message?.contains(part) ?? false, "\(message ?? "")")
    }

    @Test(
        "Cells, inputs and outputs of a table",
        arguments: [
            ("x", "", "cellInput > 3", "'p'", "p"), ("x", "", "x > 3", "x + 1", 6),
            ("x", "camunda:inputVariable=\"my\"", "my > 3", "'p'", "p"),
            ("x", "", "1", "'p'", "rest"), ("x", "", "'true'", "'p'", "rest"),
            ("x", "", "inputVariableName == 'cellInput'", "'p'", "p"),
            ("x", "", "-", "'p'", "p"), ("x", "", "", "'p'", "p"),
        ] as [(String, String, String, String, JSON)])
    func cells(
        _ input: String, _ attribute: String, _ cell: String, _ output: String, _ expected: JSON
    ) async throws {
        let model = Self.file(
            """
            <decision id="d" name="d"><decisionTable id="t" hitPolicy="FIRST">
            <input id="i" \(attribute)><inputExpression id="ie"
              expressionLanguage="javascript"><text>\(input)</text></inputExpression></input>
            <output id="o" name="r"/>
            <rule id="r1"><inputEntry id="c1" expressionLanguage="javascript">
              <text><![CDATA[\(cell)]]></text></inputEntry>
              <outputEntry id="o1" expressionLanguage="javascript"><text>\(output)</text></outputEntry>
            </rule>
            <rule id="r2"><inputEntry id="c2"><text></text></inputEntry>
              <outputEntry id="o2"><text>"rest"</text></outputEntry></rule>
            </decisionTable></decision>
            """)
        let (entries, message) = try await answer(model, ["x": ["value": 5, "type": "Integer"]])
        #expect(message == nil && entries.first?["r"]?["value"] == expected)
    }

    @Test("Groovy is refused with what to do, and a mistake of syntax is warned of")
    func deployment() async throws {
        let groovy = Self.expression("1", type: nil).replacing("javascript", with: "groovy")
        let refused = try await answer(groovy).message
        #expect(refused?.contains("'groovy' cannot be evaluated here") ?? false)
        let check = ModelCheck(scriptLanguages: ["javascript"])
        let problems = check.problems(
            of: NewDeployment.Resource(name: "m.dmn", content: Array(groovy.utf8)))
        #expect(
            problems?.diagnostics.map(\.cure) == ["Write it in FEEL or JavaScript."])
        let engine = try ScriptedEngine()
        let deployed = await engine.deploy([("m.dmn", Self.expression("1 +", type: nil))])
        let warnings = deployed.json["diagnostics"]?.arrayValue ?? []
        #expect(warnings.map { $0["rule"]?.stringValue } == ["script-syntax"])
        #expect(warnings.first?["line"]?.intValue == 3)
    }

    @Test("A business rule task runs the scripts of its decision")
    func task() async throws {
        let engine = try ScriptedEngine()
        let process = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
              <process id="p" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
                <businessRuleTask id="t" camunda:decisionRef="d" camunda:resultVariable="result"
                  camunda:mapDecisionResult="singleEntry"/>
                <sequenceFlow id="f2" sourceRef="t" targetRef="u"/><userTask id="u"/>
              </process>
            </definitions>
            """
        _ = await engine.deploy([
            ("m.dmn", Self.expression("6 * 7", type: "integer")), ("p.bpmn", process),
        ])
        let started = await engine.start()
        #expect(started.status == 200)
        let found = await InstanceState(engine: engine).read(
            started.json["id"]?.stringValue ?? "")
        #expect(found["variables"]?["result"] == ["Integer", 42])
    }
}
