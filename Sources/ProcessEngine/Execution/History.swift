import ProcessValues
import Records

/// What history gets from a command; rows that begin and end in it are written once.
struct HistoryBuffer {
    var instances: [HistoricProcessInstanceRow] = []
    var activities: [HistoricActivityInstanceRow] = []
    var activityPlaces: [String: Int] = [:]
    var tasks: [HistoricTaskRow] = []
    var taskPlaces: [String: Int] = [:]
    var variables: [HistoricVariableRow] = []
    var variablePlaces: [String: Int] = [:]
    var details: [HistoricDetailRow] = []
    var largeValues: [LargeValueRow] = []
    var identityLinks: [HistoricIdentityLinkRow] = []
    var incidents: [HistoricIncidentRow] = []
    var incidentPlaces: [String: Int] = [:]
    var jobLogs: [HistoricJobLogRow] = []
    var externalTaskLogs: [HistoricExternalTaskLogRow] = []
    var decisions: [HistoricDecisionInstanceRow] = []
    var decisionInputs: [HistoricDecisionInputRow] = []
    var decisionOutputs: [HistoricDecisionOutputRow] = []
    var userOperations: [HistoricUserOperationRow] = []
    /// Changes of rows from before the command, and of many rows.
    var updates: [RowChange] = []

    mutating func insert(_ row: HistoricActivityInstanceRow) {
        activityPlaces[row.id] = activities.count
        activities.append(row)
    }

    mutating func insert(_ row: HistoricTaskRow) {
        taskPlaces[row.id] = tasks.count
        tasks.append(row)
    }

    mutating func insert(_ row: HistoricIncidentRow) {
        incidentPlaces[row.id] = incidents.count
        incidents.append(row)
    }

    mutating func update(
        _ table: TableDefinition, _ id: String, _ set: [ColumnAssignment]
    ) {
        // A row that cleaning has removed meanwhile is no conflict.
        updates.append(.updateAll(table, where: .equal("id", id), set: set))
    }
}

/// What happens to a variable.
enum VariableHistoryKind {
    case created
    case updated
    case deleted
}

/// History of instances and activities.
extension Run {
    /// The milliseconds since an identifier of version 7 was made; nil for others.
    func duration(sinceID id: String) -> Int? {
        guard let start = Self.instant(ofID: id) else { return nil }
        return Int(max(0, now.milliseconds - start.milliseconds))
    }

    /// The instant in an identifier of version 7, with or without an element's id before it.
    static func instant(ofID id: String) -> Instant? {
        let uuid = Array(id.utf8.suffix(36))
        guard uuid.count == 36, uuid[8] == UInt8(ascii: "-"), uuid[14] == UInt8(ascii: "7") else {
            return nil
        }
        var value: Int64 = 0
        for position in 0..<13 where position != 8 {
            switch uuid[position] {
            case let byte where (48...57).contains(byte): value = value << 4 | Int64(byte - 48)
            case let byte where (97...102).contains(byte): value = value << 4 | Int64(byte - 87)
            default: return nil
            }
        }
        return Instant(milliseconds: value)
    }

    func recordProcessStart(
        _ instance: Execution, startActivityID: String?, restartedInstanceID: String?
    ) {
        let row = instance.row
        history.instances.append(
            HistoricProcessInstanceRow(
                id: row.id, rootInstanceID: row.rootInstanceID, businessKey: row.businessKey,
                definitionID: row.definitionID, definitionKey: row.definitionKey, startedAt: now,
                startUserID: principal.userID, startActivityID: startActivityID,
                superProcessInstanceID: instance.superExecution?.row.processInstanceID,
                restartedProcessInstanceID: restartedInstanceID, state: "ACTIVE",
                tenantID: row.tenantID))
    }

    func recordProcessEnd(
        _ instance: Execution, state: String, endActivityID: String?, deleteReason: String?
    ) throws(Interruption) {
        if let index = history.instances.firstIndex(where: { $0.id == instance.id }) {
            history.instances[index].endedAt = now
            history.instances[index].duration = 0
            history.instances[index].endActivityID = endActivityID
            history.instances[index].deleteReason = deleteReason
            history.instances[index].state = state
        } else {
            history.update(
                HistoricProcessInstanceRow.table, instance.id,
                [
                    ColumnAssignment("ended_at", .integer(now.milliseconds)),
                    ColumnAssignment("duration", ColumnValue(duration(sinceID: instance.id))),
                    ColumnAssignment("end_activity_id", ColumnValue(endActivityID)),
                    ColumnAssignment("delete_reason", ColumnValue(deleteReason)),
                    ColumnAssignment("state", .text(state)),
                ])
        }
        try recordRemovalTime(ofRoot: instance)
    }

    func recordStart(of activity: Node, on execution: Execution) {
        guard let type = activity.activityType, let id = execution.activityInstanceID else {
            return
        }
        let row = execution.row
        history.insert(
            HistoricActivityInstanceRow(
                id: id, rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID,
                parentActivityInstanceID: historicParent(of: execution, at: activity),
                executionID: row.id, definitionID: row.definitionID,
                definitionKey: row.definitionKey, activityID: activity.id,
                activityName: activity.name, activityType: type, startedAt: now,
                sequenceCounter: row.sequenceCounter, tenantID: row.tenantID))
    }

    /// The activity instance around: a composite's own is on the parent by now, so its parent's
    /// parent has that of the scope around.
    private func historicParent(of execution: Execution, at activity: Node) -> String? {
        guard let parent = execution.parent else { return execution.id }
        if execution.isScope, activity.isScope, activity.isComposite || execution.throwsCompensation
        {
            return parent.isConcurrent || parent.isScope
                ? parent.parentActivityInstanceID : parent.activityInstanceID
        }
        return parent.activityInstanceID
    }

    func recordEnd(of activity: Node, on execution: Execution, isShared: Bool = false) {
        // An execution without an instance of its own has the one around it.
        guard activity.activityType != nil, let id = execution.activityInstanceID,
            isShared || id != execution.parentActivityInstanceID
        else { return }
        let endState =
            switch execution.state {
            case .canceled: 2
            case .scopeComplete: 1
            default: 0
            }
        if let index = history.activityPlaces[id] {
            history.activities[index].endedAt = now
            history.activities[index].duration = 0
            history.activities[index].endState = endState
        } else {
            history.update(
                HistoricActivityInstanceRow.table, id,
                [
                    ColumnAssignment("ended_at", .integer(now.milliseconds)),
                    ColumnAssignment("duration", ColumnValue(duration(sinceID: id))),
                    ColumnAssignment("end_state", .integer(Int64(endState))),
                ])
        }
    }

    /// Sets columns of an activity instance's row, whether it is new or not.
    func updateActivityHistory(
        _ id: String?, taskID: String? = nil, assignee: String?? = nil,
        calledInstanceID: String? = nil
    ) {
        guard let id else { return }
        if let index = history.activityPlaces[id] {
            if let taskID { history.activities[index].taskID = taskID }
            if let assignee { history.activities[index].assignee = assignee }
            if let calledInstanceID {
                history.activities[index].calledProcessInstanceID = calledInstanceID
            }
            return
        }
        var set: [ColumnAssignment] = []
        if let taskID { set.append(ColumnAssignment("task_id", .text(taskID))) }
        if let assignee { set.append(ColumnAssignment("assignee", ColumnValue(assignee))) }
        if let calledInstanceID {
            set.append(ColumnAssignment("called_process_instance_id", .text(calledInstanceID)))
        }
        if !set.isEmpty { history.update(HistoricActivityInstanceRow.table, id, set) }
    }

    /// A snapshot for compensation that is deleted shows as one more cancelled passage.
    func recordCancelledSnapshot(_ execution: Execution) {
        guard let activity = execution.activity, let type = activity.activityType else { return }
        let row = execution.row
        let id = newID()
        history.insert(
            HistoricActivityInstanceRow(
                id: activity.id.utf8.count + 37 > 64 ? id : "\(activity.id):\(id)",
                rootInstanceID: row.rootInstanceID, processInstanceID: row.processInstanceID,
                parentActivityInstanceID: execution.parentActivityInstanceID, executionID: row.id,
                definitionID: row.definitionID, definitionKey: row.definitionKey,
                activityID: activity.id, activityName: activity.name, activityType: type,
                startedAt: now, endedAt: now, duration: 0, endState: 2,
                sequenceCounter: row.sequenceCounter, tenantID: row.tenantID))
    }
}
