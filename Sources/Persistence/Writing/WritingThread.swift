internal import Dispatch
internal import OwnThread
internal import Records

/// The thread that writes: all deltas that wait are committed together, and their callers go on
/// once they are on the disk.
final class WritingThread: Sendable {
    private let queue = DeltaQueue()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Parameter body: What it does: it takes groups from the queue until there are none.
    /// - Throws: `StoreError.unavailable` if the system gives no thread.
    init(_ body: sending @escaping (DeltaQueue) -> Void) throws(StoreError) {
        // The new thread is the only one to have it.
        nonisolated(unsafe) let own = body
        do throws(OwnThread.Refused) {
            try OwnThread.start { [queue, ended] in
                own(queue)
                ended.signal()
            }
        } catch {
            throw .unavailable("the system gives no thread to write with (\(error.code))")
        }
    }

    /// Hands in a delta and waits until it is on the disk.
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
