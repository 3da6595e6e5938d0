internal import XMLTree

extension ModelReader {
    /// Reads what a process or sub-process is made of; nesting is bounded by the depth of the file.
    mutating func readScope(_ scope: inout ScopeReader) -> FlowScope {
        let children = Array(scope.element.children.enumerated())
        for (place, child) in children {
            guard let id = child.id else { continue }
            scope.placesByID[id] = place
            if child.isTrue("isForCompensation") { scope.compensationHandlers[id] = child }
        }
        for (_, child) in children where child.name == "sequenceFlow" {
            scope.flowsBySource[child.token("sourceRef") ?? "", default: []].append(child)
        }
        let handlers = children.filter { $0.element.isTrue("isForCompensation") }
        readStartEvents(children.filter { $0.element.name == "startEvent" }, into: &scope)
        for (place, child) in children where !child.isTrue("isForCompensation") {
            readActivity(child, at: place, into: &scope)
        }
        readCatchEvents(
            children.filter { $0.element.name == "intermediateCatchEvent" }, into: &scope)
        for (place, child) in children where child.name == "endEvent" {
            readEndEvent(child, at: place, into: &scope)
        }
        for (place, child) in children where child.name == "boundaryEvent" {
            readBoundaryEvent(child, at: place, into: &scope)
        }
        readSequenceFlows(
            children.map(\.element).filter { $0.name == "sequenceFlow" }, into: &scope)
        scope.executionListeners = readExecutionListeners(of: scope.element)
        readAssociations(children.filter { $0.element.name == "association" }, into: &scope)
        for (place, handler) in handlers {
            let isPending = handler.id.map { scope.compensationHandlers[$0] != nil } ?? true
            if isPending { readActivity(handler, at: place, into: &scope) }
        }
        checkBacklog(scope)
        return finish(&scope)
    }

    /// Intermediate catch events that no event-based gateway has read, in the reference's order.
    private mutating func readCatchEvents(
        _ events: [(offset: Int, element: XMLElement)], into scope: inout ScopeReader
    ) {
        let order = JavaHashOrder.positions(of: events.map(\.element.id))
        for position in order {
            let (place, event) = events[position]
            if scope.places.contains(place) { continue }
            readCatchEvent(event, at: place, behindGateway: nil, into: &scope)
        }
        let read = Set(order)
        for (position, event) in events.enumerated() where !read.contains(position) {
            report(
                "catch-event-id", event.element, effect: .unnoticed,
                "Another intermediate catch event has no id either; the reference skips this one.",
                cure: "Give the event an id.")
            readCatchEvent(event.element, at: event.offset, behindGateway: nil, into: &scope)
        }
    }

    /// Adds a flow node unless its id is taken.
    mutating func add(
        _ node: FlowNode, _ known: KnownNode?, from element: XMLElement, at place: Int,
        to scope: inout ScopeReader
    ) {
        let inner = known?.isMultiInstance == true && element.id == nil ? "null" : element.id
        if let id = inner, known != nil, !activityIDs.insert(id).inserted {
            report(
                "activity-id-unique", element, effect: .failure,
                "Another element of the process has the id '\(id)' too.",
                cure: "Give each element an id of its own.")
            return
        }
        if let known {
            scope.known[node.id] = known
            if !known.isMultiInstance { scope.backlog[node.id] = nil }
        } else {
            scope.skipped[node.id] = element.name
        }
        scope.places.insert(place)
        scope.positions[node.id] = scope.nodes.count
        scope.nodes.append((place, node))
    }

    private mutating func finish(_ scope: inout ScopeReader) -> FlowScope {
        var result = FlowScope()
        result.sequenceFlows = scope.sequenceFlows
        var incoming: [String: [String]] = [:]
        var outgoing: [String: [String]] = [:]
        for flow in result.sequenceFlows {
            incoming[flow.targetRef, default: []].append(flow.id)
            outgoing[flow.sourceRef, default: []].append(flow.id)
        }
        for (place, node) in scope.nodes.sorted(by: { $0.place < $1.place }) {
            var node = node
            node.incoming = incoming[node.id] ?? []
            node.outgoing = outgoing[node.id] ?? []
            note(node, in: scope)
            checkLength(of: node, at: scope.element.children[place])
            advise(on: node, at: scope.element.children[place], in: scope)
            result.flowNodes.append(node)
        }
        result.artifacts = readArtifacts(scope.element, categoryValues())
        readData(scope.element, into: &result)
        return result
    }

    private mutating func note(_ node: FlowNode, in scope: ScopeReader) {
        guard scope.known[node.id] != nil else { return }
        if !isMuted, node.hasWrittenID { drawable.shapesNeedBounds.insert(node.id) }
        let isExclusive = if case .exclusiveGateway = node.kind { true } else { false }
        guard isExclusive || node.isAsyncAfter else { return }
        finished.append(
            FinishedNode(
                id: node.hasWrittenID ? node.id : nil, line: node.line ?? 0,
                isExclusiveGateway: isExclusive, isAsyncAfter: node.isAsyncAfter,
                defaultFlow: node.defaultFlow, outgoing: scope.created[node.id] ?? []))
    }

    private func readData(_ element: XMLElement, into result: inout FlowScope) {
        for child in element.children {
            switch child.name {
            case "dataObject":
                result.dataObjects.append(
                    DataObject(
                        id: child.id, name: child.attribute("name"),
                        itemSubjectRef: child.token("itemSubjectRef"),
                        isCollection: child.isTrue("isCollection")))
            case "dataObjectReference":
                result.dataObjectReferences.append(
                    dataReference(child, target: child.token("dataObjectRef")))
            case "dataStoreReference":
                var reference = dataReference(
                    child, target: child.token("dataStoreRef").map { resolve($0) ?? $0 })
                reference.targetName =
                    root.children("dataStore").first { $0.id == reference.target }?.attribute(
                        "name")
                result.dataStoreReferences.append(reference)
            default: break
            }
        }
        let lists = Set(result.dataObjects.filter(\.isCollection).compactMap(\.id))
        for index in result.dataObjectReferences.indices {
            guard let target = result.dataObjectReferences[index].target else { continue }
            result.dataObjectReferences[index].isCollection = lists.contains(target)
        }
    }

    private func dataReference(_ element: XMLElement, target: String?) -> DataReference {
        DataReference(
            id: element.id, name: element.attribute("name"), target: target,
            state: element.child("dataState")?.attribute("name"))
    }
}
