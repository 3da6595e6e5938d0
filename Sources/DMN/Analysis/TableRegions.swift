import FEEL

/// The values that an input can have, cut into regions in each of which the same rules match.
struct TableRegions: Sendable {
    struct Region: Sendable {
        /// A value of the region.
        let example: FEELValue
        /// Whether the region is all values, whatever their kind.
        var isEverything = false
        /// The rules that match all of it.
        var certain: RuleSet
        /// The rules that may match some of it: the cells that have to be computed are among them.
        var possible: RuleSet
    }

    /// The regions, of which no two have the same rules; one without example where no cell tests the
    /// input.
    private(set) var regions: [Region] = []
    /// What a value that is null does; nil where null is among the regions or cannot be.
    private(set) var absent: Region?

    private let indexes: [ColumnIndex]
    private let domains: [ColumnIndex]

    /// Cuts the values of an input of a table, which may stand in several columns.
    init(_ table: DecisionTable, columns: [Int]) {
        let inputs = columns.map { table.inputs[$0] }
        let cells = columns.map { column in
            table.rules.map { column < $0.cells.count ? $0.cells[column] : nil }
        }
        indexes = cells.map { ColumnIndex($0) }
        domains = inputs.compactMap { input in input.domain.map { ColumnIndex([.tests($0)]) } }
        if case .feel(let expression)? = inputs[0].expression?.body,
            let value = expression.constant
        {
            // An input that is written out has this value alone.
            add(value)
            if !regions.isEmpty { return }
        }
        let kinds = Self.kinds(inputs, cells.joined())
        if kinds.isEmpty {
            addUnknown(cells, count: table.rules.count)
            return
        }
        addValues(of: kinds, isWhole: inputs.allSatisfy { $0.isWhole })
        let isNull = self.rules { $0.isNull }
        // That there is no value counts where a cell speaks of it.
        if Self.speakOfNull(cells.joined()) {
            add(.null, isNull)
        } else {
            absent = region(.null, isNull)
        }
        if regions.isEmpty { addUnknown(cells, count: table.rules.count) }
    }

    /// Values of kinds that are not looked at: what is sure is what asks for nothing.
    private mutating func addUnknown(_ cells: [[DecisionTable.Cell?]], count: Int) {
        var certain = RuleSet(count: count, all: true)
        for column in cells {
            for (rule, cell) in column.enumerated() {
                if case .any? = cell { continue }
                if cell != nil { certain.remove(rule) }
            }
        }
        regions = [
            Region(
                example: .null, isEverything: true, certain: certain,
                possible: RuleSet(count: count, all: true))
        ]
    }

    private mutating func addValues(of kinds: Set<Kind>, isWhole: Bool) {
        let all = indexes + domains
        if kinds.contains(.number) {
            for example in Self.numbers(all.flatMap(\.numbers.bounds), isWhole: isWhole) {
                add(.number(example))
            }
        }
        if kinds.contains(.date) {
            for day in Self.days(all.flatMap(\.days.bounds)) { add(.date(day)) }
        }
        if kinds.contains(.string) {
            let known = Set(all.flatMap { $0.texts.keys })
            for text in known.sorted() { add(.string(text)) }
            var other = "other"
            while known.contains(other) { other += "…" }
            add(.string(other))
        }
        if kinds.contains(.boolean) {
            add(.boolean(true))
            add(.boolean(false))
        }
    }

    private mutating func add(_ example: FEELValue) {
        // What is not allowed needs no rule.
        for domain in domains {
            if let allowed = domain.rules(for: example), !allowed.contains(0) { return }
        }
        add(example, rules { $0.rules(for: example) ?? $0.isNull })
    }

    private mutating func add(_ example: FEELValue, _ rules: RuleSet) {
        let found = region(example, rules)
        // Each value that no rule takes is told; of all else one of a kind is enough.
        if !rules.isEmpty,
            regions.contains(where: {
                $0.possible == found.possible && $0.certain == found.certain
            })
        {
            return
        }
        regions.append(found)
    }

    private func region(_ example: FEELValue, _ rules: RuleSet) -> Region {
        var certain = rules
        for index in indexes { certain.subtract(index.computed) }
        return Region(example: example, certain: certain, possible: rules)
    }

    /// The rules that pass in all columns.
    private func rules(_ rules: (ColumnIndex) -> RuleSet) -> RuleSet {
        var result = rules(indexes[0])
        for index in indexes.dropFirst() { result.formIntersection(rules(index)) }
        return result
    }

    private static func speakOfNull(_ cells: some Sequence<DecisionTable.Cell?>) -> Bool {
        cells.contains { cell in
            guard case .tests(let expression)? = cell else { return false }
            return expression.constantTests?.tests.contains { $0.isNull } ?? false
        }
    }

    private enum Kind { case number, string, boolean, date }

    /// The kinds that the input can have by its type, or by what its cells name; none where they are
    /// not looked at.
    private static func kinds(
        _ inputs: [DecisionTable.Input], _ cells: some Sequence<DecisionTable.Cell?>
    ) -> Set<Kind> {
        for input in inputs {
            switch input.knownType {
            case .number: return [.number]
            case .string: return [.string]
            case .boolean: return [.boolean]
            case .date: return [.date]
            case .any: continue
            default: return []
            }
        }
        var kinds: Set<Kind> = []
        func look(_ value: FEELValue) {
            switch value {
            case .number: kinds.insert(.number)
            case .string: kinds.insert(.string)
            case .boolean: kinds.insert(.boolean)
            case .date: kinds.insert(.date)
            case .list(let items): items.forEach(look)
            case .range(let range): [range.start, range.end].forEach(look)
            default: break
            }
        }
        for case .tests(let expression)?? in cells { expression.constantTests?.tests.forEach(look) }
        return kinds
    }

    /// A number on each bound and between each two.
    private static func numbers(_ bounds: [Decimal128], isWhole: Bool) -> [Decimal128] {
        let sorted = Array(Set(bounds)).sorted()
        guard let first = sorted.first, let last = sorted.last else { return [0] }
        var examples = [first.rounded(scale: 0, .floor)?.subtracting(1) ?? first]
        for (position, bound) in sorted.enumerated() {
            if !isWhole || bound.isIntegral { examples.append(bound) }
            guard position + 1 < sorted.count else { break }
            let next = sorted[position + 1]
            if let whole = bound.rounded(scale: 0, .floor)?.adding(1), whole < next {
                examples.append(whole)
            } else if !isWhole, let middle = bound.adding(next)?.divided(by: 2) {
                examples.append(middle)
            }
        }
        examples.append(last.rounded(scale: 0, .ceiling)?.adding(1) ?? last)
        return examples
    }

    /// A day on each bound and between each two.
    private static func days(_ bounds: [CivilDate]) -> [CivilDate] {
        var numbers: Set<Int> = []
        for bound in bounds { numbers.formUnion([-1, 0, 1].map { bound.dayNumber + $0 }) }
        return numbers.sorted().compactMap { CivilDate(dayNumber: $0) }
    }
}
