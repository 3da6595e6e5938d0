import Foundation
import Testing

/// The commands that need no server, as a person calls them.
@Suite("The commands without a server")
struct CommandTests {
    private func run(
        _ arguments: String..., in folder: URL = BuiltProgram.root
    ) throws -> ProgramRun {
        try ProgramRun(arguments, in: folder)
    }

    @Test("test plays the demo's scenarios and counts them")
    func testsDemo() throws {
        let run = try run("test", "processes/generieke-zaak")
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.hasSuffix("5 passed, 0 failed\n"))
    }

    @Test("test fails with an account where a scenario goes otherwise")
    func testsWrongScenario() throws {
        let model = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
              <process id="p" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="taak"/>
                <userTask id="taak"/>
              </process>
            </definitions>
            """
        let scenario = """
            scenario: Mis
            process: p
            steps:
              - expect: { waiting: [taak], ended: true }
            """
        try withFolder(["p.bpmn": model, "p.scenario.yaml": scenario]) { folder in
            let run = try run("test", ".", in: folder)
            #expect(run.code == 1)
            #expect(run.output.contains("FAILED: Mis (p.scenario.yaml)"), "\(run.output)")
            #expect(run.output.contains("line 4: the process\n      expected: ended"))
            #expect(run.output.hasSuffix("0 passed, 1 failed\n"))
        }
    }

    @Test("test of a folder without scenarios is an error")
    func testsNothing() throws {
        try withFolder([:]) { folder in
            let run = try run("test", ".", in: folder)
            #expect(run.code == 1)
            #expect(run.complaints.contains("holds no .scenario.yaml file"))
        }
    }

    private static let table =
        "processes/generieke-zaak/config/case/generieke-zaak/1-0-0/dmn/verzoek-routeren.dmn"

    @Test("decide prints the result as JSON and tells which rules matched and why others did not")
    func decides() throws {
        let run = try run(
            "decide", Self.table, "--input", #"{"soort": "bezwaar", "besluitMeegestuurd": false}"#)
        #expect(run.code == 0)
        #expect(run.output.contains("\"behandeltermijn\": \"P84D\""), "\(run.output)")
        #expect(run.complaints.contains("rule 2 (bezwaar-onvolledig) matches: team ="))
        #expect(
            run.complaints.contains(
                "rule 1 (bezwaar-compleet) does not: Bestreden besluit meegestuurd = false"))
    }

    @Test(
        "decide tells what is wrong with how it was called",
        arguments: [
            (["--input", "{"], "is not JSON"), (["--input", "[1]"], "is no JSON object"),
            (["--input", "@/nergens.json"], "No such file"),
            (["--decision", "x"], "has no decision 'x'; it has verzoek-routeren"),
        ])
    func decidesNothing(arguments: [String], complaint: String) throws {
        let run = try run("decide", Self.table, arguments[0], arguments[1])
        #expect(run.code == 1)
        #expect(run.complaints.contains(complaint), "\(run.complaints)")
    }

    @Test("validate accepts the demo and refuses broken files with their place")
    func validates() throws {
        let demo = try run("validate", "processes")
        #expect(demo.code == 0, "\(demo.output)")
        try withFolder([
            "a.bpmn": "<a", "b.dmn": "<definitions/>", "c.scenario.yaml": "scenario: 1",
            "p.process-link.json": "[{}]",
        ]) { folder in
            let run = try run("validate", ".", in: folder)
            #expect(run.code == 1)
            for file in ["./a.bpmn:", "./b.dmn", "./c.scenario.yaml:1:", "./p.process-link.json:"] {
                #expect(run.output.contains(file), "\(run.output)")
            }
        }
    }

    @Test("validate warns of a process link to an element that its process has not")
    func validatesLinks() throws {
        let model = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
              <process id="p" isExecutable="true">
                <startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
                <serviceTask id="t"/>
              </process>
            </definitions>
            """
        func link(_ element: String) -> String {
            """
            {"activityId": "\(element)", "activityType": "bpmn:ServiceTask:start",
             "processLinkType": "plugin", "pluginActionDefinitionKey": "set-zaakstatus",
             "actionProperties": {"statustypeUrl": "x"}}
            """
        }
        try withFolder(["p.bpmn": model, "p.process-link.json": "[\(link("t")), \(link("u"))]"]) {
            let run = try run("validate", "p.bpmn", "p.process-link.json", in: $0)
            // The link says what the task does.
            #expect(run.code == 0, "\(run.output)")
            #expect(run.output.contains("(element u) [process-link-element]"), "\(run.output)")
        }
    }
}
