internal import XMLTree

/// Where an event stands, which decides the definitions that it may have.
enum EventPlace: Hashable {
    case processStart
    case subProcessStart
    case eventSubProcessStart
    case catching
    case boundary
    case throwing
    case end

    /// The kinds that are looked for, in this order; the first one found is the event's.
    var kinds: [String] {
        switch self {
        case .processStart: ["timer", "message", "signal", "conditional"]
        case .subProcessStart: []
        case .eventSubProcessStart:
            ["error", "message", "signal", "timer", "compensate", "escalation", "conditional"]
        case .catching: ["timer", "signal", "message", "link", "conditional"]
        case .boundary:
            [
                "timer", "error", "signal", "cancel", "compensate", "message", "escalation",
                "conditional",
            ]
        case .throwing: ["link", "signal", "compensate", "message", "escalation"]
        case .end:
            ["error", "cancel", "terminate", "message", "signal", "compensate", "escalation"]
        }
    }

    /// The kinds that cannot stand beside others in one event.
    var kindsOnTheirOwn: Set<String> { ["compensate", "cancel", "link"] }

    /// Whether the event waits.
    var isCatching: Bool { self != .throwing && self != .end }
}

/// An event while its definitions are read.
struct EventContext {
    let element: XMLElement
    let place: EventPlace
    /// The key of the scope that catches; of none for what is thrown.
    var catcherKey: String?
    /// Whether the definition that is read is the one that counts.
    var counts = true
    /// Whether the event ends what it interrupts.
    var isInterrupting = true
}

extension ModelReader {
    /// Reads the definitions of an event: the one that counts, with its checks, and all of them.
    mutating func readDefinitions(
        of event: EventContext, in scope: inout ScopeReader
    ) -> (effective: EventDefinition?, all: [EventDefinition]) {
        let element = event.element
        let definitions = element.children.filter { $0.name.hasSuffix("EventDefinition") }
        if definitions.count > 1 { return readMultiple(definitions, of: event, in: &scope) }
        guard let definition = definitions.first else { return (nil, []) }
        if event.place.kinds.contains(where: { definition.name == "\($0)EventDefinition" }) {
            let effective = readDefinition(definition, of: event, in: &scope)
            return (effective, [effective].compactMap(\.self))
        }
        let wasMuted = isMuted
        isMuted = true
        defer { isMuted = wasMuted }
        var aside = ScopeReader(element: scope.element, kind: scope.kind)
        let unheard = EventContext(element: element, place: event.place, counts: false)
        return (nil, [readDefinition(definition, of: unheard, in: &aside)].compactMap(\.self))
    }

    mutating func readDefinition(
        _ definition: XMLElement, of event: EventContext, in scope: inout ScopeReader
    ) -> EventDefinition? {
        let kind: EventDefinition.Kind?
        switch definition.name {
        case "messageEventDefinition":
            kind = .message(readMessageDefinition(definition, of: event, in: &scope))
        case "signalEventDefinition":
            kind = .signal(readSignalDefinition(definition, of: event, in: &scope))
        case "timerEventDefinition":
            kind = .timer(readTimerDefinition(definition, of: event))
        case "errorEventDefinition": kind = .error(readErrorDefinition(definition, of: event))
        case "escalationEventDefinition":
            kind = .escalation(readEscalationDefinition(definition, of: event))
        case "conditionalEventDefinition":
            kind = .conditional(readConditionalDefinition(definition, of: event, in: &scope))
        case "compensateEventDefinition":
            kind = .compensation(readCompensateDefinition(definition, of: event, in: &scope))
        case "cancelEventDefinition": kind = .cancel
        case "terminateEventDefinition": kind = .terminate
        case "linkEventDefinition":
            kind = .link(LinkEventDefinition(name: definition.attribute("name") ?? ""))
        default: kind = nil
        }
        return kind.map { EventDefinition(id: definition.id, line: definition.line, kind: $0) }
    }
}
