import ProcessValues
import Testing

@testable import ProcessEngine

private let message = "<message id=\"m\" name=\"go\"/><signal id=\"sg\" name=\"all\"/>"
private let one = "<startEvent id=\"s\"/><userTask id=\"t\"/><userTask id=\"after\"/>"

private func boundary(_ definition: String, interrupting: Bool) -> String {
    """
    <boundaryEvent id="b" attachedToRef="t" cancelActivity="\(interrupting)">\(definition)\
    </boundaryEvent><userTask id="h"/>
    """ + flow("s", "t") + flow("t", "after") + flow("b", "h")
}

@Suite("Events")
struct EventTests {
    let bench = CoreBench()

    @Test("an interrupting boundary event cancels its activity, another one runs beside it")
    func boundaryMessage() throws {
        let definition = "<messageEventDefinition messageRef=\"m\"/>"
        try bench.deploy(model(one + boundary(definition, interrupting: true), root: message))
        try bench.start()
        #expect(try bench.executionCount() == 2)
        try bench.message("go")
        #expect(try bench.state() == "p(h)")
        #expect(try bench.passages() == "+h -t b s")

        let other = CoreBench()
        try other.deploy(model(one + boundary(definition, interrupting: false), root: message))
        try other.start()
        try other.message("go")
        try other.message("go")
        #expect(try other.state() == "p(h, h, t)")
        try other.complete("t")
        #expect(try other.state() == "p(after, h, h)")
    }

    @Test("a timer of a boundary event is a job that fires it")
    func boundaryTimer() throws {
        let definition =
            "<timerEventDefinition><timeDuration>PT5M</timeDuration></timerEventDefinition>"
        try bench.deploy(model(one + boundary(definition, interrupting: true)))
        try bench.start()
        let job = try #require(try bench.typed(JobRow.self).first)
        #expect(job.dueAt == bench.now.adding(milliseconds: 300_000))
        #expect(job.readyAt == job.dueAt)
        #expect(job.handlerType == "timer-transition")
        try bench.execute("b")
        #expect(try bench.state() == "p(h)")
        #expect(try bench.typed(JobRow.self).isEmpty)
    }

    @Test("a timer that repeats makes its next job before it fires")
    func cycle() throws {
        let definition =
            "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>"
        try bench.deploy(model(one + boundary(definition, interrupting: false)))
        try bench.start()
        bench.now = bench.now.adding(milliseconds: 3_600_000)
        try bench.execute("b")
        #expect(try bench.state() == "p(h, t)")
        #expect(try bench.typed(JobRow.self).count == 1)
    }

    @Test("a signal reaches all who wait and starts new instances")
    func signal() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><intermediateCatchEvent id="c"><signalEventDefinition \
                signalRef="sg"/></intermediateCatchEvent><userTask id="t"/>
                """ + flow("s", "c") + flow("c", "t"), root: message))
        try bench.deploy(
            model(
                """
                <startEvent id="s"><signalEventDefinition signalRef="sg"/></startEvent>\
                <userTask id="t"/>
                """ + flow("s", "t"), root: message, id: "q"))
        try bench.start()
        try bench.start()
        try bench.signal("all")
        #expect(try bench.state() == "p(t); p(t); q(t)")
    }

    @Test("a thrower goes on before what it triggered")
    func thrower() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><intermediateCatchEvent id="c">\
                <signalEventDefinition signalRef="sg"/></intermediateCatchEvent>
                <intermediateThrowEvent id="th"><signalEventDefinition signalRef="sg"/>\
                </intermediateThrowEvent>
                <serviceTask id="x" camunda:expression="${execution.setVariable('first', 'x')}"/>
                <serviceTask id="y" camunda:expression="${execution.setVariable('last', first)}"/>
                <userTask id="t"/><userTask id="u"/>
                """ + flow("s", "g") + flow("g", "c") + flow("g", "th") + flow("th", "x")
                    + flow("c", "y") + flow("x", "t") + flow("y", "u"), root: message))
        try bench.start()
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(t, u)")
        #expect(try bench.variable("last") == .string("x"))
    }

    @Test("an event-based gateway is cancelled by the event that comes first")
    func eventGateway() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><eventBasedGateway id="g"/>
                <intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/>\
                </intermediateCatchEvent>
                <intermediateCatchEvent id="d"><timerEventDefinition><timeDuration>PT1H\
                </timeDuration></timerEventDefinition></intermediateCatchEvent>
                <userTask id="t"/><userTask id="u"/>
                """ + flow("s", "g") + flow("g", "c") + flow("g", "d") + flow("c", "t")
                    + flow("d", "u"), root: message))
        try bench.start()
        #expect(try bench.state() == "p(g)")
        try bench.message("go")
        #expect(try bench.state() == "p(t)")
        #expect(try bench.passages() == "+t -g c s")
        #expect(try bench.typed(JobRow.self).isEmpty)
    }

    @Test("an event sub-process interrupts its scope or runs beside it", arguments: [true, false])
    func eventSubProcess(interrupting: Bool) throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"/>
                <subProcess id="es" triggeredByEvent="true"><startEvent id="es1" \
                isInterrupting="\(interrupting)"><messageEventDefinition messageRef="m"/>\
                </startEvent><userTask id="et"/>\(flow("es1", "et"))</subProcess>
                """ + flow("s", "t"), root: message))
        try bench.start()
        try bench.message("go")
        #expect(try bench.state() == (interrupting ? "p(es(et))" : "p(es(et), t)"))
        try bench.complete("et")
        #expect(try bench.state() == (interrupting ? "" : "p(t)"))
    }

    @Test("a message is correlated by business key and by variables, and to one receiver")
    func correlation() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><receiveTask id="r" messageRef="m"/><userTask id="t"/>
                """ + flow("s", "r") + flow("r", "t"), root: message))
        try bench.start("p", [VariableInput("n", .integer(1))])
        try bench.start("p", [VariableInput("n", .integer(2))])
        try bench.message("go")
        #expect(bench.lastError?.kind == .mismatchingCorrelation)
        try bench.run(
            .correlateMessage(
                MessageCorrelation(
                    messageName: "go", businessKey: "case",
                    correlationKeys: [VariableInput("n", .long(2))])))
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(r); p(t)")
        try bench.message("nobody")
        #expect(bench.lastError?.typeName == "MismatchingMessageCorrelationException")
    }

    @Test("a terminate end event ends its scope alone")
    func terminate() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sp"><startEvent id="i"/>\
                <parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
                <endEvent id="x"><terminateEventDefinition/></endEvent>\
                \(flow("i", "g"))\(flow("g", "a"))\(flow("g", "b"))\(flow("a", "x"))\
                </subProcess><userTask id="t"/>
                """ + flow("s", "sp") + flow("sp", "t")))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(t)")
        #expect(try bench.passages() == "+t -b a g i s sp x")
    }

    @Test("a conditional boundary event fires when a variable makes its condition true")
    func conditional() throws {
        let definition =
            "<conditionalEventDefinition><condition>${x == 1}</condition></conditionalEventDefinition>"
        try bench.deploy(model(one + boundary(definition, interrupting: true)))
        let id = try #require(try bench.start())
        try bench.run(
            .changeVariables(
                VariableChange(
                    scope: .execution(id), modifications: [VariableInput("x", .integer(2))])))
        #expect(try bench.state() == "p(t)")
        try bench.run(
            .changeVariables(
                VariableChange(
                    scope: .execution(id), modifications: [VariableInput("x", .integer(1))])))
        #expect(try bench.state() == "p(h)")
    }

    @Test("an escalation is handled outside and the thrower goes on")
    func escalation() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sp"><startEvent id="i"/>\
                <intermediateThrowEvent id="th"><escalationEventDefinition escalationRef="es"/>\
                </intermediateThrowEvent><userTask id="a"/>\(flow("i", "th"))\(flow("th", "a"))\
                </subProcess><boundaryEvent id="b" attachedToRef="sp" cancelActivity="false">\
                <escalationEventDefinition escalationRef="es"/></boundaryEvent><userTask id="h"/>
                """ + flow("s", "sp") + flow("b", "h"),
                root: "<escalation id=\"es\" escalationCode=\"E\"/>"))
        try bench.start()
        #expect(try bench.state() == "p(h, sp(a))")
    }

    @Test("an escalation that an event sub-process's called instance throws starts it once more")
    func escalationOfCalledInstance() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"/>\(flow("s", "a"))\
                <subProcess id="esp" triggeredByEvent="true"><startEvent id="es" \
                isInterrupting="false"><escalationEventDefinition escalationRef="es1"/>\
                </startEvent><callActivity id="c" calledElement="called"/>\(flow("es", "c"))\
                </subProcess>
                """,
                root: "<escalation id=\"es1\" escalationCode=\"E\"/>"))
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"u\"/>" + flow("s", "u"), id: "called"))
        try bench.start()
        try bench.escalate("a", code: "E")
        #expect(try bench.state() == "called(u); p(a, esp(c))")
        try bench.escalate("u", code: "E")
        #expect(try bench.state() == "called(u); called(u); p(a, esp(c), esp(c))")
    }

    @Test("an error that an event sub-process's called instance throws goes outwards")
    func errorOfCalledInstance() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sp"><startEvent id="i"/><userTask id="a"/>\
                \(flow("i", "a"))<subProcess id="esp" triggeredByEvent="true"><startEvent id="es">\
                <errorEventDefinition errorRef="er"/></startEvent>\
                <callActivity id="c" calledElement="called"/>\(flow("es", "c"))</subProcess>\
                </subProcess><boundaryEvent id="b" attachedToRef="sp">\
                <errorEventDefinition errorRef="er"/></boundaryEvent><userTask id="h"/>
                """ + flow("s", "sp") + flow("b", "h"),
                root: "<error id=\"er\" errorCode=\"E\"/>"))
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"u\"/>" + flow("s", "u"), id: "called"))
        try bench.start()
        try bench.fail("a", code: "E")
        #expect(try bench.state() == "called(u); p(sp(esp(c)))")
        try bench.fail("u", code: "E")
        #expect(try bench.state() == "p(h)")
    }

    @Test("a sub-process that its event sub-process has completed has no boundary timer")
    func boundaryTimerOfCompletedScope() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sp"><startEvent id="i"/><userTask id="a"/>\
                \(flow("i", "a"))<subProcess id="esp" triggeredByEvent="true"><startEvent id="es">\
                <signalEventDefinition signalRef="sg"/></startEvent><userTask id="b"/>\
                \(flow("es", "b"))<boundaryEvent id="c" attachedToRef="b">\
                <compensateEventDefinition/></boundaryEvent>\
                <userTask id="undo" isForCompensation="true"/><association id="as" sourceRef="c" \
                targetRef="undo" associationDirection="One"/></subProcess></subProcess>\
                <boundaryEvent id="t" attachedToRef="sp" cancelActivity="false">\
                <timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>\
                </boundaryEvent><userTask id="h"/><userTask id="after"/>
                """ + flow("s", "sp") + flow("t", "h") + flow("sp", "after"),
                root: "<signal id=\"sg\" name=\"go\"/>"))
        try bench.start()
        #expect(try bench.typed(JobRow.self).count == 1)
        try bench.signal("go")
        try bench.complete("b")
        #expect(try bench.state() == "p(after)")
        #expect(try bench.typed(JobRow.self).isEmpty)
    }

    @Test(
        "an event sub-process that starts while its multi-instance scope waits for a job keeps it from ending",
        arguments: [true, false])
    func besideWaitingInstance(jobFirst: Bool) throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="sp"><multiInstanceLoopCharacteristics \
                camunda:asyncAfter="true"><loopCardinality>1</loopCardinality>\
                </multiInstanceLoopCharacteristics><startEvent id="in"/>
                <subProcess id="es" triggeredByEvent="true"><startEvent id="on" \
                isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent>\
                <userTask id="t"/>\(flow("on", "t"))</subProcess></subProcess><userTask id="after"/>
                """ + flow("s", "sp") + flow("sp", "after"), root: message))
        try bench.start()
        try bench.message("go")
        if jobFirst {
            try bench.execute("sp")
            #expect(bench.lastError == nil)
            try bench.complete("t")
        } else {
            try bench.complete("t")
        }
        try bench.execute("sp")
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(after)")
    }
}
