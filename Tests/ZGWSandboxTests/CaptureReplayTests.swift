import JSONTree
import Testing

@Suite struct CaptureReplayTests {
    /// Captures that are not sent, each with its reason.
    private static let leftOut: [String: String] = [
        "10-027": "contents of documents are not served",
        "10-032": "the besluit was made in captures of prefix 09",
    ]

    /// Answers that cannot hold the same, each with its reason.
    private static let otherAnswers: [String: String] = [
        "06-001": "the servers have an applicatie for each other",
        "06-002": "the client's applicatie is made by the sandbox",
        "07-084": "the large document was uploaded in parts",
        "13-001": "the channels are made by the sandbox",
    ]

    /// The calls that the demo of a municipality makes, each by a capture of its like.
    private static let callsOfTheDemo: Set<String> = [
        // Zaaktype, statustypen, resultaattypen and roltypen are looked up.
        "02-039", "02-046", "02-047", "02-048",
        // The zaak is made, looked up after an unclear outcome, and read.
        "03-001", "03-003", "03-028", "07-069",
        // The initiator is added, and looked for.
        "04-001", "04-021",
        // Statussen and the resultaat are set once each, and looked for.
        "03-049", "03-052", "03-059", "05-020", "05-021", "05-023", "07-005",
        // The task object is made under an identifier of ours, read, found, answered and closed.
        "11-010", "11-011", "11-012", "11-020", "11-021", "11-027", "11-034",
        // We subscribe, unless we have.
        "13-008", "13-011",
    ]

    @Test func capturesAreThereWhereTheyMustBe() {
        #expect(SharedFolder.isThere || !SharedFolder.mustBeThere)
    }

    @Test(.enabled(if: SharedFolder.isThere))
    func answersAreThoseOfTheRealServersAndFitTheirSpecifications() async throws {
        let captures = try Capture.all(["01", "02", "03", "04", "05", "06", "07", "10", "11", "13"])
        let specifications = try APISpecifications()
        var replay = try await CaptureReplay()
        var passed: Set<String> = []
        var codes = Tally()
        var contents = Tally()
        var schemas = Tally()
        var fitting = 0
        for capture in captures where Self.leftOut[capture.number] == nil {
            try await ReplayPreparation.prepare(for: capture, &replay)
            let reply = try await replay.send(capture)
            let expected = AnswerCodes(status: capture.status, body: capture.response)
            let actual = AnswerCodes(status: reply.status, body: reply.body)
            let isLabelled = reply.header("X-Sandbox") == "raderwerk"
            if actual == expected { passed.insert(capture.number) }
            codes.note(
                actual == expected && isLabelled,
                "\(capture.file): expected \(expected), got \(actual) \(reply.body)")
            guard capture.status < 300, reply.status < 300 else { continue }
            // What lists hold in prefix 10 hangs on documents and besluiten that were not replayed.
            if Self.otherAnswers[capture.number] == nil, !capture.file.hasPrefix("10-") {
                var comparison = AnswerComparison()
                comparison.compare(try replay.translated(capture.response), reply.body)
                contents.note(
                    comparison.differences.isEmpty, "\(capture.file): \(comparison.differences)")
            }
            if let violations = try specifications.violations(of: reply, to: capture) {
                // Where the real server does not keep to its specification, neither do we.
                let further = violations.own.subtracting(violations.recorded)
                schemas.note(further.isEmpty, "\(capture.file): \(further)")
                if violations.own.isEmpty { fitting += 1 }
            }
        }
        await replay.shutdown()
        print("captures, status and codes: \(codes), of \(captures.count)")
        print("captures, whole answers: \(contents)")
        print("captures, OpenAPI schemas: \(schemas), \(fitting) without any deviation")
        for (number, reason) in Self.leftOut.sorted(by: { $0.key < $1.key }) {
            print("left out: \(number): \(reason)")
        }
        for (number, reason) in Self.otherAnswers.sorted(by: { $0.key < $1.key }) {
            print("whole answer not compared: \(number): \(reason)")
        }
        #expect(codes.failures == [])
        #expect(contents.failures == [])
        #expect(schemas.failures == [])
        #expect(Self.callsOfTheDemo.subtracting(passed) == [])
        #expect(codes.passed >= 445)
        #expect(contents.passed >= 257)
        #expect(schemas.passed >= 276)
    }
}

/// How many checks passed, and which did not.
private struct Tally: CustomStringConvertible {
    private(set) var passed = 0
    private(set) var failures: [String] = []

    mutating func note(_ isRight: Bool, _ failure: @autoclosure () -> String) {
        if isRight { passed += 1 } else { failures.append(failure()) }
    }

    var description: String { "\(passed) passed, \(failures.count) failed" }
}
