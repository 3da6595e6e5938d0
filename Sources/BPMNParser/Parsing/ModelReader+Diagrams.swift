internal import XMLTree

extension ModelReader {
    /// Reads diagram interchange.
    mutating func readDiagrams(into model: inout BPMNModel) {
        for element in root.children("BPMNDiagram") {
            var diagram = Diagram(id: element.id, name: element.attribute("name"))
            guard let plane = single("BPMNPlane", in: element) else { continue }
            diagram.element = reference(of: plane)
            if plane.attribute("bpmnElement") == nil {
                report(
                    "diagram-plane", plane, "The plane of the diagram shows nothing.",
                    cure: "Set bpmnElement to the process or collaboration.")
            }
            let isRead = plane.attribute("bpmnElement") != nil
            for child in plane.children {
                switch child.name {
                case "BPMNShape":
                    if let shape = readShape(child, isChecked: isRead) {
                        diagram.shapes.append(shape)
                    }
                case "BPMNEdge":
                    if let edge = readEdge(child, isChecked: isRead) { diagram.edges.append(edge) }
                default: break
                }
            }
            model.diagrams.append(diagram)
        }
    }

    private func reference(of element: XMLElement) -> String? {
        element.token("bpmnElement").map { resolve($0) ?? $0 }
    }

    private mutating func readShape(_ element: XMLElement, isChecked: Bool) -> DiagramShape? {
        let written = element.token("bpmnElement")
        let boundsElement = element.child("Bounds")
        let bounds = boundsElement.flatMap { readBounds($0) }
        if isChecked { checkShape(element, written, hasBounds: bounds != nil) }
        guard let shown = reference(of: element), let bounds else { return nil }
        var shape = DiagramShape(id: element.id, element: shown, bounds: bounds)
        shape.isHorizontal = flag("isHorizontal", of: element)
        shape.isExpanded = flag("isExpanded", of: element)
        shape.isMarkerVisible = flag("isMarkerVisible", of: element)
        shape.label = readLabel(of: element)
        shape.colors = readColors(of: element)
        return shape
    }

    private mutating func checkShape(_ element: XMLElement, _ written: String?, hasBounds: Bool) {
        guard let written else {
            return report(
                "diagram-shape", element, "A shape of the diagram shows nothing.",
                cure: "Remove the shape, or set bpmnElement.")
        }
        let processes = drawable.numberOfExecutableProcesses
        let isActivity = drawable.shapesNeedBounds.contains(written)
        if !isActivity, !elementIDs.contains(written), processes > 0 {
            report(
                "diagram-shape", element, count: processes,
                "A shape of the diagram shows '\(written)', which does not exist.",
                cure: "Remove the shape.")
        } else if isActivity, !hasBounds {
            report(
                "diagram-bounds", element, "The shape of '\(written)' has no place.",
                cure: "Give it bounds with x, y, width and height.")
        }
    }

    private mutating func readEdge(_ element: XMLElement, isChecked: Bool) -> DiagramEdge? {
        let written = element.token("bpmnElement")
        let points = element.children("waypoint").map { ($0, readPoint($0)) }
        if isChecked { checkEdge(element, written, points) }
        guard let shown = reference(of: element) else { return nil }
        var edge = DiagramEdge(
            id: element.id, element: shown, waypoints: points.compactMap(\.1))
        switch element.token("messageVisibleKind") {
        case "initiating": edge.messageMarker = .initiating
        case "non_initiating": edge.messageMarker = .nonInitiating
        default: break
        }
        edge.label = readLabel(of: element)
        edge.colors = readColors(of: element)
        return edge
    }

    private mutating func checkEdge(
        _ element: XMLElement, _ written: String?, _ points: [(XMLElement, DiagramPoint?)]
    ) {
        guard let written else {
            return report(
                "diagram-edge", element, "A line of the diagram shows nothing.",
                cure: "Remove the line, or set bpmnElement.")
        }
        guard elementIDs.contains(written) else {
            return report(
                "diagram-edge", element,
                "A line of the diagram shows '\(written)', which does not exist.",
                cure: "Remove the line.")
        }
        guard drawable.flowsOfLastProcess.contains(written) else { return }
        if points.count < 2 {
            report(
                "diagram-waypoints", element, "The line of '\(written)' has fewer than two points.",
                cure: "Give it at least two waypoints.")
        } else {
            for (point, read) in points where read == nil {
                report(
                    "diagram-waypoints", point, owner: written, names: [point.id],
                    "A point of the line of '\(written)' has no place.", cure: "Give it x and y.")
            }
        }
    }

    private func readBounds(_ element: XMLElement) -> DiagramBounds? {
        guard let x = number("x", of: element), let y = number("y", of: element),
            let width = number("width", of: element), let height = number("height", of: element)
        else { return nil }
        return DiagramBounds(x: x, y: y, width: width, height: height)
    }

    private func readPoint(_ element: XMLElement) -> DiagramPoint? {
        guard let x = number("x", of: element), let y = number("y", of: element) else { return nil }
        return DiagramPoint(x: x, y: y)
    }

    private func number(_ name: String, of element: XMLElement) -> Double? {
        guard let value = element.token(name).flatMap({ Double($0) }), value.isFinite else {
            return nil
        }
        return value
    }

    private func flag(_ name: String, of element: XMLElement) -> Bool? {
        element.token(name).map { $0 == "true" || $0 == "1" }
    }

    private func readLabel(of element: XMLElement) -> DiagramLabel? {
        element.child("BPMNLabel").map { label in
            DiagramLabel(bounds: label.child("Bounds").flatMap { readBounds($0) })
        }
    }

    private func readColors(of element: XMLElement) -> DiagramColors {
        let label = element.child("BPMNLabel")
        return DiagramColors(
            stroke: element.attribute("border-color", namespace: Namespaces.color)
                ?? element.attribute("stroke", namespace: Namespaces.bioc),
            fill: element.attribute("background-color", namespace: Namespaces.color)
                ?? element.attribute("fill", namespace: Namespaces.bioc),
            text: label?.attribute("color", namespace: Namespaces.color)
                ?? element.attribute("color", namespace: Namespaces.color))
    }
}
