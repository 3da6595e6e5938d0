import Foundation
import Testing

/// What `engine-server test` tells of the decisions of a scenario.
@Suite("Decisions in scenarios")
struct DecisionScenarioTests {
    /// A process that asks the decision `kies` again whenever its task is done.
    private static let process = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
          <process id="p" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="kies"/>
            <businessRuleTask id="kies" camunda:decisionRef="kies"
                camunda:resultVariable="keuze" camunda:mapDecisionResult="singleResult"/>
            <sequenceFlow id="f1" sourceRef="kies" targetRef="taak"/>
            <userTask id="taak"/>
            <sequenceFlow id="f2" sourceRef="taak" targetRef="kies"/>
          </process>
        </definitions>
        """

    /// A table with cells in FEEL, JavaScript and JUEL, and a decision that it needs.
    private static let table = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
            namespace="t">
          <decision id="soort" name="Soort">
            <decisionTable hitPolicy="UNIQUE">
              <input id="i0" label="Brief">
                <inputExpression typeRef="string"><text>brief</text></inputExpression>
              </input>
              <output id="o0" name="soort" typeRef="string"/>
              <rule id="b1"><inputEntry id="e1"><text>"boos"</text></inputEntry>
                <outputEntry id="x1"><text>"klacht"</text></outputEntry></rule>
              <rule id="b2"><inputEntry id="e2"><text>not("boos")</text></inputEntry>
                <outputEntry id="x2"><text>"bezwaar"</text></outputEntry></rule>
            </decisionTable>
          </decision>
          <decision id="kies" name="Kies">
            <informationRequirement><requiredDecision href="#soort"/></informationRequirement>
            <decisionTable hitPolicy="FIRST">
              <input id="i1" label="Soort">
                <inputExpression typeRef="string"><text>soort</text></inputExpression>
              </input>
              <input id="i2" label="Bedrag">
                <inputExpression typeRef="integer"><text>bedrag</text></inputExpression>
              </input>
              <output id="o1" name="uit" typeRef="string"/>
              <rule id="r1"><inputEntry id="c1"><text>"klacht"</text></inputEntry>
                <inputEntry id="c2"><text>-</text></inputEntry>
                <outputEntry id="y1"><text>"a"</text></outputEntry></rule>
              <rule id="r2"><inputEntry id="c3"><text>"bezwaar"</text></inputEntry>
                <inputEntry id="c4" expressionLanguage="javascript">
                  <text>cellInput &gt; 500</text></inputEntry>
                <outputEntry id="y2"><text>"b"</text></outputEntry></rule>
              <rule id="r3"><inputEntry id="c5"><text>"bezwaar"</text></inputEntry>
                <inputEntry id="c6" expressionLanguage="juel">
                  <text>${cellInput &gt; 400}</text></inputEntry>
                <outputEntry id="y3"><text>"c"</text></outputEntry></rule>
              <rule id="r4"><inputEntry id="c7"><text>-</text></inputEntry>
                <inputEntry id="c8"><text>&lt; 400</text></inputEntry>
                <outputEntry id="y4" expressionLanguage="javascript">
                  <text>soort + " " + bedrag</text></outputEntry></rule>
            </decisionTable>
          </decision>
        </definitions>
        """

    /// Plays steps after a start with a letter and an amount.
    private func play(
        _ steps: String, _ options: String..., body: (ProgramRun) -> Void
    ) throws {
        let scenario = """
            scenario: Keuze
            process: p
            start: { variables: { brief: net, bedrag: 200 } }
            steps:
            \(steps)
            """
        try withFolder([
            "p.bpmn": Self.process, "d.dmn": Self.table, "p.scenario.yaml": scenario,
        ]) { folder in
            body(try ProgramRun(["test"] + options + ["."], in: folder))
        }
    }

    @Test("Cells of all languages decide in scenarios, each time with the values of that moment")
    func decides() throws {
        let steps = """
              - expect: { decisions: { kies: { uit: bezwaar 200 }, soort: bezwaar } }
              - complete: taak
                variables: { bedrag: 900 }
                expect: { decisions: { kies: b } }
              - complete: taak
                variables: { bedrag: 450 }
                expect: { decisions: { kies: c } }
              - complete: taak
                variables: { brief: boos }
                expect: { decisions: { kies: a, soort: klacht } }
              - complete: taak
                variables: { brief: net, bedrag: 400 }
                expect: { decisions: { kies: [] } }
            """
        try play(steps) { run in
            #expect(run.code == 0, "\(run.output)")
            // A scenario that goes as it tells is one line.
            #expect(
                run.output == """
                    passed: Keuze (p.scenario.yaml): 5 steps, 5 expectations met
                    1 passed, 0 failed

                    """, "\(run.output)")
        }
    }

    @Test("Another value than expected is told with the rules that matched and why others did not")
    func explainsDeviation() throws {
        let steps = """
              - complete: taak
                variables: { bedrag: 450 }
                expect: { decisions: { kies: b } }
            """
        try play(steps) { run in
            #expect(run.code == 1)
            let account = """
                      expected: "b"
                      found:    "c"
                      decision kies (Kies) = "c"
                        input Soort = "bezwaar"
                        input Bedrag = 450
                        rule 3 (r3) matches: uit = "c"
                        rule 1 (r1) does not: Soort = "bezwaar" does not fit "klacht"
                        rule 2 (r2) does not: Bedrag = 450 does not fit cellInput > 500
                        rule 4 is not looked at: the first that matches decides
                      decision soort (Soort) = "bezwaar"
                        input Brief = "net"
                        rule 2 (b2) matches: soort = "bezwaar"
                        rule 1 (b1) does not: Brief = "net" does not fit "boos"
                """
            #expect(run.output.contains(account), "\(run.output)")
        }
    }

    @Test("A table of which no rule matches tells of each rule why")
    func explainsNothing() throws {
        let steps = """
              - complete: taak
                variables: { bedrag: 400 }
                expect: { decisions: { kies: { uit: d } } }
            """
        try play(steps) { run in
            #expect(run.code == 1)
            for line in [
                "rule 3 (r3) does not: Bedrag = 400 does not fit ${cellInput > 400}",
                "rule 4 (r4) does not: Bedrag = 400 does not fit < 400", "no rule matches",
            ] {
                #expect(run.output.contains("        \(line)\n"), "\(run.output)")
            }
        }
    }

    @Test("Where something else goes otherwise, each decision has a line")
    func summarizes() throws {
        try play("  - expect: { ended: true }") { run in
            #expect(run.code == 1)
            let lines = """
                    decisions that were made:
                      decision kies (Kies): Soort = "bezwaar", Bedrag = 200, rule 4 → "bezwaar 200"
                      decision soort (Soort): Brief = "net", rule 2 → "bezwaar"

                """
            #expect(run.output.contains(lines), "\(run.output)")
            #expect(!run.output.contains("does not fit"))
        }
    }

    @Test("--explain tells why rules did not match where all goes as told, too")
    func explains() throws {
        let steps = "  - expect: { decisions: { kies: bezwaar 200 } }"
        try play(steps, "--explain") { run in
            #expect(run.code == 0)
            #expect(
                run.output.contains(
                    "    rule 2 (r2) does not: Bedrag = 200 does not fit cellInput > 500\n"),
                "\(run.output)")
        }
        try play(steps) { run in #expect(!run.output.contains("does not fit")) }
    }

    @Test("Of a large table those rules are told that came furthest, and how many fail elsewhere")
    func boundsAccounts() throws {
        let rules = (1...60).map { number in
            // Every second rule fails at the second input only.
            """
            <rule id="r\(number)">
              <inputEntry id="a\(number)"><text>"\(number % 2 == 0 ? "x" : "y")"</text></inputEntry>
              <inputEntry id="b\(number)"><text>\(number)</text></inputEntry>
              <outputEntry id="o\(number)"><text>\(number)</text></outputEntry></rule>
            """
        }
        let table = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
                namespace="t">
              <decision id="kies" name="Kies"><decisionTable hitPolicy="UNIQUE">
                <input id="i1"><inputExpression typeRef="string"><text>soort</text></inputExpression>
                </input>
                <input id="i2"><inputExpression typeRef="integer"><text>nummer</text>
                </inputExpression></input>
                <output id="o" name="uit" typeRef="integer"/>
                \(rules.joined())
              </decisionTable></decision>
            </definitions>
            """
        let scenario = """
            scenario: Groot
            process: p
            start: { variables: { soort: x, nummer: 100 } }
            steps:
              - expect: { decisions: { kies: 1 } }
            """
        try withFolder([
            "p.bpmn": Self.process, "d.dmn": table, "p.scenario.yaml": scenario,
        ]) { folder in
            let run = try ProgramRun(["test", "."], in: folder)
            #expect(run.code == 1)
            let told = run.output.components(separatedBy: "does not: nummer = 100 does not fit")
            #expect(told.count == 26, "\(run.output)")
            #expect(run.output.contains("rule 2 (r2) does not"))
            #expect(!run.output.contains("rule 1 (r1) does not"))
            #expect(
                run.output.contains("  35 other rules do not: 30 at soort, 5 at nummer\n"),
                "\(run.output)")
        }
    }
}
