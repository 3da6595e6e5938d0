import FEEL

/// A column of a table as numbers: from a value to the place of the set of rules that it passes.
///
/// The sets of all columns stand one behind the other in one array of words, so that looking one up
/// counts no references.
struct ConstantColumn: Sendable {
    /// How a value stands among the bounds of a column, both as whole numbers.
    struct Scale: Sendable {
        /// The bounds, doubled: what lies between two neighbours has an odd number of its own.
        let bounds: [Int64]
        /// How many digits behind the point the numbers have.
        let digits: Int

        /// The most digits that a column may ask for: its bounds must leave room to scale values.
        private static let mostDigits = 9

        init?(_ numbers: [Decimal128]) {
            // More digits than most values have: then these are scaled without a division.
            let digits = max(
                4, numbers.map { $0.strippingTrailingZeros().fractionDigits }.max() ?? 0)
            guard digits <= Self.mostDigits else { return nil }
            var bounds: [Int64] = []
            for number in numbers {
                guard let scaled = number.scaled(by: digits), scaled.isExact,
                    scaled.value.magnitude < 1 << 60
                else { return nil }
                bounds.append(scaled.value * 2)
            }
            self.bounds = bounds
            self.digits = digits
        }

        /// The region of a number: odd on a bound, even between bounds; nil where it is out of reach.
        @inline(__always)
        func region(of number: Decimal128) -> Int? {
            guard let scaled = number.scaled(by: digits), scaled.value.magnitude < 1 << 61 else {
                return nil
            }
            let key = scaled.value * 2 + (scaled.isExact ? 0 : 1)
            return bounds.withUnsafeBufferPointer { bounds in
                var low = 0
                var count = bounds.count
                while count > 0 {
                    let half = count >> 1
                    let isBelow = bounds[low + half] < key
                    low = isBelow ? low + half + 1 : low
                    count = isBelow ? count - half - 1 : half
                }
                return low < bounds.count && bounds[low] == key ? low * 2 + 1 : low * 2
            }
        }
    }

    private let scale: Scale?
    private let index: ColumnIndex
    private let numbers: Int
    private let days: Int
    private let texts: [(text: String, place: Int)]
    private let textPlaces: [String: Int]
    private let otherText: Int
    private let isTrue: Int
    private let isFalse: Int
    private let isNull: Int
    private let width: Int

    /// Puts the sets of a column behind those that are there.
    init(_ index: ColumnIndex, words: inout [UInt64]) {
        func place(_ sets: [RuleSet]) -> Int {
            let start = words.count
            for set in sets { words += set.words }
            return start
        }
        self.index = index
        width = index.isNull.words.count
        scale = Scale(index.numbers.bounds)
        numbers = place(index.numbers.regions)
        days = place(index.days.regions)
        let known = index.texts.sorted { $0.key < $1.key }.map { ($0.key, place([$0.value])) }
        // A few texts are found faster one by one.
        texts = known.count <= 8 ? known.map { (text: $0.0, place: $0.1) } : []
        textPlaces =
            known.count <= 8 ? [:] : Dictionary(known, uniquingKeysWith: { first, _ in first })
        otherText = place([index.otherText])
        isTrue = place([index.isTrue])
        isFalse = place([index.isFalse])
        isNull = place([index.isNull])
    }

    /// Where the set of the rules that a value passes begins; nil for kinds that are not indexed.
    @inline(__always)
    func place(of value: FEELValue) -> Int? {
        switch value {
        case .number(let number):
            let region = scale?.region(of: number) ?? index.numbers.region(of: number)
            return numbers + region * width
        case .string(let text):
            for known in texts where known.text == text { return known.place }
            return textPlaces.isEmpty ? otherText : textPlaces[text] ?? otherText
        case .boolean(let boolean): return boolean ? isTrue : isFalse
        case .null: return isNull
        case .date(let date): return days + index.days.region(of: date) * width
        default: return nil
        }
    }
}
