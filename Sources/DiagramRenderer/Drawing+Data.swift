internal import BPMNParser

extension Drawing {
    /// A page with a folded corner.
    mutating func drawPage(_ bounds: DiagramBounds, _ style: Style) {
        let fold = min(bounds.width, bounds.height) * 0.28
        let right = bounds.x + bounds.width
        let bottom = bounds.y + bounds.height
        let outline = [
            DiagramPoint(x: bounds.x, y: bounds.y), DiagramPoint(x: right - fold, y: bounds.y),
            DiagramPoint(x: right, y: bounds.y + fold), DiagramPoint(x: right, y: bottom),
            DiagramPoint(x: bounds.x, y: bottom),
        ]
        let corner = [
            DiagramPoint(x: right - fold, y: bounds.y),
            DiagramPoint(x: right - fold, y: bounds.y + fold),
            DiagramPoint(x: right, y: bounds.y + fold),
        ]
        path(SVGCanvas.path(outline, isClosed: true), style, fill: style.fill)
        path(SVGCanvas.path(corner), style)
    }

    /// The arrow of data that goes in or out.
    mutating func drawArrow(_ bounds: DiagramBounds, _ style: Style, isFilled: Bool) {
        path(
            "M0,4 H7 V1 L13,6.5 L7,12 V9 H0 Z", style, fill: isFilled ? style.stroke : style.fill,
            width: 1,
            transform:
                "translate(\(SVGCanvas.number(bounds.x + 4)) \(SVGCanvas.number(bounds.y + 4)))")
    }

    /// The three bars of a collection, at the lower border.
    mutating func bars(_ bounds: DiagramBounds, _ style: Style) {
        let x = bounds.x + bounds.width / 2
        let bottom = bounds.y + bounds.height - 3
        for offset in [-4.0, 0, 4] {
            let bar = [
                DiagramPoint(x: x + offset, y: bottom - 9), DiagramPoint(x: x + offset, y: bottom),
            ]
            path(SVGCanvas.path(bar), style, width: 2)
        }
    }

    /// A drum.
    mutating func drawStore(_ bounds: DiagramBounds, _ style: Style) {
        let number = SVGCanvas.number
        let cap = min(bounds.height * 0.15, 10)
        let radius = bounds.width / 2
        let right = bounds.x + bounds.width
        let top = bounds.y + cap
        let bottom = bounds.y + bounds.height - cap
        let arc = "A\(number(radius)),\(number(cap)) 0 0"
        path(
            "M\(number(bounds.x)),\(number(top)) \(arc) 1 \(number(right)),\(number(top)) "
                + "V\(number(bottom)) \(arc) 1 \(number(bounds.x)),\(number(bottom)) Z", style,
            fill: style.fill)
        for offset in [0, cap * 0.7, cap * 1.4] {
            let y = top + offset
            path(
                "M\(number(bounds.x)),\(number(y)) \(arc) 0 \(number(right)),\(number(y))", style)
        }
    }
}
