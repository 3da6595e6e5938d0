public import Diagnostics
internal import JSONTree
internal import YAMLTree
internal import ZGWBridge

/// Reads scenario files, telling every problem of them.
public struct ScenarioReader: Sendable {
    /// Creates a reader.
    public init() {}

    /// Whether a file of this name is a scenario.
    public static func reads(_ name: String) -> Bool {
        name.hasSuffix(".scenario.yaml") || name.hasSuffix(".scenario.yml")
    }

    /// Reads one file.
    ///
    /// - Parameters:
    ///   - text: What is in it.
    ///   - file: Its name.
    /// - Returns: The scenario, if it can be played, and every problem.
    public func read(_ text: String, file: String) -> (Scenario?, [Diagnostic]) {
        let root: YAMLNode
        do {
            root = try YAMLNode(parsing: text)
        } catch {
            return (
                nil,
                [
                    Diagnostic(
                        file: file, line: error.line, rule: "scenario-syntax",
                        message: "The file is not YAML: \(error.reason)",
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

    mutating func scenario(_ root: YAMLNode) -> Scenario? {
        guard entries(root, of: "the scenario") != nil else { return nil }
        checkKeys(root, ["scenario", "process", "case", "start", "steps"], of: "a scenario")
        let start = root["start"]
        if let start { checkKeys(start, ["at", "document", "variables"], of: "start") }
        guard let process = text(root["process"], named: "process", at: root.line) else {
            return nil
        }
        guard case .sequence(let nodes)? = root["steps"]?.value else {
            tell(
                root.line, "scenario-steps", "The scenario has no list \"steps\"",
                "Write steps: with a list of what happens")
            return nil
        }
        return Scenario(
            name: text(root["scenario"], named: "scenario", at: root.line) ?? file, file: file,
            process: process, caseDefinition: root["case"].flatMap(plainText),
            startsAt: instant(start?["at"]), document: start?["document"].map(json) ?? [:],
            variables: start?["variables"].map(json)?.objectValue ?? [:],
            steps: nodes.compactMap { step($0) })
    }

    private mutating func step(_ node: YAMLNode) -> Scenario.Step? {
        guard entries(node, of: "a step") != nil else { return nil }
        let actions = ["complete", "resident", "advance", "message", "signal"]
        checkKeys(node, ["name", "expect", "variables", "answer"] + actions, of: "a step")
        let found = actions.filter { node[$0] != nil }
        if found.count > 1 {
            tell(
                node.line, "scenario-action",
                "The step does several things: \(found.joined(separator: ", "))",
                "Make a step of each")
        }
        var action: Scenario.Action?
        if let kind = found.first, let subject = text(node[kind], named: kind, at: node.line) {
            let variables = node["variables"].map(json)?.objectValue ?? [:]
            action =
                switch kind {
                case "complete": .complete(task: subject, variables: variables)
                case "resident":
                    .resident(task: subject, answer: node["answer"].map(json) ?? [:])
                case "advance": .advance(subject)
                case "message": .message(subject, variables: variables)
                default: .signal(subject, variables: variables)
                }
        }
        return Scenario.Step(
            name: node["name"].flatMap(plainText), line: node.line, action: action,
            expectations: node["expect"].map { expectations($0) } ?? [])
    }

    private mutating func expectations(_ node: YAMLNode) -> [Scenario.Expectation] {
        guard let entries = entries(node, of: "expect") else { return [] }
        return entries.compactMap { entry in
            fact(entry).map { Scenario.Expectation(line: entry.line, fact: $0) }
        }
    }

    private mutating func fact(_ entry: YAMLNode.Entry) -> Scenario.Fact? {
        let value = json(entry.value)
        let object = value.objectValue
        let texts = value.arrayValue.map { $0.compactMap(\.stringValue) }
        let fact: Scenario.Fact? =
            switch entry.key {
            case "waiting": texts.map(Scenario.Fact.waiting)
            case "ended": value.boolValue.map(Scenario.Fact.ended)
            case "variables": object.map(Scenario.Fact.variables)
            case "decisions": object.map(Scenario.Fact.decisions)
            case "statuses": texts.map(Scenario.Fact.statuses)
            case "result": value.stringValue.map(Scenario.Fact.result)
            case "internalStatus": value.stringValue.map(Scenario.Fact.internalStatus)
            case "document": object.map(Scenario.Fact.document)
            case "portalTasks": object.map(Scenario.Fact.portalTasks)
            case "tasks": object.map(Scenario.Fact.tasks)
            default: nil
            }
        if fact == nil {
            tell(
                entry.line, "scenario-expectation",
                "\"\(entry.key)\" is no expectation, or has a value of another kind",
                "Use waiting, ended, variables, decisions, statuses, result, internalStatus,"
                    + " document, portalTasks or tasks")
        }
        return fact
    }

    // MARK: Values

    /// The moment of a node; where it has none, the beginning of 2026.
    private mutating func instant(_ node: YAMLNode?) -> Int64 {
        guard let node else { return 1_767_225_600_000 }
        if let text = plainText(node), let moment = Moment(text) {
            return moment.milliseconds
        }
        tell(
            node.line, "scenario-moment", "\"at\" is no moment",
            "Write for example 2026-03-02T09:00:00+01:00")
        return 0
    }

    private mutating func text(_ node: YAMLNode?, named name: String, at line: Int) -> String? {
        if let text = node.flatMap(plainText), !text.isEmpty { return text }
        tell(
            node?.line ?? line, "scenario-text", "\"\(name)\" is missing or no text",
            "Write \(name): with a text")
        return nil
    }

    private func plainText(_ node: YAMLNode) -> String? { json(node).stringValue }

    private mutating func entries(_ node: YAMLNode, of what: String) -> [YAMLNode.Entry]? {
        if case .mapping(let entries) = node.value { return entries }
        tell(
            node.line, "scenario-form", "\(what) is no mapping of names and values",
            "Write name: value, each on a line")
        return nil
    }

    private mutating func checkKeys(_ node: YAMLNode, _ known: [String], of what: String) {
        guard case .mapping(let entries) = node.value else { return }
        for entry in entries where !known.contains(entry.key) {
            tell(
                entry.line, "scenario-key", "\(what) knows no \"\(entry.key)\"",
                "Use one of: \(known.joined(separator: ", "))")
        }
    }

    private mutating func tell(_ line: Int, _ rule: String, _ message: String, _ cure: String) {
        problems.append(
            Diagnostic(file: file, line: line, rule: rule, message: message, cure: cure))
    }
}

/// A node as JSON; numbers that JSON has not are null.
func json(_ node: YAMLNode) -> JSON {
    switch node.value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .real(let value): JSON(double: value) ?? .null
    case .string(let text): .string(text)
    case .sequence(let nodes): .array(nodes.map(json))
    case .mapping(let entries):
        .object(JSONObject(entries.map { JSONObject.Member($0.key, json($0.value)) }))
    }
}
