public import Diagnostics
internal import JSONTree

/// Reads files of process links, telling every problem of them.
public struct ProcessLinkReader: Sendable {
    /// The events that a link may act at.
    private static let events: Set<String> = [
        "start", "end", "create", "assignment", "complete", "update", "delete", "timeout",
    ]

    /// Creates a reader.
    public init() {}

    /// Whether a file of this name holds process links, in the spelling of GZAC 13 or an older one.
    public static func reads(_ name: String) -> Bool {
        name.hasSuffix(".process-link.json") || name.hasSuffix(".processlink.json")
    }

    /// The key of the process that a file of this name belongs to.
    public static func processDefinitionKey(of name: String) -> String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        for suffix in [".process-link.json", ".processlink.json"] where file.hasSuffix(suffix) {
            return String(file.dropLast(suffix.count))
        }
        return file
    }

    /// Reads one file.
    ///
    /// - Parameters:
    ///   - name: The file's name, which names the process.
    ///   - bytes: What is in it.
    /// - Returns: The links that can be used, and every problem.
    public func read(name: String, bytes: [UInt8]) -> ([ProcessLink], [Diagnostic]) {
        let json: JSON
        switch readJSON(name, bytes) {
        case .success(let value): json = value
        case .failure(let problem): return ([], [problem.diagnostic])
        }
        guard let entries = entries(of: json) else {
            return (
                [],
                [
                    Diagnostic(
                        file: name, line: 1, rule: "process-link-form",
                        message: "The file does not hold an array of process links",
                        cure: "Write the links as a JSON array: [{\"activityId\": …}]")
                ]
            )
        }
        let key = Self.processDefinitionKey(of: name)
        var links: [ProcessLink] = []
        var problems: [Diagnostic] = []
        for (index, entry) in entries.enumerated() {
            let found = check(entry, at: index, in: name)
            problems += found
            if found.contains(where: { $0.severity == .error }) { continue }
            links.append(
                ProcessLink(
                    processDefinitionKey: key, activityID: entry["activityId"]?.stringValue ?? "",
                    activityType: entry["activityType"]?.stringValue ?? "",
                    kind: entry["processLinkType"]?.stringValue.flatMap(ProcessLink.Kind.init),
                    json: entry))
        }
        return (links, problems)
    }

    /// The links, whether or not an older wrapper with a change set's id is around them.
    private func entries(of json: JSON) -> [JSON]? {
        if let entries = json.arrayValue { return entries }
        return json.objectValue?.members.lazy.compactMap { $0.value.arrayValue }.first
    }

    private func check(_ entry: JSON, at index: Int, in name: String) -> [Diagnostic] {
        let activity = entry["activityId"]?.stringValue
        func problem(
            _ severity: Diagnostic.Severity, _ rule: String, _ message: String, _ cure: String
        ) -> Diagnostic {
            Diagnostic(
                severity, file: name, elementID: activity, rule: rule,
                message: "Link \(index + 1): \(message)", cure: cure)
        }
        var problems: [Diagnostic] = []
        if activity?.isEmpty ?? true {
            problems.append(
                problem(
                    .error, "process-link-activity", "there is no activityId",
                    "Name the id of the BPMN element that the link belongs to"))
        }
        let parts = (entry["activityType"]?.stringValue ?? "").split(separator: ":")
        if parts.count != 3 || parts[0] != "bpmn" || !Self.events.contains(String(parts[2])) {
            problems.append(
                problem(
                    .error, "process-link-activity-type",
                    "the activityType is not of the form bpmn:Type:event",
                    "Write for example bpmn:ServiceTask:start or bpmn:UserTask:create"))
        }
        guard let type = entry["processLinkType"]?.stringValue else {
            problems.append(
                problem(
                    .error, "process-link-type", "there is no processLinkType",
                    "Write for example \"processLinkType\": \"plugin\""))
            return problems
        }
        switch ProcessLink.Kind(rawValue: type) {
        case .plugin? where entry["pluginActionDefinitionKey"]?.stringValue == nil:
            problems.append(
                problem(
                    .error, "process-link-action", "there is no pluginActionDefinitionKey",
                    "Name the action, for example create-zaak"))
        case .form? where entry["formDefinitionName"]?.stringValue == nil:
            problems.append(
                problem(
                    .warning, "process-link-form-name", "there is no formDefinitionName",
                    "Name the form that people fill in"))
        case nil:
            problems.append(
                problem(
                    .warning, "process-link-unknown-type",
                    "the processLinkType \"\(type)\" is not known here; the link is kept and does nothing",
                    "Use form, form-flow, plugin, building-block, url or ui-component"))
        default: break
        }
        return problems
    }
}

/// A problem that ends the reading of a file.
struct UnreadableFile: Error {
    let diagnostic: Diagnostic
}

/// Reads a file as JSON, or says where it stops being that.
func readJSON(_ name: String, _ bytes: [UInt8]) -> Result<JSON, UnreadableFile> {
    do {
        return .success(try JSON(parsing: bytes, depthLimit: 64))
    } catch {
        let line = 1 + bytes.prefix(error.offset).count { $0 == 0x0A }
        return .failure(
            UnreadableFile(
                diagnostic: Diagnostic(
                    file: name, line: line, rule: "json-syntax",
                    message: "The file is not JSON: \(error)",
                    cure: "Mend the text at this place; quotes and commas are the usual cause")))
    }
}
