import Persistence
import ProcessValues
import Records
import StructuredLog
import Synchronization
import Testing

@testable import ProcessEngine

@Suite("The job executor", .timeLimit(.minutes(1)))
struct JobExecutorTests {
    private let stored: TemporaryStore
    private let clock = MovableClock(at: Instant(milliseconds: 1_000_000))
    private let book = Book()

    init() throws { stored = try TemporaryStore() }

    /// What happened, in order.
    final class Book: Sendable {
        private let entries = Mutex<[String]>([])
        private let running = Mutex<(now: Set<String>, overlaps: Set<String>)>(([], []))

        var lines: [String] { entries.withLock { $0 } }
        /// Roots of which two jobs ran at the same time.
        var overlaps: Set<String> { running.withLock { $0.overlaps } }

        func note(_ line: String) { entries.withLock { $0.append(line) } }

        func enter(_ root: String) {
            running.withLock { running in
                if !running.now.insert(root).inserted { running.overlaps.insert(root) }
            }
        }

        func leave(_ root: String) { running.withLock { _ = $0.now.remove(root) } }
    }

    /// Does effects as their payload says: `ok`, `fail` or `failOnce`.
    struct Sender: EffectHandler {
        let book: Book
        var name: String { "sender" }

        func send(_ call: EffectCall) async -> EffectReply {
            let key = call.job.orderKey ?? call.job.id
            book.enter(key)
            try? await Task.sleep(for: .milliseconds(5))
            book.leave(key)
            book.note("\(call.isRepeat ? "again" : "send") \(call.job.id) \(call.progress ?? "-")")
            switch call.payload {
            case "fail",
                "failOnce" where !call.isRepeat:
                try? await call.storeProgress("half")
                return EffectReply(.failed(JobFailure(message: "no"), progress: "half"))
            default: return EffectReply(.done(variables: []))
            }
        }
    }

    /// A core that knows jobs alone: running one deletes it, or fails if its configuration says so.
    private func core() -> CommandRunner.Core {
        { [book] command, state, instant, _, _, _ in
            guard case .job(let id, let operation) = command else {
                return .failed(EngineError(.invalid, "no job"))
            }
            let query = Query(JobRow.table, where: .equal("id", id))
            guard case .rows(let rows)? = state.answers[.rows(query)] else {
                return .needs([.rows(query)])
            }
            guard let row = rows.first, var job = try? JobRow(row: row) else {
                return .failed(EngineError(.notFound, "gone"))
            }
            if let root = job.rootInstanceID, state.roots[root] == nil {
                return .needs([.root(root)])
            }
            let revision = Int64(job.revision)
            var change = RowChange.delete(
                JobRow.table, key: [.text(id)], expectedRevision: revision)
            var result = CommandResult.none
            func fail(progress: String?) {
                job.retries -= 1
                job.lockOwner = nil
                job.lockExpiresAt = nil
                job.inFlightKey = nil
                job.effectProgress = progress ?? job.effectProgress
                job.exceptionMessage = "no"
                job.readyAt = job.retries > 0 ? instant.adding(milliseconds: 1_000) : nil
                job.revision += 1
                change = .upsert(JobRow.table, job.row)
            }
            switch operation {
            case .execute where job.type == JobType.effect:
                result = .effect(job)
                return .done(
                    Outcome(
                        result: result, delta: Delta(), snapshots: [], dueJobs: [],
                        externalTopics: []))
            case .execute:
                if job.handlerConfiguration == "fail" {
                    return .failed(EngineError(.execution, "no", activityID: "a"))
                }
                book.note("run \(id)")
            case .recordFailure(let failure):
                if failure.decrementsRetries { fail(progress: nil) }
            case .deliverEffect(.failed(_, let progress)): fail(progress: progress)
            case .deliverEffect: book.note("deliver \(id)")
            case .storeEffectProgress(let text):
                change = .update(
                    JobRow.table, key: [.text(id)],
                    set: [ColumnAssignment("effect_progress", .text(text))],
                    expectedRevision: revision)
            default: return .failed(EngineError(.invalid, "not known here"))
            }
            return .done(
                Outcome(
                    result: result, delta: Delta(changes: [change]), snapshots: [], dueJobs: [],
                    externalTopics: []))
        }
    }

    private func parts(
        concurrency: Int = 4, node: String = "one", isShared: Bool = true
    ) -> (executor: JobExecutor, jobs: JobRunner, signal: WakeSignal) {
        let signal = WakeSignal()
        let cache = SnapshotCache(limit: 0)
        let runner = CommandRunner(
            core: core(), store: stored.store, clock: clock, seeds: IdentifierSeeds(),
            host: EmptyHost(), definitions: NoDefinitions(), queues: RootQueues(), cache: cache,
            configuration: EngineConfiguration(), committed: { _ in signal.raise() })
        let jobs = JobRunner(
            runner: runner,
            acquisition: JobAcquisition(
                store: stored.store, cache: cache, owner: node, isShared: isShared,
                lockMilliseconds: 60_000),
            handlers: ["sender": Sender(book: book)], clock: clock)
        let executor = JobExecutor(
            runner: jobs, signal: signal,
            configuration: JobExecutorConfiguration(concurrency: concurrency, node: node),
            log: .silent)
        return (executor, jobs, signal)
    }

    private func job(
        _ id: String, root: String? = nil, dueIn milliseconds: Int64? = 0, priority: Int = 0,
        configuration: String? = nil
    ) -> JobRow {
        let ready = milliseconds.map { clock.now.adding(milliseconds: $0) }
        return JobRow(
            id: id, rootInstanceID: root, type: JobType.timer,
            handlerType: "timer-intermediate-transition",
            handlerConfiguration: configuration, dueAt: ready, readyAt: ready, retries: 3,
            priority: priority, createdAt: clock.now)
    }

    private func effect(
        _ id: String, key: String?, payload: String = "ok", state: String = EffectState.waiting
    ) -> JobRow {
        var row = job(id)
        row.type = JobType.effect
        row.handlerType = "effect"
        row.effectHandler = "sender"
        row.effectPayload = payload
        row.effectState = state
        row.orderKey = key
        return row
    }

    private func store(_ jobs: JobRow...) async throws {
        try await stored.store.commit(
            Delta(changes: jobs.map { .insert(JobRow.table, $0.row) }))
    }

    private func stored(_ id: String) async throws -> JobRow? {
        try await stored.store.rows(
            Query(JobRow.table, where: .equal("id", id)), as: JobRow.self
        ).first
    }

    /// Waits until the book has so many lines.
    private func lines(_ count: Int) async -> [String] {
        while book.lines.count < count { try? await Task.sleep(for: .milliseconds(2)) }
        return book.lines
    }

    @Test("runs what is due, important jobs first, and leaves the rest")
    func order() async throws {
        try await store(
            job("low"), job("later", dueIn: 10), job("high", priority: 5),
            job("suspended", dueIn: nil))
        let executor = parts(concurrency: 1).executor
        #expect(try await executor.runDue() == 2)
        #expect(book.lines == ["run high", "run low"])
        clock.advance(milliseconds: 10)
        #expect(try await executor.runDue() == 1)
        #expect(try await stored("suspended") != nil)
        #expect(try await stored.store.count(Query(JobRow.table)) == 1)
    }

    @Test("wakes when a timer is due, and when a commit makes one that is due sooner")
    func waking() async throws {
        try await store(job("later", dueIn: 30_000))
        let (executor, _, signal) = parts()
        executor.start()
        // Give the loop time to fall asleep until the timer is due.
        try await Task.sleep(for: .milliseconds(30))
        try await store(job("sooner", dueIn: 500))
        signal.raise(forWorkAt: clock.now.adding(milliseconds: 500))
        try await Task.sleep(for: .milliseconds(30))
        #expect(book.lines.isEmpty)
        clock.advance(milliseconds: 500)
        #expect(await lines(1) == ["run sooner"])
        clock.advance(milliseconds: 29_500)
        #expect(await lines(2) == ["run sooner", "run later"])
        await executor.stop()
        try await store(job("after"))
        signal.raise()
        try await Task.sleep(for: .milliseconds(20))
        #expect(book.lines.count == 2)
    }

    @Test("counts failures down and tries again when it is time")
    func retries() async throws {
        try await store(job("bad", configuration: "fail"))
        let executor = parts().executor
        for rest in [2, 1, 0] {
            #expect(try await executor.runDue() == 1)
            let row = try #require(try await stored("bad"))
            #expect(row.retries == rest && row.lockOwner == nil)
            #expect(try await executor.runDue() == 0)
            clock.advance(milliseconds: 1_000)
        }
        #expect(try await executor.runDue() == 0)
    }

    @Test("runs many jobs of many roots once each")
    func many() async throws {
        let rows = (0..<200).map { job("j\($0)", root: $0 % 5 == 0 ? nil : "r\($0 % 7)") }
        try await stored.store.commit(Delta(changes: rows.map { .insert(JobRow.table, $0.row) }))
        let (executor, _, _) = parts(concurrency: 8)
        let other = parts(concurrency: 8, node: "two").executor
        executor.start()
        other.start()
        let done = await lines(200)
        await executor.stop()
        await other.stop()
        #expect(Set(done).count == 200 && book.lines.count == 200)
        #expect(try await stored.store.count(Query(JobRow.table)) == 0)
    }

    @Test("takes up again what it had taken before it ended, not what another node has")
    func locks() async throws {
        var own = job("own", dueIn: 60_000)
        own.lockOwner = "one"
        var others = job("others", dueIn: 60_000)
        others.lockOwner = "two"
        try await store(own, others)
        let executor = parts().executor
        executor.start()
        #expect(await lines(1) == ["run own"])
        clock.advance(milliseconds: 60_000)
        #expect(await lines(2) == ["run own", "run others"])
        await executor.stop()
    }

    @Test("takes up again whatever was taken, where it is alone on its database")
    func locksOfOneAlone() async throws {
        var own = job("own", dueIn: 60_000)
        own.lockOwner = "one"
        var former = job("former", dueIn: 60_000)
        former.lockOwner = "the name it had before"
        try await store(own, former)
        let executor = parts(isShared: false).executor
        executor.start()
        #expect(Set(await lines(2)) == ["run own", "run former"])
        await executor.stop()
    }

    @Test("sends effects of one key one after another in their order, others beside them")
    func orderKeys() async throws {
        for number in 0..<20 {
            try await store(
                effect("a\(10 + number)", key: "zaak-1"), effect("b\(10 + number)", key: "zaak-2"),
                effect("c\(10 + number)", key: nil))
        }
        let executor = parts(concurrency: 6).executor
        executor.start()
        let done = await lines(120)
        await executor.stop()
        #expect(book.overlaps.isEmpty)
        for key in ["a", "b"] {
            let sent = done.filter { $0.hasPrefix("send \(key)") }
            #expect(sent == (10..<30).map { "send \(key)\($0) -" })
        }
    }

    @Test("holds back the effects after one that failed, and repeats it with its progress")
    func failedEffect() async throws {
        try await store(
            effect("a1", key: "zaak", payload: "failOnce"), effect("a2", key: "zaak"))
        let executor = parts().executor
        #expect(try await executor.runDue() == 1)
        #expect(book.lines == ["send a1 -"])
        let row = try #require(try await stored("a1"))
        #expect(row.inFlightKey == nil && row.effectProgress == "half" && row.retries == 2)
        clock.advance(milliseconds: 1_000)
        #expect(try await executor.runDue() == 2)
        #expect(
            book.lines == [
                "send a1 -", "again a1 half", "deliver a1", "send a2 -", "deliver a2",
            ])
    }

    @Test("tells the sender that an effect was on its way when the node ended")
    func interrupted() async throws {
        var row = effect("a1", key: "zaak", state: EffectState.inFlight)
        row.inFlightKey = "zaak"
        row.lockOwner = "one"
        row.lockExpiresAt = clock.now.adding(milliseconds: 60_000)
        row.readyAt = row.lockExpiresAt
        try await store(row, effect("a2", key: "zaak"))
        let executor = parts().executor
        executor.start()
        #expect(
            await lines(4) == ["again a1 -", "deliver a1", "send a2 -", "deliver a2"])
        await executor.stop()
    }

    @Test(
        "run by a caller: an effect is sent, one held back is refused, a failure is told and noted")
    func byHand() async throws {
        try await store(
            effect("a1", key: "zaak", payload: "fail"), effect("a2", key: "zaak"),
            job("t", dueIn: 60_000), job("bad", dueIn: 60_000, configuration: "fail"))
        let jobs = parts().jobs
        try await jobs.execute("t", as: .engine)
        #expect(try await stored("t") == nil)
        let refused = await #expect(throws: EngineError.self) {
            try await jobs.execute("a2", as: .engine)
        }
        #expect(refused?.kind == .badRequest)
        for (id, rest) in [("a1", 2), ("bad", 2), ("bad", 1)] {
            let error = await #expect(throws: EngineError.self) {
                try await jobs.execute(id, as: .engine)
            }
            #expect(error?.message == "no")
            #expect(try await stored(id)?.retries == rest)
        }
        let gone = await #expect(throws: EngineError.self) {
            try await jobs.execute("nothing", as: .engine)
        }
        #expect(gone?.kind == .notFound)
    }

    @Test("fails an effect whose handler is not there")
    func noHandler() async throws {
        var row = effect("a1", key: nil)
        row.effectHandler = "stranger"
        try await store(row)
        #expect(try await parts().executor.runDue() == 1)
        #expect(try await stored("a1")?.retries == 2)
    }
}
