import Synchronization

/// A time that a test sets, in microseconds since 1970.
final class TestClock: Sendable {
    private let time: Mutex<Int64>

    init(_ microseconds: Int64) {
        time = Mutex(microseconds)
    }

    var now: Int64 { time.withLock { $0 } }

    func set(_ microseconds: Int64) { time.withLock { $0 = microseconds } }
}
