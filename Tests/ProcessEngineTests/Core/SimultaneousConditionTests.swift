import ProcessValues
import Testing

@testable import ProcessEngine

/// What happens where several conditional events of one scope come true together.
@Suite("Conditional events that come true together")
struct SimultaneousConditionTests {
    /// The events of a sub-process, and what runs afterwards, whether their conditions are true from
    /// the beginning or are made true while a task inside runs.
    struct Case: CustomTestStringConvertible, Sendable {
        let events: [Event]
        let left: String

        var testDescription: String { events.map(\.rawValue).joined(separator: ", ") }
    }

    /// An event of the sub-process; `more` are those that do not interrupt.
    enum Event: String, Sendable {
        case boundary, moreBoundary, inside, moreInside
    }

    private static let cases = [
        Case(events: [.boundary, .boundary], left: "p(h2)"),
        Case(events: [.boundary, .moreBoundary], left: "p(h1, h2)"),
        Case(events: [.moreBoundary, .boundary], left: "p(h2)"),
        Case(events: [.inside, .boundary], left: "p(h2)"),
        Case(events: [.moreInside, .boundary], left: "p(h2)"),
        Case(
            events: [.inside, .moreBoundary], left: "p(h2, sp(e1(h1)))"),
        Case(events: [.inside, .inside], left: "p(sp(e2(h2)))"),
        Case(
            events: [.inside, .moreInside], left: "p(sp(e1(h1), e2(h2)))"),
        Case(events: [.moreInside, .inside], left: "p(sp(e2(h2)))"),
    ]

    private static func process(_ events: [Event]) -> String {
        let condition =
            "<conditionalEventDefinition><condition>${go}</condition></conditionalEventDefinition>"
        var inside = ""
        var outside = ""
        for (index, event) in events.enumerated() {
            let number = index + 1
            let task = "<userTask id=\"h\(number)\"/>"
            let interrupts = event == .inside || event == .boundary
            switch event {
            case .inside, .moreInside:
                inside += """
                    <subProcess id="e\(number)" triggeredByEvent="true"><startEvent id="s\(number)" \
                    isInterrupting="\(interrupts)">\(condition)</startEvent>\(task)\
                    \(flow("s\(number)", "h\(number)"))</subProcess>
                    """
            case .boundary, .moreBoundary:
                outside += """
                    <boundaryEvent id="b\(number)" attachedToRef="sp" \
                    cancelActivity="\(interrupts)">\(condition)</boundaryEvent>\(task)\
                    \(flow("b\(number)", "h\(number)"))
                    """
            }
        }
        return model(
            """
            <startEvent id="s"/>\(flow("s", "first"))<userTask id="first"/>\(flow("first", "sp"))\
            <subProcess id="sp"><startEvent id="i"/>\(flow("i", "t"))<userTask id="t"/>\(inside)\
            </subProcess>\(outside)
            """)
    }

    @Test("all that wait see it, the last that interrupts wins", arguments: cases)
    func together(_ one: Case) throws {
        for isAtOnce in [true, false] {
            let bench = CoreBench()
            try bench.deploy(Self.process(one.events))
            let id = try #require(try bench.start("p", [VariableInput("go", .boolean(isAtOnce))]))
            try bench.complete("first")
            if !isAtOnce {
                #expect(try bench.state() == "p(sp(t))")
                try bench.run(
                    .changeVariables(
                        VariableChange(
                            scope: .execution(id),
                            modifications: [VariableInput("go", .boolean(true))])))
            }
            #expect(bench.lastError == nil)
            let running = try bench.state()
            #expect(running == one.left)
        }
    }
}
