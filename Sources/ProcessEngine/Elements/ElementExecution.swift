import ProcessValues

/// Which element does what: the table of behaviours; each has a file of its own.
extension Run {
    func execute(_ activity: Node, on execution: Execution) throws(Interruption) {
        if let effect = blockingEffect(of: activity, on: execution) {
            return try createBlockingEffect(effect, activity, on: execution)
        }
        if try passTriggered(activity, on: execution) { return }
        switch activity.behavior {
        case .process: break
        case .passThrough, .chosenEvent: try leave(execution)
        case .noneEnd, .terminateEnd: try end(execution, completesScope: true)
        case .wait, .eventBasedGateway: break
        case .conditionalCatch(let condition):
            try executeConditionalCatch(condition, on: execution)
        case .userTask(let code): try executeUserTask(code, activity, on: execution)
        case .service(let code):
            try guarding(execution) { (execution) throws(Interruption) in
                try self.executeService(code, activity, on: execution)
            }
        case .script(let code, let resultVariable):
            try guarding(execution) { (execution) throws(Interruption) in
                try self.executeScriptTask(code, resultVariable, on: execution)
            }
        case .decision(let code):
            try guarding(execution) { (execution) throws(Interruption) in
                try self.executeDecision(code, activity, on: execution)
            }
        case .exclusiveGateway: try leave(execution)
        case .parallelGateway: try executeParallelGateway(activity, on: execution)
        case .inclusiveGateway: try executeInclusiveGateway(activity, on: execution)
        case .subProcess, .eventSubProcess, .transaction:
            try executeSubProcess(activity, on: execution)
        case .multiInstance(let code): try executeMultiInstance(code, activity, on: execution)
        case .complexGateway(let code):
            try executeComplexGateway(code, activity, on: execution)
        case .adHocSubProcess(let code): try executeAdHoc(code, activity, on: execution)
        case .multipleThrow(let parts):
            try guarding(execution) { (execution) throws(Interruption) in
                try self.executeMultipleThrow(parts, activity, on: execution)
            }
        case .callActivity(let code): try executeCallActivity(code, activity, on: execution)
        case .errorEnd(let error): try executeErrorEnd(error, on: execution)
        case .cancelEnd: try executeCancelEnd(on: execution)
        case .throwSignal(let signal): try executeSignalThrow(signal, activity, on: execution)
        case .throwEscalation(let code): try executeEscalationThrow(code, on: execution)
        case .throwCompensation(let activityID):
            try executeCompensationThrow(of: activityID, on: execution)
        case .unsupported(let what): throw unsupported(what, activity)
        }
    }

    /// Does the work of an element whose failures, those of leaving it included, look for a
    /// handler of errors.
    private func guarding(
        _ execution: Execution, _ body: (Execution) throws(Interruption) -> Void
    ) throws(Interruption) {
        let place = execution.activityInstanceID
        do throws(Interruption) {
            try body(execution)
        } catch {
            // Once the token has moved on, the failure is that of another element.
            guard !execution.isRemoved, place == execution.activityInstanceID else { throw error }
            try propagate(error, from: execution)
        }
    }

    /// An element that was accepted at deployment and cannot be executed: the step fails, and a job
    /// that took it becomes an incident.
    func unsupported(_ what: String, _ activity: Node) -> Interruption {
        .failed(
            .execution,
            "The element \(activity.id) cannot be executed: \(what). Change the model, or move the "
                + "token on.")
    }
}
