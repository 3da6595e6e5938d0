internal import Glibc

/// A folder for the database of one scenario, which goes with it.
struct TemporaryFolder: Sendable {
    let path: String

    /// Makes a folder of a name of its own.
    ///
    /// - Throws: `StageError` if that cannot be.
    init() throws(StageError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(parent)/scenario-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw StageError(
                "No folder can be made in \(parent): \(String(cString: strerror(errno)))")
        }
        path = name.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? parent
        }
    }

    /// Deletes the folder with the files in it.
    func remove() {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(stream)
        }
        rmdir(path)
    }
}
