internal import JSONTree
public import ProcessEngine
public import Records
internal import Synchronization

/// Finds cases in a store, and their definitions among the files of deployments.
public final class CaseRepository: Sendable {
    private let store: any Store
    private let kept = Mutex<[String: Kept]>([:])

    /// Creates a repository on a store.
    public init(_ store: any Store) {
        self.store = store
    }

    /// The case with this id, if there is one.
    public func find(_ id: String) async throws(StoreError) -> Case? {
        try await store.read(Case.query(id: id)).first.flatMap { Case(row: $0) }
    }

    /// The version of a case definition with this id (`key:version`), as it was deployed last.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func definition(id: String) async throws -> UsableCaseDefinition {
        try await newest(named: id) { $0.id == id }
    }

    /// The version of a case definition that was deployed last.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func newestDefinition(key: String) async throws -> UsableCaseDefinition {
        try await newest(named: key) { $0.key == key }
    }

    private func newest(
        named name: String, where isMeant: (CaseDefinition) -> Bool
    ) async throws -> UsableCaseDefinition {
        for deployment in try await deployments(with: "%.case-definition.json") {
            let found = try await files(ofDeployment: deployment)
            if let definition = found.usable, isMeant(definition.definition) { return definition }
        }
        throw CaseError.unknownDefinition(name)
    }

    /// The packages that configure a plugin, the newest first.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func packages(configuring pluginKey: String) async throws -> [CasePackage] {
        var packages: [CasePackage] = []
        for deployment in try await deployments(with: "%.pluginconfig.json") {
            let found = try await files(ofDeployment: deployment).package
            let hasKey = found.pluginConfigurations.contains {
                $0["pluginDefinitionKey"]?.stringValue == pluginKey
            }
            if hasKey { packages.append(found) }
        }
        return packages
    }

    /// The files of a deployment that are no models; empty where it has none.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func package(ofDeployment id: String) async throws -> CasePackage {
        try await files(ofDeployment: id).package
    }

    /// A package with its schema compiled.
    private struct Kept {
        let package: CasePackage
        let usable: UsableCaseDefinition?
    }

    /// The deployments that have a file of such a name, the newest first.
    private func deployments(with pattern: String) async throws(StoreError) -> [String] {
        let query = Query(
            DeploymentResourceRow.table, where: .compare("name", .like, .text(pattern)),
            ordering: [
                Ordering("created_at", isDescending: true), Ordering("id", isDescending: true),
            ], columns: ["deployment_id"])
        var ids: [String] = []
        for row in try await store.read(query) {
            if let id = row.first?.textValue, !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// The package of a deployment, which never changes: it is read once and kept.
    private func files(ofDeployment id: String) async throws -> Kept {
        if let found = kept.withLock({ $0[id] }) { return found }
        let query = Query(
            DeploymentResourceRow.table,
            where: .and([.equal("deployment_id", id), .compare("name", .like, .text("%.json"))]))
        let files = try await store.read(query).compactMap { row -> CasePackage.File? in
            guard let resource = try? DeploymentResourceRow(row: row) else { return nil }
            return CasePackage.File(name: resource.name, bytes: resource.content ?? [])
        }
        let package = CasePackage.read(files).package
        let found = Kept(
            package: package, usable: try package.definition.map(UsableCaseDefinition.init))
        kept.withLock { kept in
            if kept.count >= 200 { kept.removeAll() }
            kept[id] = found
        }
        return found
    }

    /// The process instances of a case, the oldest first: those with its id as business key.
    ///
    /// - Throws: `StoreError`, or `RowError`.
    public func processes(of caseID: String) async throws -> [HistoricProcessInstanceRow] {
        let query = Query(
            HistoricProcessInstanceRow.table, where: .equal("business_key", caseID),
            ordering: [Ordering("started_at")])
        return try await store.read(query).map(HistoricProcessInstanceRow.init(row:))
    }

    /// The zaak of a case, if one was created.
    public func zaak(of caseID: String) async throws(StoreError) -> ZaakLink? {
        let query = Query(CaseTables.zaak, where: .equal("case_id", caseID), limit: 1)
        return try await store.read(query).first.flatMap { ZaakLink(row: $0) }
    }

    /// Changes a case by itself, outside the step of a process.
    ///
    /// Where somebody else changed it first, the change is made again on what they left.
    ///
    /// - Parameters:
    ///   - id: The case.
    ///   - instant: Now, in milliseconds since 1970.
    ///   - author: Who changes it.
    ///   - change: The change.
    /// - Returns: The case as it is then.
    /// - Throws: `CaseError` or `StoreError`.
    public func change(
        _ id: String, at instant: Int64, by author: String?,
        _ change: (inout CaseChange) throws(CaseError) -> Void
    ) async throws -> Case {
        var attempts = 0
        while true {
            guard let stored = try await find(id) else { throw CaseError.unknownCase(id) }
            let definition = try await definition(id: stored.definitionID)
            var changing = CaseChange(changing: stored, of: definition, at: instant, by: author)
            try change(&changing)
            let delta = changing.delta(storedAs: stored)
            if delta.isEmpty { return changing.current }
            do {
                try await store.commit(delta)
                return changing.current
            } catch {
                attempts += 1
                guard attempts < 5, error.isConflict else { throw error }
            }
        }
    }

    /// Makes a new case by itself, outside the step of a process.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func insert(_ change: CaseChange) async throws {
        try await store.commit(change.delta(storedAs: nil))
    }
}

extension StoreError {
    /// Whether somebody else changed the same rows first.
    fileprivate var isConflict: Bool {
        if case .conflict = self { true } else { false }
    }
}
