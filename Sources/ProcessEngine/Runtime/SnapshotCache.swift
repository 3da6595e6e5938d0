internal import Synchronization

/// Snapshots of the roots that were touched of late, as they are after their last commit.
///
/// Good only for a node that is the only one to write: there, a snapshot that is wrong all the
/// same makes a conflict, after which it is dropped and read anew.
final class SnapshotCache: Sendable {
    private struct Generations {
        var recent: [String: RootSnapshot] = [:]
        var older: [String: RootSnapshot] = [:]
    }

    private let generations = Mutex(Generations())
    private let limit: Int

    /// Creates a cache of at most `limit` roots; 0 for none.
    init(limit: Int) { self.limit = limit }

    subscript(root: String) -> RootSnapshot? {
        guard limit > 0 else { return nil }
        return generations.withLock { $0.recent[root] ?? $0.older[root] }
    }

    /// Keeps a snapshot; that of an ended root is dropped.
    func store(_ snapshot: RootSnapshot) {
        guard limit > 0 else { return }
        generations.withLock { generations in
            generations.older[snapshot.rootInstanceID] = nil
            guard !snapshot.isEmpty else {
                generations.recent[snapshot.rootInstanceID] = nil
                return
            }
            if generations.recent.count >= limit / 2 {
                generations.older = generations.recent
                generations.recent = [:]
            }
            generations.recent[snapshot.rootInstanceID] = snapshot
        }
    }

    /// Forgets a root.
    func remove(_ root: String) {
        guard limit > 0 else { return }
        generations.withLock { generations in
            generations.recent[root] = nil
            generations.older[root] = nil
        }
    }
}
