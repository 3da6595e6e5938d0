#if PostgreSQL
internal import Dispatch
internal import OwnThread
internal import Records

/// The thread that writes: all deltas that wait are committed in one transaction, and their callers
/// go on once the server has said that it is on its disk.
final class PostgreSQLWriter: Sendable {
    private let queue = DeltaQueue()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Throws: `StoreError.unavailable` if the system gives no thread.
    init(_ configuration: PostgreSQLStore.Configuration) throws(StoreError) {
        do throws(OwnThread.Refused) {
            try OwnThread.start { [queue, ended] in
                var writer = GroupCommit(
                    PostgreSQLSession(configuration, .writer), timeLimit: configuration.timeLimit,
                    isStopping: { queue.isClosed })
                while let group = queue.takeGroup() {
                    let outcomes = writer.write(group.map(\.delta))
                    for (waiting, outcome) in zip(group, outcomes) {
                        waiting.continuation.resume(returning: outcome)
                    }
                }
                ended.signal()
            }
        } catch {
            throw .unavailable("the system gives no thread to write with (\(error.code))")
        }
    }

    /// Hands in a delta and waits until it is on the server's disk.
    func commit(_ delta: Delta) async throws(StoreError) {
        try await queue.commit(delta)
    }

    /// Takes no more deltas, writes those that wait and ends the thread.
    func close() {
        queue.close()
        ended.wait()
        // For whoever closes it a second time.
        ended.signal()
    }
}
#endif
