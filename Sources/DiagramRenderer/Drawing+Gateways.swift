internal import BPMNParser

extension Drawing {
    /// Draws the diamond of a gateway with its sign.
    mutating func drawGateway(_ node: FlowNode, _ shape: DiagramShape, _ style: Style) {
        let bounds = shape.bounds
        let x = bounds.x + bounds.width / 2
        let y = bounds.y + bounds.height / 2
        let corners = [
            DiagramPoint(x: x, y: bounds.y), DiagramPoint(x: bounds.x + bounds.width, y: y),
            DiagramPoint(x: x, y: bounds.y + bounds.height), DiagramPoint(x: bounds.x, y: y),
        ]
        path(SVGCanvas.path(corners, isClosed: true), style, fill: style.fill)
        let scale = SVGCanvas.number(min(bounds.width, bounds.height) / 50)
        let place = "translate(\(SVGCanvas.number(x)) \(SVGCanvas.number(y))) scale(\(scale))"
        canvas.open("g", [("class", "sign"), ("transform", place)])
        switch node.kind {
        case .exclusiveGateway where shape.isMarkerVisible ?? false:
            path("M-7,-9 L7,9 M7,-9 L-7,9", style, width: 3.5)
        case .parallelGateway: path("M-11,0 H11 M0,-11 V11", style, width: 3.5)
        case .inclusiveGateway: circle(0, 0, 10.5, style, fill: "none", width: 2.5)
        case .complexGateway:
            path("M-11,0 H11 M0,-11 V11 M-7.5,-7.5 L7.5,7.5 M7.5,-7.5 L-7.5,7.5", style, width: 3)
        case .eventBasedGateway(let gateway):
            circle(0, 0, 13, style, fill: "none", width: 1)
            if !gateway.isInstantiating { circle(0, 0, 10.5, style, fill: "none", width: 1) }
            path(
                gateway.isParallel
                    ? "M-2.5,-8 H2.5 V-2.5 H8 V2.5 H2.5 V8 H-2.5 V2.5 H-8 V-2.5 H-2.5 Z"
                    : "M0,-7.5 L7,-2.3 L4.4,6 H-4.4 L-7,-2.3 Z", style, width: 1.2)
        default: break
        }
        canvas.close("g")
    }
}
