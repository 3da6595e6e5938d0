import Diagnostics
import Foundation
import JSONTree
import ProcessEngine
import ProcessValues
import Testing

@testable import Scenarios

@Suite("Reading scenario files")
struct ScenarioReaderTests {
    private func read(_ text: String) -> (Scenario?, [Diagnostic]) {
        ScenarioReader().read(Array(text.utf8), file: "x.scenario.yaml")
    }

    @Test("The scenarios of the demo are read without a problem")
    func readsDemo() throws {
        let folder = projectRoot.appending(path: "processes/generieke-zaak/scenarios")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count >= 4)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            let (scenario, problems) = ScenarioReader().read(bytes, file: name)
            #expect(problems.map(\.description) == [])
            #expect(scenario?.process.text == "generieke-zaak")
        }
    }

    @Test("Steps keep their order, their lines and what they expect")
    func readsSteps() throws {
        let (scenario, problems) = read(
            """
            scenario: Proef
            process: p
            start:
              at: 2026-03-02T09:00:00+01:00
              variables: { a: 1, b: { type: Date, value: 2026-03-02T09:00:00+01:00 } }
            steps:
              - complete: t
                by: jan
                variables: { c: true }
                expect: { waiting: [u], ended: false }
              - advance: P1D
            """)
        #expect(problems == [])
        let read = try #require(scenario)
        let nine = Instant(milliseconds: 1_772_438_400_000)
        #expect(read.start.at == nine)
        #expect(
            read.start.variables == [
                VariableInput("a", .integer(1)), VariableInput("b", .date(nine)),
            ])
        #expect(read.steps.map(\.line) == [7, 11])
        #expect(read.steps.first?.user == "jan")
        #expect(
            read.steps.first?.action
                == .complete(
                    .init(text: "t", line: 7), variables: [VariableInput("c", .boolean(true))]))
        #expect(
            read.steps.first?.expectations.map(\.fact) == [
                .waiting([.init(text: "u", line: 10)]), .ended(false),
            ])
        #expect(read.steps.last?.action == .advance(.by("P1D")))
    }

    static let mistakes: [(text: String, rule: String, line: Int)] = [
        ("a: [", "scenario-syntax", 2),
        ("- a", "scenario-type", 1),
        ("process: p\nstap: 1\nsteps: []", "scenario-unknown-key", 2),
        ("scenario: s\nsteps: [{advance: P1D}]", "scenario-missing", 1),
        ("scenario: s\nprocess: p", "scenario-missing", 1),
        ("scenario: s\nprocess: p\nsteps: []", "scenario-type", 3),
        ("scenario: s\nprocess: p\nsteps: {a: 1}", "scenario-type", 3),
        ("scenario: s\nprocess: p\nsteps:\n  - {complete: a, advance: P1D}", "scenario-action", 4),
        ("scenario: s\nprocess: p\nsteps:\n  - advance: P1D\n    by: jan", "scenario-action", 5),
        ("scenario: s\nprocess: p\nsteps:\n  - name: niets", "scenario-step", 4),
        ("scenario: s\nprocess: p\nsteps:\n  - advance: 14 dagen", "scenario-period", 4),
        (
            "scenario: s\nprocess: p\nsteps:\n  - expect: {waitng: [a]}", "scenario-unknown-key",
            4
        ),
        ("scenario: s\nprocess: p\nsteps:\n  - expect: {ended: ja}", "scenario-type", 4),
        ("scenario: s\nprocess: p\nsteps:\n  - expect: {waiting: a}", "scenario-type", 4),
        ("scenario: s\nprocess: p\nsteps:\n  - expect: {refused: a}", "scenario-action", 4),
        (
            "scenario: s\nprocess: p\nsteps:\n  - expect: {portalTasks: {a: klaar}}",
            "scenario-portal-status", 4
        ),
        (
            "scenario: s\nprocess: p\nsteps:\n  - expect:\n      tasks:\n        a: {groep: x}",
            "scenario-unknown-key", 6
        ),
        (
            "scenario: s\nprocess: p\nsteps:\n  - external: a\n    failure: x\n    error: y",
            "scenario-action", 4
        ),
        (
            "scenario: s\nprocess: p\nstart: {at: gisteren}\nsteps: [{advance: P1D}]",
            "scenario-moment", 3
        ),
        (
            "scenario: s\nprocess: p\nstart: {document: {a: 1}}\nsteps: [{advance: P1D}]",
            "scenario-document", 3
        ),
        (
            "scenario: s\nprocess: p\ntimezone: Europa/Amsterdam\nsteps: [{advance: P1D}]",
            "scenario-timezone", 3
        ),
        (
            "scenario: s\nprocess: p\nstart:\n  variables:\n    a: {type: Datum, value: 1}\n"
                + "steps: [{advance: P1D}]", "scenario-variable", 5
        ),
    ]

    @Test("A mistake is told with its line and what to do", arguments: mistakes)
    func tellsMistakes(text: String, rule: String, line: Int) throws {
        let (scenario, problems) = read(text)
        #expect(scenario == nil)
        let problem = try #require(
            problems.first { $0.rule == rule }, "\(problems.map(\.description))")
        #expect(problem.line == line)
        #expect(problem.file == "x.scenario.yaml")
        #expect(!problem.cure.isEmpty)
    }

    @Test("A word that is nearly a known one is taken for it in the cure")
    func suggests() {
        let (_, problems) = read("scenario: s\nproces: p\nsteps: [{advance: P1D}]")
        #expect(problems.contains { $0.cure.contains("Did you mean \"process\"?") })
    }

    @Test("What is no UTF-8 is refused")
    func refusesOtherEncodings() {
        let (scenario, problems) = ScenarioReader().read([0xFF, 0xFE], file: "x")
        #expect(scenario == nil)
        #expect(problems.map(\.rule) == ["scenario-encoding"])
    }
}

/// The folder of the package.
let projectRoot = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
