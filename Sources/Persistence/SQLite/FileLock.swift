internal import Glibc
internal import Records
internal import Synchronization

/// Holds a database file for this process as long as it lives.
///
/// The lock is on a file beside the database, since SQLite's own locks on the database are lost
/// when any descriptor of it is closed. The system lets it go when the process ends, however that is.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    ///
    /// - Throws: `StoreError.unavailable` if another process has it or the folder cannot be written.
    init(forDatabase path: String) throws(StoreError) {
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unavailable("\(lockPath) cannot be made: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.firstLine(of: descriptor)
            close(descriptor)
            throw .unavailable(
                "\(path) is in use by another engine-server\(holder.map { " (process \($0))" } ?? "")"
            )
        }
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets others have the file.
    func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor {
                // A child process that is just being started holds the descriptor too: closing ours
                // alone would leave the lock with it.
                flock(open, LOCK_UN)
                close(open)
            }
            descriptor = nil
        }
    }

    private static func firstLine(of descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self)
    }
}
