import ProcessValues
import Records

/// What a command writes.
extension Run {
    /// The delta of what was changed, and the roots as they are now.
    func outcome(_ result: CommandResult) -> Outcome {
        var changes = DeltaBuilder()
        var snapshots: [RootSnapshot] = []
        for root in roots {
            var snapshot = RootSnapshot(rootInstanceID: root.id)
            collectVariables(of: root, &changes, &snapshot)
            for execution in root.executions {
                synchronize(execution)
                changes.add(
                    execution.row, execution.original, isDeleted: execution.isRemoved,
                    isForced: execution.isForcedUpdate, to: &snapshot.executions)
            }
            for task in root.tasks {
                changes.add(task.row, task.original, isDeleted: task.isDeleted, to: &snapshot.tasks)
            }
            for link in root.links { changes.add(link, to: &snapshot.identityLinks) }
            for job in root.jobs {
                changes.add(job, to: &snapshot.jobs)
                noteDue(job)
            }
            for entry in root.subscriptions { changes.add(entry, to: &snapshot.eventSubscriptions) }
            for entry in root.incidents { changes.add(entry, to: &snapshot.incidents) }
            for entry in root.externalTasks { changes.add(entry, to: &snapshot.externalTasks) }
            snapshots.append(snapshot)
        }
        var loose: [JobRow] = []
        for job in looseJobs {
            changes.add(job, to: &loose)
            noteDue(job)
        }
        var collections: [EventCollectionRow] = []
        for entry in eventCollections { changes.add(entry, to: &collections) }
        var stores: [DataStoreRow] = []
        for entry in dataStores { changes.add(entry, to: &stores) }
        var delta = Delta(guards: guards, changes: changes.changes)
        appendHistory(to: &delta)
        delta.append(hostDelta)
        return Outcome(
            result: result, delta: delta, snapshots: snapshots, dueJobs: dueJobs,
            externalTopics: externalTopics, explanations: explanations)
    }

    private func synchronize(_ execution: Execution) {
        execution.row.parentID = execution.parent?.id
        execution.row.activityID = execution.activity.flatMap { $0.index == 0 ? nil : $0.id }
        execution.row.transitionID = execution.transition?.id
        if execution.superExecution == nil { execution.row.superExecutionID = nil }
    }

    private func noteDue(_ job: Entry<JobRow>) {
        guard !job.isDeleted, job.row != job.original, let ready = job.row.readyAt, ready <= now
        else { return }
        dueJobs.append(job.row.id)
    }

    private func collectVariables(
        of root: LoadedRoot, _ changes: inout DeltaBuilder, _ snapshot: inout RootSnapshot
    ) {
        for variable in root.variables where !variable.isTransient {
            if variable.isChanged, !variable.isDeleted {
                let old = variable.large
                write(variable)
                if let old, old.id != variable.row.largeValueID { changes.delete(old) }
                if let new = variable.large, new.id != old?.id { changes.insert(new) }
            } else if variable.isDeleted, let old = variable.large, variable.original != nil {
                changes.delete(old)
            }
            if !variable.isDeleted, let large = variable.large {
                snapshot.largeValues.append(large)
            }
            changes.add(
                variable.row, variable.original, isDeleted: variable.isDeleted,
                to: &snapshot.variables)
        }
    }

    /// Brings the value of a variable into its columns.
    private func write(_ variable: VariableEntry) {
        let form = (variable.value ?? .null).storedForm
        variable.row.type = form.type
        variable.row.textValue = nil
        variable.row.longValue = form.number.map { Int($0) }
        variable.row.doubleValue = form.real
        variable.row.valueInfo = form.info
        let isLong = (form.text?.utf8.count ?? 0) > LargeValueRow.threshold
        if isLong || form.bytes != nil {
            let large = LargeValueRow(
                id: newID(), rootInstanceID: variable.row.rootInstanceID,
                ownerID: variable.row.id, textValue: form.text, bytesValue: form.bytes,
                tenantID: variable.row.tenantID)
            variable.large = large
            variable.row.largeValueID = large.id
        } else {
            variable.row.textValue = form.text
            variable.row.largeValueID = nil
            variable.large = nil
        }
    }

    private func appendHistory(to delta: inout Delta) {
        func insert<R: TableRow>(_ rows: [R]) {
            for row in rows { delta.changes.append(.insert(R.table, row.row)) }
        }
        insert(history.instances)
        insert(history.activities)
        insert(history.tasks)
        insert(history.variables)
        insert(history.details)
        insert(history.largeValues)
        insert(history.identityLinks)
        insert(history.incidents)
        insert(history.jobLogs)
        insert(history.externalTaskLogs)
        insert(history.decisions)
        insert(history.decisionInputs)
        insert(history.decisionOutputs)
        insert(history.userOperations)
        delta.changes += history.updates
    }
}

/// Puts the changes of rows together: ends first, so that unique indexes never see two.
private struct DeltaBuilder {
    private var deletes: [RowChange] = []
    private var others: [RowChange] = []

    var changes: [RowChange] { deletes + others }

    mutating func insert<R: TableRow>(_ row: R) { others.append(.insert(R.table, row.row)) }

    mutating func delete(_ row: LargeValueRow) {
        deletes.append(
            .delete(LargeValueRow.table, key: [.text(row.id)], expectedRevision: nil))
    }

    mutating func add<R: TableRow & Hashable>(_ entry: Entry<R>, to rows: inout [R]) {
        add(entry.row, entry.original, isDeleted: entry.isDeleted, to: &rows)
    }

    mutating func add<R: TableRow & Equatable>(
        _ row: R, _ original: R?, isDeleted: Bool, isForced: Bool = false, to rows: inout [R]
    ) {
        guard let original else {
            if !isDeleted {
                others.append(.insert(R.table, row.row))
                rows.append(row)
            }
            return
        }
        if !isDeleted, !isForced, row == original {
            rows.append(row)
            return
        }
        let old = original.row
        let revision = R.table.position(of: "revision").flatMap { old[$0].integerValue }
        let key = R.table.primaryKey.map { old[R.table.position(of: $0) ?? 0] }
        if isDeleted {
            deletes.append(.delete(R.table, key: key, expectedRevision: revision))
            return
        }
        let new = row.row
        var set: [ColumnAssignment] = []
        for (position, column) in R.table.columns.enumerated() where new[position] != old[position]
        {
            if column.name != "revision" {
                set.append(ColumnAssignment(column.name, new[position]))
            }
        }
        #if DEBUG
        if SeededFault.active == .changeNotStored, R.table == ExecutionRow.table {
            rows.append(row)
            return
        }
        #endif
        others.append(.update(R.table, key: key, set: set, expectedRevision: revision))
        var values = new
        if let position = R.table.position(of: "revision"), let revision {
            values[position] = .integer(revision + 1)
        }
        rows.append((try? R(row: values)) ?? row)
    }
}
