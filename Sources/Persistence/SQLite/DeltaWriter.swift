internal import Records
internal import SQLite

/// Applies deltas on the one connection that writes.
///
/// It belongs to the writer's thread.
struct DeltaWriter {
    let connection: SQLiteConnection
    private var texts = ChangeTexts(.sqlite)

    init(connection: SQLiteConnection) { self.connection = connection }

    /// Checks the guards, then makes the changes in order; a failure leaves what was done before it.
    mutating func apply(_ delta: Delta) throws(StoreError) {
        do {
            for required in delta.guards { try check(required) }
            for change in delta.changes { try apply(change) }
        } catch let error as SQLiteError {
            throw StoreError(error)
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }

    private func check(_ required: Guard) throws {
        var text = SQLText(.sqlite)
        text.append(anyOf: required.table, where: required.predicate)
        let statement = try connection.statement(text.text)
        statement.bind(text.values)
        let exists = try statement.step()
        statement.reset()
        guard exists == required.mustExist else { throw required.failure }
    }

    private mutating func apply(_ change: RowChange) throws {
        switch change {
        case .insert(let table, let row):
            try write(row, table, .insert)
        case .upsert(let table, let row):
            try write(row, table, .upsert)
        case .update(let table, let key, let set, let revision):
            let statement = try statement(
                .update, table, columns: set.map(\.column), withRevision: revision != nil)
            var index = statement.bind(set.lazy.map(\.value))
            index = statement.bind(key, from: index)
            if let revision { statement.bind(index, revision) }
            try statement.run()
            try checkOneRow(table, key, revision)
        case .delete(let table, let key, let revision):
            let statement = try statement(.delete, table, withRevision: revision != nil)
            let index = statement.bind(key)
            if let revision { statement.bind(index, revision) }
            try statement.run()
            try checkOneRow(table, key, revision)
        case .updateAll(let table, let predicate, let set):
            var text = SQLText(.sqlite)
            text.append(updateAll: table, where: predicate, set: set)
            try run(text)
        case .deleteAll(let table, let predicate):
            var text = SQLText(.sqlite)
            text.append(deleteAll: table, where: predicate)
            try run(text)
        }
    }

    private mutating func write(
        _ row: Row, _ table: TableDefinition, _ operation: ChangeTexts.Operation
    ) throws {
        guard row.count == table.columns.count else { throw StoreError.wrongCount(row, table) }
        let statement = try statement(operation, table)
        statement.bind(row)
        try statement.run()
    }

    private func run(_ text: SQLText) throws {
        let statement = try connection.statement(text.text)
        statement.bind(text.values)
        try statement.run()
    }

    private func checkOneRow(
        _ table: TableDefinition, _ key: [ColumnValue], _ revision: Int64?
    ) throws {
        guard connection.changedRows == 1 else {
            throw StoreError.missingRow(table, key, revision: revision)
        }
    }

    private mutating func statement(
        _ operation: ChangeTexts.Operation, _ table: TableDefinition, columns: [String] = [],
        withRevision: Bool = false
    ) throws -> SQLiteStatement {
        try connection.statement(
            texts.text(operation, table, columns: columns, withRevision: withRevision))
    }
}
