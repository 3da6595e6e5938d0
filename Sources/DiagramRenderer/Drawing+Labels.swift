internal import BPMNParser

extension Drawing {
    /// The width to which labels beside events, gateways and data are broken.
    private static let outsideWidth = 90.0

    /// Draws a text in the middle of a box, as far as it fits below a sign in the upper corner.
    mutating func drawInside(
        _ text: String?, _ bounds: DiagramBounds, _ style: Style, belowSign: Double = 0
    ) {
        guard let text, !text.isEmpty else { return }
        let layout = TextLayout(fontSize: 12)
        let room = layout.lineCount(within: bounds.height - 4)
        let lines = layout.lines(of: text, within: max(bounds.width - 10, 20), atMost: room)
        let height = Double(lines.count) * layout.lineHeight
        let middle = (bounds.height - height) / 2
        let lowest = max(bounds.height - height - 2, middle)
        draw(
            lines, layout, x: bounds.x + bounds.width / 2,
            top: bounds.y + min(max(middle, belowSign), lowest), style)
    }

    /// Draws a text at the top of a box.
    mutating func drawAtTop(_ text: String?, _ bounds: DiagramBounds, _ style: Style) {
        guard let text, !text.isEmpty else { return }
        let layout = TextLayout(fontSize: 12)
        let lines = layout.lines(of: text, within: max(bounds.width - 20, 20), atMost: 3)
        draw(lines, layout, x: bounds.x + bounds.width / 2, top: bounds.y + 6, style)
    }

    /// Draws the name of a pool or lane in the strip at its side.
    mutating func drawStrip(
        _ text: String?, _ bounds: DiagramBounds, _ style: Style, isHorizontal: Bool
    ) {
        guard let text, !text.isEmpty else { return }
        let layout = TextLayout(fontSize: 12)
        let length = isHorizontal ? bounds.height : bounds.width
        let lines = layout.lines(of: text, within: max(length - 10, 20), atMost: 2)
        let height = Double(lines.count) * layout.lineHeight
        guard isHorizontal else {
            return draw(
                lines, layout, x: bounds.x + bounds.width / 2, top: bounds.y + (30 - height) / 2,
                style)
        }
        let x = SVGCanvas.number(bounds.x + 15)
        let y = SVGCanvas.number(bounds.y + bounds.height / 2)
        canvas.open("g", [("transform", "translate(\(x) \(y)) rotate(-90)")])
        draw(lines, layout, x: 0, top: -height / 2, style)
        canvas.close("g")
    }

    /// Draws the label of an event, gateway, group or data, where the file says or else below.
    mutating func drawOutside(_ shape: DiagramShape, _ text: String?, _ style: Style) {
        guard let text, !text.isEmpty else { return }
        let layout = TextLayout(fontSize: 11)
        let box = box(of: text, shape.label?.bounds, below: shape.bounds)
        let lines = layout.lines(of: text, within: width(of: shape.label?.bounds), atMost: 8)
        draw(lines, layout, x: box.x + box.width / 2, top: box.y, style)
    }

    /// Where the label of a shape is, if it stands outside of it.
    func labelBox(of shape: DiagramShape, _ element: DrawnElement) -> DiagramBounds? {
        guard let text = element.label, !text.isEmpty else { return nil }
        switch element {
        case .dataObject, .dataPort, .dataStore, .group: break
        case .flowNode(let node):
            switch node.kind {
            case .startEvent, .intermediateCatchEvent, .intermediateThrowEvent, .boundaryEvent,
                .endEvent, .exclusiveGateway, .parallelGateway, .inclusiveGateway,
                .eventBasedGateway, .complexGateway:
                break
            default: return nil
            }
        default: return nil
        }
        return box(of: text, shape.label?.bounds, below: shape.bounds)
    }

    private func width(of bounds: DiagramBounds?) -> Double {
        max(bounds?.width ?? 0, Self.outsideWidth)
    }

    private func box(
        of text: String, _ bounds: DiagramBounds?, below shape: DiagramBounds
    ) -> DiagramBounds {
        let layout = TextLayout(fontSize: 11)
        let lines = layout.lines(of: text, within: width(of: bounds), atMost: 8)
        let width = lines.map { layout.width($0) }.max() ?? 0
        let height = Double(lines.count) * layout.lineHeight
        let middle = bounds.map { $0.x + $0.width / 2 } ?? shape.x + shape.width / 2
        let top = bounds?.y ?? shape.y + shape.height + 4
        return DiagramBounds(x: middle - width / 2, y: top, width: width, height: height)
    }

    /// Draws the label of a line, where the file says or else beside its middle.
    mutating func drawLabel(of edge: DiagramEdge, _ text: String?, _ style: Style) {
        guard let text, !text.isEmpty else { return }
        let layout = TextLayout(fontSize: 11)
        let lines = layout.lines(of: text, within: width(of: edge.label?.bounds), atMost: 8)
        if let bounds = edge.label?.bounds {
            return draw(lines, layout, x: bounds.x + bounds.width / 2, top: bounds.y, style)
        }
        let middle = Polyline(edge.waypoints).middle
        draw(
            lines, layout, x: middle.x,
            top: middle.y - Double(lines.count) * layout.lineHeight - 3, style)
    }

    /// Draws lines of text, centred.
    mutating func draw(
        _ lines: [String], _ layout: TextLayout, x: Double, top: Double, _ style: Style
    ) {
        guard !lines.isEmpty else { return }
        canvas.open(
            "text",
            [
                ("text-anchor", "middle"), ("font-size", SVGCanvas.number(layout.fontSize)),
                ("fill", style.text),
            ])
        for (index, line) in lines.enumerated() {
            let y = top + Double(index) * layout.lineHeight + layout.fontSize * 0.92
            canvas.element(
                "tspan", [("x", SVGCanvas.number(x)), ("y", SVGCanvas.number(y))], holding: line)
        }
        canvas.close("text")
    }

    /// Draws the number of tokens and of incidents at the corners of a shape.
    mutating func drawBadges(_ shape: DiagramShape) {
        guard index.elements[shape.element] != nil else { return }
        let bounds = shape.bounds
        if let count = marks.active[shape.element], count > 0 {
            badge(count, x: bounds.x + bounds.width, y: bounds.y, "#1a5fb4", "token", shape.element)
        }
        if let count = marks.incidents[shape.element], count > 0 {
            badge(count, x: bounds.x, y: bounds.y, "#c01c28", "incident", shape.element)
        }
    }

    private mutating func badge(
        _ count: Int, x: Double, y: Double, _ color: String, _ kind: String, _ element: String
    ) {
        let text = String(count)
        let layout = TextLayout(fontSize: 11)
        let width = max(layout.width(text) + 9, 18)
        canvas.open(
            "g", [("class", "badge \(kind)"), ("data-element-id", element), ("data-count", text)])
        canvas.element(
            "rect",
            [
                ("x", SVGCanvas.number(x - width / 2)), ("y", SVGCanvas.number(y - 9)),
                ("width", SVGCanvas.number(width)), ("height", "18"), ("rx", "9"),
                ("fill", color), ("stroke", "#fff"), ("stroke-width", "1.5"),
            ])
        var style = Style(DiagramColors())
        style.text = "#fff"
        draw([text], layout, x: x, top: y - 6, style)
        canvas.close("g")
    }
}
