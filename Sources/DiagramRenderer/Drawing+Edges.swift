internal import BPMNParser

extension Drawing {
    /// Draws a line with its ends and label.
    mutating func draw(_ edge: DiagramEdge, _ element: DrawnElement) {
        let line = Polyline(edge.waypoints)
        guard line.points.count > 1 else { return }
        let isCompleted = marks.completed.contains(edge.element)
        var style = Style(edge.colors)
        if isCompleted { style.stroke = "#2e7d32" }
        canvas.open(
            "g",
            [
                ("class", kind(of: element) + (isCompleted ? " completed" : "")),
                ("data-element-id", edge.element),
            ])
        switch element {
        case .sequenceFlow(let flow, let source):
            path(line.rounded, style, width: isCompleted ? 2.5 : 1.5)
            head(at: line, style, isFilled: true)
            drawStart(of: flow, source, line, style)
            drawLabel(of: edge, flow.name, style)
        case .messageFlow(let flow):
            path(line.rounded, style, dashes: "10 6")
            let length = Polyline.distance(line.points[0], line.points[1])
            let start = Polyline.between(line.points[0], line.points[1], min(3.5 / length, 1))
            circle(start.x, start.y, 3.5, style, fill: "#fff")
            head(at: line, style, isFilled: false)
            if let marker = edge.messageMarker { drawEnvelope(marker, line.middle, style) }
            drawLabel(of: edge, flow.name, style)
        case .association(let association):
            path(line.rounded, style, dashes: "1 4")
            if association.direction != .none { openHead(at: line, style) }
            if association.direction == .both {
                openHead(at: Polyline(line.points.reversed()), style)
            }
        case .dataAssociation:
            path(line.rounded, style, dashes: "1 4")
            openHead(at: line, style)
        default: path(line.rounded, style)
        }
        canvas.close("g")
    }

    private func kind(of element: DrawnElement) -> String {
        switch element {
        case .sequenceFlow: "sequence-flow"
        case .messageFlow: "message-flow"
        case .dataAssociation: "data-association"
        default: "association"
        }
    }

    private func placed(_ point: DiagramPoint, _ angle: Double) -> String {
        let number = SVGCanvas.number
        return "translate(\(number(point.x)) \(number(point.y))) rotate(\(number(angle)))"
    }

    private mutating func head(at line: Polyline, _ style: Style, isFilled: Bool) {
        guard let end = line.points.last else { return }
        path(
            "M0,0 L-10,-4.5 L-10,4.5 Z", style, fill: isFilled ? style.stroke : "#fff", width: 1,
            transform: placed(end, line.endAngle))
    }

    private mutating func openHead(at line: Polyline, _ style: Style) {
        guard let end = line.points.last else { return }
        path("M-8,-5 L0,0 L-8,5", style, transform: placed(end, line.endAngle))
    }

    /// The stroke of a default flow, the diamond of a conditional flow that leaves an activity.
    private mutating func drawStart(
        of flow: SequenceFlow, _ source: FlowNode?, _ line: Polyline, _ style: Style
    ) {
        guard let source else { return }
        let place = placed(line.points[0], line.startAngle)
        if source.defaultFlow == flow.id {
            path("M6,-5 L12,5", style, transform: place)
        } else if flow.condition != nil, source.kind.isActivity {
            path("M0,0 L8,-5 L16,0 L8,5 Z", style, fill: "#fff", width: 1, transform: place)
        }
    }

    private mutating func drawEnvelope(
        _ marker: MessageMarker, _ middle: DiagramPoint, _ style: Style
    ) {
        let fill = marker == .initiating ? "#fff" : "#ccc"
        path(
            "M-12,-8 H12 V8 H-12 Z M-12,-8 L0,2 L12,-8", style, fill: fill,
            transform: placed(middle, 0))
    }
}

extension FlowNode.Kind {
    /// Whether it is a task, sub-process or call activity.
    var isActivity: Bool {
        switch self {
        case .task, .manualTask, .userTask, .serviceTask, .sendTask, .businessRuleTask,
            .scriptTask, .receiveTask, .callActivity, .subProcess:
            true
        default: false
        }
    }
}
