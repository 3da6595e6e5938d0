internal import Records

extension SQLText {
    /// Adds a statement that gives a query's rows.
    mutating func append(select query: Query) {
        append("SELECT ")
        if let columns = query.columns {
            append(columns) { $0.append(column: $1, in: .outermost) }
        } else {
            append(query.table.columns) { $0.append(column: $1.name, in: .outermost) }
        }
        append(from: query)
        append(" ORDER BY ")
        append(order(of: query)) { text, ordering in
            text.append(ordering, isKey: query.table.primaryKey.contains(ordering.column))
        }
        append(limit: query)
    }

    /// Adds a statement that gives the number of a query's rows, its limit and offset left aside.
    mutating func append(count query: Query) {
        append("SELECT count(*)")
        append(from: query)
    }

    private mutating func append(from query: Query) {
        append(" FROM ")
        append(name: query.table.name)
        append(" AS ")
        append(name: ColumnScope.outermost.alias)
        for join in query.joins {
            append(" LEFT JOIN ")
            append(name: join.table.name)
            append(" AS ")
            append(name: join.alias)
            append(" ON ")
            append(join.matching, separator: " AND ") { text, pair in
                text.append(
                    pair.comparison,
                    {
                        $0.append(name: join.alias)
                        $0.append(".")
                        $0.append(name: pair.inner)
                    }, { $0.append(column: pair.outer, in: .outermost) })
            }
        }
        guard query.predicate != .all else { return }
        append(" WHERE ")
        append(query.predicate, in: .outermost)
    }

    /// The criteria asked for, then those columns of the primary key that are not among them.
    private func order(of query: Query) -> [Ordering] {
        var criteria = query.ordering
        for column in query.table.primaryKey
        where !query.ordering.contains(where: { $0.column == column && !$0.ignoresCase }) {
            criteria.append(Ordering(column))
        }
        return criteria
    }

    private mutating func append(_ ordering: Ordering, isKey: Bool) {
        if ordering.ignoresCase { append(dialect.caseFolding.before) }
        append(column: ordering.column, in: .outermost)
        if ordering.ignoresCase { append(dialect.caseFolding.after) }
        append(ordering.isDescending ? " DESC" : " ASC")
        // A key is never null, and a database may look no further than the words for an index.
        if isKey { return }
        let nullsFirst = ordering.nullsFirst ?? !ordering.isDescending
        append(nullsFirst ? " NULLS FIRST" : " NULLS LAST")
    }

    private mutating func append(limit query: Query) {
        guard query.limit != nil || query.offset > 0 else { return }
        append(" LIMIT ")
        bind(.integer(Int64(query.limit ?? Int(Int64.max))))
        guard query.offset > 0 else { return }
        append(" OFFSET ")
        bind(.integer(Int64(query.offset)))
    }
}
