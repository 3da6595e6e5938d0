import ProcessValues

/// How errors and escalations find their handlers.
extension Run {
    /// Looks for a handler of what interrupted a step; what nobody may catch goes on.
    func propagate(_ interruption: Interruption, from execution: Execution) throws(Interruption) {
        switch interruption {
        case .needs: throw interruption
        case .bpmnError(let code, let message):
            try throwError(code: code, message: message, failure: nil, from: execution)
        case .failure(let error):
            guard let name = error.catchableClassName else { throw interruption }
            try throwError(
                code: nil, message: error.message, failure: (error, name), from: execution)
        }
    }

    /// Throws a BPMN error that a caller reports.
    ///
    /// Where no handler is found and the instance would end by it in an element with outputs, there
    /// is no scope left that they could go to: the caller is told so, and nothing is done.
    func reportError(
        code: String?, message: String?, from execution: Execution
    ) throws(Interruption) {
        outputsAtProcessEnd = nil
        var isCaught = false
        try holdingBack { () throws(Interruption) in
            isCaught = try self.throwError(
                code: code, message: message, failure: nil, from: execution)
        }
        guard !isCaught, let element = outputsAtProcessEnd else { return }
        throw .failed(
            .execution,
            "ENGINE-13033 Propagation of bpmn error \(code ?? "") failed: nothing catches it, and "
                + "the instance would end in '\(element)' before its outputs can be set. Catch the "
                + "error, or let '\(element)' have no outputs.")
    }

    /// Throws a BPMN error, or a failure that a handler names by its Java class.
    ///
    /// - Returns: Whether a handler caught it.
    @discardableResult
    func throwError(
        code: String?, message: String?, failure: (error: EngineError, className: String)?,
        from execution: Execution
    ) throws(Interruption) -> Bool {
        guard
            let found = try findErrorHandler(
                code: code, className: failure?.className, from: execution)
        else {
            if let failure { throw .failure(failure.error) }
            // Nobody catches it: the token ends here, as at a none end event.
            try end(execution, completesScope: true)
            return false
        }
        let handler = found.handler
        let target = found.execution
        if let name = handler.codeVariable {
            try setVariable(
                VariableInput(name, code.map(ProcessValue.string) ?? .null), from: target)
        }
        if let name = handler.messageVariable {
            try setVariable(
                VariableInput(name, message.map(ProcessValue.string) ?? .null), from: target)
        }
        if let definition = handler.definitionID {
            target.triggeredScopeVariables = [
                VariableInput(Self.triggeredBy, .string(definition))
            ]
        }
        try executeActivity(target.process.nodes[handler.handler], on: target)
        return true
    }

    private struct FoundErrorHandler {
        let handler: ErrorHandler
        let execution: Execution
    }

    /// Looks outwards; each called instance that is looked through passes its outputs, whether or
    /// not a handler is found.
    private func findErrorHandler(
        code: String?, className: String?, from execution: Execution
    ) throws(Interruption) -> FoundErrorHandler? {
        var current: Execution? = execution
        while let thrower = current {
            var found: FoundErrorHandler?
            thrower.walkScopes { (scope, scopeExecution) -> Bool in
                for handler in scope.errorHandlers
                where Self.catches(handler, code: code, className: className) {
                    // An event sub-process does not catch what is thrown inside it.
                    if let activity = thrower.activity,
                        thrower.process.isInside(activity, handler.handler)
                    {
                        continue
                    }
                    found = FoundErrorHandler(handler: handler, execution: scopeExecution)
                    return false
                }
                return true
            }
            if let found { return found }
            let instance = thrower.processInstance
            guard let caller = instance.superExecution else { return nil }
            try passOutputs(of: instance, to: caller)
            current = caller
        }
        return nil
    }

    private static func catches(_ handler: ErrorHandler, code: String?, className: String?) -> Bool
    {
        guard let className else { return handler.code == nil || handler.code == code }
        guard let wanted = handler.code else { return false }
        return wanted == className || wanted == "java.lang.RuntimeException"
            || wanted == "java.lang.Exception" || wanted == "java.lang.Throwable"
    }

    /// Throws an escalation; returns whether the thrower's step goes on, and whether it was caught.
    func throwEscalation(
        code: String?, from execution: Execution
    ) throws(Interruption) -> (goesOn: Bool, isCaught: Bool) {
        var current: Execution? = execution
        while let thrower = current {
            var found: (handler: EscalationHandler, execution: Execution)?
            thrower.walkScopes { (scope, scopeExecution) -> Bool in
                for handler in scope.escalationHandlers
                where handler.code == nil || handler.code == code {
                    // The event sub-process that throws does not catch it; one that a called
                    // instance was started from does, as it does for its own sub-processes.
                    if thrower === execution, thrower.activity?.flowScope == handler.handler {
                        continue
                    }
                    found = (handler, scopeExecution)
                    return false
                }
                return true
            }
            if let found {
                return try handle(found.handler, in: found.execution, code: code)
            }
            let instance = thrower.processInstance
            guard let caller = instance.superExecution else { break }
            try passOutputs(of: instance, to: caller)
            current = caller
        }
        return (true, false)
    }

    private func handle(
        _ handler: EscalationHandler, in execution: Execution, code: String?
    ) throws(Interruption) -> (goesOn: Bool, isCaught: Bool) {
        let node = execution.process.nodes[handler.handler]
        let isConcurrent = node.startBehavior == .concurrentInFlowScope
        var target = execution
        if isConcurrent, node.eventScope != node.flowScope, let parent = execution.parent {
            target = parent.scopeExecution
        }
        if let name = handler.codeVariable {
            try setVariable(
                VariableInput(name, code.map(ProcessValue.string) ?? .null), from: target)
        }
        if let definition = handler.definitionID {
            target.triggeredScopeVariables = [
                VariableInput(Self.triggeredBy, .string(definition))
            ]
        }
        try executeActivity(node, on: target)
        return (isConcurrent, true)
    }
}
