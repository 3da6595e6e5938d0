import ProcessValues
import Records

extension Run {
    func externalTask(_ id: String) throws(Interruption) -> Entry<ExternalTaskRow>? {
        for root in roots {
            if let found = root.externalTasks.first(where: { $0.row.id == id && !$0.isDeleted }) {
                return found
            }
        }
        for (rootID, snapshot) in state.roots
        where snapshot.externalTasks.contains(where: { $0.id == id }) {
            return try root(rootID)?.externalTasks.first { $0.row.id == id }
        }
        guard let rootID = try rootID(of: id, in: ExternalTaskRow.table) else { return nil }
        return try root(rootID)?.externalTasks.first { $0.row.id == id && !$0.isDeleted }
    }

    func perform(
        _ operation: ExternalTaskOperation, onExternalTask id: String
    ) throws(Interruption) {
        guard let task = try externalTask(id),
            let execution = loadedExecution(task.row.executionID)
        else {
            throw .failed(
                .notFound, "Cannot find external task with id \(id): externalTask is null")
        }
        switch operation {
        case .lock(let workerID, let milliseconds):
            if let owner = task.row.workerID, owner != workerID,
                let until = task.row.lockExpiresAt, until > now
            {
                throw .failed(
                    .badRequest,
                    "External Task \(id) cannot be locked by worker '\(workerID)'. It is locked "
                        + "by worker '\(owner)'.")
            }
            lock(task, by: workerID, milliseconds: milliseconds)
        case .complete(let workerID, let variables, let localVariables):
            try check(task, workerID, "completed")
            try complete(task, variables, localVariables, on: execution)
        case .failure(
            let workerID, let message, let details, let retries, let timeout, let variables,
            let localVariables):
            try check(task, workerID, "failed")
            guard retries >= 0, timeout >= 0 else {
                throw .failed(
                    .invalid, "The number of retries and the timeout must not be negative")
            }
            try setVariables(variables, from: execution)
            for variable in localVariables { try setLocalVariable(variable, on: execution) }
            task.row.errorMessage = message
            task.row.errorDetails = details
            if let error = try errorAfterFailure(of: task, on: execution) {
                try reportError(code: error.code, message: error.message, from: execution)
                return
            }
            task.row.lockExpiresAt = now.adding(milliseconds: timeout)
            setRetries(retries, of: task, on: execution, message: message)
            log(task.row, state: "failed")
        case .bpmnError(let workerID, let code, let message, let variables):
            try check(task, workerID, "marked as failed")
            try setVariables(variables, from: execution)
            try reportError(code: code, message: message, from: execution)
        case .extendLock(let workerID, let milliseconds):
            try check(task, workerID, "extended")
            guard let until = task.row.lockExpiresAt, until > now else {
                throw .failed(
                    .badRequest, "Cannot extend a lock that expired: external task \(id)")
            }
            task.row.lockExpiresAt = now.adding(milliseconds: milliseconds)
        case .unlock:
            task.row.workerID = nil
            task.row.lockExpiresAt = nil
            externalTopics.append(task.row.topicName)
        case .setRetries(let retries):
            guard retries >= 0 else {
                throw .failed(.invalid, "The number of retries cannot be negative")
            }
            setRetries(retries, of: task, on: execution, message: nil)
            if retries > 0 { externalTopics.append(task.row.topicName) }
        case .setPriority(let priority): task.row.priority = priority
        }
    }

    private func lock(_ task: Entry<ExternalTaskRow>, by workerID: String, milliseconds: Int64) {
        task.row.workerID = workerID
        task.row.lockExpiresAt = now.adding(milliseconds: milliseconds)
    }

    private func check(
        _ task: Entry<ExternalTaskRow>, _ workerID: String, _ what: String
    ) throws(Interruption) {
        guard task.row.workerID == workerID else {
            throw .failed(
                .badRequest,
                "External Task \(task.row.id) cannot be \(what) by worker '\(workerID)'. It is "
                    + "locked by worker '\(task.row.workerID ?? "null")'.")
        }
        if task.row.suspended {
            throw .failed(.suspended, "ExternalTask with id '\(task.row.id)' is suspended.")
        }
    }

    private func complete(
        _ task: Entry<ExternalTaskRow>, _ variables: [VariableInput],
        _ localVariables: [VariableInput], on execution: Execution
    ) throws(Interruption) {
        try setVariables(variables, from: execution)
        for variable in localVariables { try setLocalVariable(variable, on: execution) }
        if let error = try definedError(of: task, on: execution) {
            return try reportError(code: error.code, message: error.message, from: execution)
        }
        deleteExternalTask(task, state: "successful")
        execution.externalTasks.removeAll { $0 === task }
        try leave(execution)
    }

    /// A condition that fails after a failure is no failure of its own.
    private func errorAfterFailure(
        of task: Entry<ExternalTaskRow>, on execution: Execution
    ) throws(Interruption) -> (code: String?, message: String?)? {
        do throws(Interruption) {
            return try definedError(of: task, on: execution)
        } catch {
            if case .needs = error { throw error }
            return nil
        }
    }

    private func setRetries(
        _ retries: Int, of task: Entry<ExternalTaskRow>, on execution: Execution, message: String?
    ) {
        let before = task.row.retries
        task.row.retries = retries
        if retries == 0, before == nil || (before ?? 0) > 0 {
            createIncident(
                "failedExternalTask", on: execution, activityID: task.row.activityID,
                failedActivityID: nil, message: message ?? task.row.errorMessage,
                configuration: task.row.id, jobDefinitionID: nil)
        } else if retries > 0, before == 0 {
            closeIncidents(ofConfiguration: task.row.id, in: execution.root, state: "resolved")
        }
    }

    // MARK: Fetching

    func perform(_ wanted: ExternalTaskLock) throws(Interruption) -> CommandResult {
        guard let root = try root(wanted.rootInstanceID) else { return .locked([]) }
        var result: [LockedExternalTask] = []
        for request in wanted.requests {
            guard
                let task = root.externalTasks.first(where: {
                    $0.row.id == request.taskID && !$0.isDeleted
                }), let execution = root.byID[task.row.executionID], isFree(task.row)
            else { continue }
            lock(task, by: wanted.workerID, milliseconds: request.milliseconds)
            var variables =
                request.localVariablesOnly
                ? try localVariables(of: execution) : try visibleVariables(of: execution)
            if let names = request.variableNames {
                variables.removeAll { !names.contains($0.name) }
            }
            var properties: [String: String] = [:]
            if request.includesExtensionProperties,
                let node = execution.process.node(task.row.activityID)
            {
                for property in node.properties { properties[property.name] = property.value ?? "" }
            }
            result.append(
                LockedExternalTask(
                    task: task.row, variables: variables, extensionProperties: properties))
        }
        return .locked(result)
    }

    private func isFree(_ row: ExternalTaskRow) -> Bool {
        guard !row.suspended, row.retries != 0 else { return false }
        return row.lockExpiresAt.map { $0 <= now } ?? true
    }
}
