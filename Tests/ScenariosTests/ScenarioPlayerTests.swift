import Foundation
import Testing

@testable import Scenarios

@Suite("Playing scenarios")
struct ScenarioPlayerTests {
    @Test("Every scenario of the demo goes as it tells")
    func demo() async throws {
        let folder = projectRoot.appending(path: "processes/generieke-zaak").path
        let player = ScenarioPlayer(DiskFiles())
        let paths = try player.scenarios(below: folder)
        #expect(paths.count >= 4)
        for path in paths {
            let outcome = await player.play(file: path)
            #expect(outcome.isPassed, "\(outcome.account)")
            #expect(outcome.met > 0)
        }
    }

    /// Files of the examples of elements that the reference does not have.
    static let exampleFiles: [String] = {
        let folder = projectRoot.appending(path: "examples/elements").path
        let paths = try? ScenarioPlayer(DiskFiles()).scenarios(below: folder)
        return paths ?? []
    }()

    @Test("Each element that the reference lacks has a scenario that goes as it tells")
    func elementsHaveScenarios() {
        let names = Set(Self.exampleFiles.map { URL(fileURLWithPath: $0).lastPathComponent })
        for element in [
            "ad-hoc", "ad-hoc-active-elements", "complex-gateway", "data-objects", "data-store",
            "event-gateway-start", "event-gateway-start-parallel", "multi-instance-output",
            "multiple-events", "parallel-multiple-events", "receive-task-start", "standard-loop",
        ] {
            #expect(names.contains("\(element).scenario.yaml"))
        }
    }

    @Test("The examples of elements go as they tell", arguments: exampleFiles)
    func example(_ path: String) async {
        let outcome = await ScenarioPlayer(DiskFiles()).play(file: path)
        #expect(outcome.isPassed, "\(outcome.account)")
        #expect(outcome.met > 0)
    }

    /// Steps that go as they tell.
    static let right: [String] = [
        """
          - name: Een groot bedrag wordt uitgezocht
            complete: beoordelen
            by: jan
            variables: { bedrag: 101 }
            expect: { waiting: [uitzoeken], variables: { bedrag: 101, niets: null } }
          - external: uitzoeken
            variables: { uitkomst: goed }
            expect: { ended: true, passed: [uitzoeken, klaar], notReached: [niet, wachten] }
        """,
        """
          - expect:
              tasks:
                beoordelen: { name: Beoordelen, candidateGroups: [team], assignee: null, count: 1 }
          - complete: beoordelen
            variables: { bedrag: 101 }
          - external: uitzoeken
            error: AFGEWEZEN
            expect: { ended: true, passed: [niet] }
        """,
        """
          - complete: beoordelen
            variables: { bedrag: 101 }
          - external: uitzoeken
            failure: De dienst is er niet
            expect: { incidents: [uitzoeken], waiting: [uitzoeken] }
          - retry: uitzoeken
            expect: { incidents: [] }
          - external: uitzoeken
            expect: { ended: true }
        """,
        """
          - complete: beoordelen
            variables: { bedrag: 1 }
            expect:
              waiting: [wachten]
              timers: { te-laat: 2026-01-19T09:00:00+01:00 }
          - advance: P13D
            expect: { waiting: [wachten] }
          - advance: 2026-01-19T09:00:00+01:00
            expect: { ended: true, passed: [verlopen], notReached: [aangevuld] }
        """,
        """
          - complete: beoordelen
            variables: { bedrag: 1 }
          - signal: storm
            expect: { waiting: [wachten, schade] }
          - signal: storm
            expect: { waiting: [schade, wachten, schade], tasks: { schade: { count: 2 } } }
          - message: aanvulling
            variables: { a: [1, { b: 2.0 }] }
            expect: { waiting: [schade, schade], variables: { a: [1, { b: 2 }] } }
        """,
        """
          - message: aanvulling
            expect: { refused: "No process definition or execution matches", waiting: [beoordelen] }
          - set: { bedrag: 7 }
            expect: { variables: { bedrag: 7 } }
          - cancel: Vergissing
            expect: { ended: true, waiting: [] }
        """,
    ]

    @Test("What happens as told passes", arguments: right)
    func passes(steps: String) async {
        let outcome = await SmallModel.play(steps)
        #expect(outcome.isPassed, "\(outcome.account)")
    }

    @Test(
        "Days that pass are those of the process's own timers, also where the clocks change",
        arguments: ["2026-03-20T09:00:00+01:00", "2026-10-20T09:00:00+02:00"])
    func changeOfClocks(start: String) async {
        let outcome = await SmallModel.play(
            """
              - complete: beoordelen
                variables: { bedrag: 1 }
              - advance: P13DT23H
                expect: { waiting: [wachten] }
              - advance: PT1H
                expect: { ended: true }
            """, start: "{ at: \(start) }")
        #expect(outcome.isPassed, "\(outcome.account)")
    }

    /// Steps that go otherwise, and lines of the account.
    static let wrong: [(steps: String, account: [String])] = [
        (
            """
              - name: Niets gebeurt
                expect: { waiting: [wachten] }
              - advance: P1D
            """,
            [
                "FAILED: Proef (map/proef.scenario.yaml)", "  step 1 \"Niets gebeurt\", line 5:",
                "    line 6: elements that wait", "      expected: wachten",
                "      found:    beoordelen", "      waiting: beoordelen",
                "  1 later step was not played",
            ]
        ),
        (
            "  - complete: schade",
            [
                "    line 5: complete schade", "      expected: done",
                "      found:    refused: there is no open task \"schade\"; open are: beoordelen",
            ]
        ),
        (
            "  - complete: beoordelen",
            [
                "    line 5: complete beoordelen",
                "      found:    refused: Unknown property used in expression",
            ]
        ),
        (
            "  - complete: beoordelen\n    variables: { bedrag: 1 }\n"
                + "    expect: { refused: onbekend }",
            ["      expected: refused: …onbekend…", "      found:    done"]
        ),
        (
            """
              - complete: beoordelen
                variables: { bedrag: 101 }
                expect:
                  variables:
                    bedrag: 102
                    soort: klacht
                  ended: true
            """,
            [
                "    line 9: variable bedrag", "      expected: 102", "      found:    101",
                "    line 10: variable soort", "      expected: \"klacht\"",
                "      found:    not there", "    line 11: the process",
                "      expected: ended", "      found:    not ended",
                "      variables: bedrag = 101",
            ]
        ),
        (
            "  - complete: beoordelen\n    variables: { bedrag: 101 }\n"
                + "  - external: uitzoeken\n    failure: stuk",
            ["    line 7: incident at uitzoeken", "      found:    stuk"]
        ),
        (
            "  - complete: beoordelen\n    variables: { bedrag: 1 }\n    expect:\n"
                + "      timers: { te-laat: 2026-01-20T09:00:00+01:00 }\n"
                + "      passed: [wachten]\n      notReached: [keuze]",
            [
                "    line 8: timer te-laat",
                "      expected: 2026-01-20 09:00:00 Europe/Amsterdam",
                "      found:    2026-01-19 09:00:00 Europe/Amsterdam",
                "    line 9: element wachten", "      found:    waiting",
                "    line 10: element keuze", "      expected: not reached",
            ]
        ),
        (
            "  - resident: beoordelen\n    answer: { a: 1 }",
            ["the task \"beoordelen\" is not in the portal"]
        ),
        (
            "  - expect:\n      tasks:\n        beoordelen: { candidateGroups: [ander] }",
            [
                "    line 7: candidateGroups of task beoordelen", "      expected: [\"ander\"]",
                "      found:    [\"team\"]",
            ]
        ),
    ]

    @Test("What goes otherwise is told with its step, line and how things stood", arguments: wrong)
    func accounts(steps: String, account: [String]) async {
        let outcome = await SmallModel.play(steps)
        #expect(!outcome.isPassed)
        for line in account { #expect(outcome.account.contains(line), "\(outcome.account)") }
    }

    /// Names that no model has, with the rule, the line and a part of the cure.
    static let unknown: [(steps: String, rule: String, line: Int, cure: String)] = [
        ("  - complete: beoordeeln", "scenario-unknown-element", 5, "Did you mean \"beoordelen\"?"),
        ("  - complete: keuze", "scenario-no-user-task", 5, "There are: beoordelen, schade"),
        ("  - expect: { waiting: [x] }", "scenario-unknown-element", 5, "There are: "),
        ("  - message: aanvuling", "scenario-unknown-message", 5, "Did you mean \"aanvulling\"?"),
        ("  - signal: x", "scenario-unknown-signal", 5, "There are: storm"),
        (
            "  - expect: { decisions: { x: 1 } }", "scenario-unknown-decision", 5,
            "There are none"
        ),
    ]

    @Test("A name that no model has is refused before anything is played", arguments: unknown)
    func unknownNames(steps: String, rule: String, line: Int, cure: String) async {
        let outcome = await SmallModel.play(steps)
        #expect(!outcome.isPassed)
        #expect(outcome.playedSteps == 0)
        let problem = outcome.problems.first ?? ""
        #expect(problem.hasPrefix("map/proef.scenario.yaml:\(line): error:"), "\(problem)")
        #expect(problem.contains("[\(rule)]"), "\(problem)")
        #expect(problem.contains(cure), "\(problem)")
    }

    @Test("A process that goes round in a circle is told, and does not hang")
    func circle() async {
        let model = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
              <process id="aanvraag" isExecutable="true">
                <startEvent id="start"/>
                <sequenceFlow id="a" sourceRef="start" targetRef="rond"/>
                <task id="rond" camunda:asyncBefore="true"/>
                <sequenceFlow id="b" sourceRef="rond" targetRef="rond"/>
              </process>
            </definitions>
            """
        let files = MemoryFiles(files: [
            "a.bpmn": model, "a.scenario.yaml": SmallModel.scenario("  - advance: P1D"),
        ])
        let outcome = await ScenarioPlayer(files).play(file: "a.scenario.yaml")
        #expect(outcome.account.contains("goes round in a circle"), "\(outcome.account)")
    }
}

/// The files of this machine.
struct DiskFiles: FileTree {
    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }
}
