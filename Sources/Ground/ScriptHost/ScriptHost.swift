internal import Dispatch
internal import Glibc

/// Runs scripts in a child process, one at a time. A ``ScriptPool`` has several.
///
/// The actor has a thread of its own and so may wait for the child without holding up others.
public actor ScriptHost {
    private let executor = QueueExecutor()
    private let limits: ScriptLimits
    private let arguments: [String]
    private let environment: [String]
    private var worker: WorkerProcess?
    private var calls = 0

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Creates a host; its worker starts with the first script.
    ///
    /// - Parameters:
    ///   - limits: What each script may use.
    ///   - timeZone: The name of the zone that dates of scripts are in.
    ///   - executable: The program to start, by default this one again. It must call
    ///     ``ScriptWorker/run(memory:library:)`` when its first argument is
    ///     ``ScriptWorker/argument``.
    public init(
        limits: ScriptLimits = ScriptLimits(), timeZone: String = "UTC",
        executable: String = "/proc/self/exe"
    ) {
        self.limits = limits
        arguments = [executable, ScriptWorker.argument, String(limits.memory)]
        // Nothing of this process's environment, where secrets may be.
        environment = [
            "JSC_useJIT=false", "SWIFT_BACKTRACE=enable=no",
            "LC_ALL=C.UTF-8", "TZ=\(timeZone)",
        ]
    }

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - source: The program.
    ///   - name: The name of the program in messages.
    ///   - input: What the library's `begin` is called with before.
    /// - Returns: What the library made of the program's last value, or of what it threw.
    /// - Throws: `ScriptError`.
    public func run(
        _ source: String, named name: String, input: String
    ) throws(ScriptError) -> String {
        try answer(
            to: ScriptRequest(
                milliseconds: milliseconds, name: name, source: source, input: input))
    }

    /// Looks for a mistake of syntax without running anything.
    ///
    /// - Returns: What is wrong; nil if nothing is.
    /// - Throws: `ScriptError`.
    public func syntaxError(in source: String) throws(ScriptError) -> String? {
        let text = try answer(
            to: ScriptRequest(
                isCheck: true, milliseconds: milliseconds, name: "", source: source, input: ""))
        return text.isEmpty ? nil : text
    }

    private var milliseconds: Int { Int(limits.time / Duration.milliseconds(1)) }

    private func answer(to request: ScriptRequest) throws(ScriptError) -> String {
        let worker = try readyWorker()
        calls += 1
        let bytes: [UInt8]
        let start = ContinuousClock.now
        do throws(Frame.Failure) {
            try Frame.write(request.bytes, to: worker.socket)
            let deadline = start + limits.time + limits.grace
            bytes = try Frame.read(from: worker.socket, until: deadline)
        } catch {
            switch error {
            case .overdue:
                endWorker()
                throw .timeLimit
            case .closed:
                let failure = failure(of: endWorker())
                // The engine may give up rather than end a job of a promise.
                throw start.duration(to: .now) >= limits.time ? .timeLimit : failure
            case .tooLarge:
                endWorker()
                throw .tooLarge
            }
        }
        guard let reply = ScriptReply(bytes: bytes) else {
            endWorker()
            throw .broken("the worker's answer is not understood")
        }
        switch reply.kind {
        case .done: return reply.text
        case .timeLimit:
            // What the script left in the engine is not for the next one.
            endWorker()
            throw .timeLimit
        case .broken: throw .broken(reply.text)
        }
    }

    private func readyWorker() throws(ScriptError) -> WorkerProcess {
        if calls >= limits.callsPerWorker { endWorker() }
        // A worker may have ended while idle: that is no fault of the next script.
        if let worker, !worker.isHungUp { return worker }
        endWorker()
        let started = try WorkerProcess(arguments: arguments, environment: environment)
        worker = started
        calls = 0
        return started
    }

    @discardableResult
    private func endWorker() -> Int32 {
        defer { worker = nil }
        return worker?.end() ?? 0
    }

    /// What the wait status of a worker that ended by itself means.
    private func failure(of status: Int32) -> ScriptError {
        switch status & 0x7f {
        case 0: .workerUnavailable(code: status >> 8 & 0xff)
        case SIGALRM: .timeLimit
        case let signal: .workerEnded(signal: signal)
        }
    }
}

/// Runs an actor's jobs on a serial queue.
///
/// On Linux, Dispatch has no executor of its own.
private final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "script-host")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
