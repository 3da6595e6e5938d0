public import Foundation

/// A folder of a test's own, which goes with all that is in it when nobody holds it any more.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let url: URL

    /// A name that no other folder has; lower case, so that it may also name what a database holds.
    public var name: String { url.lastPathComponent }

    /// Makes it below the folder for temporary files.
    public init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "raderwerk-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file in it, which need not be there.
    public func path(_ name: String) -> String { url.appending(path: name).path }

    /// Writes a file, and makes the folders that its name names; its path.
    public func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
