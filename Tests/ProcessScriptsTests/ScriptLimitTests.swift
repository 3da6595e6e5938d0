import JSONTree
import ProcessEngine
import ScriptHost
import Synchronization
import Testing

@Suite("Limits of scripts", .timeLimit(.minutes(3)))
struct ScriptLimitTests {
    private static func model(_ script: String, format: String = "javascript") -> String {
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
          <error id="any" errorCode="java.lang.Throwable"/>
          <process id="p" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <scriptTask id="t" scriptFormat="\(format)" camunda:resultVariable="result">
              <script><![CDATA[\(script)]]></script>
            </scriptTask>
            <boundaryEvent id="b" attachedToRef="t"><errorEventDefinition errorRef="any"/></boundaryEvent>
            <sequenceFlow id="f3" sourceRef="b" targetRef="c"/><userTask id="c"/>
            <sequenceFlow id="f2" sourceRef="t" targetRef="u"/><userTask id="u"/>
          </process>
        </definitions>
        """
    }

    @Test(
        "A script that loops or eats memory fails its own step, named, and others go on",
        arguments: [
            ("while (true) {}", "took longer than 400 ms"),
            (
                "/^(([a-z])+.)+[A-Z]([a-z])+$/.test('\(String(repeating: "a", count: 60))')",
                "took longer"
            ),
            ("var o = {}; for (var i = 0; ; i++) o['k' + i] = { i: i }", ""),
        ])
    func limits(script: String, message: String) async throws {
        let engine = try ScriptedEngine(
            limits: ScriptLimits(time: .milliseconds(400), memory: 64 << 20))
        _ = await engine.deploy([("p.bpmn", Self.model(script))])
        let answer = await engine.start()
        _ = await engine.deploy([("p.bpmn", Self.model("20 + 22"))])
        #expect(answer.status == 500)
        let told = answer.json["message"]?.stringValue ?? ""
        #expect(told.contains(message) && told.contains("activity 't'"), "\(told)")
        let other = await engine.start()
        #expect(other.status == 200)
        let found = await InstanceState(engine: engine).read(
            other.json["id"]?.stringValue ?? "")
        #expect(found["variables"]?["result"] == ["Integer", 42])
    }

    @Test("A script that a loop runs again and again without a wait is answered with the loop")
    func endless() async throws {
        let engine = try ScriptedEngine(maximumSteps: 10_000)
        let model = Self.model("1").replacing(
            "<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"u\"/><userTask id=\"u\"/>",
            with: "<sequenceFlow id=\"f2\" sourceRef=\"t\" targetRef=\"t\"/>")
        _ = await engine.deploy([("p.bpmn", model)])
        let answer = await engine.start()
        #expect(answer.status == 500)
        #expect(answer.json["type"] == "ProcessEngineException")
        #expect(answer.json["message"]?.stringValue?.contains("goes round in: t") == true)
    }

    @Test("A script that fails names its mistake and its line")
    func lines() async throws {
        let engine = try ScriptedEngine()
        _ = await engine.deploy([
            ("p.bpmn", Self.model("\nnull.x").replacing("java.lang.Throwable", with: "none"))
        ])
        let told = await engine.start().json["message"]?.stringValue ?? ""
        #expect(told.contains("TypeError: null is not an object") && told.contains("(line 2)"))
    }

    @Test("What a script prints goes to the log under the name of its element")
    func printing() async throws {
        let box = Lines()
        let engine = try ScriptedEngine(printed: { box.add("\($0): \($1)") })
        _ = await engine.deploy([("p.bpmn", Self.model("print('a', 1); console.log({a: 1})"))])
        _ = await engine.start()
        #expect(box.all == ["t: a 1", "t: [object Object]"])
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    @Test(
        "A script in a language that nothing runs is refused with what to do",
        arguments: [("groovy", "JavaScript or FEEL"), ("text/javascript", "(javascript)")])
    func refusal(format: String, cure: String) async throws {
        let engine = try ScriptedEngine(unsupported: .refuse)
        let answer = await engine.deploy([("p.bpmn", Self.model("1", format: format))])
        #expect(answer.status >= 400)
        let text = answer.json.serializedText
        #expect(text.contains("A script in \(format)") && text.contains(cure), "\(text)")
    }

    @Test(
        "A script that will fail is deployed as the reference deploys it, with a warning",
        arguments: [
            ("var a = ;", "javascript", "script-syntax"), ("1 +", "feel", "script-syntax"),
            ("${1 +}", "juel", "script-syntax"),
        ])
    func warnings(script: String, format: String, rule: String) async throws {
        let engine = try ScriptedEngine(unsupported: .refuse)
        let answer = await engine.deploy([("p.bpmn", Self.model(script, format: format))])
        #expect(answer.status == 200)
        let told = answer.json["diagnostics"]?.arrayValue ?? []
        #expect(told.contains { $0["rule"]?.stringValue == rule }, "\(answer.json.serializedText)")
    }

    @Test("A script in a file that is not deployed is warned of, one that is there is looked at")
    func files() async throws {
        let engine = try ScriptedEngine(unsupported: .refuse)
        let model = Self.model("").replacing(
            "scriptFormat=\"javascript\"",
            with: "scriptFormat=\"javascript\" camunda:resource=\"deployment://a.js\"")
        let rules = { (answer: (status: Int, json: JSON)) in
            (answer.json["diagnostics"]?.arrayValue ?? []).compactMap { $0["rule"]?.stringValue }
        }
        let missing = await engine.deploy([("p.bpmn", model)])
        #expect(missing.status == 200 && rules(missing).contains("script-file"))
        let wrong = await engine.deploy([("p.bpmn", model), ("a.js", "if (")])
        #expect(wrong.status == 200 && rules(wrong).contains("script-syntax"))
        let right = await engine.deploy([("p.bpmn", model), ("a.js", "1")])
        #expect(right.status == 200 && rules(right).isEmpty)
    }

    @Test("Two hundred instances run their scripts side by side, each with its own variables")
    func many() async throws {
        let engine = try ScriptedEngine()
        _ = await engine.deploy([("p.bpmn", Self.model("execution.getVariable('n') * 2"))])
        let results = await withTaskGroup(of: (Int, JSON?).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let started = await engine.start([
                        "n": ["value": .integer(Int64(number)), "type": "Integer"]
                    ])
                    let id = started.json["id"]?.stringValue ?? ""
                    let state = await InstanceState(engine: engine).read(id)
                    return (number, state["variables"]?["result"])
                }
            }
            return await group.reduce(into: [Int: JSON?]()) { $0[$1.0] = $1.1 }
        }
        for number in 0..<200 {
            #expect(results[number] == .some(["Integer", .integer(Int64(number * 2))]))
        }
    }
}
