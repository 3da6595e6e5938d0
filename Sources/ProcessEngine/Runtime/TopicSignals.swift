internal import Synchronization

/// Tells those who wait for external tasks that there may be some.
public final class TopicSignals: Sendable {
    private struct Waiter {
        let topics: Set<String>
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var waiters: [UInt64: Waiter] = [:]
        var cancelled: Set<UInt64> = []
        var lastID: UInt64 = 0
        /// Counts announcements, so that none between a look and a wait is missed.
        var generation: UInt64 = 0
    }

    private let state = Mutex(State())

    init() {}

    /// A number that grows with each announcement: take it before looking for tasks.
    public var generation: UInt64 { state.withLock { $0.generation } }

    /// Wakes those who wait for one of the topics.
    func announce(_ topics: [String]) {
        guard !topics.isEmpty else { return }
        let woken = state.withLock { state in
            state.generation += 1
            let due = state.waiters.filter { waiter in
                topics.contains { waiter.value.topics.contains($0) }
            }
            for id in due.keys { state.waiters[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Waits until a task of one of the topics can be fetched, or for a time.
    ///
    /// - Parameters:
    ///   - topics: The topics.
    ///   - generation: The ``generation`` before the last look; an announcement since then ends
    ///     the wait at once.
    ///   - milliseconds: How long it waits at most.
    public func wait(
        forOneOf topics: Set<String>, since generation: UInt64, milliseconds: Int64
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: .milliseconds(max(0, milliseconds))) }
            group.addTask { await self.wait(forOneOf: topics, since: generation) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(forOneOf topics: Set<String>, since generation: UInt64) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.generation != generation || state.cancelled.remove(id) != nil {
                        return true
                    }
                    state.waiters[id] = Waiter(topics: topics, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: id)
                if waiter == nil { state.cancelled.insert(id) }
                return waiter
            }
            waiter?.continuation.resume()
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }
}
