package import CaseHandling
package import JSONTree
package import ProcessEngine
package import ProcessValues
package import Records

/// Turns what a resident filled in into writes of the case and of process variables.
package struct PortalAnswer: Sendable {
    private let cases: CaseRepository
    private let store: any Store
    private let resolvers: ValueResolvers

    package init(cases: CaseRepository, store: any Store, resolvers: ValueResolvers) {
        self.cases = cases
        self.store = store
        self.resolvers = resolvers
    }

    /// The writes that the link of a task's completion makes of an answer.
    ///
    /// - Throws: `CaseError`, `ResolverError` or `StoreError`.
    package func facts(
        for task: TaskRow, answer: JSON, at instant: Instant
    ) async throws -> StepFacts {
        var facts = StepFacts()
        if let instanceID = task.processInstanceID {
            try await addCase(of: instanceID, to: &facts, at: instant)
        }
        for (target, pointer) in try await mapping(of: task) {
            // Fields that the resident could leave empty have no value.
            guard let value = answer.value(at: DocumentPath(pointer)) else { continue }
            try resolvers.write(value, to: target, in: &facts)
        }
        return facts
    }

    private func mapping(of task: TaskRow) async throws -> [(target: String, pointer: String)] {
        guard let definitionID = task.definitionID else { return [] }
        let query = Query(
            ProcessDefinitionRow.table, where: .equal("id", definitionID), limit: 1)
        guard let row = try await store.read(query).first.map(ProcessDefinitionRow.init(row:))
        else { return [] }
        let package = try await cases.package(ofDeployment: row.deploymentID)
        let link = package.processLinks.first {
            $0.processDefinitionKey == row.key && $0.activityID == task.taskDefinitionKey
                && $0.actionKey == ZGWAction.completeExterneKlanttaak.rawValue
        }
        guard let config = link?.actionProperties["config"],
            config["bewaarIngediendeGegevens"]?.boolValue ?? true
        else { return [] }
        return (config["verzondenDataMapping"]?.arrayValue ?? []).compactMap { entry in
            guard let target = entry["key"]?.stringValue, let pointer = entry["value"]?.stringValue
            else { return nil }
            return (target, pointer)
        }
    }

    private func addCase(
        of instanceID: String, to facts: inout StepFacts, at instant: Instant
    ) async throws {
        let query = Query(
            HistoricProcessInstanceRow.table, where: .equal("id", instanceID), limit: 1)
        let row = try await store.read(query).first.map(HistoricProcessInstanceRow.init(row:))
        guard let caseID = row?.businessKey, let stored = try await cases.find(caseID) else {
            return
        }
        let definition = try await cases.definition(id: stored.definitionID)
        facts.begin(with: stored, of: definition, at: instant, by: nil)
    }
}
