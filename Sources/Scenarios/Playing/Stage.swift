internal import CaseHandling
internal import JSONTree
internal import Persistence
internal import ProcessEngine
internal import ProcessValues
internal import Records
internal import ZGWBridge

/// Why a step cannot be played.
struct StageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// An engine with one process instance, on which a scenario is played.
final class Stage: Sendable {
    let store: SQLiteStore
    let engine: ProcessEngine
    let clock: MovableClock
    let cases: CaseRepository
    let servers: SimulatedServers
    let instanceID: String
    let businessKey: String?
    private let principal = Principal(userID: "scenario", origin: .engine)

    init(_ scenario: Scenario, files: [ApplicationFile], database: String) async throws {
        clock = MovableClock(at: Instant(milliseconds: scenario.startsAt))
        store = try SQLiteStore(
            SQLiteStore.Configuration(path: database, isDurable: false),
            migrations: EngineSchema.migrations + CaseTables.migrations)
        cases = CaseRepository(store)
        servers = SimulatedServers(cases)
        var settings = ProcessEngine.Settings()
        settings.execution.hostBeans = CaseHost.beanNames
        engine = ProcessEngine(
            store: store, settings: settings, clock: clock,
            host: CaseHost(
                cases, store: store, resolvers: ValueResolvers(adding: [ZaakResolver()])),
            effectHandlers: [servers], binder: ProcessLinkBinder())
        let resources = files.map {
            NewDeployment.Resource(name: $0.name, content: $0.bytes)
        }
        _ = try await engine.deploy(
            NewDeployment(name: "scenario", resources: resources), as: principal)
        var start = StartInstance(
            definition: .latest(key: scenario.process, tenantID: nil),
            variables: scenario.variables.members.map {
                VariableInput($0.key, ProcessValue(untyped: $0.value))
            })
        var delta = Delta()
        if let key = scenario.caseDefinition {
            let id = randomUUID()
            let change = try CaseChange(
                creating: id, of: try await cases.newestDefinition(key: key),
                document: scenario.document, at: scenario.startsAt, by: nil)
            delta = change.delta(storedAs: nil)
            start.businessKey = id
        }
        businessKey = start.businessKey
        let result = try await engine.perform(
            .startInstance(start), as: principal, adding: delta)
        guard case .started(let started) = result else {
            throw StageError("the engine did not say what it started")
        }
        instanceID = started.id
        try await settle()
    }

    func close() { store.close() }

    /// Runs what is due until nothing is; an action that failed is an error.
    func settle() async throws {
        for _ in 0..<1000 {
            if try await engine.jobs.runDue() == 0 { break }
        }
        let failed = try await store.read(
            Query(JobRow.table, where: .not(.isNull("exception_message")), limit: 1))
        if let row = failed.first {
            let job = try JobRow(row: row)
            throw StageError(
                "\(job.activityID ?? job.handlerType) failed: \(job.exceptionMessage ?? "")")
        }
    }

    func perform(_ action: Scenario.Action) async throws {
        switch action {
        case .complete(let key, let values):
            let task = try await openTask(key)
            try await run(
                .task(
                    id: task.id, .complete(variables: inputs(values), wantsVariables: false)))
        case .resident(let key, let answer):
            let task = try await openTask(key)
            let facts = try await PortalAnswer(
                cases: cases, store: store, resolvers: ValueResolvers(adding: [ZaakResolver()])
            ).facts(for: task, answer: answer, at: clock.now)
            servers.answer(task: task.id)
            if !facts.delta.isEmpty { try await store.commit(facts.delta) }
            try await run(
                .task(
                    id: task.id,
                    .complete(variables: facts.writtenVariables, wantsVariables: false)))
        case .advance(let text):
            guard let milliseconds = duration(text) else {
                throw StageError(
                    "\"\(text)\" is no duration of weeks, days and times, such as P14D")
            }
            clock.advance(milliseconds: milliseconds)
        case .message(let name, let values):
            try await run(
                .correlateMessage(
                    MessageCorrelation(
                        messageName: name, businessKey: businessKey, variables: inputs(values))))
        case .signal(let name, let values):
            try await run(.deliverSignal(SignalDelivery(name: name, variables: inputs(values))))
        }
    }

    private func run(_ command: EngineCommand, adding delta: Delta = Delta()) async throws {
        _ = try await engine.perform(command, as: principal, adding: delta)
    }

    private func inputs(_ values: JSONObject) -> [VariableInput] {
        values.members.map { VariableInput($0.key, ProcessValue(untyped: $0.value)) }
    }

    private func openTask(_ key: String) async throws -> TaskRow {
        let found = try await openTasks().filter { $0.taskDefinitionKey == key }
        guard let task = found.first else {
            let open = try await openTasks().compactMap(\.taskDefinitionKey)
            throw StageError(
                "there is no open task \"\(key)\"; open are: \(open.joined(separator: ", "))")
        }
        return task
    }

    func openTasks() async throws -> [TaskRow] {
        try await store.read(Query(TaskRow.table, ordering: [Ordering("created_at")]))
            .map(TaskRow.init(row:))
    }

    /// The milliseconds of `P1W`, `P3D` or `P1DT2H30M`; days of 24 hours.
    private func duration(_ text: String) -> Int64? {
        guard text.hasPrefix("P"), text.utf8.count > 2 else { return nil }
        var total: Int64 = 0
        var number: Int64?
        var isTime = false
        for letter in text.dropFirst() {
            if let digit = letter.wholeNumberValue, letter.isASCII {
                number = (number ?? 0) * 10 + Int64(digit)
                if number ?? 0 > 1_000_000 { return nil }
                continue
            }
            if letter == "T", number == nil {
                isTime = true
                continue
            }
            guard let count = number else { return nil }
            let unit: Int64
            switch (letter, isTime) {
            case ("W", false): unit = 7 * 86_400_000
            case ("D", false): unit = 86_400_000
            case ("H", true): unit = 3_600_000
            case ("M", true): unit = 60_000
            case ("S", true): unit = 1000
            default: return nil
            }
            total += count * unit
            number = nil
        }
        return number == nil ? total : nil
    }
}
