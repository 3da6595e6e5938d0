internal import XMLTree

extension ModelReader {
    /// Reads the associations of a scope, which lead from compensation events to handlers.
    mutating func readAssociations(
        _ associations: [(offset: Int, element: XMLElement)], into scope: inout ScopeReader
    ) {
        for (_, element) in associations {
            let source = element.token("sourceRef")
            let target = element.token("targetRef")
            for (name, end) in [("sourceRef", source), ("targetRef", target)] where end == nil {
                report(
                    "association-end", element, "The association has no \(name).",
                    cure: "Connect both of its ends.")
            }
            let lost = [source, target].compactMap(\.self).first {
                !$0.isEmpty && scope.known[$0] == nil && !elementIDs.contains($0)
            }
            if let lost {
                report(
                    "association-end", element,
                    "The association refers to '\(lost)', which does not exist.",
                    cure: "Connect both of its ends.")
                continue
            }
            guard let source, let target,
                case .compensationBoundary(let host)? = scope.known[source]?.sort
            else { continue }
            connect(element, event: source, host: host, handler: target, in: &scope)
        }
    }

    private mutating func connect(
        _ association: XMLElement, event: String, host: String, handler: String,
        in scope: inout ScopeReader
    ) {
        if let element = scope.compensationHandlers[handler] {
            scope.compensationHandlers[handler] = nil
            let place = scope.placesByID[handler] ?? 0
            readActivity(element, at: place, into: &scope)
        }
        guard let known = scope.known[handler] else { return }
        guard known.isCompensationHandler else {
            return report(
                "compensation-handler", association, names: [event, handler],
                "The compensation event '\(event)' leads to '\(handler)', which does not handle "
                    + "compensation.",
                cure: "Set isForCompensation=\"true\" on the activity.")
        }
        if let activity = scope.known[host], activity.hasCompensationSubProcess,
            !activity.isMultiInstance
        {
            return report(
                "compensation-handler-unique", association, names: [host, event],
                "'\(host)' has a compensation event sub-process and a compensation event at its "
                    + "border.",
                cure: "Keep one of them.")
        }
        guard let index = scope.positions[event],
            case .boundaryEvent(var boundary) = scope.nodes[index].node.kind
        else { return }
        boundary.compensationHandlerRef = handler
        scope.nodes[index].node.kind = .boundaryEvent(boundary)
    }
}
