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
        let now = clock.now
        let facts = try await PortalAnswer(cases: cases, store: store, resolvers: resolvers)
            .facts(
                for: task, answer: dialect.answer(of: object.data), at: now)
        // Listeners of the task may write in the case too: they find it as the answer leaves it.
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
}
