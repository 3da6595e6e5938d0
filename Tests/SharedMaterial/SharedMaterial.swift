public import Foundation

/// The material for conformance, which is not part of the project.
public enum SharedMaterial {
    /// The folder that `RADERWERK_SHARED` names, or `shared` beside the package; it need not be there.
    public static let folder: URL = {
        if let named = ProcessInfo.processInfo.environment["RADERWERK_SHARED"] {
            return URL(filePath: named)
        }
        var package = URL(filePath: #filePath)
        for _ in 0..<3 { package.deleteLastPathComponent() }
        return package.deletingLastPathComponent().appending(path: "shared")
    }()

    /// Whether a file or folder in it is there.
    public static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }
}
