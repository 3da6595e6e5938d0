import Foundation
import SharedMaterial

/// The folder of models and recordings that lies beside the project.
enum SharedFiles {
    static let root: String? = {
        let environment = ProcessInfo.processInfo.environment
        let path = SharedMaterial.folder.path
        if FileManager.default.fileExists(atPath: path) { return path }
        precondition(
            environment["CI"] != "true", "RADERWERK_SHARED does not name a folder: \(path)")
        print("not run: there is no folder \(path); set RADERWERK_SHARED")
        return nil
    }()

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The files below a folder that have one of some endings, sorted.
    static func files(below folder: String, endings: [String]) -> [String] {
        guard let walker = FileManager.default.enumerator(atPath: folder) else { return [] }
        return walker.compactMap { $0 as? String }
            .filter { path in endings.contains { path.hasSuffix($0) } }
            .sorted().map { folder + "/" + $0 }
    }
}
