internal import CaseHandling
internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import Records

extension NotificationWorker {
    /// Completes the user task whose object the resident has answered.
    func takeAnswer(of url: String, _ entry: InboxEntry) async throws -> Verdict {
        guard let object = try await services.objecten.object(url: url) else {
            return .finished(.ignored, "There is no object at \(url) any more")
        }
        guard dialect.state(of: object.data) == .submitted else {
            return .finished(.processed, nil)
        }
        guard let taskID = dialect.taskID(of: object.data) else {
            return .finished(.failed, "The object \(url) names no task")
        }
        guard let task = try await openTask(taskID) else {
            return try await verdictOnMissingTask(taskID, url)
        }
        guard let definitionID = task.definitionID, let activityID = task.taskDefinitionKey,
            let instanceID = task.processInstanceID
        else { return .finished(.unknown, "The task \(taskID) belongs to no process") }
        let mapping = try await mapping(definitionID: definitionID, activityID: activityID)
        let now = clock.now
        var facts = try await facts(instanceID: instanceID, entry, at: now)
        for (target, pointer) in mapping {
            let answer = dialect.answer(of: object.data)
            // Fields that the resident could leave empty have no value.
            guard let value = answer.value(at: DocumentPath(pointer)) else { continue }
            try resolvers.write(value, to: target, in: &facts)
        }
        var delta = facts.delta
        delta.append(entry.finished(.processed, nil, at: now.milliseconds))
        try await commands.run(
            .task(
                id: task.id,
                .complete(variables: facts.writtenVariables, wantsVariables: false)),
            as: Principal(origin: .notification), adding: delta)
        return .done
    }

    private func openTask(_ id: String) async throws -> TaskRow? {
        let query = Query(TaskRow.table, where: .equal("id", id), limit: 1)
        return try await store.read(query).first.map(TaskRow.init(row:))
    }

    /// A task that is over was completed by an earlier delivery or by somebody else; one that
    /// never was is kept for people to look at.
    private func verdictOnMissingTask(_ id: String, _ url: String) async throws -> Verdict {
        let query = Query(HistoricTaskRow.table, where: .equal("id", id), limit: 1)
        guard let past = try await store.read(query).first.map(HistoricTaskRow.init(row:)) else {
            return .finished(
                .unknown, "The object \(url) was answered, but there is no task \(id) here")
        }
        return .finished(
            .processed, "The task was over already: \(past.deleteReason ?? "completed")")
    }

    /// Where the values of an answer go, by the link of the task's completion.
    private func mapping(
        definitionID: String, activityID: String
    ) async throws -> [(target: String, pointer: String)] {
        let query = Query(
            ProcessDefinitionRow.table, where: .equal("id", definitionID), limit: 1)
        guard let row = try await store.read(query).first.map(ProcessDefinitionRow.init(row:))
        else { return [] }
        let package = try await cases.package(ofDeployment: row.deploymentID)
        let link = package.processLinks.first {
            $0.processDefinitionKey == row.key && $0.activityID == activityID
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

    private func facts(
        instanceID: String, _ entry: InboxEntry, at instant: Instant
    ) async throws -> StepFacts {
        var facts = StepFacts(identifierSeed: entry.id)
        let query = Query(
            HistoricProcessInstanceRow.table, where: .equal("id", instanceID), limit: 1)
        let row = try await store.read(query).first.map(HistoricProcessInstanceRow.init(row:))
        guard let caseID = row?.businessKey, let stored = try await cases.find(caseID) else {
            return facts
        }
        let definition = try await cases.definition(id: stored.definitionID)
        facts.begin(with: stored, of: definition, at: instant, by: nil)
        return facts
    }
}
