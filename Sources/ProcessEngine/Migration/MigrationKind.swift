import BPMNParser

/// What counts in an element when an instance of it is to become one of another element.
struct MigrationKind: Equatable {
    /// Elements of different names are different things, whatever else is alike.
    let name: String
    /// Whether instances of it can be migrated while they run.
    let isSupported: Bool

    /// Reads the kind of an element.
    init(of node: Node, in process: CompiledProcess) {
        switch node.behavior {
        case .userTask: self.init("user task")
        case .callActivity: self.init("call activity")
        case .service(.external): self.init("external task")
        case .eventBasedGateway: self.init("event-based gateway")
        case .parallelGateway: self.init("parallel gateway")
        case .inclusiveGateway: self.init("inclusive gateway")
        // A transaction differs only in how it ends, an event sub-process in how it begins.
        case .subProcess, .transaction, .eventSubProcess: self.init("sub-process")
        case .multiInstance(let code) where code.standardLoop != nil:
            self.init("standard loop body")
        case .multiInstance(let code):
            self.init("\(code.isSequential ? "sequential" : "parallel") multi-instance body")
        case .adHocSubProcess: self.init("ad-hoc sub-process")
        case .complexGateway: self.init("complex gateway")
        case .multipleThrow: self.init("multiple throw event")
        case .wait where node.multiple != nil, .chosenEvent where node.multiple != nil,
            .passThrough
        where node.multiple != nil
            && (node.isBoundaryEvent || process.isEventSubProcessStart(node)):
            let sort = node.multiple?.isParallel ?? false ? "parallel multiple" : "multiple"
            self.init(
                node.isBoundaryEvent
                    ? "\(sort) boundary event"
                    : process.isEventSubProcessStart(node)
                        ? "\(sort) start event of an event sub-process" : "\(sort) catch event")
        case .conditionalCatch: self.init("conditional catch event")
        case .chosenEvent:
            self.init(
                node.activityType == "intermediateConditional"
                    ? "conditional catch event" : "catch event")
        case .wait:
            switch node.activityType {
            case "receiveTask": self.init("receive task")
            case "intermediateMessageCatch", "intermediateTimer", "intermediateSignalCatch":
                self.init("catch event")
            default: self.init("\(node.activityType ?? "") with an effect")
            }
        case .passThrough where node.isBoundaryEvent:
            self.init(
                node.activityType == "cancelBoundaryCatch"
                    ? "cancel boundary event"
                    : node.activityType == "boundaryConditional"
                        ? "conditional boundary event" : "boundary event",
                isSupported: node.activityType != "cancelBoundaryCatch")
        case .passThrough where process.isEventSubProcessStart(node):
            self.init(
                node.activityType == "conditionalStartEvent"
                    ? "conditional start event" : "start event of an event sub-process")
        case .service(.expression): self.init("service with an expression", isSupported: false)
        case .service(.none): self.init("service", isSupported: false)
        case .decision: self.init("decision task", isSupported: false)
        case .script: self.init("script task", isSupported: false)
        default: self.init(node.activityType ?? "\(node.behavior)", isSupported: false)
        }
    }

    private init(_ name: String, isSupported: Bool = true) {
        self.name = name
        self.isSupported = isSupported
    }
}

extension NodeContent {
    /// Whether it is attached to an activity.
    var isBoundaryEvent: Bool {
        guard let type = activityType else {
            // Of those only the compensation boundary event has no row in history.
            return eventScope != nil && !isTriggeredByEvent
        }
        return type.hasPrefix("boundary") || type == "cancelBoundaryCatch"
    }
}

extension NodeContent {
    /// Whether events decide how it goes on.
    var isEventBasedGateway: Bool {
        if case .eventBasedGateway = behavior { true } else { false }
    }
}

extension CompiledProcess {
    /// Whether an element is what an event sub-process begins with.
    func isEventSubProcessStart(_ node: Node) -> Bool {
        guard node.index != 0 else { return false }
        let scope = flowScope(of: node)
        return scope.isTriggeredByEvent && scope.initial == node.index
    }

    /// The scope whose life a trigger of the element is bound to; nil for what waits for nothing.
    func eventScope(of node: Node) -> Node? {
        if isEventSubProcessStart(node) { return flowScope(of: flowScope(of: node)) }
        if let scope = node.eventScope { return nodes[scope] }
        let triggersItself =
            node.eventDeclarations.contains { $0.activity == node.index }
            || node.timers.contains { $0.activity == node.index }
        return triggersItself ? node : nil
    }

    /// Whether a message, signal, condition or timer of the element is stored while it waits.
    func hasStoredTrigger(_ node: Node) -> Bool {
        guard let scope = eventScope(of: node) else { return false }
        return scope.eventDeclarations.contains { $0.activity == node.index }
            || scope.timers.contains { $0.activity == node.index }
    }

    /// Whether the element waits for a condition.
    func isConditionalEvent(_ node: Node) -> Bool {
        switch node.activityType {
        case "intermediateConditional", "boundaryConditional": true
        case "conditionalStartEvent": isEventSubProcessStart(node)
        default: false
        }
    }

    /// Whether instructions for the element are proposed.
    func canBeProposed(_ node: Node) -> Bool {
        let isCompensated = node.isForCompensation && !node.isTriggeredByEvent
        guard node.index != 0, !node.isLinkThrow, !isCompensated else { return false }
        let kind = MigrationKind(of: node, in: self)
        guard kind.isSupported || node.isAsyncBefore || node.isAsyncAfter else { return false }
        guard node.isBoundaryEvent || isEventSubProcessStart(node) else { return true }
        switch node.activityType {
        case nil, "boundaryMessage", "boundarySignal", "boundaryTimer", "boundaryConditional",
            "messageStartEvent", "signalStartEvent", "startTimerEvent", "conditionalStartEvent",
            "compensationStartEvent", "boundaryMultiple", "multipleStartEvent":
            return true
        default: return false
        }
    }
}
