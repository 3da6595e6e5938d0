/// What a script may use.
public struct ScriptLimits: Sendable, Equatable {
    /// The time after which the engine ends the script.
    public var time: Duration
    /// What the host adds to `time` before it kills a worker that does not answer.
    public var grace: Duration
    /// How many bytes of memory a worker may map beyond those of an engine at rest.
    public var memory: Int
    /// How many scripts a worker runs before a new one takes its place.
    public var callsPerWorker: Int

    /// Creates limits.
    public init(
        time: Duration = .seconds(2), grace: Duration = .seconds(1), memory: Int = 256 << 20,
        callsPerWorker: Int = 10_000
    ) {
        self.time = time
        self.grace = grace
        self.memory = memory
        self.callsPerWorker = callsPerWorker
    }
}

/// Why a script gave no answer.
public enum ScriptError: Error, Sendable, Equatable {
    /// The script took longer than it may.
    case timeLimit
    /// The worker ended during the script: most often for want of memory. The number is the signal.
    case workerEnded(signal: Int32)
    /// No worker can be started; the number is the errno or, as when the engine is not installed,
    /// the worker's exit code.
    case workerUnavailable(code: Int32)
    /// The input or the answer is larger than may be passed.
    case tooLarge
    /// The library that stands around the script failed; the text tells how.
    case broken(String)
}
