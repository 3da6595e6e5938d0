internal import Dispatch
internal import Records
internal import Synchronization

/// Deltas that wait for the thread that writes, which takes all of them at once.
final class DeltaQueue: Sendable {
    /// A delta whose caller waits.
    struct Waiting: Sendable {
        let delta: Delta
        let continuation: CheckedContinuation<StoreError?, Never>
    }

    private struct Inbox {
        var waiting: [Waiting] = []
        var isClosed = false
    }

    /// How many deltas share a transaction at most, so that the first of them does not wait long.
    private static let groupLimit = 512

    private let inbox = Mutex(Inbox())
    private let wake = DispatchSemaphore(value: 0)

    /// Hands in a delta and waits until the writer has told what became of it.
    func commit(_ delta: Delta) async throws(StoreError) {
        let error = await withCheckedContinuation { continuation in
            let isAccepted = inbox.withLock { inbox in
                guard !inbox.isClosed else { return false }
                inbox.waiting.append(Waiting(delta: delta, continuation: continuation))
                // The thread takes all that wait: only the first has to wake it.
                if inbox.waiting.count == 1 { wake.signal() }
                return true
            }
            if !isAccepted { continuation.resume(returning: .unavailable("it is closed")) }
        }
        if let error { throw error }
    }

    /// Takes no more deltas; those that wait are still to be written.
    func close() {
        inbox.withLock { $0.isClosed = true }
        wake.signal()
    }

    /// Whether `close` was called.
    var isClosed: Bool { inbox.withLock { $0.isClosed } }

    /// Has each group of deltas written and tells their callers what became of them, until the
    /// queue is closed and none is left.
    func serve(_ write: ([Delta]) -> [StoreError?]) {
        while let group = takeGroup() {
            for (waiting, outcome) in zip(group, write(group.map(\.delta))) {
                waiting.continuation.resume(returning: outcome)
            }
        }
    }

    /// Waits for deltas; nil once it is closed and none is left.
    private func takeGroup() -> ArraySlice<Waiting>? {
        while true {
            wake.wait()
            let (group, isClosed) = inbox.withLock { inbox in
                let group = inbox.waiting.prefix(Self.groupLimit)
                inbox.waiting.removeFirst(group.count)
                // What is left over, or the sign to close, is for the next turn.
                if !inbox.waiting.isEmpty || (inbox.isClosed && !group.isEmpty) { wake.signal() }
                return (group, inbox.isClosed)
            }
            if !group.isEmpty { return group }
            if isClosed { return nil }
        }
    }
}

extension StoreError {
    /// Whether other deltas of the group can be written all the same.
    var isOfOneDelta: Bool {
        switch self {
        case .conflict, .duplicate, .invalid: true
        case .full, .unavailable, .schema: false
        }
    }
}
