internal import XMLTree

extension ModelReader {
    /// What all flow nodes have in common.
    mutating func flowNode(_ element: XMLElement, _ kind: FlowNode.Kind) -> FlowNode {
        let id = element.id
        var node = FlowNode(
            id: id ?? inventedID(for: element), hasWrittenID: id != nil,
            name: element.attribute("name"),
            documentation: element.child("documentation")?.trimmedText, line: element.line,
            kind: kind)
        node.defaultFlow = element.token("default")
        node.isForCompensation = element.isTrue("isForCompensation")
        node.isAsyncBefore =
            element.isExtensionTrue("asyncBefore") || element.isExtensionTrue("async")
        node.isAsyncAfter = element.isExtensionTrue("asyncAfter")
        node.isExclusive = element.extensionAttribute("exclusive").map { $0 == "true" } ?? true
        node.jobPriority = priority("jobPriority", of: element)
        let isRead =
            element.name == "intermediateThrowEvent"
            || element.name != "manualTask" && (node.isAsyncBefore || node.isAsyncAfter)
            || element.children.contains { $0.name == "timerEventDefinition" }
        node.failedJobRetryTimeCycle = retryCycle(of: element, isRead: isRead)
        node.properties = readProperties(element)
        node.dataAssociations = readDataAssociations(element)
        node.dataNames = readDataNames(element)
        node.extensionElements = element.extensionChildren
        return node
    }

    /// The retry cycle in an element's `extensionElements`.
    ///
    /// Where the reference does not read it, one that cannot be read refuses nothing.
    mutating func retryCycle(of element: XMLElement, isRead: Bool = true) -> ExpressionSource? {
        guard let container = single("extensionElements", in: element) else { return nil }
        var found = container.extensions("failedJobRetryTimeCycle")
        if found.isEmpty {
            found = container.children("failedJobRetryTimeCycle", namespace: Namespaces.fox)
        }
        guard let cycle = found.first else { return nil }
        let text = cycle.trimmedText
        guard text.hasPrefix("${") || text.hasPrefix("#{") else {
            return ExpressionSource(text, line: cycle.line)
        }
        if !isRead, let problem = options.expressionProblem?(text) {
            report(
                "retry-cycle", cycle, owner: element.id, effect: .unnoticed,
                "The retry cycle '\(text)' cannot be read: \(problem)",
                cure: "Correct it, or remove it: no job is made here.")
            return nil
        }
        return expression(text, at: cycle, owner: element.id)
    }

    /// The extension properties of an element.
    mutating func readProperties(_ element: XMLElement) -> [ExtensionProperty] {
        guard let container = element.child("extensionElements"),
            let properties = container.extensions("properties").first
        else { return [] }
        return properties.extensions("property").map {
            ExtensionProperty(
                id: $0.attribute("id"), name: $0.attribute("name"), value: $0.attribute("value"))
        }
    }

    /// Reads an activity, gateway or throwing event; other elements are left alone.
    mutating func readActivity(
        _ element: XMLElement, at place: Int, into scope: inout ScopeReader
    ) {
        guard Self.activityNames.contains(element.name) else { return }
        let loop = readLoop(of: element)
        var known = KnownNode(sort: .other)
        if case .multiInstance? = loop { known.isMultiInstance = true }
        known.isCompensationHandler = element.isTrue("isForCompensation")
        var isKnown = true
        let kind: FlowNode.Kind
        switch element.name {
        case "task": kind = .task
        case "manualTask": kind = .manualTask
        case "userTask":
            kind = .userTask(readUserTask(element))
            known.sort = .userTask
        case "serviceTask": kind = .serviceTask(readService(element))
        case "sendTask": kind = .sendTask(readService(element))
        case "businessRuleTask": kind = .businessRuleTask(readBusinessRuleTask(element))
        case "scriptTask": kind = .scriptTask(readScriptTask(element))
        case "receiveTask": kind = .receiveTask(readReceiveTask(element))
        case "callActivity":
            let call = readCallActivity(element)
            kind = .callActivity(call)
            let isCase = if case .caseDefinition = call.callee { true } else { false }
            known.sort = .callActivity(isCase: isCase)
        case "subProcess", "transaction":
            kind = .subProcess(readSubProcess(element, known: &known, in: &scope))
        case "adHocSubProcess":
            kind = .subProcess(readAdHocSubProcess(element, known: &known, in: &scope))
        case "exclusiveGateway": kind = .exclusiveGateway
        case "inclusiveGateway": kind = .inclusiveGateway
        case "parallelGateway": kind = .parallelGateway
        case "eventBasedGateway":
            kind = readEventBasedGateway(element)
            known.sort = .eventBasedGateway
        case "complexGateway":
            kind = readComplexGateway(element)
        default:
            let event = readThrowEvent(element, in: &scope)
            kind = .intermediateThrowEvent(event)
            if case .link? = event.definition?.kind { isKnown = false }
        }
        var node = flowNode(element, kind)
        node.loop = loop
        let wasMuted = isMuted
        isMuted = isMuted || !isKnown
        // A throwing link is no activity: nothing about it is read.
        if !known.isContainer, isKnown {
            node.executionListeners = readExecutionListeners(of: element)
        }
        node.inputOutput = readInputOutput(of: element, isMultiInstance: known.isMultiInstance)
        isMuted = wasMuted
        if known.isContainer { node.executionListeners = scope.innerListeners }
        add(node, isKnown ? known : nil, from: element, at: place, to: &scope)
        if element.name == "eventBasedGateway" {
            readEventsBehind(element, key: node.id, into: &scope)
        }
    }

    private static let activityNames: Set<String> = [
        "task", "manualTask", "userTask", "serviceTask", "sendTask", "businessRuleTask",
        "scriptTask", "receiveTask", "callActivity", "subProcess", "transaction",
        "adHocSubProcess", "exclusiveGateway", "inclusiveGateway", "parallelGateway",
        "eventBasedGateway", "complexGateway", "intermediateThrowEvent",
    ]
}

extension KnownNode {
    /// Whether it has a scope inside, whose reading takes its listeners along.
    var isContainer: Bool {
        switch sort {
        case .subProcess, .transaction, .eventSubProcess: true
        default: false
        }
    }
}
