import ProcessValues
import Testing

@testable import ProcessEngine

/// What was found different from the reference by replaying its recorded behaviour.
@Suite("Tokens that are cancelled or end without a handler")
struct CancellationTests {
    let bench = CoreBench()

    private func throwError(_ code: String, from key: String) throws {
        let task = try #require(
            bench.typed(TaskRow.self).first { $0.taskDefinitionKey == key })
        try bench.run(
            .task(id: task.id, .bpmnError(code: code, message: nil, variables: [])))
    }

    private func modify(_ instructions: ModificationInstruction...) throws {
        let id = try #require(bench.typed(ExecutionRow.self).first { $0.parentID == nil }?.id)
        try bench.run(
            .instance(
                id: id,
                .modify(
                    instructions, skipCustomListeners: false, skipIoMappings: false,
                    annotation: nil)))
    }

    private func before(_ id: String) -> ModificationInstruction {
        .startBefore(activityID: id, ancestorActivityInstanceID: nil, variables: [])
    }

    private func after(_ id: String) -> ModificationInstruction {
        .startAfter(activityID: id, ancestorActivityInstanceID: nil, variables: [])
    }

    private func cancel(_ id: String) -> ModificationInstruction {
        .cancelActivity(id, cancelsCurrentActiveInstances: false)
    }

    @Test(
        "the end of a called instance from outside ends all callers that wait for nothing else",
        arguments: [true, false])
    func chainOfCallers(_ isModified: Bool) throws {
        for (key, called) in [("p", "q"), ("q", "r")] {
            try bench.deploy(
                model(
                    "<startEvent id=\"s\"/><callActivity id=\"c\" calledElement=\"\(called)\"/>"
                        + "<userTask id=\"w\"/>" + flow("s", "c") + flow("c", "w"), id: key))
        }
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><userTask id=\"t\"/>" + flow("s", "t"), id: "r"))
        try bench.start()
        let innermost = try #require(bench.typed(TaskRow.self).first?.processInstanceID)
        let operation: InstanceOperation =
            isModified
            ? .modify(
                [cancel("t")], skipCustomListeners: false, skipIoMappings: false, annotation: nil)
            : .delete(InstanceDeletion())
        try bench.run(.instance(id: innermost, operation))
        #expect(bench.lastError == nil)
        #expect(try bench.executionCount() == 0)
        for key in ["p", "q", "r"] {
            #expect(try bench.instanceState(key) == "EXTERNALLY_TERMINATED")
        }
    }

    @Test("a called instance passes its outputs when an error looks through it, caught or not")
    func outputsOfUncaughtErrors() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>
                """ + flow("s", "g") + flow("g", "a") + flow("g", "b"), id: "called"))
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="called">\
                <extensionElements><camunda:out sourceExpression="${1}" target="got"/>\
                </extensionElements></callActivity>
                """ + flow("s", "c")))
        try bench.start()
        try throwError("unknown", from: "a")
        #expect(try bench.state() == "called(b); p(c)")
        #expect(try bench.variable("got") == .long(1))
    }

    @Test("the listeners of a task are told when an unhandled error deletes it")
    func deleteListeners() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"><extensionElements>\
                <camunda:taskListener event="delete" \
                expression="${execution.setVariable('told', 1)}"/></extensionElements></userTask>
                <receiveTask id="r"/>
                """ + flow("s", "a") + flow("s", "r")))
        try bench.start()
        try throwError("unknown", from: "a")
        #expect(try bench.state() == "p(r)")
        #expect(try bench.variable("told") == .long(1))
    }

    @Test("the outputs of a cancelled task are set before its delete listeners are called")
    func deleteListenersAfterOutputs() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"><extensionElements><camunda:inputOutput>\
                <camunda:outputParameter name="n">${1}</camunda:outputParameter>\
                </camunda:inputOutput><camunda:taskListener event="delete" \
                expression="${task.setVariable('n', 2)}"/></extensionElements></userTask>
                <userTask id="b"/>
                """ + flow("s", "a") + flow("a", "b")))
        try bench.start("p", [VariableInput("n", .long(0))])
        try modify(before("b"), cancel("a"))
        #expect(try bench.state() == "p(b)")
        #expect(try bench.variable("n") == .long(2))
    }

    @Test("a call whose instance is emptied by a modification is cancelled beside its siblings")
    func emptiedCalledInstance() throws {
        try bench.deploy(
            model("<startEvent id=\"s\"/><userTask id=\"t\"/>" + flow("s", "t"), id: "called"))
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="called">\
                <multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>\
                </multiInstanceLoopCharacteristics></callActivity>
                """ + flow("s", "c")))
        try bench.start()
        let called = try #require(bench.typed(TaskRow.self).first?.processInstanceID)
        try bench.run(
            .instance(
                id: called,
                .modify(
                    [cancel("t")], skipCustomListeners: false, skipIoMappings: false,
                    annotation: nil)))
        #expect(try bench.state() == "called(t); called(t); p(c#multiInstanceBody(c, c))")
        #expect(try bench.passages() == "+c +c +c#multiInstanceBody +t +t -c -t s s s s")
    }

    @Test("an unhandled error that would end an instance with outputs is refused")
    func errorAtTheEndWithOutputs() throws {
        let task = """
            <userTask id="a"><extensionElements><camunda:inputOutput>\
            <camunda:outputParameter name="o">${1}</camunda:outputParameter>\
            </camunda:inputOutput></extensionElements></userTask>
            """
        try bench.deploy(model("<startEvent id=\"s\"/>\(task)" + flow("s", "a")))
        try bench.start()
        try throwError("unknown", from: "a")
        #expect(bench.lastError?.message.contains("ENGINE-13033") == true)
        #expect(try bench.state() == "p(a)")
        // With another token alive there is a scope for the outputs.
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><receiveTask id=\"r\"/>\(task)" + flow("s", "a")
                    + flow("s", "r"), id: "q"))
        try modify(cancel("a"))
        try bench.start("q")
        try throwError("unknown", from: "a")
        #expect(try bench.state() == "q(r)")
        #expect(try bench.variable("o") == .long(1))
    }

    static let compensation = """
        <startEvent id="s"/><userTask id="a"/><boundaryEvent id="ba" attachedToRef="a">\
        <compensateEventDefinition/></boundaryEvent><userTask id="ua" isForCompensation="true"/>\
        <userTask id="b"/><boundaryEvent id="bb" attachedToRef="b"><compensateEventDefinition/>\
        </boundaryEvent><userTask id="ub" isForCompensation="true"/>\
        <intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent>\
        <userTask id="n"/>\(flow("s", "a"))\(flow("a", "b"))\(flow("b", "t"))\(flow("t", "n"))\
        <association id="x" sourceRef="ba" targetRef="ua"/>\
        <association id="y" sourceRef="bb" targetRef="ub"/>
        """

    @Test("an unhandled error in a compensation handler ends the throwing token after the others")
    func failedHandler() throws {
        try bench.deploy(model(Self.compensation))
        try bench.start()
        try bench.complete("a")
        try bench.complete("b")
        #expect(try bench.state() == "p(t, ua, ub)")
        try throwError("unknown", from: "ub")
        #expect(try bench.state() == "p(t, ua)")
        try bench.complete("ua")
        #expect(try bench.instanceState() == "COMPLETED")
        #expect(try bench.executionCount() == 0)
        #expect(try bench.passages() == "a b s t ua ub")
    }

    @Test("a compensation handler is not started in a scope that does not run")
    func handlerByModification() throws {
        try bench.deploy(
            model(
                "<startEvent id=\"o\"/><userTask id=\"z\"/>" + flow("o", "z")
                    + "<subProcess id=\"sp\">\(Self.compensation)</subProcess>"))
        try bench.start()
        try modify(before("ua"), cancel("z"))
        #expect(bench.lastError != nil)
        #expect(try bench.state() == "p(z)")
    }

    @Test("a scope is cancelled when its only token waits for a job at a sub-process")
    func waitingForAJob() throws {
        let scope = """
            <subProcess id="sp"><extensionElements><camunda:executionListener event="end" \
            expression="${execution.setVariable('ended', execution.currentActivityId)}"/>\
            </extensionElements><startEvent id="i"/><subProcess id="inner" MARK="true">\
            <startEvent id="j"/></subProcess><endEvent id="k"/>\(flow("i", "inner"))\
            \(flow("inner", "k"))</subProcess>\
            <boundaryEvent id="b" attachedToRef="sp"><messageEventDefinition messageRef="m"/>\
            </boundaryEvent><startEvent id="s"/><userTask id="n"/>
            """
        for (mark, passages) in [
            ("camunda:asyncBefore", "+n -sp b i s"), ("camunda:asyncAfter", "+n -sp b i inner j s"),
        ] {
            let bench = CoreBench()
            try bench.deploy(
                model(
                    scope.replacing("MARK", with: mark) + flow("s", "sp") + flow("b", "n"),
                    root: "<message id=\"m\" name=\"m\"/>"))
            try bench.start()
            #expect(try bench.state() == "p(sp(~inner))")
            try bench.message("m")
            #expect(try bench.state() == "p(n)")
            #expect(try bench.passages() == passages)
            #expect(try bench.variable("ended") == .string("sp"))
        }
    }

    static let ended = """
        <startEvent id="i"/><userTask id="x" camunda:asyncAfter="true"><extensionElements>\
        <camunda:inputOutput><camunda:inputParameter name="l">1</camunda:inputParameter>\
        <camunda:outputParameter name="o">${1}</camunda:outputParameter>\
        </camunda:inputOutput></extensionElements></userTask>\(flow("i", "x"))
        """

    @Test(
        "a scope that ended before its job is done waits in the scope around it",
        arguments: [true, false])
    func endedScopeWaiting(_ isAlone: Bool) throws {
        let beside = isAlone ? "" : "<userTask id=\"w\"/>" + flow("j", "w")
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="out"><extensionElements>\
                <camunda:executionListener event="end" expression=\
                "${execution.setVariable('told', told.concat(' out'))}"/></extensionElements>\
                <startEvent id="j"/><subProcess id="in">\(Self.ended)</subProcess>\(flow("j", "in"))\(beside)\
                </subProcess><boundaryEvent id="b" attachedToRef="out">\
                <messageEventDefinition messageRef="m"/></boundaryEvent><userTask id="n"/>
                """ + flow("s", "out") + flow("b", "n"),
                root: "<message id=\"m\" name=\"m\"/>"))
        try bench.start("p", [VariableInput("told", .string(""))])
        try bench.complete("x")
        let tokens = isAlone ? "in(~x)" : "in(~x), w"
        #expect(try bench.state() == "p(out(\(tokens)))")
        // A token started by hand stands beside it, not inside what has ended.
        try modify(before("x"))
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(out(\(tokens.replacing("~x", with: "x, ~x"))))")
        try bench.message("m")
        #expect(try bench.state() == "p(n)")
        #expect(try bench.instanceState() == "ACTIVE")
        let others = isAlone ? "" : " -w"
        #expect(try bench.passages() == "+n -in -out\(others) -x b i j s x")
        #expect(try bench.variable("told") == .string(" out"))
    }

    @Test("a called instance that waits for a job ends with its caller")
    func calledInstanceWaiting() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><receiveTask id="r" camunda:asyncAfter="true">\
                <multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality>\
                </multiInstanceLoopCharacteristics></receiveTask><endEvent id="e"/>
                """ + flow("s", "r") + flow("r", "e"), id: "called"))
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="called"/><userTask id="n"/>
                """ + flow("s", "c")))
        try bench.start()
        let waiting = try #require(
            bench.typed(ExecutionRow.self).first { $0.activityID == "r" && $0.isActive })
        try bench.run(.triggerExecution(id: waiting.id, signalName: nil, variables: []))
        #expect(try bench.state() == "called(~r#multiInstanceBody); p(c)")
        try modify(before("n"), cancel("c"))
        #expect(try bench.state() == "p(n)")
        #expect(try bench.instanceState("called") == "EXTERNALLY_TERMINATED")
    }

    @Test("a sequential multi-instance body is cancelled with the token beside others")
    func sequentialBody() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="m"><multiInstanceLoopCharacteristics \
                isSequential="true"><loopCardinality>2</loopCardinality>\
                </multiInstanceLoopCharacteristics></userTask><userTask id="a"/><userTask id="b"/>
                """ + flow("s", "m") + flow("s", "a")))
        try bench.start()
        try modify(before("b"), cancel("m#multiInstanceBody"))
        #expect(try bench.state() == "p(a, b)")
        try bench.complete("a")
        try bench.complete("b")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("a token that waits in a join is cancelled, not forgotten")
    func waitingInAJoin() throws {
        let join = """
            <startEvent id="s"/><receiveTask id="r" messageRef="m"/><userTask id="a"/>\
            <parallelGateway id="j"/><userTask id="n"/>\
            \(flow("s", "r"))\(flow("s", "a"))\(flow("r", "j"))\(flow("a", "j"))\
            <subProcess id="es" triggeredByEvent="true"><startEvent id="i">\
            <messageEventDefinition messageRef="k"/></startEvent><userTask id="h"/>\
            \(flow("i", "h"))</subProcess>
            """
        let root = "<message id=\"m\" name=\"m\"/><message id=\"k\" name=\"k\"/>"
        try bench.deploy(model(join, root: root))
        try bench.start()
        try bench.message("m")
        try throwError("unknown", from: "a")
        #expect(try bench.state() == "p(j)")
        try bench.message("k")
        #expect(try bench.state() == "p(es(h))")
        #expect(try bench.passages() == "+es +h -j a i r s")

        let moved = CancellationTests()
        try moved.bench.deploy(model(join, root: root))
        try moved.bench.start()
        try moved.bench.message("m")
        try moved.throwError("unknown", from: "a")
        try moved.modify(before("n"), cancel("j"))
        #expect(try moved.bench.passages() == "+n -j a r s")
    }

    @Test("an event sub-process started in a new scope leaves the scope its subscriptions")
    func eventSubProcessInANewScope() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"/><subProcess id="sp"><startEvent id="i"/>\
                <userTask id="b"/>\(flow("i", "b"))<subProcess id="es" triggeredByEvent="true">\
                <startEvent id="k"><messageEventDefinition messageRef="m"/></startEvent>\
                <userTask id="h"/>\(flow("k", "h"))</subProcess></subProcess>
                """ + flow("s", "a"), root: "<message id=\"m\" name=\"m\"/>"))
        try bench.start()
        try modify(before("es"), cancel("a"))
        #expect(try bench.state() == "p(sp(es(h)))")
        #expect(try bench.typed(EventSubscriptionRow.self).map(\.activityID) == ["k"])
    }
}
