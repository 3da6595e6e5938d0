internal import Synchronization

/// Several hosts, so that one slow script does not hold up the others.
public final class ScriptPool: Sendable {
    private let hosts: [ScriptHost]
    /// How many scripts each host has, waiting ones included.
    private let loads: Mutex<[Int]>

    /// Creates hosts; their workers start when they are needed.
    ///
    /// - Parameters:
    ///   - count: How many there are.
    ///   - limits: What each script may use.
    ///   - timeZone: The name of the zone that dates of scripts are in.
    ///   - executable: The program to start, see ``ScriptHost``.
    public init(
        count: Int = 2, limits: ScriptLimits = ScriptLimits(), timeZone: String = "UTC",
        executable: String = "/proc/self/exe"
    ) {
        hosts = (0..<max(count, 1)).map { _ in
            ScriptHost(limits: limits, timeZone: timeZone, executable: executable)
        }
        loads = Mutex(Array(repeating: 0, count: max(count, 1)))
    }

    /// Runs a script on the host that has least to do.
    ///
    /// - Throws: `ScriptError`.
    public func run(
        _ source: String, named name: String, input: String
    ) async throws(ScriptError) -> String {
        let index = take()
        defer { loads.withLock { $0[index] -= 1 } }
        return try await hosts[index].run(source, named: name, input: input)
    }

    /// Looks for a mistake of syntax; nil if there is none.
    ///
    /// - Throws: `ScriptError`.
    public func syntaxError(in source: String) async throws(ScriptError) -> String? {
        let index = take()
        defer { loads.withLock { $0[index] -= 1 } }
        return try await hosts[index].syntaxError(in: source)
    }

    /// The host with least to do; of equal ones the first, so that few workers are started.
    private func take() -> Int {
        loads.withLock { loads in
            let index = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[index] += 1
            return index
        }
    }
}
