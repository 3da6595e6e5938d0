import ProcessValues
import Records
import Testing

@testable import ProcessEngine

private let roots = """
    <message id="m" name="go"/><message id="m2" name="come"/><signal id="sg" name="all"/>\
    <escalation id="e" escalationCode="E"/><error id="r" errorCode="R"/>
    """
private let message = "<messageEventDefinition id=\"dm\" messageRef=\"m\"/>"
private let message2 = "<messageEventDefinition id=\"dm2\" messageRef=\"m2\"/>"
private let signal = "<signalEventDefinition id=\"ds\" signalRef=\"sg\"/>"
private let timer =
    "<timerEventDefinition id=\"dt\"><timeDuration>PT5M</timeDuration></timerEventDefinition>"
private let condition =
    "<conditionalEventDefinition id=\"dc\"><condition>${x == 1}</condition></conditionalEventDefinition>"

private func caught(_ definitions: String, parallel: Bool = false) -> String {
    model(
        """
        <startEvent id="s"/><intermediateCatchEvent id="c" parallelMultiple="\(parallel)">\
        \(definitions)</intermediateCatchEvent><userTask id="t"/>
        """ + flow("s", "c") + flow("c", "t"), root: roots)
}

private func bordered(
    _ definitions: String, parallel: Bool = false, interrupting: Bool = true
) -> String {
    model(
        """
        <startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t" \
        cancelActivity="\(interrupting)" parallelMultiple="\(parallel)">\(definitions)\
        </boundaryEvent><userTask id="h"/><userTask id="after"/>
        """ + flow("s", "t") + flow("t", "after") + flow("b", "h"), root: roots)
}

@Suite("Multiple and parallel multiple events")
struct MultipleEventTests {
    let bench = CoreBench()

    @Test("the first of several events that comes is the one that counts")
    func first() throws {
        try bench.deploy(caught(message + message2 + signal + timer))
        try bench.start()
        #expect(try bench.typed(EventSubscriptionRow.self).count == 3)
        #expect(try bench.typed(JobRow.self).count == 1)
        try bench.message("come", [VariableInput("a", .integer(1))])
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("triggeredBy") == .string("dm2"))
        #expect(try bench.variable("a") == .integer(1))
        #expect(try bench.typed(EventSubscriptionRow.self).isEmpty)
        #expect(try bench.typed(JobRow.self).isEmpty)
    }

    @Test("a timer and a condition among several events count like the others")
    func timerAndCondition() throws {
        try bench.deploy(caught(message + timer + condition))
        try bench.start()
        try bench.execute("c")
        #expect(try bench.variable("triggeredBy") == .string("dt"))
        let other = CoreBench()
        try other.deploy(caught(message + timer + condition))
        try other.start("p", [VariableInput("x", .integer(1))])
        #expect(try other.state() == "p(t)")
        #expect(try other.variable("triggeredBy") == .string("dc"))
    }

    @Test("a boundary event with several definitions interrupts by the first, or keeps them all")
    func boundary() throws {
        try bench.deploy(bordered(message + signal))
        try bench.start()
        try bench.signal("all")
        #expect(try bench.state() == "p(h)")
        #expect(try bench.variable("triggeredBy") == .string("ds"))
        let other = CoreBench()
        try other.deploy(bordered(message + signal, interrupting: false))
        try other.start()
        try other.signal("all")
        try other.message("go")
        try other.message("go")
        #expect(try other.state() == "p(h, h, h, t)")
        #expect(try other.typed(EventSubscriptionRow.self).count == 2)
        let names = try other.typed(VariableRow.self).filter { $0.name == "triggeredBy" }
        #expect(names.map(\.textValue).sorted { $0 ?? "" < $1 ?? "" } == ["dm", "dm", "ds"])
    }

    @Test("an error among the definitions of a boundary event is caught")
    func error() throws {
        try bench.deploy(bordered(message + "<errorEventDefinition id=\"de\" errorRef=\"r\"/>"))
        try bench.start()
        let task = try #require(try bench.typed(TaskRow.self).first)
        try bench.run(.task(id: task.id, .bpmnError(code: "R", message: nil, variables: [])))
        #expect(try bench.state() == "p(h)")
        #expect(try bench.variable("triggeredBy") == .string("de"))
    }

    @Test("a parallel multiple event waits for all; what they bring is merged in order of arrival")
    func parallel() throws {
        try bench.deploy(caught(message + message2 + timer, parallel: true))
        try bench.start()
        try bench.message(
            "come", [VariableInput("a", .integer(1)), VariableInput("b", .integer(1))])
        #expect(try bench.state() == "p(c)")
        #expect(try bench.variable("a") == nil)
        try bench.execute("c")
        #expect(try bench.state() == "p(c)")
        try bench.message("go", [VariableInput("a", .integer(2))])
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("a") == .integer(2))
        #expect(try bench.variable("b") == .integer(1))
        #expect(try bench.typed(EventSubscriptionRow.self).isEmpty)
    }

    @Test("the same event twice does not stand for another")
    func twice() throws {
        try bench.deploy(bordered(signal + message, parallel: true))
        try bench.start()
        try bench.signal("all")
        try bench.signal("all")
        #expect(try bench.state() == "p(t)")
        try bench.message("go")
        #expect(try bench.state() == "p(h)")
    }

    @Test("a parallel multiple boundary event that does not interrupt is armed again")
    func again() throws {
        try bench.deploy(bordered(signal + message, parallel: true, interrupting: false))
        try bench.start()
        try bench.signal("all")
        try bench.message("go")
        #expect(try bench.state() == "p(h, t)")
        try bench.message("go")
        #expect(try bench.state() == "p(h, t)")
        try bench.signal("all")
        #expect(try bench.state() == "p(h, h, t)")
        try bench.complete("t")
        #expect(try bench.typed(EventSubscriptionRow.self).isEmpty)
    }

    @Test("an event sub-process starts by the first of several events")
    func eventSubProcess() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"/><subProcess id="sub" triggeredByEvent="true">\
                <startEvent id="ss">\(message)\(signal)</startEvent><userTask id="h"/>\
                \(flow("ss", "h"))</subProcess>
                """ + flow("s", "t"), root: roots))
        try bench.start()
        try bench.message("go")
        #expect(try bench.state() == "p(sub(h))")
        #expect(try bench.variable("triggeredBy") == .string("dm"))
        try bench.complete("h")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    // MARK: Starts

    private func started(_ definitions: String, parallel: Bool = false) -> String {
        model(
            """
            <startEvent id="s" parallelMultiple="\(parallel)">\(definitions)</startEvent>\
            <userTask id="t"/>
            """ + flow("s", "t"), root: roots)
    }

    private func correlate(_ name: String, key: String?, _ value: Int32) throws {
        try bench.run(
            .correlateMessage(
                MessageCorrelation(
                    messageName: name, businessKey: key,
                    variables: [VariableInput("v", .integer(value)), VariableInput(name, .null)])))
    }

    @Test("any of several events starts an instance, which knows which")
    func start() throws {
        try bench.deploy(started(message + signal))
        try bench.signal("all")
        #expect(try bench.variable("triggeredBy") == .string("ds"))
        try bench.message("go")
        #expect(try bench.state() == "p(t); p(t)")
    }

    @Test("a parallel multiple start collects by business key and starts when all have come")
    func parallelStart() throws {
        try bench.deploy(started(message + message2, parallel: true))
        try correlate("go", key: "A", 1)
        try correlate("come", key: "B", 2)
        try correlate("come", key: nil, 3)
        #expect(try bench.state().isEmpty)
        #expect(try bench.typed(EventCollectionRow.self).count == 3)
        try correlate("come", key: "A", 4)
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("v") == .integer(4))
        #expect(try bench.typed(ExecutionRow.self).first { $0.parentID == nil }?.businessKey == "A")
        #expect(try bench.typed(EventCollectionRow.self).count == 2)
        try correlate("go", key: "A", 5)
        #expect(try bench.state() == "p(t)")
    }

    @Test("each version of a process collects for itself")
    func versions() throws {
        let xml = started(message + message2, parallel: true)
        try bench.deploy(xml)
        try correlate("go", key: "A", 1)
        let old = try bench.typed(EventSubscriptionRow.self).map { row in
            RowChange.delete(
                EventSubscriptionRow.table, key: [.text(row.id)], expectedRevision: nil)
        }
        try bench.rows.apply(Delta(changes: old))
        try bench.deploy(xml)
        try correlate("come", key: "A", 2)
        #expect(try bench.state().isEmpty)
        try correlate("go", key: "A", 3)
        #expect(try bench.state() == "p(t)")
    }

    // MARK: Throws

    @Test("several things are thrown in the order of the file")
    func thrown() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sub"><startEvent id="i"/>\
                <intermediateThrowEvent id="x">\(signal)<escalationEventDefinition id="de" \
                escalationRef="e"/></intermediateThrowEvent><userTask id="t"/>\
                \(flow("i", "x"))\(flow("x", "t"))</subProcess>\
                <boundaryEvent id="b1" attachedToRef="sub" cancelActivity="false">\
                <signalEventDefinition signalRef="sg"/></boundaryEvent><userTask id="h1"/>\
                <boundaryEvent id="b2" attachedToRef="sub" cancelActivity="false">\
                <escalationEventDefinition escalationRef="e"/></boundaryEvent><userTask id="h2"/>
                """ + flow("s", "sub") + flow("b1", "h1") + flow("b2", "h2"), root: roots))
        try bench.start()
        #expect(try bench.state() == "p(h1, h2, sub(t))")
        #expect(try bench.passages() == "+h1 +h2 +sub +t b1 b2 i s x")
    }

    @Test("a message that a worker sends and compensation are waited for, one after the other")
    func waits() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"/><boundaryEvent id="cb" attachedToRef="t">\
                <compensateEventDefinition/></boundaryEvent><userTask id="undo" \
                isForCompensation="true"/><intermediateThrowEvent id="x">\
                <messageEventDefinition messageRef="m" camunda:type="external" \
                camunda:topic="send"/><compensateEventDefinition/></intermediateThrowEvent>\
                <userTask id="after"/>
                """ + flow("s", "t") + flow("t", "x") + flow("x", "after")
                    + "<association id=\"as\" sourceRef=\"cb\" targetRef=\"undo\"/>", root: roots))
        try bench.start()
        try bench.complete("t")
        let task = try #require(try bench.typed(ExternalTaskRow.self).first)
        #expect(try bench.state() == "p(x)")
        try bench.run(.externalTask(id: task.id, .lock(workerID: "w", milliseconds: 1_000)))
        try bench.run(
            .externalTask(
                id: task.id, .complete(workerID: "w", variables: [], localVariables: [])))
        #expect(bench.lastError == nil)
        #expect(try bench.typed(TaskRow.self).map(\.taskDefinitionKey) == ["undo"])
        try bench.complete("undo")
        #expect(try bench.state() == "p(after)")
    }

    @Test("an end event terminates after it has thrown the rest")
    func terminate() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><userTask id="t"/><userTask id="u"/>\
                <endEvent id="x"><terminateEventDefinition/>\(signal)</endEvent>
                """ + flow("s", "g") + flow("g", "t") + flow("g", "u") + flow("u", "x"),
                root: roots))
        try bench.deploy(
            model(
                "<startEvent id=\"qs\"><signalEventDefinition signalRef=\"sg\"/></startEvent>"
                    + "<userTask id=\"qt\"/>"
                    + flow("qs", "qt"), root: roots, id: "q"))
        try bench.start()
        try bench.complete("u")
        #expect(try bench.state() == "q(qt)")
        #expect(try bench.instanceState() == "COMPLETED")
        #expect(try bench.passages() == "+qt -t g qs s u x")
    }
}
