internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records

extension Stage {
    /// What is otherwise than a scenario expects; empty if nothing is.
    func differences(from fact: Scenario.Fact) async throws -> [String] {
        switch fact {
        case .waiting(let expected):
            let found = try await waitingElements()
            return found == expected.sorted()
                ? [] : ["waiting should be \(list(expected.sorted())), but is \(list(found))"]
        case .ended(let expected):
            let has = try await hasEnded()
            return has == expected
                ? [] : [has ? "the process has ended already" : "the process has not ended"]
        case .variables(let expected):
            return compare("variable", expected, with: try await variables())
        case .decisions(let expected): return try await decisions(differingFrom: expected)
        case .statuses(let expected):
            let found = servers.holdings.statuses
            return found == expected
                ? [] : ["the statussen should be \(list(expected)), but are \(list(found))"]
        case .result(let expected):
            let found = servers.holdings.result
            return found == expected
                ? [] : ["the resultaat should be \(expected), but is \(found ?? "not set")"]
        case .internalStatus(let expected):
            let found = try await currentCase()?.internalStatus
            return found == expected
                ? [] : ["the internal status should be \(expected), but is \(found ?? "none")"]
        case .document(let expected):
            let document = try await currentCase()?.document ?? [:]
            return expected.members.compactMap { member in
                difference(
                    "the document at \(member.key)", member.value,
                    document.value(at: DocumentPath(member.key)))
            }
        case .portalTasks(let expected): return try await portalTasks(differingFrom: expected)
        case .tasks(let expected): return try await tasks(differingFrom: expected)
        }
    }

    /// The elements at which the process waits: open activities that hold no others.
    private func waitingElements() async throws -> [String] {
        let open = try await store.read(
            Query(
                HistoricActivityInstanceRow.table,
                where: .and([
                    .equal("process_instance_id", instanceID), .isNull("ended_at"),
                ]))
        ).map(HistoricActivityInstanceRow.init(row:))
        let parents = Set(open.compactMap(\.parentActivityInstanceID))
        return open.filter { !parents.contains($0.id) }.map(\.activityID).sorted()
    }

    private func hasEnded() async throws -> Bool {
        let rows = try await store.read(
            Query(HistoricProcessInstanceRow.table, where: .equal("id", instanceID), limit: 1))
        return try rows.first.map(HistoricProcessInstanceRow.init(row:))?.endedAt != nil
    }

    private func variables() async throws -> JSONObject {
        let rows = try await store.read(
            Query(
                HistoricVariableRow.table, where: .equal("process_instance_id", instanceID),
                ordering: [Ordering("created_at")])
        ).map(HistoricVariableRow.init(row:))
        var values: JSONObject = [:]
        for row in rows { values[row.name] = row.value(large: nil)?.plainJSON }
        return values
    }

    private func currentCase() async throws -> Case? {
        guard let businessKey else { return nil }
        return try await cases.find(businessKey)
    }

    private func decisions(differingFrom expected: JSONObject) async throws -> [String] {
        var differences: [String] = []
        for decision in expected.members {
            let rows = try await store.read(
                Query(
                    HistoricDecisionInstanceRow.table,
                    where: .and([
                        .equal("process_instance_id", instanceID),
                        .equal("decision_definition_key", decision.key),
                    ]), ordering: [Ordering("evaluated_at", isDescending: true)], limit: 1))
            guard let last = try rows.first.map(HistoricDecisionInstanceRow.init(row:)) else {
                differences.append("the decision \(decision.key) was not asked")
                continue
            }
            let outputs = try await store.read(
                Query(
                    HistoricDecisionOutputRow.table,
                    where: .equal("decision_instance_id", last.id))
            ).map(HistoricDecisionOutputRow.init(row:))
            var found: JSONObject = [:]
            for output in outputs {
                guard let name = output.variableName else { continue }
                found[name] = output.value(large: nil)?.plainJSON
            }
            differences += compare(
                "output of \(decision.key)", decision.value.objectValue ?? [:], with: found)
        }
        return differences
    }

    private func portalTasks(differingFrom expected: JSONObject) async throws -> [String] {
        let rows = try await store.read(
            Query(HistoricTaskRow.table, ordering: [Ordering("started_at")])
        ).map(HistoricTaskRow.init(row:))
        var found: JSONObject = [:]
        for task in rows {
            guard let key = task.taskDefinitionKey,
                let status = servers.holdings.portalTasks[task.id]
            else { continue }
            found[key] = .string(status)
        }
        return compare("portal task", expected, with: found)
    }

    private func tasks(differingFrom expected: JSONObject) async throws -> [String] {
        var differences: [String] = []
        let open = try await openTasks()
        for member in expected.members {
            guard let task = open.first(where: { $0.taskDefinitionKey == member.key }) else {
                differences.append("there is no open task \(member.key)")
                continue
            }
            let links = try await store.read(
                Query(IdentityLinkRow.table, where: .equal("task_id", task.id))
            ).map(IdentityLinkRow.init(row:))
            let groups = links.compactMap(\.groupID).sorted()
            differences += compare(
                "task \(member.key):", member.value.objectValue ?? [:],
                with: [
                    "assignee": task.assignee.map(JSON.string) ?? .null,
                    "candidateGroups": .array(groups.map(JSON.string)),
                ])
        }
        return differences
    }

    private func compare(
        _ what: String, _ expected: JSONObject, with found: JSONObject
    ) -> [String] {
        expected.members.compactMap { member in
            difference("\(what) \(member.key)", member.value, found[member.key])
        }
    }

    private func difference(_ what: String, _ expected: JSON, _ found: JSON?) -> String? {
        if found == expected || (found == nil && expected.isNull) { return nil }
        let actual = found?.serializedText ?? "not there"
        return "\(what) should be \(expected.serializedText), but is \(actual)"
    }

    private func list(_ texts: [String]) -> String {
        texts.isEmpty ? "nothing" : texts.joined(separator: ", ")
    }
}
