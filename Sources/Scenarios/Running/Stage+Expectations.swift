internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records
internal import ZGWBridge

/// Holds what is there against what is expected.
extension Stage {
    /// What is otherwise; empty if nothing is.
    func deviations(from expectation: Scenario.Expectation) async throws -> [Deviation] {
        let line = expectation.line
        switch expectation.fact {
        case .waiting(let expected):
            return compare(
                "elements that wait", expected.map(\.text).sorted(), try await waitingElements(),
                line)
        case .incidents(let expected):
            return compare(
                "elements with an incident", expected.map(\.text).sorted(),
                try await incidents().compactMap(\.activityID).sorted(), line)
        case .statuses(let expected):
            return compare("statussen of the zaak", expected, systems.holdings.statuses, line)
        case .roles(let expected):
            return compare(
                "rollen of the zaak", expected, systems.holdings.roles.map(\.type), line)
        case .passed(let expected): return try await deviations(fromPassed: expected)
        case .notReached(let expected):
            let reached = Set(try await reachedElements().map(\.activityID))
            return expected.filter { reached.contains($0.text) }.map {
                Deviation(
                    line: $0.line, subject: "element \($0.text)", expected: "not reached",
                    found: "reached")
            }
        case .ended(let expected):
            let hasEnded = try await mainInstance().endedAt != nil
            return compare(
                "the process", expected ? "ended" : "not ended", hasEnded ? "ended" : "not ended",
                line)
        case .result(let expected):
            return compare(
                "resultaat of the zaak", expected ?? "none", systems.holdings.result ?? "none", line
            )
        case .internalStatus(let expected):
            return compare(
                "internal status of the case", expected,
                try await currentCase()?.internalStatus ?? "none", line)
        case .variables(let expected): return try await deviations(fromVariables: expected)
        case .decisions(let expected): return try await deviations(fromDecisions: expected)
        case .document(let expected):
            let document = try await currentCase()?.document ?? .null
            return expected.compactMap { value in
                difference(
                    "document at \(value.name.text)", value.value,
                    document.value(at: DocumentPath(value.name.text)), value.name.line)
            }
        case .zaak(let expected):
            let zaak = systems.holdings.zaak
            return expected.compactMap { value in
                difference(
                    "\(value.name.text) of the zaak", value.value,
                    zaak?.value(at: DocumentPath(value.name.text)), value.name.line)
            }
        case .portalTasks(let expected): return try await deviations(fromPortalTasks: expected)
        case .tasks(let expected): return try await deviations(fromTasks: expected)
        case .timers(let expected): return try await deviations(fromTimers: expected)
        }
    }

    private func deviations(fromPassed expected: [Scenario.Mention]) async throws -> [Deviation] {
        let reached = try await reachedElements()
        return expected.compactMap { name in
            let found = reached.filter { $0.activityID == name.text }
            if found.contains(where: { $0.endedAt != nil && $0.endState != 2 }) { return nil }
            let word =
                found.isEmpty
                ? "not reached" : found.contains { $0.endedAt == nil } ? "waiting" : "cancelled"
            return Deviation(
                line: name.line, subject: "element \(name.text)", expected: "passed", found: word)
        }
    }

    private func deviations(
        fromVariables expected: [Scenario.NamedValue]
    ) async throws -> [Deviation] {
        let found = Dictionary(
            try await variables().map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
        return expected.compactMap { value in
            let present = found[value.name.text]
            if case .date(let instant)? = present, let text = value.value.stringValue,
                ScenarioMoment.instant(text) == instant
            {
                return nil
            }
            return difference(
                "variable \(value.name.text)", value.value, present?.plainJSON, value.name.line)
        }
    }

    private func deviations(
        fromDecisions expected: [Scenario.NamedValue]
    ) async throws -> [Deviation] {
        var result: [Deviation] = []
        for value in expected {
            let (name, line) = (value.name.text, value.name.line)
            guard let found = try await lastOutputs(ofDecision: name) else {
                result.append(
                    Deviation(
                        line: line, subject: "decision \(name)",
                        expected: value.value.serializedText, found: "not asked"))
                continue
            }
            let before = result.count
            // A decision with several matching rules is expected as a list.
            if let wanted = value.value.objectValue, found.count == 1, let outputs = found.first {
                result += wanted.members.compactMap {
                    difference("\($0.key) of decision \(name)", $0.value, outputs[$0.key], line)
                }
            } else if value.value.objectValue == nil, value.value.arrayValue == nil,
                found.count == 1, let only = found.first, only.count == 1
            {
                result += [
                    difference("decision \(name)", value.value, only.members.first?.value, line)
                ].compactMap(\.self)
            } else {
                let list = JSON.array(found.map(JSON.object))
                result += [difference("decision \(name)", value.value, list, line)]
                    .compactMap(\.self)
            }
            if result.count > before {
                result[result.count - 1].explanation = try await account(ofDecision: name)
            }
        }
        return result
    }

    private func deviations(
        fromPortalTasks expected: [Scenario.NamedValue]
    ) async throws -> [Deviation] {
        let tasks = try await rows(
            HistoricTaskRow.self, HistoricTaskRow.table, by: Ordering("started_at"), Ordering("id"))
        let objects = systems.holdings.portalTasks
        return expected.flatMap { value -> [Deviation] in
            let (name, line) = (value.name.text, value.name.line)
            let data = tasks.last {
                $0.taskDefinitionKey == name && objects[$0.id] != nil
            }.flatMap { objects[$0.id] }
            guard let data else {
                return [
                    Deviation(
                        line: line, subject: "task \(name) in the portal",
                        expected: value.value.stringValue ?? value.value.serializedText,
                        found: "never published")
                ]
            }
            if let status = value.value.stringValue {
                return compare(
                    "task \(name) in the portal", status, data["status"]?.stringValue ?? "", line)
            }
            return (value.value.objectValue?.members ?? []).compactMap {
                difference(
                    "\($0.key) of task \(name) in the portal", $0.value,
                    data.value(at: DocumentPath($0.key)), line)
            }
        }
    }

    private func deviations(
        fromTasks expected: [Scenario.NamedValue]
    ) async throws -> [Deviation] {
        let open = try await openTasks()
        let links = try await rows(IdentityLinkRow.self, IdentityLinkRow.table)
        var result: [Deviation] = []
        for value in expected {
            let (name, line) = (value.name.text, value.name.line)
            let found = open.filter { $0.taskDefinitionKey == name }
            let wanted = value.value.objectValue ?? [:]
            if found.isEmpty, wanted["count"] != .integer(0) {
                let names = open.compactMap(\.taskDefinitionKey)
                result.append(
                    Deviation(
                        line: line, subject: "task \(name)", expected: "open",
                        found: names.isEmpty
                            ? "no task is open" : "open are " + names.joined(separator: ", ")))
            }
            for member in wanted.members {
                let present: JSON? =
                    member.key == "count"
                    ? .integer(Int64(found.count))
                    : found.first.flatMap { property(member.key, of: $0, links) }
                if found.isEmpty, member.key != "count" { continue }
                if let text = member.value.stringValue, let instant = ScenarioMoment.instant(text),
                    present?.stringValue.flatMap(Instant.init(restText:)) == instant
                {
                    continue
                }
                result += [difference("\(member.key) of task \(name)", member.value, present, line)]
                    .compactMap(\.self)
            }
        }
        return result
    }

    private func property(_ name: String, of task: TaskRow, _ links: [IdentityLinkRow]) -> JSON? {
        let own = links.filter { $0.taskID == task.id && $0.type == "candidate" }
        return switch name {
        case "name": task.name.map(JSON.string)
        case "description": task.description.map(JSON.string)
        case "assignee": task.assignee.map(JSON.string)
        case "owner": task.owner.map(JSON.string)
        case "candidateGroups": .array(own.compactMap(\.groupID).sorted().map(JSON.string))
        case "candidateUsers": .array(own.compactMap(\.userID).sorted().map(JSON.string))
        case "due": task.dueAt.map { .string($0.restText) }
        case "followUp": task.followUpAt.map { .string($0.restText) }
        default: .integer(Int64(task.priority))
        }
    }

    private func deviations(
        fromTimers expected: [Scenario.TimerDue]
    ) async throws -> [Deviation] {
        let timers = try await rows(
            JobRow.self, JobRow.table, where: .equal("type", "timer"), by: Ordering("due_at"))
        return expected.compactMap { value in
            let found = timers.filter { $0.activityID == value.element.text }.compactMap(\.dueAt)
            if found.contains(value.at) { return nil }
            return Deviation(
                line: value.element.line, subject: "timer \(value.element.text)",
                expected: shown(value.at),
                found: found.isEmpty ? "no timer" : found.map(shown).joined(separator: ", "))
        }
    }

    // MARK: Comparing

    private func compare(
        _ subject: String, _ expected: [String], _ found: [String], _ line: Int
    ) -> [Deviation] {
        if expected == found { return [] }
        return [
            Deviation(
                line: line, subject: subject, expected: Self.list(expected),
                found: Self.list(found))
        ]
    }

    private func compare(
        _ subject: String, _ expected: String, _ found: String, _ line: Int
    ) -> [Deviation] {
        expected == found
            ? [] : [Deviation(line: line, subject: subject, expected: expected, found: found)]
    }

    private func difference(
        _ subject: String, _ expected: JSON, _ found: JSON?, _ line: Int
    ) -> Deviation? {
        if isSame(expected, found ?? .null) { return nil }
        return Deviation(
            line: line, subject: subject, expected: expected.serializedText,
            found: found?.serializedText ?? "not there")
    }

    static func list(_ texts: [String]) -> String {
        texts.isEmpty ? "none" : texts.joined(separator: ", ")
    }
}

/// Whether two values are the same: numbers by size, objects whatever the order of their members.
func isSame(_ one: JSON, _ other: JSON) -> Bool {
    switch (one, other) {
    case (.integer(let one), .integer(let other)): return one == other
    case (.integer, .number), (.number, .integer), (.number, .number):
        return one == other || one.doubleValue != nil && one.doubleValue == other.doubleValue
    case (.array(let one), .array(let other)):
        return one.count == other.count && zip(one, other).allSatisfy(isSame)
    case (.object(let one), .object(let other)):
        return one.count == other.count
            && one.members.allSatisfy { member in
                other[member.key].map { isSame(member.value, $0) } ?? false
            }
    default: return one == other
    }
}
