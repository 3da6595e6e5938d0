#if FailPoints
internal import Glibc
internal import Synchronization
#endif

/// Named points at which a test kills the program as a loss of power would.
///
/// They exist in builds with the package trait `FailPoints` alone; elsewhere reaching one does nothing.
public enum FailPoint {
    #if FailPoints
    /// What `RADERWERK_FAIL_POINT` asks for: a name, or `name:count` for the count-th time.
    private struct Order {
        let name: String
        let count: Int

        init?(_ text: String) {
            let parts = text.split(separator: ":", maxSplits: 1)
            guard let name = parts.first else { return nil }
            self.name = String(name)
            count = parts.count == 2 ? Int(parts[1]) ?? 1 : 1
        }
    }

    private static let order = getenv("RADERWERK_FAIL_POINT").flatMap { Order(String(cString: $0)) }

    // Shared state, since the count is of the whole process: a test kills it at the n-th effect.
    private static let reached = Atomic(0)

    /// Kills this process at once if the environment asks for it by this name.
    public static func reach(_ name: String) {
        guard let order, order.name == name else { return }
        if reached.add(1, ordering: .relaxed).newValue == order.count { kill(getpid(), SIGKILL) }
    }
    #else
    /// Does nothing in this build.
    @inlinable
    public static func reach(_ name: @autoclosure () -> String) {}
    #endif
}
