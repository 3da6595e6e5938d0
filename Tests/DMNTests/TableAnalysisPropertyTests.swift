import DMN
import FEEL
import Testing

/// A generator that gives the same numbers on every machine.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}

/// What the check says of random tables against trying all values that could tell rules apart.
@Suite struct TableAnalysisPropertyTests {
    /// A kind of input: cells that tables are made of, and values of all their regions.
    private struct Kind {
        let type: String
        let cells: [String]
        /// Cells that the check cannot look into.
        let computed: [String]
        let values: [FEELValue]
    }

    private static let kinds: [Kind] = [
        Kind(
            type: "number",
            cells: [
                "-", "< 3", "<= 3", "> 3", ">= 3", "3", "[1..5]", "(1..5)", "]3..7]", "1, 5",
                "not(3)", "not([1..3])", "< 1, > 5", "not(< 3, 5)", "[3..3]", "(3..3)", "null",
                "not(null)",
            ],
            computed: ["? > limit", "? * 2 > 6", "limit", "not(? > limit)"],
            values: ["-1", "1", "2", "3", "4", "5", "6", "7", "8"].map {
                .number(Decimal128($0) ?? .zero)
            }),
        Kind(
            type: "string",
            cells: [
                "-", "\"a\"", "\"b\"", "\"a\", \"b\"", "not(\"a\")", "not(\"a\", \"b\")", "null",
            ], computed: ["contains(?, \"a\")", "string length(?) > 1", "name"],
            values: ["a", "b", "other", "aa"]),
        Kind(
            type: "boolean", cells: ["-", "true", "false", "not(true)", "true, false"],
            computed: ["limit > 3"], values: [true, false]),
        Kind(
            type: "date",
            cells: [
                "-", "< date(\"2024-03-01\")", ">= date(\"2024-03-01\")", "date(\"2024-03-01\")",
                "[date(\"2024-01-01\")..date(\"2024-03-01\")]", "not(date(\"2024-01-01\"))",
            ], computed: ["?.year > 2023"],
            values: [
                "2023-12-31", "2024-01-01", "2024-01-02", "2024-02-29", "2024-03-01", "2024-03-02",
            ].compactMap { CivilDate($0).map { .date($0) } }),
    ]

    private struct Table {
        let policy: String
        let kinds: [Kind]
        let rules: [[String]]
        let outputs: [String]
        var isComputed = false

        init(using generator: inout Generator) {
            policy =
                ["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT"].randomElement(using: &generator)
                ?? ""
            kinds = (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in
                TableAnalysisPropertyTests.kinds.randomElement(using: &generator)
            }
            let mayCompute = Bool.random(using: &generator)
            var rules: [[String]] = []
            var isComputed = false
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                var cells: [String] = []
                for kind in kinds {
                    let computes = mayCompute && Int.random(in: 0..<4, using: &generator) == 0
                    isComputed = isComputed || computes
                    cells.append(
                        (computes ? kind.computed : kind.cells).randomElement(using: &generator)
                            ?? "-")
                }
                rules.append(cells)
            }
            self.rules = rules
            self.isComputed = isComputed
            outputs = rules.map { _ in
                ["\"p\"", "\"q\"", "\"r\""].randomElement(using: &generator) ?? ""
            }
        }

        /// The model, of which the decision `hits` lists the rules that match by their numbers.
        func model() throws -> DecisionModel {
            func escaped(_ text: String) -> String {
                text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            }
            let inputs = kinds.enumerated().map { index, kind in
                "<input><inputExpression typeRef=\"\(kind.type)\"><text>x\(index)</text>"
                    + "</inputExpression></input>"
            }.joined()
            func rows(_ outputs: [String]) -> String {
                zip(rules, outputs).map { cells, output in
                    "<rule>"
                        + cells.map { "<inputEntry><text>\(escaped($0))</text></inputEntry>" }
                        .joined()
                        + "<outputEntry><text>\(output)</text></outputEntry></rule>"
                }.joined()
            }
            let names = kinds.indices.map { "x\($0)" } + ["limit", "name"]
            let data = names.map {
                "<inputData id=\"\($0)\" name=\"\($0)\"><variable name=\"\($0)\"/></inputData>"
            }.joined()
            let needs = names.map {
                "<informationRequirement><requiredInput href=\"#\($0)\"/></informationRequirement>"
            }.joined()
            let text = """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="M"
                namespace="n">\(data)
                <decision id="d" name="D"><variable name="D"/>\(needs)
                <decisionTable id="t" hitPolicy="\(policy)">\(inputs)
                <output><outputValues><text>"p", "q", "r"</text></outputValues></output>
                \(rows(outputs))</decisionTable></decision>
                <decision id="hits" name="H"><variable name="H"/>\(needs)
                <decisionTable id="h" hitPolicy="RULE ORDER">\(inputs)<output/>
                \(rows(rules.indices.map { String($0 + 1) }))</decisionTable></decision>
                </definitions>
                """
            let (model, diagnostics) = DecisionModel.parse(Array(text.utf8))
            #expect(diagnostics.isEmpty, "\(diagnostics)")
            return try #require(model)
        }

        /// The rule that decides among those that match.
        func decider(among hits: [Int]) -> Int? {
            switch policy {
            case "FIRST": hits.first
            case "PRIORITY": hits.min { (outputs[$0 - 1], $0) < (outputs[$1 - 1], $1) }
            default: nil
            }
        }
    }

    private static func hits(
        _ model: DecisionModel, _ values: [FEELValue], limit: Int, name: String
    ) throws -> [Int] {
        let decision = try model.decision("hits")
        var variables: [String: FEELValue] = [
            "limit": .number(Decimal128(limit)), "name": .string(name),
        ]
        for (index, value) in values.enumerated() { variables["x\(index)"] = value }
        let result = try decision.evaluate(variables)
        guard case .list(let items) = result else { return [] }
        return items.compactMap { $0.number?.integer }
    }

    /// All combinations of values, null among them if wanted.
    private static func combinations(_ kinds: [Kind], withNull: Bool) -> [[FEELValue]] {
        kinds.reduce([[]]) { combinations, kind in
            combinations.flatMap { start in
                (kind.values + (withNull ? [.null] : [])).map { start + [$0] }
            }
        }
    }

    @Test(
        "What is found is so, and nothing is missed where no cell has to be computed",
        arguments: 0..<8)
    func randomTables(seed: Int) throws {
        var generator = Generator(state: UInt64(seed) &* 7_919 &+ 17)
        for _ in 0..<60 {
            let table = Table(using: &generator)
            let model = try table.model()
            let findings = model.tableFindings().filter { $0.tableID == "t" }
            let context = "\(table.policy) \(table.rules) \(table.outputs)"
            var matching: [(values: [FEELValue], hits: [Int])] = []
            for values in Self.combinations(table.kinds, withNull: true) {
                for (limit, name) in table.isComputed
                    ? [(0, "a"), (3, "b"), (9, "other")] : [(0, "")]
                {
                    matching.append(
                        (values, try Self.hits(model, values, limit: limit, name: name)))
                }
            }
            for finding in findings {
                switch finding.kind {
                case .gap:
                    let wrong = matching.first {
                        Self.agrees($0.values, finding) && !$0.hits.isEmpty
                    }
                    #expect(wrong == nil, "gap \(finding.example) \(context)")
                case .overlap:
                    let wrong = matching.first {
                        Self.agrees($0.values, finding)
                            && !Set(finding.rules).isSubset(of: $0.hits)
                    }
                    #expect(
                        wrong == nil, "overlap \(finding.rules) \(finding.example) \(context)")
                case .unreachable:
                    let rule = finding.rules[0]
                    #expect(
                        !matching.contains { table.decider(among: $0.hits) == rule }
                            && (finding.rules.count > 1
                                || !matching.contains { $0.hits.contains(rule) }),
                        "unreachable \(finding.rules) \(context)")
                case .unusedInput, .unfinished: break
                }
            }
            if !table.isComputed { expectComplete(table, findings, matching, context) }
        }
    }

    /// Whether values are those of a finding's example; an input that it does not name may have any.
    private static func agrees(_ values: [FEELValue], _ finding: TableFinding) -> Bool {
        for (index, value) in values.enumerated() {
            if let example = finding.example.first(where: { $0.input == "x\(index)" }) {
                if example.value != value { return false }
            }
        }
        return true
    }

    private func expectComplete(
        _ table: Table, _ findings: [TableFinding],
        _ matching: [(values: [FEELValue], hits: [Int])], _ context: String
    ) {
        let whole = matching.filter { !$0.values.contains { $0.isNull } }
        if table.policy != "COLLECT", whole.contains(where: { $0.hits.isEmpty }) {
            #expect(findings.contains { $0.kind == .gap }, "missed gap \(context)")
        }
        if table.policy == "UNIQUE", whole.contains(where: { $0.hits.count > 1 }) {
            #expect(findings.contains { $0.kind == .overlap }, "missed overlap \(context)")
        }
        for rule in 1...table.rules.count
        where findings.count(where: { $0.kind == .unreachable }) < 5 {
            let decides = matching.contains {
                table.policy == "FIRST" || table.policy == "PRIORITY"
                    ? table.decider(among: $0.hits) == rule : $0.hits.contains(rule)
            }
            if !decides {
                #expect(
                    findings.contains { $0.kind == .unreachable && $0.rules.first == rule },
                    "missed unreachable \(rule) \(context)")
            }
        }
    }
}
