import Foundation

private func flow(_ id: String, _ source: String, _ target: String, _ content: String = "")
    -> String
{
    "<sequenceFlow id='\(id)' sourceRef='\(source)' targetRef='\(target)'>\(content)</sequenceFlow>"
}

private let condition = "<conditionExpression>${x}</conditionExpression>"

private func shape(_ attributes: String, _ content: String) -> String {
    "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane id='plane' bpmnElement='p'><bpmndi:BPMNShape "
        + "\(attributes)>\(content)</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
}

private func link(_ element: String, _ id: String, _ name: String) -> String {
    "<\(element) id='\(id)' name='\(name)'><linkEventDefinition name='\(name)'/></\(element)>"
}

/// Rules on links, gateways, flows, tasks, forms, listeners, loops, compensation and diagrams.
let activityRuleCases: [RuleCase] = [
    RuleCase(
        "L1",
        "<eventBasedGateway id='g'/>" + link("intermediateCatchEvent", "a", "L")
            + flow("f", "g", "a"), names: ["a"]),
    RuleCase(
        "L3",
        "<intermediateCatchEvent id='a' name='other'><linkEventDefinition name='L'/>"
            + "</intermediateCatchEvent>", warnings: ["a"]),
    RuleCase(
        "L4 drops later flows",
        link("intermediateThrowEvent", "a", "L") + flow("f", "s", "a")
            + flow("f2", "s", "nowhere"), names: ["f"], isSchemaError: true),
    RuleCase(
        "L5",
        "<subProcess id='sub'><startEvent id='ss'/>"
            + link("intermediateThrowEvent", "a", "L") + flow("f", "ss", "a") + "</subProcess>"
            + link("intermediateCatchEvent", "b", "L"), names: ["f"]),
    RuleCase(
        "link throw is no source",
        link("intermediateThrowEvent", "a", "L")
            + "<task id='b'/>" + flow("f", "a", "b"), names: ["f"]),
    RuleCase("G1", "<exclusiveGateway id='g'/>", names: ["g"]),
    RuleCase(
        "G2", "<exclusiveGateway id='g'/><task id='a'/>" + flow("f", "g", "a", condition),
        names: ["g"]),
    RuleCase(
        "G3",
        "<exclusiveGateway id='g' default='f1'/><task id='a'/>"
            + flow("f1", "g", "a", condition) + flow("f2", "g", "a", condition), names: ["g"]),
    RuleCase(
        "G4",
        "<exclusiveGateway id='g'/><task id='a'/>" + flow("f1", "g", "a")
            + flow("f2", "g", "a"), names: ["g"]),
    RuleCase(
        "G4 warning",
        "<exclusiveGateway id='g'/><task id='a'/>" + flow("f1", "g", "a")
            + flow("f2", "g", "a", condition), warnings: ["g"]),
    RuleCase("G5", "<eventBasedGateway id='g' o:asyncAfter='true'/>", names: ["g"]),
    RuleCase(
        "G6", "<eventBasedGateway id='g'/><receiveTask id='a'/>" + flow("f", "g", "a"),
        names: ["g"]),
    RuleCase("G7", extended("parallelGateway id='g'", "<c:inputOutput/>"), names: ["g"]),
    // Elements that the reference skips and we execute: what leads to them is no problem.
    RuleCase("G8 unconnected", "<complexGateway id='g'/><adHocSubProcess id='h'/>"),
    RuleCase("G8 flow", "<complexGateway id='g'/>" + flow("f", "s", "g")),
    RuleCase(
        "F1",
        "<subProcess id='a'><startEvent id='as'/></subProcess><task id='b'/>"
            + flow("f", "as", "b"), names: ["f"]),
    RuleCase("F2 data", "<dataObject id='d'/>" + flow("f", "s", "d"), names: ["f"]),
    RuleCase("F3", "<task id='h' isForCompensation='true'/>" + flow("f", "h", "s"), names: ["h"]),
    RuleCase(
        "F6",
        "<eventBasedGateway id='g'/><intermediateCatchEvent id='a'>"
            + "<messageEventDefinition messageRef='m1'/></intermediateCatchEvent>"
            + flow("f", "g", "a") + flow("f2", "s", "a"), names: ["f2"]),
    RuleCase(
        "F7",
        "<subProcess id='a' triggeredByEvent='true'><startEvent id='b'>"
            + "<errorEventDefinition/></startEvent></subProcess>" + flow("f", "s", "a"),
        names: ["f"]),
    RuleCase(
        "F8 type",
        "<task id='a'/>"
            + flow(
                "f", "s", "a",
                "<conditionExpression xsi:type='tExpression'>${x}</conditionExpression>"),
        names: ["f"]),
    RuleCase(
        "F8 language",
        "<task id='a'/>"
            + flow(
                "f", "s", "a",
                "<conditionExpression "
                    + "xsi:type='tFormalExpression' language=''>x</conditionExpression>"),
        names: ["f"]),
    RuleCase(
        "F9",
        "<task id='a' o:asyncAfter='true'/><task id='b'/>"
            + "<sequenceFlow sourceRef='a' targetRef='b'/>", names: ["a"]),
    RuleCase("K1", "<serviceTask id='a' implementation='##WebService'/>", names: ["a"]),
    RuleCase("K1 empty class", "<sendTask id='a' o:class=' '/>", names: ["a"]),
    RuleCase("K1 empty delegate passes", "<serviceTask id='a' o:delegateExpression=''/>"),
    RuleCase("K2", "<serviceTask id='a' o:type='rest'/>", names: ["a"]),
    RuleCase("K3", "<serviceTask id='a' o:class='x.Y' o:resultVariable='r'/>", names: ["a"]),
    RuleCase(
        "K4", "<serviceTask id='a' o:type='external'/>" + laterProblem, names: ["a", "later"]),
    RuleCase("K5", "<serviceTask id='a' o:type='mail'/>", names: ["a"]),
    RuleCase(
        "K6",
        extended(
            "serviceTask id='a' o:type='shell'",
            "<o:field name='wait' "
                + "stringValue='maybe'/>"), names: ["a"]),
    RuleCase(
        "K7",
        extended(
            "serviceTask id='a' o:class='x.Y'",
            "<o:field name='f' "
                + "stringValue='1'><o:string>2</o:string></o:field>"), names: ["a"]),
    RuleCase(
        "K7 expression tasks have no fields",
        extended(
            "serviceTask id='a' "
                + "o:expression='${x}'", "<o:field name='f'><o:string></o:string></o:field>")),
    RuleCase(
        "K8 stops", extended("serviceTask id='a'", "<o:connector/>") + laterProblem,
        isSchemaError: true),
    RuleCase(
        "K9 stops",
        extended(
            "serviceTask id='a'",
            "<o:connector><o:connectorId>x"
                + "</o:connectorId><o:inputOutput><o:inputParameter/></o:inputOutput></o:connector>"
        )
            + laterProblem, isSchemaError: true),
    RuleCase("K10", "<scriptTask id='a' scriptFormat='javascript'/>", isSchemaError: true),
    RuleCase(
        "K11", "<businessRuleTask id='a' o:decisionRef='d' o:mapDecisionResult=''/>",
        names: ["a"]),
    RuleCase(
        "K12 version",
        "<callActivity id='a' calledElement='q' "
            + "o:calledElementBinding='version'/>", names: ["a"]),
    RuleCase(
        "K12 tag",
        "<businessRuleTask id='a' o:decisionRef='d' "
            + "o:decisionRefBinding='versionTag'/>", names: ["a"]),
    RuleCase(
        "K12 unknown binding",
        "<callActivity id='a' calledElement='q' "
            + "o:calledElementBinding='newest'/>"),
    RuleCase("K13 none", "<callActivity id='a'/>", names: ["a"]),
    RuleCase("K13 both", "<callActivity id='a' calledElement='q' o:caseRef='r'/>", names: ["a"]),
    RuleCase("K14", extended("callActivity id='a' calledElement='q'", "<o:in/>"), names: ["a"]),
    RuleCase(
        "K14 business key and all",
        extended(
            "callActivity id='a' calledElement='q'",
            "<o:in businessKey='#{k}'/><o:in variables='all'/><o:out source='x' target='y'/>")),
    RuleCase(
        "K14 thrown signal",
        "<intermediateThrowEvent id='a'>"
            + extended("signalEventDefinition id='d' signalRef='s1'", "<o:in source='x'/>")
            + "</intermediateThrowEvent>", names: ["d"]),
    RuleCase(
        "K15",
        extended(
            "serviceTask id='a' o:type='external' o:topic='t'",
            "<o:errorEventDefinition errorRef='e1'/>"), status: 500),
    RuleCase(
        "U1",
        "<userTask id='a' o:assignee='x'><humanPerformer>"
            + "<resourceAssignmentExpression><formalExpression>y</formalExpression>"
            + "</resourceAssignmentExpression></humanPerformer></userTask>", names: ["a"]),
    RuleCase("U2", "<userTask id='a'><humanPerformer/><humanPerformer/></userTask>", names: ["a"]),
    RuleCase(
        "U4",
        "<userTask id='a'><potentialOwner><resourceAssignmentExpression>"
            + "<formalExpression>user(</formalExpression></resourceAssignmentExpression>"
            + "</potentialOwner></userTask>", status: 500),
    RuleCase("U6 and U7", "<userTask id='a' o:formKey='k' o:formRef='r'/>", names: ["a"]),
    RuleCase(
        "U7 version", "<userTask id='a' o:formRef='r' o:formRefBinding='version'/>",
        status: 500),
    RuleCase(
        "U8 stops",
        extended(
            "userTask id='a'",
            "<o:formData><o:formField type='string'/>"
                + "</o:formData>") + laterProblem, isSchemaError: true),
    RuleCase(
        "U9 date pattern",
        extended(
            "userTask id='a'",
            "<c:formData><c:formField id='f' type='date' datePattern='qq'/></c:formData>"),
        status: 500),
    RuleCase(
        "U9",
        extended(
            "userTask id='a'",
            "<o:formData><o:formField id='f' type='number'/>"
                + "</o:formData>"), names: ["f"]),
    RuleCase(
        "U10",
        extended(
            "userTask id='a'",
            "<o:formData><o:formField id='f' type='long'>"
                + "<o:validation><o:constraint name='between'/></o:validation></o:formField>"
                + "</o:formData>"), isSchemaError: true),
    RuleCase("U11", extended("userTask id='a'", "<o:formProperty/>"), isSchemaError: true),
    RuleCase(
        "U12", extended("userTask id='a'", "<o:formProperty id='f' required='maybe'/>"),
        names: ["f"]),
    RuleCase(
        "H1",
        extended(
            "task id='a'",
            "<o:executionListener expression='${x}' "
                + "event='take'/>"), names: ["a"]),
    RuleCase(
        "H1 process", "", names: ["p"],
        start: "<extensionElements><o:executionListener "
            + "expression='${x}'/></extensionElements><startEvent id='s'/>"),
    RuleCase(
        "H2", extended("task id='a'", "<o:executionListener event='start' class=''/>"),
        names: ["a"]),
    RuleCase(
        "H2 flow",
        "<task id='a'/>"
            + flow("f", "s", "a", "").replacing(
                "></seq",
                with: "><extensionElements><o:executionListener/></extensionElements></seq"),
        names: ["f"]),
    RuleCase(
        "H3",
        extended(
            "task id='a'",
            "<o:executionListener event='start'><o:script>1"
                + "</o:script></o:executionListener>"), names: ["a"]),
    RuleCase(
        "H4", extended("userTask id='a'", "<o:taskListener event='claim' class='x.Y'/>"),
        names: ["a"]),
    RuleCase("H5", extended("userTask id='a'", "<o:taskListener event='create'/>"), names: ["a"]),
    RuleCase(
        "H6 stops",
        extended(
            "userTask id='a'",
            "<o:taskListener id='l' event='timeout' "
                + "class='x.Y'/>") + laterProblem, names: ["a"]),
    RuleCase(
        "MI", "<task id='a'><multiInstanceLoopCharacteristics/></task>",
        names: ["a#multiInstanceBody"]),
    RuleCase(
        "MI element",
        "<task id='a'><multiInstanceLoopCharacteristics o:elementVariable='e'>"
            + "<loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></task>",
        names: ["a#multiInstanceBody"]),
    RuleCase(
        "MI sequential 1",
        "<task id='a'><multiInstanceLoopCharacteristics isSequential='1' "
            + "o:collection='c'/></task>", status: 500),
    RuleCase("C1", "<association id='a' sourceRef='s'/>", names: ["a"]),
    RuleCase("C2", laterProblem, names: ["later"]),
    RuleCase(
        "C3",
        "<task id='a'/><task id='h'/><boundaryEvent id='b' attachedToRef='a'>"
            + "<compensateEventDefinition/></boundaryEvent><association id='x' sourceRef='b' "
            + "targetRef='h'/>", names: ["b"]),
    RuleCase(
        "C3 in order",
        "<task id='a'/><task id='h' isForCompensation='true'/>"
            + "<boundaryEvent id='b' attachedToRef='a'><compensateEventDefinition/></boundaryEvent>"
            + "<association id='x' sourceRef='b' targetRef='h'/>"),
    RuleCase(
        "C5", "<endEvent id='a'><compensateEventDefinition activityRef='no'/></endEvent>",
        names: ["a"]),
    RuleCase(
        "C5 later activity",
        "<intermediateThrowEvent id='a'><compensateEventDefinition "
            + "activityRef='b'/></intermediateThrowEvent><task id='b'/>"),
    RuleCase(
        "C6",
        "<endEvent id='a'><compensateEventDefinition waitForCompletion='false'/>"
            + "</endEvent>", warnings: ["a"]),
    RuleCase(
        "M1 name",
        extended(
            "task id='a'",
            "<o:inputOutput><o:inputParameter>1"
                + "</o:inputParameter></o:inputOutput>"), names: ["a"]),
    RuleCase(
        "M1 empty key",
        extended(
            "userTask id='a'",
            "<c:inputOutput><c:inputParameter name='i'><c:map><c:entry key=''>x</c:entry></c:map>"
                + "</c:inputParameter></c:inputOutput>"),
        names: ["a"]),
    RuleCase(
        "M1 key",
        extended(
            "task id='a'",
            "<o:inputOutput><o:inputParameter name='x'><o:map>"
                + "<o:entry>1</o:entry></o:map></o:inputParameter></o:inputOutput>"), names: ["a"]),
    RuleCase(
        "M1 two values",
        extended(
            "task id='a'",
            "<o:inputOutput><o:inputParameter name='x'>"
                + "<o:list/><o:list/></o:inputParameter></o:inputOutput>"), names: ["a"]),
    RuleCase(
        "R1", "", names: ["plane"],
        after: "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane id='plane'/>"
            + "</bpmndi:BPMNDiagram>"),
    RuleCase(
        "R3", "", names: ["x"],
        after: shape(
            "id='x' bpmnElement='no'",
            "<dc:Bounds x='0' y='0' width='1' height='1'/>")),
    RuleCase("R4", "", names: ["x"], after: shape("id='x' bpmnElement='s'", "")),
    RuleCase(
        "R6", "", names: ["x"], process: "isExecutable='false'",
        after: "<bpmndi:BPMNDiagram><bpmndi:BPMNPlane id='plane' bpmnElement='p'><bpmndi:BPMNEdge "
            + "id='x' bpmnElement='no'><di:waypoint x='0' y='0'/><di:waypoint x='1' y='1'/>"
            + "</bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"),
    RuleCase("R8", "", status: 500, after: "<collaboration id='c1'/><collaboration id='c2'/>"),
    RuleCase(
        "operaton before camunda", "<serviceTask id='a' o:expression='${x}' c:type='no'/>",
        names: ["a"]),
]
