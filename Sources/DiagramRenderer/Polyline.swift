internal import BPMNParser

/// A line through points.
struct Polyline {
    let points: [DiagramPoint]

    /// Creates a line; points on top of their predecessor are left out.
    init(_ points: [DiagramPoint]) {
        var distinct: [DiagramPoint] = []
        for point in points where point != distinct.last { distinct.append(point) }
        self.points = distinct
    }

    /// The point half way along.
    var middle: DiagramPoint {
        let lengths = zip(points, points.dropFirst()).map { Self.distance($0, $1) }
        var rest = lengths.reduce(0, +) / 2
        for (index, length) in lengths.enumerated() {
            if rest <= length, length > 0 {
                return Self.between(points[index], points[index + 1], rest / length)
            }
            rest -= length
        }
        return points.first ?? DiagramPoint(x: 0, y: 0)
    }

    /// The path, its bends rounded.
    var rounded: String {
        guard points.count > 2 else { return SVGCanvas.path(points) }
        var result = SVGCanvas.path([points[0]])
        for index in 1..<(points.count - 1) {
            let (before, bend, after) = (points[index - 1], points[index], points[index + 1])
            let radius = min(
                5, Self.distance(before, bend) / 2, Self.distance(bend, after) / 2)
            let start = Self.towards(bend, before, radius)
            let end = Self.towards(bend, after, radius)
            let number = SVGCanvas.number
            result += "L\(number(start.x)),\(number(start.y))"
            result += "Q\(number(bend.x)),\(number(bend.y)) \(number(end.x)),\(number(end.y))"
        }
        let last = points[points.count - 1]
        return result + "L\(SVGCanvas.number(last.x)),\(SVGCanvas.number(last.y))"
    }

    /// The direction of the first part, in degrees.
    var startAngle: Double { points.count < 2 ? 0 : Self.angle(points[0], points[1]) }

    /// The direction of the last part, in degrees.
    var endAngle: Double {
        points.count < 2 ? 0 : Self.angle(points[points.count - 2], points[points.count - 1])
    }

    static func distance(_ one: DiagramPoint, _ other: DiagramPoint) -> Double {
        let (x, y) = (one.x - other.x, one.y - other.y)
        return (x * x + y * y).squareRoot()
    }

    /// The point a part of the way from one to another.
    static func between(_ one: DiagramPoint, _ other: DiagramPoint, _ part: Double) -> DiagramPoint
    {
        DiagramPoint(x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part)
    }

    private static func towards(
        _ one: DiagramPoint, _ other: DiagramPoint, _ length: Double
    ) -> DiagramPoint {
        let whole = distance(one, other)
        return whole > 0 ? between(one, other, length / whole) : one
    }

    private static func angle(_ one: DiagramPoint, _ other: DiagramPoint) -> Double {
        Angle.degrees(y: other.y - one.y, x: other.x - one.x)
    }
}

/// Angles without a mathematics library.
enum Angle {
    /// The direction of a vector in degrees, clockwise from the right.
    static func degrees(y: Double, x: Double) -> Double {
        if y == 0 { return x < 0 ? 180 : 0 }
        if x == 0 { return y < 0 ? -90 : 90 }
        let ratio = min(abs(y / x), abs(x / y))
        // Rajan's approximation of the arc tangent, within a quarter of a degree.
        let small = ratio * (45 + 15.64 * (1 - ratio))
        let first = abs(y) > abs(x) ? 90 - small : small
        let upper = x < 0 ? 180 - first : first
        return y < 0 ? -upper : upper
    }
}
