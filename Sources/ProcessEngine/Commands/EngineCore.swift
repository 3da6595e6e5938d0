public import ProcessValues
import Records

/// The pure core: a command on a state gives a delta, or says what it lacks.
public enum EngineCore {
    /// Runs a command once.
    ///
    /// - Parameters:
    ///   - command: What is wanted.
    ///   - state: What is known so far.
    ///   - instant: The instant of the command, the same for all its attempts.
    ///   - ids: The source of identifiers, the same for all its attempts.
    ///   - principal: Who wants it.
    ///   - configuration: The settings.
    /// - Returns: The outcome, what is missing, or why it cannot be done.
    public static func attempt(
        _ command: EngineCommand, on state: EngineState, at instant: Instant, ids: IDSource,
        by principal: Principal, configuration: EngineConfiguration = EngineConfiguration()
    ) -> Attempt {
        let run = Run(
            state: state, now: instant, ids: ids, principal: principal,
            configuration: configuration)
        do throws(Interruption) {
            let result = try run.perform(command)
            try run.settleComplexGateways()
            return .done(run.outcome(result))
        } catch {
            switch error {
            case .needs(let needs): return .needs(needs)
            case .failure(var error):
                error.activityID = error.activityID ?? run.lastActivityID
                return .failed(error)
            case .bpmnError(let code, let message):
                return .failed(
                    EngineError(
                        .execution,
                        "The BPMN error \(code ?? "") was thrown where no element can catch it: "
                            + (message ?? ""), activityID: run.lastActivityID))
            }
        }
    }
}

extension Run {
    func perform(_ command: EngineCommand) throws(Interruption) -> CommandResult {
        switch command {
        case .startInstance(let start): return try perform(start)
        case .task(let id, let operation): return try perform(operation, onTask: id)
        case .changeVariables(let change):
            try perform(change)
            return .none
        case .correlateMessage(let correlation): return try perform(correlation)
        case .deliverSignal(let delivery):
            try perform(delivery)
            return .none
        case .triggerMessage(let id, let name, let variables, let localVariables):
            try triggerMessage(
                name, on: id, variables: variables, localVariables: localVariables)
            return .none
        case .triggerExecution(let id, let name, let variables):
            try triggerExecution(id, signalName: name, variables: variables)
            return .none
        case .evaluateConditions(let evaluation): return try perform(evaluation)
        case .job(let id, let operation): return try perform(operation, onJob: id)
        case .externalTask(let id, let operation):
            try perform(operation, onExternalTask: id)
            return .none
        case .lockExternalTasks(let lock): return try perform(lock)
        case .instance(let id, let operation):
            try perform(operation, onInstance: id)
            return .none
        case .instances(let ids, let operation):
            try perform(operation, onInstances: ids)
            return .none
        case .restart(let restart):
            try perform(restart)
            return .none
        case .suspendDefinitions(let suspension):
            try perform(suspension)
            return .none
        case .suspendJobDefinitions(let suspension):
            try perform(suspension)
            return .none
        case .suspendJobs(let selection, let isSuspended):
            try suspendJobs(of: selection, isSuspended)
            return .none
        case .setJobDefinitionPriority(let id, let priority, let includesJobs):
            try setPriority(priority, ofJobDefinition: id, includingJobs: includesJobs)
            return .none
        case .incident(let id, let operation):
            try perform(operation, onIncident: id)
            return .none
        case .startAdHocActivity(let id, let activityID, let variables):
            try startAdHocActivity(activityID, on: id, variables: variables)
            return .none
        case .completeAdHoc(let id):
            try completeAdHoc(id)
            return .none
        case .createIncident(let id, let type, let configuration, let message):
            guard let execution = try execution(id) else {
                throw .failed(.invalid, "Cannot find an execution with executionId '\(id)'")
            }
            let entry = createIncident(
                type, on: execution, activityID: execution.activity?.id, failedActivityID: nil,
                message: message, configuration: configuration, jobDefinitionID: nil)
            return .incident(entry.row)
        }
    }

    /// The root of a row that a command names, found by a query if it is not loaded.
    func rootID(of id: String, in table: TableDefinition) throws(Interruption) -> String? {
        let query = Query(table, where: .equal("id", id), columns: ["root_instance_id"])
        return try rows(query).first?.first?.textValue
    }
}
