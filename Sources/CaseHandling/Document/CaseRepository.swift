internal import ProcessEngine
public import Records
internal import Synchronization

/// Finds cases in a store, and their definitions among the files of deployments.
public final class CaseRepository: Sendable {
    private let store: any Store
    private let kept = Mutex<[String: UsableCaseDefinition]>([:])

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
        for deployment in try await deployments() {
            if let found = try await definition(in: deployment), found.definition.id == id {
                return found
            }
        }
        throw CaseError.unknownDefinition(id)
    }

    /// The version of a case definition that was deployed last.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func newestDefinition(key: String) async throws -> UsableCaseDefinition {
        for deployment in try await deployments() {
            if let found = try await definition(in: deployment), found.definition.key == key {
                return found
            }
        }
        throw CaseError.unknownDefinition(key)
    }

    /// The newest case definition to which a process belongs.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func newestDefinition(
        ofProcess processDefinitionKey: String
    ) async throws -> UsableCaseDefinition? {
        for deployment in try await deployments() {
            guard let found = try await definition(in: deployment) else { continue }
            if found.definition.processes.contains(where: {
                $0.processDefinitionKey == processDefinitionKey
            }) {
                return found
            }
        }
        return nil
    }

    /// The deployments with a case definition, the newest first.
    private func deployments() async throws(StoreError) -> [String] {
        let query = Query(
            DeploymentResourceRow.table,
            where: .compare("name", .like, .text("%.case-definition.json")),
            ordering: [
                Ordering("created_at", isDescending: true), Ordering("id", isDescending: true),
            ],
            columns: ["deployment_id"])
        return try await store.read(query).compactMap { $0.first?.textValue }
    }

    /// The case definition of a deployment, which never changes: it is compiled once and kept.
    private func definition(in deployment: String) async throws -> UsableCaseDefinition? {
        if let found = kept.withLock({ $0[deployment] }) { return found }
        let query = Query(
            DeploymentResourceRow.table,
            where: .and([
                .equal("deployment_id", deployment), .compare("name", .like, .text("%.json")),
            ]))
        let files = try await store.read(query).compactMap { row -> CasePackage.File? in
            guard let resource = try? DeploymentResourceRow(row: row) else { return nil }
            return CasePackage.File(name: resource.name, bytes: resource.content ?? [])
        }
        guard let definition = CasePackage.read(files).package.definition else { return nil }
        let usable = try UsableCaseDefinition(definition)
        kept.withLock { kept in
            if kept.count >= 200 { kept.removeAll() }
            kept[deployment] = usable
        }
        return usable
    }

    /// The ids of the process instances of a case with the keys of their definitions.
    public func processes(
        of caseID: String
    ) async throws(StoreError) -> [(instanceID: String, definitionKey: String)] {
        let query = Query(
            CaseTables.process, where: .equal("case_id", caseID),
            ordering: [Ordering("started_at")])
        return try await store.read(query).compactMap { row in
            let columns = RowReader(CaseTables.process, row)
            guard let id = columns.text("process_instance_id"),
                let key = columns.text("process_definition_key")
            else { return nil }
            return (id, key)
        }
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
