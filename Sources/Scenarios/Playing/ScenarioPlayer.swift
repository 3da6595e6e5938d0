public import Diagnostics
internal import Foundation
internal import JSONTree
internal import Persistence
internal import ProcessEngine
internal import Records

/// What came of a scenario.
public struct ScenarioOutcome: Sendable, Equatable {
    /// The scenario's name.
    public var name: String
    /// The file.
    public var file: String
    /// How many expectations were met.
    public var met: Int
    /// What went otherwise, each a readable account with its line.
    public var failures: [Diagnostic]

    /// Whether all went as told.
    public var passed: Bool { failures.isEmpty }
}

/// A file of a process application.
public struct ApplicationFile: Sendable {
    /// The name, with or without folders.
    public var name: String
    /// What is in it.
    public var bytes: [UInt8]

    /// Creates a file.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// Plays scenarios of a process application: each on an engine of its own, with an empty database,
/// a clock that stands still and no network.
///
/// The engine is the real one. The zaaksysteem and the portal are played; time is counted in UTC.
public struct ScenarioPlayer: Sendable {
    private let files: [ApplicationFile]

    /// Creates a player for the files of an application: models, case definition, process links.
    public init(_ files: [ApplicationFile]) {
        self.files = files.filter { !ScenarioReader.reads($0.name) }
    }

    /// Reads and plays every scenario among some files.
    ///
    /// - Returns: An outcome for each file that is a scenario, in the order of their names.
    public static func playAll(in files: [ApplicationFile]) async -> [ScenarioOutcome] {
        let player = ScenarioPlayer(files)
        var outcomes: [ScenarioOutcome] = []
        let scenarios = files.filter { ScenarioReader.reads($0.name) }
        for file in scenarios.sorted(by: { $0.name < $1.name }) {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let (scenario, problems) = ScenarioReader().read(text, file: file.name)
            guard let scenario else {
                outcomes.append(
                    ScenarioOutcome(name: file.name, file: file.name, met: 0, failures: problems))
                continue
            }
            outcomes.append(await player.play(scenario))
        }
        return outcomes
    }

    /// Plays one scenario.
    public func play(_ scenario: Scenario) async -> ScenarioOutcome {
        var outcome = ScenarioOutcome(
            name: scenario.name, file: scenario.file, met: 0, failures: [])
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "scenario-\(randomUUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let stage = try await Stage(
                scenario, files: files, database: folder.appending(path: "engine.db").path)
            await play(scenario, on: stage, &outcome)
            stage.close()
        } catch {
            outcome.failures.append(
                problem(scenario, 1, "scenario-start", "The process cannot be started: \(error)"))
        }
        return outcome
    }

    private func play(
        _ scenario: Scenario, on stage: Stage, _ outcome: inout ScenarioOutcome
    ) async {
        for (index, step) in scenario.steps.enumerated() {
            let title = step.name ?? "step \(index + 1)"
            do {
                if let action = step.action { try await stage.perform(action) }
                try await stage.settle()
                for expectation in step.expectations {
                    let differences = try await stage.differences(from: expectation.fact)
                    if differences.isEmpty { outcome.met += 1 }
                    outcome.failures += differences.map {
                        problem(
                            scenario, expectation.line, "scenario-expectation",
                            "\(title): \($0)")
                    }
                }
            } catch {
                outcome.failures.append(
                    problem(scenario, step.line, "scenario-step", "\(title): \(error)"))
                return
            }
        }
    }

    private func problem(
        _ scenario: Scenario, _ line: Int, _ rule: String, _ message: String
    ) -> Diagnostic {
        Diagnostic(
            file: scenario.file, line: line, rule: rule, message: message,
            cure: "Change the model or what the scenario expects of it")
    }
}
