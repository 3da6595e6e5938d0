public import Diagnostics
public import ProcessEngine
internal import Records

/// Plays scenarios: each on an engine of its own, with an empty database, a clock that stands
/// still and no network.
///
/// The engine is the real one. The zaaksysteem and the portal are simulated: they do at once what
/// is asked of them, unless the scenario disturbs them.
public struct ScenarioPlayer: Sendable {
    private let tree: any FileTree
    private let scripts: @Sendable (_ timeZone: String) -> (any ScriptEngine)?
    private let registry: JavaRegistry
    private let registryReader: RegistryReader
    private let explainsDecisions: Bool

    /// Reads the registry in the text of a file of settings, or throws why it cannot be read.
    public typealias RegistryReader =
        @Sendable (_ file: String, _ text: String) throws -> JavaRegistry

    /// Creates a player.
    ///
    /// - Parameters:
    ///   - tree: The files that it reads.
    ///   - scripts: What runs scripts of models in a time zone; nil for nothing.
    ///   - registry: What stands in the place of Java classes and beans where a scenario names no
    ///     file of settings.
    ///   - registryReader: What reads the registry of a file that a scenario names.
    ///   - explainsDecisions: Whether outcomes tell how every decision came about.
    public init(
        _ tree: any FileTree,
        scripts: @escaping @Sendable (_ timeZone: String) -> (any ScriptEngine)? = { _ in nil },
        registry: JavaRegistry = JavaRegistry(),
        registryReader: @escaping RegistryReader = { _, _ in JavaRegistry() },
        explainsDecisions: Bool = false
    ) {
        self.tree = tree
        self.scripts = scripts
        self.registry = registry
        self.registryReader = registryReader
        self.explainsDecisions = explainsDecisions
    }

    /// The scenario files of a folder and those below it, in order of name.
    ///
    /// - Throws: Why a folder cannot be read.
    public func scenarios(below folder: String) throws -> [String] {
        try tree.files(below: folder).filter(ScenarioReader.reads)
    }

    /// Tells every problem of a scenario file and of what it names in the models, without playing.
    public func diagnostics(ofFile path: String) -> [Diagnostic] { prepare(path).problems }

    /// Reads and plays one file.
    public func play(file path: String) async -> ScenarioOutcome {
        let (scenario, models, registry, problems) = prepare(path)
        var outcome = ScenarioOutcome(name: scenario?.name ?? path, file: path)
        guard let scenario, let models, problems.isEmpty else {
            outcome.problems = problems.map(\.description)
            return outcome
        }
        outcome.steps = scenario.steps.count
        do {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let stage = try await Stage(
                scenario, models, database: "\(folder.path)/engine.db",
                scripts: scripts(scenario.timeZone), registry: registry)
            defer { stage.close() }
            await play(scenario, on: stage, &outcome)
        } catch let error as DeploymentError {
            outcome.problems = Self.texts(of: error)
        } catch {
            outcome.problems = ["The scenario cannot be played: \(error)"]
        }
        return outcome
    }

    private func prepare(
        _ path: String
    ) -> (Scenario?, ScenarioModels?, JavaRegistry, problems: [Diagnostic]) {
        let bytes: [UInt8]
        do {
            bytes = try tree.read(path)
        } catch {
            let problem = Diagnostic(
                file: path, rule: "scenario-files", message: "The file cannot be read: \(error)",
                cure: "Make it readable")
            return (nil, nil, registry, [problem])
        }
        var (scenario, problems) = ScenarioReader().read(bytes, file: path)
        guard let scenario else { return (nil, nil, registry, problems) }
        var registry = self.registry
        if let configuration = scenario.configuration {
            do {
                registry = try self.registry(named: configuration, by: path)
            } catch {
                problems.append(
                    Diagnostic(
                        file: path, line: configuration.line, rule: "scenario-configuration",
                        message: "The configuration cannot be read: \(error)",
                        cure: "Name a file of settings, as seen from the folder of the scenario"))
            }
        }
        var finder = ModelFinder(tree, for: scenario)
        guard let models = finder.find() else {
            return (scenario, nil, registry, problems + finder.problems)
        }
        problems += ScenarioChecker.problems(of: scenario, in: models)
        return (scenario, models, registry, problems)
    }

    private func registry(
        named configuration: Scenario.Mention, by scenario: String
    ) throws -> JavaRegistry {
        let file = FilePath.joined(FilePath.folder(of: scenario), configuration.text)
        guard let text = String(validating: try tree.read(file), as: UTF8.self) else {
            throw StageError("\(file) is not UTF-8")
        }
        return try registryReader(file, text)
    }

    private static func texts(of error: DeploymentError) -> [String] {
        switch error {
        case .refused(let files):
            files.flatMap(\.diagnostics).filter { $0.severity == .error }.map(\.description)
        case .failed(let error): ["The models cannot be deployed: \(error)"]
        }
    }

    // MARK: Steps

    private func play(
        _ scenario: Scenario, on stage: Stage, _ outcome: inout ScenarioOutcome
    ) async {
        /// Elements whose incident a step has spoken of.
        var accepted: Set<String> = []
        do {
            try await stage.start()
        } catch {
            outcome.deviations = [
                Deviation(
                    line: scenario.start.line, subject: "start", expected: "the process starts",
                    found: "\(error)")
            ]
        }
        for (index, step) in scenario.steps.enumerated() {
            guard outcome.deviations.isEmpty else { break }
            outcome.failedStep = ScenarioOutcome.Step(
                number: index + 1, name: step.name, line: step.line)
            await play(step, on: stage, &outcome, &accepted)
            outcome.playedSteps = index + 1
        }
        if outcome.deviations.isEmpty {
            outcome.failedStep = nil
        } else {
            outcome.situation = (try? await stage.situation()) ?? []
        }
        if explainsDecisions {
            outcome.decisions = stage.decisionAccounts()
        } else if !outcome.isPassed {
            outcome.decisions = stage.decisionSummaries()
        }
    }

    private func play(
        _ step: Scenario.Step, on stage: Stage, _ outcome: inout ScenarioOutcome,
        _ accepted: inout Set<String>
    ) async {
        if let action = step.action {
            if let deviation = await perform(action, of: step, on: stage) {
                outcome.deviations = [deviation]
                return
            }
            if step.refusal != nil { outcome.met += 1 }
        }
        do {
            for expectation in step.expectations {
                if case .incidents(let names) = expectation.fact {
                    accepted.formUnion(names.map(\.text))
                }
                let found = try await stage.deviations(from: expectation)
                if found.isEmpty { outcome.met += 1 }
                outcome.deviations += found
            }
            for incident in try await stage.incidents()
            where !accepted.contains(incident.activityID ?? "") {
                outcome.deviations.append(
                    Deviation(
                        line: step.line, subject: "incident at \(incident.activityID ?? "?")",
                        expected: nil, found: incident.message ?? "no message"))
            }
        } catch {
            outcome.deviations.append(
                Deviation(
                    line: step.line, subject: "what is there", expected: nil,
                    found: "cannot be read: \(error)"))
        }
    }

    /// Does what a step does.
    ///
    /// - Returns: What went otherwise, if it was refused and should not be, or the other way round.
    private func perform(
        _ action: Scenario.Action, of step: Scenario.Step, on stage: Stage
    ) async -> Deviation? {
        do {
            try await stage.perform(action, by: step.user)
        } catch {
            let message = "\(error)"
            guard let refusal = step.refusal else {
                return Deviation(
                    line: step.line, subject: action.summary, expected: "done",
                    found: "refused: \(message)")
            }
            if message.contains(refusal.text) { return nil }
            return Deviation(
                line: refusal.line, subject: action.summary,
                expected: "refused: …\(refusal.text)…", found: "refused: \(message)")
        }
        guard let refusal = step.refusal else { return nil }
        return Deviation(
            line: refusal.line, subject: action.summary, expected: "refused: …\(refusal.text)…",
            found: "done")
    }
}

extension Scenario.Action {
    /// The action in a few words.
    var summary: String {
        switch self {
        case .complete(let task, _): "complete \(task.text)"
        case .resident(let task, _): "the resident answers \(task.text)"
        case .advance(.by(let period)): "advance \(period)"
        case .advance(.to): "advance"
        case .message(let name, _, _, _): "message \(name.text)"
        case .startActivity(let activity, _): "start \(activity.text)"
        case .finish(let element): "finish \(element.text)"
        case .signal(let name, _): "signal \(name.text)"
        case .external(let element, _): "external task \(element.text)"
        case .retry(let element): "retry \(element.text)"
        case .set: "set variables"
        case .cancel: "cancel"
        }
    }
}
