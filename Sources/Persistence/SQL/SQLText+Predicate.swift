internal import Records

/// Where the columns that a predicate names are found.
struct ColumnScope {
    /// The name that the table has in the statement.
    let alias: String
    /// How many sub-queries surround it.
    let depth: Int

    /// The table that a statement is about.
    static let outermost = ColumnScope(alias: "q0", depth: 0)

    /// The table of a sub-query.
    var inner: ColumnScope { ColumnScope(alias: "q\(depth + 1)", depth: depth + 1) }
}

extension SQLText {
    /// Adds a column: one of the scope's table, or of a joined one as `alias.column`.
    mutating func append(column: String, in scope: ColumnScope) {
        if let dot = column.utf8.firstIndex(of: UInt8(ascii: ".")) {
            append(name: column[..<dot])
            append(".")
            append(name: column[column.utf8.index(after: dot)...])
        } else {
            append(name: scope.alias)
            append(".")
            append(name: column)
        }
    }

    /// Adds a condition that is true for the rows meant, and false or unknown for all others.
    mutating func append(_ predicate: Predicate, in scope: ColumnScope) {
        switch predicate {
        case .all: append("1 = 1")
        case .none: append("1 = 0")
        case .compare(let column, let comparison, let value):
            // A comparison with null is unknown, but a parameter's type would be so too.
            guard !value.isNull, !comparison.cannotHold(for: value) else {
                return append("1 = 0")
            }
            append(
                comparison, { $0.append(column: column, in: scope) }, { $0.bind(value) })
        case .compareColumns(let one, let comparison, let other):
            append(
                comparison, { $0.append(column: one, in: scope) },
                { $0.append(column: other, in: scope) })
        case .isIn(let column, let values): append(column, isIn: values, scope)
        case .isNull(let column):
            append(column: column, in: scope)
            append(" IS NULL")
        case .and(let parts): append(parts, joinedBy: " AND ", orElse: "1 = 1", scope)
        case .or(let parts): append(parts, joinedBy: " OR ", orElse: "1 = 0", scope)
        case .not(let inner): append(not: inner, in: scope)
        case .exists(let table, let pairs, let inner):
            append("EXISTS (SELECT 1 FROM ")
            append(name: table.name)
            append(" AS ")
            append(name: scope.inner.alias)
            append(" WHERE ")
            for pair in pairs {
                append(
                    pair.comparison, { $0.append(column: pair.inner, in: scope.inner) },
                    { $0.append(column: pair.outer, in: scope) })
                append(" AND ")
            }
            append("(")
            append(inner, in: scope.inner)
            append("))")
        }
    }

    private mutating func append(
        _ parts: [Predicate], joinedBy word: String, orElse empty: String, _ scope: ColumnScope
    ) {
        if parts.isEmpty { return append(empty) }
        if parts.count == 1 { return append(parts[0], in: scope) }
        append("(")
        append(parts, separator: word) { $0.append($1, in: scope) }
        append(")")
    }

    /// Unknown counts as not: a row without the value is among those that a predicate does not hold for.
    private mutating func append(not predicate: Predicate, in scope: ColumnScope) {
        switch predicate {
        case .isNull(let column):
            append(column: column, in: scope)
            append(" IS NOT NULL")
        case .exists:
            append("NOT ")
            append(predicate, in: scope)
        default:
            append("(")
            append(predicate, in: scope)
            append(") IS NOT TRUE")
        }
    }

    mutating func append(
        _ comparison: Comparison, _ left: (inout SQLText) -> Void,
        _ right: (inout SQLText) -> Void
    ) {
        let (operation, ignoresCase) = comparison.operation
        func side(_ render: (inout SQLText) -> Void, _ text: inout SQLText) {
            guard ignoresCase else { return render(&text) }
            text.append(text.dialect.caseFolding.before)
            render(&text)
            text.append(text.dialect.caseFolding.after)
        }
        side(left, &self)
        append(operation)
        side(right, &self)
        if operation == Comparison.likeOperation { append(#" ESCAPE '\'"#) }
    }

    /// Lists of a few lengths only, so that few statements are prepared; long ones in one parameter.
    private mutating func append(_ column: String, isIn values: [ColumnValue], _ scope: ColumnScope)
    {
        guard let last = values.last else { return append("1 = 0") }
        append(column: column, in: scope)
        if values.count > 16, let array = jsonArray(ofTexts: values) {
            append(dialect.textList.before)
            bind(.text(array))
            append(dialect.textList.after)
            return
        }
        var padded = values
        while padded.count & (padded.count - 1) != 0 { padded.append(last) }
        append(" IN (")
        append(padded) { $0.bind($1) }
        append(")")
    }
}

extension Comparison {
    static let likeOperation = " LIKE "

    /// The operator between the sides, and whether their case is taken away first.
    fileprivate var operation: (String, ignoresCase: Bool) {
        switch self {
        case .equal: (" = ", false)
        case .notEqual: (" <> ", false)
        case .less: (" < ", false)
        case .lessOrEqual: (" <= ", false)
        case .greater: (" > ", false)
        case .greaterOrEqual: (" >= ", false)
        case .like: (Self.likeOperation, false)
        case .equalIgnoringCase: (" = ", true)
        case .notEqualIgnoringCase: (" <> ", true)
        case .likeIgnoringCase: (Self.likeOperation, true)
        }
    }
}

extension Comparison {
    /// Whether it is with a pattern that ends in the middle of an escape: nothing fits it, and
    /// PostgreSQL takes it for a mistake.
    fileprivate func cannotHold(for value: ColumnValue) -> Bool {
        guard self == .like || self == .likeIgnoringCase, case .text(let pattern) = value else {
            return false
        }
        let backslash = UInt8(ascii: "\\")
        return pattern.utf8.reversed().prefix { $0 == backslash }.count & 1 == 1
    }
}

/// The values as a JSON array, or nil if one of them is no text.
private func jsonArray(ofTexts values: [ColumnValue]) -> String? {
    var json = "["
    for value in values {
        guard case .text(let text) = value else { return nil }
        json += json.utf8.count == 1 ? "\"" : ",\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                json += "\\"
                json.unicodeScalars.append(scalar)
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        json += "\""
    }
    return json + "]"
}
