import DMN
import Foundation
import Testing

@Suite struct TCKTests {
    @Test("The technology compatibility kit's cases pass, no fewer than before")
    func kit() throws {
        let shared = ProcessInfo.processInfo.environment["RADERWERK_SHARED"] ?? "../shared"
        let folder = "\(shared)/dmn-tck/TestCases"
        guard FileManager.default.fileExists(atPath: folder) else {
            print("The kit is not at \(folder): set RADERWERK_SHARED to run its cases.")
            #expect(ProcessInfo.processInfo.environment["CI"] == nil)
            return
        }
        let matching = ProcessInfo.processInfo.environment["TCK_FOLDER"]
        let outcomes = TCKRunner(folder: folder).run(matching: matching)
        let failed = outcomes.filter { $0.difference != nil }
        for outcome in failed {
            print("FAILED \(outcome.folder) \(outcome.id): \(outcome.difference ?? "")")
        }
        print("\(outcomes.count - failed.count) passed, \(failed.count) failed")
        if matching == nil { #expect(outcomes.count - failed.count >= 3_202) }
    }
}
