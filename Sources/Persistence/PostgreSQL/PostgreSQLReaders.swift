#if PostgreSQL
internal import Dispatch
internal import OwnThread
internal import PostgreSQL
internal import Records
internal import Synchronization

/// Threads that read, each on a connection of its own: libpq waits where it stands, which the
/// threads of tasks must not.
///
/// A thread is started when all others are busy, up to a limit.
final class PostgreSQLReaders: Sendable {
    private struct Job: Sendable {
        let run: @Sendable (inout PostgreSQLSession) -> Void
        let refuse: @Sendable (StoreError) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var threadCount = 0
        var busyCount = 0
        var isClosed = false
    }

    private let configuration: PostgreSQLStore.Configuration
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    init(_ configuration: PostgreSQLStore.Configuration) { self.configuration = configuration }

    /// Runs a body that may be repeated, on one of the threads.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
    ) async throws(StoreError) -> Value {
        let outcome: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            hand(
                Job(
                    run: { session in
                        do throws(PostgreSQLError) {
                            continuation.resume(returning: .success(try session.reading(body)))
                        } catch {
                            continuation.resume(returning: .failure(StoreError(error)))
                        }
                    }, refuse: { continuation.resume(returning: .failure($0)) }))
        }
        return try outcome.get()
    }

    /// Refuses what waits; the threads end with what they are doing.
    func close() {
        let (refused, count) = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return (state.waiting, state.threadCount)
        }
        for job in refused { job.refuse(.unavailable("it is closed")) }
        for _ in 0..<count { wake.signal() }
    }

    private func hand(_ job: Job) {
        let (isClosed, startsThread) = state.withLock { state in
            guard !state.isClosed else { return (true, false) }
            state.waiting.append(job)
            let isShort = state.busyCount + state.waiting.count > state.threadCount
            let startsThread = isShort && state.threadCount < configuration.readers
            if startsThread { state.threadCount += 1 }
            return (false, startsThread)
        }
        if isClosed { return job.refuse(.unavailable("it is closed")) }
        if startsThread { startThread() }
        wake.signal()
    }

    private func startThread() {
        do throws(OwnThread.Refused) {
            try OwnThread.start { [self] in
                var session = PostgreSQLSession(configuration, .reader)
                while let job = take() {
                    job.run(&session)
                    state.withLock { $0.busyCount -= 1 }
                }
            }
        } catch {
            // The others do it, if there are some.
            let refused = state.withLock { state in
                state.threadCount -= 1
                guard state.threadCount == 0 else { return [Job]() }
                defer { state.waiting = [] }
                return state.waiting
            }
            for job in refused {
                job.refuse(
                    .unavailable("the system gives no thread to read with (\(error.code))"))
            }
        }
    }

    /// Waits for something to do; nil once it is closed.
    private func take() -> Job? {
        while true {
            wake.wait()
            let (job, isClosed) = state.withLock { state in
                let job = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
                if job != nil { state.busyCount += 1 }
                return (job, state.isClosed)
            }
            if let job { return job }
            if isClosed { return nil }
        }
    }
}
#endif
