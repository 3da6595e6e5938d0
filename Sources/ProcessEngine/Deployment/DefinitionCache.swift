internal import Records
internal import Synchronization

/// Definitions compiled from what is stored, each once.
final class DefinitionCache: DefinitionSource {
    private struct State {
        var processes: [String: ProcessDefinition] = [:]
        var decisions: [String: DeployedDecision] = [:]
        var processIDs: [DefinitionSelector: String?] = [:]
        var decisionIDs: [DefinitionSelector: String?] = [:]
        /// Counts deployments: what was found before one is not kept after it.
        var generation = 0
    }

    /// How many compiled definitions are kept, and how many answers to selectors.
    private static let limit = 2_000

    private let store: any Store
    private let reader: ModelReader
    /// Whether other nodes deploy too: then which version is the latest is asked each time.
    private let isShared: Bool
    private let state = Mutex(State())

    init(store: any Store, reader: ModelReader, isShared: Bool) {
        self.store = store
        self.reader = reader
        self.isShared = isShared
    }

    /// Forgets what a deployment, or a change of stored definitions, may have changed.
    func invalidate() {
        state.withLock { state in
            state = State(generation: state.generation + 1)
        }
    }

    /// The definition that is meant; nil if there is none.
    func processDefinition(
        _ selector: DefinitionSelector
    ) async throws(EngineError) -> ProcessDefinition? {
        let (known, generation) = state.withLock { state -> (ProcessDefinition??, Int) in
            if case .id(let id) = selector {
                return (state.processes[id].map(Optional.some), state.generation)
            }
            guard let id = state.processIDs[selector] else { return (nil, state.generation) }
            guard let id else { return (.some(nil), state.generation) }
            return (state.processes[id].map(Optional.some), state.generation)
        }
        if let known { return known }
        guard let row = try await processRow(of: selector) else {
            keep(nil, for: selector, generation)
            return nil
        }
        if let known = state.withLock({ $0.processes[row.id] }) {
            keep(known, for: selector, generation)
            return known
        }
        let definition = try await compile(row)
        keep(definition, for: selector, generation)
        return definition
    }

    private func keep(
        _ definition: ProcessDefinition?, for selector: DefinitionSelector, _ generation: Int
    ) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.processes.count >= Self.limit { state.processes = [:] }
            if state.processIDs.count >= Self.limit { state.processIDs = [:] }
            if let definition { state.processes[definition.row.id] = definition }
            if case .id = selector { return }
            if !isShared { state.processIDs[selector] = .some(definition?.row.id) }
        }
    }

    private func processRow(
        of selector: DefinitionSelector
    ) async throws(EngineError) -> ProcessDefinitionRow? {
        let query = Query(
            ProcessDefinitionRow.table, where: .and(selector.predicates),
            ordering: [Ordering("version", isDescending: true)], limit: 2)
        return try Self.only(
            try await store.rows(query, as: ProcessDefinitionRow.self), of: selector,
            code: "ENGINE-03045", noun: "process")
    }

    /// The latest of some rows; of those with one label there must be one alone.
    private static func only<Row>(
        _ rows: [Row], of selector: DefinitionSelector, code: String, noun: String
    ) throws(EngineError) -> Row? {
        if case .versionTag(let key, let tag, _) = selector, rows.count > 1 {
            throw EngineError(
                .execution,
                "\(code) Found more than one \(noun) definition for key '\(key)' and versionTag"
                    + " '\(tag)': the tag says none of them.")
        }
        return rows.first
    }

    // MARK: Decisions

    /// The decision that is meant; nil if there is none.
    func decision(_ selector: DefinitionSelector) async throws(EngineError) -> DeployedDecision? {
        let (known, generation) = state.withLock { state -> (DeployedDecision??, Int) in
            guard let id = state.decisionIDs[selector] else { return (nil, state.generation) }
            guard let id else { return (.some(nil), state.generation) }
            return (state.decisions[id].map(Optional.some), state.generation)
        }
        if let known { return known }
        let row = try await decisionRow(of: selector)
        var decision: DeployedDecision?
        if let row {
            decision = state.withLock { $0.decisions[row.id] }
            if decision == nil { decision = try await compile(row) }
        }
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.decisions.count >= Self.limit { state.decisions = [:] }
            if state.decisionIDs.count >= Self.limit { state.decisionIDs = [:] }
            if let decision { state.decisions[decision.row.id] = decision }
            if !isShared { state.decisionIDs[selector] = .some(decision?.row.id) }
        }
        return decision
    }

    private func decisionRow(
        of selector: DefinitionSelector
    ) async throws(EngineError) -> DecisionDefinitionRow? {
        let query = Query(
            DecisionDefinitionRow.table, where: .and(selector.predicates),
            ordering: [Ordering("version", isDescending: true)], limit: 2)
        return try Self.only(
            try await store.rows(query, as: DecisionDefinitionRow.self), of: selector,
            code: "ENGINE-03085", noun: "decision")
    }

    private func compile(
        _ row: DecisionDefinitionRow
    ) async throws(EngineError) -> DeployedDecision {
        let resources = try await store.rows(
            Query(
                DeploymentResourceRow.table,
                where: .and([
                    .equal("deployment_id", row.deploymentID), .equal("name", row.resourceName),
                ])), as: DeploymentResourceRow.self)
        guard let content = resources.first?.content else {
            throw EngineError(
                .missingDefinition,
                "The file \(row.resourceName) of the decision \(row.id) is not stored.")
        }
        let others = try await store.rows(
            Query(
                DecisionDefinitionRow.table,
                where: .and([
                    .equal("deployment_id", row.deploymentID),
                    .equal("resource_name", row.resourceName),
                ])),
            as: DecisionDefinitionRow.self)
        return DeployedDecision(
            row: row, model: try reader.readStored(row, model: content),
            definitionIDs: Dictionary(
                others.map { ($0.key, $0.id) }, uniquingKeysWith: { first, _ in first }))
    }

    // MARK: Processes

    /// Compiles a stored definition.
    private func compile(_ row: ProcessDefinitionRow) async throws(EngineError) -> ProcessDefinition
    {
        let others = reader.binder.resourceEndings.map {
            Predicate.compare("name", .like, .text("%\($0)"))
        }
        let resources = try await store.rows(
            Query(
                DeploymentResourceRow.table,
                where: .and([
                    .equal("deployment_id", row.deploymentID),
                    .or([.equal("name", row.resourceName)] + others),
                ])), as: DeploymentResourceRow.self)
        guard let model = resources.first(where: { $0.name == row.resourceName })?.content else {
            throw EngineError(
                .missingDefinition,
                "The file \(row.resourceName) of the definition \(row.id) is not stored.")
        }
        // Most are as the model has them and need not be kept.
        let jobDefinitions = try await store.rows(
            Query(
                JobDefinitionRow.table,
                where: .and([
                    .equal("definition_id", row.id),
                    .or([.equal("suspended", .integer(1)), .not(.isNull("priority"))]),
                ])), as: JobDefinitionRow.self)
        return try reader.readStored(
            row, model: model, beside: resources.filter { $0.name != row.resourceName },
            jobDefinitions: jobDefinitions)
    }
}

extension DefinitionSelector {
    /// What a stored definition, of a process or of a decision, answers to when it is meant.
    fileprivate var predicates: [Predicate] {
        func inTenant(_ key: String, _ tenantID: String?) -> [Predicate] {
            [.equal("key", key), .equal("tenant_id", ColumnValue(tenantID))]
        }
        return switch self {
        case .id(let id): [.equal("id", id)]
        case .latest(let key, let tenantID): inTenant(key, tenantID)
        case .version(let key, let version, let tenantID):
            inTenant(key, tenantID) + [.equal("version", ColumnValue(version))]
        case .versionTag(let key, let tag, let tenantID):
            inTenant(key, tenantID) + [.equal("version_tag", tag)]
        // A deployment is of one tenant: none other need be named.
        case .deployment(let key, let deployment, _):
            [.equal("key", key), .equal("deployment_id", deployment)]
        }
    }
}
