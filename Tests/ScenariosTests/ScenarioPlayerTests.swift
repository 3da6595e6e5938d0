import Diagnostics
import Foundation
import JSONTree
import Testing

@testable import Scenarios

/// The files of the demo's process application.
private func demoFiles() throws -> [ApplicationFile] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "processes/generieke-zaak")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().compactMap {
        guard let bytes = try? Data(contentsOf: folder.appending(path: $0)) else { return nil }
        return ApplicationFile(name: $0, bytes: Array(bytes))
    }
}

@Suite(.timeLimit(.minutes(2))) struct ScenarioPlayerTests {
    @Test(
        "The demo's process goes as each of its scenarios tells",
        arguments: [
            "bezwaar-met-aanvulling", "inwoner-reageert-niet", "klacht-zonder-aanvulling",
            "verzoek-ingetrokken",
        ])
    func playsDemo(name: String) async throws {
        let files = try demoFiles()
        let file = try #require(files.first { $0.name == "scenarios/\(name).scenario.yaml" })
        let text = String(decoding: file.bytes, as: UTF8.self)
        let scenario = try #require(ScenarioReader().read(text, file: file.name).0)
        let outcome = await ScenarioPlayer(files).play(scenario)
        #expect(outcome.failures.map(\.description) == [])
        #expect(outcome.met >= 3)
    }

    @Test("What goes otherwise is told with the line, what was expected and what is")
    func tellsDifferences() async throws {
        let (scenario, _) = ScenarioReader().read(
            """
            scenario: Mis
            process: generieke-zaak
            case: generieke-zaak
            start:
              document: {soort: klacht, onderwerp: x, aanvrager: {bsn: "111222333"}}
              variables: {soort: klacht, besluitMeegestuurd: false}
            steps:
              - expect:
                  waiting: [besluit-nemen]
                  variables: {team: team-bezwaar}
                  statuses: [Geregistreerd]
                  ended: true
                  internalStatus: klaar
                  tasks: {verzoek-beoordelen: {candidateGroups: [team-bezwaar]}}
              - complete: nergens
            """, file: "mis.scenario.yaml")
        let outcome = await ScenarioPlayer(try demoFiles()).play(try #require(scenario))
        #expect(outcome.failures.map(\.line) == [9, 10, 11, 12, 13, 14, 15])
        let texts = outcome.failures.map(\.message)
        #expect(texts[0].contains("besluit-nemen") && texts[0].contains("verzoek-beoordelen"))
        #expect(texts[1].contains("team-klachten"))
        #expect(texts[6].contains("nergens"))
    }

    @Test("A model that cannot be deployed is told, not played")
    func tellsBrokenModel() async throws {
        let (scenario, _) = ScenarioReader().read(
            "scenario: s\nprocess: p\nsteps: []", file: "s.scenario.yaml")
        let outcome = await ScenarioPlayer([
            ApplicationFile(name: "p.bpmn", bytes: Array("<nothing/>".utf8))
        ]).play(try #require(scenario))
        #expect(!outcome.passed)
    }
}
