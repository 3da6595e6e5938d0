import Diagnostics
import Foundation
import SharedMaterial
import Testing

@testable import engine_server

/// What `validate` says of models from elsewhere, held against what was reviewed.
///
/// `RECORD_SNAPSHOTS=1` writes it anew; look at each line that changed before it is committed.
@Suite("The verdicts on models from elsewhere")
struct ValidationSnapshotTests {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()

    /// The folder of material that is not part of the project; nil where it is not there.
    static let shared = SharedMaterial.has("") ? SharedMaterial.folder : nil

    @Test(
        "are the reviewed ones, each with its rules", arguments: ["gzac", "miwg"])
    func verdicts(folder: String) throws {
        guard let shared = Self.shared else {
            if ProcessInfo.processInfo.environment["CI"] == "true" {
                Issue.record("RADERWERK_SHARED names no folder")
            } else {
                print("RADERWERK_SHARED names no folder: the verdicts on models are not compared")
            }
            return
        }
        let root = shared.appending(path: "models/\(folder)").path
        var validation = Validation()
        for path in try FileAccess.files(below: root) where Validation.reads(path) {
            validation.add(path)
        }
        let lines = try validation.verdicts().map { verdict -> String in
            let path = verdict.path.dropFirst(root.count + 1)
            let errors = Set(verdict.problems.filter { $0.severity == .error }.map(\.rule))
            let warnings = Set(verdict.problems.filter { $0.severity == .warning }.map(\.rule))
            var line = "\(path): " + (verdict.isAccepted ? "accepted" : "refused")
            if !errors.isEmpty { line += " " + errors.sorted().joined(separator: " ") }
            if !warnings.isEmpty {
                line += " (warned " + warnings.sorted().joined(separator: " ") + ")"
            }
            return line
        }
        let file = Self.here.appending(path: "Snapshots/validate-\(folder).txt")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
            try (lines.joined(separator: "\n") + "\n").write(
                to: file, atomically: true, encoding: .utf8)
            return
        }
        let reviewed = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(lines.count == reviewed.count)
        for (line, expected) in zip(lines, reviewed) { #expect(line == expected) }
    }
}
