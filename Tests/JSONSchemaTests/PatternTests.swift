import Testing

@testable import JSONSchema

struct PatternTests {
    private static let cases: [(pattern: String, text: String, isFound: Bool)] = [
        ("a|bc", "xbc", true), ("^(a|ab)(c|bcd)$", "abcd", true), ("^a{2,3}$", "aaaa", false),
        ("^a{2,}?b", "aaab", true), ("^[^a-c]+$", "def", true), ("^[^a-c]+$", "dbf", false),
        (#"^\d{4}\s?[A-Z]{2}$"#, "2511 BT", true), (#"^\d{4}\s?[A-Z]{2}$"#, "2511 bt", false),
        (#"^(?!.*(SS|SA|SD)$)\d{4}[A-Z]{2}$"#, "2511SS", false),
        (#"^(?=.*\d)(?=.*[a-z]).{4,}$"#, "a1bc", true), (#"(?<=€)\d+"#, "€12", true),
        (#"(?<!€)\b\d+"#, "€12", false), (#"^(.)(.)\2\1$"#, "abba", true),
        (#"^(?<q>['"]).*\k<q>$"#, #""a""#, true), (#"^(?<q>['"]).*\k<q>$"#, #""a'"#, false),
        ("^(a*)*$", "aaa", true), ("^(a*)*$", "aab", false), ("^(|a)+$", "aaa", true),
        (#"\bzaak\b"#, "de zaak is", true), (#"\Bzaak"#, "de zaak", false),
        (#"^\p{Lu}\p{Ll}+$"#, "Élan", true), (#"^\P{L}+$"#, "12€", true),
        (#"^[\p{L} '-]+$"#, "Anne-Marie d'Œuf", true),
        (#"^[\w.%+-]+@[\w.-]+$"#, "a@b.nl", true),
        (#"^\u{1F600}$"#, "😀", true), (#"^\ud83d\ude00$"#, "😀", true), ("^.$", "😀", true),
        ("", "", true), ("[]", "a", false), ("[^]", "\n", true), (".", "\n", false),
        ("^a{,2}$", "a{,2}", true), ("x{", "x{", true), (#"^[a\-z]+$"#, "a-z", true),
        (#"\/\-\_"#, "/-_", true), ("^[a-]+$", "a-", true), (#"^[\w-.]+$"#, "a-b.c", true),
        ("(?:a(?=b))b", "ab", true),
        ("^(?:(a)|b)*$", "ab", true), ("^(?!(a)b)\\1a", "ac", true),
    ]

    @Test("Patterns find what ECMA-262 says they find", arguments: cases)
    func finds(pattern: String, text: String, isFound: Bool) throws {
        #expect(try Pattern(pattern).search(text) == (isFound ? .found : .notFound))
    }

    @Test(
        "What is no pattern is refused",
        arguments: [
            "(", ")", "[a", "*a", "a**", "a{2,1}", #"\"#, #"\q"#, #"\1"#, #"\k<a>"#,
            "(?<a>b)(?<a>c)",
            "[b-a]", #"[a-\d]"#, #"\p{Nope}"#, "(?i)a", "^*", "a{100001}", #"\u{110000}"#, #"\xg0"#,
            "((a{1000}){1000}){1000}",
        ])
    func refused(pattern: String) {
        #expect(throws: PatternError.self) { try Pattern(pattern) }
    }

    @Test("Groups that nest without end are refused before the stack ends")
    func depth() {
        let text = String(repeating: "(", count: 100_000)
        #expect(throws: PatternError.self) { try Pattern(text) }
    }

    @Test("A search that explodes is given up")
    func cost() throws {
        let text = String(repeating: "a", count: 60) + "!"
        #expect(try Pattern("^(a|a)*$").search(text) == .tooCostly)
        #expect(try Pattern("^(a+)+$").search(text) == .tooCostly)
        #expect(try Pattern("^a+$").search(text) == .notFound)
        let long = String(repeating: "a", count: 100_000)
        #expect(try Pattern("^[a-z]*$").search(long) == .found)
    }
}
