import Foundation

/// The program that was built together with the tests, and the package that it belongs to.
enum BuiltProgram {
    /// The folder of the package.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Why there is nothing to run.
    struct Missing: Error {}

    /// The file to run.
    static func url() throws -> URL {
        let folders =
            CommandLine.arguments.prefix(1).map { URL(filePath: $0) }
            + Bundle.allBundles.map(\.bundleURL)
        for start in folders {
            var folder = start
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                let candidate = folder.appending(path: "engine-server")
                if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            }
        }
        throw Missing()
    }
}
