import ProcessValues

/// Tasks that a worker fetches.
extension Run {
    func createExternalTask(
        _ code: ExternalTaskCode, _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        let row = execution.row
        let topic = try evaluateText(code.topic, on: execution) ?? ""
        let priority = try priority(code.priority ?? execution.process.taskPriority, on: execution)
        let task = Entry(
            ExternalTaskRow(
                id: newID(), rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.id,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                definitionVersionTag: execution.definition.row.versionTag,
                activityID: activity.id, activityInstanceID: execution.activityInstanceID,
                topicName: topic, priority: priority, suspended: row.suspended,
                businessKey: execution.processInstance.row.businessKey, createdAt: now,
                tenantID: row.tenantID))
        execution.externalTasks.append(task)
        execution.root.externalTasks.append(task)
        externalTopics.append(topic)
        log(task.row, state: "created")
    }

    func deleteExternalTask(_ task: Entry<ExternalTaskRow>, state: String = "deleted") {
        guard !task.isDeleted else { return }
        task.isDeleted = true
        log(task.row, state: state)
        for root in roots where root.id == task.row.rootInstanceID {
            closeIncidents(
                ofConfiguration: task.row.id, in: root,
                state: state == "successful" ? "resolved" : "deleted")
        }
    }

    func log(_ task: ExternalTaskRow, state: String) {
        history.externalTaskLogs.append(
            HistoricExternalTaskLogRow(
                id: newID(), rootInstanceID: task.rootInstanceID,
                processInstanceID: task.processInstanceID, executionID: task.executionID,
                definitionID: task.definitionID, definitionKey: task.definitionKey,
                externalTaskID: task.id, activityID: task.activityID,
                activityInstanceID: task.activityInstanceID, topicName: task.topicName,
                workerID: task.workerID, retries: task.retries, priority: task.priority,
                errorMessage: task.errorMessage, errorDetails: task.errorDetails, state: state,
                occurredAt: now, tenantID: task.tenantID))
    }

    /// The error that the model makes of a worker's answer, if one of its conditions holds.
    func definedError(
        of task: Entry<ExternalTaskRow>, on execution: Execution
    ) throws(Interruption) -> (code: String?, message: String?)? {
        guard let code = execution.externalTaskCode else { return nil }
        for definition in code.errors {
            guard let program = definition.condition.program else { continue }
            var scope = ExpressionScope(run: self, execution: execution)
            scope.externalTask = task
            if case .boolean(true) = try evaluate(program, in: &scope) {
                // The reference tells what the worker said, not what the error is declared with.
                return (definition.code, task.row.errorMessage)
            }
        }
        return nil
    }
}
