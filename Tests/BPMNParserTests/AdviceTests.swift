import BPMNParser
import Diagnostics
import Testing

@Suite struct AdviceTests {
    /// The rules of the warnings that only we give, with their elements.
    private static func advice(_ content: String, after: String = "") -> [String] {
        let rule = RuleCase("", content, after: after)
        let result = BPMNParser().parse(Array(rule.file.utf8))
        #expect(result.isAccepted, "\(result.diagnostics)")
        #expect(result.reference.warnings.isEmpty)
        return result.diagnostics.map { "\($0.rule) \($0.elementID ?? "")" }
    }

    @Test func whatNothingLeadsToIsTold() {
        let content = """
            <task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/>
            <boundaryEvent id='e' attachedToRef='a'><errorEventDefinition/></boundaryEvent>
            <task id='h' isForCompensation='true'/>
            """
        #expect(Self.advice(content) == ["unreachable b"])
    }

    @Test(arguments: [
        ("timeDate", "2030-01-01T09:00:00", true), ("timeDate", "tomorrow", false),
        ("timeDuration", "PT1H", true), ("timeDuration", "P1Y2M3W4DT5H6M7.5S", true),
        ("timeDuration", "P", false), ("timeDuration", "1 hour", false),
        ("timeDuration", "PT1D", false), ("timeDuration", "PT", false),
        ("timeDuration", "${term}", true), ("timeCycle", "R3/PT10M", true),
        ("timeCycle", "R/2027-01-01T00:00:00/P1D", true), ("timeCycle", "0 0 9 * * ?", true),
        ("timeCycle", "R3", false), ("timeCycle", "daily", false),
    ])
    func timersThatNobodyCanReadAreTold(element: String, text: String, isReadable: Bool) {
        let content = """
            <intermediateCatchEvent id='a'><timerEventDefinition><\(element)>\(text)</\(element)>
            </timerEventDefinition></intermediateCatchEvent>
            <sequenceFlow id='f' sourceRef='s' targetRef='a'/>
            """
        #expect(Self.advice(content) == (isReadable ? [] : ["timer-text a"]))
    }

    @Test func whatADiagramLeavesOutIsTold() {
        let diagram = """
            <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement='p'><bpmndi:BPMNShape bpmnElement='s'>
            <dc:Bounds x='0' y='0' width='36' height='36'/></bpmndi:BPMNShape>
            </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
            """
        let content = "<task id='a'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/>"
        #expect(Self.advice(content, after: diagram) == ["not-drawn a"])
        #expect(Self.advice(content).isEmpty)
    }

    @Test func aProcessThatDoesNotSayWhetherItIsExecutableIsTold() {
        let rule = RuleCase("", "", process: "")
        let result = BPMNParser().parse(Array(rule.file.utf8))
        #expect(result.diagnostics.map(\.rule) == ["process-executable"])
        #expect(result.diagnostics.map(\.severity) == [.warning])
    }
}
