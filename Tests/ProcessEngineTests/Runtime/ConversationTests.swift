import ProcessValues
import Records
import Synchronization
import Testing

@testable import ProcessEngine

/// How a command that asks again and again is answered.
@Suite("Commands that ask often", .timeLimit(.minutes(1)))
struct ConversationTests {
    private let stored: TemporaryStore

    init() throws { stored = try TemporaryStore() }

    /// Answers each call with its place; fails where it is told to.
    private final class Host: EngineHost {
        let places = Mutex<[Int]>([])
        let failsAt: Int?

        init(failsAt: Int? = nil) { self.failsAt = failsAt }

        func answer(
            _ call: HostCall, for principal: Principal, at instant: Instant, after delta: Delta
        ) async -> HostAnswer {
            places.withLock { $0.append(call.sequence) }
            if call.sequence == failsAt {
                return HostAnswer(.failure(EngineError(.execution, "no more")))
            }
            return HostAnswer(.value(.integer(Int32(call.sequence))))
        }
    }

    /// A core that asks the host a number of times, and tells how often it began.
    private static func asking(
        _ count: Int, _ begun: @escaping @Sendable () -> Void
    ) -> CommandRunner.Core {
        { _, state, _, _, _, _ in
            begun()
            for place in 1...count {
                let need = Need.host(HostCall(sequence: place, name: "bean", arguments: []))
                guard let answer = state.answers[need] ?? state.conversation?.ask(need) else {
                    return .needs([need])
                }
                if case .host(let answered) = answer, case .failure(let error) = answered.result {
                    return .failed(error)
                }
            }
            return .done(
                Outcome(
                    result: .none, delta: Delta(), snapshots: [], dueJobs: [], externalTopics: []))
        }
    }

    private func runner(_ host: Host, _ core: @escaping CommandRunner.Core) -> CommandRunner {
        CommandRunner(
            core: core, store: stored.store, clock: MovableClock(at: Instant(milliseconds: 0)),
            seeds: IdentifierSeeds(), host: host, definitions: NoDefinitions(),
            queues: RootQueues(), cache: SnapshotCache(limit: 0),
            configuration: EngineConfiguration(), committed: { _ in })
    }

    @Test("each call is answered once, and the command is not begun anew for each of many")
    func manyCalls() async throws {
        let begun = Mutex(0)
        let host = Host()
        _ = try await runner(host, Self.asking(1_000) { begun.withLock { $0 += 1 } }).run(
            .task(id: "r", .unclaim), as: .engine)
        #expect(host.places.withLock { $0 } == Array(1...1_000))
        #expect(begun.withLock { $0 } == 5)
    }

    @Test("a call that fails fails its command")
    func failingCall() async throws {
        let host = Host(failsAt: 700)
        await #expect(throws: EngineError(.execution, "no more")) {
            try await runner(host, Self.asking(1_000) {}).run(
                .task(id: "r", .unclaim), as: .engine)
        }
        #expect(host.places.withLock { $0.count } == 700)
    }

    @Test("a command whose task is cancelled ends all the same, and each call is answered once")
    func cancelledTask() async throws {
        let host = Host()
        let runner = runner(host, Self.asking(1_000) {})
        let task = Task { try await runner.run(.task(id: "r", .unclaim), as: .engine) }
        while host.places.withLock({ $0.count }) < 100 { await Task.yield() }
        task.cancel()
        _ = try await task.value
        #expect(host.places.withLock { $0 } == Array(1...1_000))
    }

    @Test("commands that ask at the same time do not mix their answers")
    func sideBySide() async throws {
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let host = Host()
                    _ = try await runner(host, Self.asking(50) {}).run(
                        .task(id: "r", .unclaim), as: .engine)
                    return host.places.withLock { $0 }
                }
            }
            for try await places in group { #expect(places == Array(1...50)) }
        }
    }
}
