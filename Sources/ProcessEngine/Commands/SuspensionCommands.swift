import JSONTree
import ProcessValues
public import Records

/// Suspending definitions and jobs.
extension Run {
    func perform(_ suspension: DefinitionSuspension) throws(Interruption) {
        if let instant = suspension.instant {
            return suspendLater(
                suspension.isSuspended ? .suspendDefinition : .activateDefinition, at: instant,
                suspension.selection.json.merging([
                    "includeProcessInstances": .bool(suspension.includesInstances)
                ]))
        }
        let chosen = suspension.selection.predicate
        let definitions = try typedRows(
            Query(
                ProcessDefinitionRow.table, where: chosen("id", "key"),
                ordering: [Ordering("id")]), as: ProcessDefinitionRow.self)
        for definition in definitions where definition.suspended != suspension.isSuspended {
            hostDelta.changes.append(
                .update(
                    ProcessDefinitionRow.table, key: [.text(definition.id)],
                    set: [suspended(suspension.isSuspended)], expectedRevision: nil))
        }
        hostDelta.changes.append(
            .updateAll(
                JobDefinitionRow.table, where: chosen("definition_id", "definition_key"),
                set: [suspended(suspension.isSuspended)]))
        let timers = Predicate.and([
            chosen("definition_id", "definition_key"),
            .equal("handler_type", JobHandler.timerStart.rawValue),
        ])
        for timer in try jobs(where: timers) {
            timer.row.isSuspended = suspension.isSuspended
            makeReady(timer)
        }
        guard suspension.includesInstances else { return }
        let instances = try typedRows(
            Query(
                ExecutionRow.table,
                where: .and([chosen("definition_id", "definition_key"), .isNull("parent_id")]),
                ordering: [Ordering("id")]), as: ExecutionRow.self)
        try perform(.setSuspended(suspension.isSuspended), onInstances: instances.map(\.id))
        try suspendJobs(of: .processes(suspension.selection), suspension.isSuspended)
    }

    func perform(_ suspension: JobDefinitionSuspension) throws(Interruption) {
        if let instant = suspension.instant {
            return suspendLater(
                suspension.isSuspended ? .suspendJobDefinition : .activateJobDefinition,
                at: instant,
                suspension.selection.json.merging(["includeJobs": .bool(suspension.includesJobs)]))
        }
        let chosen: Predicate
        switch suspension.selection {
        case .id(let id): chosen = .equal("id", id)
        case .processes(let selection):
            chosen = selection.predicate("definition_id", "definition_key")
        }
        hostDelta.changes.append(
            .updateAll(
                JobDefinitionRow.table, where: chosen, set: [suspended(suspension.isSuspended)]))
        guard suspension.includesJobs else { return }
        switch suspension.selection {
        case .id(let id): try suspendJobs(of: .jobDefinition(id), suspension.isSuspended)
        case .processes(let selection):
            try suspendJobs(of: .processes(selection), suspension.isSuspended)
        }
    }

    private func suspended(_ isSuspended: Bool) -> ColumnAssignment {
        ColumnAssignment("suspended", .integer(isSuspended ? 1 : 0))
    }

    /// Suspends jobs, or lets them go on; those that wait for the suspension itself are none.
    func suspendJobs(of selection: JobSelection, _ isSuspended: Bool) throws(Interruption) {
        for job in try jobs(of: selection) {
            job.row.isSuspended = isSuspended
            makeReady(job)
        }
    }

    /// The jobs that are chosen, their roots loaded.
    func jobs(of selection: JobSelection) throws(Interruption) -> [Entry<JobRow>] {
        let chosen: Predicate
        switch selection {
        case .jobDefinition(let id): chosen = .equal("job_definition_id", id)
        case .instance(let id): chosen = .equal("process_instance_id", id)
        case .processes(let selection):
            chosen = selection.predicate("definition_id", "definition_key")
        }
        return try jobs(where: chosen)
    }

    private func jobs(where chosen: Predicate) throws(Interruption) -> [Entry<JobRow>] {
        let stored = try typedRows(
            Query(JobRow.table, where: chosen, ordering: [Ordering("id")]), as: JobRow.self)
        try requireRoots(stored.compactMap(\.rootInstanceID))
        var result: [Entry<JobRow>] = []
        for row in stored {
            if let root = row.rootInstanceID {
                let found = try self.root(root)?.jobs.first {
                    $0.row.id == row.id && !$0.isDeleted
                }
                if let found { result.append(found) }
            } else if let known = looseJobs.first(where: { $0.row.id == row.id }) {
                if !known.isDeleted { result.append(known) }
            } else {
                let entry = Entry(row, original: row)
                looseJobs.append(entry)
                result.append(entry)
            }
        }
        return result
    }

    /// Gives a definition of jobs a priority of its own, or the model's again.
    func setPriority(
        _ priority: Int?, ofJobDefinition id: String, includingJobs: Bool
    ) throws(Interruption) {
        hostDelta.changes.append(
            .updateAll(
                JobDefinitionRow.table, where: .equal("id", id),
                set: [ColumnAssignment("priority", ColumnValue(priority))]))
        // Jobs that there are get it too, whether they are meant or not, as in the reference.
        _ = includingJobs
        guard let priority else { return }
        for job in try jobs(of: .jobDefinition(id)) { job.row.priority = priority }
    }

    // MARK: Later

    private func suspendLater(_ handler: JobHandler, at instant: Instant, _ what: JSONObject) {
        let job = Entry(
            JobRow(
                id: newID(), type: "timer", handlerType: handler.rawValue,
                handlerConfiguration: JSON.object(what).serializedText, dueAt: instant,
                readyAt: instant, retries: configuration.defaultRetries, isExclusive: true,
                createdAt: now))
        looseJobs.append(job)
        log(job.row, state: "created")
    }

    /// Does what a suspension that was put off wanted.
    func suspendNow(_ handler: JobHandler, _ configuration: String?) throws(Interruption) {
        guard let text = configuration, let json = try? JSON(parsing: Array(text.utf8)) else {
            throw .failed(.execution, "The job does not say what it suspends.")
        }
        let isSuspended = handler == .suspendDefinition || handler == .suspendJobDefinition
        switch handler {
        case .suspendDefinition, .activateDefinition:
            guard let selection = DefinitionSelection(json: json) else { return }
            try perform(
                DefinitionSuspension(
                    of: selection, isSuspended: isSuspended,
                    includesInstances: json["includeProcessInstances"]?.boolValue ?? false))
        case .suspendJobDefinition, .activateJobDefinition:
            let selection: JobDefinitionSelection
            if let id = json["jobDefinitionId"]?.stringValue {
                selection = .id(id)
            } else if let processes = DefinitionSelection(json: json) {
                selection = .processes(processes)
            } else {
                return
            }
            try perform(
                JobDefinitionSuspension(
                    of: selection, isSuspended: isSuspended,
                    includesJobs: json["includeJobs"]?.boolValue ?? false))
        default: break
        }
    }
}

extension JobHandler {
    /// Whether it suspends definitions, or lets them go on.
    var isSuspension: Bool {
        switch self {
        case .suspendDefinition, .activateDefinition, .suspendJobDefinition,
            .activateJobDefinition:
            true
        default: false
        }
    }
}

extension JSONObject {
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var result = self
        for member in other.members { result[member.key] = member.value }
        return result
    }
}

extension DefinitionSelection {
    /// Which rows belong to the definitions, by the columns that name them.
    public func predicate(_ idColumn: String, _ keyColumn: String) -> Predicate {
        switch self {
        case .id(let id): .equal(idColumn, id)
        case .key(let key, .any): .equal(keyColumn, key)
        case .key(let key, .none): .and([.equal(keyColumn, key), .isNull("tenant_id")])
        case .key(let key, .tenant(let tenant)), .key(let key, .tenantOrNone(let tenant)):
            .and([.equal(keyColumn, key), .equal("tenant_id", tenant)])
        }
    }

    fileprivate var json: JSONObject {
        switch self {
        case .id(let id): ["processDefinitionId": .string(id)]
        case .key(let key, .any): ["processDefinitionKey": .string(key)]
        case .key(let key, .none):
            ["processDefinitionKey": .string(key), "processDefinitionTenantId": .null]
        case .key(let key, .tenant(let tenant)), .key(let key, .tenantOrNone(let tenant)):
            ["processDefinitionKey": .string(key), "processDefinitionTenantId": .string(tenant)]
        }
    }

    fileprivate init?(json: JSON) {
        if let id = json["processDefinitionId"]?.stringValue {
            self = .id(id)
        } else if let key = json["processDefinitionKey"]?.stringValue {
            switch json["processDefinitionTenantId"] {
            case nil: self = .key(key, tenant: .any)
            case .string(let tenant)?: self = .key(key, tenant: .tenant(tenant))
            default: self = .key(key, tenant: .none)
            }
        } else {
            return nil
        }
    }
}

extension JobDefinitionSelection {
    fileprivate var json: JSONObject {
        switch self {
        case .id(let id): ["jobDefinitionId": .string(id)]
        case .processes(let selection): selection.json
        }
    }
}
