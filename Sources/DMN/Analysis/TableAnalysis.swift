import FEEL

/// The static check of one table: gaps, overlaps, rules that are never reached, unused inputs.
///
/// Cells with expressions are taken to match where a gap is looked for and not to match where an
/// overlap is, so that what is reported is so.
struct TableAnalysis {
    /// How many findings of a kind are reported; the rest would be noise.
    private static let limit = 5
    /// How many combinations of regions are looked at.
    private static let budget = 200_000

    let table: DecisionTable
    let owner: String
    let line: Int
    private let columns: [TableRegions]
    private var findings: [TableFinding] = []
    private var steps = 0

    init(_ table: DecisionTable, owner: String, line: Int) {
        self.table = table
        self.owner = owner
        self.line = line
        columns = table.inputs.indices.map { TableRegions(table, column: $0) }
    }

    /// All that was found.
    mutating func run() -> [TableFinding] {
        guard !table.rules.isEmpty else { return [] }
        for (column, regions) in columns.enumerated() where !regions.isTested {
            report(.unusedInput, [], [(table.inputs[column].label, .null)])
        }
        findGaps()
        switch table.hitPolicy {
        case .unique, .any: findOverlaps()
        default: break
        }
        findUnreachable()
        if steps > Self.budget { report(.unfinished, [], []) }
        return findings
    }

    private mutating func report(
        _ kind: TableFinding.Kind, _ rules: [Int], _ example: [(input: String, value: FEELValue)]
    ) {
        guard findings.count(where: { $0.kind == kind }) < Self.limit else { return }
        findings.append(
            TableFinding(
                kind: kind, owner: owner, tableID: table.id, line: line,
                rules: rules.map { $0 + 1 },
                example: example))
    }

    /// The examples of the regions that were chosen, one a column.
    private func example(_ choice: [TableRegions.Region]) -> [(input: String, value: FEELValue)] {
        zip(table.inputs, choice).compactMap { input, region in
            region.example.isNull ? nil : (input.label, region.example)
        }
    }

    // MARK: Gaps

    private mutating func findGaps() {
        // Rules that are listed one by one need not match everywhere, and defaults fill all gaps.
        switch table.hitPolicy {
        case .collect, .ruleOrder, .outputOrder: return
        default: break
        }
        if table.outputs.contains(where: { $0.defaultEntry != nil }) { return }
        var seen = [Set<RuleSet>](repeating: [], count: columns.count)
        descend([], RuleSet(count: table.rules.count, all: true), &seen)
    }

    private mutating func descend(
        _ choice: [TableRegions.Region], _ rules: RuleSet, _ seen: inout [Set<RuleSet>]
    ) {
        if rules.isEmpty {
            return report(.gap, [], example(choice))
        }
        let column = choice.count
        guard column < columns.count, steps <= Self.budget,
            findings.count(where: { $0.kind == .gap }) < Self.limit,
            seen[column].insert(rules).inserted
        else { return }
        for region in columns[column].regions {
            steps += 1
            var rest = rules
            rest.formIntersection(region.possible)
            descend(choice + [region], rest, &seen)
        }
    }

    // MARK: Overlaps

    private mutating func findOverlaps() {
        for rule in table.rules.indices {
            var others = RuleSet(count: table.rules.count, all: true)
            for column in columns {
                var here = RuleSet(count: table.rules.count)
                for region in column.regions where region.certain.contains(rule) {
                    here.formUnion(region.certain)
                }
                others.formIntersection(here)
            }
            var next = rule + 1
            while let other = others.first(from: next) {
                next = other + 1
                if table.hitPolicy == .any, hasSameOutputs(rule, other) { continue }
                let shared = columns.compactMap { column in
                    column.regions.first {
                        $0.certain.contains(rule) && $0.certain.contains(other)
                    }
                }
                report(.overlap, [rule, other], example(shared))
            }
        }
    }

    private func hasSameOutputs(_ rule: Int, _ other: Int) -> Bool {
        let (left, right) = (table.rules[rule].outputs, table.rules[other].outputs)
        return left.map { $0?.text } == right.map { $0?.text }
    }

    // MARK: Rules that never decide

    private mutating func findUnreachable() {
        for rule in table.rules.indices {
            let own = columns.map { column in
                column.regions.filter { $0.possible.contains(rule) }
            }
            if own.contains(where: \.isEmpty) {
                report(.unreachable, [rule], [])
                continue
            }
            guard table.hitPolicy == .first, rule > 0 else { continue }
            var earlier = RuleSet(count: table.rules.count)
            for other in 0..<rule { earlier.insert(other) }
            var seen = [Set<RuleSet>](repeating: [], count: columns.count)
            if !isReached(own[...], earlier, &seen) { report(.unreachable, [rule, rule - 1], []) }
        }
    }

    /// Whether some combination of regions is left over by the rules before.
    private mutating func isReached(
        _ columns: ArraySlice<[TableRegions.Region]>, _ earlier: RuleSet,
        _ seen: inout [Set<RuleSet>]
    ) -> Bool {
        if earlier.isEmpty { return true }
        guard let regions = columns.first else { return false }
        // What is too much to look at is not said to be unreachable.
        if steps > Self.budget { return true }
        guard seen[columns.startIndex].insert(earlier).inserted else { return false }
        return regions.contains { region in
            steps += 1
            var rest = earlier
            rest.formIntersection(region.certain)
            return isReached(columns.dropFirst(), rest, &seen)
        }
    }
}

extension DecisionModel {
    /// Checks the decision tables of the model without evaluating them.
    ///
    /// - Returns: Gaps, overlaps (of UNIQUE and ANY), rules that are never reached and inputs that no
    ///   rule tests; at most five of each kind a table.
    public func tableFindings() -> [TableFinding] {
        var findings: [TableFinding] = []
        for decision in elements.decisions where decision.source == 0 {
            for table in decision.logic.tables {
                let owner = decision.title ?? decision.name
                var analysis = TableAnalysis(table, owner: owner, line: decision.line)
                findings += analysis.run()
            }
        }
        return findings
    }
}

extension BoxedExpression {
    /// The tables in it, at any depth.
    fileprivate var tables: [DecisionTable] {
        switch self {
        case .none, .expression: []
        case .table(let table): [table]
        case .context(_, let entries, let result):
            entries.flatMap(\.tables) + (result?.tables ?? [])
        case .list(let items): items.flatMap(\.tables)
        case .relation(_, let rows): rows.flatMap { $0.flatMap(\.tables) }
        case .invocation(let callee, _, let arguments):
            callee.tables + arguments.flatMap(\.tables)
        case .function(_, let body): body.tables
        case .conditional(let condition, let then, let otherwise):
            condition.tables + then.tables + otherwise.tables
        case .filter(let domain, let inner), .iteration(let domain, let inner),
            .quantified(_, let domain, let inner):
            domain.tables + inner.tables
        case .typed(let inner, _, _): inner.tables
        }
    }
}
