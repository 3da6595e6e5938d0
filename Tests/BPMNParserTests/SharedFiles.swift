import Foundation
import SharedMaterial

/// The folder of models and recordings that lies beside the project.
enum SharedFiles {
    static let root = SharedMaterial.existing("models").map { _ in SharedMaterial.folder.path }

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
