public import DMN
internal import ProcessValues
public import Records
public import StructuredLog

/// The engine: deploys models, executes commands, runs jobs, on the rows of a store.
public final class ProcessEngine: Sendable {
    /// The settings of an engine.
    public struct Settings: Sendable {
        /// How commands are executed.
        public var execution: EngineConfiguration
        /// What becomes of models that hold what cannot be executed (`deploy.unsupported`).
        public var unsupported: ProcessCompiler.UnsupportedPolicy
        /// Whether an executable process must say how long its history is kept.
        public var requiresHistoryTimeToLive: Bool
        /// Whether other nodes write the same database; then nothing stored is kept in memory.
        public var isShared: Bool
        /// How many root instances are kept in memory between commands.
        public var keptSnapshots: Int
        /// How jobs are run.
        public var jobs: JobExecutorConfiguration
        /// Told how the decisions of each command came about, once it is committed, by the ids of
        /// their rows in history; nil for nobody.
        public var decisionsExplained: (@Sendable ([String: DecisionTrace]) -> Void)?

        /// Creates settings with the defaults of a server.
        public init(
            execution: EngineConfiguration = EngineConfiguration(),
            unsupported: ProcessCompiler.UnsupportedPolicy = .refuse,
            requiresHistoryTimeToLive: Bool = false, isShared: Bool = false,
            keptSnapshots: Int = 2_048,
            jobs: JobExecutorConfiguration = JobExecutorConfiguration()
        ) {
            self.execution = execution
            self.unsupported = unsupported
            self.requiresHistoryTimeToLive = requiresHistoryTimeToLive
            self.isShared = isShared
            self.keptSnapshots = keptSnapshots
            self.jobs = jobs
        }
    }

    /// Where the rows are: queries are put to it directly.
    public let store: any Store
    /// The time of the engine.
    public let clock: any EngineClock
    /// Runs jobs when they are due, once it is started.
    public let jobs: JobExecutor
    /// Tells when external tasks can be fetched.
    public let externalTasks = TopicSignals()

    /// The clocks that dates without a zone are read by, and that decisions see.
    public let zone: CivilZone

    let seeds: IdentifierSeeds
    /// What runs scripts; nil if nothing does.
    let scripts: (any ScriptEngine)?
    private let queues = RootQueues()
    private let definitions: DefinitionCache
    private let runner: CommandRunner
    private let jobRunner: JobRunner
    private let deployer: Deployer
    private let removal: DeploymentRemoval

    /// Puts an engine together; its job executor is not started.
    ///
    /// - Parameters:
    ///   - store: A store with the tables of ``EngineSchema``.
    ///   - settings: The settings.
    ///   - clock: The time.
    ///   - host: What stands behind the names of models.
    ///   - scripts: What runs scripts in languages that the engine does not read itself.
    ///   - effectHandlers: What does effects, each under its name.
    ///   - binder: What binds effects to elements.
    ///   - log: Where failures of the executor are told.
    public init(
        store: any Store, settings: Settings = Settings(), clock: any EngineClock = SystemClock(),
        host: any EngineHost = EmptyHost(), scripts: (any ScriptEngine)? = nil,
        effectHandlers: [any EffectHandler] = [],
        binder: any EffectBinder = NoEffectBinder(), log: StructuredLog = .silent
    ) {
        self.store = store
        self.clock = clock
        zone = CivilZone(settings.execution.timeZone)
        let seeds = IdentifierSeeds()
        self.seeds = seeds
        self.scripts = scripts
        var execution = settings.execution
        execution.scriptLanguages.formUnion(scripts?.languages ?? [])
        execution.node = settings.jobs.node
        let decisionsExplained = settings.decisionsExplained
        execution.explainsDecisions = decisionsExplained != nil
        let reader = ModelReader(
            unsupported: settings.unsupported,
            requiresHistoryTimeToLive: settings.requiresHistoryTimeToLive,
            scriptLanguages: execution.scriptLanguages, binder: binder,
            registry: settings.execution.registry, zone: zone,
            beans: settings.execution.hostBeans)
        let definitions = DefinitionCache(
            store: store, reader: reader, isShared: settings.isShared)
        self.definitions = definitions
        let signal = WakeSignal()
        let cache = SnapshotCache(limit: settings.isShared ? 0 : settings.keptSnapshots)
        let topics = externalTasks
        runner = CommandRunner(
            core: EngineCore.attempt, store: store, clock: clock, seeds: seeds, host: host,
            scripts: scripts, definitions: definitions, queues: queues, cache: cache,
            configuration: execution,
            committed: { outcome in
                if let instant = outcome.delta.earliestWork { signal.raise(forWorkAt: instant) }
                topics.announce(outcome.externalTopics)
                if !outcome.explanations.isEmpty { decisionsExplained?(outcome.explanations) }
                if outcome.delta.changesDefinitions { definitions.invalidate() }
            })
        jobRunner = JobRunner(
            runner: runner,
            acquisition: JobAcquisition(
                store: store, cache: cache, owner: settings.jobs.node,
                isShared: settings.isShared,
                lockMilliseconds: settings.jobs.lockMilliseconds),
            handlers: Dictionary(
                effectHandlers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
            clock: clock)
        jobs = JobExecutor(
            runner: jobRunner, signal: signal, configuration: settings.jobs, log: log)
        let startEvents = StartEvents(store: store, configuration: execution)
        deployer = Deployer(
            store: store, clock: clock, seeds: seeds, reader: reader,
            scriptCheck: ScriptCheck(engine: scripts), startEvents: startEvents)
        removal = DeploymentRemoval(
            store: store, clock: clock, seeds: seeds, startEvents: startEvents,
            definitions: definitions)
    }

    // MARK: Commands

    /// Executes a command; returns when what it did is durable.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - principal: Who gives it.
    ///   - extra: What the caller writes with it, in the same delta.
    /// - Returns: What the command answers.
    /// - Throws: `EngineError`; then nothing was done.
    public func perform(
        _ command: EngineCommand, as principal: Principal, adding extra: Delta = Delta()
    ) async throws(EngineError) -> CommandResult {
        try await runner.run(command, as: principal, adding: extra).result
    }

    /// Runs a job now, whether it is due or not; an effect is sent and its reply delivered.
    ///
    /// - Throws: Why it failed; the failure is noted with the job.
    public func executeJob(_ id: String, as principal: Principal) async throws(EngineError) {
        try await jobRunner.execute(id, as: principal)
    }

    /// A new identifier for a row that a caller writes itself; later ones sort after earlier ones.
    public func newIdentifier() -> String {
        var ids = seeds.next(at: clock.now)
        return ids.next()
    }

    // MARK: Definitions

    /// The compiled definition of a process; nil if there is none.
    ///
    /// - Throws: `EngineError` if the database cannot be read or the model no longer compiled.
    public func processDefinition(
        _ selector: DefinitionSelector
    ) async throws(EngineError) -> ProcessDefinition? {
        try await definitions.processDefinition(selector)
    }

    /// The decision that is meant; nil if there is none.
    ///
    /// - Throws: `EngineError` if the database cannot be read or the model no longer compiled.
    public func decision(
        _ selector: DefinitionSelector
    ) async throws(EngineError) -> DeployedDecision? {
        try await definitions.decision(selector)
    }

    /// Stores a change of rows of definitions or job definitions that the caller puts together,
    /// such as a suspension.
    ///
    /// - Throws: `EngineError` if it cannot be committed.
    public func changeDefinitions(_ delta: Delta) async throws(EngineError) {
        do throws(StoreError) {
            try await store.commit(delta)
        } catch {
            throw EngineError(error)
        }
        definitions.invalidate()
    }

    // MARK: Deployments

    /// The name under which deployments of this node wait for each other; no root has it.
    private static let deployments = "@deployments"

    /// Stores files as new versions of what is in them.
    ///
    /// - Throws: `DeploymentError.refused` with every problem of every file, or `.failed`.
    public func deploy(
        _ deployment: NewDeployment, as principal: Principal
    ) async throws(DeploymentError) -> DeploymentResult {
        await queues.enter(Self.deployments)
        defer { queues.leave(Self.deployments) }
        let result = try await deployer.deploy(deployment)
        definitions.invalidate()
        jobs.lookAgain()
        return result
    }

    /// Deletes a deployment with its definitions.
    ///
    /// - Parameters:
    ///   - id: The deployment.
    ///   - cascade: Whether its instances and their history go too; without, instances that run
    ///     keep it from being deleted.
    ///   - options: How the instances are deleted.
    ///   - principal: Who wants it.
    /// - Throws: `EngineError.Kind.notFound` if there is no such deployment, and what keeps it.
    public func deleteDeployment(
        _ id: String, cascade: Bool, options: InstanceDeletion = InstanceDeletion(),
        as principal: Principal
    ) async throws(EngineError) {
        try await remove(.deployment(id), cascade: cascade, options: options, as: principal)
    }

    /// Deletes definitions of processes; their deployments stay.
    ///
    /// - Parameters:
    ///   - ids: The definitions.
    ///   - cascade: Whether their instances are deleted first, with their history.
    ///   - options: How those are deleted.
    ///   - principal: Who wants it.
    /// - Throws: `EngineError.Kind.notFound` if none of them is there, `.execution` if one has
    ///   instances and `cascade` is false.
    public func deleteProcessDefinitions(
        _ ids: [String], cascade: Bool, options: InstanceDeletion = InstanceDeletion(),
        as principal: Principal
    ) async throws(EngineError) {
        try await remove(.definitions(ids), cascade: cascade, options: options, as: principal)
    }

    private func remove(
        _ target: DeploymentRemoval.Target, cascade: Bool, options: InstanceDeletion,
        as principal: Principal
    ) async throws(EngineError) {
        await queues.enter(Self.deployments)
        defer { queues.leave(Self.deployments) }
        if cascade {
            for instance in try await removal.instances(of: target) {
                do throws(EngineError) {
                    _ = try await runner.run(
                        .instance(id: instance, .delete(options)), as: principal)
                } catch {
                    // One that an earlier deletion has taken along is gone already.
                    guard error.kind == .notFound else { throw error }
                }
            }
        }
        try await removal.remove(target, cascade: cascade)
        jobs.lookAgain()
    }
}

extension Delta {
    /// When a job that the delta makes or changes can be taken; nil if there is none.
    fileprivate var earliestWork: Instant? {
        var earliest: Int64?
        func note(_ milliseconds: Int64?) {
            guard let milliseconds else { return }
            earliest = min(earliest ?? .max, milliseconds)
        }
        for change in changes {
            switch change {
            case .insert(let table, let row), .upsert(let table, let row):
                guard table == JobRow.table, let place = Self.readyAt else { continue }
                note(row[place].integerValue)
            case .update(let table, _, let set, _):
                guard table == JobRow.table else { continue }
                for assignment in set where assignment.column == "ready_at" {
                    note(assignment.value.integerValue)
                }
            case .delete(let table, _, _):
                // What waited for it can go on.
                if table == JobRow.table { note(0) }
            case .updateAll, .deleteAll: break
            }
        }
        return earliest.map(Instant.init(milliseconds:))
    }

    /// Whether definitions, which are kept compiled, are other ones after it.
    fileprivate var changesDefinitions: Bool {
        changes.contains { change in
            switch change {
            case .insert(let table, _), .upsert(let table, _), .update(let table, _, _, _),
                .delete(let table, _, _), .updateAll(let table, _, _), .deleteAll(let table, _):
                table == ProcessDefinitionRow.table || table == JobDefinitionRow.table
            }
        }
    }

    private static let readyAt = JobRow.table.position(of: "ready_at")
}
