internal import BPMNParser

extension Drawing {
    /// Draws the circle of an event with the sign of its definition.
    mutating func drawEvent(_ node: FlowNode, _ bounds: DiagramBounds, _ style: Style) {
        let x = bounds.x + bounds.width / 2
        let y = bounds.y + bounds.height / 2
        let radius = min(bounds.width, bounds.height) / 2
        let form = EventForm(node)
        let dashes = form.isInterrupting ? nil : "5 4"
        circle(x, y, radius, style, width: form.isEnd ? 4 : 1.5, dashes: dashes)
        if form.isDouble {
            circle(x, y, radius - 3, style, fill: "none", width: 1.5, dashes: dashes)
        }
        guard let sign = EventSign(form) else { return }
        let scale = SVGCanvas.number(radius / 18)
        let place =
            "translate(\(SVGCanvas.number(x)) \(SVGCanvas.number(y))) scale(\(scale))"
        canvas.open("g", [("class", "sign \(sign.name)"), ("transform", place)])
        path(
            sign.path, style, fill: form.isThrowing ? style.stroke : style.fill,
            stroke: style.stroke)
        if let inner = sign.innerPath {
            path(inner, style, width: 1.2, stroke: form.isThrowing ? style.fill : style.stroke)
        }
        canvas.close("g")
    }
}

/// What of an event decides how it is drawn.
struct EventForm {
    var definitions: [EventDefinition] = []
    var isParallelMultiple = false
    var isThrowing = false
    var isEnd = false
    var isDouble = false
    var isInterrupting = true

    init(_ node: FlowNode) {
        switch node.kind {
        case .startEvent(let event):
            definitions = event.definitions
            isParallelMultiple = event.isParallelMultiple
            isInterrupting = event.isInterrupting
        case .intermediateCatchEvent(let event):
            definitions = event.definitions
            isParallelMultiple = event.isParallelMultiple
            isDouble = true
        case .boundaryEvent(let event):
            definitions = event.definitions
            isParallelMultiple = event.isParallelMultiple
            isDouble = true
            isInterrupting = event.isInterrupting
        case .intermediateThrowEvent(let event):
            definitions = event.definitions
            isDouble = true
            isThrowing = true
        case .endEvent(let event):
            definitions = event.definitions
            isEnd = true
            isThrowing = true
        default: break
        }
    }
}

/// The sign of an event definition, around the origin, for a circle of radius 18.
struct EventSign {
    let name: String
    let path: String
    var innerPath: String?

    /// The sign of an event; nil for a none event.
    init?(_ form: EventForm) {
        guard let first = form.definitions.first else { return nil }
        if form.definitions.count > 1 {
            (name, path) =
                form.isParallelMultiple
                ? ("parallel-multiple", "M-3,-9 H3 V-3 H9 V3 H3 V9 H-3 V3 H-9 V-3 H-3 Z")
                : ("multiple", "M0,-9.5 L9,-3 L5.6,7.7 H-5.6 L-9,-3 Z")
            return
        }
        switch first.kind {
        case .message:
            (name, path) = ("message", "M-9,-6 H9 V6 H-9 Z")
            innerPath = "M-9,-6 L0,1 L9,-6"
        case .timer:
            (name, path) = ("timer", "M0,-11 A11,11 0 1 1 -0.1,-11 Z")
            innerPath =
                "M0,-11 V-8.5 M0,11 V8.5 M-11,0 H-8.5 M11,0 H8.5 M5.5,-9.5 L4.5,-7.8 "
                + "M9.5,-5.5 L7.8,-4.5 M9.5,5.5 L7.8,4.5 M5.5,9.5 L4.5,7.8 M-5.5,9.5 L-4.5,7.8 "
                + "M-9.5,5.5 L-7.8,4.5 M-9.5,-5.5 L-7.8,-4.5 M-5.5,-9.5 L-4.5,-7.8 "
                + "M1.5,-7.5 L0,0 L5,1"
        case .error: (name, path) = ("error", "M-8,8 L-3.5,-7.5 L2.5,0 L8,-8 L3.5,7.5 L-2.5,0 Z")
        case .escalation: (name, path) = ("escalation", "M0,-9.5 L7.5,8.5 L0,1.5 L-7.5,8.5 Z")
        case .signal: (name, path) = ("signal", "M0,-9.5 L9,6.5 H-9 Z")
        case .conditional:
            (name, path) = ("conditional", "M-7,-9 H7 V9 H-7 Z")
            innerPath = "M-5,-6 H5 M-5,-2 H5 M-5,2 H5 M-5,6 H5"
        case .compensation:
            (name, path) = ("compensation", "M-10,0 L-1,-6.5 V6.5 Z M-1,0 L8,-6.5 V6.5 Z")
        case .cancel:
            (name, path) = (
                "cancel",
                "M-9,-6.5 L-6.5,-9 L0,-2.5 L6.5,-9 L9,-6.5 L2.5,0 L9,6.5 L6.5,9 L0,2.5 L-6.5,9 "
                    + "L-9,6.5 L-2.5,0 Z"
            )
        case .terminate: (name, path) = ("terminate", "M0,-9.5 A9.5,9.5 0 1 1 -0.1,-9.5 Z")
        case .link:
            (name, path) = ("link", "M-9,-4 H2 V-8 L10,0 L2,8 V4 H-9 Z")
        }
    }
}
