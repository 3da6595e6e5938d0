import DMN
import ProcessValues
import Records

/// One attempt at a command: the loaded roots, the pending operations, and what is to be written.
final class Run {
    let now: Instant
    let principal: Principal
    let configuration: EngineConfiguration
    let state: EngineState
    var ids: IDSource

    var roots: [LoadedRoot] = []
    /// Operations that wait for the running one to return; the last is next.
    var pending: [PendingOperation] = []
    var isWorking = false
    var steps = 0
    /// How many executions and roots were looked at in search of others, and how much was written,
    /// in pieces of 64 bytes: an endless model makes ever more of them.
    var looks = 0
    /// The elements that were entered last, to name an endless loop.
    var recentActivities: [String] = []
    /// The element whose end was that of an instance, if its outputs were set at that moment.
    var outputsAtProcessEnd: String?
    /// The innermost element that ran, for failures.
    var lastActivityID: String?
    var history = HistoryBuffer()
    var guards: [Guard] = []
    var hostDelta = Delta()
    var hostCalls = 0
    /// How many of those are of scripts and beans of the process.
    var modelCalls = 0
    var sequence = 0
    var dueJobs: [String] = []
    var externalTopics: [String] = []
    /// How decisions came about, by the ids of their rows in history, where that is asked for.
    var explanations: [String: DecisionTrace] = [:]
    /// The job that runs, so that it is not deleted with its execution.
    var runningJob: Entry<JobRow>?
    /// Tasks whose listeners are to be told of changes at the end of the command.
    var changedTasks: [TaskEntry] = []
    /// Jobs that belong to no instance: timers that start one.
    var looseJobs: [Entry<JobRow>] = []
    /// Trees that are never stored.
    var scratchRoots: [LoadedRoot] = []
    /// The instance whose start variables are being set.
    var startingInstanceID: String?
    /// What the modification that runs leaves out.
    var modificationSkips = SkippedCode()
    /// What parallel multiple start events have collected, as far as the command looked at it.
    var eventCollections: [Entry<EventCollectionRow>] = []
    /// The values of data stores, as far as the command looked at them.
    var dataStores: [Entry<DataStoreRow>] = []
    /// What the mapping of a connector sees as `connector`, while one is evaluated.
    var connectorVariables: [VariableInput]?
    /// What is left to be done by modifications, by the execution that does it.
    var startStacks: [String: InstantiationStack] = [:]

    init(
        state: EngineState, now: Instant, ids: IDSource, principal: Principal,
        configuration: EngineConfiguration
    ) {
        self.state = state
        self.now = now
        self.ids = ids
        self.principal = principal
        self.configuration = configuration
    }

    /// The clocks that dates without a zone are read by.
    var zone: CivilZone { CivilZone(configuration.timeZone) }

    func newID() -> String {
        #if DEBUG
        if SeededFault.active == .identifierFromOutside {
            return IDSource.text(.random(in: .min ... .max), .random(in: .min ... .max))
        }
        #endif
        return ids.next()
    }

    /// A number that grows with each thing that is made, for orders within an instant.
    func nextSequence() -> Int {
        sequence += 1
        return sequence
    }

    // MARK: What the attempt was told

    /// The answer to something new; where nobody answers now, the attempt is given up for it.
    func ask(_ need: Need) throws(Interruption) -> Answer {
        guard let answer = state.conversation?.ask(need) else { throw .needs([need]) }
        return answer
    }

    func rows(_ query: Query) throws(Interruption) -> [Row] {
        let need = Need.rows(query)
        guard case .rows(let rows) = state.answers[need] else { throw .needs([need]) }
        return rows
    }

    func typedRows<R: TableRow>(_ query: Query, as type: R.Type) throws(Interruption) -> [R] {
        var result: [R] = []
        for row in try rows(query) {
            do {
                result.append(try R(row: row))
            } catch {
                throw .failed(.execution, error.description)
            }
        }
        return result
    }

    func definition(_ selector: DefinitionSelector) throws(Interruption) -> ProcessDefinition? {
        let need = Need.processDefinition(selector)
        guard case .processDefinition(let definition) = state.answers[need] else {
            throw .needs([need])
        }
        return definition
    }

    /// The tree of a root; nil if there is no such instance.
    func root(_ id: String) throws(Interruption) -> LoadedRoot? {
        if let loaded = roots.first(where: { $0.id == id }) { return loaded }
        guard let snapshot = state.roots[id] else { throw .needs([.root(id)]) }
        if snapshot.isEmpty { return nil }
        var definitions: [String: ProcessDefinition] = [:]
        var missing: [Need] = []
        for row in snapshot.executions where definitions[row.definitionID] == nil {
            let need = Need.processDefinition(.id(row.definitionID))
            if case .processDefinition(let found) = state.answers[need] {
                guard let found else {
                    throw .failed(
                        .execution, "The process definition \(row.definitionID) is gone.")
                }
                definitions[row.definitionID] = found
            } else if !missing.contains(need) {
                missing.append(need)
            }
        }
        if !missing.isEmpty { throw .needs(missing) }
        let loaded = LoadedRoot(id: id, snapshot: snapshot)
        loaded.load { definitions[$0] }
        roots.append(loaded)
        return loaded
    }

    /// Asks for all roots that are not there yet at once, so that they are fetched together.
    func requireRoots(_ ids: [String]) throws(Interruption) {
        var missing: [Need] = []
        for id in ids where state.roots[id] == nil && !missing.contains(.root(id)) {
            missing.append(.root(id))
        }
        if !missing.isEmpty { throw .needs(missing) }
    }

    /// The execution with an id in the loaded roots.
    func loadedExecution(_ id: String) -> Execution? {
        for root in roots {
            if let found = root.byID[id], !found.isRemoved { return found }
        }
        return nil
    }

    /// The execution with an id, its root loaded as needed; nil if there is none.
    func execution(_ id: String) throws(Interruption) -> Execution? {
        if let found = loadedExecution(id) { return found }
        for (_, snapshot) in state.roots where snapshot.executions.contains(where: { $0.id == id })
        {
            return try root(snapshot.rootInstanceID)?.byID[id]
        }
        let query = Query(
            ExecutionRow.table, where: .equal("id", id), columns: ["root_instance_id"])
        guard let found = try rows(query).first?.first?.textValue else { return nil }
        return try root(found)?.byID[id]
    }
}
