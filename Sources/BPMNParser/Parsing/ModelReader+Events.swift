internal import XMLTree

extension ModelReader {
    /// Reads an intermediate catch event.
    mutating func readCatchEvent(
        _ element: XMLElement, at place: Int, behindGateway gateway: String?,
        into scope: inout ScopeReader
    ) {
        let context = EventContext(
            element: element, place: .catching,
            catcherKey: gateway.map { "gateway \($0)" } ?? element.id)
        let definitions = readDefinitions(of: context, in: &scope)
        if case .link(let link)? = definitions.effective?.kind {
            checkLinkCatch(link, element, isBehindGateway: gateway != nil)
        } else if definitions.effective == nil,
            !element.children.contains(where: { isKnownDefinition($0, at: .catching) })
        {
            report(
                "catch-event-definition", element,
                "The intermediate catch event waits for nothing that can happen.",
                cure: "Give it a message, timer, signal, condition or link.")
        }
        let event = CatchEvent(
            definition: definitions.effective, definitions: definitions.all,
            isParallelMultiple: element.isTrue("parallelMultiple"))
        var node = flowNode(element, .intermediateCatchEvent(event))
        node.executionListeners = readExecutionListeners(of: element)
        node.inputOutput = readInputOutput(of: element, isMultiInstance: false)
        let known = KnownNode(sort: gateway == nil ? .other : .catchBehindGateway)
        add(node, known, from: element, at: place, to: &scope)
    }

    private mutating func checkLinkCatch(
        _ link: LinkEventDefinition, _ element: XMLElement, isBehindGateway: Bool
    ) {
        if isBehindGateway {
            report(
                "link-behind-gateway", element,
                "A link event cannot follow an event-based gateway.",
                cure: "Use a message, timer, signal or condition there.")
        }
        if linkTargets[link.name] != nil {
            return report(
                "link-unique", element,
                "Another link event catches '\(link.name)' in this file too.",
                cure: "Give each catching link event a name of its own.")
        }
        linkTargets[link.name] = .some(element.id)
        if link.name != element.attribute("name") {
            report(
                "link-name", element, effect: .warning,
                "The link is called '\(link.name)', the event is not.",
                cure: "Give both the same name.")
        }
    }

    /// Reads an event that is thrown on the way.
    mutating func readThrowEvent(
        _ element: XMLElement, in scope: inout ScopeReader
    ) -> ThrowEvent {
        let context = EventContext(element: element, place: .throwing)
        let definitions = readDefinitions(of: context, in: &scope)
        if case .link(let link)? = definitions.effective?.kind, let id = element.id {
            linkSources[id] = link.name
        }
        return ThrowEvent(definition: definitions.effective, definitions: definitions.all)
    }

    /// Reads an end event.
    mutating func readEndEvent(
        _ element: XMLElement, at place: Int, into scope: inout ScopeReader
    ) {
        let context = EventContext(element: element, place: .end)
        let definitions = readDefinitions(of: context, in: &scope)
        if case .cancel? = definitions.effective?.kind, scope.kind != .transaction {
            report(
                "cancel-end-place", element.child("cancelEventDefinition") ?? element,
                owner: element.id, names: [element.id],
                "A cancel end event stands outside of a transaction.",
                cure: "Put it directly into a transaction sub-process.")
        }
        let event = ThrowEvent(definition: definitions.effective, definitions: definitions.all)
        var node = flowNode(element, .endEvent(event))
        node.executionListeners = readExecutionListeners(of: element)
        node.inputOutput = readInputOutput(of: element, isMultiInstance: false)
        add(node, KnownNode(sort: .other), from: element, at: place, to: &scope)
    }

    /// Reads an event at the border of an activity.
    mutating func readBoundaryEvent(
        _ element: XMLElement, at place: Int, into scope: inout ScopeReader
    ) {
        let reference = element.token("attachedToRef") ?? ""
        let host = scope.known[reference]
        if host == nil { reportHost(reference, element, in: scope) }
        var context = EventContext(element: element, place: .boundary)
        if let host {
            context.catcherKey =
                host.isMultiInstance ? "\(reference)#multiInstanceBody" : reference
        }
        context.isInterrupting = element.token("cancelActivity", default: "true") == "true"
        let isEscalation = chosenKind(of: element, at: .boundary) == "escalation"
        if isEscalation, let host, !host.canEscalate { context.catcherKey = nil }
        let definitions = readDefinitions(of: context, in: &scope)
        if let host {
            checkBoundary(definitions.effective, element, reference, host, in: &scope)
        }
        let event = BoundaryEvent(
            attachedToRef: reference, isInterrupting: context.isInterrupting,
            definition: definitions.effective, definitions: definitions.all,
            isParallelMultiple: element.isTrue("parallelMultiple"))
        var node = flowNode(element, .boundaryEvent(event))
        node.executionListeners = readExecutionListeners(of: element)
        refuseInputOutput(of: element, "A boundary event")
        var known = KnownNode(sort: .other)
        if case .compensation? = definitions.effective?.kind {
            known.sort = .compensationBoundary(host: reference)
        }
        add(node, known, from: element, at: place, to: &scope)
    }

    /// The kind of the definition that counts.
    private func chosenKind(of element: XMLElement, at place: EventPlace) -> String? {
        place.kinds.first { kind in
            element.children.contains { $0.name == "\(kind)EventDefinition" }
        }
    }

    private mutating func reportHost(
        _ reference: String, _ element: XMLElement, in scope: ScopeReader
    ) {
        let message =
            if reference.isEmpty {
                "The boundary event is attached to nothing."
            } else if let kind = scope.skipped[reference] {
                "The boundary event is attached to '\(reference)', a \(kind) that is not executed."
            } else {
                "There is no activity '\(reference)' in the scope of the boundary event."
            }
        report(
            "boundary-event-host", element, effect: .stop, count: reference.isEmpty ? 2 : 1,
            message, cure: "Attach the event to an activity of the same scope.")
    }

    private mutating func checkBoundary(
        _ definition: EventDefinition?, _ element: XMLElement, _ reference: String,
        _ host: KnownNode, in scope: inout ScopeReader
    ) {
        switch definition?.kind {
        case .cancel:
            let place = element.child("cancelEventDefinition") ?? element
            if host.sort != .transaction {
                report(
                    "cancel-boundary-host", place, owner: element.id, names: [element.id],
                    "A cancel event is attached to something else than a transaction.",
                    cure: "Attach it to a transaction sub-process.")
            } else if host.hasCancelBoundary, !host.isMultiInstance {
                report(
                    "cancel-boundary-unique", place, owner: element.id, names: [element.id],
                    "The transaction has another cancel event at its border.",
                    cure: "Keep one of them.")
            }
            scope.known[reference]?.hasCancelBoundary = true
        case .compensation:
            if host.hasCompensationBoundary {
                report(
                    "compensation-boundary-unique",
                    element.child("compensateEventDefinition") ?? element, owner: element.id,
                    names: [element.id],
                    "The activity has another compensation event at its border.",
                    cure: "Keep one of them.")
            }
            scope.known[reference]?.hasCompensationBoundary = true
        case .escalation where !host.canEscalate:
            report(
                "escalation-boundary-host", element,
                "An escalation event is attached to an activity that throws no escalations.",
                cure: "Attach it to a sub-process, call activity or user task.")
        case nil where chosenKind(of: element, at: .boundary) == nil:
            report(
                "boundary-event-definition", element,
                "The boundary event waits for nothing that can happen.",
                cure: "Give it a timer, error, message, signal, escalation, condition, "
                    + "compensation or cancel definition.")
        default: break
        }
    }
}

extension KnownNode {
    /// Whether an escalation event may be at its border.
    var canEscalate: Bool {
        switch sort {
        case .userTask, .subProcess, .transaction, .eventSubProcess: true
        case .callActivity(let isCase): !isCase
        default: false
        }
    }
}
