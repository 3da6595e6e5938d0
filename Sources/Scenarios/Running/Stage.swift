internal import CaseHandling
internal import JSONTree
internal import Persistence
internal import ProcessEngine
internal import ProcessValues
internal import Records
internal import ZGWBridge

/// Why a scenario cannot be played on.
struct StageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// An engine of its own on which one scenario is played: with an empty database, a clock that
/// stands still, and simulated systems around it.
final class Stage: Sendable {
    /// How many jobs one step may run before it is taken to go round in a circle.
    private static let jobLimit = 2_000
    /// The case, of a scenario with one.
    private static let caseID = "00000000-0000-4000-8000-000000000001"

    let store: SQLiteStore
    let engine: ProcessEngine
    let clock: MovableClock
    let cases: CaseRepository
    let systems: SimulatedSystems
    let decisionLog = DecisionLog()
    let caseID: String?
    var timeZone: String { scenario.timeZone }
    private let scenario: Scenario
    private let models: ScenarioModels

    /// Builds the stage and deploys the models on it.
    ///
    /// - Throws: `DeploymentError`, or why the database cannot be made.
    init(
        _ scenario: Scenario, _ models: ScenarioModels, database: String,
        scripts: (any ScriptEngine)?, registry: JavaRegistry
    ) async throws {
        self.scenario = scenario
        self.models = models
        clock = MovableClock(at: scenario.start.at)
        store = try SQLiteStore(
            SQLiteStore.Configuration(path: database, isDurable: false),
            migrations: EngineSchema.migrations + CaseTables.migrations)
        cases = CaseRepository(store)
        systems = SimulatedSystems(scenario, cases: cases, store: store)
        caseID = scenario.caseDefinition.map { _ in Self.caseID }
        var settings = ProcessEngine.Settings()
        settings.execution.hostBeans = CaseHost.beanNames
        settings.execution.timeZone = scenario.timeZone
        settings.execution.registry = registry
        let log = decisionLog
        settings.decisionsExplained = { log.add($0) }
        engine = ProcessEngine(
            store: store, settings: settings, clock: clock,
            host: CaseHost(
                cases, store: store, resolvers: ValueResolvers(adding: [ZaakResolver()])),
            scripts: scripts, effectHandlers: [systems], binder: ProcessLinkBinder())
        let resources = models.files.map {
            NewDeployment.Resource(name: $0.name, content: $0.bytes)
        }
        _ = try await engine.deploy(
            NewDeployment(name: "scenario", resources: resources), as: .engine)
    }

    func close() { store.close() }

    /// Starts the process, with its case if it has one, and runs what is due.
    ///
    /// - Throws: `EngineError`, `CaseError` or `StageError`.
    func start() async throws {
        let start = scenario.start
        var delta = Delta()
        if let caseID, let key = scenario.caseDefinition?.text {
            let change = try CaseChange(
                creating: caseID, of: try await cases.newestDefinition(key: key),
                document: start.document, at: start.at.milliseconds, by: nil)
            delta = change.delta(storedAs: nil)
        }
        let businessKey = caseID ?? start.businessKey
        if let message = start.message {
            try await run(
                .correlateMessage(
                    MessageCorrelation(
                        messageName: message.text, businessKey: businessKey,
                        variables: start.variables, startsOnly: true)), adding: delta)
        } else {
            try await run(
                .startInstance(
                    StartInstance(
                        definition: .latest(key: scenario.process.text, tenantID: nil),
                        businessKey: businessKey, variables: start.variables)), adding: delta)
        }
        try await settle()
    }

    // MARK: Actions

    /// Does what a step does, and runs what is due then.
    ///
    /// - Throws: `EngineError`, `CaseError`, `ResolverError` or `StageError`.
    func perform(_ action: Scenario.Action, by user: String?) async throws {
        switch action {
        case .complete(let task, let variables):
            let task = try await openTask(task.text)
            try await run(
                .task(id: task.id, .complete(variables: variables, wantsVariables: false)),
                by: user)
        case .resident(let task, let answer): try await takeAnswer(task.text, answer)
        case .advance(let delay): try await advance(delay)
        case .message(let name, let variables, let keys, let businessKey):
            try await run(
                .correlateMessage(
                    MessageCorrelation(
                        messageName: name.text, businessKey: businessKey, correlationKeys: keys,
                        variables: variables)), by: user)
        case .startActivity(let activity, let variables):
            try await run(
                .startAdHocActivity(
                    executionID: try await adHocExecution(with: activity.text),
                    activityID: activity.text, variables: variables), by: user)
        case .finish(let element):
            try await run(
                .completeAdHoc(executionID: try await adHocExecution(of: element.text)), by: user)
        case .signal(let name, let variables):
            try await run(
                .deliverSignal(SignalDelivery(name: name.text, variables: variables)), by: user)
        case .external(let element, let result): try await work(element.text, result)
        case .retry(let element): try await retry(element.text, by: user)
        case .set(let variables):
            try await run(
                .changeVariables(
                    VariableChange(
                        scope: .execution(try await mainInstance().id), modifications: variables)),
                by: user)
        case .cancel(let reason):
            try await run(
                .instance(
                    id: try await mainInstance().id, .delete(InstanceDeletion(reason: reason))),
                by: user)
        }
        try await settle()
    }

    @discardableResult
    private func run(
        _ command: EngineCommand, by user: String? = nil, adding delta: Delta = Delta()
    ) async throws(EngineError) -> CommandResult {
        let principal = user.map { Principal(userID: $0, origin: .rest) } ?? .engine
        return try await engine.perform(command, as: principal, adding: delta)
    }

    private func openTask(_ key: String) async throws -> TaskRow {
        let open = try await openTasks()
        if let task = open.first(where: { $0.taskDefinitionKey == key }) { return task }
        let names = open.compactMap(\.taskDefinitionKey)
        throw StageError(
            "there is no open task \"\(key)\"; "
                + (names.isEmpty ? "no task is open" : "open are: " + names.joined(separator: ", "))
        )
    }

    private func takeAnswer(_ key: String, _ answer: JSON) async throws {
        let task = try await openTask(key)
        guard systems.answer(task: task.id, with: answer) else {
            throw StageError(
                "the task \"\(key)\" is not in the portal: it has no process link"
                    + " create-externe-klanttaak, or publishing it failed")
        }
        let facts = try await PortalAnswer(
            cases: cases, store: store, resolvers: ValueResolvers(adding: [ZaakResolver()])
        ).facts(for: task, answer: answer, at: clock.now)
        _ = try await engine.perform(
            .task(
                id: task.id, .complete(variables: facts.writtenVariables, wantsVariables: false)),
            as: Principal(origin: .notification), adding: facts.delta)
    }

    private func work(_ element: String, _ result: Scenario.WorkerResult) async throws {
        let rows = try await rows(ExternalTaskRow.self, ExternalTaskRow.table)
        guard let task = rows.first(where: { $0.activityID == element }) else {
            let names = rows.map(\.activityID)
            throw StageError(
                "there is no external task \"\(element)\"; "
                    + (names.isEmpty
                        ? "none waits for a worker"
                        : "there are: " + names.joined(separator: ", ")))
        }
        let worker = "scenario"
        try await run(
            .externalTask(id: task.id, .lock(workerID: worker, milliseconds: 60_000)))
        let operation: ExternalTaskOperation =
            switch result {
            case .completed(let variables):
                .complete(workerID: worker, variables: variables, localVariables: [])
            case .failed(let message, let retries):
                .failure(
                    workerID: worker, message: message, details: nil, retries: retries,
                    retryTimeout: 0, variables: [], localVariables: [])
            case .bpmnError(let code, let message, let variables):
                .bpmnError(workerID: worker, code: code, message: message, variables: variables)
            }
        try await run(.externalTask(id: task.id, operation))
    }

    private func retry(_ element: String, by user: String?) async throws {
        let failed = try await rows(JobRow.self, JobRow.table).filter {
            $0.exceptionMessage != nil
                && ($0.activityID == element || $0.failedActivityID == element)
        }
        let tasks = try await rows(ExternalTaskRow.self, ExternalTaskRow.table).filter {
            $0.activityID == element && $0.retries == 0
        }
        if failed.isEmpty, tasks.isEmpty {
            throw StageError("nothing has failed at \"\(element)\"")
        }
        for job in failed {
            try await run(.job(id: job.id, .setRetries(1, dueAt: .some(clock.now))), by: user)
        }
        for task in tasks { try await run(.externalTask(id: task.id, .setRetries(1)), by: user) }
    }

    // MARK: Time and jobs

    /// Lets time pass, running what becomes due on the way at its own time.
    private func advance(_ delay: Scenario.Delay) async throws {
        let target: Instant
        switch delay {
        case .to(let instant):
            guard instant >= clock.now else {
                throw StageError("that moment is over: it is \(shown(clock.now))")
            }
            target = instant
        case .by(let text):
            guard let instant = Period(text)?.added(to: clock.now, inZoneNamed: timeZone),
                instant >= clock.now
            else {
                throw StageError("\"\(text)\" is no period by which time can pass")
            }
            target = instant
        }
        for _ in 0..<Self.jobLimit {
            let later = Predicate.compare("ready_at", .greater, .integer(clock.now.milliseconds))
            let next = try await store.read(
                Query(
                    JobRow.table, where: later, ordering: [Ordering("ready_at"), Ordering("id")],
                    limit: 1)
            ).first.map(JobRow.init(row:))?.readyAt
            guard let next, next <= target else {
                clock.move(to: target)
                return
            }
            clock.move(to: next)
            try await settle()
        }
        throw StageError("timers fire more than \(Self.jobLimit) times on the way")
    }

    /// Runs what is due, the earliest first, until nothing is.
    ///
    /// A job that fails is no error here: the engine notes it, and the account shows it.
    private func settle() async throws {
        for _ in 0..<Self.jobLimit {
            guard let job = try await nextJob() else { return }
            do throws(EngineError) {
                try await engine.executeJob(job.id, as: Principal(origin: .job))
            } catch {
                let after = try await store.read(
                    Query(JobRow.table, where: .equal("id", job.id), limit: 1)
                ).first.map(JobRow.init(row:))
                // A failure that was not noted would come again for ever.
                if let after, after.revision == job.revision { throw error }
            }
        }
        throw StageError(
            "more than \(Self.jobLimit) jobs ran without the process coming to wait: it goes round"
                + " in a circle")
    }

    private func nextJob() async throws -> JobRow? {
        let isFirstOfItsKey = Predicate.not(
            .exists(
                JobRow.table,
                matching: [
                    ColumnPair("order_key", equals: "order_key"), ColumnPair("id", .less, "id"),
                ], .all))
        let due = Predicate.compare("ready_at", .lessOrEqual, .integer(clock.now.milliseconds))
        return try await store.read(
            Query(
                JobRow.table, where: .and([due, isFirstOfItsKey]),
                ordering: [Ordering("ready_at"), Ordering("id")], limit: 1)
        ).first.map(JobRow.init(row:))
    }
}
