#if PostgreSQL
internal import PostgreSQL
internal import Records

/// The statements of a delta, each with what its result must be.
struct PlannedDelta {
    /// What the result of a statement must be.
    enum Expectation {
        /// Whatever it is.
        case nothing
        /// A row, or none, as a guard asks.
        case guarded(Guard)
        /// One row changed.
        case oneRow(TableDefinition, key: [ColumnValue], revision: Int64?)

        /// Why the result is not what it must be, or nil.
        func failure(_ result: PostgreSQLResult) -> StoreError? {
            switch self {
            case .nothing: nil
            case .guarded(let required):
                result.rows.isEmpty != required.mustExist ? nil : required.failure
            case .oneRow(let table, let key, let revision):
                result.affectedRows == 1 ? nil : .missingRow(table, key, revision: revision)
            }
        }
    }

    private(set) var statements: [PostgreSQLStatement] = []
    private(set) var expectations: [Expectation] = []

    fileprivate mutating func append(
        _ statement: PostgreSQLStatement, _ expectation: Expectation = .nothing
    ) {
        statements.append(statement)
        expectations.append(expectation)
    }

    /// The first result that is not what it must be; `results` are those of the statements.
    func failure(_ results: ArraySlice<PostgreSQLResult>) -> StoreError? {
        for (expectation, result) in zip(expectations, results) {
            if let failure = expectation.failure(result) { return failure }
        }
        return nil
    }
}

/// Writes deltas as statements.
struct DeltaPlanner {
    private var texts = ChangeTexts(.postgreSQL)

    /// The statements of a delta: guards first, then the changes in order.
    ///
    /// - Throws: `StoreError.invalid` if it does not fit its tables.
    mutating func plan(_ delta: Delta) throws(StoreError) -> PlannedDelta {
        var plan = PlannedDelta()
        for required in delta.guards {
            var text = SQLText(.postgreSQL)
            text.append(anyOf: required.table, where: required.predicate)
            plan.append(PostgreSQLStatement(text.text, text.values), .guarded(required))
        }
        for change in delta.changes { try append(change, to: &plan) }
        return plan
    }

    private mutating func append(
        _ change: RowChange, to plan: inout PlannedDelta
    ) throws(StoreError) {
        switch change {
        case .insert(let table, let row): plan.append(try statement(.insert, table, row))
        case .upsert(let table, let row): plan.append(try statement(.upsert, table, row))
        case .update(let table, let key, let set, let revision):
            let columns = set.map(\.column)
            let text = texts.text(.update, table, columns: columns, withRevision: revision != nil)
            plan.append(
                PostgreSQLStatement(
                    text, set.map(\.value) + key + revision.map { [.integer($0)] }.orEmpty,
                    types: columns.map(table.type) + table.keyTypes(withRevision: revision != nil)),
                .oneRow(table, key: key, revision: revision))
        case .delete(let table, let key, let revision):
            let text = texts.text(.delete, table, withRevision: revision != nil)
            plan.append(
                PostgreSQLStatement(
                    text, key + revision.map { [.integer($0)] }.orEmpty,
                    types: table.keyTypes(withRevision: revision != nil)),
                .oneRow(table, key: key, revision: revision))
        case .updateAll(let table, let predicate, let set):
            // What is rendered binds a value for each assignment, null or not, and first of all.
            var text = SQLText(.postgreSQL)
            text.append(updateAll: table, where: predicate, set: set)
            plan.append(
                PostgreSQLStatement(
                    text.text, text.values, leadingTypes: set.map { table.type(of: $0.column) }))
        case .deleteAll(let table, let predicate):
            var text = SQLText(.postgreSQL)
            text.append(deleteAll: table, where: predicate)
            plan.append(PostgreSQLStatement(text.text, text.values))
        }
    }

    private mutating func statement(
        _ operation: ChangeTexts.Operation, _ table: TableDefinition, _ row: Row
    ) throws(StoreError) -> PostgreSQLStatement {
        guard row.count == table.columns.count else { throw .wrongCount(row, table) }
        return PostgreSQLStatement(
            texts.text(operation, table), row, types: table.columns.map(\.type))
    }
}

extension Optional where Wrapped == [ColumnValue] {
    fileprivate var orEmpty: [ColumnValue] { self ?? [] }
}

extension TableDefinition {
    /// The type of a column; nil if there is none of this name, which the database will say.
    fileprivate func type(of column: String) -> ColumnType? {
        position(of: column).map { columns[$0].type }
    }

    fileprivate func keyTypes(withRevision: Bool) -> [ColumnType?] {
        primaryKey.map(type) + (withRevision ? [.integer] : [])
    }
}
#endif
