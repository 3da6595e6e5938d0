import Foundation
import JSONTree
import SharedMaterial
import Testing

/// Runs the parsing cases of nst/JSONTestSuite, which lie beside the repository.
struct JSONTestSuiteTests {
    private static let folder = SharedMaterial.folder.appending(path: "json-test-suite")

    @Test("Texts of the JSON test suite are taken and refused as their names say")
    func parsing() throws {
        let manager = FileManager.default
        guard manager.fileExists(atPath: Self.folder.path) else {
            let isAllowed = ProcessInfo.processInfo.environment["CI"] != "true"
            print("JSON test suite: not run, \(Self.folder.path) is absent")
            #expect(isAllowed, "the test suite must be there in CI")
            return
        }
        let names = try manager.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".json") }.sorted()
        #expect(names.count == 318)
        var failed: [String] = []
        for name in names {
            let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(name))
            let value = try? JSON(parsing: Array(bytes))
            switch name.prefix(2) {
            case "y_":
                // What was taken must also survive being written.
                let again = try value.map { try JSON(parsing: $0.serialized) }
                if value == nil || again != value { failed.append(name) }
            case "n_": if value != nil { failed.append(name) }
            case "i_": break  // Either answer will do; a crash would not.
            default: failed.append(name)
            }
        }
        print("JSON test suite: \(names.count - failed.count) passed, \(failed.count) failed")
        #expect(failed.isEmpty)
    }
}
