internal import JSONTree
internal import YAMLTree

/// Reads what must be so after a step.
extension ScenarioReading {
    private static let facts = [
        "waiting", "passed", "notReached", "ended", "variables", "decisions", "statuses", "roles",
        "result", "zaak", "internalStatus", "document", "portalTasks", "tasks", "incidents",
        "timers", "refused",
    ]

    mutating func readExpectations(_ node: YAMLNode, into step: inout Scenario.Step) {
        guard let fields = fields(of: node, "expect", Self.facts),
            let entries = entries(of: node, "expect")
        else { return }
        for entry in entries where fields[entry.key] != nil {
            if entry.key == "refused" {
                step.refusal = mention(entry.value, "refused")
                if step.action == nil {
                    tell(
                        entry.line, "scenario-action",
                        "The step does nothing that could be refused",
                        "Take refused: away, or add what is done")
                }
                continue
            }
            guard let fact = fact(entry) else { continue }
            step.expectations.append(Scenario.Expectation(line: entry.line, fact: fact))
        }
    }

    private mutating func fact(_ entry: YAMLNode.Entry) -> Scenario.Fact? {
        let (name, node) = (entry.key, entry.value)
        switch name {
        case "waiting": return .waiting(mentions(node, name))
        case "passed": return .passed(mentions(node, name))
        case "notReached": return .notReached(mentions(node, name))
        case "incidents": return .incidents(mentions(node, name))
        case "statuses": return .statuses(mentions(node, name).map(\.text))
        case "roles": return .roles(mentions(node, name).map(\.text))
        case "ended": return boolean(node, name).map(Scenario.Fact.ended)
        case "internalStatus": return mention(node, name).map { .internalStatus($0.text) }
        case "result":
            if node.value == .null { return .result(nil) }
            return mention(node, name).map { .result($0.text) }
        case "variables": return .variables(namedValues(node, name))
        case "decisions": return .decisions(namedValues(node, name))
        case "zaak": return .zaak(namedValues(node, name))
        case "document": return .document(namedValues(node, name))
        case "portalTasks": return .portalTasks(portalTasks(node, name))
        case "tasks": return .tasks(tasks(node, name))
        default: return .timers(timers(node, name))
        }
    }

    private mutating func namedValues(_ node: YAMLNode, _ what: String) -> [Scenario.NamedValue] {
        guard let entries = entries(of: node, what) else { return [] }
        return entries.map { entry in
            Scenario.NamedValue(
                name: Scenario.Mention(text: entry.key, line: entry.line), value: json(entry.value))
        }
    }

    private mutating func portalTasks(_ node: YAMLNode, _ what: String) -> [Scenario.NamedValue] {
        let values = namedValues(node, what)
        let words = ["open", "afgerond", "verwerkt", "gesloten"]
        for value in values {
            let status = value.value.stringValue ?? value.value["status"]?.stringValue
            if let status, !words.contains(status) {
                tell(
                    value.name.line, "scenario-portal-status",
                    "No task in the portal has the status \"\(status)\"",
                    "Use \(words.joined(separator: ", "))")
            } else if value.value.stringValue == nil, value.value.objectValue == nil {
                tell(
                    value.name.line, "scenario-type",
                    "\"\(value.name.text)\" has neither a status nor properties",
                    "Write a status (\(words.joined(separator: ", "))) or names and values")
            }
        }
        return values
    }

    /// The properties of a task that can be expected.
    static let taskProperties = [
        "name", "description", "assignee", "owner", "candidateGroups", "candidateUsers", "due",
        "followUp", "priority", "count",
    ]

    private mutating func tasks(_ node: YAMLNode, _ what: String) -> [Scenario.NamedValue] {
        guard let entries = entries(of: node, what) else { return [] }
        return entries.compactMap { entry in
            guard
                fields(of: entry.value, "the task \(entry.key)", Self.taskProperties) != nil
            else { return nil }
            for key in ["due", "followUp"] {
                if let moment = entry.value[key], moment.value != .null {
                    _ = self.moment(moment, key)
                }
            }
            return Scenario.NamedValue(
                name: Scenario.Mention(text: entry.key, line: entry.line), value: json(entry.value))
        }
    }

    private mutating func timers(_ node: YAMLNode, _ what: String) -> [Scenario.TimerDue] {
        guard let entries = entries(of: node, what) else { return [] }
        return entries.compactMap { entry in
            moment(entry.value, entry.key).map {
                Scenario.TimerDue(
                    element: Scenario.Mention(text: entry.key, line: entry.line), at: $0)
            }
        }
    }
}
