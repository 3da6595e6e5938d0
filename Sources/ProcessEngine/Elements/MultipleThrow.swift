import JSONTree

/// Events that throw several things, one after another in the order of the file.
extension Run {
    /// Throws the next part.
    ///
    /// Each part leaves the event when it is done, which leads back here.
    func executeMultipleThrow(
        _ parts: [Behavior], _ activity: Node, on execution: Execution
    ) throws(Interruption) {
        let position = execution.throwPosition
        guard position < parts.count else { return try leave(execution) }
        execution.throwPosition = position + 1
        switch parts[position] {
        case .service(let code): try executeService(code, activity, on: execution)
        case .throwSignal(let signal): try executeSignalThrow(signal, activity, on: execution)
        case .throwEscalation(let code): try executeEscalationThrow(code, on: execution)
        case .throwCompensation(let activityID):
            try executeCompensationThrow(of: activityID, on: execution)
        case .errorEnd(let error): try executeErrorEnd(error, on: execution)
        case .terminateEnd: try terminateScope(around: execution, at: activity)
        case .unsupported(let what): throw unsupported(what, activity)
        default: try leave(execution)
        }
    }

    /// Goes on with the next part, if there is one, in place of leaving the event.
    ///
    /// - Returns: Whether there was one.
    func throwNextPart(of activity: Node, on execution: Execution) throws(Interruption) -> Bool {
        guard case .multipleThrow(let parts) = activity.behavior,
            execution.throwPosition < parts.count
        else { return false }
        execution.state = .running
        try executeMultipleThrow(parts, activity, on: execution)
        return true
    }

    /// Ends everything else in the scope of an end event, then the event.
    private func terminateScope(
        around execution: Execution, at activity: Node
    ) throws(Interruption) {
        guard let scope = execution.execution(ofScope: activity.flowScope) else { return }
        for child in scope.liveChildren where !child.isRemoved && !execution.isBelow(child) {
            try deleteCascade(child, reason: "Terminating event \(activity.id) executed.")
        }
        try pruneLastConcurrentChild(of: scope)
        try end(execution.current, completesScope: true)
    }
}

extension Execution {
    /// The part of a multiple event that is thrown next.
    var throwPosition: Int {
        get { elementState["part"]?.intValue ?? 0 }
        set { elementState["part"] = .integer(Int64(newValue)) }
    }

    fileprivate func isBelow(_ other: Execution) -> Bool {
        var current: Execution? = self
        while let execution = current {
            if execution === other { return true }
            current = execution.parent
        }
        return false
    }

    /// The external task that the execution's element is, or throws among others.
    var externalTaskCode: ExternalTaskCode? {
        switch activity?.behavior {
        case .service(.external(let code)): return code
        case .multipleThrow(let parts):
            let position = throwPosition - 1
            guard parts.indices.contains(position),
                case .service(.external(let code)) = parts[position]
            else { return nil }
            return code
        default: return nil
        }
    }
}

extension Behavior {
    /// Whether it is an external task.
    var waitsForWorker: Bool {
        if case .service(.external) = self { true } else { false }
    }

    /// Whether it throws compensation, on its own or beside others.
    var throwsCompensation: Bool {
        switch self {
        case .throwCompensation, .cancelEnd: true
        case .multipleThrow(let parts):
            parts.contains { if case .throwCompensation = $0 { true } else { false } }
        default: false
        }
    }
}
