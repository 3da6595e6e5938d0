import Glibc

/// The request to end: SIGTERM or SIGINT.
enum TerminationSignal {
    /// Waits for it; a second one ends the process at once.
    static func wait() async {
        for number in [SIGTERM, SIGINT] {
            // Writing to a pipe is one of the few things that a signal handler may do.
            signal(number) { number in
                signal(number, SIG_DFL)
                var byte: UInt8 = 1
                _ = write(Pipe.shared.writing, &byte, 1)
            }
        }
        // The thread is the process's last: nothing else may wait on it.
        await withCheckedContinuation { continuation in
            Thread.start {
                var byte: UInt8 = 0
                while read(Pipe.shared.reading, &byte, 1) < 0, errno == EINTR {}
                continuation.resume()
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

    private enum Thread {
        private final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }

        static func start(_ body: @escaping @Sendable () -> Void) {
            var thread = pthread_t()
            let raw = Unmanaged.passRetained(Box(body)).toOpaque()
            pthread_create(
                &thread, nil,
                { raw in
                    if let raw { Unmanaged<Box>.fromOpaque(raw).takeRetainedValue().body() }
                    return nil
                }, raw)
            pthread_detach(thread)
        }
    }
}
