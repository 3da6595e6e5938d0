import JSONTree
import JUEL
import ProcessValues
import Testing

@Suite("Paths into JSON")
struct JSONPathTests {
    private static let store = """
        {"books":[{"title":"A","price":8,"tags":["x","y"]},{"title":"B","price":12},\
        {"title":"C","price":22,"tags":["z"]}],"limit":10,"deep":{"books":[{"title":"D"}]}}
        """

    private static func follow(_ path: String) throws -> ProcessValue {
        var context = TestContext()
        context.variables["j"] = .json(JSONContent(text: store))
        context.variables["path"] = .string(path)
        return try JUELExpression("${j.jsonPath(path).element().toString()}").value(in: &context)
    }

    @Test(
        "a path leads to one value or to a list of all it matches",
        arguments: [
            ("$.books[0].title", #""A""#), ("$['books'][1]['price']", "12"),
            ("$.books[-1].title", #""C""#), ("$.books[*].title", #"["A","B","C"]"#),
            ("$.books[0,2].title", #"["A","C"]"#), ("$.books[1:].title", #"["B","C"]"#),
            ("$.books[:-1].title", #"["A","B"]"#), ("$..title", #"["A","B","C","D"]"#),
            ("$.deep.*", #"[[{"title":"D"}]]"#), ("$.books[?(@.price > 10)].title", #"["B","C"]"#),
            ("$.books[?(@.price < $.limit)].title", #"["A"]"#),
            ("$.books[?(@.tags)].title", #"["A","C"]"#),
            ("$.books[?(!@.tags)].title", #"["B"]"#),
            ("$.books[?(@.title == 'B' || @.price >= 22)].price", "[12,22]"),
            ("$.books[?(@.price > 5 && (@.title == 'A'))].price", "[8]"),
            ("$.books[?('z' in @.tags)].title", #"["C"]"#),
            ("$.books[?(@.title in ['A', 'C'])].price", "[8,22]"),
            ("$..nothing", "[]"), ("$.books[?(@.price == 1)]", "[]"),
        ])
    func paths(path: String, expected: String) throws {
        #expect(try Self.follow(path) == .string(expected))
    }

    @Test(
        "a path that is none, or leads to nothing, fails",
        arguments: [
            "books", "$.none", "$.books[9]", "$.books[", "$.books[?(", "$.", "$.books[?(@.a ==)]",
            "$" + String(repeating: "[?(@", count: 50),
            "$.a[?(" + String(repeating: "(", count: 5_000),
            "$.a[?(@ in "
                + String(repeating: "[", count: 5_000),
        ])
    func failures(path: String) {
        #expect(throws: (any Error).self) { try Self.follow(path) }
    }

    @Test("a scalar has no parts, and a search in it finds nothing")
    func scalars() throws {
        var context = TestContext()
        let text = #"${JSON(42).jsonPath("$..foo[?(42 in @.bar[*])].bazz").element().toString()}"#
        #expect(try JUELExpression(text).value(in: &context) == .string("[]"))
    }
}
