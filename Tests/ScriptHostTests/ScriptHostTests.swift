import ScriptHost
import Testing

/// The worker is a program that the build puts beside the test bundle.
let workerPath: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""
    let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder + ["script-worker"]).joined(separator: "/")
}()

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ScriptHostTests {
    private let host = ScriptHost(
        limits: ScriptLimits(time: .milliseconds(300), grace: .milliseconds(1_700)),
        executable: workerPath)

    private func run(_ source: String, on other: ScriptHost? = nil) async throws -> String {
        try await (other ?? host).run(source, named: "test", input: "null")
    }

    @Test("A script gives the value of its last statement")
    func values() async throws {
        #expect(try await run("20 + 22") == #"{"value":42,"writes":[],"printed":[]}"#)
        #expect(try await run("20 * 2.1").contains(#""value":{"t":"Double","v":42}"#))
        #expect(try await run("'é' + '!'").contains(#""value":"é!""#))
    }

    @Test("Scripts share nothing")
    func isolation() async throws {
        _ = try await run("leak = 1; Object.prototype.x = 1; JSON.parse = () => 5; S.y = 1")
        let types = try await run(
            "typeof leak + typeof ({}).x + typeof S.y + JSON.stringify(JSON.parse('[7]'))")
        #expect(types.contains(#""value":"undefinedundefinedundefined[7]""#))
    }

    @Test("What a script throws is told with its line")
    func exceptions() async throws {
        let thrown = try await run("\n\nthrow new Error('no')")
        #expect(thrown.contains(#""message":"Error: no""#) && thrown.contains(#""line":3"#))
        let depth = try await run("(function f() { return f() + 1 })()")
        #expect(depth.contains("RangeError: Maximum call stack size exceeded."))
        #expect(try await run("if (").contains("SyntaxError"))
    }

    @Test("A mistake of syntax is found without running anything")
    func syntax() async throws {
        #expect(try await host.syntaxError(in: "while (true) {}") == nil)
        #expect(try await host.syntaxError(in: "var a = ;")?.contains("SyntaxError") == true)
    }

    @Test(
        "A script without end is ended, and the next one runs",
        arguments: [
            "while (true) {}", "Promise.resolve().then(() => { while (true) {} })",
            "/^(([a-z])+.)+[A-Z]([a-z])+$/.test('\(String(repeating: "a", count: 60))')",
            "({ toJSON() { while (true) {} } })",
        ])
    func time(source: String) async throws {
        await #expect(throws: ScriptError.timeLimit) { try await run(source) }
        #expect(try await run("1 + 1").contains(#""value":2"#))
    }

    @Test(
        "A script that eats memory is ended, and the next one runs",
        arguments: [
            "var o = {}; for (var i = 0; ; i++) o['k' + i] = { i: i }",
            "var a = []; while (true) a.push(new Array(100000).fill(1.5))",
            "var s = 'x'; while (true) s += s + 'y'",
        ])
    func memory(source: String) async throws {
        let limits = ScriptLimits(time: .seconds(20), memory: 64 << 20)
        let host = ScriptHost(limits: limits, executable: workerPath)
        do {
            let answer = try await run(source, on: host)
            #expect(answer.contains("RangeError") || answer.contains("Out of memory"))
        } catch {
            guard case .workerEnded = error as? ScriptError else {
                Issue.record("ended by \(error)")
                return
            }
        }
        #expect(try await run("1 + 1", on: host).contains(#""value":2"#))
    }

    @Test("No function reaches outside")
    func globals() async throws {
        let names = [
            "require", "process", "fetch", "load", "read", "SharedArrayBuffer", "WebAssembly",
        ]
        let source = names.map { "typeof \($0)" }.joined(separator: "+")
        let expected = String(repeating: "undefined", count: names.count)
        #expect(try await run(source).contains("\"\(expected)\""))
    }

    @Test("Several hosts run scripts side by side")
    func pool() async throws {
        let pool = ScriptPool(count: 2, executable: workerPath)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await pool.run("\(number) + 0", named: "test", input: "null")
                        .contains("\"value\":\(number),")
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test("Without a program to start, the failure says so")
    func absent() async {
        let host = ScriptHost(executable: "/nowhere/script-worker")
        await #expect(throws: ScriptError.workerUnavailable(code: 2)) {
            try await run("1", on: host)
        }
    }
}
