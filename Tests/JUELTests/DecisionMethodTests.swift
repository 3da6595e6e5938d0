import JSONTree
import ProcessValues
import Testing

@testable import JUEL

@Suite("Results of decisions in expressions")
struct DecisionMethodTests {
    private static func result(_ text: String) throws -> ProcessValue {
        .object(
            ObjectValue(
                tree: try JSON(parsing: Array(text.utf8)),
                typeName: ObjectValue.decisionResultClass))
    }

    private func evaluate(_ expression: String) throws -> ProcessValue {
        var context = TestContext()
        context.variables = [
            "one": try Self.result(#"[{"a":"x"}]"#),
            "wide": try Self.result(#"[{"a":"x","b":5}]"#),
            "many": try Self.result(#"[{"a":"x"},{"a":"y","b":6}]"#),
            "none": try Self.result("[]"),
        ]
        return try JUELExpression("${\(expression)}").value(in: &context)
    }

    @Test(
        "a result gives its rules and their outputs",
        arguments: [
            ("one.getSingleEntry()", ProcessValue.string("x")),
            ("none.getSingleEntry()", .null), ("none.getSingleResult()", .null),
            ("none.getFirstResult()", .null), ("wide.getSingleResult().b", .integer(5)),
            ("many.getFirstResult().getSingleEntry()", .string("x")),
            ("many.getFirstResult()['a']", .string("x")),
            ("many.get(1).getEntry('b')", .integer(6)),
            ("many[1].getFirstEntry()", .string("y")),
            ("many.collectEntries('a').get(1)", .string("y")),
            ("many.collectEntries('b').size()", .integer(1)),
            ("many.getResultList().size()", .integer(2)), ("many.size()", .integer(2)),
            ("wide.get(0).getEntryMap().get('b')", .integer(5)), ("none.isEmpty()", .boolean(true)),
        ])
    func parts(expression: String, expected: ProcessValue) throws {
        #expect(try evaluate(expression) == expected)
    }

    @Test(
        "several results or outputs are no single one, and an unknown output is none",
        arguments: [
            "many.getSingleResult()", "many.getSingleEntry()", "wide.getSingleEntry()",
            "one.get(0).getEntry('zz')", "one.getNothing()",
            "many.getResultList().getSingleResult()",
        ])
    func failures(expression: String) throws {
        #expect(throws: (any Error).self) { try evaluate(expression) }
    }

    @Test("a part has the class that the reference gives it")
    func classes() throws {
        guard case .object(let part) = try evaluate("one.get(0)") else {
            Issue.record("no object")
            return
        }
        #expect(part.typeName == ObjectValue.decisionEntriesClass)
    }
}
