internal import ProcessValues
internal import Records

/// What starts instances of the latest version of a process: its waits and timers.
struct StartEvents: Sendable {
    let store: any Store
    let configuration: EngineConfiguration

    /// Takes away the waits and timers of all versions of a process.
    func removal(ofKey key: String, tenantID: String?) -> [RowChange] {
        let ofKey: [Predicate] = [
            .equal("definition_key", key), .equal("tenant_id", ColumnValue(tenantID)),
        ]
        return [
            .deleteAll(
                JobRow.table,
                where: .and(
                    ofKey + [
                        .equal("handler_type", JobHandler.timerStart.rawValue),
                        .isNull("process_instance_id"),
                    ])),
            .deleteAll(
                EventSubscriptionRow.table, where: .and(ofKey + [.isNull("process_instance_id")])),
        ]
    }

    /// The waits and timers of a definition.
    ///
    /// - Parameters:
    ///   - definition: The version that is now the latest.
    ///   - now: The instant from which timers count.
    ///   - ids: Where identifiers come from.
    ///   - messages: The messages that start something else in the same deployment; grows.
    /// - Returns: The rows, guarded against others who take the same messages.
    /// - Throws: `EngineError` if another process starts by the same message, or a name or time
    ///   cannot be evaluated.
    func rows(
        of definition: ProcessDefinition, at now: Instant, ids: inout IDSource,
        messages: inout Set<String>
    ) async throws(EngineError) -> Delta {
        var delta = Delta()
        let row = definition.row
        for (position, declaration) in definition.process.startDeclarations.enumerated() {
            var name: String?
            if let expression = declaration.name {
                name = try expression.textWithoutVariables(at: now)
            }
            if declaration.kind == .message, let name {
                try await claim(name, for: row, &messages, &delta)
            }
            let subscription = EventSubscriptionRow(
                id: ids.next(), definitionID: row.id, definitionKey: row.key,
                activityID: definition.process.nodes[declaration.activity].id,
                eventType: declaration.kind.rawValue, eventName: name, configuration: row.id,
                createdAt: now, sequenceCounter: position + 1, tenantID: row.tenantID)
            delta.changes.append(.insert(EventSubscriptionRow.table, subscription.row))
        }
        for timer in definition.process.startTimers {
            let job = try StartTimer.job(
                timer, of: definition, at: now, id: ids.next(), configuration: configuration)
            delta.changes.append(.insert(JobRow.table, job.row))
            let log = HistoricJobLogRow(
                of: job, id: ids.next(), state: "created", at: now, node: configuration.node)
            delta.changes.append(.insert(HistoricJobLogRow.table, log.row))
        }
        return delta
    }

    private func claim(
        _ message: String, for row: ProcessDefinitionRow, _ messages: inout Set<String>,
        _ delta: inout Delta
    ) async throws(EngineError) {
        let taken = Predicate.and([
            .equal("event_name", message), .equal("event_type", "message"),
            .isNull("process_instance_id"), .equal("tenant_id", ColumnValue(row.tenantID)),
            .compare("definition_key", .notEqual, .text(row.key)),
        ])
        let others = try await store.rows(
            Query(EventSubscriptionRow.table, where: taken, limit: 1), as: EventSubscriptionRow.self
        )
        guard others.isEmpty, messages.insert(message).inserted else {
            throw EngineError(
                .execution,
                "Cannot deploy process definition '\(row.resourceName)': there already is a "
                    + "message event subscription for the message with name '\(message)'"
                    + (others.first?.definitionKey.map { " (process \($0))" } ?? "") + ".")
        }
        delta.guards.append(.none(EventSubscriptionRow.table, where: taken))
    }
}
