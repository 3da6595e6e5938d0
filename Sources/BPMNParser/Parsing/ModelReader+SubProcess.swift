internal import XMLTree

extension ModelReader {
    /// Reads a sub-process or transaction with all that is inside.
    mutating func readSubProcess(
        _ element: XMLElement, known: inout KnownNode, in scope: inout ScopeReader
    ) -> SubProcess {
        let isTransaction = element.name == "transaction"
        let isEvent = !isTransaction && element.isTrue("triggeredByEvent")
        var inner = ScopeReader(
            element: element,
            kind: isTransaction ? .transaction : isEvent ? .eventSubProcess : .subProcess)
        if isEvent {
            inner.outerKey = scope.key
            inner.outerNodes = Set(scope.known.keys).union([element.id].compactMap(\.self))
        }
        inner.hasOuterCompensationSubProcess = scope.hasCompensationSubProcess
        inner.outerIsProcess = scope.kind == .process
        let content = readScope(&inner)
        scope.backlog.merge(inner.outerBacklog) { _, new in new }
        known.sort =
            isTransaction
            ? .transaction
            : isEvent ? .eventSubProcess(isCompensation: inner.isCompensation) : .subProcess
        if inner.isCompensation {
            known.isCompensationHandler = true
            scope.hasCompensationSubProcess = true
        }
        known.hasCompensationSubProcess = inner.hasCompensationSubProcess
        scope.innerListeners = inner.executionListeners
        return SubProcess(
            variant: isTransaction
                ? .transaction(method: element.token("method") ?? "##Compensate") : .embedded,
            isTriggeredByEvent: isEvent, laneSets: readLaneSets(element), scope: content)
    }

    /// Reads an ad-hoc sub-process with all that is inside.
    mutating func readAdHocSubProcess(
        _ element: XMLElement, known: inout KnownNode, in scope: inout ScopeReader
    ) -> SubProcess {
        let condition = element.child("completionCondition").map {
            expression($0.trimmedText, at: $0, owner: element.id)
        }
        let active = element.attributes.first { $0.name == "activeElements" }.map {
            expression($0.value, at: element, owner: element.id)
        }
        for end in element.children("endEvent") {
            report(
                "ad-hoc-content", end, effect: .beyond,
                "An ad-hoc sub-process has no end event: it ends by its completion condition.",
                cure: "Remove the end event.")
        }
        var inner = ScopeReader(element: element, kind: .adHoc)
        let content = readScope(&inner)
        known.sort = .subProcess
        known.hasCompensationSubProcess = inner.hasCompensationSubProcess
        scope.innerListeners = inner.executionListeners
        return SubProcess(
            variant: .adHoc(
                SubProcess.AdHoc(
                    isSequential: element.token("ordering") == "Sequential",
                    cancelsRemainingInstances: element.token("cancelRemainingInstances") != "false",
                    completionCondition: condition, activeElements: active)),
            laneSets: readLaneSets(element), scope: content)
    }

    /// Reads an event-based gateway itself.
    mutating func readEventBasedGateway(_ element: XMLElement) -> FlowNode.Kind {
        if element.isExtensionTrue("asyncAfter") {
            report(
                "event-gateway-async-after", element,
                "A job cannot stand after an event-based gateway.", cure: "Remove asyncAfter.")
        }
        return .eventBasedGateway(
            EventBasedGateway(
                isInstantiating: element.isTrue("instantiate"),
                isParallel: element.token("eventGatewayType") == "Parallel"))
    }

    /// Reads a complex gateway itself.
    mutating func readComplexGateway(_ element: XMLElement) -> FlowNode.Kind {
        let condition = element.child("activationCondition")
        return .complexGateway(
            activationCondition: condition.flatMap {
                $0.trimmedText.isEmpty
                    ? nil : expression($0.trimmedText, at: $0, owner: element.id)
            })
    }

    /// Reads the events that follow an event-based gateway.
    mutating func readEventsBehind(
        _ gateway: XMLElement, key: String, into scope: inout ScopeReader
    ) {
        let children = scope.element.children
        guard let id = gateway.id else {
            guard let flow = children.first(where: { $0.name == "sequenceFlow" }) else { return }
            return report(
                "event-gateway-id", flow, effect: .failure,
                "An event-based gateway of this scope has no id.", cure: "Give it an id.")
        }
        for flow in scope.flowsBySource[id] ?? [] {
            guard let target = flow.token("targetRef"), let place = scope.placesByID[target]
            else { continue }
            let event = children[place]
            if event.name == "intermediateCatchEvent" {
                if scope.places.contains(place) {
                    report(
                        "event-gateway-shared-event", flow, effect: .failure,
                        "The event '\(target)' already follows an event-based gateway.",
                        cure: "Let one flow of one gateway lead to each event.")
                    continue
                }
                readCatchEvent(event, at: place, behindGateway: key, into: &scope)
            } else {
                report(
                    "event-gateway-target", gateway,
                    "The event-based gateway '\(id)' leads to '\(target)', which is no "
                        + "intermediate catch event.",
                    cure: "Let it lead to intermediate catch events only.")
            }
        }
    }
}
