import Foundation
import SharedMaterial
import Testing
import XMLTree

@testable import FEEL

@Suite struct RegexTests {
    /// Whether a pattern is found; nil if it is refused or takes too long.
    private func found(_ pattern: String, _ text: String, flags: String = "") -> Bool? {
        guard let regex = try? FEEL.Regex(pattern, flags: flags) else { return nil }
        var matcher = RegexMatcher(regex, text: Array(text.unicodeScalars))
        do {
            return try matcher.firstMatch(from: 0) != nil
        } catch {
            return nil
        }
    }

    @Test(
        "The dialect is that of XPath 2.0",
        arguments: [
            ("^a.c$", "abc", "", true), ("a.c", "a\nc", "", false), ("a.c", "a\nc", "s", true),
            ("^b$", "a\nb\nc", "", false), ("^b$", "a\nb\nc", "m", true), ("a b", "ab", "x", true),
            ("[ ]", " ", "x", true), ("ABC", "abc", "i", true), ("k", "\u{212A}", "i", true),
            ("[A-Z-[OI]]", "x", "i", true), ("[A-Z-[OI]]", "o", "i", false),
            ("[^Q]", "q", "i", false),
            ("(a)\\1", "aA", "i", true), ("(a|b)\\1", "ab", "", false),
            ("^((.)?a\\2)+$", "babadad", "", true), ("^((a)|(b\\2))+$", "abab", "", true),
            ("\\p{IsBasicLatin}+", "x", "", true),
            ("^\\p{Lu}$", "É", "", true), ("^\\P{Lu}$", "É", "", false),
            ("^\\i\\c*$", "a-b.c", "", true),
            ("a{2,3}", "aa", "", true), ("^a+?$", "aaa", "", true), ("^(a*)*$", "aaa", "", true),
            ("", "", "", true), ("^\\w+$", "a_b", "", false),
        ])
    func dialect(pattern: String, text: String, flags: String, expected: Bool) {
        #expect(found(pattern, text, flags: flags) == expected)
    }

    @Test(
        "Patterns that are not of the dialect are refused",
        arguments: [
            "(", ")", "[", "a**", "*a", "[z-a]", "\\", "\\q", "(?:a)", "(?=a)", "[\\1]", "(a)\\2",
            "a{3,2}", "[]",
            "\\p{IsNowhere}", "\\p{Xx}", "a{1000000}{2}",
        ])
    func refused(pattern: String) {
        #expect(throws: RegexParser.Failure.self) { try FEEL.Regex(pattern) }
    }

    @Test("A search that would never end is given up")
    func endless() throws {
        let regex = try FEEL.Regex("^(a+)+$")
        var matcher = RegexMatcher(
            regex, text: Array((String(repeating: "a", count: 200) + "b").unicodeScalars))
        #expect(throws: RegexMatcher.Exhausted.self) { try matcher.firstMatch(from: 0) }
    }

    @Test("The W3C's tests of XML Schema patterns pass")
    func schemaPatterns() throws {
        let shared = SharedMaterial.folder.path
        let path = "\(shared)/regex-qt3/fn/matches.re.xml"
        guard let data = FileManager.default.contents(atPath: path) else {
            print("The W3C's tests are not at \(path): set RADERWERK_SHARED to run them.")
            #expect(ProcessInfo.processInfo.environment["CI"] == nil)
            return
        }
        var passed = 0
        var failed: [String] = []
        for testCase in try XMLParser.parse(Array(data)).children("test-case") {
            guard let test = SchemaTest(testCase) else { continue }
            let holds =
                test.matching.allSatisfy { found(test.pattern, $0) == true }
                && test.other.allSatisfy { found(test.pattern, $0) == false }
            if holds { passed += 1 } else { failed.append(testCase.attribute("name") ?? "") }
        }
        print("\(passed) passed, \(failed.count) failed: \(failed)")
        #expect(passed >= 639 && failed.isEmpty)
    }

    /// A pattern with the texts that it matches as a whole, and those that it does not.
    private struct SchemaTest {
        let pattern: String
        let matching: [String]
        let other: [String]

        init?(_ testCase: XMLElement) {
            // FEEL has XPath 2.0's dialect, which is of XML Schema 1.0.
            let isLater = testCase.children("dependency").contains {
                $0.attribute("type") == "xsd-version" && $0.attribute("value") == "1.1"
            }
            guard !isLater,
                // Long texts are put together from pieces.
                let text = testCase.child("test")?.text.replacing(/'\|\|\s*'/, with: ""),
                testCase.child("result")?.child("assert-true") != nil
            else { return nil }
            let first = text.components(separatedBy: "', ',') satisfies matches($s, '^(?:")
            guard first.count == 2, let start = first[0].range(of: "tokenize('") else { return nil }
            let second = first[1].components(separatedBy: ")$')) and (every $s in tokenize('")
            guard second.count == 2 else { return nil }
            let third = second[1].components(separatedBy: "', ',') satisfies not(matches($s, '^(?:")
            guard third.count == 2 else { return nil }
            let inner = second[0].replacingOccurrences(of: "''", with: "'")
            // A group of ours would change the numbers that references back have.
            pattern = inner.contains("\\1") ? "^\(inner)$" : "^(\(inner))$"
            matching = Self.texts(String(first[0][start.upperBound...]))
            other = Self.texts(third[0])
        }

        private static func texts(_ list: String) -> [String] {
            if list.isEmpty { return [] }
            // By code points: a comma before a combining mark is a comma, too.
            let items = list.replacingOccurrences(of: "''", with: "'").unicodeScalars
                .split(separator: ",", omittingEmptySubsequences: false)
            return items.map { item in
                var result = ""
                var rest = String(item)[...]
                while let mark = rest.range(of: "#x"),
                    let end = rest[mark.upperBound...].firstIndex(of: ";"),
                    let value = UInt32(rest[mark.upperBound..<end], radix: 16),
                    let scalar = Unicode.Scalar(value)
                {
                    result += rest[..<mark.lowerBound]
                    result.unicodeScalars.append(scalar)
                    rest = rest[rest.index(after: end)...]
                }
                return result + rest
            }
        }
    }
}
