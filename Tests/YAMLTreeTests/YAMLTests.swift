import Testing
import YAMLTree

struct YAMLTests {
    @Test("Scalars follow the core schema of YAML 1.2")
    func scalars() throws {
        let cases: [(String, YAMLNode.Value)] = [
            ("~", .null), ("true", .bool(true)), ("yes", .string("yes")), ("off", .string("off")),
            ("12", .integer(12)), ("-3", .integer(-3)), ("0x1F", .integer(31)),
            ("0o17", .integer(15)), ("010", .integer(10)), ("1.50", .real(1.5)),
            ("1e3", .real(1000)), (".inf", .real(.infinity)), ("1_000", .string("1_000")),
            ("12:30", .string("12:30")), ("'12'", .string("12")), ("0x-1", .string("0x-1")),
            ("1.2.3", .string("1.2.3")), ("", .null), ("nan", .string("nan")),
        ]
        for (text, value) in cases {
            #expect(try YAMLNode(parsing: "a: \(text)")["a"]?.value == value, "\(text)")
        }
    }

    @Test("Nodes know their lines")
    func lines() throws {
        let node = try YAMLNode(
            parsing: "# head\nserver:\n  port: 80\n  hosts:\n    - a\n    - b\n")
        #expect(node["server"]?["port"]?.line == 3)
        guard case .sequence(let hosts)? = node["server"]?["hosts"]?.value else {
            Issue.record("hosts is a sequence")
            return
        }
        #expect(hosts.map(\.line) == [5, 6])
    }

    @Test(
        "What a configuration should not hold is refused, with its line",
        arguments: [
            ("a: 1\nb: &x [1]", 2), ("a: *x", 1), ("a: 1\na: 2", 2), ("a: 1\n---\nb: 2", 2),
            ("a: !!str 1", 1), ("a: [1", 1), ("? [a]\n: 1", 1), ("a: 1\n\tb: 2", 2),
        ])
    func refused(text: String, line: Int) {
        let error = #expect(throws: YAMLError.self) { try YAMLNode(parsing: text) }
        #expect((error?.line ?? 0) >= line)
    }

    @Test("Deep nesting is refused")
    func depth() {
        let text = String(repeating: "[", count: 10_000)
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: text) }
    }
}
