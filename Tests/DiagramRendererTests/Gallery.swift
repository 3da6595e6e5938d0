import BPMNParser

/// A file with one of each thing that can be drawn.
enum Gallery {
    /// Each flow node: its element, its id and what is inside.
    static let nodes: [(element: String, id: String, content: String)] = [
        ("task", "plain", ""),
        ("manualTask", "manual", ""),
        ("userTask name=\"Beoordelen &amp; &lt;besluiten&gt;\"", "user", ""),
        ("serviceTask", "service", ""),
        ("sendTask", "send", ""),
        ("receiveTask", "receive", ""),
        ("scriptTask", "script", ""),
        ("businessRuleTask", "rule", ""),
        ("callActivity", "call", ""),
        ("task isForCompensation=\"true\"", "handler", ""),
        ("task", "looped", "<standardLoopCharacteristics/>"),
        ("task", "parallel", "<multiInstanceLoopCharacteristics/>"),
        ("task", "sequential", "<multiInstanceLoopCharacteristics isSequential=\"true\"/>"),
        ("subProcess", "collapsed", ""),
        ("subProcess", "expanded", ""),
        ("subProcess triggeredByEvent=\"true\"", "eventSubProcess", ""),
        ("transaction", "transaction", ""),
        ("adHocSubProcess", "adHoc", ""),
        ("exclusiveGateway", "exclusive", ""),
        ("exclusiveGateway", "unmarked", ""),
        ("parallelGateway", "fork", ""),
        ("inclusiveGateway", "inclusive", ""),
        ("eventBasedGateway", "events", ""),
        ("complexGateway", "complex", ""),
        ("startEvent", "start", ""),
        ("startEvent isInterrupting=\"false\"", "startMessage", "<messageEventDefinition/>"),
        ("intermediateCatchEvent", "timer", "<timerEventDefinition/>"),
        ("intermediateCatchEvent", "condition", "<conditionalEventDefinition/>"),
        ("intermediateThrowEvent", "signal", "<signalEventDefinition/>"),
        ("intermediateThrowEvent", "link", "<linkEventDefinition/>"),
        (
            "intermediateCatchEvent", "multiple",
            "<messageEventDefinition/><signalEventDefinition/>"
        ),
        ("boundaryEvent attachedToRef=\"plain\"", "error", "<errorEventDefinition/>"),
        (
            "boundaryEvent attachedToRef=\"plain\" cancelActivity=\"false\"", "escalation",
            "<escalationEventDefinition/>"
        ),
        ("endEvent", "terminate", "<terminateEventDefinition/>"),
        ("endEvent", "cancel", "<cancelEventDefinition/>"),
        ("endEvent", "compensate", "<compensateEventDefinition/>"),
    ]

    static let text: String = {
        var process = ""
        var shapes = ""
        for (index, node) in nodes.enumerated() {
            let name = node.element.split(separator: " ")[0]
            process += "<\(node.element) id=\"\(node.id)\">\(node.content)</\(name)>\n"
            let isExpanded = node.id == "expanded" || node.id == "eventSubProcess"
            shapes += shape(
                node.id, x: 60 + index % 8 * 120, y: 40 + index / 8 * 100,
                attributes:
                    " isExpanded=\"\(isExpanded)\" isMarkerVisible=\"\(node.id != "unmarked")\"")
        }
        for (index, id) in ["pool", "lane", "note", "frame", "data", "list", "store"].enumerated() {
            shapes += shape(id, x: index * 120, y: 600, attributes: " isHorizontal=\"true\"")
        }
        let edges = ["flow", "defaultFlow", "conditional", "message", "association", "dataFlow"]
            .enumerated().map { edge($0.element, y: 700 + $0.offset * 20) }.joined()
        return """
            <definitions xmlns="\(semantics)" xmlns:bpmndi="\(di)" xmlns:dc="\(dc)" xmlns:di="\(dd)"
                xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" targetNamespace="t">
            <collaboration id="c"><participant id="pool" name="Gemeente" processRef="p"/>
            <messageFlow id="message" name="aanvraag" sourceRef="pool" targetRef="user"/>
            </collaboration>
            <process id="p" isExecutable="false">
            <laneSet><lane id="lane" name="Team bezwaar"/></laneSet>
            \(process)
            <dataObject id="many" isCollection="true"/>
            <dataObjectReference id="data" name="Brief"><dataState name="ontvangen"/></dataObjectReference>
            <dataObjectReference id="list" dataObjectRef="many"/>
            <dataStoreReference id="store" name="Archief"/>
            <task id="source" default="defaultFlow"><dataOutputAssociation id="dataFlow">
            <targetRef>data</targetRef></dataOutputAssociation></task>
            <sequenceFlow id="flow" name="verder" sourceRef="start" targetRef="user"/>
            <sequenceFlow id="defaultFlow" sourceRef="source" targetRef="user"/>
            <sequenceFlow id="conditional" sourceRef="source" targetRef="plain">
            <conditionExpression>${a}</conditionExpression></sequenceFlow>
            <association id="association" sourceRef="note" targetRef="user" associationDirection="Both"/>
            <textAnnotation id="note"><text>Let op</text></textAnnotation>
            <group id="frame"/>
            </process>
            <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="c">\(shapes)\(edges)
            </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
            </definitions>
            """
    }()

    static func model() -> BPMNModel {
        BPMNParser().parse(Array(text.utf8)).model ?? BPMNModel()
    }

    private static let semantics = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    private static let di = "http://www.omg.org/spec/BPMN/20100524/DI"
    private static let dc = "http://www.omg.org/spec/DD/20100524/DC"
    private static let dd = "http://www.omg.org/spec/DD/20100524/DI"

    private static func shape(_ id: String, x: Int, y: Int, attributes: String) -> String {
        """
        <bpmndi:BPMNShape bpmnElement="\(id)"\(attributes) bioc:fill="#ffe0b2">
        <dc:Bounds x="\(x)" y="\(y)" width="100" height="80"/></bpmndi:BPMNShape>

        """
    }

    private static func edge(_ id: String, y: Int) -> String {
        """
        <bpmndi:BPMNEdge bpmnElement="\(id)"><di:waypoint x="0" y="\(y)"/>
        <di:waypoint x="50" y="\(y)"/><di:waypoint x="50" y="\(y + 30)"/></bpmndi:BPMNEdge>

        """
    }
}
