import Records

/// Rows in memory: deltas are applied, queries of the core are answered.
struct MemoryRows {
    private(set) var tables: [String: [Row]] = [:]

    struct Conflict: Error { let message: String }

    func rows(_ table: TableDefinition) -> [Row] { tables[table.name] ?? [] }

    func answer(_ query: Query) -> [Row] {
        var result = rows(query.table).filter { holds(query.predicate, query.table, $0) }
        for ordering in query.ordering.reversed() {
            guard let position = query.table.position(of: ordering.column) else { continue }
            result = result.enumerated().sorted { one, other in
                let before = isLess(one.element[position], other.element[position])
                let after = isLess(other.element[position], one.element[position])
                return before == after ? one.offset < other.offset : before
            }.map(\.element)
        }
        guard let columns = query.columns else { return result }
        return result.map { row in
            columns.map { column in query.table.position(of: column).map { row[$0] } ?? .null }
        }
    }

    private func isLess(_ one: ColumnValue, _ other: ColumnValue) -> Bool {
        switch (one, other) {
        case (.null, .null): false
        case (.null, _): true
        case (.integer(let one), .integer(let other)): one < other
        case (.text(let one), .text(let other)): one < other
        default: false
        }
    }

    private func holds(_ predicate: Predicate, _ table: TableDefinition, _ row: Row) -> Bool {
        func value(_ column: String) -> ColumnValue {
            table.position(of: column).map { row[$0] } ?? .null
        }
        switch predicate {
        case .all: return true
        case .none: return false
        case .compare(let column, .equal, let wanted):
            return !value(column).isNull && value(column) == wanted
        case .compare(let column, .notEqual, let wanted):
            return !value(column).isNull && value(column) != wanted
        case .isIn(let column, let values): return values.contains(value(column))
        case .isNull(let column): return value(column).isNull
        case .and(let all): return all.allSatisfy { holds($0, table, row) }
        case .or(let all): return all.contains { holds($0, table, row) }
        case .not(let inner): return !holds(inner, table, row)
        case .exists(let other, let pairs, let inner):
            return rows(other).contains { candidate in
                pairs.allSatisfy { pair in
                    let mine = other.position(of: pair.inner).map { candidate[$0] } ?? .null
                    return !mine.isNull && mine == value(pair.outer)
                } && holds(inner, other, candidate)
            }
        default: fatalError("The core asks in a way that the tests do not know: \(predicate)")
        }
    }

    /// Applies a delta whole, or throws.
    mutating func apply(_ delta: Delta) throws {
        for guarded in delta.guards {
            let found = rows(guarded.table).contains {
                holds(guarded.predicate, guarded.table, $0)
            }
            if found != guarded.mustExist {
                throw Conflict(message: "guard on \(guarded.table.name)")
            }
        }
        for change in delta.changes { try apply(change) }
    }

    private func index(_ table: TableDefinition, _ key: [ColumnValue]) -> Int? {
        rows(table).firstIndex { row in
            table.primaryKey.enumerated().allSatisfy { position, column in
                table.position(of: column).map { row[$0] } == key[position]
            }
        }
    }

    private mutating func apply(_ change: RowChange) throws {
        switch change {
        case .insert(let table, let row), .upsert(let table, let row):
            guard row.count == table.columns.count else {
                throw Conflict(message: "row of \(table.name) has \(row.count) values")
            }
            let key = table.primaryKey.compactMap { table.position(of: $0) }.map { row[$0] }
            if index(table, key) != nil { throw Conflict(message: "duplicate in \(table.name)") }
            for column in table.columns.indices
            where table.columns[column].isRequired && row[column].isNull {
                throw Conflict(message: "null in \(table.name).\(table.columns[column].name)")
            }
            for unique in table.indexes where unique.isUnique {
                let positions = unique.columns.compactMap { table.position(of: $0) }
                let values = positions.map { row[$0] }
                if values.contains(.null) { continue }
                if rows(table).contains(where: { other in positions.map { other[$0] } == values }) {
                    throw Conflict(message: "unique index \(unique.name)")
                }
            }
            tables[table.name, default: []].append(row)
        case .update(let table, let key, let set, let revision):
            guard let index = index(table, key) else {
                throw Conflict(message: "no row \(key) in \(table.name)")
            }
            if let position = table.position(of: "revision") {
                let stored = tables[table.name]?[index][position].integerValue ?? 0
                if let revision, revision != stored {
                    throw Conflict(message: "revision of \(table.name)")
                }
                tables[table.name]?[index][position] = .integer(stored + 1)
            }
            for assignment in set {
                guard let position = table.position(of: assignment.column) else {
                    throw Conflict(message: "no column \(assignment.column)")
                }
                tables[table.name]?[index][position] = assignment.value
            }
        case .delete(let table, let key, _):
            guard let index = index(table, key) else {
                throw Conflict(message: "no row \(key) in \(table.name)")
            }
            tables[table.name]?.remove(at: index)
        case .updateAll(let table, let predicate, let set):
            var found = 0
            for (index, row) in rows(table).enumerated() where holds(predicate, table, row) {
                found += 1
                for assignment in set {
                    guard let position = table.position(of: assignment.column) else {
                        throw Conflict(message: "no column \(assignment.column)")
                    }
                    tables[table.name]?[index][position] = assignment.value
                }
            }
            // The core knows which row it means: history that is not there is a mistake here.
            if found == 0 { throw Conflict(message: "no row \(predicate) in \(table.name)") }
        case .deleteAll:
            throw Conflict(message: "deletions of many rows are not known here")
        }
    }
}
