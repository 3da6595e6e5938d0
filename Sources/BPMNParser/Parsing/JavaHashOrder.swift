/// The order in which Java's `HashMap` hands out its keys.
///
/// The reference reads intermediate catch events in it, which decides the one of two that it calls
/// the second.
enum JavaHashOrder {
    /// The positions of keys, inserted in the order given, in the order of iteration; of equal keys
    /// the last one wins at the place of the first.
    static func positions(of keys: [String?]) -> [Int] {
        var latest: [String?: Int] = [:]
        var distinct: [String?] = []
        for (position, key) in keys.enumerated() {
            if latest.updateValue(position, forKey: key) == nil { distinct.append(key) }
        }
        var buckets: UInt32 = 16
        while distinct.count > Int(buckets) / 4 * 3 { buckets *= 2 }
        let inOrder = distinct.enumerated().sorted { left, right in
            (bucket(left.element, of: buckets), left.offset)
                < (bucket(right.element, of: buckets), right.offset)
        }
        return inOrder.compactMap { latest[$0.element] }
    }

    private static func bucket(_ key: String?, of buckets: UInt32) -> UInt32 {
        var hash: UInt32 = 0
        for unit in (key ?? "").utf16 { hash = hash &* 31 &+ UInt32(unit) }
        return (hash ^ (hash >> 16)) & (buckets - 1)
    }
}
