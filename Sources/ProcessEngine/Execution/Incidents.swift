import ProcessValues
import Records

/// Incidents, shown at each calling instance too.
extension Run {
    @discardableResult
    func createIncident(
        _ type: String, on execution: Execution, activityID: String?, failedActivityID: String?,
        message: String?, configuration: String?, jobDefinitionID: String?
    ) -> Entry<IncidentRow> {
        let first = insertIncident(
            type, on: execution, activityID: activityID, failedActivityID: failedActivityID,
            message: message, configuration: configuration, jobDefinitionID: jobDefinitionID,
            cause: nil)
        var cause = first
        var current = execution.processInstance
        while let caller = current.superExecution {
            cause = insertIncident(
                type, on: caller, activityID: caller.activity?.id,
                failedActivityID: caller.activity?.id,
                message: nil, configuration: nil, jobDefinitionID: nil, cause: cause)
            current = caller.processInstance
        }
        return first
    }

    /// Makes an incident of a job that belongs to no execution; it outlives the instance.
    func createIncident(
        _ type: String, of job: JobRow, in root: LoadedRoot, message: String?
    ) {
        let id = newID()
        insert(
            IncidentRow(
                id: id, rootInstanceID: job.rootInstanceID,
                processInstanceID: job.processInstanceID, definitionID: job.definitionID,
                definitionKey: job.definitionKey, activityID: job.activityID,
                failedActivityID: job.failedActivityID ?? job.activityID, incidentType: type,
                message: message, configuration: job.id, causeIncidentID: id,
                rootCauseIncidentID: id, jobDefinitionID: job.jobDefinitionID, createdAt: now,
                tenantID: job.tenantID),
            in: root)
    }

    private func insertIncident(
        _ type: String, on execution: Execution, activityID: String?, failedActivityID: String?,
        message: String?, configuration: String?, jobDefinitionID: String?,
        cause: Entry<IncidentRow>?
    ) -> Entry<IncidentRow> {
        let row = execution.row
        let id = newID()
        let entry = insert(
            IncidentRow(
                id: id, rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.id,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                activityID: activityID, failedActivityID: failedActivityID, incidentType: type,
                message: message, configuration: configuration,
                causeIncidentID: cause?.row.id ?? id,
                rootCauseIncidentID: cause?.row.rootCauseIncidentID ?? id,
                jobDefinitionID: jobDefinitionID, createdAt: now, tenantID: row.tenantID),
            in: execution.root)
        execution.incidents.append(entry)
        return entry
    }

    @discardableResult
    private func insert(_ new: IncidentRow, in root: LoadedRoot) -> Entry<IncidentRow> {
        let entry = Entry(new)
        root.incidents.append(entry)
        // The log tells more of the failure than the incident does.
        let failure = new.configuration.flatMap { id in
            history.jobLogs.last { $0.jobID == id && $0.state == "failed" }
        }
        history.insert(
            HistoricIncidentRow(
                id: new.id, rootInstanceID: new.rootInstanceID,
                processInstanceID: new.processInstanceID, executionID: new.executionID,
                definitionID: new.definitionID, definitionKey: new.definitionKey,
                activityID: new.activityID, failedActivityID: new.failedActivityID,
                incidentType: new.incidentType, message: new.message,
                configuration: new.configuration, historyConfiguration: failure?.id,
                causeIncidentID: new.causeIncidentID,
                rootCauseIncidentID: new.rootCauseIncidentID,
                jobDefinitionID: new.jobDefinitionID, createdAt: now, state: "open",
                tenantID: new.tenantID))
        return entry
    }

    /// Ends an incident, and those that it caused in calling instances.
    func closeIncident(_ incident: Entry<IncidentRow>, state: String) {
        guard !incident.isDeleted else { return }
        incident.isDeleted = true
        if let index = history.incidentPlaces[incident.row.id] {
            history.incidents[index].endedAt = now
            history.incidents[index].state = state
        } else {
            history.update(
                HistoricIncidentRow.table, incident.row.id,
                [
                    ColumnAssignment("ended_at", .integer(now.milliseconds)),
                    ColumnAssignment("state", .text(state)),
                ])
        }
        for root in roots where root.id == incident.row.rootInstanceID {
            for other in root.incidents
            where !other.isDeleted && other.row.causeIncidentID == incident.row.id {
                closeIncident(other, state: state)
                if let id = other.row.executionID {
                    root.byID[id]?.incidents.removeAll { $0 === other }
                }
            }
        }
    }

    /// Ends the incidents of a job or external task.
    func closeIncidents(ofConfiguration id: String, in root: LoadedRoot, state: String) {
        for incident in root.incidents
        where !incident.isDeleted && incident.row.configuration == id {
            closeIncident(incident, state: state)
            if let executionID = incident.row.executionID {
                root.byID[executionID]?.incidents.removeAll { $0 === incident }
            }
        }
    }
}
