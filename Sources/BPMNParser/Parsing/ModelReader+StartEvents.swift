internal import XMLTree

extension ModelReader {
    /// Reads the start events of a scope.
    mutating func readStartEvents(
        _ events: [(offset: Int, element: XMLElement)], into scope: inout ScopeReader
    ) {
        if events.isEmpty { checkMissingStart(scope) }
        var sorts: [(place: Int, element: XMLElement, isPlain: Bool)] = []
        for (index, (place, element)) in events.enumerated() {
            if element.id == nil {
                report(
                    "start-event-id", element, effect: .failure, "The start event has no id.",
                    cure: "Give it an id.")
            }
            if scope.kind == .adHoc {
                report(
                    "ad-hoc-content", element, effect: .beyond,
                    "An ad-hoc sub-process has no start event: its activities are started one by "
                        + "one.",
                    cure: "Remove the start event.")
            } else if index > 0, scope.kind != .process {
                report(
                    "sub-process-single-start", scope.element, owner: element.id,
                    names: [element.id], "The sub-process has more than one start event.",
                    cure: "Keep one of them.")
            }
            let event = readStartEvent(element, at: place, into: &scope)
            let isPlain =
                switch event.definition?.kind {
                case .message, .signal, .conditional: false
                default: true
                }
            sorts.append((place, element, isPlain))
        }
        if scope.kind == .process { readInitialForm(of: sorts, in: &scope) }
    }

    private mutating func checkMissingStart(_ scope: ScopeReader) {
        guard scope.kind != .transaction, scope.kind != .adHoc else { return }
        if scope.kind == .process,
            scope.element.children.contains(where: { isInstantiating($0, in: scope) })
        {
            return
        }
        report(
            "start-event", scope.element,
            scope.kind == .process
                ? "The process has no start event." : "The sub-process has no start event.",
            cure: "Add a start event.")
    }

    /// Whether an element starts instances though it is no start event.
    func isInstantiating(_ element: XMLElement, in scope: ScopeReader) -> Bool {
        guard element.name == "receiveTask" || element.name == "eventBasedGateway",
            element.isTrue("instantiate"), let id = element.id
        else { return false }
        return !scope.element.children.contains {
            $0.name == "sequenceFlow" && $0.token("targetRef") == id
        }
    }

    /// Finds the event that a process starts with by default, and reads its form.
    private mutating func readInitialForm(
        of events: [(place: Int, element: XMLElement, isPlain: Bool)], in scope: inout ScopeReader
    ) {
        let plain = events.filter(\.isPlain)
        for (_, element, _) in plain.dropFirst() {
            report(
                "process-single-start", scope.element, owner: element.id, names: [element.id],
                "The process has more than one none or timer start event.",
                cure: "Keep one of them; others must wait for a message, signal or condition.")
        }
        guard let initial = plain.first ?? (events.count == 1 ? events.first : nil) else { return }
        let form = readForm(of: initial.element)
        for index in scope.nodes.indices {
            guard case .startEvent(var event) = scope.nodes[index].node.kind,
                scope.nodes[index].place == initial.place
            else { continue }
            event.form = form
            scope.nodes[index].node.kind = .startEvent(event)
            return
        }
    }

    private mutating func readStartEvent(
        _ element: XMLElement, at place: Int, into scope: inout ScopeReader
    ) -> StartEvent {
        let eventPlace: EventPlace =
            switch scope.kind {
            case .process: .processStart
            case .eventSubProcess: .eventSubProcessStart
            case .subProcess, .transaction, .adHoc: .subProcessStart
            }
        var context = EventContext(element: element, place: eventPlace)
        context.catcherKey = eventPlace == .eventSubProcessStart ? scope.outerKey : nil
        context.isInterrupting = element.token("isInterrupting", default: "true") == "true"
        let definitions = readDefinitions(of: context, in: &scope)
        if eventPlace == .subProcessStart { checkPlainStart(element) }
        if eventPlace == .eventSubProcessStart {
            checkEventStart(definitions.effective, context, in: &scope)
        }
        let event = StartEvent(
            definition: definitions.effective, definitions: definitions.all,
            isParallelMultiple: element.isTrue("parallelMultiple"),
            isInterrupting: context.isInterrupting,
            initiator: element.extensionAttribute("initiator"))
        var node = flowNode(element, .startEvent(event))
        node.executionListeners = readExecutionListeners(of: element)
        refuseInputOutput(of: element, "A start event")
        add(node, KnownNode(sort: .other), from: element, at: place, to: &scope)
        return event
    }

    /// A start event of a plain sub-process waits for nothing.
    private mutating func checkPlainStart(_ element: XMLElement) {
        let kinds = [
            "timer", "message", "signal", "error", "escalation", "compensate", "conditional",
        ]
        for kind in kinds {
            guard let definition = single("\(kind)EventDefinition", in: element) else { continue }
            report(
                "sub-process-start", definition, owner: element.id, names: [element.id],
                "A sub-process that is no event sub-process starts when it is reached; its start "
                    + "event cannot have a definition.",
                cure: "Use a none start event, or make it an event sub-process.")
        }
    }

    private mutating func checkEventStart(
        _ definition: EventDefinition?, _ event: EventContext, in scope: inout ScopeReader
    ) {
        let element = event.element
        switch definition?.kind {
        case .error where !event.isInterrupting:
            report(
                "error-start-interrupting", element,
                "The error start event does not interrupt.", cure: "Make it interrupting.")
        case .compensation:
            scope.isCompensation = true
            if scope.outerIsProcess {
                report(
                    "compensation-start-place", element, effect: .stop,
                    "A compensation event sub-process stands directly in the process.",
                    cure: "Put it into the sub-process that it compensates.")
            } else if scope.hasOuterCompensationSubProcess {
                report(
                    "compensation-start-unique", element,
                    "The scope has another compensation event sub-process.",
                    cure: "Keep one of them.")
            }
        case nil where !element.children.contains(where: { isKnownDefinition($0, at: event.place) }):
            report(
                "event-sub-process-start", element,
                "The start event of an event sub-process waits for nothing that can happen.",
                cure: "Give it a message, timer, signal, error, escalation, condition or "
                    + "compensation.")
        default: break
        }
    }

    /// Whether an element is a definition that an event at a place may have.
    func isKnownDefinition(_ element: XMLElement, at place: EventPlace) -> Bool {
        place.kinds.contains { element.name == "\($0)EventDefinition" }
    }

    /// Refuses mappings of variables on elements that cannot have them.
    mutating func refuseInputOutput(of element: XMLElement, _ what: String) {
        guard singleExtension("inputOutput", in: element) != nil else { return }
        report(
            "input-output-place", element, "\(what) cannot have input or output mappings.",
            cure: "Move them to an activity.")
    }
}
