internal import JSONTree

/// A GeoJSON geometry: points, lines and polygons, and several of them.
struct Geometry {
    /// All positions, as (longitude, latitude).
    let positions: [(Double, Double)]
    /// The outer ring of a polygon.
    let ring: [(Double, Double)]

    init?(_ json: JSON) {
        guard let type = json["type"]?.stringValue else { return nil }
        if type == "GeometryCollection" {
            guard let parts = json["geometries"]?.arrayValue else { return nil }
            let geometries = parts.compactMap { Geometry($0) }
            guard geometries.count == parts.count else { return nil }
            positions = geometries.flatMap(\.positions)
            ring = []
            return
        }
        let depths = [
            "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
            "MultiPolygon": 3,
        ]
        guard let depth = depths[type], let coordinates = json["coordinates"],
            let found = Self.positions(in: coordinates, depth: depth), !found.isEmpty
        else { return nil }
        positions = found
        if type == "Polygon", let outer = coordinates[0] {
            ring = Self.positions(in: outer, depth: 1) ?? []
        } else {
            ring = []
        }
    }

    private static func positions(in json: JSON, depth: Int) -> [(Double, Double)]? {
        guard let elements = json.arrayValue else { return nil }
        if depth == 0 {
            let numbers = elements.compactMap(\.doubleValue)
            guard numbers.count == elements.count, (2...3).contains(numbers.count) else {
                return nil
            }
            return [(numbers[0], numbers[1])]
        }
        var result: [(Double, Double)] = []
        for element in elements {
            guard let inner = positions(in: element, depth: depth - 1) else { return nil }
            result += inner
        }
        return result
    }

    /// Whether all positions lie in a polygon.
    func isWithin(_ polygon: Geometry) -> Bool {
        guard polygon.ring.count > 3 else { return false }
        return positions.allSatisfy { polygon.surrounds($0) }
    }

    /// Counts how often a ray from the position crosses the ring.
    private func surrounds(_ position: (Double, Double)) -> Bool {
        var isInside = false
        var previous = ring[ring.count - 1]
        for corner in ring {
            if (corner.1 > position.1) != (previous.1 > position.1) {
                let crossing =
                    (previous.0 - corner.0) * (position.1 - corner.1) / (previous.1 - corner.1)
                    + corner.0
                if position.0 < crossing { isInside.toggle() }
            }
            previous = corner
        }
        return isInside
    }
}
