import ProcessValues
import Records

/// History of variables: the last value, and each update as a detail.
extension Run {
    func recordVariable(
        _ variable: VariableEntry, on execution: Execution, kind: VariableHistoryKind
    ) {
        let row = variable.row
        let activityInstanceID = historicActivityInstance(of: variable, on: execution)
        let form = kind == .deleted ? nil : (variable.value ?? .null).storedForm
        // Each value is kept: a loop that writes a long one again and again is to end.
        looks += ((form?.text?.utf8.count ?? 0) + (form?.bytes?.count ?? 0)) / 64
        recordLastValue(
            row, form, on: execution, kind: kind, activityInstanceID: activityInstanceID)
        recordDetail(
            row, form, on: execution, activityInstanceID: activityInstanceID,
            isInitial: startingInstanceID == row.scopeID)
    }

    private func historicActivityInstance(
        of variable: VariableEntry, on execution: Execution
    ) -> String? {
        variable.row.isConcurrentLocal || variable.row.taskID != nil
            ? execution.activityInstanceID : execution.parentActivityInstanceID
    }

    private func recordLastValue(
        _ row: VariableRow, _ form: StoredForm?, on execution: Execution,
        kind: VariableHistoryKind, activityInstanceID: String?
    ) {
        if let index = history.variablePlaces[row.id] {
            if kind == .deleted {
                history.variables[index].state = "DELETED"
                return
            }
            // Filled beside the buffer, which takes a long value at the same time.
            var last = history.variables[index]
            last.activityInstanceID = activityInstanceID
            last.state = "CREATED"
            fill(&last, form, root: row.rootInstanceID, owner: row.id)
            if let form { last.type = form.type }
            history.variables[index] = last
            return
        }
        switch kind {
        case .created:
            var new = HistoricVariableRow(
                id: row.id, rootInstanceID: row.rootInstanceID,
                processInstanceID: row.processInstanceID, executionID: row.executionID,
                taskID: row.taskID, activityInstanceID: activityInstanceID,
                definitionID: row.definitionID, definitionKey: execution.row.definitionKey,
                name: row.name, type: form?.type ?? "Null", state: "CREATED", createdAt: now,
                tenantID: row.tenantID)
            fill(&new, form, root: row.rootInstanceID, owner: row.id)
            history.variablePlaces[row.id] = history.variables.count
            history.variables.append(new)
        case .deleted:
            history.update(
                HistoricVariableRow.table, row.id, [ColumnAssignment("state", .text("DELETED"))])
        case .updated:
            var columns = HistoricVariableRow(
                id: row.id, name: row.name, type: form?.type ?? "Null", state: "CREATED",
                createdAt: now)
            fill(&columns, form, root: row.rootInstanceID, owner: row.id)
            history.update(
                HistoricVariableRow.table, row.id,
                [
                    ColumnAssignment("type", .text(columns.type)),
                    ColumnAssignment("text_value", ColumnValue(columns.textValue)),
                    ColumnAssignment("long_value", ColumnValue(columns.longValue)),
                    ColumnAssignment("double_value", ColumnValue(columns.doubleValue)),
                    ColumnAssignment("large_value_id", ColumnValue(columns.largeValueID)),
                    ColumnAssignment("value_info", ColumnValue(columns.valueInfo)),
                    ColumnAssignment("activity_instance_id", ColumnValue(activityInstanceID)),
                    ColumnAssignment("state", .text("CREATED")),
                ])
        }
    }

    private func recordDetail(
        _ row: VariableRow, _ form: StoredForm?, on execution: Execution,
        activityInstanceID: String?, isInitial: Bool
    ) {
        var detail = HistoricDetailRow(
            id: newID(), type: "variableUpdate", rootInstanceID: row.rootInstanceID,
            processInstanceID: row.processInstanceID, executionID: row.executionID,
            taskID: row.taskID, activityInstanceID: activityInstanceID,
            definitionID: row.definitionID, definitionKey: execution.row.definitionKey,
            variableInstanceID: row.id, name: row.name, variableType: form?.type ?? "Null",
            variableRevision: row.sequenceCounter - 1, isInitial: isInitial,
            sequenceCounter: row.sequenceCounter, occurredAt: now, tenantID: row.tenantID)
        fill(&detail, form, root: row.rootInstanceID, owner: detail.id)
        history.details.append(detail)
    }

    /// Puts a value into columns; long ones into a row beside.
    func fill<R: ValueColumns>(
        _ row: inout R, _ form: StoredForm?, root: String?, owner: String
    ) {
        row.textValue = nil
        row.longValue = form?.number.map { Int($0) }
        row.doubleValue = form?.real
        row.valueInfo = form?.info
        row.largeValueID = nil
        guard let form else { return }
        let isLong = (form.text?.utf8.count ?? 0) > LargeValueRow.threshold
        guard isLong || form.bytes != nil else {
            row.textValue = form.text
            return
        }
        let large = LargeValueRow(
            id: newID(), rootInstanceID: root, ownerID: owner, textValue: form.text,
            bytesValue: form.bytes)
        row.largeValueID = large.id
        history.largeValues.append(large)
    }
}
