import ProcessValues
import Records

/// History of user tasks.
extension Run {
    func recordTaskStart(_ task: TaskEntry, on execution: Execution) {
        let row = task.row
        history.insert(
            HistoricTaskRow(
                id: row.id, rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.executionID,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                activityInstanceID: row.activityInstanceID,
                taskDefinitionKey: row.taskDefinitionKey, name: row.name,
                description: row.description, parentTaskID: row.parentTaskID, owner: row.owner,
                assignee: row.assignee, priority: row.priority, dueAt: row.dueAt,
                followUpAt: row.followUpAt, startedAt: now, state: "Created",
                tenantID: row.tenantID))
        updateActivityHistory(row.activityInstanceID, taskID: row.id)
    }

    func recordAssignee(of task: TaskEntry) {
        updateActivityHistory(task.row.activityInstanceID, assignee: .some(task.row.assignee))
        if let before = task.reported.assignee {
            log("assignee", userID: before, groupID: nil, operation: "delete", on: task)
        }
        if let user = task.row.assignee {
            log("assignee", userID: user, groupID: nil, operation: "add", on: task)
        }
    }

    /// Brings the properties of a task into its history.
    func recordTaskChanges(_ task: TaskEntry) {
        let row = task.row
        if let index = history.taskPlaces[row.id] {
            history.tasks[index].name = row.name
            history.tasks[index].description = row.description
            history.tasks[index].owner = row.owner
            history.tasks[index].assignee = row.assignee
            history.tasks[index].priority = row.priority
            history.tasks[index].dueAt = row.dueAt
            history.tasks[index].followUpAt = row.followUpAt
            history.tasks[index].parentTaskID = row.parentTaskID
            return
        }
        guard let before = task.original, before != row else { return }
        history.update(
            HistoricTaskRow.table, row.id,
            [
                ColumnAssignment("name", ColumnValue(row.name)),
                ColumnAssignment("description", ColumnValue(row.description)),
                ColumnAssignment("owner", ColumnValue(row.owner)),
                ColumnAssignment("assignee", ColumnValue(row.assignee)),
                ColumnAssignment("priority", ColumnValue(row.priority)),
                ColumnAssignment("due_at", ColumnValue(row.dueAt?.milliseconds)),
                ColumnAssignment("follow_up_at", ColumnValue(row.followUpAt?.milliseconds)),
                ColumnAssignment("parent_task_id", ColumnValue(row.parentTaskID)),
                ColumnAssignment("state", .text("Updated")),
            ])
    }

    func recordTaskEnd(_ task: TaskEntry, reason: String, state: String) {
        if let index = history.taskPlaces[task.row.id] {
            history.tasks[index].endedAt = now
            history.tasks[index].duration = 0
            history.tasks[index].deleteReason = reason
            history.tasks[index].state = state
            return
        }
        history.update(
            HistoricTaskRow.table, task.row.id,
            [
                ColumnAssignment("ended_at", .integer(now.milliseconds)),
                ColumnAssignment(
                    "duration",
                    .integer(max(0, now.milliseconds - task.row.createdAt.milliseconds))),
                ColumnAssignment("delete_reason", .text(reason)),
                ColumnAssignment("state", .text(state)),
            ])
    }
}
