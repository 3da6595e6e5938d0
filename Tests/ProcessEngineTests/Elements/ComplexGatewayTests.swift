import ProcessValues
import Testing

@testable import ProcessEngine

@Suite("Complex gateways")
struct ComplexGatewayTests {
    let bench = CoreBench()

    private func joined(
        _ condition: String, late: String = "${!waitingForStart}",
        start: String = "${waitingForStart}"
    ) -> String {
        model(
            """
            <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
            <userTask id="c"/><complexGateway id="x"><activationCondition>\(condition)\
            </activationCondition></complexGateway><userTask id="on"/><userTask id="rest"/>\
            <endEvent id="e"/>
            """ + flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("g", "c")
                + flow("a", "x") + flow("b", "x") + flow("c", "x") + flow("x", "on", start)
                + flow("x", "rest", late))
    }

    @Test("two of three tokens start it, the third resets it")
    func twoOfThree() throws {
        try bench.deploy(joined("${activationCount >= 2}"))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(b, c, x)")
        try bench.complete("c")
        #expect(try bench.state() == "p(b, on)")
        try bench.complete("b")
        #expect(try bench.state() == "p(on, rest)")
        try bench.complete("on")
        try bench.complete("rest")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("a reset that gives no token is no error")
    func quietReset() throws {
        try bench.deploy(joined("${activationCount >= 2}", late: "${false}"))
        try bench.start()
        try bench.complete("a")
        try bench.complete("b")
        try bench.complete("on")
        #expect(try bench.state() == "p(c)")
        try bench.complete("c")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("a start that gives no token is an error")
    func noFlow() throws {
        try bench.deploy(joined("${activationCount >= 2}", start: "${false}"))
        try bench.start()
        try bench.complete("a")
        try bench.complete("b")
        #expect(bench.lastError?.message.contains("ENGINE-02004") == true)
        #expect(try bench.state() == "p(b, c, x)")
    }

    @Test("when all tokens start it, it is reset at once")
    func all() throws {
        try bench.deploy(joined("${activationCount >= 3}"))
        try bench.start()
        try bench.complete("a")
        try bench.complete("b")
        #expect(try bench.state() == "p(c, x, x)")
        try bench.complete("c")
        #expect(try bench.state() == "p(on)")
    }

    private let choosing = model(
        """
        <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
        <exclusiveGateway id="q"/><userTask id="away"/><complexGateway id="x">\
        <activationCondition>${activationCount >= 1}</activationCondition></complexGateway>\
        <userTask id="on"/><userTask id="rest"/>
        """ + flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("a", "x") + flow("b", "q")
            + flow("q", "x", "${stays}") + flow("q", "away", "${!stays}")
            + flow("x", "on", "${waitingForStart}") + flow("x", "rest", "${!waitingForStart}"))

    @Test("a token that has gone another way is not waited for")
    func goneAway() throws {
        try bench.deploy(choosing)
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(b, on)")
        try bench.complete("b", [VariableInput("stays", .boolean(false))])
        #expect(try bench.state() == "p(away, on, rest)")
        for task in ["on", "rest", "away"] { try bench.complete(task) }
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("a reset comes before the end of the process, when the last token has ended elsewhere")
    func lastToken() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
                <exclusiveGateway id="q"/><endEvent id="away"/><complexGateway id="x">\
                <activationCondition>${activationCount >= 1}</activationCondition>\
                </complexGateway><endEvent id="on"/><userTask id="rest"/>
                """ + flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("a", "x")
                    + flow("b", "q") + flow("q", "x", "${stays}")
                    + flow("q", "away", "${!stays}") + flow("x", "on", "${waitingForStart}")
                    + flow("x", "rest", "${!waitingForStart}")))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(b)")
        try bench.complete("b", [VariableInput("stays", .boolean(false))])
        #expect(try bench.state() == "p(rest)")
        try bench.complete("rest")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test(
        "a gateway that waits to be reset gives nothing more once its scope was terminated",
        arguments: [
            "<terminateEventDefinition/>",
            "<signalEventDefinition signalRef=\"sig\"/><terminateEventDefinition/>",
        ])
    func terminated(definitions: String) throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="i"/>\
                <parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
                <complexGateway id="x"><activationCondition>${activationCount >= 1}\
                </activationCondition></complexGateway><serviceTask id="on" \
                camunda:expression="${execution.hasVariable('n') ? n + 1 : 1}" \
                camunda:resultVariable="n"/><endEvent id="e">\(definitions)</endEvent>\
                \(flow("i", "g"))\(flow("g", "a"))\(flow("g", "b"))\(flow("a", "x"))\
                \(flow("b", "x"))\(flow("x", "on"))\(flow("on", "e"))</subProcess>\
                <userTask id="h"/>
                """ + flow("s", "sub") + flow("sub", "h"),
                root: "<signal id=\"sig\" name=\"sig\"/>"))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(h)")
        #expect(try bench.variable("n") == .long(1))
    }

    @Test("tokens that came while it waited to be reset start it again")
    func startsAgain() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
                <userTask id="c"/><exclusiveGateway id="m"/><complexGateway id="x">\
                <activationCondition>${activationCount >= 1}</activationCondition>\
                </complexGateway><userTask id="on"/><endEvent id="e"/>
                """ + flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("g", "c")
                    + flow("a", "m") + flow("c", "m") + flow("m", "x") + flow("b", "x")
                    + flow("x", "on", "${waitingForStart}") + flow("x", "e", "${false}")))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(b, c, on)")
        try bench.complete("c")
        #expect(try bench.state() == "p(b, on, x)")
        try bench.complete("b")
        #expect(try bench.state() == "p(on, on)")
    }

    @Test("without an activation condition it splits as an inclusive gateway, and may not join")
    func splits() throws {
        let split =
            "<startEvent id=\"s\"/><complexGateway id=\"x\"/><userTask id=\"a\"/><userTask id=\"b\"/>"
            + flow("s", "x") + flow("x", "a", "${true}") + flow("x", "b", "${true}")
        try bench.deploy(model(split))
        try bench.start()
        #expect(try bench.state() == "p(a, b)")
        let xml = model(split + flow("a", "x"))
        #expect(bench.refusals(xml) == ["unsupported"])
    }

    @Test("a gateway that waits in a sub-process goes with it when it is interrupted")
    func interrupted() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="i"/>\
                <parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
                <complexGateway id="x"><activationCondition>${activationCount >= 1}\
                </activationCondition></complexGateway><userTask id="on"/>\
                \(flow("i", "g"))\(flow("g", "a"))\(flow("g", "b"))\(flow("a", "x"))\
                \(flow("b", "x"))\(flow("x", "on"))</subProcess>\
                <boundaryEvent id="bo" attachedToRef="sub"><messageEventDefinition \
                messageRef="m"/></boundaryEvent><userTask id="h"/>
                """ + flow("s", "sub") + flow("bo", "h"), root: "<message id=\"m\" name=\"go\"/>"))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(sub(b, on))")
        try bench.message("go")
        #expect(try bench.state() == "p(h)")
        try bench.complete("h")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("a job before the gateway keeps the flow by which its token came")
    func async() throws {
        let xml = joined("${activationCount >= 2}").replacing(
            "<complexGateway id=\"x\">",
            with: "<complexGateway id=\"x\" camunda:asyncBefore=\"true\">")
        try bench.deploy(xml)
        try bench.start()
        for task in ["a", "b", "c"] { try bench.complete(task) }
        #expect(try bench.state() == "p(~x, ~x, ~x)")
        for _ in 0..<3 { try bench.execute("x") }
        #expect(try bench.state() == "p(on, rest)")
    }
}
