import FEEL

/// The static check of one table: gaps, overlaps, rules that are never reached, unused inputs.
///
/// What is reported is so: cells with expressions are taken to match where a gap is looked for and not
/// to match where an overlap is, and combinations are not looked for where inputs may depend on each
/// other.
struct TableAnalysis {
    /// How many findings of a kind are reported; the rest would be noise.
    private static let limit = 5
    /// How many combinations of regions are looked at.
    private static let budget = 200_000

    let table: DecisionTable
    let owner: String
    private let groups: InputGroups
    private let columns: [TableRegions]
    private var findings: [TableFinding] = []
    private var steps = 0

    init(_ table: DecisionTable, owner: String) {
        self.table = table
        self.owner = owner
        groups = InputGroups(table.inputs)
        columns = groups.groups.map { TableRegions(table, columns: $0) }
    }

    /// All that was found.
    mutating func run() -> [TableFinding] {
        guard !table.rules.isEmpty else { return [] }
        for (column, input) in table.inputs.enumerated() where !isTested(column) {
            report(
                .unusedInput, [], [(input.label, .null)], at: (input.line, input.id ?? table.id))
        }
        if groups.areIndependent {
            findGaps()
            switch table.hitPolicy {
            case .unique, .any: findOverlaps()
            default: break
            }
        }
        findUnreachable()
        if steps > Self.budget { report(.unfinished, [], []) }
        return findings
    }

    private func isTested(_ column: Int) -> Bool {
        table.rules.contains { rule in
            guard column < rule.cells.count else { return false }
            if case .any = rule.cells[column] { return false }
            return true
        }
    }

    private mutating func report(
        _ kind: TableFinding.Kind, _ rules: [Int], _ example: [(input: String, value: FEELValue)],
        at place: (line: Int, id: String?)? = nil
    ) {
        guard findings.count(where: { $0.kind == kind }) < Self.limit else { return }
        let rule = rules.first.map { table.rules[$0] }
        findings.append(
            TableFinding(
                kind: kind, owner: owner, tableID: table.id,
                elementID: place?.id ?? rule?.id ?? table.id,
                line: place?.line ?? rule?.line ?? table.line, rules: rules.map { $0 + 1 },
                ruleLines: rules.map { table.rules[$0].line }, hitPolicy: table.hitPolicy,
                example: example))
    }

    /// The examples of the regions that were chosen, one a group of columns.
    private func example(_ choice: [TableRegions.Region]) -> [(input: String, value: FEELValue)] {
        zip(groups.groups, choice).compactMap { columns, region in
            region.isEverything ? nil : (table.inputs[columns[0]].label, region.example)
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
                if table.hitPolicy == .any, !haveDifferentOutputs(rule, other) { continue }
                let shared = columns.compactMap { column in
                    column.regions.first {
                        $0.certain.contains(rule) && $0.certain.contains(other)
                    }
                }
                report(.overlap, [rule, other], example(shared))
            }
        }
    }

    /// Whether two rules give different values for sure.
    private func haveDifferentOutputs(_ rule: Int, _ other: Int) -> Bool {
        table.outputs.indices.contains { position in
            let (left, right) = (output(rule, position), output(other, position))
            guard let left, let right else { return false }
            return left != right
        }
    }

    /// The value of an output that is written out; nil where it has to be computed.
    private func output(_ rule: Int, _ position: Int) -> FEELValue? {
        let outputs = table.rules[rule].outputs
        guard position < outputs.count, case .feel(let expression)? = outputs[position]?.body else {
            return nil
        }
        return expression.constant
    }

    // MARK: Rules that never decide

    private mutating func findUnreachable() {
        let ranks = self.ranks
        for rule in table.rules.indices {
            let own = columns.map { column in
                (column.regions + [column.absent].compactMap { $0 })
                    .filter { $0.possible.contains(rule) }
            }
            if own.contains(where: \.isEmpty) {
                report(.unreachable, [rule], [])
                continue
            }
            var better = RuleSet(count: table.rules.count)
            for other in table.rules.indices where precedes(other, rule, ranks) {
                better.insert(other)
            }
            if better.isEmpty { continue }
            var seen = [Set<RuleSet>](repeating: [], count: columns.count)
            if !isReached(own[...], better, &seen) {
                report(.unreachable, [rule] + takers(better, own), [])
            }
        }
    }

    /// The rules among better ones that take some of what a rule matches.
    private func takers(_ better: RuleSet, _ own: [[TableRegions.Region]]) -> [Int] {
        table.rules.indices.filter { other in
            better.contains(other)
                && own.allSatisfy { $0.contains { $0.certain.contains(other) } }
        }
    }

    /// Whether a rule decides, rather than another one, where both match.
    private func precedes(_ rule: Int, _ other: Int, _ ranks: [[Int]]?) -> Bool {
        switch table.hitPolicy {
        case .first: return rule < other
        case .priority:
            guard let ranks else { return false }
            return ranks[rule] == ranks[other]
                ? rule < other : ranks[rule].lexicographicallyPrecedes(ranks[other])
        default: return false
        }
    }

    /// The places of the rules' outputs among the allowed ones of a PRIORITY table; nil if they have
    /// to be computed.
    private var ranks: [[Int]]? {
        guard table.hitPolicy == .priority else { return nil }
        var ranks = [[Int]](repeating: [], count: table.rules.count)
        for (position, output) in table.outputs.enumerated() where !output.priorities.isEmpty {
            for rule in table.rules.indices {
                guard let value = self.output(rule, position) else { return nil }
                ranks[rule].append(
                    output.priorities.firstIndex {
                        DecisionTable.Output.holds($0, value)
                    } ?? output.priorities.count)
            }
        }
        return ranks
    }

    /// Whether some combination of regions is left over by the better rules.
    private mutating func isReached(
        _ columns: ArraySlice<[TableRegions.Region]>, _ better: RuleSet,
        _ seen: inout [Set<RuleSet>]
    ) -> Bool {
        if better.isEmpty { return true }
        guard let regions = columns.first else { return false }
        // What is too much to look at is not said to be unreachable.
        if steps > Self.budget { return true }
        guard seen[columns.startIndex].insert(better).inserted else { return false }
        return regions.contains { region in
            steps += 1
            var rest = better
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
        let owners =
            elements.decisions.filter { $0.source == 0 }.map { ($0.title ?? $0.name, $0.logic) }
            + elements.knowledge.filter { $0.source == 0 }.map { ($0.name, $0.body) }
        return owners.flatMap { owner, logic in
            logic.tables.flatMap { table in
                var analysis = TableAnalysis(table, owner: owner)
                return analysis.run()
            }
        }
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
        case .function(_, let body, _): body.tables
        case .conditional(let condition, let then, let otherwise):
            condition.tables + then.tables + otherwise.tables
        case .filter(let domain, let inner), .iteration(let domain, let inner),
            .quantified(_, let domain, let inner):
            domain.tables + inner.tables
        case .typed(let inner, _, _): inner.tables
        }
    }
}
