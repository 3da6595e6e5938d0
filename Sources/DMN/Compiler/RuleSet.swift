/// A set of rules of one table, a bit each.
struct RuleSet: Sendable, Hashable {
    private(set) var words: [UInt64]

    /// No rules, or all.
    init(count: Int, all: Bool = false) {
        words = [UInt64](repeating: all ? .max : 0, count: (count + 63) / 64)
        if all, count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
    }

    mutating func insert(_ rule: Int) {
        words[rule >> 6] |= 1 << UInt64(rule & 63)
    }

    mutating func remove(_ rule: Int) {
        words[rule >> 6] &= ~(1 << UInt64(rule & 63))
    }

    func contains(_ rule: Int) -> Bool {
        words[rule >> 6] & (1 << UInt64(rule & 63)) != 0
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    mutating func formUnion(_ other: RuleSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func subtract(_ other: RuleSet) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    mutating func formIntersection(_ other: RuleSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    /// The first rule from a position on; nil if there is none.
    func first(from start: Int) -> Int? {
        var index = start >> 6
        guard index < words.count else { return nil }
        var word = words[index] & (UInt64.max << UInt64(start & 63))
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return (index << 6) + word.trailingZeroBitCount
    }
}
