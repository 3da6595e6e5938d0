import BPMNParser
import Foundation
import JUEL
import Testing

/// What the reference engine was recorded to say of a model when it was deployed.
private struct Recording: Decodable {
    let name: String
    let status: Int
    let type: String?
    let elements: [String]

    private enum Key: CodingKey { case name, deploy }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        var deploy = try container.nestedUnkeyedContainer(forKey: .deploy)
        status = try deploy.decode(Int.self)
        type = status == 200 ? nil : try deploy.decode(String?.self)
        elements = try deploy.decode([String].self)
    }
}

@Suite(.enabled(if: SharedFiles.root != nil)) struct DeploymentVerdictTests {
    /// The ends of the names of models whose verdict does not follow from the file alone.
    private static let elsewhere: [String: String] = [
        "timer-start-event-process.bpmn": "a start timer is evaluated when it is deployed",
        "CdiBeanResolutionOnDeploymentTest.testTimerStartWithBeanExpression.bpmn20.xml":
            "a start timer is evaluated when it is deployed",
        "JobPrioritizationDuringDeploymentTest.timerStart.bpmn20.xml":
            "the priority of a start timer is evaluated when it is deployed",
    ]

    private static let parser = BPMNParser(
        options: BPMNParser.Options { text in
            do throws(JUELSyntaxError) {
                _ = try JUELExpression(text)
                return nil
            } catch { return error.reason }
        })

    @Test func recordedDeploymentsAreJudgedAsTheReferenceJudgedThem() throws {
        let root = try #require(SharedFiles.root)
        var passed = 0
        var failures: [String: [String]] = [:]
        for file in ["operaton-deploy.jsonl", "operaton.jsonl"] {
            let path = "\(root)/conformance/golden/traces/\(file)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let recording = try JSONDecoder().decode(Recording.self, from: Data(line.utf8))
                let model = recording.name.replacingOccurrences(of: "__", with: "/")
                let bytes = try SharedFiles.bytes("\(root)/models/operaton/\(model)")
                let verdict = Self.parser.parse(bytes).reference
                if recording.agrees(with: verdict) {
                    passed += 1
                } else {
                    let reason = Self.elsewhere.first { recording.name.hasSuffix($0.key) }?.value
                    failures[reason ?? "unexplained", default: []].append(
                        recording.difference(from: verdict))
                }
            }
        }
        for (reason, models) in failures.sorted(by: { $0.key < $1.key }) {
            print("\(models.count) differ, \(reason):")
            for model in models { print("    \(model)") }
        }
        print("\(passed) passed, \(failures.values.joined().count) failed")
        #expect(passed >= 2_020)
        #expect(failures["unexplained"] == nil)
    }
}

extension Recording {
    fileprivate func agrees(with verdict: ReferenceVerdict) -> Bool {
        verdict.status == status && verdict.type == type
            && (status != 400 || verdict.namedElements == elements)
    }

    fileprivate func difference(from verdict: ReferenceVerdict) -> String {
        let found = verdict.errors.prefix(4).map { "line \($0.line): \($0.message)" }
        return "\(name): expected \(status) \(type ?? "") \(status == 400 ? elements : []), got "
            + "\(verdict.status) \(verdict.type ?? "") \(verdict.namedElements) \(found)"
    }
}
