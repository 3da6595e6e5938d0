import Glibc

/// Why a file or folder cannot be used.
struct FileError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): \(reason)" }

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    /// The reason is what the system says of the present `errno`.
    init(system path: String) {
        self.init(path, String(cString: strerror(errno)))
    }
}

/// Files that the command line names.
enum FileAccess {
    /// The largest file that is read.
    static let sizeLimit = 64 << 20

    /// The bytes of a file.
    static func read(_ path: String) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(system: path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw FileError(system: path) }
        guard information.st_mode & S_IFMT != S_IFDIR else {
            throw FileError(path, "is a folder, not a file")
        }
        var result: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(system: path) }
            if count == 0 { return result }
            result += part[..<count]
            guard result.count <= sizeLimit else {
                throw FileError(path, "is larger than \(sizeLimit >> 20) MB")
            }
        }
    }

    /// The text of a file in UTF-8.
    static func readText(_ path: String) throws(FileError) -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw FileError(path, "is not UTF-8")
        }
        return text
    }

    /// Writes a file whole or not at all.
    static func write(_ text: String, to path: String) throws(FileError) {
        let temporary = path + ".new"
        guard let file = fopen(temporary, "w") else { throw FileError(system: temporary) }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten, rename(temporary, path) == 0 else {
            throw FileError(system: path)
        }
    }

    /// Whether there is a folder of this name.
    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, sorted; those that begin with a dot are left out.
    static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else { throw FileError(system: folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Every file below a folder, in order of name; folders that begin with a dot are left out.
    static func files(below folder: String) throws(FileError) -> [String] {
        var result: [String] = []
        for name in try names(in: folder) {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if isFolder(path) { result += try files(below: path) } else { result.append(path) }
        }
        return result
    }

    /// The last part of a path.
    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
