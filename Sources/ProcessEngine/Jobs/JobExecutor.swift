internal import JSONTree
internal import ProcessValues
internal import Records
internal import StructuredLog
internal import Synchronization

/// How the job executor works.
public struct JobExecutorConfiguration: Sendable {
    /// How many roots, and effects, are worked on at the same time.
    public var concurrency: Int
    /// For how long a job belongs to the node that took it, in milliseconds.
    public var lockMilliseconds: Int64
    /// How long it sleeps at most when there is nothing to do, in milliseconds.
    public var longestSleep: Int64
    /// The name of this node, which no other node on the database has; the same after it is
    /// started again.
    public var node: String

    /// The name of a node that is alone.
    static let usualNode = "node"

    /// Describes an executor with the defaults of a server.
    public init(
        concurrency: Int = 8, lockMilliseconds: Int64 = 300_000, longestSleep: Int64 = 60_000,
        node: String? = nil
    ) {
        self.concurrency = concurrency
        self.lockMilliseconds = lockMilliseconds
        self.longestSleep = longestSleep
        self.node = node ?? Self.usualNode
    }
}

/// Runs jobs when they are due: timers, asynchronous continuations, effects.
///
/// Jobs of one root instance run one after another, whatever else runs; effects are sent beside
/// them, one of an order key at a time.
public final class JobExecutor: Sendable {
    private struct State {
        var loop: Task<Void, Never>?
        var isStopping = false
        var busyRoots: Set<String> = []
        var running = 0
    }

    private let runner: JobRunner
    private let acquisition: JobAcquisition
    private let clock: any EngineClock
    private let configuration: JobExecutorConfiguration
    private let log: StructuredLog
    private let signal: WakeSignal
    private let state = Mutex(State())

    init(
        runner: JobRunner, signal: WakeSignal, configuration: JobExecutorConfiguration,
        log: StructuredLog
    ) {
        self.runner = runner
        acquisition = runner.acquisition
        clock = runner.clock
        self.signal = signal
        self.configuration = configuration
        self.log = log
    }

    /// Begins to run jobs; what this node had taken before it ended is taken up again at once.
    public func start() {
        state.withLock { state in
            guard state.loop == nil else { return }
            state.isStopping = false
            state.loop = Task { await self.work() }
        }
    }

    /// Takes no more jobs and waits for those that run.
    public func stop() async {
        let loop = state.withLock { state in
            state.isStopping = true
            return state.loop
        }
        signal.raise()
        await loop?.value
        state.withLock { $0.loop = nil }
    }

    /// Runs all jobs that are due, and those that become due by it, and waits for them; for tests
    /// and scenarios, in place of `start`.
    ///
    /// - Returns: How many were run.
    /// - Throws: `EngineError` if the database cannot be read.
    @discardableResult
    public func runDue() async throws(EngineError) -> Int {
        var count = 0
        while true {
            let jobs = try await acquisition.due(at: clock.now, exceptOf: [], limit: 100)
            guard !jobs.isEmpty else { return count }
            let before = count
            for job in jobs {
                guard let locked = try await acquisition.lock(job, at: clock.now) else { continue }
                await runner.run(locked, isRepeat: JobRunner.isRepeat(job))
                count += 1
            }
            if count == before { return count }
        }
    }

    /// Looks for due jobs without waiting for the time it meant to.
    func lookAgain() { signal.raise() }

    // MARK: The loop

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    private func work() async {
        do throws(EngineError) {
            try await acquisition.releaseOwnLocks(at: clock.now)
        } catch {
            log(.error, "jobs of an earlier run stay locked", ["cause": .string(error.message)])
        }
        await withDiscardingTaskGroup { group in
            while !isStopping {
                let now = clock.now
                var wake = now.adding(milliseconds: configuration.longestSleep)
                do throws(EngineError) {
                    let started = try await startDue(at: now, in: &group)
                    if started { continue }
                    if let next = try await acquisition.nextDue(after: now) {
                        wake = min(wake, next)
                    }
                } catch {
                    log(.error, "jobs cannot be read", ["cause": .string(error.message)])
                    wake = now.adding(milliseconds: 1_000)
                }
                await signal.wait(until: wake, on: clock)
            }
        }
    }

    /// Takes due jobs as far as there is room and starts them.
    ///
    /// - Returns: Whether there may be more.
    private func startDue(
        at now: Instant, in group: inout DiscardingTaskGroup
    ) async throws(EngineError) -> Bool {
        let (room, busyRoots) = state.withLock { state in
            (configuration.concurrency - state.running, state.busyRoots)
        }
        guard room > 0 else { return false }
        let jobs = try await acquisition.due(at: now, exceptOf: busyRoots, limit: 4 * room)
        guard !jobs.isEmpty else { return false }
        var batches = Self.batches(of: jobs)
        if batches.count > room { batches.removeLast(batches.count - room) }
        let locked = await lock(batches.flatMap { $0 }, at: now)
        var startedAny = false
        for batch in batches {
            let taken = batch.compactMap { job in locked[job.id].map { (job, $0) } }
            guard let first = taken.first?.1 else { continue }
            startedAny = true
            let root = first.type == JobType.effect ? nil : first.rootInstanceID
            state.withLock { state in
                state.running += 1
                if let root { state.busyRoots.insert(root) }
            }
            group.addTask {
                for (before, job) in taken {
                    await self.runner.run(job, isRepeat: JobRunner.isRepeat(before))
                }
                self.state.withLock { state in
                    state.running -= 1
                    if let root { state.busyRoots.remove(root) }
                }
                self.signal.raise()
            }
        }
        if !startedAny {
            // Others were faster with all of them: let them get on.
            try? await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    /// Jobs of one root stand together; effects, and jobs without a root, alone.
    private static func batches(of jobs: [JobRow]) -> [[JobRow]] {
        var batches: [[JobRow]] = []
        var places: [String: Int] = [:]
        for job in jobs {
            if job.type != JobType.effect, let root = job.rootInstanceID {
                if let place = places[root] {
                    batches[place].append(job)
                    continue
                }
                places[root] = batches.count
            }
            batches.append([job])
        }
        return batches
    }

    private func lock(_ jobs: [JobRow], at now: Instant) async -> [String: JobRow] {
        await withTaskGroup(of: JobRow?.self) { group in
            for job in jobs {
                group.addTask { [acquisition] in
                    do throws(EngineError) {
                        return try await acquisition.lock(job, at: now)
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [:]) { locked, job in
                if let job { locked[job.id] = job }
            }
        }
    }
}
