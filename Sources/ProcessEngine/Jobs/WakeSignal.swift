internal import ProcessValues
internal import Synchronization

/// Wakes one waiter before its time.
final class WakeSignal: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
        /// Until when the waiter sleeps unless it is woken.
        var wakesAt: Int64 = .min
    }

    private let state = Mutex(State())

    /// Wakes the waiter, or lets the next wait end at once.
    func raise() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isRaised = state.waiter == nil
            return state.waiter
        }
        waiter?.resume()
    }

    /// Wakes the waiter if something is to be done before it wakes by itself.
    func raise(forWorkAt instant: Instant) {
        let isEarlier = state.withLock { $0.waiter == nil || instant.milliseconds < $0.wakesAt }
        if isEarlier { raise() }
    }

    /// Waits for a moment or a call of `raise`, one since the last wait included.
    func wait(until instant: Instant, on clock: any EngineClock) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await clock.sleep(until: instant) }
            group.addTask { await self.next(wakingAt: instant) }
            await group.next()
            group.cancelAll()
        }
    }

    private func next(wakingAt instant: Instant) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRaised || Task.isCancelled {
                        state.isRaised = false
                        return true
                    }
                    state.waiter = continuation
                    state.wakesAt = instant.milliseconds
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
