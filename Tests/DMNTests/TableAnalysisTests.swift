import DMN
import Diagnostics
import FEEL
import Testing

@Suite struct TableAnalysisTests {
    /// The findings of a table of inputs `x` (number) and `s` (text), each rule its cells and output.
    private func findings(
        policy: String = "UNIQUE", inputs: [(name: String, type: String)] = [("x", "number")],
        values: [String: String] = [:], outputExtra: String = "", _ rules: [[String]],
        dialect: DecisionModel.Dialect = .standard
    ) throws -> [TableFinding] {
        let clauses = inputs.map { input in
            let allowed = values[input.name].map {
                "<inputValues><text><![CDATA[\($0)]]></text></inputValues>"
            }
            return "<input id=\"i_\(input.name)\"><inputExpression typeRef=\"\(input.type)\">"
                + "<text>\(input.name)</text></inputExpression>\(allowed ?? "")</input>"
        }
        let rows = rules.enumerated().map { index, cells in
            "<rule id=\"r\(index)\">"
                + cells.dropLast().map {
                    "<inputEntry><text><![CDATA[\($0)]]></text></inputEntry>"
                }.joined()
                + "<outputEntry><text>\(cells.last ?? "")</text></outputEntry></rule>"
        }
        let data = inputs.map {
            "<inputData id=\"d_\($0.name)\" name=\"\($0.name)\">"
                + "<variable id=\"v_\($0.name)\" name=\"\($0.name)\"/></inputData>"
        }
        let needs = inputs.map {
            "<informationRequirement><requiredInput href=\"#d_\($0.name)\"/></informationRequirement>"
        }
        let text = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="M"
                namespace="n">\(data.joined())
            <decision id="d" name="D"><variable id="v" name="D"/>\(needs.joined())
            <decisionTable id="t" hitPolicy="\(policy)">\(clauses.joined())
            <output id="o">\(outputExtra)</output>\(rows.joined())</decisionTable></decision>
            </definitions>
            """
        let (model, _) = DecisionModel.parse(Array(text.utf8), file: "m.dmn", dialect: dialect)
        return try #require(model).tableFindings()
    }

    private func summary(_ findings: [TableFinding]) -> [String] {
        findings.map { finding in
            let rules = finding.rules.map(String.init).joined(separator: "+")
            let values = finding.example.map { "\($0.input)=\($0.value)" }.joined(separator: " ")
            return [finding.kind.rawValue, rules, values].filter { !$0.isEmpty }
                .joined(separator: " ")
        }
    }

    @Test("Rules that part all values have no findings")
    func complete() throws {
        #expect(try summary(findings([["< 5", "1"], [">= 5", "2"]])) == [])
        #expect(
            try summary(
                findings(
                    inputs: [("x", "number"), ("b", "boolean")],
                    [["<= 0", "-", "1"], ["> 0", "true", "2"], ["> 0", "false", "3"]])) == [])
    }

    @Test("A value that no rule takes is a gap, with that value as the example")
    func gaps() throws {
        #expect(
            try summary(findings([["< 5", "1"], ["> 5", "2"]])) == ["gap x=5"])
        #expect(
            try summary(findings([["[1..5]", "1"], ["[6..9]", "2"]]))
                == ["gap x=0", "gap x=5.5", "gap x=10"])
        #expect(
            try summary(
                findings(
                    inputs: [("x", "integer")], [["<= 5", "1"], [">= 6", "2"]],
                    dialect: .operaton)) == [])
        #expect(
            try summary(findings(inputs: [("s", "string")], [["\"a\"", "1"]]))
                == ["gap s=\"other\""])
        #expect(
            try summary(findings(inputs: [("b", "boolean")], [["true", "1"]])) == ["gap b=false"])
        #expect(
            try summary(
                findings(
                    inputs: [("x", "number"), ("b", "boolean")],
                    [["< 5", "-", "1"], [">= 5", "true", "2"]])) == ["gap x=5 b=false"])
    }

    @Test("Values that are not allowed need no rule")
    func allowedValues() throws {
        for dialect in [DecisionModel.Dialect.standard, .operaton] {
            #expect(
                try summary(
                    findings(
                        inputs: [("s", "string")], values: ["s": "\"a\", \"b\""],
                        [["\"a\"", "1"], ["\"b\"", "2"]], dialect: dialect)) == [])
            #expect(
                try summary(
                    findings(
                        inputs: [("s", "string")], values: ["s": "\"a\", \"b\""],
                        [["\"a\"", "1"]], dialect: dialect)) == ["gap s=\"b\""])
        }
        #expect(
            try summary(findings(values: ["x": "[0..10]"], [["< 5", "1"], ["> 5", "2"]]))
                == ["gap x=5"])
    }

    @Test("A default output, a list of all hits and computed cells leave no gap that is told")
    func noGaps() throws {
        #expect(
            try summary(
                findings(
                    outputExtra: "<defaultOutputEntry><text>0</text></defaultOutputEntry>",
                    [["< 5", "1"]])) == [])
        #expect(try summary(findings(policy: "COLLECT", [["< 5", "1"]])) == [])
        #expect(try summary(findings([["? > y", "1"], ["5", "2"]])) == [])
    }

    @Test("Rules of a UNIQUE table that take one value overlap; those of ANY where they differ")
    func overlaps() throws {
        let rules = [["<= 5", "1"], [">= 5", "2"]]
        #expect(try summary(findings(rules)) == ["overlap 1+2 x=5"])
        #expect(try summary(findings(policy: "ANY", rules)) == ["overlap 1+2 x=5"])
        #expect(try summary(findings(policy: "ANY", [["<= 5", "1"], [">= 5", "1"]])) == [])
        #expect(try summary(findings(policy: "FIRST", rules)) == [])
        #expect(
            try summary(
                findings(
                    inputs: [("x", "number"), ("s", "string")],
                    [
                        ["< 5", "\"a\"", "1"], ["-", "\"b\"", "2"], ["> 3", "not(\"b\")", "3"],
                        ["<= 3", "not(\"a\", \"b\")", "4"],
                    ])
            )
            .filter { $0.hasPrefix("overlap") } == ["overlap 1+3 x=4 s=\"a\""])
    }

    @Test("A rule that the rules before it leave nothing to is never reached in a FIRST table")
    func unreachable() throws {
        #expect(
            try summary(
                findings(
                    policy: "FIRST",
                    [["< 5", "1"], ["<= 10", "2"], ["[6..9]", "3"], ["-", "4"]]))
                == ["unreachable 3+2"])
        #expect(
            try summary(
                findings(
                    policy: "FIRST", inputs: [("x", "number"), ("b", "boolean")],
                    [
                        ["< 5", "-", "1"], ["-", "true", "2"], [">= 5", "false", "3"],
                        [">= 0", "false", "4"],
                    ]))
                == ["unreachable 4+1+3"])
        // A row for all else is reached by null.
        #expect(
            try summary(
                findings(
                    policy: "FIRST", inputs: [("b", "boolean")],
                    [["true", "1"], ["false", "2"], ["-", "3"]])) == [])
        #expect(
            try summary(findings(policy: "FIRST", [["(5..5)", "1"], ["-", "2"]]))
                == ["unreachable 1"])
    }

    @Test(
        "Cells that speak of null are met by null; an input that is written out has its value alone"
    )
    func nulls() throws {
        #expect(
            try summary(findings([["not(null)", "1"], ["null", "2"]])) == [])
        #expect(
            try summary(findings([["< 5", "1"], [">= 5", "2"], ["null", "3"]])) == [])
        #expect(try summary(findings(inputs: [("true", "boolean")], [["true", "1"]])) == [])
    }

    @Test("An input that no rule tests is told")
    func unusedInputs() throws {
        #expect(
            try summary(
                findings(
                    inputs: [("x", "number"), ("s", "string")],
                    [["< 5", "-", "1"], [">= 5", "-", "2"]])) == ["unused-input s=null"])
    }

    @Test("A finding is a warning with the line, the table and a sentence with the example")
    func diagnostics() throws {
        let finding = try #require(try findings([["< 5", "1"], ["> 5", "2"]]).first)
        let diagnostic = finding.diagnostic(file: "m.dmn")
        #expect(diagnostic.severity == .warning && diagnostic.rule == "table-gap")
        #expect(diagnostic.elementID == "t" && diagnostic.line == 4)
        #expect(
            diagnostic.message
                == "the table of 'D' has a gap: no rule matches, for example with x = 5")
    }

    @Test("A finding has the line and the identifier of its rule, or of its input")
    func places() throws {
        func places(_ text: String) throws -> [String] {
            let (model, _) = DecisionModel.parse(Array(text.utf8), file: "m.dmn")
            return try #require(model).tableFindings().map {
                "\($0.kind.rawValue) \($0.elementID ?? "") \($0.line) \($0.ruleLines)"
            }
        }
        func model(_ policy: String, _ cells: [(String, String)]) -> String {
            let rules = cells.enumerated().map { index, cell in
                """
                <rule id="r\(index + 1)">
                <inputEntry><text><![CDATA[\(cell.0)]]></text></inputEntry>
                <inputEntry><text>-</text></inputEntry>
                <outputEntry><text>\(cell.1)</text></outputEntry></rule>
                """
            }
            return """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="M"
                namespace="n"><inputData id="x" name="x"><variable name="x"/></inputData>
                <decision id="d" name="D"><variable name="D"/>
                <informationRequirement><requiredInput href="#x"/></informationRequirement>
                <decisionTable id="t" hitPolicy="\(policy)">
                <input id="i1"><inputExpression typeRef="number"><text>x</text></inputExpression></input>
                <input id="i2"><inputExpression typeRef="number"><text>x + 1</text></inputExpression>
                </input>
                <output id="o"><outputValues><text>1, 2, 3</text></outputValues></output>
                \(rules.joined(separator: "\n"))
                </decisionTable></decision></definitions>
                """
        }
        #expect(
            try places(model("FIRST", [("< 5", "1"), ("< 3", "2"), ("(4..4)", "3")]))
                == ["unused-input i2 7 []", "unreachable r2 14 [14, 10]", "unreachable r3 18 [18]"])
        #expect(
            try places(model("PRIORITY", [("< 3", "2"), ("< 5", "1"), ("< 9", "3")]))
                == ["unused-input i2 7 []", "unreachable r1 10 [10, 14]"])
    }

    @Test(
        "Inputs that may depend on each other have no gaps or overlaps that are told",
        arguments: [
            ("x", "x", "overlap 1+2 x=4;gap x=0;gap x=10"), ("x", "x + 1", ""),
            ("x", "x.a", ""), ("p.a", "p.b", "gap"), ("p.a", "abs(p.a)", ""),
            ("my name", "my other name", "gap"), ("x", "count(y)", "gap"),
        ])
    func dependence(_ one: String, _ two: String, _ expected: String) throws {
        let found = try summary(
            findings(
                inputs: [(one, "number"), (two, "number")],
                [["[1..5]", "[2..4]", "1"], [">= 4", "< 8", "2"]], dialect: .operaton))
        if expected == "gap" {
            #expect(found.contains { $0.hasPrefix("gap") })
        } else if expected.isEmpty {
            #expect(found == [])
        } else {
            #expect(found.contains("overlap 1+2 x=4") && found.contains("gap x=1"))
        }
    }

    @Test(
        "Values of kinds that are not looked at are not told of",
        arguments: [
            ("Any", ["null", "not(null)"]), ("date and time", ["\"a\"", "\"b\""]),
            ("time", ["null", "-"]),
        ])
    func unknownKinds(_ type: String, _ cells: [String]) throws {
        let rules = cells.enumerated().map { [$1, "\($0)"] }
        #expect(try summary(findings(inputs: [("x", type)], rules)) == [])
    }

    @Test("A table with endless combinations is given up in time")
    func large() throws {
        let inputs = (0..<12).map { (name: "x\($0)", type: "number") }
        let rules = (0..<200).map { rule in
            (0..<12).map { column in
                "[\((rule * 7 + column * 3) % 50)..\((rule * 5 + column) % 50 + 50)]"
            }
                + ["\(rule)"]
        }
        let found = try findings(policy: "FIRST", inputs: inputs, rules)
        #expect(found.contains { $0.kind == .gap })
    }
}
