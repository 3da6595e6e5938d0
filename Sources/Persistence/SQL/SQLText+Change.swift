internal import Records

extension SQLText {
    /// Adds a statement that inserts one row, values bound in the order of the columns.
    mutating func append(insertInto table: TableDefinition) {
        append("INSERT INTO ")
        append(name: table.name)
        append(" (")
        append(table.columns) { $0.append(name: $1.name) }
        append(") VALUES (")
        append(table.columns) { text, _ in text.bind(.null) }
        append(")")
    }

    /// Adds a statement that inserts one row or takes the place of the one with its key.
    mutating func append(upsertInto table: TableDefinition) {
        append(insertInto: table)
        append(" ON CONFLICT (")
        append(table.primaryKey) { $0.append(name: $1) }
        append(")")
        let others = table.columns.filter { !table.primaryKey.contains($0.name) }
        guard !others.isEmpty else { return append(" DO NOTHING") }
        append(" DO UPDATE SET ")
        append(others) { text, column in
            text.append(name: column.name)
            text.append(" = excluded.")
            text.append(name: column.name)
        }
    }

    /// Adds a statement that sets columns of one row: bound are their values, the key, the revision.
    mutating func append(
        update table: TableDefinition, setting columns: [String], withRevision: Bool
    ) {
        append("UPDATE ")
        append(name: table.name)
        append(" SET ")
        append(columns) { text, column in
            text.append(name: column)
            text.append(" = ")
            text.bind(.null)
        }
        append(revisionAfter: columns, of: table)
        append(key: table, withRevision: withRevision)
    }

    /// Adds a statement that deletes one row: bound are the key, the revision.
    mutating func append(delete table: TableDefinition, withRevision: Bool) {
        append("DELETE FROM ")
        append(name: table.name)
        append(key: table, withRevision: withRevision)
    }

    /// Adds a statement that sets columns of all rows that a predicate holds for.
    mutating func append(
        updateAll table: TableDefinition, where predicate: Predicate, set: [ColumnAssignment]
    ) {
        append("UPDATE ")
        append(name: table.name)
        append(" AS ")
        append(name: ColumnScope.outermost.alias)
        append(" SET ")
        append(set) { text, assignment in
            text.append(name: assignment.column)
            text.append(" = ")
            text.bind(assignment.value)
        }
        append(revisionAfter: set.map(\.column), of: table)
        append(" WHERE ")
        append(predicate, in: .outermost)
    }

    /// Adds a statement that deletes all rows that a predicate holds for.
    mutating func append(deleteAll table: TableDefinition, where predicate: Predicate) {
        append("DELETE FROM ")
        append(name: table.name)
        append(" AS ")
        append(name: ColumnScope.outermost.alias)
        append(" WHERE ")
        append(predicate, in: .outermost)
    }

    /// Adds a statement that gives a row if there is one that a predicate holds for.
    mutating func append(anyOf table: TableDefinition, where predicate: Predicate) {
        append("SELECT 1 FROM ")
        append(name: table.name)
        append(" AS ")
        append(name: ColumnScope.outermost.alias)
        append(" WHERE ")
        append(predicate, in: .outermost)
        append(" LIMIT 1")
    }

    /// Counts the update, unless the columns say the revision themselves.
    private mutating func append(revisionAfter columns: [String], of table: TableDefinition) {
        guard table.hasRevision, !columns.contains("revision") else { return }
        append(columns.isEmpty ? "\"revision\" = " : ", \"revision\" = ")
        append("\"revision\" + 1")
    }

    private mutating func append(key table: TableDefinition, withRevision: Bool) {
        append(" WHERE ")
        append(table.primaryKey, separator: " AND ") { text, column in
            text.append(name: column)
            text.append(" = ")
            text.bind(.null)
        }
        guard withRevision else { return }
        append(" AND \"revision\" = ")
        bind(.null)
    }
}
