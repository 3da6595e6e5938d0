import Persistence
import ProcessValues
import Records
import Synchronization
import Testing

@testable import ProcessEngine

@Suite("The runner of commands")
struct CommandRunnerTests {
    private let stored: TemporaryStore
    private let clock = MovableClock(at: Instant(milliseconds: 1_000_000))

    init() throws { stored = try TemporaryStore() }

    /// A task row that stands for the state of a root.
    private func task(_ id: String, root: String, priority: Int = 0) -> TaskRow {
        TaskRow(
            id: id, rootInstanceID: root, processInstanceID: root, executionID: root,
            definitionID: "d", definitionKey: "d", taskDefinitionKey: "t", priority: priority,
            createdAt: Instant(milliseconds: 0), state: "Created")
    }

    /// Stores a root with one task.
    private func seed(_ roots: String...) async throws {
        for root in roots {
            let execution = ExecutionRow(
                id: root, rootInstanceID: root, processInstanceID: root, definitionID: "d",
                definitionKey: "d")
            try await stored.store.commit(
                Delta(changes: [
                    .insert(ExecutionRow.table, execution.row),
                    .insert(TaskRow.table, task("t" + root, root: root).row),
                ]))
        }
    }

    private func runner(
        cacheLimit: Int = 0, host: any EngineHost = EmptyHost(),
        core: @escaping CommandRunner.Core
    ) -> CommandRunner {
        CommandRunner(
            core: core, store: stored.store, clock: clock, seeds: IdentifierSeeds(), host: host,
            definitions: NoDefinitions(), queues: RootQueues(),
            cache: SnapshotCache(limit: cacheLimit), configuration: EngineConfiguration(),
            committed: { _ in })
    }

    /// A core that adds one to the priority of the only task of the root that the command names.
    private static func counting(
        _ command: EngineCommand, _ state: EngineState, _ instant: Instant, _ ids: IDSource,
        _ principal: Principal, _ configuration: EngineConfiguration
    ) -> Attempt {
        guard case .task(let root, _) = command else { return .failed(EngineError(.invalid, "")) }
        guard var snapshot = state.roots[root] else { return .needs([.root(root)]) }
        guard var task = snapshot.tasks.first else {
            return .failed(EngineError(.notFound, "no task"))
        }
        let revision = Int64(task.revision)
        task.priority += 1
        task.revision += 1
        snapshot.tasks = [task]
        return .done(
            Outcome(
                result: .none,
                delta: Delta(changes: [
                    .update(
                        TaskRow.table, key: [.text(task.id)],
                        set: [ColumnAssignment("priority", .integer(Int64(task.priority)))],
                        expectedRevision: revision)
                ]), snapshots: [snapshot], dueJobs: [], externalTopics: []))
    }

    private func priority(_ id: String) async throws -> Int64? {
        try await stored.store.read(
            Query(TaskRow.table, where: .equal("id", id), columns: ["priority"])
        ).first?.first?.integerValue
    }

    @Test(
        "runs commands on one root one after another, with and without its cache",
        arguments: [0, 100])
    func oneRoot(cacheLimit: Int) async throws {
        try await seed("r")
        let runner = runner(cacheLimit: cacheLimit, core: Self.counting)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask { _ = try await runner.run(.task(id: "r", .unclaim), as: .engine) }
            }
            try await group.waitForAll()
        }
        #expect(try await priority("tr") == 200)
    }

    @Test("takes a new snapshot after a conflict, five times, then gives up", arguments: [0, 100])
    func conflicts(cacheLimit: Int) async throws {
        try await seed("r")
        let store = stored.store
        let tries = Mutex(0)
        // Another node that is faster each time but the last: it changes the row before the commit.
        @Sendable func interfering(until last: Int) -> CommandRunner.Core {
            { command, state, instant, ids, principal, configuration in
                let attempt = Self.counting(command, state, instant, ids, principal, configuration)
                if case .done(var outcome) = attempt {
                    let number = tries.withLock { tries in
                        tries += 1
                        return tries
                    }
                    if number <= last {
                        outcome.delta.guards = [.none(TaskRow.table, where: .equal("id", "tr"))]
                    }
                    return .done(outcome)
                }
                return attempt
            }
        }
        _ = try await runner(cacheLimit: cacheLimit, core: interfering(until: 5))
            .run(.task(id: "r", .unclaim), as: .engine)
        #expect(tries.withLock { $0 } == 6)
        #expect(try await priority("tr") == 1)
        tries.withLock { $0 = 0 }
        let stubborn = runner(cacheLimit: cacheLimit, core: interfering(until: .max))
        let error = await #expect(throws: EngineError.self) {
            try await stubborn.run(.task(id: "r", .unclaim), as: .engine)
        }
        #expect(error?.kind == .optimisticLocking && error?.code == 1)
        #expect(tries.withLock { $0 } == 6)
        #expect(try await priority("tr") == 1)
        // The root is free again, and what others wrote is seen after the conflict.
        try await store.commit(
            Delta(changes: [
                .update(
                    TaskRow.table, key: [.text("tr")],
                    set: [ColumnAssignment("priority", .integer(10))], expectedRevision: nil)
            ]))
        _ = try await runner(cacheLimit: cacheLimit, core: Self.counting)
            .run(.task(id: "r", .unclaim), as: .engine)
        #expect(try await priority("tr") == 11)
    }

    @Test("enters several roots in order of id, so that commands never wait for each other")
    func severalRoots() async throws {
        let roots = (0..<6).map { "r\($0)" }
        for root in roots { try await seed(root) }
        // The command names roots in an order of its own and finds them one by one.
        let runner = runner(cacheLimit: 100) { command, state, _, _, _, _ in
            guard case .task(let text, _) = command else {
                return .failed(EngineError(.invalid, ""))
            }
            var delta = Delta()
            var snapshots: [RootSnapshot] = []
            for root in text.split(separator: ",").map(String.init) {
                guard var snapshot = state.roots[root] else { return .needs([.root(root)]) }
                var task = snapshot.tasks[0]
                delta.changes.append(
                    .update(
                        TaskRow.table, key: [.text(task.id)],
                        set: [ColumnAssignment("priority", .integer(Int64(task.priority + 1)))],
                        expectedRevision: Int64(task.revision)))
                task.priority += 1
                task.revision += 1
                snapshot.tasks = [task]
                snapshots.append(snapshot)
            }
            return .done(
                Outcome(
                    result: .none, delta: delta, snapshots: snapshots, dueJobs: [],
                    externalTopics: []))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                let three = (0..<3).map { roots[(number * 7 + $0 * (1 + number % 2)) % 6] }
                let text = (number % 3 == 0 ? three : three.reversed()).joined(separator: ",")
                group.addTask { _ = try await runner.run(.task(id: text, .unclaim), as: .engine) }
            }
            try await group.waitForAll()
        }
        var sum: Int64 = 0
        for root in roots { sum += try await priority("t\(root)") ?? 0 }
        #expect(sum == 180)
    }

    @Test("asks the host once a call and commits what it writes")
    func host() async throws {
        struct Answering: EngineHost {
            let calls = Calls()
            final class Calls: Sendable { let names = Mutex<[String]>([]) }

            func answer(
                _ call: HostCall, for principal: Principal, at instant: Instant,
                after given: Delta
            ) async -> HostAnswer {
                calls.names.withLock { $0.append(call.name) }
                return HostAnswer(.value(.string(call.name + "!")))
            }
        }
        @Sendable func call(_ sequence: Int, _ name: String) -> HostCall {
            HostCall(sequence: sequence, name: name, method: nil, arguments: [])
        }
        let host = Answering()
        let runner = runner(host: host) { _, state, _, _, _, _ in
            var texts: [String] = []
            for (number, name) in ["one", "two", "one"].enumerated() {
                let need = Need.host(call(number, name))
                guard case .host(let answer) = state.answers[need] else { return .needs([need]) }
                guard case .value(.string(let text)) = answer.result else {
                    return .failed(EngineError(.execution, "another answer"))
                }
                texts.append(text)
            }
            return .done(
                Outcome(
                    result: .variables([VariableInput("all", .string(texts.joined()))]),
                    delta: Delta(), snapshots: [], dueJobs: [], externalTopics: []))
        }
        let outcome = try await runner.run(.task(id: "x", .unclaim), as: .engine)
        guard case .variables(let variables) = outcome.result else {
            Issue.record("\(outcome.result)")
            return
        }
        #expect(variables == [VariableInput("all", .string("one!two!one!"))])
        #expect(host.calls.names.withLock { $0 } == ["one", "two", "one"])
    }

    @Test("leaves the roots of a command that fails to the next")
    func failure() async throws {
        let runner = runner(core: Self.counting)
        for _ in 0..<3 {
            let error = await #expect(throws: EngineError.self) {
                try await runner.run(.task(id: "gone", .unclaim), as: .engine)
            }
            #expect(error?.kind == .notFound)
        }
    }

    @Test("tells a caller that the database cannot be used")
    func storage() async throws {
        try await seed("r")
        let runner = runner(cacheLimit: 10, core: Self.counting)
        _ = try await runner.run(.task(id: "r", .unclaim), as: .engine)
        stored.store.close()
        let error = await #expect(throws: EngineError.self) {
            try await runner.run(.task(id: "r", .unclaim), as: .engine)
        }
        #expect(error?.kind == .storage)
        #expect(error?.typeName == "ProcessEnginePersistenceException")
    }
}

/// A source without definitions.
struct NoDefinitions: DefinitionSource {
    func processDefinition(
        _ selector: DefinitionSelector
    ) async throws(EngineError) -> ProcessDefinition? { nil }

    func decision(_ selector: DefinitionSelector) async throws(EngineError) -> DeployedDecision? {
        nil
    }
}
