internal import Records
internal import SQLite

/// Applies deltas on the one connection that writes.
///
/// It belongs to the writer's thread.
struct DeltaWriter {
    /// What a statement that changes one row is kept under.
    private struct Key: Hashable {
        let operation: Operation
        let table: String
        let columns: [String]
        let withRevision: Bool
    }

    private enum Operation: Hashable { case insert, upsert, update, delete }

    let connection: SQLiteConnection
    private var texts: [Key: String] = [:]

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
        guard exists == required.mustExist else {
            throw StoreError.conflict(
                required.mustExist
                    ? "a row of \(required.table.name) that the step rests on is gone"
                    : "there is a row of \(required.table.name) that the step rules out")
        }
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
        _ row: Row, _ table: TableDefinition, _ operation: Operation
    ) throws {
        guard row.count == table.columns.count else {
            throw StoreError.invalid(
                "a row of \(table.name) has \(row.count) values for \(table.columns.count) columns")
        }
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
        guard connection.changedRows != 1 else { return }
        let name = key.map { $0.textValue ?? $0.integerValue.map(String.init) ?? "?" }
        let expected = revision.map { " in revision \($0)" } ?? ""
        throw StoreError.conflict(
            "\(table.name) \(name.joined(separator: ", ")) is no longer there\(expected)")
    }

    private mutating func statement(
        _ operation: Operation, _ table: TableDefinition, columns: [String] = [],
        withRevision: Bool = false
    ) throws -> SQLiteStatement {
        let key = Key(
            operation: operation, table: table.name, columns: columns, withRevision: withRevision)
        if let known = texts[key] { return try connection.statement(known) }
        var text = SQLText(.sqlite)
        switch operation {
        case .insert: text.append(insertInto: table)
        case .upsert: text.append(upsertInto: table)
        case .update: text.append(update: table, setting: columns, withRevision: withRevision)
        case .delete: text.append(delete: table, withRevision: withRevision)
        }
        // Bounded like the statements: more shapes than this come of no program's own code.
        if texts.count >= 1_024 { texts = [:] }
        texts[key] = text.text
        return try connection.statement(text.text)
    }
}
