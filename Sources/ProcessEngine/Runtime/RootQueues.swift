internal import Synchronization

/// Lets one command at a time work on a root instance; those that wait go on in their order.
final class RootQueues: Sendable {
    /// The roots that somebody holds, with those that wait for them.
    private let held = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    /// Waits until the root is free and holds it.
    func enter(_ root: String) async {
        #if DEBUG
        if SeededFault.active == .guardLeftOut { return }
        #endif
        let isFree = held.withLock { held in
            if held[root] != nil { return false }
            held[root] = []
            return true
        }
        if isFree { return }
        await withCheckedContinuation { continuation in
            let isFreeNow = held.withLock { held in
                guard held[root] != nil else {
                    held[root] = []
                    return true
                }
                held[root, default: []].append(continuation)
                return false
            }
            if isFreeNow { continuation.resume() }
        }
    }

    /// Lets a root go: the next who waits holds it.
    func leave(_ root: String) {
        let next = held.withLock { held -> CheckedContinuation<Void, Never>? in
            guard var waiting = held[root], !waiting.isEmpty else {
                held[root] = nil
                return nil
            }
            let next = waiting.removeFirst()
            held[root] = waiting
            return next
        }
        next?.resume()
    }
}
