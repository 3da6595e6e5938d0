/// Files and folders that scenarios and their models are read from.
public protocol FileTree: Sendable {
    /// The names in a folder, sorted; those that begin with a dot are left out.
    ///
    /// - Throws: Why the folder cannot be read.
    func names(in folder: String) throws -> [String]
    /// Whether there is a folder of this path.
    func isFolder(_ path: String) -> Bool
    /// The bytes of a file.
    ///
    /// - Throws: Why the file cannot be read.
    func read(_ path: String) throws -> [UInt8]
}

extension FileTree {
    /// The paths of all files below a folder, in order of name.
    func files(below folder: String, depth: Int = 12) throws -> [String] {
        guard depth > 0 else { return [] }
        return try names(in: folder).flatMap { name in
            let path = FilePath.joined(folder, name)
            return isFolder(path) ? try files(below: path, depth: depth - 1) : [path]
        }
    }
}

/// Paths as texts.
enum FilePath {
    static func joined(_ folder: String, _ name: String) -> String {
        if folder.isEmpty || name.hasPrefix("/") { return normalized(name) }
        return normalized("\(folder)/\(name)")
    }

    /// The folder of a path; of one that names none, the one where the program stands.
    static func folder(of path: String) -> String {
        let parts = normalized(path).split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 1 { return parts[0] == ".." || parts[0] == "." ? ".." : "." }
        if parts.last == ".." { return joined(path, "..") }
        let folder = parts.dropLast().joined(separator: "/")
        return folder.isEmpty ? "/" : folder
    }

    /// The path without `.` and without `..` that a name goes before.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == "." { continue }
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        let text = parts.joined(separator: "/")
        if path.hasPrefix("/") { return "/" + text }
        return text.isEmpty ? "." : text
    }

    /// A path as seen from a folder that it lies in.
    static func relative(_ path: String, to folder: String) -> String {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        if folder == "." { return path }
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.utf8.count)) : path
    }
}
