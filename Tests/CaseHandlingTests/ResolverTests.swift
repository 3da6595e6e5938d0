import JSONTree
import Testing

@testable import CaseHandling

/// Facts held in memory.
private struct MemoryFacts: CaseFacts {
    var variables: [String: JSON] = [:]
    var change: CaseChange?
    var zaakShown: JSON?
    private var count = 0

    init(variables: [String: JSON] = [:], change: CaseChange? = nil, zaak: JSON? = nil) {
        self.variables = variables
        self.change = change
        zaakShown = zaak
    }

    func variable(_ name: String) -> JSON? { variables[name] }
    mutating func setVariable(_ name: String, to value: JSON) { variables[name] = value }
    func currentCase() -> Case? { change?.current }

    mutating func changeCase(_ change: (inout CaseChange) throws(CaseError) -> Void) throws {
        guard var current = self.change else { return }
        try change(&current)
        self.change = current
    }

    func zaak() -> JSON? { zaakShown }

    mutating func nextIdentifier() -> String {
        count += 1
        return "id-\(count)"
    }
}

@Suite struct ResolverTests {
    private func facts() throws -> MemoryFacts {
        let change = try CaseChange(
            creating: "c1", of: bezwaar(), document: ["onderwerp": "hek", "aantal": 2], at: 0,
            by: "jan")
        return MemoryFacts(
            variables: ["bedrag": 5, "antwoord": ["naam": "Jansen"]], change: change)
    }

    static let readings: [(String, JSON?)] = [
        ("doc:/onderwerp", "hek"), ("doc:aantal", 2), ("doc:/weg", nil), ("pv:bedrag", 5),
        ("pv:antwoord.naam", "Jansen"), ("pv:antwoord/naam", nil), ("pv:weg", nil),
        ("case:internalStatus", "nieuw"), ("case:id", "c1"), ("case:definitionId.key", "bezwaar"),
        ("BEZWAAR", "BEZWAAR"), ("true", true), ("12", 12), ("1.5", JSON(double: 1.5)),
        ("007", "007"), ("https://x.nl/a:b", "https://x.nl/a:b"),
    ]

    @Test("A text names a value or is one", arguments: readings)
    func reads(text: String, value: JSON?) throws {
        #expect(try ValueResolvers().resolve(text, from: facts()) == value)
    }

    @Test("Texts inside a value are resolved, others left as they are")
    func resolvesAll() throws {
        let value: JSON = ["a": ["pv:bedrag", "gewoon", "12"], "b": ["c": "doc:/weg"], "d": 1]
        #expect(
            try ValueResolvers().resolveAll(value, from: facts())
                == ["a": [5, "gewoon", "12"], "b": ["c": .null], "d": 1])
    }

    @Test("Writes reach the document, variables and the case")
    func writes() throws {
        var facts = try facts()
        let resolvers = ValueResolvers()
        try resolvers.write(7, to: "doc:/aantal", in: &facts)
        try resolvers.write("Piet", to: "pv:antwoord.naam", in: &facts)
        try resolvers.write("behandeling", to: "case:internalStatus", in: &facts)
        #expect(facts.change?.current.document["aantal"] == 7)
        #expect(facts.variables["antwoord"] == ["naam": "Piet"])
        #expect(facts.change?.current.internalStatus == "behandeling")
    }

    @Test(
        "What cannot be done is refused with the text that asks for it",
        arguments: ["case:createdBy", "case:internalStatus", "nergens:x"])
    func refuses(text: String) throws {
        var facts = try facts()
        #expect(throws: (any Error).self) {
            try ValueResolvers().write(3, to: text, in: &facts)
        }
    }

    @Test("Without a case a document cannot be read")
    func needsCase() {
        #expect(throws: ResolverError.noCase("doc:/a")) {
            _ = try ValueResolvers().resolve("doc:/a", from: MemoryFacts())
        }
    }
}
