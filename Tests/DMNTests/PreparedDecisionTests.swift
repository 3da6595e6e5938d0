import DMN
import FEEL
import Foundation
import JSONTree
import SharedMaterial
import Testing

/// A generator that gives the same numbers on every machine.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}

@Suite struct PreparedDecisionTests {
    private static let cells = [
        "x": ["-", "5", "< 5", ">= 2.5", "[1..4]", "(1..4)", "1, 2", "not(3)", "0.25", "> 1e3"],
        "s": ["-", "\"a\"", "\"a\", \"b\"", "not(\"a\")", "\"é\""],
        "b": ["-", "true", "false"],
        "d": ["-", "@\"2024-01-01\"", "< @\"2024-06-01\"", "> @\"2023-12-31\""],
    ]
    private static let names = ["x", "s", "b", "d"]
    private static let types = ["x": "number", "s": "string", "b": "boolean", "d": "date"]

    private static func values() -> [String: [FEELValue]] {
        let numbers = [
            "0", "1", "1.0", "2.5", "2.50", "3.999", "4", "5", "-7", "1e3", "1001", "0.25", "0.251",
            "1e30", "-1e-20",
        ]
        let day = CivilDate("2024-01-01") ?? CivilDateTime.epoch.date
        return [
            "x": numbers.map { .number(Decimal128($0) ?? 0) } + [nil, "5"],
            "s": ["a", "b", "c", "é", "e\u{301}", "", nil, 5],
            "b": [true, false, nil, "true"],
            "d": [
                .date(day), .date(CivilDate(dayNumber: day.dayNumber + 100) ?? day), nil,
                "2024-01-01",
            ],
        ]
    }

    private static func model(
        _ policy: String, outputs: Int, type: String, rules: Int, _ random: inout Generator
    ) -> DecisionModel? {
        let data = names.map { name in
            "<inputData id=\"d_\(name)\" name=\"\(name)\"><variable name=\"\(name)\" typeRef=\""
                + (types[name] ?? "") + "\"/></inputData>"
        }
        let needs = names.map {
            "<informationRequirement><requiredInput href=\"#d_\($0)\"/></informationRequirement>"
        }
        let clauses = names.map {
            "<input><inputExpression><text>\($0)</text></inputExpression></input>"
        }
        let columns = (0..<outputs).map { "<output name=\"o\($0)\"/>" }
        let rows = (0..<rules).map { rule in
            "<rule>"
                + names.map { name in
                    let cell = cells[name]?.randomElement(using: &random) ?? "-"
                    return "<inputEntry><text><![CDATA[\(cell)]]></text></inputEntry>"
                }.joined()
                + (0..<outputs).map {
                    "<outputEntry><text>\($0 == 0 ? "\(rule % 3)" : "\"r\(rule)\"")</text></outputEntry>"
                }
                .joined() + "</rule>"
        }
        let text = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="M" namespace="n">
            \(data.joined())<decision id="d" name="D"><variable name="D"\(type)/>\(needs.joined())
            <decisionTable hitPolicy="\(policy)">\((clauses + columns + rows).joined())</decisionTable>
            </decision></definitions>
            """
        return DecisionModel.parse(Array(text.utf8)).model
    }

    @Test(
        "A decision that its index decides comes to what running its table comes to",
        arguments: [
            "UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER", "COLLECT\" aggregation=\"SUM",
        ])
    func agrees(policy: String) throws {
        var random = Generator(state: 42)
        let values = Self.values()
        var notNull = 0
        for round in 0..<24 {
            let outputs = round % 2 + 1
            let type = outputs == 1 && round % 4 == 0 ? " typeRef=\"number\"" : ""
            let model = try #require(
                Self.model(
                    policy, outputs: outputs, type: type, rules: [4, 9, 70][round % 3], &random))
            let decision = try model.decision("d")
            for _ in 0..<60 {
                var variables: [String: FEELValue] = [:]
                for name in Self.names {
                    variables[name] = values[name]?.randomElement(using: &random)
                }
                let given = variables
                let expected = try model.evaluate("d") { given[$0] }.value
                let found = try decision.evaluate(variables)
                #expect(found == expected, "\(policy) with \(variables)")
                if !found.isNull { notNull += 1 }
            }
        }
        #expect(notNull > 100)
    }

    @Test("Decisions that need others, expressions and services are evaluated by name, too")
    func general() throws {
        let text = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="M" namespace="n">
            <inputData id="i" name="a b"><variable name="a b"/></inputData>
            <decision id="one" name="one"><variable name="one"/>
            <informationRequirement><requiredInput href="#i"/></informationRequirement>
            <literalExpression><text>a b + 1</text></literalExpression></decision>
            <decision id="two" name="two"><variable name="two"/>
            <informationRequirement><requiredDecision href="#one"/></informationRequirement>
            <literalExpression><text>one * 2</text></literalExpression></decision></definitions>
            """
        let model = try #require(DecisionModel.parse(Array(text.utf8)).model)
        #expect(try model.decision("two").evaluate(["a b": 4]) == 10)
        #expect(try model.decision("two").evaluate([:]) == nil)
        #expect(throws: DecisionError.self) { try model.decision("three") }
    }

    @Test("The tables of the benchmark come to what is expected of them")
    func benchmark() throws {
        let shared = SharedMaterial.folder.path
        let folder = "\(shared)/bench/dmn/data"
        guard FileManager.default.fileExists(atPath: folder) else {
            print("The tables are not at \(folder): set RADERWERK_SHARED to run them.")
            #expect(ProcessInfo.processInfo.environment["CI"] == nil)
            return
        }
        func json(_ name: String) throws -> [JSON] {
            let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(name).json"))
            return try #require(try JSON(parsing: [UInt8](data)).arrayValue)
        }
        let inputs = try json("inputs").map { input in
            Dictionary(
                (input.objectValue?.members ?? []).map { ($0.key, FEELValue($0.value)) },
                uniquingKeysWith: { first, _ in first })
        }
        for name in ["20_first", "20_collect", "200_first", "200_collect"] {
            let file = try #require(
                FileManager.default.contents(atPath: "\(folder)/table\(name).dmn"))
            let model = try #require(DecisionModel.parse([UInt8](file)).model)
            let decision = try model.decision(try #require(model.decisions.first?.id))
            let expected = try json("expected\(name)").map { FEELValue($0) }
            for (input, value) in zip(inputs, expected) {
                #expect(try decision.evaluate(input) == value)
            }
        }
    }
}
