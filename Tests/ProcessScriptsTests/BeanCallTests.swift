import JSONTree
import ProcessEngine
import Synchronization
import Testing

/// Beans called by JavaScript, as Spring's beans are names in the scripts of a Java engine.
@Suite("Calls of beans by scripts", .timeLimit(.minutes(2)))
struct BeanCallTests {
    private static func model(_ content: String) -> String {
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">
          <process id="p" isExecutable="true">
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>\(content)
          </process>
        </definitions>
        """
    }

    /// A script task, then a user task.
    private static func task(_ script: String, _ more: String = "") -> String {
        model(
            """
            <scriptTask id="t" scriptFormat="javascript" camunda:resultVariable="result">
              <script><![CDATA[\(script)]]></script></scriptTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="u"/><userTask id="u"/>\(more)
            """)
    }

    private static let registry = JavaRegistry([
        "rates.current": .expression("${arguments[0] * 2}"),
        "clerk": .expression("${execution.setVariable('seen', arguments[0])}"),
        "fails.always": .expression("${nothing.of.that}"),
        "mailer": .topic("letters"),
        "zaakmaker": .effect(handler: "zgw", action: "create-zaak", properties: "{}"),
        "com.example.Rates": .expression("${arguments[0] + 1}"),
    ])

    private func started(
        _ model: String, _ variables: JSON = [:], hasBeans: Bool = true
    ) async throws -> (engine: ScriptedEngine, answer: (status: Int, json: JSON), state: JSON) {
        let engine = try ScriptedEngine(
            unsupported: .refuse, registry: Self.registry, hasBeans: hasBeans)
        let deployed = await engine.deploy([("p.bpmn", model)])
        #expect(deployed.status == 200, "\(deployed.json.serializedText)")
        let answer = await engine.start(variables)
        guard let id = answer.json["id"]?.stringValue else { return (engine, answer, .null) }
        return (engine, answer, await InstanceState(engine: engine).read(id))
    }

    /// Scripts with the values of variables that they leave.
    static let scripts: [(script: String, variables: JSON)] = [
        ("rates.current(21)", ["result": ["Integer", 42]]),
        ("rates.current(rates.current(2)) + rates.current(1)", ["result": ["Integer", 10]]),
        (
            "var sum = 0; for (var i = 0; i < 20; i++) sum += rates.current(i); sum",
            ["result": ["Integer", 380]]
        ),
        ("[1, 2].map(rates.current).join()", ["result": ["String", "2,4"]]),
        // What it writes is seen by the script, and what the script wrote before by the bean.
        ("clerk.note('a'); execution.getVariable('seen') + '!'", ["result": ["String", "a!"]]),
        (
            "execution.setVariable('pad', 'b'); "
                + "valueResolverDelegateService.resolveValue(execution, 'pv:pad')",
            ["result": ["String", "b"]]
        ),
        (
            "valueResolverDelegateService.handleValue(execution, 'pv:naam', 'Ans'); "
                + "execution.getVariable('naam')",
            ["result": ["String", "Ans"], "naam": ["String", "Ans"]]
        ),
        (
            "var list = execution.getVariable('list'); list.push(3); clerk.note('x'); list.push(4); 1",
            ["list": ["Object", [1, 2, 3, 4]]]
        ),
        ("retryCycleProvider.quick()", ["result": ["String", "R3/PT30S,PT2M,PT10M"]]),
        // Classes that the registry has.
        ("Java.type('com.example.Rates').next(1)", ["result": ["Integer", 2]]),
        ("new com.example.Rates().next(4)", ["result": ["Integer", 5]]),
        (
            "var Rates = Java.type('com.example.Rates'); new Rates().next(8)",
            ["result": ["Integer", 9]]
        ),
        // What fails can be caught.
        (
            "try { fails.always() } catch (e) { 'caught' }", ["result": ["String", "caught"]]
        ),
        (
            "try { rates.unheard(1) } catch (e) { String(e.getMessage()).includes('unheard') }",
            ["result": ["Boolean", true]]
        ),
        (
            "try { mailer.send('x') } catch (e) { e.getMessage() }",
            [
                "result": [
                    "String",
                    .string(
                        "mailer stands for the topic letters in the registry, which a script cannot "
                            + "wait for: call it from a service task, or give it an expression."),
                ]
            ]
        ),
        // A variable comes before a bean of its name.
        ("execution.getVariable('x') + (typeof rates)", ["result": ["String", "7function"]]),
    ]

    @Test("A script calls beans and goes on with what they answer", arguments: scripts)
    func calls(script: String, variables: JSON) async throws {
        let (_, answer, state) = try await started(
            Self.task(script),
            [
                "x": ["value": 7, "type": "Integer"],
                "list": [
                    "value": "[1,2]", "type": "Object",
                    "valueInfo": [
                        "objectTypeName": "java.util.ArrayList",
                        "serializationDataFormat": "application/json",
                    ],
                ],
            ])
        #expect(answer.status == 200, "\(answer.json.serializedText)")
        for member in variables.objectValue?.members ?? [] {
            #expect(
                state["variables"]?[member.key] == member.value, "\(state.serializedText)")
        }
    }

    @Test("A variable hides the bean of its name")
    func hides() async throws {
        let (_, _, state) = try await started(
            Self.task("rates"), ["rates": ["value": "mine", "type": "String"]])
        #expect(state["variables"]?["result"] == ["String", "mine"])
    }

    @Test("Without beans a name is unknown, as any other")
    func unknown() async throws {
        let (_, answer, _) = try await started(
            Self.task("documentDelegateService.getDocument(execution)"), hasBeans: false)
        #expect(answer.status == 500)
        #expect(answer.json["message"]?.stringValue?.contains("Can't find variable") == true)
    }

    @Test("A bean that fails fails the step, named, unless the script catches it")
    func failure() async throws {
        let (_, answer, _) = try await started(
            Self.task("documentDelegateService.setInternalStatus(execution, 'klaar')"))
        let message = answer.json["message"]?.stringValue ?? ""
        #expect(answer.status == 500)
        #expect(message.contains("activity 't'") && message.contains("names no case"), "\(message)")
    }

    @Test("What a script did before its call is done once, what it printed is told once")
    func once() async throws {
        let lines = Mutex<[String]>([])
        let engine = try ScriptedEngine(
            registry: Self.registry, hasBeans: true,
            printed: { _, line in lines.withLock { $0.append(line) } })
        _ = await engine.deploy([
            (
                "p.bpmn",
                Self.task(
                    """
                    print('one'); execution.setVariable('a', 1); var r = Math.random();
                    clerk.note(String(r)); print('two'); execution.setVariable('b', String(r));
                    rates.current(1); print('three');
                    execution.getVariable('seen') === execution.getVariable('b')
                    """)
            )
        ])
        let answer = await engine.start()
        let id = answer.json["id"]?.stringValue ?? ""
        let state = await InstanceState(engine: engine).read(id)
        // A random number is the same each time that the script is run.
        #expect(state["variables"]?["result"] == ["Boolean", true])
        #expect(lines.withLock { $0 } == ["one", "two", "three"])
        let details = await engine.list(
            "/history/detail?processInstanceId=\(id)&variableUpdates=true")
        let names = details.compactMap { $0["variableName"]?.stringValue }.sorted()
        #expect(names == ["a", "b", "result", "seen"], "\(names)")
    }

    @Test("Two commands do not get the same random numbers")
    func random() async throws {
        let engine = try ScriptedEngine(registry: Self.registry)
        _ = await engine.deploy([
            ("p.bpmn", Self.task("rates.current(1); String(Math.random())"))
        ])
        var found: Set<String> = []
        for _ in 0..<20 {
            let id = await engine.start().json["id"]?.stringValue ?? ""
            let state = await InstanceState(engine: engine).read(id)
            let text = state["variables"]?["result"]?.arrayValue?.last?.stringValue ?? ""
            #expect((Double(text) ?? -1) >= 0 && (Double(text) ?? 2) < 1, "\(text)")
            found.insert(text)
        }
        #expect(found.count == 20)
    }

    @Test("A script that calls beans without end is stopped with a message")
    func endless() async throws {
        let (_, answer, _) = try await started(Self.task("for (;;) rates.current(1)"))
        #expect(answer.status == 500)
        #expect(
            answer.json["message"]?.stringValue?.contains("calls beans more than 200 times")
                == true,
            "\(answer.json.serializedText)")
    }

    @Test("Listeners, mappings and conditions call beans too")
    func places() async throws {
        let (engine, answer, state) = try await started(
            Self.model(
                """
                <userTask id="t"><extensionElements>
                  <camunda:executionListener event="start"><camunda:script scriptFormat="javascript">
                    clerk.note('start')</camunda:script></camunda:executionListener>
                  <camunda:taskListener event="create"><camunda:script scriptFormat="javascript">
                    task.setName('nr ' + rates.current(3))</camunda:script></camunda:taskListener>
                  <camunda:inputOutput><camunda:inputParameter name="half">
                    <camunda:script scriptFormat="javascript">rates.current(0.25)</camunda:script>
                  </camunda:inputParameter></camunda:inputOutput>
                </extensionElements></userTask>
                <sequenceFlow id="f2" sourceRef="t" targetRef="g"/><exclusiveGateway id="g" default="d"/>
                <sequenceFlow id="c" sourceRef="g" targetRef="yes">
                  <conditionExpression xsi:type="tFormalExpression" language="javascript">
                    rates.current(2) == 4</conditionExpression></sequenceFlow>
                <sequenceFlow id="d" sourceRef="g" targetRef="no"/>
                <userTask id="yes"/><userTask id="no"/>
                """))
        #expect(answer.status == 200, "\(answer.json.serializedText)")
        #expect(state["variables"]?["seen"] == ["String", "start"])
        #expect(state["variables"]?["half in scope"] == ["Double", 0.5])
        let task = try #require(await engine.list("/task").first)
        #expect(task["name"]?.stringValue == "nr 6")
        _ = await engine.ask("POST", "/task/\(task["id"]?.stringValue ?? "")/complete", [:])
        #expect(await engine.list("/task").first?["taskDefinitionKey"]?.stringValue == "yes")
    }

    @Test("A bean that commands the engine does so within the script's step")
    func commands() async throws {
        let (engine, answer, _) = try await started(
            Self.task(
                """
                correlationService.sendStartMessage('begin', execution.getProcessBusinessKey());
                'sent'
                """,
                """
                </process><message id="b" name="begin"/><process id="q" isExecutable="true">
                <startEvent id="qs"><messageEventDefinition messageRef="b"/></startEvent>
                <sequenceFlow id="q1" sourceRef="qs" targetRef="qt"/><userTask id="qt"/>
                """))
        #expect(answer.status == 200, "\(answer.json.serializedText)")
        let tasks = await engine.list("/task").compactMap { $0["taskDefinitionKey"]?.stringValue }
        #expect(tasks.sorted() == ["qt", "u"])
    }
}
