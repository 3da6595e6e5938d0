internal import XMLTree

extension ModelReader {
    /// Reads the definitions of an event that has several: each counts.
    ///
    /// - Returns: The one that stands for the event where one is asked for, and all of them in the
    ///   order of the file.
    mutating func readMultiple(
        _ definitions: [XMLElement], of event: EventContext, in scope: inout ScopeReader
    ) -> (effective: EventDefinition?, all: [EventDefinition]) {
        // A start event of a plain sub-process waits for nothing: that is told once, elsewhere.
        let isJudged = event.place != .subProcessStart
        let isParallel = event.element.isTrue("parallelMultiple")
        var all: [(kind: String, definition: EventDefinition)] = []
        for element in definitions {
            let kind = String(element.name.dropLast("EventDefinition".count))
            if isJudged, !allows(kind, element, in: event, isParallel: isParallel) { continue }
            let wasMuted = isMuted
            isMuted = isMuted || !isJudged
            if let definition = readDefinition(element, of: event, in: &scope) {
                all.append((kind, definition))
            }
            isMuted = wasMuted
        }
        let effective = event.place.kinds.lazy.compactMap { kind in
            all.first { $0.kind == kind }?.definition
        }.first
        return (effective, all.map(\.definition))
    }

    private mutating func allows(
        _ kind: String, _ definition: XMLElement, in event: EventContext, isParallel: Bool
    ) -> Bool {
        let owner = event.element
        if !event.place.kinds.contains(kind) {
            report(
                "multiple-event-definition", definition, owner: owner.id, effect: .beyond,
                "A definition of the kind '\(kind)' is not possible at this place, on its own or "
                    + "beside others.",
                cure: "Remove it.")
            return false
        }
        if event.place.kindsOnTheirOwn.contains(kind), !event.place.allowsCompensation(kind) {
            report(
                "multiple-event-definition", definition, owner: owner.id, effect: .beyond,
                "A definition of the kind '\(kind)' cannot stand beside others in one event.",
                cure: "Give it an event of its own.")
            return false
        }
        if isParallel, event.place.isCatching,
            !["message", "signal", "timer", "conditional"].contains(kind)
        {
            report(
                "parallel-multiple-event", definition, owner: owner.id, effect: .beyond,
                "A parallel multiple event cannot wait for a definition of the kind '\(kind)': "
                    + "it would end the activity before the others have come.",
                cure: "Use messages, signals, timers and conditions, or an event that is not "
                    + "parallel.")
            return false
        }
        return true
    }
}

extension EventPlace {
    /// Whether compensation stands beside others here: it can be thrown with them, not caught.
    fileprivate func allowsCompensation(_ kind: String) -> Bool {
        kind == "compensate" && !isCatching
    }
}
