import BPMNParser
import Foundation
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
    /// Models whose verdict does not follow from the model alone, with the reason.
    private static let elsewhere: [String: String] = [:]

    @Test func recordedDeploymentsAreJudgedAsTheReferenceJudgedThem() throws {
        let root = try #require(SharedFiles.root)
        var passed = 0
        var failures: [String] = []
        for file in ["operaton-deploy.jsonl", "operaton.jsonl"] {
            let path = "\(root)/conformance/golden/traces/\(file)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let recording = try JSONDecoder().decode(Recording.self, from: Data(line.utf8))
                let model = recording.name.replacingOccurrences(of: "__", with: "/")
                let verdict = BPMNParser().parse(
                    try SharedFiles.bytes("\(root)/models/operaton/\(model)")
                ).reference
                let isSame =
                    verdict.status == recording.status && verdict.type == recording.type
                    && (recording.status != 400 || verdict.namedElements == recording.elements)
                if isSame {
                    passed += 1
                } else {
                    failures.append(
                        "\(recording.name): expected \(recording.status) \(recording.type ?? "") "
                            + "\(recording.status == 200 ? [] : recording.elements), got \(verdict.status) "
                            + "\(verdict.type ?? "") \(verdict.errors.prefix(4).map { "\($0.line) \($0.message)" })"
                    )
                }
            }
        }
        for failure in failures { print("DIFFERS", failure) }
        print("\(passed) passed, \(failures.count) failed")
        #expect(passed >= 2_000)
    }
}
