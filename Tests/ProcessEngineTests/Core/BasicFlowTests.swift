import ProcessValues
import Records
import Testing

@testable import ProcessEngine

@Suite("Start, tasks and gateways")
struct BasicFlowTests {
    let bench = CoreBench()

    @Test("an instance waits in a user task and ends when it is completed")
    func userTask() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t" name="Do ${x}" camunda:assignee="jan" \
                camunda:candidateGroups="a, b"/><endEvent id="e"/>
                """ + flow("s", "t") + flow("t", "e")))
        try bench.start("p", [VariableInput("x", .integer(1))])
        #expect(try bench.state() == "p(t)")
        #expect(try bench.executionCount() == 1)
        let task = try #require(try bench.typed(TaskRow.self).first)
        #expect(task.name == "Do 1")
        #expect(task.assignee == "jan")
        #expect(try bench.typed(IdentityLinkRow.self).compactMap(\.groupID).sorted() == ["a", "b"])
        try bench.complete("t", [VariableInput("done", .boolean(true))])
        #expect(try bench.state() == "")
        #expect(try bench.passages() == "e s t")
        #expect(try bench.instanceState() == "COMPLETED")
        for table in EngineTables.all where !table.name.hasPrefix("history") {
            #expect(table.name == "process_definition" || bench.rows.rows(table).isEmpty)
        }
        #expect(
            try bench.typed(HistoricVariableRow.self).map(\.name).sorted() == ["done", "x"])
    }

    @Test(
        "an exclusive gateway takes the first flow whose condition holds",
        arguments: [(1, "a"), (5, "b"), (50, "c")])
    func exclusive(value: Int32, expected: String) throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><exclusiveGateway id="g" default="g-c"/>
                <userTask id="a"/><userTask id="b"/><userTask id="c"/>
                """ + flow("s", "g") + flow("g", "a", "${x &lt; 2}") + flow("g", "c")
                    + flow("g", "b", "${x &lt; 10}")))
        try bench.start("p", [VariableInput("x", .integer(value))])
        #expect(try bench.state() == "p(\(expected))")
    }

    @Test("a token that a branch before it cancels was left all the same")
    func cancelledBeforeItsFlow() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e">\
                <terminateEventDefinition/></endEvent>
                """ + flow("s", "a") + flow("a", "b") + flow("a", "e")))
        try bench.start()
        try bench.complete("a")
        #expect(try bench.passages() == "a e s")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("a local variable of the last branch becomes the value of the process's own")
    func variablesOfTheLastBranch() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="a"/><userTask id="b"><extensionElements>\
                <camunda:executionListener event="start" \
                expression="${execution.setVariableLocal('n', 2)}"/></extensionElements></userTask>
                """ + flow("s", "a") + flow("s", "b")))
        try bench.start("p", [VariableInput("n", .long(1))])
        let id = try #require(
            bench.typed(VariableRow.self).first { $0.name == "n" && $0.longValue == 1 }?.id)
        try bench.complete("a")
        let left = try bench.typed(VariableRow.self).filter { $0.name == "n" }
        #expect(left.map(\.id) == [id])
        #expect(left.map(\.longValue) == [2])
        // History keeps the one of the branch, too.
        let kept = try bench.typed(HistoricVariableRow.self).filter { $0.name == "n" }
        #expect(kept.map(\.longValue) == [2, 2])
    }

    @Test(
        "the flows out of what a caller triggers are taken last first, others in their order",
        arguments: [(false, "321"), (true, "123")])
    func severalFlows(_ hasGateway: Bool, _ order: String) throws {
        let source = hasGateway ? "g" : "a"
        let tasks = (1...3).map {
            "<serviceTask id=\"t\($0)\" camunda:resultVariable=\"order\" "
                + "camunda:expression=\"${order.concat('\($0)')}\"/>" + flow(source, "t\($0)")
        }
        let gateway = hasGateway ? "<exclusiveGateway id=\"h\"/><parallelGateway id=\"g\"/>" : ""
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><userTask id=\"a\"/><userTask id=\"z\"/>\(gateway)"
                    + flow("s", "a") + flow("s", "z") + tasks.joined()
                    + (hasGateway ? flow("a", "h") + flow("h", "g") : "")))
        try bench.start("p", [VariableInput("order", .string(""))])
        try bench.complete("a")
        #expect(try bench.variable("order") == .string(order))
    }

    @Test("a fork runs its branches one after another and a join waits for all of them")
    func parallel() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>
                <parallelGateway id="j"/><userTask id="after"/>
                """ + flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("a", "j")
                    + flow("b", "j") + flow("j", "after")))
        try bench.start()
        #expect(try bench.state() == "p(a, b)")
        #expect(try bench.executionCount() == 3)
        try bench.complete("a")
        #expect(try bench.state() == "p(b, j)")
        try bench.complete("b")
        #expect(try bench.state() == "p(after)")
        #expect(try bench.executionCount() == 1)
        #expect(try bench.passages() == "+after a b g j j s")
    }

    @Test("a service task evaluates its expression and sets the result")
    func service() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><serviceTask id="v" camunda:expression="${a + 1}" \
                camunda:resultVariable="r"/><userTask id="t"/>
                """ + flow("s", "v") + flow("v", "t")))
        try bench.start("p", [VariableInput("a", .integer(4))])
        #expect(try bench.variable("r") == .long(5))
        #expect(try bench.state() == "p(t)")
    }

    @Test("no flow that can be taken fails the command and leaves no trace")
    func noFlow() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><exclusiveGateway id="g"/><userTask id="a"/><userTask id="b"/>
                """ + flow("s", "g") + flow("g", "a", "${false}") + flow("g", "b", "${false}")))
        try bench.start()
        #expect(bench.lastError?.typeName == "ProcessEngineException")
        #expect(bench.lastError?.activityID == "g")
        #expect(try bench.state() == "")
        #expect(try bench.passages() == "")
    }

    @Test("an endless loop is stopped and named")
    func endless() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><exclusiveGateway id="in"/><task id="a"/>
                """ + flow("s", "in") + flow("in", "a") + flow("a", "in")))
        try bench.start()
        #expect(bench.lastError?.kind == .stepLimit)
        #expect(bench.lastError?.message.contains("→") == true)
    }

    @Test("the same command with the same identifiers gives the same delta")
    func deterministic() throws {
        let definition = try bench.deploy(
            model(
                """
                <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>
                """ + flow("s", "g") + flow("g", "a") + flow("g", "b")))[0]
        let command = EngineCommand.startInstance(
            StartInstance(
                definition: .id(definition.row.id),
                variables: [VariableInput("x", .string("y"))]))
        let state = EngineState(answers: [
            .processDefinition(.id(definition.row.id)): .processDefinition(definition)
        ])
        var deltas: [String] = []
        for _ in 0..<2 {
            let attempt = EngineCore.attempt(
                command, on: state, at: bench.now, ids: IDSource(at: bench.now, seed: (7, 9)),
                by: .engine)
            guard case .done(let outcome) = attempt else {
                Issue.record("not done: \(attempt)")
                return
            }
            deltas.append("\(outcome.delta)")
        }
        #expect(deltas[0] == deltas[1])
    }
}
