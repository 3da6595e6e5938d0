internal import BPMNParser

extension Drawing {
    /// Draws a shape with its label.
    mutating func draw(_ shape: DiagramShape, _ element: DrawnElement) {
        let style = Style(
            shape.colors, isActive: (marks.active[shape.element] ?? 0) > 0,
            isCompleted: marks.completed.contains(shape.element))
        var classes = kind(of: element)
        if (marks.active[shape.element] ?? 0) > 0 { classes += " active" }
        if marks.completed.contains(shape.element) { classes += " completed" }
        canvas.open("g", [("class", classes), ("data-element-id", shape.element)])
        if let label = element.label, !label.isEmpty {
            canvas.element("title", [], holding: label)
        }
        let bounds = shape.bounds
        switch element {
        case .participant(let participant): drawPool(shape, participant, style)
        case .lane(let lane): drawLane(shape, lane, style)
        case .flowNode(let node): draw(node, shape, style)
        case .textAnnotation(let annotation): drawAnnotation(annotation, bounds, style)
        case .group(let group):
            rectangle(bounds, style, radius: 10, fill: "none", width: 1.5, dashes: "8 4 1 4")
            drawOutside(shape, group.name, style)
        case .dataObject(_, _, let isCollection):
            drawPage(bounds, style)
            if isCollection { bars(bounds, style) }
            drawOutside(shape, element.label, style)
        case .dataPort(let port, let isInput):
            drawPage(bounds, style)
            drawArrow(bounds, style, isFilled: !isInput)
            if port.isCollection { bars(bounds, style) }
            drawOutside(shape, element.label, style)
        case .dataStore:
            drawStore(bounds, style)
            drawOutside(shape, element.label, style)
        case .sequenceFlow, .messageFlow, .association, .dataAssociation: break
        }
        canvas.close("g")
    }

    private func kind(of element: DrawnElement) -> String {
        switch element {
        case .participant: "participant"
        case .lane: "lane"
        case .flowNode(let node): node.kind.name
        case .sequenceFlow: "sequence-flow"
        case .messageFlow: "message-flow"
        case .association: "association"
        case .dataAssociation: "data-association"
        case .textAnnotation: "text-annotation"
        case .group: "group"
        case .dataObject: "data-object"
        case .dataPort(_, let isInput): isInput ? "data-input" : "data-output"
        case .dataStore: "data-store"
        }
    }

    private mutating func draw(_ node: FlowNode, _ shape: DiagramShape, _ style: Style) {
        switch node.kind {
        case .startEvent, .intermediateCatchEvent, .intermediateThrowEvent, .boundaryEvent,
            .endEvent:
            drawEvent(node, shape.bounds, style)
            drawOutside(shape, node.name, style)
        case .exclusiveGateway, .parallelGateway, .inclusiveGateway, .eventBasedGateway,
            .complexGateway:
            drawGateway(node, shape, style)
            drawOutside(shape, node.name, style)
        default:
            drawActivity(node, shape, style)
        }
    }

    /// Draws a rectangle.
    mutating func rectangle(
        _ bounds: DiagramBounds, _ style: Style, radius: Double = 0, fill: String? = nil,
        width: Double = 1.5, dashes: String? = nil
    ) {
        var attributes = [
            ("x", SVGCanvas.number(bounds.x)), ("y", SVGCanvas.number(bounds.y)),
            ("width", SVGCanvas.number(bounds.width)), ("height", SVGCanvas.number(bounds.height)),
            ("rx", SVGCanvas.number(radius)), ("fill", fill ?? style.fill),
            ("stroke", style.stroke), ("stroke-width", SVGCanvas.number(width)),
        ]
        if let dashes { attributes.append(("stroke-dasharray", dashes)) }
        canvas.element("rect", attributes)
    }

    /// Draws a path.
    mutating func path(
        _ data: String, _ style: Style, fill: String = "none", width: Double = 1.5,
        stroke: String? = nil, dashes: String? = nil, transform: String? = nil,
        markers: [(String, String)] = []
    ) {
        var attributes = [
            ("d", data), ("fill", fill), ("stroke", stroke ?? style.stroke),
            ("stroke-width", SVGCanvas.number(width)),
        ]
        if let dashes { attributes.append(("stroke-dasharray", dashes)) }
        if let transform { attributes.append(("transform", transform)) }
        canvas.element("path", attributes + markers)
    }

    /// Draws a circle.
    mutating func circle(
        _ x: Double, _ y: Double, _ radius: Double, _ style: Style, fill: String? = nil,
        width: Double = 1.5, dashes: String? = nil
    ) {
        var attributes = [
            ("cx", SVGCanvas.number(x)), ("cy", SVGCanvas.number(y)),
            ("r", SVGCanvas.number(max(radius, 0))), ("fill", fill ?? style.fill),
            ("stroke", style.stroke), ("stroke-width", SVGCanvas.number(width)),
        ]
        if let dashes { attributes.append(("stroke-dasharray", dashes)) }
        canvas.element("circle", attributes)
    }

    private mutating func drawPool(
        _ shape: DiagramShape, _ participant: Participant, _ style: Style
    ) {
        let bounds = shape.bounds
        rectangle(bounds, style)
        let isHorizontal = shape.isHorizontal ?? true
        let hasInside = participant.processRef != nil
        if hasInside {
            let line =
                isHorizontal
                ? [(bounds.x + 30, bounds.y), (bounds.x + 30, bounds.y + bounds.height)]
                : [(bounds.x, bounds.y + 30), (bounds.x + bounds.width, bounds.y + 30)]
            path(SVGCanvas.path(line.map { DiagramPoint(x: $0.0, y: $0.1) }), style)
            drawStrip(participant.name, bounds, style, isHorizontal: isHorizontal)
        } else {
            drawInside(participant.name, bounds, style)
        }
        if participant.isMultiple { bars(bounds, style) }
    }

    private mutating func drawLane(_ shape: DiagramShape, _ lane: Lane, _ style: Style) {
        rectangle(shape.bounds, style)
        drawStrip(lane.name, shape.bounds, style, isHorizontal: shape.isHorizontal ?? true)
    }

    private mutating func drawAnnotation(
        _ annotation: TextAnnotation, _ bounds: DiagramBounds, _ style: Style
    ) {
        let bracket = [
            DiagramPoint(x: bounds.x + 10, y: bounds.y), DiagramPoint(x: bounds.x, y: bounds.y),
            DiagramPoint(x: bounds.x, y: bounds.y + bounds.height),
            DiagramPoint(x: bounds.x + 10, y: bounds.y + bounds.height),
        ]
        path(SVGCanvas.path(bracket), style)
        let layout = TextLayout(fontSize: 12)
        let lines = layout.lines(
            of: annotation.text, within: max(bounds.width - 10, 20),
            atMost: layout.lineCount(within: bounds.height))
        for (index, line) in lines.enumerated() {
            canvas.element(
                "text",
                [
                    ("x", SVGCanvas.number(bounds.x + 6)),
                    ("y", SVGCanvas.number(bounds.y + 14 + Double(index) * layout.lineHeight)),
                    ("fill", style.text),
                ], holding: line)
        }
    }
}

extension FlowNode.Kind {
    /// The class of the drawn element.
    var name: String {
        switch self {
        case .task: "task"
        case .manualTask: "manual-task"
        case .userTask: "user-task"
        case .serviceTask: "service-task"
        case .sendTask: "send-task"
        case .businessRuleTask: "business-rule-task"
        case .scriptTask: "script-task"
        case .receiveTask: "receive-task"
        case .callActivity: "call-activity"
        case .subProcess: "sub-process"
        case .exclusiveGateway: "exclusive-gateway"
        case .parallelGateway: "parallel-gateway"
        case .inclusiveGateway: "inclusive-gateway"
        case .eventBasedGateway: "event-based-gateway"
        case .complexGateway: "complex-gateway"
        case .startEvent: "start-event"
        case .intermediateCatchEvent: "intermediate-catch-event"
        case .intermediateThrowEvent: "intermediate-throw-event"
        case .boundaryEvent: "boundary-event"
        case .endEvent: "end-event"
        }
    }
}
