import ProcessValues
import Testing

@testable import ProcessEngine

/// When conditional events are asked.
@Suite("Conditional events and what sets variables")
struct ConditionTests {
    let bench = CoreBench()

    private func sets(_ event: String) -> String {
        """
        <extensionElements><camunda:executionListener event="\(event)" \
        expression="${execution.setVariable('flag', true)}"/></extensionElements>
        """
    }

    private func boundary(_ host: String, interrupting: Bool = true) -> String {
        """
        <boundaryEvent id="b" attachedToRef="\(host)" cancelActivity="\(interrupting)">\
        <conditionalEventDefinition><condition>${flag}</condition></conditionalEventDefinition>\
        </boundaryEvent><userTask id="h"/>\(flow("b", "h"))
        """
    }

    private func start(_ content: String) throws {
        try bench.deploy(model(content))
        try bench.start("p", [VariableInput("flag", .boolean(false))])
    }

    @Test(
        "an activity does not react to its own end listeners",
        arguments: [true, false])
    func ownEndListener(_ interrupting: Bool) throws {
        try start(
            "<startEvent id=\"s\"/><userTask id=\"a\">\(sets("end"))</userTask>"
                + "<userTask id=\"n\"/>" + boundary("a", interrupting: interrupting)
                + flow("s", "a") + flow("a", "n"))
        try bench.complete("a")
        #expect(try bench.state() == "p(n)")
        #expect(try bench.passages() == "+n a s")
    }

    @Test("the scope around reacts to an end listener inside")
    func endListenerInside() throws {
        try start(
            "<startEvent id=\"s\"/><subProcess id=\"sp\"><startEvent id=\"i\"/>"
                + "<userTask id=\"a\">\(sets("end"))</userTask><userTask id=\"n\"/>"
                + flow("i", "a") + flow("a", "n") + "</subProcess>" + boundary("sp")
                + flow("s", "sp"))
        try bench.complete("a")
        #expect(try bench.state() == "p(h)")
    }

    @Test("a condition that is true when its activity begins is asked once")
    func ownStartListener() throws {
        try start(
            "<startEvent id=\"s\"/><userTask id=\"a\">\(sets("start"))</userTask>"
                + boundary("a", interrupting: false) + flow("s", "a"))
        #expect(try bench.state() == "p(a, h)")
    }

    @Test("a scope made by a modification ends by its flow, not by what its end listener sets")
    func scopeOfAModification() throws {
        try start(
            "<startEvent id=\"s\"/><userTask id=\"z\"/><subProcess id=\"sp\">\(sets("end"))"
                + "<startEvent id=\"i\"/><endEvent id=\"e\"/>" + flow("i", "e")
                + "</subProcess><userTask id=\"n\"/>" + boundary("sp") + flow("s", "z")
                + flow("sp", "n"))
        let id = try #require(bench.typed(ExecutionRow.self).first?.id)
        try bench.run(
            .instance(
                id: id,
                .modify(
                    [
                        .startBefore(
                            activityID: "e", ancestorActivityInstanceID: nil, variables: []),
                        .cancelActivity("z", cancelsCurrentActiveInstances: false),
                    ], skipCustomListeners: false, skipIoMappings: false, annotation: nil)))
        #expect(try bench.state() == "p(n)")
    }
}
