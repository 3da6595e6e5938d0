internal import XMLTree

extension ModelReader {
    /// Reads the execution listeners of a process or flow node.
    mutating func readExecutionListeners(of element: XMLElement) -> [ExecutionListener] {
        guard let container = single("extensionElements", in: element) else { return [] }
        return container.extensions("executionListener").compactMap { listener in
            let name = listener.attribute("event") ?? ""
            guard name == "start" || name == "end",
                let event = ExecutionListener.Event(rawValue: name)
            else {
                report(
                    "listener-event", listener, owner: element.id, names: [element.id],
                    "The execution listener does not say whether it runs at start or end.",
                    cure: "Set event to start or end.")
                return nil
            }
            return readExecutionListener(listener, event, owner: element)
        }
    }

    /// Reads the listeners of a sequence flow, which run when it is taken.
    mutating func readTakeListeners(of element: XMLElement) -> [ExecutionListener] {
        guard let container = single("extensionElements", in: element) else { return [] }
        return container.extensions("executionListener").compactMap {
            readExecutionListener($0, .take, owner: element)
        }
    }

    private mutating func readExecutionListener(
        _ listener: XMLElement, _ event: ExecutionListener.Event, owner: XMLElement
    ) -> ExecutionListener? {
        guard let implementation = readListener(listener, owner, refusesEmpty: true) else {
            return nil
        }
        return ExecutionListener(
            event: event, implementation: implementation,
            fields: readFields(
                of: listener, owner: owner.id, areInjected: implementation.takesFields),
            line: listener.line)
    }

    /// Reads the listeners of a user task.
    mutating func readTaskListeners(of element: XMLElement) -> [TaskListener] {
        guard let container = single("extensionElements", in: element) else { return [] }
        return container.extensions("taskListener").compactMap { listener in
            guard let event = TaskListener.Event(rawValue: listener.attribute("event") ?? "") else {
                report(
                    "task-listener-event", listener, owner: element.id, names: [element.id],
                    "The task listener does not say when it runs.",
                    cure: "Set event to create, assignment, update, complete, delete or timeout.")
                return nil
            }
            let implementation = readListener(listener, element, refusesEmpty: false)
            let timer = event == .timeout ? readTimeout(of: listener, owner: element) : nil
            guard let implementation else { return nil }
            return TaskListener(
                id: listener.attribute("id"), event: event, implementation: implementation,
                timer: timer,
                fields: readFields(
                    of: listener, owner: element.id, areInjected: implementation.takesFields),
                line: listener.line)
        }
    }

    private mutating func readTimeout(
        of listener: XMLElement, owner: XMLElement
    ) -> TimerEventDefinition? {
        if listener.attribute("id") == nil {
            report(
                "timeout-listener-id", listener, owner: owner.id, names: [owner.id],
                "The timeout listener has no id.", cure: "Give it an id.")
        }
        guard let timer = single("timerEventDefinition", in: listener, owner: owner.id) else {
            report(
                "timeout-listener-timer", listener, owner: owner.id, names: [owner.id],
                effect: .stop, "The timeout listener has no timer.",
                cure: "Give it a timerEventDefinition.")
            return nil
        }
        return readTimer(timer, owner: owner)
    }

    /// Reads what a listener runs.
    private mutating func readListener(
        _ listener: XMLElement, _ owner: XMLElement, refusesEmpty: Bool
    ) -> ListenerImplementation? {
        if let name = listener.attribute("class") {
            if !name.isEmpty || !refusesEmpty { return .javaClass(name) }
        } else if let text = listener.attribute("expression") {
            return .expression(expression(text, at: listener, owner: owner.id))
        } else if let text = listener.attribute("delegateExpression") {
            if !text.isEmpty || !refusesEmpty {
                return .delegateExpression(expression(text, at: listener, owner: owner.id))
            }
        } else if let script = listener.extensions("script").first {
            return readScript(script, owner: owner, ownerID: owner.id).map { .script($0) }
        }
        report(
            "listener-implementation", listener, owner: owner.id, names: [owner.id],
            "The listener does not say what it runs.",
            cure: "Give it an expression, a delegateExpression, a class or a script.")
        return nil
    }
}

extension ListenerImplementation {
    /// Whether values are injected into what runs.
    fileprivate var takesFields: Bool {
        switch self {
        case .javaClass, .delegateExpression: true
        case .expression, .script: false
        }
    }
}
