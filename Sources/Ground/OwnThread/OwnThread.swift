internal import Glibc

/// Threads outside the pool that tasks run on, for work that blocks.
public enum OwnThread {
    /// The system gave no thread; `code` is the errno.
    public struct Refused: Error, Sendable, Equatable {
        /// The errno.
        public let code: Int32
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs a closure on a new thread that nobody waits for.
    ///
    /// - Throws: `Refused` if the system gives no thread; then the closure is not run.
    public static func start(_ run: @escaping @Sendable () -> Void) throws(Refused) {
        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { body in
                if let body { Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw Refused(code: code)
        }
        pthread_detach(thread)
    }
}
