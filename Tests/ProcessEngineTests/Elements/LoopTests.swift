import JSONTree
import ProcessValues
import Testing

@testable import ProcessEngine

private func looped(_ loop: String) -> String {
    model(
        """
        <startEvent id="s"/><userTask id="t">\(loop)</userTask><userTask id="after"/>
        """ + flow("s", "t") + flow("t", "after"))
}

@Suite("Standard loops and collected results")
struct LoopTests {
    let bench = CoreBench()

    @Test("a loop tests its condition after each round and counts the rounds from 0")
    func afterEachRound() throws {
        try bench.deploy(
            looped(
                """
                <standardLoopCharacteristics><loopCondition>${again}</loopCondition>\
                </standardLoopCharacteristics>
                """))
        try bench.start("p", [VariableInput("again", .boolean(false))])
        #expect(try bench.state() == "p(t#multiInstanceBody(t))")
        #expect(try bench.variable("loopCounter") == .integer(0))
        try bench.complete("t", [VariableInput("again", .boolean(true))])
        #expect(try bench.variable("loopCounter") == .integer(1))
        try bench.complete("t", [VariableInput("again", .boolean(false))])
        #expect(try bench.state() == "p(after)")
        #expect(try bench.variable("loopCounter") == nil)
        #expect(try bench.passages() == "+after s t t t#multiInstanceBody")
    }

    @Test("a loop that tests before may run never, and sees the number of the round to come")
    func before() throws {
        let loop = """
            <standardLoopCharacteristics testBefore="true"><loopCondition>${loopCounter &lt; n}\
            </loopCondition></standardLoopCharacteristics>
            """
        try bench.deploy(looped(loop))
        try bench.start("p", [VariableInput("n", .integer(0))])
        #expect(try bench.state() == "p(after)")
        let other = CoreBench()
        try other.deploy(looped(loop))
        try other.start("p", [VariableInput("n", .integer(2))])
        try other.complete("t")
        #expect(try other.state() == "p(t#multiInstanceBody(t))")
        try other.complete("t")
        #expect(try other.state() == "p(after)")
    }

    @Test("loopMaximum bounds the rounds, and without a condition is their number")
    func maximum() throws {
        try bench.deploy(looped("<standardLoopCharacteristics loopMaximum=\"2\"/>"))
        try bench.start()
        try bench.complete("t")
        #expect(try bench.state() == "p(t#multiInstanceBody(t))")
        try bench.complete("t")
        #expect(try bench.state() == "p(after)")
    }

    @Test("conditions see what the output mapping of a round wrote")
    func outputMapping() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"><extensionElements><camunda:inputOutput>\
                <camunda:outputParameter name="done">${answer == 'yes'}</camunda:outputParameter>\
                </camunda:inputOutput></extensionElements>\
                <standardLoopCharacteristics loopMaximum="9"><loopCondition>${!done}\
                </loopCondition></standardLoopCharacteristics></userTask><userTask id="after"/>
                """ + flow("s", "t") + flow("t", "after")))
        try bench.start("p", [VariableInput("answer", .string("no"))])
        try bench.complete("t")
        #expect(try bench.state() == "p(t#multiInstanceBody(t))")
        try bench.complete("t", [VariableInput("answer", .string("yes"))])
        #expect(try bench.state() == "p(after)")
    }

    @Test("a boundary event ends the loop as a whole; its body can be async and compensated")
    func surroundings() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t" camunda:asyncBefore="true">\
                <standardLoopCharacteristics loopMaximum="3"/></userTask>\
                <boundaryEvent id="b" attachedToRef="t"><messageEventDefinition messageRef="m"/>\
                </boundaryEvent><userTask id="after"/><userTask id="h"/>
                """ + flow("s", "t") + flow("t", "after") + flow("b", "h"),
                root: "<message id=\"m\" name=\"stop\"/>"))
        try bench.start()
        #expect(try bench.state() == "p(~t#multiInstanceBody)")
        try bench.execute("t#multiInstanceBody")
        try bench.complete("t")
        try bench.message("stop")
        #expect(try bench.state() == "p(h)")
        #expect(try bench.passages() == "+h -t -t#multiInstanceBody b s t")
    }

    @Test(
        "a loop with neither condition nor maximum is refused, and runs once where that is warned of"
    )
    func refused() throws {
        let xml = looped("<standardLoopCharacteristics/>")
        #expect(bench.refusals(xml) == ["unsupported"])
        try bench.deploy(xml, unsupported: .warn)
        try bench.start()
        #expect(try bench.state() == "p(t)")
    }

    @Test("a loop that never waits ends with an error that names it")
    func endless() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><task id="t"><standardLoopCharacteristics><loopCondition>${true}\
                </loopCondition></standardLoopCharacteristics></task>
                """ + flow("s", "t")))
        try bench.start()
        #expect(bench.lastError?.kind == .stepLimit)
        #expect(bench.lastError?.message.contains("t") == true)
    }

    // MARK: Results

    private func collecting(_ loop: String, task: String = "<userTask id=\"t\">") -> String {
        model(
            """
            <startEvent id="s"/>\(task)<multiInstanceLoopCharacteristics \(loop)>\
            <loopCardinality>3</loopCardinality><loopDataOutputRef>results</loopDataOutputRef>\
            <outputDataItem name="result"/></multiInstanceLoopCharacteristics></userTask>\
            <userTask id="after"/>
            """ + flow("s", "t") + flow("t", "after"))
    }

    private func results() throws -> JSON? {
        let row = try bench.typed(VariableRow.self).last { $0.name == "results" }
        guard case .object(let object) = row?.value(large: nil) else { return nil }
        return object.tree
    }

    @Test("results of parallel instances are put at the places of their instances")
    func parallel() throws {
        try bench.deploy(collecting(""))
        try bench.start()
        let tasks = try bench.typed(TaskRow.self)
        for (position, name) in [(2, "c"), (0, "a")] {
            try bench.run(
                .task(
                    id: tasks[position].id,
                    .complete(
                        variables: [VariableInput("result", .string(name))], wantsVariables: false))
            )
        }
        #expect(try bench.variable("results") != nil)
        try bench.complete("t")
        #expect(try bench.state() == "p(after)")
        #expect(try results() == ["a", .null, "c"])
        #expect(try bench.typed(VariableRow.self).map(\.name) == ["results"])
    }

    @Test("sequential instances do not see the result of the one before")
    func sequential() throws {
        try bench.deploy(collecting("isSequential=\"true\""))
        try bench.start()
        try bench.complete("t", [VariableInput("result", .integer(1))])
        try bench.complete("t")
        try bench.complete("t", [VariableInput("result", .integer(3))])
        #expect(try results() == [1, .null, 3])
    }

    @Test(
        "what a completion condition leaves out is null in the list, and no instance gives an empty one"
    )
    func condition() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><userTask id="t"><multiInstanceLoopCharacteristics>\
                <loopCardinality>${n}</loopCardinality><loopDataOutputRef>results\
                </loopDataOutputRef><outputDataItem name="result"/><completionCondition>\
                ${nrOfCompletedInstances == 2}</completionCondition>\
                </multiInstanceLoopCharacteristics></userTask><userTask id="after"/>
                """ + flow("s", "t") + flow("t", "after")))
        try bench.start("p", [VariableInput("n", .integer(3))])
        try bench.complete("t", [VariableInput("result", .integer(1))])
        try bench.complete("t", [VariableInput("result", .integer(2))])
        #expect(try results() == [1, 2, .null])
        try bench.start("p", [VariableInput("n", .integer(0))])
        #expect(try results() == [])
    }

    @Test("a result that stands in the scope of a repeated sub-process is found")
    func scoped() throws {
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><subProcess id="t"><multiInstanceLoopCharacteristics>\
                <loopCardinality>2</loopCardinality><loopDataOutputRef>results\
                </loopDataOutputRef><outputDataItem name="result"/>\
                </multiInstanceLoopCharacteristics><startEvent id="i"/><task id="j">\
                <extensionElements><camunda:executionListener event="end" \
                expression="${execution.parent.setVariableLocal('result', loopCounter)}"/>\
                </extensionElements></task>\(flow("i", "j"))</subProcess><userTask id="after"/>
                """ + flow("s", "t") + flow("t", "after")))
        try bench.start()
        #expect(try results() == [0, 1])
    }
}
