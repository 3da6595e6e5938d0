internal import XMLTree

extension ModelReader {
    /// Reads the sequence flows of a scope.
    mutating func readSequenceFlows(_ flows: [XMLElement], into scope: inout ScopeReader) {
        var hasLostLink = false
        for element in flows {
            var flow = SequenceFlow(
                id: element.id ?? inventedID(for: element), hasWrittenID: element.id != nil,
                name: element.attribute("name"),
                documentation: element.child("documentation")?.trimmedText, line: element.line,
                sourceRef: element.token("sourceRef") ?? "",
                targetRef: element.token("targetRef") ?? "")
            var target: String? = flow.targetRef
            if let link = linkSources[flow.targetRef] {
                target = linkTargets[link] ?? nil
                if target == nil, !hasLostLink {
                    hasLostLink = true
                    report(
                        "link-target", element,
                        "The flow leads to a link event, but no event catches the link '\(link)'.",
                        cure: "Add a catching link event of that name to the same scope.")
                }
            }
            let wasMuted = isMuted
            isMuted = isMuted || hasLostLink
            let isMade = check(element, flow, target: target ?? "", in: scope)
            let behindGateway = scope.known[flow.sourceRef]?.sort == .eventBasedGateway
            if behindGateway { isMuted = true }
            if let condition = single("conditionExpression", in: element) {
                flow.condition = readFlowCondition(condition, element)
            }
            flow.takeListeners = readTakeListeners(of: element)
            isMuted = wasMuted
            flow.properties = readProperties(element)
            flow.extensionElements = element.extensionChildren
            if isMade, !hasLostLink {
                scope.created[flow.sourceRef, default: []].append(
                    (id: element.id, hasCondition: flow.condition != nil))
                if !isMuted, let id = element.id { drawable.flowsOfLastProcess.insert(id) }
            }
            scope.sequenceFlows.append(flow)
        }
    }

    private mutating func readFlowCondition(
        _ condition: XMLElement, _ flow: XMLElement
    ) -> ExpressionSource {
        if let type = condition.attribute("type", namespace: Namespaces.schemaInstance)?.trimmed {
            let parts = type.split(separator: ":", maxSplits: 1).map(String.init)
            let isFormal =
                parts.count == 2
                ? parts[1] == "tFormalExpression"
                    && root.namespaceDeclarations[parts[0]] == Namespaces.model
                : type == "tFormalExpression"
            if !isFormal {
                report(
                    "condition-type", condition, owner: flow.id, names: [flow.id],
                    "The condition has the type '\(type)'.", cure: "Use tFormalExpression.")
            }
        }
        return readCondition(condition, owner: flow)
    }

    /// Checks the ends of a flow; the first problem counts.
    /// - Returns: Whether the reference makes the flow.
    private mutating func check(
        _ element: XMLElement, _ flow: SequenceFlow, target: String, in scope: ScopeReader
    ) -> Bool {
        for end in [flow.sourceRef, target] where isCompensationHandler(end, in: scope) {
            report(
                "compensation-handler-flow", element, owner: element.id, names: [end, element.id],
                "A flow touches '\(end)', which handles compensation.",
                cure: "Remove the flow: a handler is reached by an association only.")
            return false
        }
        guard let source = scope.known[flow.sourceRef] else {
            reportEnd(flow.sourceRef, "starts at", "sequence-flow-source", element, in: scope)
            return false
        }
        guard let destination = scope.known[target] else {
            reportEnd(target, "leads to", "sequence-flow-target", element, in: scope)
            return false
        }
        if source.sort == .eventBasedGateway { return false }
        if destination.sort == .catchBehindGateway {
            report(
                "event-gateway-other-flow", element,
                "The flow leads to the event '\(target)', which follows an event-based gateway.",
                cure: "Only the gateway may lead to this event.")
            return false
        }
        for end in [source, destination] {
            guard case .eventSubProcess = end.sort else { continue }
            report(
                "event-sub-process-flow", element, "The flow touches an event sub-process.",
                cure: "Remove the flow: an event sub-process starts by its event.")
            return false
        }
        return true
    }

    private func isCompensationHandler(_ id: String, in scope: ScopeReader) -> Bool {
        if let known = scope.known[id] { return known.isCompensationHandler }
        return scope.compensationHandlers[id] != nil
    }

    private mutating func reportEnd(
        _ id: String, _ verb: String, _ rule: String, _ element: XMLElement, in scope: ScopeReader
    ) {
        let message =
            if let kind = scope.skipped[id] {
                "The flow \(verb) '\(id)', a \(kind) that is not executed."
            } else if id.isEmpty {
                "The flow \(verb) nothing."
            } else if elementIDs.contains(id) {
                "The flow \(verb) '\(id)', which is no flow node of the same scope."
            } else {
                "The flow \(verb) '\(id)', which does not exist."
            }
        report(
            rule, element, message,
            cure: "Connect the flow to an activity, gateway or event of the same scope.")
    }
}
