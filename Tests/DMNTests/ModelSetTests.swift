import DMN
import Diagnostics
import FEEL
import Testing
import XMLTree

/// Models that import others, and graphs of decisions.
@Suite struct ModelSetTests {
    private static let namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/"

    private static func model(
        _ name: String, _ imports: [(name: String, model: String)] = [], _ body: String,
        namespace: String = namespace
    ) throws -> XMLElement {
        let imports = imports.map {
            "<import name=\"\($0.name)\" namespace=\"urn:\($0.model)\" importType=\"\(namespace)\"/>"
        }.joined()
        let text = """
            <definitions xmlns="\(namespace)" id="m_\(name)" name="\(name)" namespace="urn:\(name)">
            \(imports)\(body)</definitions>
            """
        return try XMLParser.parse(Array(text.utf8))
    }

    private static func decision(
        _ id: String, _ text: String, needs: String = "", type: String? = nil
    ) -> String {
        let type = type.map { " typeRef=\"\($0)\"" } ?? ""
        return """
            <decision id="\(id)" name="\(id)"><variable name="\(id)"\(type)/>\(needs)
            <literalExpression><text><![CDATA[\(text)]]></text></literalExpression></decision>
            """
    }

    private static func needs(_ kind: String, _ href: String) -> String {
        switch kind {
        case "knowledge":
            "<knowledgeRequirement><requiredKnowledge href=\"\(href)\"/></knowledgeRequirement>"
        case "input":
            "<informationRequirement><requiredInput href=\"\(href)\"/></informationRequirement>"
        default:
            "<informationRequirement><requiredDecision href=\"\(href)\"/></informationRequirement>"
        }
    }

    private static let library =
        """
        <itemDefinition name="tP"><itemComponent name="n"><typeRef>number</typeRef></itemComponent>
        <itemComponent name="nick name"><typeRef>string</typeRef></itemComponent></itemDefinition>
        <businessKnowledgeModel id="add" name="add"><variable name="add"/><encapsulatedLogic>
        <formalParameter name="a" typeRef="number"/><formalParameter name="b" typeRef="number"/>
        <literalExpression><text>a + b</text></literalExpression></encapsulatedLogic>
        </businessKnowledgeModel>
        <inputData id="base" name="base"><variable name="base" typeRef="number"/></inputData>
        """ + decision("calc", "base * 2", needs: needs("input", "#base"), type: "number")

    @Test(
        "What an import defines is known by the import's name: functions, decisions, inputs, types")
    func imports() throws {
        let names = ["a", "b", "c", "d", "e"]
        let main = try Self.model(
            "main", [("my lib", "lib")],
            Self.decision("a", "my lib.add(1, 2)", needs: Self.needs("knowledge", "urn:lib#add"))
                + Self.decision(
                    "b", "my lib.calc + 1", needs: Self.needs("decision", "urn:lib#calc"))
                + Self.decision("c", "my lib.base + 1", needs: Self.needs("input", "urn:lib#base"))
                + Self.decision("d", "{n: 1, nick name: \"z\"} instance of my lib.tP")
                + Self.decision("e", "{n: \"x\", nick name: \"z\"}", type: "my lib.tP"))
        let (model, _) = DecisionModel.compile(
            main, imported: [try Self.model("lib", [], Self.library)])
        let values = try names.map { try model.evaluate($0, ["base": 5]).value }
        #expect(values == [3, 11, 6, true, nil])
    }

    @Test("Types of an import's imports are checked through all of them", arguments: 1...4)
    func nestedTypes(depth: Int) throws {
        var models = [try Self.model("m0", [], Self.library)]
        for level in 1...depth {
            let type = level == 1 ? "i.tP" : "i.tA"
            models.insert(
                try Self.model(
                    "m\(level)", [("i", "m\(level - 1)")],
                    "<itemDefinition name=\"tA\"><typeRef>\(type)</typeRef></itemDefinition>"),
                at: 0)
        }
        let main = try Self.model(
            "main", [("i", "m\(depth)")],
            Self.decision("a", "{n: 4, nick name: \"z\"}", type: "i.tA")
                + Self.decision("b", "{n: \"4\", nick name: \"z\"}", type: "i.tA"))
        let (model, _) = DecisionModel.compile(main, imported: models)
        #expect(try model.evaluate("a", [:]).value["n"] == 4)
        #expect(try model.evaluate("b", [:]).value == nil)
    }

    @Test(
        "Each version's namespace is read",
        arguments: [
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
            "http://www.omg.org/spec/DMN/20180521/MODEL/",
            "https://www.omg.org/spec/DMN/20191111/MODEL/",
            "https://www.omg.org/spec/DMN/20211108/MODEL/",
            "https://www.omg.org/spec/DMN/20230324/MODEL/",
            "https://www.omg.org/spec/DMN/20240513/MODEL/",
        ])
    func versions(_ namespace: String) throws {
        let main = try Self.model(
            "main", [("l", "lib")],
            Self.decision("a", "l.add(1, 2)", needs: Self.needs("knowledge", "urn:lib#add")),
            namespace: namespace)
        let (model, diagnostics) = DecisionModel.compile(
            main, imported: [try Self.model("lib", [], Self.library, namespace: namespace)])
        #expect(diagnostics.isEmpty)
        #expect(try model.evaluate("a", [:]).value == 3)
    }

    @Test("A chain of thousands of decisions is evaluated, and needs no stack")
    func longChain() throws {
        let count = 4_000
        let body = (0..<count).map { position in
            position == 0
                ? Self.decision("c0", "1")
                : Self.decision(
                    "c\(position)", "c\(position - 1) + 1",
                    needs: Self.needs("decision", "#c\(position - 1)"))
        }.joined()
        let (model, diagnostics) = DecisionModel.compile(try Self.model("chain", [], body))
        #expect(diagnostics.isEmpty)
        let last = "c\(count - 1)"
        #expect(try model.evaluate(last, [:]).value.number?.integer == count)
        // A decision that the caller gives is not evaluated.
        #expect(try model.evaluate(last, ["c10": 100]).value.number?.integer == count + 89)
    }

    @Test("A circle of decisions is told, and evaluates to null")
    func circle() throws {
        let body =
            Self.decision("a", "b + 1", needs: Self.needs("decision", "#b"))
            + Self.decision("b", "a + 1", needs: Self.needs("decision", "#a"))
            + Self.decision("c", "b", needs: Self.needs("decision", "#b"))
        let (model, diagnostics) = DecisionModel.compile(try Self.model("circle", [], body))
        #expect(diagnostics.map(\.rule) == ["requirement-cycle", "requirement-cycle"])
        #expect(diagnostics.compactMap(\.elementID) == ["a", "b"])
        #expect(try model.evaluate("c", [:]).value == nil)
    }
}

extension FEELValue {
    fileprivate subscript(name: String) -> FEELValue? { context?[name] }
}
