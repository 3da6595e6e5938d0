import JSONTree
import ProcessValues
import Records
import Testing

@testable import ProcessEngine

@Suite("Activities")
struct ActivityTests {
    let bench = CoreBench()

    @Test("an error finds the nearest handler, and an unhandled one ends its token")
    func errors() throws {
        let content = """
            <startEvent id="s"/><subProcess id="sp"><startEvent id="i"/><userTask id="a"/>\
            <endEvent id="x"><errorEventDefinition errorRef="e"/></endEvent>\
            \(flow("i", "a"))\(flow("a", "x"))</subProcess>\
            <boundaryEvent id="b" attachedToRef="sp"><errorEventDefinition errorRef="CODE" \
            camunda:errorCodeVariable="code"/></boundaryEvent><userTask id="h"/><userTask id="n"/>
            """
        for (root, expected) in [("E1", "p(h)"), ("E2", "p(n)")] {
            let bench = CoreBench()
            try bench.deploy(
                model(
                    content.replacing("CODE", with: "caught") + flow("s", "sp") + flow("b", "h")
                        + flow("sp", "n"),
                    root:
                        "<error id=\"e\" errorCode=\"\(root)\"/><error id=\"caught\" errorCode=\"E1\"/>"
                ))
            try bench.start()
            try bench.complete("a")
            #expect(try bench.state() == expected)
            #expect(try bench.variable("code") == (root == "E1" ? .string("E1") : nil))
        }
    }

    @Test("a failing expression is caught by a handler that names its Java class")
    func catchable() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="v" camunda:expression="${missing}"/>
                <boundaryEvent id="b" attachedToRef="v"><errorEventDefinition \
                errorRef="java.lang.Exception"/></boundaryEvent><userTask id="h"/>
                """ + flow("s", "v") + flow("b", "h")))
        try bench.start()
        #expect(try bench.state() == "p(h)")
    }

    @Test("a parallel multi-instance activity runs once for each element")
    func parallelMultiInstance() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t" camunda:assignee="${who}">\
                <multiInstanceLoopCharacteristics camunda:collection="list" \
                camunda:elementVariable="who"/></userTask><userTask id="n"/>
                """ + flow("s", "t") + flow("t", "n")))
        let list = ObjectValue(tree: .array([.string("ann"), .string("bob")]))
        try bench.start("p", [VariableInput("list", .object(list))])
        #expect(try bench.state() == "p(t#multiInstanceBody(t, t))")
        #expect(try bench.typed(TaskRow.self).compactMap(\.assignee).sorted() == ["ann", "bob"])
        try bench.complete("t")
        #expect(try bench.state() == "p(t#multiInstanceBody(t, ~t))")
        try bench.complete("t")
        #expect(try bench.state() == "p(n)")
        #expect(try bench.executionCount() == 1)
    }

    @Test("a sequential multi-instance activity stops at its completion condition")
    func sequentialMultiInstance() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics \
                isSequential="true"><loopCardinality>5</loopCardinality><completionCondition>\
                ${nrOfCompletedInstances &gt;= 2}</completionCondition>\
                </multiInstanceLoopCharacteristics></userTask><userTask id="n"/>
                """ + flow("s", "t") + flow("t", "n")))
        try bench.start()
        for _ in 0..<2 {
            #expect(try bench.state() == "p(t#multiInstanceBody(t))")
            try bench.complete("t")
        }
        #expect(try bench.state() == "p(n)")
    }

    @Test("a called process gets and gives variables, and its failure shows at the caller")
    func callActivity() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><callActivity id="c" calledElement="q"><extensionElements>\
                <camunda:in source="a" target="b"/><camunda:in businessKey="#{execution.processBusinessKey}"/>\
                <camunda:out sourceExpression="${b + 1}" target="r"/></extensionElements>\
                </callActivity><userTask id="t"/>
                """ + flow("s", "c") + flow("c", "t")))
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><userTask id=\"u\" camunda:asyncBefore=\"true\"/>"
                    + flow("s", "u"), id: "q"))
        try bench.start("p", [VariableInput("a", .integer(4))])
        #expect(try bench.state() == "p(c); q(~u)")
        let job = try #require(try bench.typed(JobRow.self).first)
        try bench.run(.job(id: job.id, .setRetries(1, dueAt: nil)))
        try bench.run(.job(id: job.id, .recordFailure(JobFailure(message: "down"))))
        let incidents = try bench.typed(IncidentRow.self)
        #expect(incidents.compactMap(\.activityID).sorted() == ["c", "u"])
        #expect(Set(incidents.map(\.rootCauseIncidentID)).count == 1)
        try bench.run(.job(id: job.id, .setRetries(2, dueAt: nil)))
        #expect(try bench.typed(IncidentRow.self).isEmpty)
        try bench.execute("u")
        try bench.complete("u")
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("r") == .long(5))
        #expect(
            try bench.typed(HistoricProcessInstanceRow.self).allSatisfy { $0.businessKey == "case" }
        )
    }

    @Test(
        "the elements of a JSON array are a collection, and each is JSON", arguments: [true, false])
    func nodesAsCollection(isSequential: Bool) throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t" name="item ${item}">\
                <multiInstanceLoopCharacteristics isSequential="\(isSequential)" camunda:collection=\
                "${S('[1, {&quot;a&quot;: 2}]').elements()}" camunda:elementVariable="item"/>\
                </userTask>
                """ + flow("s", "t")))
        try bench.start()
        #expect(bench.lastError == nil)
        #expect(try bench.typed(TaskRow.self).count == (isSequential ? 1 : 2))
        #expect(try bench.typed(TaskRow.self).contains { $0.name == "item 1" })
        #expect(
            try bench.typed(HistoricVariableRow.self).filter { $0.name == "item" }
                .allSatisfy { $0.type == "Json" })
    }

    @Test("a long value that changes twice within a command is kept, with its last text in history")
    func longValueChangedAgain() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="v" camunda:expression=\
                "${execution.setVariable('text', text.concat(text))}"/><userTask id="t"/>
                """ + flow("s", "v") + flow("v", "t")))
        let text = String(repeating: "x", count: 10_000)
        try bench.start("p", [VariableInput("text", .string(text))])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(t)")
        let kept = try bench.typed(LargeValueRow.self).compactMap(\.textValue)
        #expect(kept.contains(text + text))
    }

    @Test("inputs are local to an activity, outputs go around it")
    func mappings() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t" name="no ${local}"><extensionElements>\
                <camunda:inputOutput><camunda:inputParameter name="local">${a + 1}\
                </camunda:inputParameter><camunda:outputParameter name="out">${local + 1}\
                </camunda:outputParameter></camunda:inputOutput></extensionElements></userTask>\
                <userTask id="n"/>
                """ + flow("s", "t") + flow("t", "n")))
        try bench.start("p", [VariableInput("a", .integer(1))])
        #expect(try bench.typed(TaskRow.self).first?.name == "no 2")
        try bench.complete("t")
        #expect(try bench.variable("out") == .long(3))
        #expect(try bench.variable("local") == nil)
    }

    @Test("asynchronous continuations wait before and after, and a failed one becomes an incident")
    func asynchronous() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="v" camunda:asyncBefore="true" \
                camunda:asyncAfter="true" camunda:expression="${x}"><extensionElements>\
                <camunda:failedJobRetryTimeCycle>R2/PT5M</camunda:failedJobRetryTimeCycle>\
                </extensionElements></serviceTask><userTask id="t"/>
                """ + flow("s", "v") + flow("v", "t")))
        let id = try #require(try bench.start())
        #expect(try bench.state() == "p(~v)")
        #expect(try bench.typed(JobRow.self).first?.retries == 2)
        try bench.execute("v")
        #expect(try bench.typed(JobRow.self).first?.retries == 1)
        #expect(
            try bench.typed(JobRow.self).first?.dueAt == bench.now.adding(milliseconds: 300_000))
        try bench.execute("v")
        #expect(try bench.typed(IncidentRow.self).map(\.activityID) == ["v"])
        #expect(try bench.typed(JobRow.self).first?.readyAt == nil)
        try bench.run(
            .changeVariables(
                VariableChange(
                    scope: .execution(id), modifications: [VariableInput("x", .integer(2))])))
        try bench.execute("v")
        #expect(bench.lastError == nil)
        #expect(try bench.typed(IncidentRow.self).isEmpty)
        #expect(try bench.state() == "p(~v)")
        try bench.execute("v")
        #expect(try bench.state() == "p(t)")
    }

    @Test("an external task is locked, failed, retried and completed")
    func externalTask() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="v" camunda:type="external" \
                camunda:topic="work"/><userTask id="t"/>
                """ + flow("s", "v") + flow("v", "t")))
        let root = try #require(try bench.start("p", [VariableInput("a", .integer(1))]))
        let id = try #require(try bench.typed(ExternalTaskRow.self).first?.id)
        let lock = ExternalTaskLock(
            rootInstanceID: root, workerID: "w",
            requests: [ExternalTaskLock.Request(taskID: id, milliseconds: 1_000)])
        guard case .locked(let locked) = try bench.run(.lockExternalTasks(lock))?.result else {
            Issue.record("nothing locked")
            return
        }
        #expect(locked.first?.variables.map(\.name) == ["a"])
        try bench.run(
            .externalTask(
                id: id, .complete(workerID: "other", variables: [], localVariables: [])))
        #expect(bench.lastError?.kind == .badRequest)
        try bench.run(
            .externalTask(
                id: id,
                .failure(
                    workerID: "w", message: "down", details: nil, retries: 0, retryTimeout: 0,
                    variables: [], localVariables: [])))
        #expect(try bench.typed(IncidentRow.self).map(\.incidentType) == ["failedExternalTask"])
        #expect(try bench.typed(IncidentRow.self).map(\.failedActivityID) == [nil])
        try bench.run(.externalTask(id: id, .setRetries(1)))
        #expect(try bench.typed(IncidentRow.self).isEmpty)
        try bench.run(
            .externalTask(
                id: id,
                .complete(
                    workerID: "w", variables: [VariableInput("r", .string("ok"))],
                    localVariables: [])))
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("r") == .string("ok"))
    }

    @Test(
        "an error that the model makes of a worker's answer tells what the worker said",
        arguments: [false, true])
    func definedError(fails: Bool) throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="v" camunda:type="external" \
                camunda:topic="work"><extensionElements><camunda:errorEventDefinition errorRef="e" \
                expression="${a == 1 and externalTask.workerId == 'w'}"/></extensionElements>\
                </serviceTask><boundaryEvent id="b" attachedToRef="v"><errorEventDefinition \
                camunda:errorCodeVariable="code" camunda:errorMessageVariable="message"/>\
                </boundaryEvent><userTask id="t"/>
                """ + flow("s", "v") + flow("b", "t"),
                root: "<error id=\"e\" errorCode=\"E\" camunda:errorMessage=\"declared\"/>"))
        let root = try #require(try bench.start("p", [VariableInput("a", .integer(1))]))
        let id = try #require(try bench.typed(ExternalTaskRow.self).first?.id)
        let lock = ExternalTaskLock(
            rootInstanceID: root, workerID: "w",
            requests: [ExternalTaskLock.Request(taskID: id, milliseconds: 1_000)])
        try bench.run(.lockExternalTasks(lock))
        let answer: ExternalTaskOperation =
            fails
            ? .failure(
                workerID: "w", message: "down", details: nil, retries: 0, retryTimeout: 0,
                variables: [], localVariables: [])
            : .complete(workerID: "w", variables: [], localVariables: [])
        try bench.run(.externalTask(id: id, answer))
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("code") == .string("E"))
        let message = try #require(try bench.variable("message"))
        #expect(fails ? message == .string("down") : message.isNull)
    }

    @Test("task operations reach the row, its history and its listeners")
    func taskOperations() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"><extensionElements>\
                <camunda:taskListener event="create" expression="${execution.setVariable('c', 1)}"/>\
                <camunda:taskListener event="assignment" \
                expression="${execution.setVariable('who', task.assignee)}"/>\
                <camunda:taskListener event="complete" expression="${task.setVariable('d', 1)}"/>\
                </extensionElements></userTask><userTask id="n"/>
                """ + flow("s", "t") + flow("t", "n")))
        try bench.start()
        #expect(try bench.variable("c") == .long(1))
        let id = try #require(try bench.typed(TaskRow.self).first?.id)
        try bench.run(.task(id: id, .claim(userID: "ann")))
        #expect(try bench.variable("who") == .string("ann"))
        #expect(try bench.typed(HistoricTaskRow.self).first?.assignee == "ann")
        try bench.run(.task(id: id, .claim(userID: "bob")))
        #expect(bench.lastError?.typeName == "TaskAlreadyClaimedException")
        try bench.run(.task(id: id, .update(TaskChanges(name: .some("x"), priority: 80))))
        #expect(try bench.typed(TaskRow.self).first?.priority == 80)
        try bench.complete("t")
        #expect(try bench.variable("d") == .long(1))
        try bench.run(.task(id: id, .complete(variables: [], wantsVariables: false)))
        #expect(bench.lastError?.kind == .notFound)
    }

    @Test("compensation runs the handlers of what was completed, the last first")
    func compensation() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"/><boundaryEvent id="ab" attachedToRef="a">\
                <compensateEventDefinition/></boundaryEvent><userTask id="ua" \
                isForCompensation="true"/><intermediateThrowEvent id="th">\
                <compensateEventDefinition/></intermediateThrowEvent><userTask id="n"/>
                """ + flow("s", "a") + flow("a", "th") + flow("th", "n")
                    + "<association id=\"as\" sourceRef=\"ab\" targetRef=\"ua\" associationDirection=\"One\"/>"
            ))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.state() == "p(th, ua)")
        try bench.complete("ua")
        #expect(try bench.state() == "p(n)")
    }

    @Test("an event that throws compensation is not compensated itself, whatever is attached to it")
    func compensatedThrow() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><intermediateThrowEvent id="t"><compensateEventDefinition/>\
                </intermediateThrowEvent><boundaryEvent id="b" attachedToRef="t">\
                <compensateEventDefinition/></boundaryEvent><userTask id="h" \
                isForCompensation="true"/><endEvent id="e"><compensateEventDefinition/></endEvent>
                """ + flow("s", "t") + flow("t", "e")
                    + """
                    <association id="a" sourceRef="b" targetRef="h" associationDirection="One"/>
                    """))
        try bench.start()
        #expect(bench.lastError == nil)
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("tokens are moved by hand")
    func modification() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"/><subProcess id="sp"><startEvent id="i"/>\
                <userTask id="b"/>\(flow("i", "b"))</subProcess>
                """ + flow("s", "a") + flow("a", "sp")))
        let id = try #require(try bench.start())
        func modify(_ instructions: [ModificationInstruction]) throws {
            try bench.run(
                .instance(
                    id: id,
                    .modify(
                        instructions, skipCustomListeners: false, skipIoMappings: false,
                        annotation: nil)))
        }
        try modify([
            .startBefore(activityID: "b", ancestorActivityInstanceID: nil, variables: [])
        ])
        #expect(try bench.state() == "p(a, sp(b))")
        try modify([.cancelActivity("a", cancelsCurrentActiveInstances: true)])
        #expect(try bench.state() == "p(sp(b))")
        try modify([.cancelActivity("b", cancelsCurrentActiveInstances: true)])
        #expect(try bench.state() == "")
        #expect(try bench.instanceState() == "EXTERNALLY_TERMINATED")
    }
}
