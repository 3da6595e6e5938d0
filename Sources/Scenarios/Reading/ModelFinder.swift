internal import BPMNParser
internal import CaseHandling
internal import Diagnostics
internal import JSONTree

/// Finds the models that a scenario is played with.
///
/// Beside a process application (a folder with `config/case` or the like) those are the files of
/// its case, with the processes and decisions of the application that they need; else the models
/// of the nearest folder, from the scenario's own upwards, that has the process.
struct ModelFinder {
    /// How far up it looks.
    private static let levels = 6
    /// Folders below `config` that make their grandparent a process application.
    private static let marks = ["case", "global", "plugin-configurations", "bpmn"]

    private let tree: any FileTree
    private let scenario: Scenario
    private(set) var problems: [Diagnostic] = []

    init(_ tree: any FileTree, for scenario: Scenario) {
        self.tree = tree
        self.scenario = scenario
    }

    /// Finds and reads the files.
    ///
    /// - Returns: nil where there are none to play with; the problems tell why.
    mutating func find() -> ScenarioModels? {
        do {
            let (root, paths) = try places()
            return try select(among: paths, root: root)
        } catch {
            tell(1, "scenario-files", "The files cannot be read: \(error)", "Make them readable")
            return nil
        }
    }

    private mutating func tell(
        _ line: Int, _ rule: String, _ message: String, _ cure: String
    ) {
        problems.append(
            Diagnostic(
                file: scenario.file, line: line, rule: rule, message: message, cure: cure))
    }

    // MARK: Where

    /// The folder that names of files are relative to, and the files that come into question.
    private mutating func places() throws -> (root: String, paths: [String]) {
        let own = FilePath.folder(of: scenario.file)
        let application = application(above: own)
        var paths: [String] = []
        if let application {
            paths = try tree.files(below: FilePath.joined(application, "config"))
        }
        if let models = scenario.models {
            let others = paths.filter { ModelKind($0) == nil }
            return (application ?? own, models.map { FilePath.joined(own, $0.text) } + others)
        }
        if application == nil || !paths.contains(where: has(scenario.process.text)) {
            var folder = own
            for _ in 0..<Self.levels {
                let here = try files(in: folder)
                if here.contains(where: has(scenario.process.text)) {
                    return (application ?? folder, here + paths)
                }
                let parent = FilePath.folder(of: folder)
                if parent == folder || !tree.isFolder(parent) { break }
                folder = parent
            }
        }
        return (application ?? own, paths)
    }

    private func application(above own: String) -> String? {
        var folder = own
        for _ in 0..<Self.levels {
            let isOne = Self.marks.contains {
                tree.isFolder(FilePath.joined(folder, "config/\($0)"))
            }
            if isOne { return folder }
            let parent = FilePath.folder(of: folder)
            if parent == folder { return nil }
            folder = parent
        }
        return nil
    }

    private func files(in folder: String) throws -> [String] {
        try tree.names(in: folder).map { FilePath.joined(folder, $0) }
            .filter { !tree.isFolder($0) }
    }

    /// Whether a file is a BPMN model with this process.
    private func has(_ process: String) -> (String) -> Bool {
        { path in
            guard ModelKind(path) == .bpmn, let bytes = try? tree.read(path) else { return false }
            let model = BPMNParser().parse(bytes).model
            return model?.processes.contains { $0.id == process } ?? false
        }
    }

    // MARK: Which

    private mutating func select(among paths: [String], root: String) throws -> ScenarioModels? {
        let caseFolder = try self.caseFolder(among: paths)
        if scenario.caseDefinition != nil, caseFolder == nil { return nil }
        var candidates: [CandidateModel] = []
        for path in paths where ModelKind(path) != nil {
            guard let file = read(path, root) else { continue }
            if let candidate = CandidateModel(file) { candidates.append(candidate) }
        }
        guard problems.isEmpty else { return nil }
        var models = ScenarioModels()
        if let caseFolder {
            for candidate in candidates where candidate.file.path.hasPrefix(caseFolder + "/") {
                models.add(candidate)
            }
        }
        addNeeded(from: newestFirst(candidates), to: &models)
        guard models.processes[scenario.process.text] != nil else {
            tellMissingProcess(candidates)
            return nil
        }
        for path in paths where ModelKind(path) == nil && CasePackage.reads(path) {
            if isWanted(path, caseFolder, models), let file = read(path, root) {
                models.files.append(file)
            }
        }
        if caseFolder != nil {
            let package = CasePackage.read(
                models.files.map { CasePackage.File(name: $0.name, bytes: $0.bytes) }
            ).package
            models.caseDefinition = package.definition
        }
        models.files.sort { $0.name < $1.name }
        return models
    }

    private mutating func read(_ path: String, _ root: String) -> ScenarioModels.File? {
        do {
            return ScenarioModels.File(
                path: path, name: FilePath.relative(path, to: root), bytes: try tree.read(path))
        } catch {
            let line = scenario.models?.first { path.hasSuffix($0.text) }?.line ?? 1
            tell(
                line, "scenario-files", "The file \(path) cannot be read: \(error)",
                "Correct its name, or make it readable")
            return nil
        }
    }

    /// Adds the process of the scenario and, from file to file, what is called and asked.
    private func addNeeded(from candidates: [CandidateModel], to models: inout ScenarioModels) {
        var wanted: Set<String> = [scenario.process.text]
        var asked: Set<String> = []
        for candidate in models.files.compactMap({ file in
            candidates.first { $0.file.path == file.path }
        }) {
            wanted.formUnion(candidate.needs.processes)
            asked.formUnion(candidate.needs.decisions)
        }
        while true {
            let next = candidates.first { candidate in
                candidate.processKeys.contains {
                    wanted.contains($0) && models.processes[$0] == nil
                }
                    || candidate.decisions.contains {
                        asked.contains($0) && !models.decisions.contains($0)
                    }
            }
            guard let next else { return }
            models.add(next)
            wanted.formUnion(next.needs.processes)
            asked.formUnion(next.needs.decisions)
        }
    }

    private mutating func tellMissingProcess(_ candidates: [CandidateModel]) {
        let known = Set(candidates.flatMap(\.processKeys)).sorted()
        let hint =
            closest(to: scenario.process.text, among: known).map { "Did you mean \"\($0)\"? " }
            ?? ""
        let list = known.isEmpty ? "no executable process" : known.joined(separator: ", ")
        tell(
            scenario.process.line, "scenario-process",
            "No model here has an executable process \"\(scenario.process.text)\"",
            "\(hint)The folders of the scenario and of its application have \(list); other models"
                + " can be named with models:")
    }

    /// Whether a file that is no model belongs to the deployment.
    private func isWanted(
        _ path: String, _ caseFolder: String?, _ models: ScenarioModels
    ) -> Bool {
        if let caseFolder, path.hasPrefix(caseFolder + "/") { return true }
        if ProcessLinkReader.reads(path) {
            let key = ProcessLinkReader.processDefinitionKey(of: path)
            return models.processes[key] != nil
                && !models.files.contains { FilePath.isSameName($0.path, path) }
        }
        return path.hasSuffix(".pluginconfig.json")
    }

    // MARK: The case

    /// The folder of the newest version of the case; nil where the scenario has none.
    private mutating func caseFolder(among paths: [String]) throws -> String? {
        guard let wanted = scenario.caseDefinition else { return nil }
        var found: [(key: String, version: String, folder: String)] = []
        for path in paths where path.hasSuffix(".case-definition.json") {
            let json = try? JSON(parsing: try tree.read(path))
            guard let key = json?["key"]?.stringValue else { continue }
            let end = path.firstRange(of: "/case/definition/")?.lowerBound
            found.append(
                (
                    key, json?["versionTag"]?.stringValue ?? "",
                    end.map { String(path[..<$0]) } ?? FilePath.folder(of: path)
                ))
        }
        let newest = found.filter { $0.key == wanted.text }
            .max { isOlder($0.version, than: $1.version) }
        if let newest { return newest.folder }
        let known = Set(found.map(\.key)).sorted()
        let hint = closest(to: wanted.text, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
        tell(
            wanted.line, "scenario-case", "There is no case definition \"\(wanted.text)\" here",
            "\(hint)There are: \(known.isEmpty ? "none" : known.joined(separator: ", "))")
        return nil
    }

    /// Files of later versions of a case before those of earlier ones.
    private func newestFirst(_ candidates: [CandidateModel]) -> [CandidateModel] {
        candidates.enumerated().sorted { one, other in
            let versions = [one, other].map { FilePath.versionFolder(of: $0.element.file.path) }
            if versions[0] == versions[1] { return one.offset < other.offset }
            return isOlder(versions[1], than: versions[0])
        }.map(\.element)
    }
}

/// Compares versions such as `1.10.0` and `1-9-0` by their numbers.
private func isOlder(_ one: String, than other: String) -> Bool {
    func numbers(_ text: String) -> [Int] {
        text.split { $0 == "." || $0 == "-" }.map { Int($0) ?? 0 }
    }
    return numbers(one).lexicographicallyPrecedes(numbers(other))
}

extension FilePath {
    /// The version in a path such as `config/case/KEY/1-0-0/bpmn/x.bpmn`; else an empty text.
    static func versionFolder(of path: String) -> String {
        let parts = path.split(separator: "/")
        guard let place = parts.lastIndex(of: "case"), place + 2 < parts.count,
            parts[place + 2].first?.isNumber ?? false
        else { return "" }
        return String(parts[place + 2])
    }

    static func isSameName(_ one: String, _ other: String) -> Bool {
        one.split(separator: "/").last == other.split(separator: "/").last
    }
}

extension ScenarioModels {
    /// Adds a model, unless it is there or has a process that is.
    mutating func add(_ candidate: CandidateModel) {
        if files.contains(where: { $0.path == candidate.file.path }) { return }
        if candidate.processKeys.contains(where: { processes[$0] != nil }) { return }
        files.append(candidate.file)
        decisions.formUnion(candidate.decisions)
        guard let model = candidate.model else { return }
        for process in model.executableProcesses { processes[process.id] = process }
        for message in model.messages { Self.note(message.name, in: &messages) }
        for signal in model.signals { Self.note(signal.name, in: &signals) }
    }

    private static func note(_ name: ExpressionSource?, in names: inout Set<String>?) {
        guard let name else { return }
        if name.holdsExpression { names = nil } else { names?.insert(name.text) }
    }
}
