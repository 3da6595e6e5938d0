import ProcessValues

/// The log of jobs: what was made, failed, was done or deleted.
extension Run {
    func log(_ job: JobRow, state: String, failure: JobFailure? = nil) {
        history.jobLogs.append(
            HistoricJobLogRow(
                of: job, id: newID(), state: state, failure: failure, at: now,
                node: configuration.node))
    }
}

extension HistoricJobLogRow {
    /// What happens to a job.
    ///
    /// How its definition is configured stands in the definition alone.
    init(
        of job: JobRow, id: String, state: String, failure: JobFailure? = nil, at instant: Instant,
        node: String
    ) {
        self.init(
            id: id, rootInstanceID: job.rootInstanceID, processInstanceID: job.processInstanceID,
            executionID: job.executionID, definitionID: job.definitionID,
            definitionKey: job.definitionKey, deploymentID: job.deploymentID, jobID: job.id,
            jobDefinitionID: job.jobDefinitionID, jobDefinitionType: job.handlerType,
            activityID: job.activityID,
            failedActivityID: failure?.failedActivityID ?? job.failedActivityID, dueAt: job.dueAt,
            retries: job.retries, priority: job.priority, state: state,
            exceptionMessage: failure.map { String($0.message.prefix(4_000)) },
            exceptionStacktrace: failure.map { $0.details ?? $0.message }, hostname: node,
            occurredAt: instant, sequenceCounter: job.sequenceCounter, tenantID: job.tenantID)
    }
}
