import Glibc
import OwnThread

/// The request to end: SIGTERM or SIGINT.
enum TerminationSignal {
    /// Waits for it; a second one ends the process at once.
    ///
    /// - Throws: `OwnThread.Refused` if the system gives no thread to wait on.
    static func wait() async throws {
        // Made before a handler can need it: making it there would not be safe.
        let reading = Pipe.shared.reading
        for number in [SIGTERM, SIGINT] {
            // Writing to a pipe is one of the few things that a signal handler may do.
            signal(number) { number in
                signal(number, SIG_DFL)
                var byte: UInt8 = 1
                _ = write(Pipe.shared.writing, &byte, 1)
            }
        }
        try await withCheckedThrowingContinuation { continuation in
            do {
                try OwnThread.start {
                    var byte: UInt8 = 0
                    while read(reading, &byte, 1) < 0, errno == EINTR {}
                    continuation.resume()
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// What carries the signal from the handler to the waiting thread.
    private struct Pipe: Sendable {
        let reading: Int32
        let writing: Int32

        static let shared: Pipe = {
            var ends: [Int32] = [-1, -1]
            pipe(&ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return Pipe(reading: ends[0], writing: ends[1])
        }()
    }
}
