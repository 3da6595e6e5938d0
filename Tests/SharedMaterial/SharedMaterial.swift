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

    /// A file or folder in it; nil where it is absent, which in CI fails.
    public static func existing(_ path: String) -> URL? {
        if has(path) { return folder.appending(path: path) }
        let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
        precondition(!isCI, "RADERWERK_SHARED does not name a folder with \(path): \(folder.path)")
        print("not run: there is no \(folder.path)/\(path); set RADERWERK_SHARED")
        return nil
    }

    /// The BPMN models of others whose source has one of some texts, by path; none where they are
    /// absent.
    public static func models(with texts: [String]) -> [URL] {
        guard let root = existing("models") else { return [] }
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { file in
            guard file.path.hasSuffix(".bpmn") || file.path.hasSuffix(".bpmn20.xml"),
                let source = try? String(contentsOf: file, encoding: .utf8)
            else { return false }
            return texts.contains { source.contains($0) }
        }.sorted { $0.path < $1.path }
    }
}
