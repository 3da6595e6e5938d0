import Foundation
import SharedMaterial

/// The folder with captures and specifications, which is not part of the repository.
enum SharedFolder {
    static let path = SharedMaterial.folder.path

    static var isThere: Bool {
        let found = FileManager.default.fileExists(atPath: path + "/captures/zgw")
        if !found { print("not run: there are no captures under \(path) (RADERWERK_SHARED)") }
        return found
    }

    static var mustBeThere: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

    static func text(_ file: String) throws -> String {
        try String(contentsOfFile: path + "/" + file, encoding: .utf8)
    }

    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
    }
}
