import ProcessValues
import Testing

@testable import ProcessEngine

@Suite("Ad-hoc sub-processes")
struct AdHocTests {
    let bench = CoreBench()

    private func adHoc(
        _ attributes: String = "", _ condition: String? = nil, content: String? = nil,
        beside: String = ""
    ) -> String {
        let completion =
            condition.map { "<completionCondition>\($0)</completionCondition>" } ?? ""
        let inside =
            content
            ?? "<userTask id=\"a\"/><userTask id=\"b\"/><userTask id=\"b2\"/>" + flow("b", "b2")
        return model(
            """
            <startEvent id="s"/><adHocSubProcess id="sub" \(attributes)>\(inside)\(completion)\
            </adHocSubProcess><userTask id="after"/>\(beside)
            """ + flow("s", "sub") + flow("sub", "after"),
            root: "<message id=\"m\" name=\"go\"/>")
    }

    private func scope() throws -> String {
        let row = try bench.typed(ExecutionRow.self).first {
            $0.elementState?.contains("adHoc") ?? false
        }
        return try #require(row?.id)
    }

    private func begin(_ activity: String, _ variables: [VariableInput] = []) throws {
        try bench.run(
            .startAdHocActivity(
                executionID: try scope(), activityID: activity, variables: variables))
    }

    @Test("it starts nothing by itself, any startable activity any number of times")
    func start() throws {
        try bench.deploy(adHoc())
        try bench.start()
        #expect(try bench.state() == "p(sub)")
        try begin("a", [VariableInput("mine", .integer(1))])
        try begin("a", [VariableInput("mine", .integer(2))])
        try begin("b")
        #expect(try bench.state() == "p(sub(a, a, b))")
        #expect(try bench.variable("nrOfActiveInstances") == .integer(3))
        try begin("b2")
        #expect(bench.lastError?.message.contains("can start: a, b") == true)
        try bench.complete("b")
        #expect(try bench.state() == "p(sub(a, a, b2))")
        for task in ["a", "a", "b2"] { try bench.complete(task) }
        #expect(try bench.state() == "p(sub)")
        #expect(try bench.variable("nrOfCompletedInstances") == .integer(4))
        try begin("a")
        try bench.run(.completeAdHoc(executionID: try scope()))
        #expect(try bench.state() == "p(after)")
        #expect(try bench.passages() == "+after -a a a b b2 s sub")
        try bench.complete("after")
        #expect(try bench.instanceState() == "COMPLETED")
    }

    @Test("the completion condition is asked after every activity, and cancels the rest")
    func condition() throws {
        try bench.deploy(adHoc("", "${nrOfCompletedInstances == 2}"))
        try bench.start()
        for activity in ["a", "b", "a"] { try begin(activity) }
        try bench.complete("a")
        #expect(try bench.state() == "p(sub(a, b))")
        // b2 would come next, but the condition holds when b is done.
        try bench.complete("b")
        #expect(try bench.state() == "p(after)")
        #expect(try bench.passages() == "+after -a a b s sub")
    }

    @Test("without cancelling, the rest goes on and nothing more can be started")
    func withoutCancelling() throws {
        try bench.deploy(
            adHoc("cancelRemainingInstances=\"false\"", "${nrOfCompletedInstances >= 1}"))
        try bench.start()
        try begin("a")
        try begin("b")
        try bench.complete("a")
        #expect(try bench.state() == "p(sub(b))")
        try begin("a")
        #expect(bench.lastError?.message.contains("nothing more can be started") == true)
        try bench.complete("b")
        #expect(try bench.state() == "p(sub(b2))")
        try bench.complete("b2")
        #expect(try bench.state() == "p(after)")
    }

    @Test("a sequential one does one activity at a time")
    func sequential() throws {
        try bench.deploy(adHoc("ordering=\"Sequential\""))
        try bench.start()
        try begin("a")
        try begin("b")
        #expect(bench.lastError?.message.contains("one activity at a time") == true)
        try bench.complete("a")
        try begin("b")
        #expect(try bench.state() == "p(sub(b))")
    }

    @Test("activeElements start on entry, and the end of the last of them is the end")
    func activeElements() throws {
        try bench.deploy(adHoc("camunda:activeElements=\"${wanted}\""))
        try bench.start("p", [VariableInput("wanted", .string("a, b"))])
        #expect(try bench.state() == "p(sub(a, b))")
        try bench.complete("a")
        try bench.complete("b")
        #expect(try bench.state() == "p(sub(b2))")
        try bench.complete("b2")
        #expect(try bench.state() == "p(after)")
        try bench.start("p", [VariableInput("wanted", .string(""))])
        #expect(try bench.state() == "p(after); p(after)")
    }

    @Test("a boundary event interrupts it, whether something is active inside or not")
    func interrupted() throws {
        let border = """
            <boundaryEvent id="bo" attachedToRef="sub"><messageEventDefinition messageRef="m"/>\
            </boundaryEvent><userTask id="h"/>
            """ + flow("bo", "h")
        for isActive in [false, true] {
            let bench = CoreBench()
            try bench.deploy(adHoc(beside: border))
            try bench.start()
            if isActive {
                let row = try bench.typed(ExecutionRow.self).first { $0.elementState != nil }
                try bench.run(
                    .startAdHocActivity(
                        executionID: try #require(row?.id), activityID: "a", variables: []))
            }
            try bench.message("go")
            #expect(try bench.state() == "p(h)")
            #expect(
                try bench.passages() == (isActive ? "+h -a -sub bo s" : "+h -sub bo s"))
        }
    }

    @Test("event sub-processes run beside its activities or in place of them")
    func eventSubProcess() throws {
        for interrupting in [false, true] {
            let inside = """
                <userTask id="a"/><subProcess id="ev" triggeredByEvent="true"><startEvent id="es" \
                isInterrupting="\(interrupting)"><messageEventDefinition messageRef="m"/>\
                </startEvent><userTask id="e"/>\(flow("es", "e"))</subProcess>
                """
            let bench = CoreBench()
            try bench.deploy(adHoc(content: inside))
            try bench.start()
            try bench.message("go")
            #expect(try bench.state() == "p(sub(ev(e)))")
            let row = try bench.typed(ExecutionRow.self).first { $0.elementState != nil }
            let id = try #require(row?.id)
            try bench.run(
                .startAdHocActivity(executionID: id, activityID: "a", variables: []))
            #expect(try bench.state() == (interrupting ? "p(sub(ev(e)))" : "p(sub(a, ev(e)))"))
            try bench.complete("e")
            #expect(try bench.state() == (interrupting ? "p(after)" : "p(sub(a))"))
            if interrupting { continue }
            try bench.complete("a")
            #expect(try bench.state() == "p(sub)")
        }
    }

    @Test("what was done inside can be compensated")
    func compensation() throws {
        let inside = """
            <userTask id="a"/><boundaryEvent id="cb" attachedToRef="a"><compensateEventDefinition/>\
            </boundaryEvent><userTask id="undo" isForCompensation="true"/>\
            <association id="as" sourceRef="cb" targetRef="undo" associationDirection="One"/>
            """
        try bench.deploy(
            model(
                """
                <startEvent id="s"/><adHocSubProcess id="sub">\(inside)<completionCondition>\
                ${nrOfCompletedInstances == 1}</completionCondition></adHocSubProcess>\
                <intermediateThrowEvent id="x"><compensateEventDefinition/>\
                </intermediateThrowEvent><userTask id="after"/>
                """ + flow("s", "sub") + flow("sub", "x") + flow("x", "after")))
        try bench.start()
        try begin("undo")
        #expect(bench.lastError != nil)
        try begin("a")
        try bench.complete("a")
        #expect(try bench.typed(TaskRow.self).map(\.taskDefinitionKey) == ["undo"])
        try bench.complete("undo")
        #expect(try bench.state() == "p(after)")
    }

    @Test("it repeats as a multi-instance activity, and its activities repeat too")
    func repeated() throws {
        // The loop stands before the activities, as the schema has it.
        let xml = model(
            """
            <startEvent id="s"/><adHocSubProcess id="sub"><multiInstanceLoopCharacteristics \
            isSequential="true"><loopCardinality>2</loopCardinality>\
            </multiInstanceLoopCharacteristics><userTask id="a">\
            <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>\
            </multiInstanceLoopCharacteristics></userTask><completionCondition>${true}\
            </completionCondition></adHocSubProcess><userTask id="after"/>
            """ + flow("s", "sub") + flow("sub", "after"))
        try bench.deploy(xml)
        try bench.start()
        #expect(try bench.state() == "p(sub#multiInstanceBody(sub))")
        try begin("a")
        #expect(
            try bench.state()
                == "p(sub#multiInstanceBody(sub(a#multiInstanceBody(a, a))))")
        try bench.complete("a")
        try bench.complete("a")
        #expect(try bench.state() == "p(sub#multiInstanceBody(sub))")
        try begin("a")
        try bench.complete("a")
        try bench.complete("a")
        #expect(try bench.state() == "p(after)")
    }

    @Test("an asynchronous activity starts by a job")
    func async() throws {
        try bench.deploy(
            adHoc(
                "", "${true}",
                content:
                    "<userTask id=\"a\" camunda:asyncBefore=\"true\" camunda:asyncAfter=\"true\"/>")
        )
        try bench.start()
        try begin("a")
        #expect(try bench.state() == "p(sub(~a))")
        try bench.execute("a")
        try bench.complete("a")
        #expect(try bench.state() == "p(sub(~a))")
        try bench.execute("a")
        #expect(try bench.state() == "p(after)")
    }

    @Test("an instance that waits in one can be deleted")
    func deleted() throws {
        try bench.deploy(adHoc())
        let id = try #require(try bench.start())
        try begin("a")
        try bench.run(.instance(id: id, .delete(InstanceDeletion(reason: "enough"))))
        #expect(try bench.state().isEmpty)
        #expect(try bench.passages() == "-a -sub s")
    }

    @Test("start and end events inside are refused")
    func content() throws {
        let xml = adHoc(content: "<startEvent id=\"i\"/><userTask id=\"a\"/>" + flow("i", "a"))
        #expect(bench.refusals(xml) == ["ad-hoc-content"])
        let other = adHoc(content: "<userTask id=\"a\"/><endEvent id=\"e\"/>" + flow("a", "e"))
        #expect(bench.refusals(other) == ["ad-hoc-content"])
    }
}
