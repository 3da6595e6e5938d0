import BPMNParser
import Diagnostics
import Testing

@Suite struct ModelTests {
    /// The process of a model with this content, which must be free of errors.
    private static func process(
        _ content: String, definitions: String = "", process: String = "isExecutable='true'"
    ) throws -> BPMNProcess {
        let rule = RuleCase("", content, definitions: definitions, process: process)
        let result = BPMNParser().parse(Array(rule.file.utf8))
        #expect(result.isAccepted, "\(result.diagnostics)")
        return try #require(result.model?.processes.first)
    }

    private static func node(_ content: String, _ id: String = "a") throws -> FlowNode {
        let process = try process(content)
        return try #require(process.scope.flowNode(id))
    }

    @Test func definitionsHoldWhatProcessesReferTo() throws {
        let rule = RuleCase(
            "", "",
            definitions: """
                <itemDefinition id='i' structureRef='xsd' isCollection='true'/>
                <error id='e2' name='n' errorCode='c' o:errorMessage='${m}'/>
                <dataStore id='d' name='Archief' capacity='5' isUnlimited='false'/>
                """)
        let model = try #require(BPMNParser().parse(Array(rule.file.utf8)).model)
        #expect(model.targetNamespace == "t")
        #expect(model.messages.map(\.id) == ["m1", "m2", "m0", "mEL", "unnamed"])
        #expect(model.messages[3].name?.holdsExpression == true)
        #expect(model.signals.map { $0.name?.text } == ["S1"])
        #expect(model.errors.last?.message?.text == "${m}")
        #expect(model.escalations.map(\.code) == ["X1", "X2", nil])
        #expect(model.itemDefinitions.first?.isCollection == true)
        #expect(
            model.dataStores == [
                DataStore(id: "d", name: "Archief", capacity: 5, isUnlimited: false)
            ])
    }

    @Test(arguments: ["o", "c", "a"])
    func extensionsOfAllThreeNamespacesAreReadAlike(prefix: String) throws {
        let process = try Self.process(
            """
            <userTask id='a' xmlns:a='http://activiti.org/bpmn' \(prefix):assignee='${x}'
                \(prefix):candidateGroups='team a,${f(1,2)}, b' \(prefix):asyncBefore='true'
                \(prefix):exclusive='false' \(prefix):dueDate='P1D' \(prefix):formKey='k'>
                <extensionElements>
                <\(prefix):failedJobRetryTimeCycle>R3/PT1M</\(prefix):failedJobRetryTimeCycle>
                <\(prefix):properties><\(prefix):property name='n' value='v'/></\(prefix):properties>
                </extensionElements></userTask>
            """)
        let node = try #require(process.scope.flowNode("a"))
        guard case .userTask(let task) = node.kind else { throw Unexpected() }
        #expect(task.assignee?.text == "${x}")
        #expect(task.candidateGroups.map(\.text) == ["team a", "${f(1,2)}", "b"])
        #expect(task.dueDate?.text == "P1D")
        #expect(task.form?.key?.text == "k")
        #expect(node.isAsyncBefore && !node.isAsyncAfter && !node.isExclusive)
        #expect(node.failedJobRetryTimeCycle?.text == "R3/PT1M")
        #expect(node.properties == [ExtensionProperty(name: "n", value: "v")])
    }

    @Test func flowsKeepTheOrderOfTheFile() throws {
        let process = try Self.process(
            """
            <exclusiveGateway id='g' default='f1'><outgoing>f1</outgoing><outgoing>f3</outgoing>
            </exclusiveGateway><task id='b'/><task id='a'/>
            <sequenceFlow id='f3' sourceRef='g' targetRef='a'><conditionExpression
                xsi:type='tFormalExpression' language='javascript' o:resource='x.js'/></sequenceFlow>
            <sequenceFlow id='f1' sourceRef='g' targetRef='b'/>
            <sequenceFlow sourceRef='s' targetRef='g'/>
            """)
        #expect(process.scope.flowNodes.map(\.id) == ["s", "g", "b", "a"])
        let gateway = try #require(process.scope.flowNode("g"))
        #expect(gateway.outgoing == ["f3", "f1"])
        #expect(gateway.defaultFlow == "f1")
        let unnamed = try #require(process.scope.sequenceFlows.last)
        #expect(!unnamed.hasWrittenID && unnamed.id.contains("@"))
        #expect(gateway.incoming == [unnamed.id])
        let condition = try #require(process.scope.sequenceFlow("f3")?.condition)
        #expect(condition.language == "javascript" && condition.resource == "x.js")
    }

    @Test func defaultsOfTheSchemaAreApplied() throws {
        let process = try Self.process(
            """
            <task id='a'><multiInstanceLoopCharacteristics o:collection='c'/></task>
            <boundaryEvent id='b' attachedToRef='a'><errorEventDefinition/></boundaryEvent>
            <subProcess id='e' triggeredByEvent='true'><startEvent id='es'>
            <signalEventDefinition signalRef='s1'/></startEvent></subProcess>
            """)
        #expect(process.isStartableInTasklist)
        let task = try #require(process.scope.flowNode("a"))
        #expect(task.isExclusive && !task.isForCompensation)
        guard case .multiInstance(let loop)? = task.loop else { throw Unexpected() }
        #expect(!loop.isSequential && loop.collection?.text == "c")
        guard case .boundaryEvent(let event)? = process.scope.flowNode("b")?.kind else {
            throw Unexpected()
        }
        #expect(event.isInterrupting)
        let start = process.scope.allFlowNodes.first { $0.id == "es" }
        guard case .startEvent(let startEvent)? = start?.kind else { throw Unexpected() }
        #expect(startEvent.isInterrupting)
    }

    @Test func serviceTasksKnowHowTheyAreDone() throws {
        let kinds: [(String, ServiceImplementation.Kind)] = [
            ("o:class='x.Y'", .javaClass("x.Y")),
            (
                "o:delegateExpression='${b}'",
                .delegateExpression(ExpressionSource("${b}", line: 10))
            ),
            ("o:expression='${e}'", .expression(ExpressionSource("${e}", line: 10))),
            (
                "o:type='external' o:topic='t' o:taskPriority='5'",
                .external(
                    ExternalTask(
                        topic: ExpressionSource("t", line: 10),
                        priority: ExpressionSource("5", line: 10)))
            ),
            ("o:type='Shell'", .shell),
        ]
        for (attributes, kind) in kinds {
            let field = "<o:field name='command' stringValue='ls'/>"
            let node = try Self.node(extended("serviceTask id='a' \(attributes)", field))
            guard case .serviceTask(let service) = node.kind else { throw Unexpected() }
            #expect(service.kind == kind)
            #expect(service.fields == [FieldInjection(name: "command", value: .string("ls"))])
        }
    }

    @Test func anExternalTaskKnowsItsErrors() throws {
        let node = try Self.node(
            extended(
                "serviceTask id='a' o:type='external' o:topic='t'",
                "<o:errorEventDefinition id='d' errorRef='e1' expression='${true}'/>"))
        guard case .serviceTask(let service) = node.kind, case .external(let task) = service.kind
        else { throw Unexpected() }
        #expect(task.errorDefinitions.map(\.error?.code) == ["E1"])
    }

    @Test func mappingsOfVariablesKeepTheirShape() throws {
        let node = try Self.node(
            extended(
                "task id='a'",
                """
                <o:inputOutput>
                <o:inputParameter name='t'> ${x} </o:inputParameter>
                <o:inputParameter name='n'/>
                <o:inputParameter name='l'><o:list><o:value>1</o:value>
                    <o:script scriptFormat='javascript'>2</o:script></o:list></o:inputParameter>
                <o:outputParameter name='m'><o:map><o:entry key='k'>v</o:entry></o:map>
                </o:outputParameter></o:inputOutput>
                """))
        let mapping = try #require(node.inputOutput)
        #expect(mapping.inputs.map(\.name) == ["t", "n", "l"])
        #expect(mapping.inputs[0].value == .text(ExpressionSource("${x}", line: 11)))
        #expect(mapping.inputs[1].value == .null)
        guard case .list(let items) = mapping.inputs[2].value, case .script(let script) = items[1],
            case .map(let entries) = mapping.outputs[0].value
        else { throw Unexpected() }
        #expect(script.format == "javascript" && script.content == .inline("2"))
        #expect(entries.map(\.key.text) == ["k"])
    }

    @Test func listenersAndTimeoutsAreRead() throws {
        let node = try Self.node(
            extended(
                "userTask id='a'",
                """
                <o:executionListener event='end' expression='${x}'/>
                <o:taskListener event='create' delegateExpression='${b}'/>
                <o:taskListener id='late' event='timeout' expression='${y}'>
                <timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>
                </o:taskListener>
                """))
        #expect(node.executionListeners.map(\.event) == [.end])
        guard case .userTask(let task) = node.kind else { throw Unexpected() }
        #expect(task.taskListeners.map(\.event) == [.create, .timeout])
        #expect(task.taskListeners[1].timer?.schedule == .duration)
        #expect(task.taskListeners[1].timer?.value.text == "PT1H")
    }

    @Test func callActivitiesMapVariables() throws {
        let node = try Self.node(
            extended(
                "callActivity id='a' calledElement='q' o:calledElementBinding='versionTag' "
                    + "o:calledElementVersionTag='v1'",
                """
                <o:in businessKey='#{execution.processBusinessKey}'/><o:in variables='all' local='true'/>
                <o:in sourceExpression='${x + 1}' target='y'/><o:out source='r' target='r2'/>
                """))
        guard case .callActivity(let call) = node.kind else { throw Unexpected() }
        #expect(call.callee == .process(ExpressionSource("q", line: 10)))
        guard case .versionTag(let tag) = call.binding else { throw Unexpected() }
        #expect(tag.text == "v1")
        #expect(call.businessKey?.text == "#{execution.processBusinessKey}")
        #expect(call.inputs.map(\.target) == [nil, "y"])
        #expect(call.inputs[0].source == .all && call.inputs[0].isLocal)
        #expect(call.outputs.map(\.source) == [.variable("r")])
    }

    @Test func eventDefinitionsAreResolved() throws {
        let process = try Self.process(
            """
            <intermediateCatchEvent id='a'><messageEventDefinition messageRef='t:m1'/>
            </intermediateCatchEvent>
            <endEvent id='b'><errorEventDefinition errorRef='free'/></endEvent>
            <intermediateThrowEvent id='d'>\(extended("signalEventDefinition signalRef='s1' o:async='true'", "<o:in variables='all'/>"))
            </intermediateThrowEvent>
            """)
        guard case .intermediateCatchEvent(let caught)? = process.scope.flowNode("a")?.kind,
            case .message(let message)? = caught.definition?.kind,
            case .endEvent(let end)? = process.scope.flowNode("b")?.kind,
            case .error(let error)? = end.definition?.kind,
            case .intermediateThrowEvent(let thrown)? = process.scope.flowNode("d")?.kind,
            case .signal(let signal)? = thrown.definition?.kind
        else { throw Unexpected() }
        #expect(message.message?.name?.text == "M1")
        #expect(error.error == nil && error.code == "free")
        #expect(signal.isAsync && signal.inputs.map(\.source) == [.all])
    }

    @Test func aCompensationEventKnowsItsHandler() throws {
        let process = try Self.process(
            """
            <task id='a'/><boundaryEvent id='b' attachedToRef='a'><compensateEventDefinition/>
            </boundaryEvent><task id='h' isForCompensation='true'/>
            <association id='x' sourceRef='b' targetRef='h'/>
            """)
        guard case .boundaryEvent(let event)? = process.scope.flowNode("b")?.kind else {
            throw Unexpected()
        }
        #expect(event.compensationHandlerRef == "h")
    }

    @Test func formsAreRead() throws {
        let process = try Self.process(
            extended(
                "userTask id='a'",
                """
                <o:formData businessKey='f'><o:formField id='f' type='enum' label='L' defaultValue='x'>
                <o:validation><o:constraint name='required'/></o:validation>
                <o:value id='x' name='X'/></o:formField></o:formData>
                """), process: "isExecutable='true'")
        guard case .userTask(let task)? = process.scope.flowNode("a")?.kind, let form = task.form
        else { throw Unexpected() }
        #expect(form.businessKeyField == "f")
        #expect(form.fields.map(\.type) == ["enum"])
        #expect(form.fields[0].values == [FormValue(id: "x", name: "X")])
        #expect(form.fields[0].constraints.map(\.name) == ["required"])
    }

    @Test func linesAreThoseOfTheFile() throws {
        let node = try Self.node("\n\n<task id='a'/>")
        #expect(node.line == 12)
    }

    @Test func expressionsAreCheckedWhereTheReferenceCompilesThem() {
        let options = BPMNParser.Options { $0 == "${bad" ? "it has no end" : nil }
        let rule = RuleCase("", "<userTask id='a' o:assignee='${bad'/><task id='${bad'/>")
        let result = BPMNParser(options: options).parse(Array(rule.file.utf8))
        let errors = result.diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.rule) == ["schema-value", "expression"])
        #expect(result.reference.outcome == .parseException)
        let alone = RuleCase("", "<userTask id='a' o:assignee='${bad'/>" + laterProblem)
        let stopped = BPMNParser(options: options).parse(Array(alone.file.utf8))
        #expect(stopped.reference.outcome == .failure(type: "ProcessEngineException"))
        #expect(stopped.diagnostics.filter { $0.severity == .error }.count == 2)
    }

    @Test func anActivityWithAProcessLinkNeedsNoImplementation() {
        let rule = RuleCase("", "<serviceTask id='a'/>")
        let linked = BPMNParser.Options(linkedElements: ["p": ["a"]])
        #expect(BPMNParser(options: linked).parse(Array(rule.file.utf8)).isAccepted)
        let other = BPMNParser.Options(linkedElements: ["q": ["a"]])
        #expect(!BPMNParser(options: other).parse(Array(rule.file.utf8)).isAccepted)
    }

    private struct Unexpected: Error {}
}
