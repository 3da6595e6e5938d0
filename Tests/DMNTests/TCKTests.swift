import FEEL
import Foundation
import SharedMaterial
import Testing
import XMLTree

@testable import DMN

@Suite struct TCKTests {
    @Test("The technology compatibility kit's cases pass, no fewer than before")
    func kit() async throws {
        let shared = SharedMaterial.folder.path
        let folder = "\(shared)/dmn-tck/TestCases"
        guard FileManager.default.fileExists(atPath: folder) else {
            print("The kit is not at \(folder): set RADERWERK_SHARED to run its cases.")
            #expect(ProcessInfo.processInfo.environment["CI"] == nil)
            return
        }
        let matching = ProcessInfo.processInfo.environment["TCK_FOLDER"]
        let outcomes = await TCKRunner(folder: folder).run(matching: matching)
        let failed = outcomes.filter { $0.difference != nil }
        for outcome in failed {
            print("FAILED \(outcome.folder) \(outcome.id): \(outcome.difference ?? "")")
        }
        print("\(outcomes.count - failed.count) passed, \(failed.count) failed")
        if matching == nil { #expect(outcomes.count - failed.count >= 3_202) }
    }

    @Test("The kit's cases of earlier editions pass, but where the standard has changed since")
    func earlierEditions() async throws {
        let shared = SharedMaterial.folder.path
        let folder = "\(shared)/dmn-tck/older"
        guard FileManager.default.fileExists(atPath: folder) else {
            print("The earlier editions are not at \(folder): set RADERWERK_SHARED to run them.")
            #expect(ProcessInfo.processInfo.environment["CI"] == nil)
            return
        }
        for (edition, floor) in [
            ("dmn1.1", 589), ("dmn1.2", 1_466), ("dmn1.3", 2_878), ("dmn1.4", 3_058),
        ] {
            let outcomes = await TCKRunner(folder: "\(folder)/\(edition)/TestCases").run()
            let failed = outcomes.filter { $0.difference != nil }
            for outcome in failed {
                print(
                    "FAILED \(edition) \(outcome.folder) \(outcome.id): \(outcome.difference ?? "")"
                )
            }
            print("\(edition): \(outcomes.count - failed.count) passed, \(failed.count) failed")
            #expect(outcomes.count - failed.count >= floor)
            let unchanged = failed.filter {
                Self.expectations(of: $0, in: "\(folder)/\(edition)/TestCases")
                    == Self.expectations(of: $0, in: "\(shared)/dmn-tck/TestCases")
            }
            #expect(unchanged.isEmpty, "of \(edition), and expected as in the current edition")
        }
    }

    /// What a case expects of each node; nil if the suite has no such case.
    private static func expectations(
        of outcome: TCKRunner.Outcome, in suite: String
    ) -> [String: FEELValue]? {
        let name = outcome.folder.split(separator: "/").last ?? ""
        for level in ["compliance-level-2", "compliance-level-3"] {
            let path = "\(suite)/\(level)/\(name)/\(outcome.file)"
            guard let bytes = FileManager.default.contents(atPath: path),
                let cases = try? XMLParser.parse(Array(bytes)),
                let found = cases.children("testCase").first(where: {
                    $0.attribute("id") == outcome.id
                })
            else { continue }
            return Dictionary(
                found.children("resultNode").map { node in
                    (
                        node.attribute("name") ?? "",
                        node.child("expected").map { TCKValue.value(of: $0) } ?? .null
                    )
                }, uniquingKeysWith: { first, _ in first })
        }
        return nil
    }
}
