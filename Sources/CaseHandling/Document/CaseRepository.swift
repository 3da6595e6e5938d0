public import Records
internal import Synchronization

/// Finds cases and their definitions in a store.
public final class CaseRepository: Sendable {
    private let store: any Store
    private let definitions = Mutex<[String: UsableCaseDefinition]>([:])

    /// Creates a repository on a store.
    public init(_ store: any Store) {
        self.store = store
    }

    /// The case with this id, if there is one.
    public func find(_ id: String) async throws(StoreError) -> Case? {
        try await store.read(Case.query(id: id)).first.flatMap { Case(row: $0) }
    }

    /// The version of a case definition with this id (`key:version`).
    ///
    /// It is compiled once and kept, since a version does not change once cases have been made
    /// of it; `forget` is called where a draft is deployed again.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func definition(id: String) async throws -> UsableCaseDefinition {
        if let found = definitions.withLock({ $0[id] }) { return found }
        let query = Query(CaseTables.definition, where: .equal("id", id), limit: 1)
        guard let row = try await store.read(query).first else {
            throw CaseError.unknownDefinition(id)
        }
        return try keep(row, named: id)
    }

    /// The newest version of a case definition.
    ///
    /// - Throws: `CaseError` or `StoreError`.
    public func newestDefinition(key: String) async throws -> UsableCaseDefinition {
        let query = Query(
            CaseTables.definition, where: .equal("key", key),
            ordering: [Ordering("deployed_at", isDescending: true)], limit: 1)
        guard let row = try await store.read(query).first else {
            throw CaseError.unknownDefinition(key)
        }
        let id = RowReader(CaseTables.definition, row).text("id") ?? key
        if let found = definitions.withLock({ $0[id] }) { return found }
        return try keep(row, named: id)
    }

    /// Forgets compiled definitions, since one was deployed anew.
    public func forget() {
        definitions.withLock { $0.removeAll() }
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

    private func keep(_ row: Row, named id: String) throws(CaseError) -> UsableCaseDefinition {
        let content = RowReader(CaseTables.definition, row).json("content")
        guard let definition = content.flatMap(CaseDefinition.init) else {
            throw .unusableSchema("\(id) is not stored whole")
        }
        let usable = try UsableCaseDefinition(definition)
        definitions.withLock { $0[id] = usable }
        return usable
    }
}

extension StoreError {
    /// Whether somebody else changed the same rows first.
    fileprivate var isConflict: Bool {
        if case .conflict = self { true } else { false }
    }
}
