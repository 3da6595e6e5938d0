import BPMNParser
import Diagnostics
import Foundation
import Testing

/// The verdict on each model of people and tools, with the rules that it breaks, as reviewed.
///
/// `RECORD_SNAPSHOTS=1 swift test --filter ValidationSnapshotTests` writes it anew.
@Suite(.enabled(if: SharedFiles.root != nil)) struct ValidationSnapshotTests {
    private static let snapshot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Snapshots/validation.txt")

    @Test func verdictsOnRealModelsAreTheReviewedOnes() throws {
        let root = try #require(SharedFiles.root)
        var lines: [String] = []
        for folder in ["gzac", "miwg"] {
            let models = "\(root)/models/\(folder)"
            for file in SharedFiles.files(below: models, endings: [".bpmn"]) {
                let result = BPMNParser().parse(try SharedFiles.bytes(file))
                let verdict = result.isAccepted ? "accepted" : "refused"
                lines.append("\(file.dropFirst(root.count + 8)): \(verdict)")
                lines += result.diagnostics.map { problem in
                    "    \(problem.severity.rawValue) \(problem.rule) \(problem.elementID ?? "-")"
                }
            }
        }
        let text = lines.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            let folder = Self.snapshot.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: Self.snapshot, atomically: true, encoding: .utf8)
        }
        let reviewed = try String(contentsOf: Self.snapshot, encoding: .utf8)
        let difference = lines.difference(from: reviewed.split(separator: "\n").map(String.init))
        for change in difference.prefix(20) { print(change) }
        #expect(difference.isEmpty)
    }
}
