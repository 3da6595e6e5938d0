import BPMNParser
import Diagnostics
import Glibc
import Testing

@Suite struct HostileFileTests {
    @Test(arguments: ["subProcess", "transaction", "adHocSubProcess"])
    func deeplyNestedScopesAreReadOnAnyThread(name: String) async {
        var content = "<startEvent id='inner'/>"
        for depth in 0..<190 { content = "<\(name) id='n\(depth)'>\(content)</\(name)>" }
        let rule = RuleCase("", content)
        let bytes = Array(rule.file.utf8)
        let nodes = await Task.detached {
            BPMNParser().parse(bytes).model?.processes.first?.scope.allFlowNodes.count
        }.value
        #expect(nodes == 192)
    }

    @Test func deeplyNestedValuesAreRead() throws {
        var value = "<o:value>x</o:value>"
        for _ in 0..<180 { value = "<o:list>\(value)</o:list>" }
        let rule = RuleCase(
            "",
            extended(
                "task id='a'",
                "<o:inputOutput><o:inputParameter name='v'>\(value)"
                    + "</o:inputParameter></o:inputOutput>"))
        #expect(BPMNParser().parse(Array(rule.file.utf8)).isAccepted)
    }

    /// Eight times as many elements take about eight times as long; they would take 64 times as
    /// long if some step looked at every element for every element.
    @Test(arguments: [
        "<intermediateCatchEvent id='c%'><messageEventDefinition messageRef='m1'/></intermediateCatchEvent>",
        "<eventBasedGateway id='g%'/>",
        "<task id='t%'/><sequenceFlow id='f%' sourceRef='s' targetRef='t%'/>",
        "<startEvent id='s%'><messageEventDefinition messageRef='m1'/></startEvent>",
        "<task id='t%'/><boundaryEvent id='b%' attachedToRef='t1'><escalationEventDefinition/></boundaryEvent>",
        "<textAnnotation id='n%'/>",
    ])
    func manyElementsTakeTimeInProportion(pattern: String) {
        let few = Self.leastTime(of: pattern, count: 200)
        let many = Self.leastTime(of: pattern, count: 1_600)
        #expect(many < few * 32)
    }

    /// The processor's time for the shortest of three runs.
    private static func leastTime(of pattern: String, count: Int) -> Double {
        let parts = pattern.split(separator: "%", omittingEmptySubsequences: false)
        let content = (1...count).map { parts.joined(separator: String($0)) }.joined()
        let bytes = Array(RuleCase("", content).file.utf8)
        let times = (1...3).map { _ in
            let start = threadTime()
            _ = BPMNParser().parse(bytes)
            return threadTime() - start
        }
        return times.min() ?? 0
    }

    /// The seconds that the processor has worked on this thread.
    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func aFileFullOfProblemsIsToldInPart() {
        let rule = RuleCase("", String(repeating: "<serviceTask/>", count: 5_000))
        let result = BPMNParser().parse(Array(rule.file.utf8))
        #expect(!result.isAccepted)
        #expect(result.diagnostics.count <= 1_000)
    }

    @Test(arguments: ["", "x", "<a/>", "<definitions/>", "\u{0}", "<process id='p'/>"])
    func textsThatAreNoModelGetAnAnswer(text: String) {
        let result = BPMNParser().parse(Array(text.utf8), file: "a.bpmn")
        #expect(!result.isAccepted || text.hasPrefix("<process"))
        #expect(result.diagnostics.allSatisfy { $0.file == "a.bpmn" })
    }

    /// Cuts and swaps pieces of valid models, always the same ones.
    @Test func brokenCopiesOfModelsGetAnAnswer() {
        let cases = processRuleCases + activityRuleCases
        var seed: UInt64 = 42
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % max(bound, 1)
        }
        for round in 0..<2_000 {
            var text = Array(cases[round % cases.count].file.utf8)
            let other = Array(cases[random(cases.count)].file.utf8)
            for _ in 0..<(1 + random(4)) {
                let start = random(text.count)
                let end = min(text.count, start + random(40))
                let from = random(other.count)
                let piece = other[from..<min(other.count, from + random(40))]
                text.replaceSubrange(start..<end, with: random(2) == 0 ? [] : Array(piece))
            }
            let result = BPMNParser().parse(text)
            #expect(result.isAccepted == (result.reference.outcome == .accepted))
        }
    }
}
