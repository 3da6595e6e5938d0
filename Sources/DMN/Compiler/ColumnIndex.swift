import FEEL

/// Which rules a value passes in one column of a table, looked up instead of tested one by one.
///
/// Texts are found by hashing, numbers and days by their place among the bounds that the cells
/// name. A cell that has to be computed is passed here by every value; it is run afterwards.
struct ColumnIndex: Sendable {
    /// Values on a line, cut at the bounds: each bound is a region, and so is what lies between.
    struct Line<Point: Comparable & Sendable>: Sendable {
        fileprivate(set) var bounds: [Point] = []
        fileprivate(set) var regions: [RuleSet] = []

        /// The region of a value: odd on a bound, even between bounds.
        func region(of value: Point) -> Int {
            var low = 0
            var high = bounds.count
            while low < high {
                let middle = (low + high) / 2
                if bounds[middle] < value { low = middle + 1 } else { high = middle }
            }
            return low < bounds.count && bounds[low] == value ? low * 2 + 1 : low * 2
        }
    }

    private(set) var numbers = Line<Decimal128>()
    private(set) var days = Line<CivilDate>()
    private(set) var texts: [String: RuleSet] = [:]
    private(set) var otherText: RuleSet
    private(set) var isTrue: RuleSet
    private(set) var isFalse: RuleSet
    private(set) var isNull: RuleSet
    /// The rules whose cells have to be run.
    private(set) var computed: RuleSet

    /// The rules that a value may pass; nil if values of its kind have to be tested one by one.
    func rules(for value: FEELValue) -> RuleSet? {
        switch value {
        case .number(let number): numbers.regions[numbers.region(of: number)]
        case .string(let text): texts[text] ?? otherText
        case .boolean(let boolean): boolean ? isTrue : isFalse
        case .null: isNull
        case .date(let date): days.regions[days.region(of: date)]
        default: nil
        }
    }

    /// Builds the index of a column from its cells, one a rule.
    init(_ cells: [DecisionTable.Cell?]) {
        let count = cells.count
        let none = RuleSet(count: count)
        (otherText, isTrue, isFalse, isNull, computed) = (none, none, none, none, none)
        var constants: [(rule: Int, tests: [FEELValue], isNegated: Bool)] = []
        for (rule, cell) in cells.enumerated() {
            switch cell {
            case nil, .any?: passAll(rule)
            case .tests(let expression)?:
                if let found = expression.constantTests, let tests = Self.indexable(found) {
                    constants.append((rule, tests, found.isNegated))
                } else {
                    fallthrough
                }
            default:
                passAll(rule)
                computed.insert(rule)
            }
        }
        let everywhere = isNull
        for (rule, tests, isNegated) in constants {
            if Self.passes(.null, tests, isNegated) { isNull.insert(rule) }
            if Self.passes(.boolean(true), tests, isNegated) { isTrue.insert(rule) }
            if Self.passes(.boolean(false), tests, isNegated) { isFalse.insert(rule) }
        }
        indexTexts(constants)
        numbers = Self.line(constants, everywhere) { $0.number }
        days = Self.line(constants, everywhere) { if case .date(let day) = $0 { day } else { nil } }
    }

    private mutating func passAll(_ rule: Int) {
        otherText.insert(rule)
        isTrue.insert(rule)
        isFalse.insert(rule)
        isNull.insert(rule)
    }

    /// The tests as plain values and ranges, lists opened; nil if the index cannot hold one.
    private static func indexable(_ constants: ConstantTests) -> [FEELValue]? {
        var tests: [FEELValue] = []
        for test in constants.tests {
            switch test {
            case .null, .boolean, .number, .date: tests.append(test)
            case .string(let text):
                // Equal texts of different code points would share a place.
                guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
                tests.append(test)
            case .range(let range):
                guard [range.start, range.end].allSatisfy({ isOnLine($0) }) else { return nil }
                tests.append(test)
            case .list(let items):
                // Of a list alone an item that cannot be compared is known to be another one.
                guard !constants.isNegated, items.count > 1,
                    items.allSatisfy({ $0.number != nil || $0.string != nil }),
                    let inner = indexable(ConstantTests(items))
                else { return nil }
                tests += inner
            default: return nil
            }
        }
        return tests
    }

    private static func isOnLine(_ bound: FEELValue) -> Bool {
        switch bound {
        case .number, .date, .null: true
        default: false
        }
    }

    /// What running the tests would come to.
    private static func passes(_ value: FEELValue, _ tests: [FEELValue], _ isNegated: Bool) -> Bool
    {
        var isUnknown = false
        for test in tests {
            let outcome: Bool?
            switch test {
            case .null: outcome = value.isNull
            case .boolean where value.isNull: outcome = false
            case .boolean(let expected): outcome = value.boolean.map { $0 == expected }
            case .range(let range): outcome = range.includes(value)
            default: outcome = value.equals(test)
            }
            if outcome == true { return !isNegated }
            if outcome == nil { isUnknown = true }
        }
        return isNegated && !isUnknown
    }

    private mutating func indexTexts(
        _ constants: [(rule: Int, tests: [FEELValue], isNegated: Bool)]
    ) {
        var mentions: [String: [Int]] = [:]
        for (position, cell) in constants.enumerated() {
            for case .string(let text) in cell.tests {
                mentions[text, default: []].append(position)
            }
        }
        var other = "\u{1}"
        while mentions[other] != nil { other += "\u{1}" }
        for (rule, tests, isNegated) in constants
        where Self.passes(.string(other), tests, isNegated) {
            otherText.insert(rule)
        }
        for (text, positions) in mentions {
            var rules = otherText
            for position in positions {
                let (rule, tests, isNegated) = constants[position]
                if Self.passes(.string(text), tests, isNegated) {
                    rules.insert(rule)
                } else {
                    rules.remove(rule)
                }
            }
            texts[text] = rules
        }
    }

    /// The line of the values of one kind.
    private static func line<Point: Comparable & Sendable>(
        _ constants: [(rule: Int, tests: [FEELValue], isNegated: Bool)], _ everywhere: RuleSet,
        point: (FEELValue) -> Point?
    ) -> Line<Point> {
        var line = Line<Point>()
        var points: [Point] = []
        for (_, tests, _) in constants {
            for test in tests {
                if case .range(let range) = test {
                    points += [range.start, range.end].compactMap(point)
                } else if let value = point(test) {
                    points.append(value)
                }
            }
        }
        for value in points.sorted() where line.bounds.last != value { line.bounds.append(value) }
        line.regions = [RuleSet](repeating: everywhere, count: line.bounds.count * 2 + 1)
        for (rule, tests, isNegated) in constants {
            var passed = [Bool](repeating: false, count: line.regions.count)
            var isUnknown = false
            for test in tests {
                guard let spans = spans(of: test, on: line, point: point) else {
                    // A null is another value than any on the line; other kinds do not compare.
                    if !test.isNull { isUnknown = true }
                    continue
                }
                for span in spans { for region in span { passed[region] = true } }
            }
            if isNegated && isUnknown { continue }
            for region in passed.indices where passed[region] != isNegated {
                line.regions[region].insert(rule)
            }
        }
        return line
    }

    /// The regions in which a test is passed; nil if it is of another kind.
    private static func spans<Point: Comparable & Sendable>(
        of test: FEELValue, on line: Line<Point>, point: (FEELValue) -> Point?
    ) -> [ClosedRange<Int>]? {
        let last = line.regions.count - 1
        guard case .range(let range) = test else {
            return point(test).map { [line.region(of: $0)...line.region(of: $0)] }
        }
        let start = point(range.start).map { line.region(of: $0) }
        let end = point(range.end).map { line.region(of: $0) }
        switch range.form {
        case .equal: return start.map { [$0...$0] }
        case .notEqual: return start.map { [0...($0 - 1), ($0 + 1)...last] }
        case .less: return end.map { [0...($0 - 1)] }
        case .lessOrEqual: return end.map { [0...$0] }
        case .greater: return start.map { [($0 + 1)...last] }
        case .greaterOrEqual: return start.map { [$0...last] }
        case .interval:
            guard let start, let end else { return nil }
            let low = range.startIncluded ? start : start + 1
            let high = range.endIncluded ? end : end - 1
            return low <= high ? [low...high] : []
        }
    }
}
