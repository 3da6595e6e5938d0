import ProcessValues
import Testing

@testable import ProcessEngine

private let roots = """
    <message id="m" name="go"/><message id="m2" name="come"/><signal id="sg" name="all"/>
    """

@Suite("Instances made by receiving")
struct InstantiationTests {
    let bench = CoreBench()

    @Test("a receive task starts an instance, in which it is completed at once")
    func receiveTask() throws {
        try bench.deploy(
            model(
                """
                <receiveTask id="r" messageRef="m" instantiate="true"><extensionElements>\
                <camunda:executionListener event="end" \
                expression="${execution.setVariable('seen', x)}"/></extensionElements>\
                </receiveTask><userTask id="t"/>
                """ + flow("r", "t"), root: roots))
        try bench.message("go", [VariableInput("x", .integer(5))])
        #expect(try bench.state() == "p(t)")
        #expect(try bench.passages() == "+t r")
        #expect(try bench.variable("seen") == .integer(5))
        #expect(try bench.typed(EventSubscriptionRow.self).allSatisfy { $0.executionID == nil })
        try bench.message("go", [VariableInput("x", .integer(6))])
        #expect(try bench.state() == "p(t); p(t)")
    }

    @Test("a job before such a task does not make it wait again")
    func asyncReceiveTask() throws {
        try bench.deploy(
            model(
                """
                <receiveTask id="r" messageRef="m" instantiate="true" camunda:asyncBefore="true"/>\
                <userTask id="t"/>
                """ + flow("r", "t"), root: roots))
        try bench.message("go")
        #expect(try bench.state() == "p(~r)")
        try bench.execute("r")
        #expect(try bench.state() == "p(t)")
    }

    @Test("such a process is not started by its key")
    func byKey() throws {
        try bench.deploy(
            model(
                "<receiveTask id=\"r\" messageRef=\"m\" instantiate=\"true\"/>", root: roots))
        try bench.start()
        #expect(bench.lastError != nil)
    }

    private func gateway(_ type: String) -> String {
        model(
            """
            <eventBasedGateway id="g" instantiate="true" eventGatewayType="\(type)"/>\
            <intermediateCatchEvent id="c1"><messageEventDefinition messageRef="m"/>\
            </intermediateCatchEvent><intermediateCatchEvent id="c2"><messageEventDefinition \
            messageRef="m2"/></intermediateCatchEvent><userTask id="t1"/><userTask id="t2"/>
            """ + flow("g", "c1") + flow("g", "c2") + flow("c1", "t1") + flow("c2", "t2"),
            root: roots)
    }

    @Test("the first event behind an exclusive gateway starts an instance that goes on after it")
    func exclusive() throws {
        try bench.deploy(gateway("Exclusive"))
        try bench.message("come")
        #expect(try bench.state() == "p(t2)")
        #expect(try bench.passages() == "+t2 -g c2")
        #expect(try bench.typed(EventSubscriptionRow.self).allSatisfy { $0.executionID == nil })
        try bench.message("go")
        #expect(try bench.state() == "p(t1); p(t2)")
    }

    @Test("a parallel gateway waits for each of the others before its instance can end")
    func parallel() throws {
        try bench.deploy(gateway("Parallel"))
        func correlate(_ name: String, _ key: String) throws {
            try bench.run(
                .correlateMessage(MessageCorrelation(messageName: name, businessKey: key)))
        }
        try correlate("come", "A")
        #expect(try bench.state() == "p(c1, t2)")
        try bench.complete("t2")
        #expect(try bench.state() == "p(c1)")
        try correlate("go", "B")
        #expect(try bench.state() == "p(c1); p(c2, t1)")
        try correlate("go", "A")
        #expect(try bench.state() == "p(c2, t1); p(t1)")
        #expect(try bench.passages() == "+c2 +t1 +t1 c1 c1 c2 g g t2")
    }

    @Test("signals and timers start instances behind an exclusive gateway, not a parallel one")
    func kinds() throws {
        let xml = model(
            """
            <eventBasedGateway id="g" instantiate="true"/><intermediateCatchEvent id="c1">\
            <signalEventDefinition signalRef="sg"/></intermediateCatchEvent>\
            <intermediateCatchEvent id="c2"><messageEventDefinition messageRef="m"/>\
            </intermediateCatchEvent><userTask id="t1"/><userTask id="t2"/>
            """ + flow("g", "c1") + flow("g", "c2") + flow("c1", "t1") + flow("c2", "t2"),
            root: roots)
        try bench.deploy(xml)
        try bench.signal("all")
        #expect(try bench.state() == "p(t1)")
        let parallel = xml.replacing(
            "instantiate=\"true\"", with: "instantiate=\"true\" eventGatewayType=\"Parallel\"")
        #expect(bench.refusals(parallel) == ["instantiating-event"])
    }
}
