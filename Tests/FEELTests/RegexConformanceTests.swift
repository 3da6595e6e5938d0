import Foundation
import SharedMaterial
import Testing
import XMLTree

@testable import FEEL

/// The W3C's tests of `matches`, `replace` and `tokenize` that are calls with texts written out.
@Suite struct RegexConformanceTests {
    /// What a test expects.
    private enum Outcome: Equatable {
        case value(FEELValue)
        /// What the tests write of lists that were joined.
        case joined(String)

        func isMet(by value: FEELValue) -> Bool {
            switch self {
            case .value(let expected): return value == expected
            case .joined(let expected):
                guard let parts = value.list?.compactMap(\.string) else {
                    return value == .string(expected)
                }
                return parts.joined(separator: " ") == expected
            }
        }
    }

    /// A test that is left out, and why.
    private static let leftOut = [
        // Our patterns are bounded, so that no text can keep the server busy.
        "cbcl-matches-038"
    ]

    @Test(
        "The W3C's calls of functions with patterns have their outcomes",
        arguments: [
            ("matches.re.xml", "matches", 275), ("matches.xml", "matches", 132),
            ("replace.xml", "replace", 70), ("tokenize.xml", "tokenize", 24),
        ])
    func calls(file: String, name: String, least: Int) throws {
        guard let document = try Self.document(file) else { return }
        var passed = 0
        var failed: [String] = []
        var others = 0
        for test in document.children("test-case") {
            guard let (arguments, outcome) = Self.call(test, name) else {
                others += 1
                continue
            }
            if outcome.isMet(by: Self.evaluate(name, arguments)) {
                passed += 1
            } else {
                failed.append(test.attribute("name") ?? "")
            }
        }
        print("\(file): \(passed) passed, \(failed.count) failed, \(others) not of FEEL: \(failed)")
        #expect(failed.isEmpty && passed >= least)
    }

    @Test("Perl's patterns match as the W3C has them in this dialect")
    func perl() throws {
        guard let document = try Self.document("matches/perl-tests.xml") else { return }
        var passed = 0
        var failed: [String] = []
        var others = 0
        for test in document.children("test") {
            let outcomes: [String: FEELValue] = ["y": true, "n": false, "c": .null]
            guard let text = test.attribute("input"), let pattern = test.attribute("regex"),
                let expected = outcomes[test.attribute("result") ?? ""],
                expected.isNull || !pattern.contains("(?")
            else {
                // The rest is of Perl alone, or of a later dialect.
                others += 1
                continue
            }
            let flags = test.attribute("flags").map { [$0] } ?? []
            if Self.evaluate("matches", [text, pattern] + flags) == expected {
                passed += 1
            } else {
                failed.append(test.attribute("id") ?? "")
            }
        }
        print(
            "perl-tests.xml: \(passed) passed, \(failed.count) failed, \(others) not of FEEL: \(failed)"
        )
        #expect(failed.isEmpty && passed >= 737)
    }

    private static func document(_ file: String) throws -> XMLElement? {
        let shared = SharedMaterial.folder.path
        let path = "\(shared)/regex-qt3/fn/\(file)"
        guard let data = FileManager.default.contents(atPath: path) else {
            print("The W3C's tests are not at \(path): set RADERWERK_SHARED to run them.")
            #expect(ProcessInfo.processInfo.environment["CI"] == nil)
            return nil
        }
        return try XMLParser.parse(Array(data))
    }

    private static func evaluate(_ name: String, _ arguments: [String]) -> FEELValue {
        let function = name == "tokenize" ? "split" : name
        let names = ["a", "b", "c", "d"].prefix(arguments.count)
        let context = FEELContext(zip(names, arguments.map { .string($0) }))
        let text = "\(function)(\(names.joined(separator: ", ")))"
        return (try? FEELExpression(parsing: text).evaluate(context)) ?? .null
    }

    /// The arguments and the outcome of a call of texts alone; nil of other tests, and of those
    /// that are of a later dialect.
    private static func call(_ test: XMLElement, _ name: String) -> ([String], Outcome)? {
        let isLater = test.children("dependency").contains { dependency in
            let value = dependency.attribute("value") ?? ""
            return value == "1.1" || value.contains("30+") && !value.contains("20")
                || value.contains("31+")
        }
        guard !isLater, !leftOut.contains(test.attribute("name") ?? ""),
            let text = test.child("test")?.text, !text.contains("every $s in tokenize"),
            let inner = inner(of: text, name), let arguments = literals(inner),
            arguments.count >= 2, name != "tokenize" || arguments.count == 2,
            let result = test.child("result")
        else { return nil }
        let isOfPattern = result.child("error") != nil
        if arguments[1].contains("(?"), !isOfPattern { return nil }
        if result.child("assert-true") != nil { return (arguments, .value(true)) }
        if result.child("assert-false") != nil { return (arguments, .value(false)) }
        if isOfPattern { return (arguments, .value(.null)) }
        if let text = result.child("assert-string-value")?.text {
            return (arguments, .joined(text))
        }
        if let text = result.child("assert-eq")?.text, let value = literals(text)?.first {
            return (arguments, .value(.string(value)))
        }
        if var text = result.child("assert-deep-eq")?.text.trimmingCharacters(in: .whitespaces) {
            if text.hasPrefix("("), text.hasSuffix(")") {
                text = String(text.dropFirst().dropLast())
            }
            return literals(text).map { (arguments, .value(.list($0.map { .string($0) }))) }
        }
        return nil
    }

    /// What stands in the parentheses of a call.
    private static func inner(of text: String, _ name: String) -> String? {
        var text = text.trimmingCharacters(in: .whitespacesAndNewlines)[...]
        if text.hasPrefix("fn:") { text = text.dropFirst(3) }
        guard text.hasPrefix("\(name)("), text.hasSuffix(")") else { return nil }
        return String(text.dropFirst(name.count + 1).dropLast())
    }

    /// Texts in quotes with commas between them; nil if there is anything else.
    private static func literals(_ text: String) -> [String]? {
        var result: [String] = []
        var rest = text.unicodeScalars[...]
        func skipSpace() { rest = rest.drop { $0.properties.isWhitespace } }
        repeat {
            skipSpace()
            guard let quote = rest.popFirst(), quote == "\"" || quote == "'" else { return nil }
            var item = String.UnicodeScalarView()
            while let scalar = rest.popFirst() {
                if scalar == quote {
                    guard rest.first == quote else { break }
                    rest.removeFirst()
                }
                item.append(scalar)
            }
            result.append(resolved(String(item)))
            skipSpace()
        } while rest.popFirst() == ","
        skipSpace()
        return rest.isEmpty ? result : nil
    }

    /// With the references to characters that XQuery knows in texts.
    private static func resolved(_ text: String) -> String {
        text.replacing(/&#x([0-9A-Fa-f]+);/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }
    }
}
