public import Diagnostics
internal import JSONTree
internal import ProcessValues
internal import YAMLTree

/// Reads scenario files, telling every problem of them.
public struct ScenarioReader: Sendable {
    /// The ending of the names of scenario files.
    public static let ending = ".scenario.yaml"

    /// Creates a reader.
    public init() {}

    /// Whether a file of this name is a scenario.
    public static func reads(_ name: String) -> Bool { name.hasSuffix(ending) }

    /// Reads one file.
    ///
    /// - Parameters:
    ///   - bytes: What is in it.
    ///   - file: Its name.
    /// - Returns: The scenario, if it can be played, and every problem.
    public func read(_ bytes: [UInt8], file: String) -> (Scenario?, [Diagnostic]) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return (
                nil,
                [
                    Diagnostic(
                        file: file, line: 1, rule: "scenario-encoding",
                        message: "The file is not UTF-8", cure: "Save it as UTF-8")
                ]
            )
        }
        let root: YAMLNode
        do throws(YAMLError) {
            root = try YAMLNode(parsing: text)
        } catch {
            return (
                nil,
                [
                    Diagnostic(
                        file: file, line: error.line, rule: "scenario-syntax",
                        message: "The file is not YAML that can be read: \(error.reason)",
                        cure: "Mend the text at this place; indentation is the usual cause")
                ]
            )
        }
        var reading = ScenarioReading(file: file)
        let scenario = reading.scenario(root)
        return (reading.problems.isEmpty ? scenario : nil, reading.problems)
    }
}

/// A scenario file that is being read.
struct ScenarioReading {
    let file: String
    private(set) var problems: [Diagnostic] = []

    init(file: String) {
        self.file = file
    }

    mutating func tell(_ line: Int, _ rule: String, _ message: String, _ cure: String) {
        problems.append(
            Diagnostic(file: file, line: line, rule: rule, message: message, cure: cure))
    }

    /// The moment at which a story begins that does not say when.
    private static let usualStart = "2026-01-05T09:00:00+01:00"

    mutating func scenario(_ root: YAMLNode) -> Scenario? {
        let known = [
            "scenario", "process", "case", "models", "configuration", "timezone", "start",
            "disturbances", "steps",
        ]
        guard let fields = fields(of: root, "a scenario", known) else { return nil }
        let name = required("scenario", of: fields, root.line, "a scenario")
        let process = required("process", of: fields, root.line, "a scenario")
        let start = self.start(fields["start"], root.line)
        if let zone = fields["timezone"] { checkZone(zone) }
        let steps = self.steps(fields["steps"], root.line)
        let result = Scenario(
            name: name?.text ?? "", file: file,
            process: process ?? Scenario.Mention(text: "", line: root.line),
            caseDefinition: fields["case"].flatMap { mention($0, "case") },
            models: fields["models"].map { mentions($0, "models") },
            configuration: fields["configuration"].flatMap { mention($0, "configuration") },
            timeZone: fields["timezone"].flatMap { mention($0, "timezone")?.text }
                ?? Self.usualZone,
            start: start,
            disturbances: fields["disturbances"].map { disturbances($0) } ?? [], steps: steps)
        if result.caseDefinition == nil, let node = fields["start"]?["document"] {
            tell(
                node.line, "scenario-document", "There is a document, but no case that it is of",
                "Add case: with the key of the case definition, or take the document away")
        }
        if result.caseDefinition != nil, let node = fields["start"]?["businessKey"] {
            tell(
                node.line, "scenario-business-key",
                "The business key of a process with a case is the id of the case",
                "Take businessKey away")
        }
        return result
    }

    static let usualZone = "Europe/Amsterdam"

    private mutating func checkZone(_ node: YAMLNode) {
        guard let zone = mention(node, "timezone") else { return }
        if !isTimeZone(zone.text) {
            tell(
                zone.line, "scenario-timezone", "There is no time zone \"\(zone.text)\" here",
                "Write a zone of the tz database, such as Europe/Amsterdam or UTC")
        }
    }

    private mutating func start(_ node: YAMLNode?, _ line: Int) -> Scenario.Start {
        let usual = ScenarioMoment.instant(Self.usualStart) ?? .init(milliseconds: 0)
        var start = Scenario.Start(
            at: usual, line: node?.line ?? line, message: nil, businessKey: nil, document: [:],
            variables: [])
        guard let node,
            let fields = fields(
                of: node, "start", ["at", "message", "businessKey", "document", "variables"])
        else { return start }
        if let at = fields["at"] { start.at = moment(at, "at") ?? usual }
        start.message = fields["message"].flatMap { mention($0, "message") }
        start.businessKey = fields["businessKey"].flatMap { mention($0, "businessKey")?.text }
        if let document = fields["document"] {
            start.document = json(document)
            if start.document.objectValue == nil {
                tell(
                    document.line, "scenario-type", "The document of a case is a mapping",
                    "Write the document as names and values")
            }
        }
        start.variables = variables(fields["variables"])
        return start
    }

    private mutating func disturbances(_ node: YAMLNode) -> [Scenario.Disturbance] {
        guard let entries = entries(of: node, "disturbances") else { return [] }
        return entries.compactMap { entry in
            let element = Scenario.Mention(text: entry.key, line: entry.line)
            var result = Scenario.Disturbance(
                element: element, times: 1, message: "The system cannot be reached", status: nil,
                code: nil)
            if case .integer(let times) = entry.value.value {
                result.times = Int(clamping: times)
                return result
            }
            guard
                let fields = fields(
                    of: entry.value, "a disturbance", ["times", "message", "status", "code"])
            else { return nil }
            if let times = fields["times"] { result.times = integer(times, "times") ?? 1 }
            if let text = fields["message"].flatMap({ mention($0, "message")?.text }) {
                result.message = text
            }
            result.status = fields["status"].flatMap { integer($0, "status") }
            result.code = fields["code"].flatMap { mention($0, "code")?.text }
            return result
        }
    }

    private mutating func steps(_ node: YAMLNode?, _ line: Int) -> [Scenario.Step] {
        guard let node else {
            tell(
                line, "scenario-missing", "a scenario has no \"steps\"",
                "Add steps: with a list of what happens and what must be so then")
            return []
        }
        guard case .sequence(let nodes) = node.value, !nodes.isEmpty else {
            tell(
                node.line, "scenario-type", "\"steps\" is no list, or an empty one",
                "Write each step as an entry that begins with a dash")
            return []
        }
        return nodes.compactMap { step($0) }
    }
}
