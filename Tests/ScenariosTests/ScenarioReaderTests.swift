import Diagnostics
import Foundation
import JSONTree
import Testing

@testable import Scenarios

@Suite struct ScenarioReaderTests {
    @Test("The scenarios of the demo are read without a problem")
    func readsDemo() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "processes/generieke-zaak/scenarios")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count == 4)
        for name in names {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            let (scenario, problems) = ScenarioReader().read(text, file: name)
            #expect(problems.map(\.description) == [])
            #expect(scenario?.process == "generieke-zaak")
        }
    }

    @Test("Steps keep their order, their lines and what they expect")
    func readsSteps() throws {
        let (scenario, problems) = ScenarioReader().read(
            """
            scenario: Proef
            process: p
            start: {at: 2026-03-02T09:00:00+01:00, variables: {a: 1}}
            steps:
              - complete: t
                variables: {b: true}
                expect: {waiting: [u], ended: false}
              - advance: P1D
            """, file: "p.scenario.yaml")
        #expect(problems.isEmpty)
        let read = try #require(scenario)
        #expect(read.startsAt == 1_772_438_400_000)
        #expect(read.variables == ["a": 1])
        #expect(read.steps.map(\.line) == [5, 8])
        #expect(read.steps.first?.action == .complete(task: "t", variables: ["b": true]))
        #expect(read.steps.first?.expectations.map(\.fact) == [.waiting(["u"]), .ended(false)])
        #expect(read.steps.last?.action == .advance("P1D"))
    }

    static let mistakes: [(String, String, Int)] = [
        ("a: [", "scenario-syntax", 2),
        ("- a", "scenario-form", 1),
        ("process: p\nstap: 1\nsteps: []", "scenario-key", 2),
        ("scenario: s\nsteps: []", "scenario-text", 1),
        ("scenario: s\nprocess: p", "scenario-steps", 1),
        ("scenario: s\nprocess: p\nsteps:\n  - {complete: a, advance: P1D}", "scenario-action", 4),
        ("scenario: s\nprocess: p\nsteps:\n  - expect: {waitng: [a]}", "scenario-expectation", 4),
        ("scenario: s\nprocess: p\nsteps:\n  - expect: {ended: ja}", "scenario-expectation", 4),
        ("scenario: s\nprocess: p\nstart: {at: gisteren}\nsteps: []", "scenario-moment", 3),
    ]

    @Test("A mistake is told with its line and what to do", arguments: mistakes)
    func tellsMistakes(text: String, rule: String, line: Int) throws {
        let (scenario, problems) = ScenarioReader().read(text, file: "x.scenario.yaml")
        #expect(scenario == nil)
        let problem = try #require(problems.first { $0.rule == rule })
        #expect(problem.line == line)
        #expect(problem.file == "x.scenario.yaml")
        #expect(!problem.cure.isEmpty)
    }
}
