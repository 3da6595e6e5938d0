import JSONTree
import ProcessValues
import Testing

@testable import ProcessEngine

private let roots = """
    <message id="m" name="go"/><message id="m2" name="come"/><signal id="sg" name="all"/>
    <escalation id="es" escalationCode="high"/>
    """
private func messages(_ ids: [String]) -> String {
    zip(ids, ["m", "m2"]).map {
        "<messageEventDefinition id=\"\($0)\" messageRef=\"\($1)\"/>"
    }.joined()
}
private let signal = "<signalEventDefinition id=\"ds\" signalRef=\"sg\"/>"
private func timer(_ id: String = "dt") -> String {
    "<timerEventDefinition id=\"\(id)\"><timeDuration>PT5M</timeDuration></timerEventDefinition>"
}

/// Instances that are in the elements that the reference lacks become instances of another
/// definition.
@Suite("Migration of the elements that the reference lacks")
struct ElementMigrationTests {
    let bench: CoreBench

    /// Migrates all instances of the first version to the second.
    private func migrate(_ mappings: [String]) throws {
        let instructions = mappings.map { mapping -> MigrationInstruction in
            let isUpdated = mapping.hasPrefix("!")
            let ids = mapping.drop { $0 == "!" }.split(separator: ">").map(String.init)
            return MigrationInstruction(
                ids[0], to: ids[ids.count - 1], updatesEventTrigger: isUpdated)
        }
        for row in try bench.typed(ExecutionRow.self) where row.parentID == nil {
            try bench.run(
                .instance(
                    id: row.id,
                    .migrate(
                        MigrationPlan(from: "p:1:d", to: "p:2:d", instructions: instructions),
                        skipCustomListeners: false, skipIoMappings: false)))
        }
    }

    private func proposal() throws -> [String] {
        MigrationPlanCheck(
            from: bench.definitions[0].process, to: bench.definitions[1].process
        ).proposal().map(\.sourceActivityID).sorted()
    }

    private func tellsError(_ text: String) -> Bool {
        bench.lastError?.message.contains(text) ?? false
    }

    // MARK: Ad-hoc sub-processes

    private func adHoc(
        _ id: String = "sub", _ tasks: [String] = ["a", "b"], _ attributes: String = ""
    ) -> String {
        let inside = tasks.map { "<userTask id=\"\($0)\"/>" }.joined()
        return model(
            """
            <startEvent id="s"/><adHocSubProcess id="\(id)" \(attributes)>\(inside)\
            </adHocSubProcess><userTask id="after"/>
            """ + flow("s", id) + flow(id, "after"))
    }

    private func begin(_ activity: String) throws {
        let scope = try bench.typed(ExecutionRow.self).first {
            $0.elementState?.contains("adHoc") ?? false
        }
        try bench.run(
            .startAdHocActivity(
                executionID: try #require(scope?.id), activityID: activity, variables: []))
    }

    private func finish() throws {
        let scope = try bench.typed(ExecutionRow.self).first {
            $0.elementState?.contains("adHoc") ?? false
        }
        try bench.run(.completeAdHoc(executionID: try #require(scope?.id)))
    }

    @Test("an ad-hoc sub-process in which nothing is active becomes another, and starts its tasks")
    func idleAdHoc() throws {
        try bench.deploy(adHoc())
        try bench.start()
        try bench.deploy(adHoc("other", ["x", "y"]))
        try migrate(["sub>other"])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(other)")
        try begin("a")
        #expect(tellsError("can start: x, y"))
        try begin("x")
        #expect(try bench.state() == "p(other(x))")
        try bench.complete("x")
        #expect(try bench.state() == "p(other)")
        try finish()
        #expect(try bench.state() == "p(after)")
        #expect(try bench.passages() == "+after other s x")
    }

    @Test("what is active in an ad-hoc sub-process goes on in the other")
    func activeAdHoc() throws {
        try bench.deploy(adHoc())
        try bench.start()
        try begin("a")
        try begin("b")
        try bench.deploy(adHoc("other", ["x", "b"]))
        try migrate(["sub>other", "a>x", "b"])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(other(b, x))")
        #expect(try bench.variable("nrOfActiveInstances") == .integer(2))
        let state = try bench.typed(ExecutionRow.self).compactMap(\.elementState).joined()
        #expect(state.contains("\"x\":1") && state.contains("\"other\""), "\(state)")
        try bench.complete("x")
        try begin("b")
        #expect(try bench.state() == "p(other(b, b))")
        #expect(try bench.variable("nrOfCompletedInstances") == .integer(1))
        try finish()
        #expect(try bench.state() == "p(after)")
    }

    @Test("one that does an activity at a time does not take over two")
    func sequentialAdHoc() throws {
        try bench.deploy(adHoc())
        try bench.start()
        try begin("a")
        try bench.deploy(adHoc("sub", ["a", "b"], "ordering=\"Sequential\""))
        try begin("b")
        try migrate(["sub", "a", "b"])
        #expect(tellsError("does one activity at a time, and 2 are active"))
        #expect(try bench.state() == "p(sub(a, b))")
        try bench.complete("b")
        try migrate(["sub", "a", "b"])
        #expect(try bench.state() == "p(sub(a))")
        try begin("b")
        #expect(tellsError("one activity at a time"))
    }

    private let tasks = model(
        """
        <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>
        """ + flow("s", "g") + flow("g", "a") + flow("g", "b"))

    @Test("an ad-hoc sub-process is put around tasks, and taken from around them")
    func aroundTasks() throws {
        try bench.deploy(tasks)
        try bench.start()
        try bench.deploy(adHoc())
        try migrate(["a", "b"])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(sub(a, b))")
        #expect(try bench.variable("nrOfActiveInstances") == .integer(2))
        try bench.complete("a")
        try begin("a")
        try bench.complete("b")
        #expect(try bench.state() == "p(sub(a))")
        try finish()
        #expect(try bench.state() == "p(after)")

        let back = CoreBench()
        let other = ElementMigrationTests(bench: back)
        try back.deploy(adHoc())
        try back.start()
        for task in ["a", "b"] { try other.begin(task) }
        try back.deploy(tasks)
        try other.migrate(["a", "b"])
        #expect(try back.state() == "p(a, b)")
        for task in ["a", "b"] { try back.complete(task) }
        #expect(try back.instanceState() == "COMPLETED")
    }

    init() { bench = CoreBench() }

    private init(bench: CoreBench) { self.bench = bench }

    @Test("an ad-hoc sub-process becomes none of another sort, and its plan can be proposed")
    func sortsOfSubProcesses() throws {
        try bench.deploy(adHoc())
        try bench.start()
        try bench.deploy(
            model(
                "<startEvent id=\"s\"/><subProcess id=\"sub\"><startEvent id=\"i\"/><userTask id=\"a\"/>"
                    + flow("i", "a") + "</subProcess>" + flow("s", "sub")))
        try migrate(["sub"])
        #expect(tellsError("ad-hoc sub-process is not compatible with sub-process"))
        let other = CoreBench()
        try other.deploy(adHoc())
        try other.deploy(adHoc("sub", ["a", "c"]))
        let tests = ElementMigrationTests(bench: other)
        #expect(try tests.proposal() == ["a", "after", "sub"])
    }

    // MARK: Loops

    private func looped(_ id: String, _ loop: String) -> String {
        model(
            """
            <startEvent id="s"/><userTask id="\(id)">\(loop)</userTask><userTask id="after"/>
            """ + flow("s", id) + flow(id, "after"))
    }

    @Test("a loop goes on counting its rounds, by the rules of the target")
    func loop() throws {
        try bench.deploy(looped("t", "<standardLoopCharacteristics loopMaximum=\"9\"/>"))
        try bench.start()
        try bench.complete("t")
        try bench.deploy(looped("u", "<standardLoopCharacteristics loopMaximum=\"3\"/>"))
        try migrate(["t>u", "t#multiInstanceBody>u#multiInstanceBody"])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(u#multiInstanceBody(u))")
        #expect(try bench.variable("loopCounter") == .integer(1))
        try bench.complete("u")
        #expect(try bench.state() == "p(u#multiInstanceBody(u))")
        try bench.complete("u")
        #expect(try bench.state() == "p(after)")
    }

    @Test("a loop becomes no multi-instance activity, and loses its body if that is not mapped")
    func loopAndOthers() throws {
        try bench.deploy(looped("t", "<standardLoopCharacteristics loopMaximum=\"9\"/>"))
        try bench.start()
        try bench.deploy(
            looped(
                "t",
                """
                <multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3\
                </loopCardinality></multiInstanceLoopCharacteristics>
                """))
        try migrate(["t", "t#multiInstanceBody"])
        #expect(
            tellsError("standard loop body is not compatible with sequential multi-instance body"))
        let other = CoreBench()
        try other.deploy(looped("t", "<standardLoopCharacteristics loopMaximum=\"9\"/>"))
        try other.start()
        try other.deploy(looped("t", ""))
        try ElementMigrationTests(bench: other).migrate(["t"])
        #expect(try other.state() == "p(t)")
        try other.complete("t")
        #expect(try other.state() == "p(after)")
    }

    private func collecting(_ list: String) -> String {
        looped(
            "t",
            """
            <multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2\
            </loopCardinality><loopDataOutputRef>\(list)</loopDataOutputRef><outputDataItem \
            id="i" name="r"/></multiInstanceLoopCharacteristics>
            """)
    }

    @Test("results that were collected are not lost where the target calls their list otherwise")
    func collected() throws {
        try bench.deploy(collecting("all"))
        try bench.start()
        try bench.complete("t", [VariableInput("r", .integer(1))])
        try bench.deploy(collecting("every"))
        try migrate(["t", "t#multiInstanceBody"])
        #expect(bench.lastError == nil)
        try bench.complete("t", [VariableInput("r", .integer(2))])
        #expect(try bench.state() == "p(after)")
        #expect(try bench.variable("every")?.plainJSON == [1, 2])
        #expect(try bench.variable("all") == nil)
    }

    // MARK: Multiple events

    private func caught(
        _ id: String, _ definitions: String, parallel: Bool = false
    ) -> String {
        model(
            """
            <startEvent id="s"/><intermediateCatchEvent id="\(id)" parallelMultiple="\(parallel)">\
            \(definitions)</intermediateCatchEvent><userTask id="t"/>
            """ + flow("s", id) + flow(id, "t"), root: roots)
    }

    @Test("a multiple event waits for what the target waits for")
    func multiple() throws {
        try bench.deploy(caught("c", messages(["d1", "d2"]) + timer()))
        try bench.start()
        try bench.deploy(caught("k", messages(["d1"]) + signal))
        try migrate(["c>k"])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(k)")
        #expect(try bench.typed(JobRow.self).isEmpty)
        let names = try bench.typed(EventSubscriptionRow.self).compactMap(\.eventName).sorted()
        #expect(names == ["all", "go"])
        try bench.signal("all")
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("triggeredBy") == .string("ds"))
    }

    @Test("a timer that both wait for runs on, under the name of its definition in the target")
    func multipleTimer() throws {
        try bench.deploy(caught("c", messages(["d1"]) + timer("old")))
        try bench.start()
        let due = try bench.typed(JobRow.self).first?.dueAt
        try bench.deploy(caught("c", messages(["d1"]) + timer("new")))
        try migrate(["c"])
        let jobs = try bench.typed(JobRow.self)
        #expect(jobs.map(\.dueAt) == [due])
        #expect(jobs.map(\.handlerConfiguration) == ["c$new"])
        try bench.execute("c")
        #expect(try bench.variable("triggeredBy") == .string("new"))
    }

    @Test("what has come of a parallel multiple event counts in the target")
    func parallelMultiple() throws {
        try bench.deploy(caught("c", messages(["d1", "d2"]) + timer("d3"), parallel: true))
        try bench.start()
        try bench.message("go", [VariableInput("a", .integer(1))])
        try bench.execute("c")
        #expect(try bench.state() == "p(c)")
        try bench.deploy(caught("k", messages(["e1", "e2"]) + timer("e3"), parallel: true))
        try migrate(["c>k"])
        #expect(bench.lastError == nil)
        #expect(try bench.typed(JobRow.self).isEmpty)
        try bench.message("go")
        #expect(bench.lastError != nil)
        try bench.message("come")
        #expect(try bench.state() == "p(t)")
        #expect(try bench.variable("a") == .integer(1))
    }

    @Test(
        "a parallel multiple event becomes none that waits for other things",
        arguments: [
            (messages(["d1"]) + signal, "does not wait for the message 'd2'"),
            (messages(["d1", "d2"]) + signal, "waits for more than the source: 'ds'"),
            (messages(["d1"]), "parallel multiple catch event is not compatible with catch event"),
        ])
    func otherDefinitions(definitions: String, failure: String) throws {
        try bench.deploy(caught("c", messages(["d1", "d2"]), parallel: true))
        try bench.start()
        try bench.deploy(caught("c", definitions, parallel: true))
        try migrate(["c"])
        #expect(tellsError(failure), "\(bench.lastError?.message ?? "")")
        #expect(try bench.state() == "p(c)")
    }

    private func bordered(
        _ id: String, _ definitions: String, parallel: Bool = false
    ) -> String {
        model(
            """
            <startEvent id="s"/><userTask id="t"/><boundaryEvent id="\(id)" attachedToRef="t" \
            cancelActivity="false" parallelMultiple="\(parallel)">\(definitions)\
            </boundaryEvent><userTask id="h"/><userTask id="after"/>
            """ + flow("s", "t") + flow("t", "after") + flow(id, "h"), root: roots)
    }

    @Test("multiple boundary events are migrated with their host")
    func boundary() throws {
        try bench.deploy(bordered("b", messages(["d1", "d2"]) + timer()))
        try bench.start()
        try bench.execute("b")
        #expect(try bench.state() == "p(h, t)")
        try bench.deploy(bordered("k", messages(["d1", "d2"]) + timer()))
        try migrate(["t", "h", "b>k"])
        #expect(bench.lastError == nil)
        // The timer has fired, and does not run again.
        #expect(try bench.typed(JobRow.self).isEmpty)
        try bench.message("come")
        #expect(try bench.state() == "p(h, h, t)")
        try bench.complete("t")
        #expect(try bench.state() == "p(after, h, h)")
        #expect(try proposal().isEmpty == false)
    }

    @Test("a multiple boundary event is proposed with its host")
    func proposedBoundary() throws {
        try bench.deploy(bordered("b", messages(["d1", "d2"])))
        try bench.deploy(bordered("b", messages(["d1", "d2"])))
        #expect(try proposal() == ["after", "b", "h", "t"])
    }

    // MARK: Complex gateways

    private func joined(_ id: String, _ third: String = "c") -> String {
        model(
            """
            <startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>\
            <userTask id="c"/><complexGateway id="\(id)"><activationCondition>\
            ${activationCount >= 2}</activationCondition></complexGateway><userTask id="on"/>\
            <userTask id="rest"/>
            """ + flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("g", "c")
                + named("fa", "a", id) + named("fb", "b", id) + named("f" + third, "c", id)
                + flow(id, "on", "${waitingForStart}") + flow(id, "rest", "${!waitingForStart}"))
    }

    private func named(_ flow: String, _ source: String, _ target: String) -> String {
        "<sequenceFlow id=\"\(flow)\" sourceRef=\"\(source)\" targetRef=\"\(target)\"/>"
    }

    @Test("tokens that wait in a complex gateway go on waiting in the other")
    func waitingTokens() throws {
        try bench.deploy(joined("x"))
        try bench.start()
        try bench.complete("a")
        try bench.deploy(joined("y"))
        try migrate(["x>y", "b", "c"])
        #expect(bench.lastError == nil)
        #expect(try bench.state() == "p(b, c, y)")
        try bench.complete("b")
        #expect(try bench.state() == "p(c, on)")
        try bench.complete("c")
        #expect(try bench.state() == "p(on, rest)")
    }

    @Test("a complex gateway that waits to be reset does so in the target, if it can")
    func waitingGateway() throws {
        try bench.deploy(joined("x"))
        try bench.start()
        try bench.complete("a")
        try bench.complete("b")
        #expect(try bench.state() == "p(c, on)")
        try bench.deploy(joined("y", "z"))
        try migrate(["c", "on"])
        #expect(tellsError("'x' waits to be reset, and no complex gateway of the target"))
        try migrate(["c", "on", "x>y"])
        #expect(tellsError("by the sequence flow 'fc', which does not lead to 'y'"))
        let other = CoreBench()
        try other.deploy(joined("x"))
        try other.start()
        try other.complete("a")
        try other.complete("b")
        try other.deploy(joined("y"))
        try ElementMigrationTests(bench: other).migrate(["c", "on", "x>y"])
        #expect(other.lastError == nil)
        try other.complete("c")
        #expect(try other.state() == "p(on, rest)")
    }

    // MARK: Instances made by receiving

    private func received(_ id: String) -> String {
        model(
            """
            <receiveTask id="\(id)" messageRef="m" instantiate="true" camunda:asyncBefore="true"/>\
            <userTask id="t"/>
            """ + flow(id, "t"), root: roots)
    }

    @Test("what has started an instance is not waited for again after a migration")
    func receiveTask() throws {
        try bench.deploy(received("r"))
        try bench.message("go")
        #expect(try bench.state() == "p(~r)")
        try bench.deploy(received("q"))
        try migrate(["r>q"])
        #expect(bench.lastError == nil)
        try bench.execute("q")
        #expect(try bench.state() == "p(t)")
    }

    private func gateway(_ event: String) -> String {
        model(
            """
            <eventBasedGateway id="g" instantiate="true" camunda:asyncBefore="true"/>\
            <intermediateCatchEvent id="\(event)"><messageEventDefinition messageRef="m"/>\
            </intermediateCatchEvent><intermediateCatchEvent id="c2"><messageEventDefinition \
            messageRef="m2"/></intermediateCatchEvent><userTask id="t"/><userTask id="t2"/>
            """ + flow("g", event) + flow("g", "c2") + flow(event, "t") + flow("c2", "t2"),
            root: roots)
    }

    @Test(
        "the event behind a gateway that has started an instance must have its place in the target")
    func eventGateway() throws {
        try bench.deploy(gateway("c1"))
        try bench.message("go")
        try bench.deploy(gateway("k1"))
        try migrate(["g"])
        #expect(tellsError("The event 'c1' has started the instance and was not passed yet"))
        try migrate(["g", "c1>k1"])
        #expect(bench.lastError == nil, "\(bench.lastError?.message ?? "")")
        try bench.execute("g")
        #expect(try bench.state() == "p(t)")
    }

    // MARK: Modification

    private func modify(_ instructions: ModificationInstruction...) throws {
        let id = try bench.typed(ExecutionRow.self).first { $0.parentID == nil }?.id
        try bench.run(
            .instance(
                id: try #require(id),
                .modify(
                    instructions, skipCustomListeners: false, skipIoMappings: false,
                    annotation: nil)))
    }

    private func before(_ id: String) -> ModificationInstruction {
        .startBefore(activityID: id, ancestorActivityInstanceID: nil, variables: [])
    }

    private func cancel(_ id: String) -> ModificationInstruction {
        .cancelActivity(id, cancelsCurrentActiveInstances: true)
    }

    @Test("tokens are put into an ad-hoc sub-process and taken from it by hand")
    func modifiedAdHoc() throws {
        try bench.deploy(adHoc())
        try bench.start()
        try modify(before("a"), before("b"))
        #expect(try bench.state() == "p(sub(a, b))")
        try modify(cancel("a"))
        #expect(try bench.state() == "p(sub(b))")
        try bench.complete("b")
        #expect(try bench.state() == "p(sub)")
        try begin("a")
        try modify(before("after"), cancel("sub"))
        #expect(try bench.state() == "p(after)")
        try modify(before("a"))
        #expect(try bench.state() == "p(after, sub(a))")
        try modify(before("sub"), cancel("after"))
        #expect(try bench.state() == "p(sub, sub(a))")
    }

    @Test("tokens are put before a loop and into its round by hand")
    func modifiedLoop() throws {
        try bench.deploy(looped("t", "<standardLoopCharacteristics loopMaximum=\"2\"/>"))
        try bench.start()
        try modify(before("t#multiInstanceBody"))
        #expect(try bench.state() == "p(t#multiInstanceBody(t), t#multiInstanceBody(t))")
        for _ in 0..<4 { try bench.complete("t") }
        #expect(try bench.state() == "p(after, after)")
        try modify(before("t"), cancel("after"))
        #expect(try bench.state() == "p(t#multiInstanceBody(t))")
        try bench.complete("t")
        #expect(try bench.state() == "p(t#multiInstanceBody(t))")
    }

    @Test("tokens are put into a complex gateway and before multiple events by hand")
    func modifiedOthers() throws {
        try bench.deploy(joined("x"))
        try bench.start()
        try modify(before("x"))
        #expect(try bench.state() == "p(a, b, c, x)")
        try bench.complete("a")
        #expect(try bench.state() == "p(b, c, on)")
        let other = CoreBench()
        try other.deploy(caught("c", messages(["d1", "d2"]), parallel: true))
        try other.start()
        try other.message("go")
        let tests = ElementMigrationTests(bench: other)
        try tests.modify(before("c"), cancel("t"))
        #expect(try other.state() == "p(c, c)")
        try tests.modify(cancel("c"))
        #expect(try other.state() == "")
    }

    private func thrower(_ parts: String) -> String {
        model(
            """
            <startEvent id="s"/><intermediateThrowEvent id="throw">\(parts)</intermediateThrowEvent>\
            <userTask id="after"/>
            """ + flow("s", "throw") + flow("throw", "after"), root: roots)
    }

    private static let worker = """
        <messageEventDefinition id="w" messageRef="m" camunda:type="external" camunda:topic="t"/>
        """

    @Test(
        "a multiple event that throws and waits for a worker throws the parts behind in the target")
    func multipleThrow() throws {
        try bench.deploy(thrower(Self.worker + signal))
        try bench.start()
        try bench.deploy(
            thrower(
                Self.worker + "<escalationEventDefinition escalationRef=\"es\"/>"
                    + Self.worker.replacing("\"w\"", with: "\"w2\"")))
        try migrate(["throw"])
        #expect(bench.lastError == nil)
        for _ in 0..<2 {
            let task = try #require(try bench.typed(ExternalTaskRow.self).first)
            #expect(task.definitionID == "p:2:d")
            let lock = ExternalTaskLock(
                rootInstanceID: task.rootInstanceID, workerID: "w",
                requests: [ExternalTaskLock.Request(taskID: task.id, milliseconds: 1_000)])
            try bench.run(.lockExternalTasks(lock))
            try bench.run(
                .externalTask(
                    id: task.id, .complete(workerID: "w", variables: [], localVariables: [])))
            #expect(bench.lastError == nil)
        }
        #expect(try bench.state() == "p(after)")
    }

    @Test("a multiple event that throws needs a target whose part at its place waits for a worker")
    func otherThrow() throws {
        try bench.deploy(thrower(Self.worker + signal))
        try bench.start()
        try bench.deploy(thrower(signal + Self.worker))
        try migrate(["throw"])
        #expect(tellsError("part 1"))
        #expect(try bench.typed(ExternalTaskRow.self).map(\.definitionID) == ["p:1:d"])
    }

    @Test("an ended instance begins again inside each of them")
    func restarted() throws {
        let loop = looped("t", "<standardLoopCharacteristics loopMaximum=\"2\"/>")
        for (model, activity, state) in [
            (adHoc(), "a", "p(sub(a))"), (adHoc(), "sub", "p(sub)"),
            (loop, "t", "p(t#multiInstanceBody(t))"),
            (loop, "t#multiInstanceBody", "p(t#multiInstanceBody(t))"),
            (caught("c", messages(["d1", "d2"]), parallel: true), "c", "p(c)"),
            (joined("x"), "x", "p(x)"),
        ] {
            let other = CoreBench()
            try other.deploy(model)
            let id = try #require(try other.start())
            try other.run(.instance(id: id, .delete(InstanceDeletion())))
            #expect(try other.state() == "")
            try other.run(
                .restart(
                    InstanceRestart(
                        of: [id], definitionID: "p:1:d", instructions: [before(activity)])))
            #expect(other.lastError == nil, "\(activity)")
            #expect(try other.state() == state)
        }
    }
}
