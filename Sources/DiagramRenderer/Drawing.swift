internal import BPMNParser

/// One diagram while it is drawn.
struct Drawing {
    let diagram: Diagram
    let marks: DiagramMarks
    let index: ElementIndex
    var canvas = SVGCanvas()

    init(model: BPMNModel, diagram: Diagram, marks: DiagramMarks) {
        self.diagram = diagram
        index = ElementIndex(model)
        let drawn = Set(diagram.shapes.map(\.element))
        self.marks = DiagramMarks(
            active: Self.lifted(marks.active, index, drawn), completed: marks.completed,
            incidents: Self.lifted(marks.incidents, index, drawn))
    }

    /// The counts, those of nodes inside a closed sub-process on the sub-process.
    private static func lifted(
        _ counts: [String: Int], _ index: ElementIndex, _ drawn: Set<String>
    ) -> [String: Int] {
        var result: [String: Int] = [:]
        for (id, count) in counts {
            var place: String? = id
            while let current = place, !drawn.contains(current) { place = index.parents[current] }
            if let place { result[place, default: 0] += count }
        }
        return result
    }

    /// Draws from the back to the front: pools, lanes, open sub-processes, lines, nodes, events at
    /// borders, badges.
    mutating func draw() -> String? {
        guard let area else { return nil }
        let size = "\(SVGCanvas.number(area.width)),\(SVGCanvas.number(area.height))"
        let sides = size.split(separator: ",").map(String.init)
        let origin = "\(SVGCanvas.number(area.x)) \(SVGCanvas.number(area.y))"
        canvas.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        canvas.open(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", sides[0]), ("height", sides[1]),
                ("viewBox", "\(origin) \(sides[0]) \(sides[1])"),
                ("font-family", "Arial, Helvetica, sans-serif"), ("font-size", "12"),
                ("stroke-linecap", "round"), ("stroke-linejoin", "round"),
            ])
        canvas.element(
            "rect",
            [
                ("x", SVGCanvas.number(area.x)), ("y", SVGCanvas.number(area.y)),
                ("width", sides[0]), ("height", sides[1]), ("fill", "#fff"),
            ])
        for (shape, element) in shapes(inFront: false) { draw(shape, element) }
        for edge in diagram.edges {
            if let element = index.elements[edge.element] { draw(edge, element) }
        }
        for (shape, element) in shapes(inFront: true) { draw(shape, element) }
        for shape in diagram.shapes { drawBadges(shape) }
        canvas.close("svg")
        return canvas.text
    }

    /// The shapes that lie behind all lines, or those in front of them, each list from the back.
    private func shapes(inFront: Bool) -> [(DiagramShape, DrawnElement)] {
        var found: [(layer: Int, place: Int, shape: DiagramShape, element: DrawnElement)] = []
        for (place, shape) in diagram.shapes.enumerated() {
            guard let element = index.elements[shape.element] else { continue }
            let layer = layer(of: element, shape)
            if (layer > 3) == inFront { found.append((layer, place, shape, element)) }
        }
        let sorted = found.sorted { left, right in
            if left.layer == right.layer, left.layer == 3 {
                return area(of: left.shape) > area(of: right.shape)
            }
            return (left.layer, left.place) < (right.layer, right.place)
        }
        return sorted.map { ($0.shape, $0.element) }
    }

    private func area(of shape: DiagramShape) -> Double {
        shape.bounds.width * shape.bounds.height
    }

    private func layer(of element: DrawnElement, _ shape: DiagramShape) -> Int {
        switch element {
        case .participant: 0
        case .lane: 1
        case .group: 2
        case .flowNode(let node):
            if case .subProcess = node.kind, shape.isExpanded ?? false {
                3
            } else if case .boundaryEvent = node.kind {
                6
            } else {
                5
            }
        default: 4
        }
    }

    /// The rectangle around all that is drawn, with a margin; nil for an empty diagram.
    private var area: DiagramBounds? {
        var low = DiagramPoint(x: .infinity, y: .infinity)
        var high = DiagramPoint(x: -.infinity, y: -.infinity)
        func take(_ x: Double, _ y: Double) {
            let (x, y) = (min(max(x, -1e6), 1e6), min(max(y, -1e6), 1e6))
            low = DiagramPoint(x: min(low.x, x), y: min(low.y, y))
            high = DiagramPoint(x: max(high.x, x), y: max(high.y, y))
        }
        func take(_ bounds: DiagramBounds) {
            take(bounds.x, bounds.y)
            take(bounds.x + bounds.width, bounds.y + bounds.height)
        }
        for shape in diagram.shapes {
            guard let element = index.elements[shape.element] else { continue }
            take(shape.bounds)
            if let label = labelBox(of: shape, element) { take(label) }
        }
        for edge in diagram.edges where index.elements[edge.element] != nil {
            for point in edge.waypoints { take(point.x, point.y) }
            if let bounds = edge.label?.bounds { take(bounds) }
        }
        guard low.x <= high.x, low.y <= high.y else { return nil }
        let margin = 12.0
        return DiagramBounds(
            x: low.x - margin, y: low.y - margin, width: high.x - low.x + 2 * margin,
            height: high.y - low.y + 2 * margin)
    }
}
