import BPMNParser
import CaseHandling
import Diagnostics
import ProcessEngine
import ProcessScripts
import Scenarios
import ZGWBridge

/// The check of a set of files, each beside those that it would be deployed with.
struct Validation {
    /// What is said of a file.
    struct Verdict {
        let path: String
        let problems: [Diagnostic]

        /// Whether it can be deployed.
        var isAccepted: Bool { !problems.contains { $0.severity == .error } }
    }

    /// The endings of the names of files that can be checked.
    static let endings =
        [".bpmn", ".bpmn20.xml", ".dmn", ".dmn11.xml", ScenarioReader.ending]
        + [
            ".process-link.json", ".processlink.json", ".case-definition.json",
            ".schema.document-definition.json", ".internal-case-status.json",
            ".process-document-link.json", ".pluginconfig.json",
            ".building-block-definition.json",
        ]

    /// Whether a file of this name can be checked.
    static func reads(_ path: String) -> Bool { endings.contains { path.hasSuffix($0) } }

    private(set) var paths: [String] = []
    private let check: ModelCheck
    private let scenarios: ScenarioPlayer

    /// Creates a check, as a server of this configuration would make it.
    init(_ configuration: Configuration? = nil) {
        check = ModelCheck(
            unsupported: configuration?["deploy.unsupported"] == "warn" ? .warn : .refuse,
            scriptLanguages: ProcessScriptEngine.javaScriptNames, binder: ProcessLinkBinder(),
            registry: configuration?.javaRegistry ?? JavaRegistry(), beans: CaseHost.beanNames)
        scenarios = ScenarioPlayer(LocalFiles(), registryReader: Configuration.javaRegistry)
    }

    /// Adds a file.
    mutating func add(_ path: String) {
        if !paths.contains(path) { paths.append(path) }
    }

    /// Checks all files.
    ///
    /// - Returns: What is said of each, in the order in which they were added.
    /// - Throws: `FileError` if one cannot be read.
    func verdicts() throws -> [Verdict] {
        var problems = try packageProblems()
        let links = try linkFiles()
        for path in paths where !CasePackage.reads(path) {
            let found =
                ScenarioReader.reads(path)
                ? scenarios.diagnostics(ofFile: path)
                : try modelProblems(path, links)
            for problem in found {
                // One of a link that leads nowhere belongs to the file of the link.
                let file = problem.file.flatMap { paths.contains($0) ? $0 : nil }
                problems[file ?? path, default: []].append(problem)
            }
        }
        return paths.map { Verdict(path: $0, problems: problems[$0] ?? []) }
    }

    /// What will go wrong with scripts of the models, as far as their syntax tells.
    ///
    /// - Throws: `FileError` if a file cannot be read.
    func scriptWarnings() async throws -> [String: [Diagnostic]] {
        let engine = ProcessScriptEngine()
        var result: [String: [Diagnostic]] = [:]
        for path in paths where !CasePackage.reads(path) && !ScenarioReader.reads(path) {
            let resource = NewDeployment.Resource(name: path, content: try FileAccess.read(path))
            result[path] = await check.scriptWarnings(of: resource, by: engine)
        }
        return result
    }

    // MARK: Models

    /// The problems of a model beside the process links of its processes, and of links to elements
    /// that it has not.
    private func modelProblems(_ path: String, _ links: [String: [String]]) throws -> [Diagnostic] {
        let resource = NewDeployment.Resource(name: path, content: try FileAccess.read(path))
        var others: [NewDeployment.Resource] = []
        var astray: [Diagnostic] = []
        if path.hasSuffix(".bpmn") || path.hasSuffix(".bpmn20.xml") {
            let model = BPMNParser().parse(resource.content).model
            for process in model?.executableProcesses ?? [] {
                guard let link = Self.nearest(to: path, among: links[process.id] ?? []) else {
                    continue
                }
                let content = try FileAccess.read(link)
                others.append(NewDeployment.Resource(name: link, content: content))
                let elements = Set(process.scope.allFlowNodes.map(\.id))
                astray += ProcessLinkReader().read(name: link, bytes: content).0.filter {
                    !elements.contains($0.activityID)
                }.map { Self.problem(ofAstray: $0, in: link, path) }
            }
        }
        return (check.problems(of: resource, beside: others)?.diagnostics ?? []) + astray
    }

    private static func problem(
        ofAstray link: ProcessLink, in file: String, _ model: String
    ) -> Diagnostic {
        Diagnostic(
            .warning, file: file, elementID: link.activityID, rule: "process-link-element",
            message: "The process \(link.processDefinitionKey) in \(FileAccess.name(of: model)) has"
                + " no such element, so that the link does nothing",
            cure: "Correct the activityId, or take the link away")
    }

    /// The files of process links by the key of their process: those that are checked, and those
    /// beside the models that are.
    private func linkFiles() throws(FileError) -> [String: [String]] {
        var found = Set(paths.filter(ProcessLinkReader.reads))
        var folders: Set<String> = []
        for path in paths where !CasePackage.reads(path) {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let here = folder.isEmpty ? "." : folder.joined(separator: "/")
            folders.formUnion([here, "\(here)/../process-link"])
        }
        for folder in folders where FileAccess.isFolder(folder) {
            for name in try FileAccess.names(in: folder) where ProcessLinkReader.reads(name) {
                found.insert("\(folder)/\(name)".replacing("/bpmn/../", with: "/"))
            }
        }
        return Dictionary(grouping: found.sorted()) {
            ProcessLinkReader.processDefinitionKey(of: $0)
        }
    }

    /// The path that shares most of its folders with another.
    private static func nearest(to path: String, among others: [String]) -> String? {
        func shared(_ other: String) -> Int {
            zip(path.split(separator: "/"), other.split(separator: "/")).prefix { $0 == $1 }.count
        }
        return others.max { shared($0) < shared($1) }
    }

    // MARK: Packages

    /// The problems of files that are no models, package by package.
    private func packageProblems() throws(FileError) -> [String: [Diagnostic]] {
        let files = paths.filter(CasePackage.reads)
        var result: [String: [Diagnostic]] = [:]
        for (_, members) in Dictionary(grouping: files, by: Self.package) {
            var resources: [(name: String, bytes: [UInt8])] = []
            for path in members.sorted() {
                resources.append((path, try FileAccess.read(path)))
            }
            for problem in ProcessLinkBinder().diagnostics(of: resources) {
                result[problem.file ?? members[0], default: []].append(problem)
            }
        }
        return result
    }

    /// The folder of the package that a file belongs to: the version folder of a case, such as
    /// `config/case/bezwaar/1-0-0`, else its own.
    private static func package(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let version = parts.lastIndex { part in
            let numbers = part.split(separator: "-", omittingEmptySubsequences: false)
            return numbers.count == 3 && numbers.allSatisfy { Int($0) != nil }
        }
        return parts[..<(version.map { $0 + 1 } ?? parts.count - 1)].joined(separator: "/")
    }
}
