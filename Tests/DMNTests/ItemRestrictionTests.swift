import DMN
import Diagnostics
import FEEL
import Testing
import XMLTree

/// Allowed values and constraints of item definitions (DMN 7.3.3), at every boundary.
///
/// Apache KIE with its checks of types switched on answers the same where no comment says otherwise.
@Suite("Allowed values of item definitions") struct ItemRestrictionTests {
    private static let namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/"

    private static func item(
        _ name: String, _ type: String, allowed: String = "", whole: String = "",
        isCollection: Bool = false, element: String = "itemDefinition"
    ) -> String {
        func tests(_ element: String, _ text: String) -> String {
            text.isEmpty ? "" : "<\(element)><text><![CDATA[\(text)]]></text></\(element)>"
        }
        let reference = type.hasPrefix("<") ? type : "<typeRef>\(type)</typeRef>"
        return """
            <\(element) name="\(name)" isCollection="\(isCollection)">\(reference)
            \(tests("allowedValues", allowed))\(tests("typeConstraint", whole))</\(element)>
            """
    }

    private static func component(
        _ name: String, _ type: String, allowed: String = "", isCollection: Bool = false
    ) -> String {
        item(
            name, type, allowed: allowed, isCollection: isCollection, element: "itemComponent")
    }

    private static let types = [
        item("tAge", "number", allowed: "[0..150]"),
        item("tAdult", "tAge", allowed: ">= 18"),
        item("tAlias", "tAge"),
        item("tColour", "string", allowed: #""red","green""#),
        item("tColours", "string", allowed: #""red","green""#, isCollection: true),
        item("tColoursByName", "tColour", isCollection: true),
        item("tFew", "string", whole: "count(?) < 3", isCollection: true),
        item(
            "tFewColours", "string", allowed: #""red","green""#, whole: "count(?) < 3",
            isCollection: true),
        item("tShort", "string", whole: "string length(?) < 4"),
        item("tOneColour", "tColours", allowed: "count(?) < 2"),
        item(
            "tPerson",
            component("name", "string") + component("age", "number", allowed: "[0..150]")),
        item("tPersonByName", component("age", "tAge")),
        item("tOlder", component("age", "number"), allowed: "?.age > 10"),
        item(
            "tPeople", component("age", "number", allowed: "[0..150]"), isCollection: true),
        item(
            "tNested",
            component(
                "p",
                component("tags", "string", allowed: #""red","green""#, isCollection: true))),
        item("tNullable", "string", allowed: #""a", null"#),
        item("tAny", "Any", allowed: #"1, "x""#),
        item("tRecent", "date", allowed: #">= date("2020-01-01")"#),
        item("tPast", "date", allowed: "< today()"),
        item("tFree", "number"),
    ].joined()

    private static func expression(_ text: String, type: String = "") -> String {
        let type = type.isEmpty ? "" : " typeRef=\"\(type)\""
        return "<literalExpression\(type)><text><![CDATA[\(text)]]></text></literalExpression>"
    }

    private static func decision(
        _ logic: String, type: String = "", needs: String = "", id: String = "d"
    ) -> String {
        let type = type.isEmpty ? "" : " typeRef=\"\(type)\""
        return """
            <decision id="\(id)" name="\(id)"><variable name="\(id)"\(type)/>\(needs)\(logic)</decision>
            """
    }

    private static func knowledge(_ id: String) -> String {
        "<knowledgeRequirement><requiredKnowledge href=\"#\(id)\"/></knowledgeRequirement>"
    }

    private static func input(_ id: String) -> String {
        "<informationRequirement><requiredInput href=\"#\(id)\"/></informationRequirement>"
    }

    private static func model(_ body: String, types: String = types) throws -> DecisionModel {
        let text = """
            <definitions xmlns="\(namespace)" id="m" name="m" namespace="urn:m">\(types)\(body)
            </definitions>
            """
        let (model, diagnostics) = DecisionModel.parse(Array(text.utf8))
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        return try #require(model)
    }

    /// What a decision gives, both ways of evaluation agreeing, and what it warns of.
    private static func value(
        _ body: String, _ variables: [String: FEELValue] = [:], now: CivilDateTime? = nil
    ) throws -> (text: String, warnings: [String]) {
        let model = try model(body)
        let session = EvaluationSession(now: now, collectsWarnings: true)
        let result = try model.evaluate("d", in: session) { variables[$0] }.value
        let prepared = try model.decision("d").evaluate(variables, at: now)
        #expect(prepared == result)
        return ("\(result)", session.warnings.map(\.message))
    }

    @Test(
        "The result of a decision is among the values that its type allows, or null",
        arguments: [
            ("tAge", "20", "20"), ("tAge", "200", "null"), ("tAge", "null", "null"),
            ("tAge", "[20]", "20"), ("tAge", "[200]", "null"),
            ("tAdult", "20", "20"), ("tAdult", "10", "null"), ("tAdult", "200", "null"),
            ("tAlias", "20", "20"), ("tAlias", "200", "null"), ("tFree", "200", "200"),
            ("tShort", #""abc""#, #""abc""#), ("tShort", #""abcd""#, "null"),
            ("tNullable", #""a""#, #""a""#), ("tNullable", #""b""#, "null"),
            // KIE refuses texts where a type of all kinds allows numbers, too.
            ("tAny", #""x""#, #""x""#), ("tAny", "1", "1"), ("tAny", #""y""#, "null"),
            ("tRecent", #"date("2021-01-01")"#, "2021-01-01"),
            ("tRecent", #"date("2019-01-01")"#, "null"),
        ])
    func results(type: String, text: String, expected: String) throws {
        let found = try Self.value(Self.decision(Self.expression(text), type: type))
        #expect(found.text == expected)
        #expect(found.warnings.isEmpty == (expected != "null" || text == "null"))
    }

    @Test("A value that is not allowed is told with its type and what would be allowed")
    func tells() throws {
        let found = try Self.value(Self.decision(Self.expression("200"), type: "tAdult"))
        #expect(
            found.warnings == ["the value has 200, which the type tAdult does not allow ([0..150])"]
        )
    }

    @Test(
        "Allowed values are those of the items of a collection, a constraint is one of the whole",
        arguments: [
            ("tColours", #"["red", "green"]"#, true), ("tColours", #"["red", "blue"]"#, false),
            ("tColours", "[]", true), ("tColours", #"["red", null]"#, false),
            ("tColours", #""blue""#, false),
            ("tColoursByName", #"["red", "green"]"#, true),
            ("tColoursByName", #"["red", "blue"]"#, false),
            ("tFew", #"["a", "b"]"#, true), ("tFew", #"["a", "b", "c"]"#, false),
            ("tFewColours", #"["red", "green"]"#, true),
            ("tFewColours", #"["red", "blue"]"#, false),
            ("tFewColours", #"["red", "red", "red"]"#, false),
            // What refers to a collection without being declared as one speaks of the whole.
            ("tOneColour", #"["red"]"#, true), ("tOneColour", #"["red", "green"]"#, false),
            ("tOneColour", #"["blue"]"#, false),
        ])
    func collections(type: String, text: String, isAllowed: Bool) throws {
        let found = try Self.value(Self.decision(Self.expression(text), type: type))
        #expect((found.text != "null") == isAllowed, "\(found)")
    }

    @Test("A single value is a list of one where a collection is asked for, and held to the same")
    func singles() throws {
        let found = try Self.value(Self.decision(Self.expression(#""red""#), type: "tColours"))
        #expect(found.text == #"["red"]"#)
    }

    @Test(
        "Components are held to their own allowed values and those of their types, however deep",
        arguments: [
            ("tPerson", #"{name: "a", age: 20}"#, true),
            ("tPerson", #"{name: "a", age: 200}"#, false),
            // Null is a value that has to be allowed like any other.
            ("tPerson", #"{name: "a", age: null}"#, false),
            ("tPerson", #"{name: null, age: 20}"#, true),
            ("tPerson", #"{name: "a", age: 20, more: 1}"#, true),
            ("tPersonByName", "{age: 20}", true), ("tPersonByName", "{age: 200}", false),
            // KIE does not read the allowed values of structures.
            ("tOlder", "{age: 20}", true), ("tOlder", "{age: 2}", false),
            ("tPeople", "[{age: 20}, {age: 30}]", true),
            ("tPeople", "[{age: 20}, {age: 200}]", false),
            ("tNested", #"{p: {tags: ["red"]}}"#, true),
            ("tNested", #"{p: {tags: ["red", "blue"]}}"#, false),
        ])
    func components(type: String, text: String, isAllowed: Bool) throws {
        let found = try Self.value(Self.decision(Self.expression(text), type: type))
        #expect((found.text != "null") == isAllowed, "\(found)")
    }

    @Test("Allowed values may speak of the moment of the evaluation")
    func moments() throws {
        let now = try #require(CivilDateTime("2026-01-05T09:00:00Z"))
        let body =
            Self.decision(
                Self.expression("d0"), type: "tPast",
                needs:
                    "<informationRequirement><requiredDecision href=\"#d0\"/></informationRequirement>"
            )
            + Self.decision(Self.expression(#"date("2026-01-04")"#), id: "d0")
        #expect(try Self.value(body, now: now).text == "2026-01-04")
        let early = try #require(CivilDateTime("2026-01-04T09:00:00Z"))
        #expect(try Self.value(body, now: early).text == "null")
    }

    @Test("An instance of a type need not be among its allowed values")
    func instances() throws {
        #expect(
            try Self.value(Self.decision(Self.expression("200 instance of tAge"))).text == "true")
    }

    @Test("Inputs that are not allowed are null")
    func inputs() throws {
        let inputs = ["tAge", "tPerson", "tColours"].map {
            "<inputData id=\"i_\($0)\" name=\"\($0) in\"><variable name=\"\($0) in\" typeRef=\"\($0)\"/></inputData>"
        }.joined()
        let body =
            inputs
            + Self.decision(
                Self.expression("[tAge in, tPerson in, tColours in]"),
                needs: ["tAge", "tPerson", "tColours"].map { Self.input("i_\($0)") }.joined())
        func person(_ age: Int) -> FEELValue {
            .context(FEELContext([("name", .string("a")), ("age", .number(Decimal128(age)))]))
        }
        let good = try Self.value(
            body,
            [
                "tAge in": .number(20), "tPerson in": person(20),
                "tColours in": .list([.string("red")]),
            ])
        #expect(good.text == #"[20, {name: "a", age: 20}, ["red"]]"#)
        let bad = try Self.value(
            body,
            [
                "tAge in": .number(200), "tPerson in": person(200),
                "tColours in": .list([.string("red"), .string("blue")]),
            ])
        #expect(bad.text == "[null, null, null]")
        #expect(
            bad.warnings.contains(
                "the input 'tColours in' has \"blue\", which the type tColours does not allow"
                    + " (\"red\",\"green\")"), "\(bad.warnings)")
    }

    private static let functions = """
        <businessKnowledgeModel id="b1" name="b1"><variable name="b1"/><encapsulatedLogic>
          <formalParameter name="a" typeRef="tAge"/>\(expression("[a]"))</encapsulatedLogic>
        </businessKnowledgeModel>
        <businessKnowledgeModel id="b2" name="b2"><variable name="b2" typeRef="tAge"/>
          <encapsulatedLogic><formalParameter name="a"/>\(expression("a"))</encapsulatedLogic>
        </businessKnowledgeModel>
        <businessKnowledgeModel id="b3" name="b3"><variable name="b3"/><encapsulatedLogic>
          <formalParameter name="a"/>\(expression("a", type: "tAge"))</encapsulatedLogic>
        </businessKnowledgeModel>
        <inputData id="i1" name="age"><variable name="age" typeRef="tAge"/></inputData>
        <inputData id="i2" name="raw"><variable name="raw"/></inputData>
        \(decision(expression("age + 100"), type: "tAge", needs: input("i1"), id: "sd1"))
        \(decision(expression("1"), type: "tAge", id: "sdin"))
        \(decision(
            expression("[sdin]"),
            needs: "<informationRequirement><requiredDecision href=\"#sdin\"/></informationRequirement>",
            id: "sd2"))
        \(decision(expression("raw"), needs: input("i2"), id: "sd3"))
        <decisionService id="s1" name="s1"><variable name="s1"/><outputDecision href="#sd1"/>
          <inputData href="#i1"/></decisionService>
        <decisionService id="s2" name="s2"><variable name="s2"/><outputDecision href="#sd2"/>
          <inputDecision href="#sdin"/></decisionService>
        <decisionService id="s3" name="s3"><variable name="s3" typeRef="tAge"/>
          <outputDecision href="#sd3"/><inputData href="#i2"/></decisionService>
        """

    @Test(
        "Arguments and results of knowledge models, services and functions are held to their types",
        arguments: [
            // KIE checks arguments of services alone.
            ("b1(20)", "[20]"), ("b1(200)", "null"), ("b1(a: 200)", "null"), ("b1(null)", "null"),
            ("b2(20)", "20"), ("b2(200)", "null"), ("b3(20)", "20"), ("b3(200)", "null"),
            ("s1(10)", "110"), ("s1(200)", "null"), ("s1(100)", "null"), ("s1(null)", "null"),
            ("s2(10)", "[10]"), ("s2(200)", "null"), ("s3(20)", "20"), ("s3(200)", "null"),
            ("(function(a: tAge) [a])(20)", "[20]"), ("(function(a: tAge) [a])(200)", "null"),
            ("(function(a: list<tAge>) [a])([20])", "[[20]]"),
            ("(function(a: list<tAge>) [a])([200])", "null"),
            ("(function(a: context<x: tAge>) 5)({x: 20})", "5"),
            ("(function(a: context<x: tAge>) 5)({x: 200})", "null"),
        ])
    func calls(text: String, expected: String) throws {
        let needs = ["b1", "b2", "b3", "s1", "s2", "s3"].map { Self.knowledge($0) }.joined()
        let body = Self.functions + Self.decision(Self.expression(text), needs: needs)
        #expect(try Self.value(body).text == expected)
    }

    @Test(
        "Boxed expressions are held to the types that they name",
        arguments: [
            (
                """
                <context><contextEntry><variable name="x" typeRef="tAge"/>\(expression("200"))
                </contextEntry><contextEntry>\(expression("[x]"))</contextEntry></context>
                """, "[null]"
            ),
            (expression("200", type: "tAge"), "null"),
            (
                """
                <invocation>\(expression("b1"))<binding><parameter name="a"/>\(expression("200"))
                </binding></invocation>
                """, "null"
            ),
            (
                """
                <context><contextEntry><variable name="f"/><functionDefinition>
                <formalParameter name="a" typeRef="tAge"/>\(expression("a"))</functionDefinition>
                </contextEntry><contextEntry>\(expression("[f(200), f(20)]"))</contextEntry></context>
                """, "[null, 20]"
            ),
            (
                """
                <context><contextEntry><variable name="f"/><functionDefinition typeRef="tAge">
                <formalParameter name="a"/>\(expression("a"))</functionDefinition>
                </contextEntry><contextEntry>\(expression("[f(200), f(20)]"))</contextEntry></context>
                """, "[null, 20]"
            ),
            ("<list typeRef=\"tColours\">\(expression("\"blue\""))</list>", "null"),
            ("<list typeRef=\"tColours\">\(expression("\"red\""))</list>", #"["red"]"#),
            (
                """
                <relation><column name="a" typeRef="tAge"/><column name="b"/>
                <row>\(expression("200"))\(expression("200"))</row>
                <row>\(expression("20"))\(expression("20"))</row></relation>
                """, "[{a: null, b: 200}, {a: 20, b: 20}]"
            ),
            (
                """
                <for iteratorVariable="x" typeRef="tColours"><in>\(expression("[\"blue\"]"))</in>
                <return>\(expression("x"))</return></for>
                """, "null"
            ),
        ])
    func boxed(logic: String, expected: String) throws {
        let body = Self.functions + Self.decision(logic, needs: Self.knowledge("b1"))
        #expect(try Self.value(body).text == expected)
    }

    private static func table(
        _ policy: String = "FIRST", input: String = "", outputs: [String], entries: [String]
    ) -> String {
        let clauses = outputs.enumerated().map { position, type in
            let name = outputs.count > 1 ? " name=\"o\(position)\"" : ""
            return "<output\(name)\(type.isEmpty ? "" : " typeRef=\"\(type)\"")/>"
        }.joined()
        let input = input.isEmpty ? "" : " typeRef=\"\(input)\""
        let outputEntries = entries.map {
            "<outputEntry><text><![CDATA[\($0)]]></text></outputEntry>"
        }.joined()
        // More than three rules have an index.
        let rule = "<rule><inputEntry><text>-</text></inputEntry>\(outputEntries)</rule>"
        return """
            <inputData id="raw" name="raw"><variable name="raw"/></inputData>
            """
                + decision(
                    """
                    <decisionTable hitPolicy="\(policy)"><input><inputExpression\(input)><text>raw</text>
                    </inputExpression></input>\(clauses)\(rule)\(rule)\(rule)\(rule)</decisionTable>
                    """, needs: self.input("raw"))
    }

    @Test(
        "Inputs of a table are held to the allowed values of their types, as to its input values",
        arguments: [
            (FEELValue.number(20), "1"), (.number(200), "null"), (.null, "null"),
        ])
    func tableInputs(value: FEELValue, expected: String) throws {
        let body = Self.table(input: "tAge", outputs: [""], entries: ["1"])
        #expect(try Self.value(body, ["raw": value]).text == expected)
    }

    @Test(
        "Outputs of a table are held to their types",
        arguments: [
            ("FIRST", ["tAge"], ["20"], "20"), ("FIRST", ["tAge"], ["200"], "null"),
            ("FIRST", ["tAge", ""], ["20", "1"], "{o0: 20, o1: 1}"),
            ("FIRST", ["tAge", ""], ["200", "1"], "null"),
            ("FIRST", ["tAge", ""], ["null", "1"], "null"),
            ("FIRST", ["tAge", ""], ["", "1"], "null"),
            ("FIRST", ["string"], ["200"], "null"), ("FIRST", ["number"], ["200"], "200"),
            // The conversions of 10.3.2.9.4, which KIE does not make here.
            ("FIRST", ["tAge"], ["[20]"], "20"),
            ("FIRST", ["date and time"], [#"date("2020-01-01")"#], "2020-01-01T00:00:00Z"),
            ("COLLECT", ["tAge"], ["20"], "[20, 20, 20, 20]"),
            ("COLLECT", ["tAge"], ["200"], "null"),
            // The type of the list in place of that of its items.
            ("COLLECT", ["tColours"], [#""red""#], #"["red", "red", "red", "red"]"#),
            ("COLLECT\" aggregation=\"SUM", ["tAge"], ["20"], "80"),
            ("COLLECT\" aggregation=\"COUNT", ["number"], [#""a""#], "4"),
        ])
    func tableOutputs(policy: String, types: [String], entries: [String], expected: String) throws {
        let body = Self.table(policy, outputs: types, entries: entries)
        #expect(try Self.value(body, ["raw": .number(1)]).text == expected)
    }

    @Test(
        "Input and output values of a table stand in the place of the allowed values of a type",
        arguments: [
            ("null, [0..150]", "", "null", "1", "1"), ("[0..999]", "", "200", "1", "1"),
            ("[0..50]", "", "100", "1", "null"), ("", "[0..999]", "1", "200", "200"),
            ("", "[0..50]", "1", "100", "null"), ("", "[0..999], \"x\"", "1", "\"x\"", "null"),
        ])
    func ownValues(
        inputValues: String, outputValues: String, input: String, output: String, expected: String
    ) throws {
        func values(_ element: String, _ text: String) -> String {
            text.isEmpty ? "" : "<\(element)><text>\(text)</text></\(element)>"
        }
        let inputType = inputValues.isEmpty ? "" : " typeRef=\"tAge\""
        let outputType = outputValues.isEmpty ? "" : " typeRef=\"tAge\""
        let logic = """
            <decisionTable><input><inputExpression\(inputType)><text>\(input)</text>
            </inputExpression>\(values("inputValues", inputValues))</input>
            <output\(outputType)>\(values("outputValues", outputValues))</output>
            <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>\(output)</text>
            </outputEntry></rule></decisionTable>
            """
        #expect(try Self.value(Self.decision(logic)).text == expected)
    }

    @Test("A default output stands as it is written")
    func defaults() throws {
        let logic = """
            <decisionTable><input><inputExpression><text>5</text></inputExpression></input>
            <output typeRef="tAge"><defaultOutputEntry><text>200</text></defaultOutputEntry></output>
            <rule><inputEntry><text>6</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
            </decisionTable>
            """
        #expect(try Self.value(Self.decision(logic)).text == "200")
    }

    @Test("Types of imports are restricted as in their own model, by their names there")
    func imports() throws {
        func root(_ name: String, _ body: String) throws -> XMLElement {
            let text = """
                <definitions xmlns="\(Self.namespace)" id="\(name)" name="\(name)"
                    namespace="urn:\(name)">\(body)</definitions>
                """
            return try XMLParser.parse(Array(text.utf8))
        }
        func link(_ name: String) -> String {
            "<import name=\"\(name)\" namespace=\"urn:\(name)\" importType=\"\(Self.namespace)\"/>"
        }
        let inner = try root("inner", Self.item("tAge", "number", allowed: "[0..150]"))
        let outer = try root(
            "outer", link("inner") + Self.item("tPerson", Self.component("age", "inner.tAge")))
        let main = try root(
            "main",
            link("outer")
                + Self.decision(Self.expression("{age: 20}"), type: "outer.tPerson", id: "good")
                + Self.decision(Self.expression("{age: 200}"), type: "outer.tPerson", id: "bad")
                + Self.decision(Self.expression("200"), type: "outer.inner.tAge", id: "deep"))
        let (model, diagnostics) = DecisionModel.compile(main, imported: [outer, inner])
        #expect(diagnostics.isEmpty, "\(diagnostics)")
        #expect(try "\(model.evaluate("good", [:]).value)" == "{age: 20}")
        #expect(try model.evaluate("bad", [:]).value == .null)
        #expect(try model.evaluate("deep", [:]).value == .null)
    }

    @Test("Allowed values that cannot be read are told with their line")
    func unreadable() throws {
        let text = """
            <definitions xmlns="\(Self.namespace)" id="m" name="m" namespace="urn:m">
            <itemDefinition name="t"><typeRef>number</typeRef>
            <allowedValues><text>[0..</text></allowedValues></itemDefinition>
            \(Self.decision(Self.expression("1"), type: "t"))</definitions>
            """
        let (_, diagnostics) = DecisionModel.parse(Array(text.utf8))
        #expect(diagnostics.map(\.rule) == ["feel-syntax"])
        #expect(diagnostics.first?.line == 3)
        // Camunda 7 and Operaton do not read item definitions.
        let (_, others) = DecisionModel.parse(Array(text.utf8), dialect: .operaton)
        #expect(!others.contains { $0.rule == "feel-syntax" }, "\(others)")
    }

    @Test("Types that refer to themselves end")
    func recursion() throws {
        let types = Self.item(
            "tTree",
            Self.component("n", "number", allowed: "> 0")
                + Self.component("kids", "tTree", isCollection: true))
        for (text, isAllowed) in [
            ("{n: 1, kids: [{n: 2, kids: []}]}", true), ("{n: 1, kids: [{n: 0, kids: []}]}", false),
        ] {
            let model = try Self.model(
                Self.decision(Self.expression(text), type: "tTree"), types: types)
            #expect(try (model.evaluate("d", [:]).value != .null) == isAllowed)
        }
    }
}
