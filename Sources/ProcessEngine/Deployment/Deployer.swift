internal import BPMNParser
internal import DMN
internal import Diagnostics
internal import ProcessValues
internal import Records

/// Stores files as new versions of what is in them.
struct Deployer: Sendable {
    let store: any Store
    let clock: any EngineClock
    let seeds: IdentifierSeeds
    let reader: ModelReader
    let scriptCheck: ScriptCheck
    let startEvents: StartEvents

    /// Deploys files; whoever calls sees to it that one deployment runs at a time on this node.
    ///
    /// - Throws: `DeploymentError.refused` with every problem of every file, or `.failed`.
    func deploy(_ request: NewDeployment) async throws(DeploymentError) -> DeploymentResult {
        var conflicts = 0
        while true {
            var attempt = DeploymentAttempt(request, deployer: self)
            do throws(DeploymentError) {
                if let unchanged = try await attempt.unchanged() { return unchanged }
                try await attempt.prepare()
            } catch {
                throw error
            }
            do throws(StoreError) {
                try await store.commit(attempt.delta)
                return attempt.result
            } catch {
                conflicts += 1
                switch error {
                case .conflict, .duplicate:
                    guard conflicts > CommandRunner.retryLimit else { continue }
                    throw .failed(EngineError(error))
                case .full, .unavailable, .invalid, .schema: throw .failed(EngineError(error))
                }
            }
        }
    }
}

/// One try of a deployment.
private struct DeploymentAttempt {
    private let deployer: Deployer
    private let request: NewDeployment
    private var resources: [NewDeployment.Resource]
    private let now: Instant
    private var ids: IDSource
    private let deploymentID: String
    private(set) var result: DeploymentResult
    private(set) var delta = Delta()

    init(_ request: NewDeployment, deployer: Deployer) {
        self.deployer = deployer
        self.request = request
        now = deployer.clock.now
        ids = deployer.seeds.next(at: now)
        deploymentID = ids.next()
        resources = []
        for resource in request.resources {
            if let earlier = resources.firstIndex(where: { $0.name == resource.name }) {
                resources[earlier] = resource
            } else {
                resources.append(resource)
            }
        }
        result = DeploymentResult(
            deployment: DeploymentRow(
                id: deploymentID, name: request.name, source: request.source, deployedAt: now,
                tenantID: request.tenantID))
    }

    // MARK: Duplicates

    /// The deployment that all files are in as they are, if such a one is looked for; leaves out
    /// files that need not be deployed again.
    mutating func unchanged() async throws(DeploymentError) -> DeploymentResult? {
        guard request.filtersDuplicates || request.deploysChangedOnly else { return nil }
        let earlier = try await rows(
            DeploymentRow.self,
            .and([
                .equal("name", ColumnValue(request.name)),
                .equal("source", ColumnValue(request.source)),
                .equal("tenant_id", ColumnValue(request.tenantID)),
            ]), Ordering("deployed_at", isDescending: true), Ordering("id", isDescending: true))
        guard let latest = earlier.first else { return nil }
        let rank = Dictionary(
            earlier.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let stored = try await rows(
            DeploymentResourceRow.self,
            .isIn("deployment_id", earlier.map { .text($0.id) })
        ).sorted { (rank[$0.deploymentID] ?? 0) < (rank[$1.deploymentID] ?? 0) }
        let newest = Dictionary(
            stored.map { ($0.name, $0.content ?? []) }, uniquingKeysWith: { first, _ in first })
        let changed = resources.filter { newest[$0.name] != $0.content }
        if changed.isEmpty { return DeploymentResult(deployment: latest) }
        if request.deploysChangedOnly { resources = changed }
        return nil
    }

    // MARK: New versions

    /// Fills the delta with all that is new.
    mutating func prepare() async throws(DeploymentError) {
        let stored = resources.map {
            DeploymentResourceRow(
                id: ids.next(), deploymentID: deploymentID, name: $0.name, content: $0.content,
                createdAt: now, tenantID: request.tenantID)
        }
        let (processes, models) = try read(stored)
        result.diagnostics += await deployer.scriptCheck.warnings(of: processes, beside: stored)
        for (model, file) in models {
            result.diagnostics += await deployer.scriptCheck.warnings(of: model, file: file)
        }
        delta.changes.append(.insert(DeploymentRow.table, result.deployment.row))
        delta.changes += stored.map { .insert(DeploymentResourceRow.table, $0.row) }
        try checkKeys("definitions", processes.map { ($0.compiled.key, $0.file) })
        try checkKeys(
            "decisions",
            models.flatMap { model in model.model.decisions.map { ($0.id, model.file) } })
        var messages: Set<String> = []
        for process in processes { try await add(process, &messages) }
        for model in models { try await add(model.model, of: model.file) }
    }

    /// Reads all models.
    ///
    /// - Throws: `DeploymentError.refused` with the problems of all files if one has an error.
    private mutating func read(
        _ stored: [DeploymentResourceRow]
    ) throws(DeploymentError) -> (
        processes: [ModelReader.ReadProcess], decisions: [(model: DecisionModel, file: String)]
    ) {
        let links = deployer.reader.resourcesOfBinder(among: stored)
        var processes: [ModelReader.ReadProcess] = []
        var models: [(model: DecisionModel, file: String)] = []
        var problems: [FileProblems] = []
        // Processes come before forms and those before decisions, as the reference reports them.
        for resource in resources where ResourceKind(name: resource.name) == .bpmn {
            let (found, told) = deployer.reader.readBPMN(resource, beside: links)
            processes += found
            problems.append(told)
        }
        for resource in resources where ResourceKind(name: resource.name) == .form {
            problems.append(deployer.reader.readForm(resource))
        }
        for resource in resources where ResourceKind(name: resource.name) == .dmn {
            let (model, told) = deployer.reader.readDMN(resource)
            if let model { models.append((model, resource.name)) }
            problems.append(told)
        }
        problems += deployer.reader.readOthers(stored)
        if problems.contains(where: \.isRefused) { throw .refused(problems) }
        result.diagnostics += problems.flatMap(\.diagnostics)
        return (processes, models)
    }

    private func checkKeys(
        _ kind: String, _ found: [(key: String, file: String)]
    ) throws(DeploymentError) {
        var files: [String: String] = [:]
        for (key, file) in found {
            if let other = files.updateValue(file, forKey: key) {
                throw .failed(
                    EngineError(
                        .execution,
                        "The deployment contains \(kind) with the same key '\(key)' (files "
                            + "\(other) and \(file)); keys must be unique."))
            }
        }
    }

    private mutating func add(
        _ process: ModelReader.ReadProcess, _ messages: inout Set<String>
    ) async throws(DeploymentError) {
        let key = process.compiled.key
        let version = try await nextVersion(
            ofKey: key, in: ProcessDefinitionRow.table)
        let row = definitionRow(process, version: version)
        delta.changes.append(.insert(ProcessDefinitionRow.table, row.row))
        delta.changes += process.compiled.jobDefinitionRows(for: row).map {
            .insert(JobDefinitionRow.table, $0.row)
        }
        addStarters(process.source, of: row)
        delta.changes += deployer.startEvents.removal(ofKey: key, tenantID: request.tenantID)
        do throws(EngineError) {
            delta.append(
                try await deployer.startEvents.rows(
                    of: ProcessDefinition(row: row, process: process.compiled), at: now,
                    ids: &ids, messages: &messages))
        } catch {
            throw .failed(error)
        }
        result.processes.append(row)
    }

    /// The version after the last of a key, guarded against another node that deploys the same
    /// key at the same time.
    private mutating func nextVersion(
        ofKey key: String, in table: TableDefinition
    ) async throws(DeploymentError) -> Int {
        let ofKey = Predicate.and([
            .equal("key", key), .equal("tenant_id", ColumnValue(request.tenantID)),
        ])
        var last: Int64 = 0
        do throws(StoreError) {
            let rows = try await deployer.store.read(
                Query(
                    table, where: ofKey, ordering: [Ordering("version", isDescending: true)],
                    limit: 1, columns: ["version"]))
            last = rows.first?.first?.integerValue ?? 0
        } catch {
            throw .failed(EngineError(error))
        }
        delta.guards.append(
            .none(table, where: .and([ofKey, .compare("version", .greater, .integer(last))])))
        return Int(last) + 1
    }

    /// The id of a definition: `key:version:uuid`, or the bare uuid where that is too long.
    private mutating func definitionID(_ key: String, _ version: Int) -> String {
        let uuid = ids.next()
        let long = "\(key):\(version):\(uuid)"
        return long.utf8.count > 64 ? uuid : long
    }

    /// Adds a version of each decision of a file, and of their graph if they are several.
    private mutating func add(
        _ model: DecisionModel, of file: String
    ) async throws(DeploymentError) {
        // What has no table and no expression cannot be asked for.
        let decisions = model.decisions.filter(\.isExecutable)
        var graph: DecisionRequirementsDefinitionRow?
        if decisions.count > 1, let key = model.id {
            let version = try await nextVersion(
                ofKey: key, in: DecisionRequirementsDefinitionRow.table)
            let row = DecisionRequirementsDefinitionRow(
                id: definitionID(key, version), key: key, version: version, name: model.name,
                category: model.namespace, deploymentID: deploymentID, resourceName: file,
                diagramResourceName: diagram(of: file, key: key), tenantID: request.tenantID)
            delta.changes.append(.insert(DecisionRequirementsDefinitionRow.table, row.row))
            result.requirements.append(row)
            graph = row
        }
        for decision in decisions {
            let version = try await nextVersion(
                ofKey: decision.id, in: DecisionDefinitionRow.table)
            let row = DecisionDefinitionRow(
                id: definitionID(decision.id, version), key: decision.id, version: version,
                name: decision.name, category: model.namespace, deploymentID: deploymentID,
                resourceName: file, diagramResourceName: diagram(of: file, key: decision.id),
                requirementsDefinitionID: graph?.id, requirementsDefinitionKey: graph?.key,
                versionTag: decision.versionTag,
                historyTimeToLive: decision.historyTimeToLive.flatMap(Self.days),
                tenantID: request.tenantID)
            delta.changes.append(.insert(DecisionDefinitionRow.table, row.row))
            result.decisions.append(row)
        }
    }

    /// The number of days of `180` or `P180D`.
    private static func days(_ text: String) -> Int? {
        let isPeriod = text.hasPrefix("P") && text.hasSuffix("D")
        return Int(isPeriod ? text.dropFirst().dropLast() : text[...])
    }

    private func diagram(of file: String, key: String) -> String? {
        ResourceKind.diagram(of: file, key: key, among: resources.lazy.map(\.name))
    }

    private mutating func definitionRow(
        _ process: ModelReader.ReadProcess, version: Int
    ) -> ProcessDefinitionRow {
        let source = process.source
        var formKey: String?
        for node in source.scope.flowNodes {
            if case .startEvent(let start) = node.kind, let key = start.form?.key {
                formKey = formKey ?? key.text
            }
        }
        return ProcessDefinitionRow(
            id: definitionID(source.id, version), key: source.id, version: version,
            name: source.name, category: process.targetNamespace,
            description: source.documentation, deploymentID: deploymentID,
            resourceName: process.file,
            diagramResourceName: diagram(of: process.file, key: source.id),
            versionTag: source.versionTag, suspended: false,
            historyTimeToLive: source.historyTimeToLiveDays,
            isStartableInTasklist: source.isStartableInTasklist, hasStartFormKey: formKey != nil,
            startFormKey: formKey, tenantID: request.tenantID)
    }

    private mutating func addStarters(_ process: BPMNProcess, of row: ProcessDefinitionRow) {
        let users = process.candidateStarterUsers.map {
            (user: Optional($0.text), group: String?.none)
        }
        let groups = process.candidateStarterGroups.map {
            (user: String?.none, group: Optional($0.text))
        }
        for (user, group) in users + groups {
            let link = IdentityLinkRow(
                id: ids.next(), type: "candidate", userID: user, groupID: group,
                definitionID: row.id, tenantID: row.tenantID)
            delta.changes.append(.insert(IdentityLinkRow.table, link.row))
        }
    }

    private func rows<Element: TableRow>(
        _ type: Element.Type, _ predicate: Predicate, _ ordering: Ordering..., limit: Int? = nil
    ) async throws(DeploymentError) -> [Element] {
        do throws(EngineError) {
            return try await deployer.store.rows(
                Query(Element.table, where: predicate, ordering: ordering, limit: limit),
                as: Element.self)
        } catch {
            throw .failed(error)
        }
    }
}
