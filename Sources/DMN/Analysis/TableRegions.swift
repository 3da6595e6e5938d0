import FEEL

/// The values that an input can have, cut into regions in each of which the same rules match.
struct TableRegions: Sendable {
    struct Region: Sendable {
        /// A value of the region.
        let example: FEELValue
        /// The rules that match all of it.
        var certain: RuleSet
        /// The rules that may match some of it: the cells that have to be computed are among them.
        var possible: RuleSet
    }

    /// The regions, of which no two have the same rules; one without example where no cell tests the
    /// input.
    let regions: [Region]
    let isTested: Bool

    /// Cuts the values of an input of a table.
    init(_ table: DecisionTable, column: Int) {
        let cells = table.rules.map { column < $0.cells.count ? $0.cells[column] : nil }
        let input = table.inputs[column]
        isTested = cells.contains { cell in
            if case .any? = cell { false } else { cell != nil }
        }
        let index = ColumnIndex(cells)
        let domain = input.domain.map { ColumnIndex([.tests($0)]) }
        var found: [Region] = []
        func add(_ example: FEELValue, _ rules: RuleSet) {
            // What is not allowed needs no rule.
            if let domain, let allowed = domain.rules(for: example), !allowed.contains(0) { return }
            var certain = rules
            certain.subtract(index.computed)
            // Each value that no rule takes is told; of all else one of a kind is enough.
            if !rules.isEmpty,
                found.contains(where: { $0.possible == rules && $0.certain == certain })
            {
                return
            }
            found.append(Region(example: example, certain: certain, possible: rules))
        }
        if case .feel(let expression)? = input.expression?.body, let value = expression.constant,
            let rules = index.rules(for: value)
        {
            // An input that is written out has this value alone.
            add(value, rules)
        }
        let kinds = found.isEmpty ? Self.kinds(input, cells) : []
        if kinds.contains(.number) {
            let isWhole = ["integer", "long"].contains(input.typeReference)
            let bounds = index.numbers.bounds + (domain?.numbers.bounds ?? [])
            for example in Self.numbers(bounds, isWhole: isWhole) {
                add(.number(example), index.rules(for: .number(example)) ?? index.isNull)
            }
        }
        if kinds.contains(.date) {
            for day in Self.days(index.days.bounds + (domain?.days.bounds ?? [])) {
                add(.date(day), index.rules(for: .date(day)) ?? index.isNull)
            }
        }
        if kinds.contains(.string) {
            for (text, rules) in index.texts.sorted(by: { $0.key < $1.key }) {
                add(.string(text), rules)
            }
            for text in (domain?.texts.keys.sorted() ?? []) where index.texts[text] == nil {
                add(.string(text), index.otherText)
            }
            var other = "other"
            while index.texts[other] != nil || domain?.texts[other] != nil { other += "…" }
            add(.string(other), index.otherText)
        }
        if kinds.contains(.boolean) {
            add(.boolean(true), index.isTrue)
            add(.boolean(false), index.isFalse)
        }
        // That there is no value counts where a cell speaks of it.
        if !kinds.isEmpty, Self.speakOfNull(cells) { add(.null, index.isNull) }
        if found.isEmpty {
            let all = RuleSet(count: table.rules.count, all: true)
            var certain = all
            certain.subtract(index.computed)
            found = [Region(example: .null, certain: certain, possible: all)]
        }
        regions = found
    }

    private static func speakOfNull(_ cells: [DecisionTable.Cell?]) -> Bool {
        cells.contains { cell in
            guard case .tests(let expression)? = cell else { return false }
            return expression.constantTests?.tests.contains { $0.isNull } ?? false
        }
    }

    private enum Kind { case number, string, boolean, date }

    /// The kinds that the input can have by its type, or by what its cells name.
    private static func kinds(_ input: DecisionTable.Input, _ cells: [DecisionTable.Cell?])
        -> Set<Kind>
    {
        switch input.type {
        case .number: return [.number]
        case .string: return [.string]
        case .boolean: return [.boolean]
        case .date: return [.date]
        default: break
        }
        switch input.typeReference {
        case "integer", "long", "double", "number": return [.number]
        case "string": return [.string]
        case "boolean": return [.boolean]
        default: break
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
