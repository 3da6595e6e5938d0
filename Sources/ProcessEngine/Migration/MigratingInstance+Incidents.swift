/// The incidents of what runs.
extension MigratingInstance {
    mutating func collectIncidents() {
        for entry in execution.root.incidents
        where !entry.isDeleted && entry.row.processInstanceID == execution.id {
            collect(entry)
        }
    }

    private mutating func collect(_ entry: Entry<IncidentRow>) {
        for element in elements {
            if case .transition(let job) = element.kind, entry.row.configuration == job.row.id {
                claimed.insert(entry.row.id)
                if let to = element.target {
                    let sort = Self.isAfter(job.row) ? "async-after" : "async-before"
                    element.incidents.append(
                        MigratingIncident(
                            entry: entry, target: to,
                            jobDefinitionID: jobDefinitionID(to, sort: sort)))
                }
                return
            }
            if let timer = element.triggers.timers.first(where: {
                $0.job.row.id == entry.row.configuration
            }) {
                claimed.insert(entry.row.id)
                element.incidents.append(
                    MigratingIncident(
                        entry: entry, target: timer.target,
                        jobDefinitionID: timer.declaration.flatMap {
                            jobDefinitionID(timer.target, sort: $0.jobSort)
                        }))
                return
            }
            if element.triggers.removedTimers.contains(where: {
                $0.row.id == entry.row.configuration
            }) {
                claimed.insert(entry.row.id)
                return
            }
        }
        let owner = elements.first { element in
            element.externalTasks.contains { $0.row.id == entry.row.configuration }
                || element.effects.contains { $0.row.id == entry.row.configuration }
        }
        let activityInstanceID = entry.row.executionID.flatMap { execution.root.byID[$0] }?
            .activityInstanceID
        let element = owner ?? elements.first { $0.id == activityInstanceID }
        guard let element else { return }
        claimed.insert(entry.row.id)
        if let to = element.target {
            element.incidents.append(
                MigratingIncident(
                    entry: entry, target: to, jobDefinitionID: entry.row.jobDefinitionID))
        }
    }
}
