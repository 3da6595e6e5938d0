internal import Glibc
public import ProcessValues
internal import Synchronization

/// What tells the engine the time: commands see it once, the job executor waits by it.
public protocol EngineClock: Sendable {
    /// The present moment; never earlier than one told before.
    var now: Instant { get }

    /// Waits until a moment has come; returns early when the task is cancelled.
    func sleep(until instant: Instant) async
}

/// The time of the machine.
public final class SystemClock: EngineClock {
    // Rows are ordered by what the clock told: it stands still while the machine's goes back.
    private let latest = Atomic<Int64>(.min)

    /// Creates a clock.
    public init() {}

    /// The present moment.
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let present = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        let earlier = latest.max(present, ordering: .relaxed).oldValue
        return Instant(milliseconds: max(present, earlier))
    }

    /// Waits until a moment has come, as far as the machine's time is not set meanwhile.
    public func sleep(until instant: Instant) async {
        let rest = instant.milliseconds.subtractingReportingOverflow(now.milliseconds)
        let milliseconds = rest.overflow ? Int64.max / 1_000_000 : rest.partialValue
        guard milliseconds > 0 else { return }
        try? await Task.sleep(for: .milliseconds(min(milliseconds, 86_400_000)))
    }
}

/// A time that stands still until it is moved, for tests and scenarios.
public final class MovableClock: EngineClock {
    private struct Sleeper {
        let until: Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Instant
        var sleepers: [UInt64: Sleeper] = [:]
        var cancelled: Set<UInt64> = []
        var lastID: UInt64 = 0
    }

    private let state: Mutex<State>

    /// Creates a clock that stands at a moment.
    public init(at instant: Instant) { state = Mutex(State(now: instant)) }

    /// The moment at which it stands.
    public var now: Instant { state.withLock { $0.now } }

    /// Moves it; a moment in the past leaves it where it is.
    public func move(to instant: Instant) {
        let woken = state.withLock { state in
            state.now = max(state.now, instant)
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Moves it on.
    public func advance(milliseconds: Int64) { move(to: now.adding(milliseconds: milliseconds)) }

    /// Waits until it was moved to a moment or past it.
    public func sleep(until instant: Instant) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.cancelled.remove(id) != nil || instant <= state.now { return true }
                    state.sleepers[id] = Sleeper(until: instant, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                if let sleeper = state.sleepers.removeValue(forKey: id) {
                    return Optional(sleeper.continuation)
                }
                state.cancelled.insert(id)
                return nil
            }
            continuation?.resume()
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }
}
