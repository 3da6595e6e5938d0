internal import ProcessValues
internal import Records

/// Runs commands of the core on stored state: what the core lacks is fetched, what it yields is
/// committed, and what lost a race is run again.
struct CommandRunner: Sendable {
    /// The core, as a value, so that the runner can be tested without processes.
    typealias Core =
        @Sendable (
            EngineCommand, EngineState, Instant, IDSource, Principal, EngineConfiguration
        ) -> Attempt

    /// How often a command is run again after a conflict.
    static let retryLimit = 5
    /// How often a command may ask for more before that is taken for a mistake.
    private static let roundLimit = 100_000

    let core: Core
    let store: any Store
    let clock: any EngineClock
    let seeds: IdentifierSeeds
    let host: any EngineHost
    var scripts: (any ScriptEngine)? = nil
    let definitions: any DefinitionSource
    let queues: RootQueues
    let cache: SnapshotCache
    let configuration: EngineConfiguration
    /// Called after each commit, while the roots are still held.
    let committed: @Sendable (Outcome) -> Void

    /// What became of one try.
    private enum Try {
        case done(Outcome)
        /// It needs roots that must be entered before those it holds.
        case widen([String])
        /// Somebody else changed the same rows first.
        case conflict(StoreError)
    }

    /// Runs a command until it is committed.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - principal: Who gives it.
    ///   - extra: What is committed with it, before what the command writes.
    ///   - beforeCommit: Called before each try to commit.
    /// - Returns: The outcome, committed.
    /// - Throws: What the core or the host gave as a reason, or `optimisticLocking`.
    func run(
        _ command: EngineCommand, as principal: Principal, adding extra: Delta = Delta(),
        beforeCommit: @Sendable () -> Void = {}
    ) async throws(EngineError) -> Outcome {
        var roots: [String] = []
        var conflicts = 0
        while true {
            var work = CommandWork(
                command: command, principal: principal, given: extra, runner: self)
            let outcome: Try
            do throws(EngineError) {
                outcome = try await attempt(&work, entering: roots, extra, beforeCommit)
            } catch {
                work.leave()
                throw error
            }
            work.leave()
            switch outcome {
            case .done(let outcome): return outcome
            case .widen(let wider): roots = wider
            case .conflict(let reason):
                conflicts += 1
                guard conflicts <= Self.retryLimit else {
                    throw EngineError(.optimisticLocking, "\(reason)", code: 1)
                }
            }
        }
    }

    private func attempt(
        _ work: inout CommandWork, entering roots: [String], _ extra: Delta,
        _ beforeCommit: @Sendable () -> Void
    ) async throws(EngineError) -> Try {
        for root in roots { try await work.enter(root) }
        for _ in 0..<Self.roundLimit {
            switch try await work.attempt() {
            case .failed(let error): throw error
            case .needs(let needs):
                if let wider = try await work.meet(needs) { return .widen(wider) }
            case .done(var outcome):
                var delta = extra
                delta.append(outcome.delta)
                outcome.delta = delta
                // Others find a new root as soon as it is committed; they wait until its snapshot
                // is kept, or an older one would take the place of theirs.
                for snapshot in outcome.snapshots { await work.hold(snapshot.rootInstanceID) }
                beforeCommit()
                do {
                    try await store.commit(outcome.delta)
                } catch {
                    for root in work.held { cache.remove(root) }
                    switch error {
                    case .conflict, .duplicate: return .conflict(error)
                    case .full, .unavailable, .invalid, .schema: throw EngineError(error)
                    }
                }
                for snapshot in outcome.snapshots { cache.store(snapshot) }
                committed(outcome)
                return .done(outcome)
            }
        }
        throw EngineError(.stepLimit, "The command asks for ever more and is given up.")
    }
}

/// One try of a command: the state it sees and the roots it holds.
private struct CommandWork {
    let command: EngineCommand
    let principal: Principal
    let given: Delta
    let runner: CommandRunner
    private let instant: Instant
    private let ids: IDSource
    private var state = EngineState()
    private(set) var held: [String] = []
    /// How many scripts and calls of the host were answered.
    private var calls = 0

    init(
        command: EngineCommand, principal: Principal, given: Delta, runner: CommandRunner
    ) {
        self.command = command
        self.principal = principal
        self.given = given
        self.runner = runner
        instant = runner.clock.now
        ids = runner.seeds.next(at: instant)
    }

    /// From how many scripts and calls of the host on an attempt waits for their answers.
    private static let callsBeforeWaiting = 4

    mutating func attempt() async throws(EngineError) -> Attempt {
        guard calls >= Self.callsBeforeWaiting, !Task.isCancelled else { return attempt(state) }
        let conversation = Conversation()
        var asking = state
        asking.conversation = conversation
        let work = self
        do {
            try conversation.begin { [asking] in work.attempt(asking) }
        } catch {
            return attempt(state)
        }
        return try await listen(to: conversation)
    }

    private func attempt(_ state: EngineState) -> Attempt {
        runner.core(command, state, instant, ids, principal, runner.configuration)
    }

    /// Answers what an attempt asks until it is over.
    private mutating func listen(
        to conversation: Conversation
    ) async throws(EngineError) -> Attempt {
        var failure: EngineError?
        for await word in conversation.words {
            switch word {
            case .asked(let need):
                do throws(EngineError) { _ = try await meet([need]) } catch { failure = error }
                conversation.reply(failure == nil ? state.answers[need] : nil)
            case .ended(let attempt):
                if let failure { throw failure }
                return attempt
            }
        }
        // A task that is cancelled hears no more words; it is done as if there were no thread.
        conversation.reply(nil)
        if let failure { throw failure }
        return attempt(state)
    }

    /// Lets the roots go.
    func leave() {
        for root in held { runner.queues.leave(root) }
    }

    /// Holds a root that the command makes; nobody else knows it yet.
    mutating func hold(_ root: String) async {
        guard !held.contains(root) else { return }
        await runner.queues.enter(root)
        held.append(root)
    }

    /// Holds a root and reads its snapshot.
    mutating func enter(_ root: String) async throws(EngineError) {
        await runner.queues.enter(root)
        held.append(root)
        if let known = runner.cache[root] {
            state.roots[root] = known
            return
        }
        do {
            let answers = try await runner.store.read(RootSnapshot.queries(rootInstanceID: root))
            state.roots[root] = try RootSnapshot(rootInstanceID: root, answers: answers)
        } catch let error as StoreError {
            throw EngineError(error)
        } catch {
            throw EngineError(.storage, "\(error)")
        }
    }

    /// Fetches what an attempt lacked.
    ///
    /// - Returns: The roots to begin anew with, if they must be entered in another order.
    mutating func meet(_ needs: [Need]) async throws(EngineError) -> [String]? {
        var roots: [String] = []
        var queries: [Query] = []
        for need in needs {
            switch need {
            case .root(let root): if state.roots[root] == nil { roots.append(root) }
            case .rows(let query): queries.append(query)
            case .processDefinition(let selector):
                state.answers[need] = .processDefinition(
                    try await runner.definitions.processDefinition(selector))
            case .decision(let selector):
                state.answers[need] = .decision(try await runner.definitions.decision(selector))
            case .host(let call):
                calls += 1
                state.answers[need] = .host(
                    await runner.host.answer(call, for: principal, at: instant, after: given))
            case .script(let call):
                calls += 1
                guard let scripts = runner.scripts else {
                    throw EngineError(.execution, "There is no engine for scripts.")
                }
                state.answers[need] = .script(await scripts.run(call, at: instant))
            }
        }
        if !queries.isEmpty { try await read(queries) }
        guard !roots.isEmpty else { return nil }
        roots.sort()
        // In order of id, so that two commands never wait for each other.
        if let first = roots.first, let last = held.last, first < last {
            return (held + roots).sorted()
        }
        for root in roots { try await enter(root) }
        return nil
    }

    private mutating func read(_ queries: [Query]) async throws(EngineError) {
        do throws(StoreError) {
            let lists = try await runner.store.read(queries)
            for (query, rows) in zip(queries, lists) { state.answers[.rows(query)] = .rows(rows) }
        } catch {
            throw EngineError(error)
        }
    }
}

extension EngineError {
    /// Tells a caller what a failure of the store means.
    init(_ error: StoreError) {
        switch error {
        case .conflict, .duplicate: self.init(.optimisticLocking, error.description, code: 1)
        case .full, .unavailable, .invalid, .schema: self.init(.storage, error.description)
        }
    }
}
