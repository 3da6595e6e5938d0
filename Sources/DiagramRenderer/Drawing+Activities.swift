internal import BPMNParser

extension Drawing {
    /// Draws a task, sub-process or call activity.
    mutating func drawActivity(_ node: FlowNode, _ shape: DiagramShape, _ style: Style) {
        let bounds = shape.bounds
        var isExpanded = false
        var isCollapsed = false
        var dashes: String?
        var width = 1.5
        switch node.kind {
        case .subProcess(let inner):
            isExpanded = shape.isExpanded ?? false
            isCollapsed = !isExpanded
            if inner.isTriggeredByEvent { dashes = "1.5 5" }
        case .callActivity:
            width = 4
            isCollapsed = !(shape.isExpanded ?? false)
        default: break
        }
        rectangle(bounds, style, radius: 10, width: width, dashes: dashes)
        if case .subProcess(let inner) = node.kind, case .transaction = inner.variant {
            let inset = DiagramBounds(
                x: bounds.x + 3, y: bounds.y + 3, width: max(bounds.width - 6, 0),
                height: max(bounds.height - 6, 0))
            rectangle(inset, style, radius: 8, fill: "none")
        }
        if let icon = TaskIcon(node.kind) {
            draw(icon, at: DiagramPoint(x: bounds.x + 6, y: bounds.y + 6), style)
        }
        let markers = self.markers(of: node, isCollapsed: isCollapsed)
        if isExpanded {
            drawAtTop(node.name, bounds, style)
        } else {
            let hasMarkers = !markers.isEmpty
            let room = DiagramBounds(
                x: bounds.x, y: bounds.y, width: bounds.width,
                height: max(bounds.height - (hasMarkers ? 16 : 0), 14))
            drawInside(node.name, room, style, belowSign: TaskIcon(node.kind) == nil ? 0 : 20)
        }
        draw(markers, bounds, style)
    }

    private func markers(of node: FlowNode, isCollapsed: Bool) -> [ActivityMarker] {
        var markers: [ActivityMarker] = []
        switch node.loop {
        case .standard: markers.append(.loop)
        case .multiInstance(let loop): markers.append(loop.isSequential ? .sequential : .parallel)
        case nil: break
        }
        if node.isForCompensation { markers.append(.compensation) }
        if isCollapsed { markers.append(.collapsed) }
        if case .subProcess(let inner) = node.kind, case .adHoc = inner.variant {
            markers.append(.adHoc)
        }
        return markers
    }

    /// Draws markers in a row at the lower border.
    private mutating func draw(
        _ markers: [ActivityMarker], _ bounds: DiagramBounds, _ style: Style
    ) {
        let step = 18.0
        var x = bounds.x + bounds.width / 2 - step * Double(markers.count - 1) / 2
        let y = bounds.y + bounds.height - 11
        for marker in markers {
            let place = "translate(\(SVGCanvas.number(x)) \(SVGCanvas.number(y)))"
            canvas.open("g", [("class", "marker \(marker.rawValue)"), ("transform", place)])
            path(
                marker.path, style, fill: marker == .compensation ? style.fill : "none",
                width: marker == .parallel || marker == .sequential ? 2.5 : 1.5)
            canvas.close("g")
            x += step
        }
    }

    private mutating func draw(_ icon: TaskIcon, at corner: DiagramPoint, _ style: Style) {
        let number = SVGCanvas.number
        canvas.open(
            "g",
            [
                ("class", "icon"),
                ("transform", "translate(\(number(corner.x)) \(number(corner.y)))"),
            ])
        for part in icon.parts {
            let isInk = part.fill == .ink
            path(
                part.path, style,
                fill: isInk ? style.stroke : part.fill == .paper ? style.fill : "none", width: 1,
                stroke: part.isInverse ? style.fill : style.stroke)
        }
        canvas.close("g")
    }
}

/// The signs at the lower border of activities, each around the origin.
enum ActivityMarker: String {
    case loop
    case parallel
    case sequential
    case compensation
    case collapsed
    case adHoc = "ad-hoc"

    var path: String {
        switch self {
        case .loop: "M-2,6 A6,6 0 1 1 3,5.5 M-6,6.5 L-2,6 L-2.5,2"
        case .parallel: "M-5,-6 V6 M0,-6 V6 M5,-6 V6"
        case .sequential: "M-6,-5 H6 M-6,0 H6 M-6,5 H6"
        case .compensation: "M-7,0 L0,-5 V5 Z M0,0 L7,-5 V5 Z"
        case .collapsed: "M-7,-7 H7 V7 H-7 Z M-4,0 H4 M0,-4 V4"
        case .adHoc: "M-7,2 C-4,-6 -1,-3 1,0 S5,4 7,-3"
        }
    }
}
