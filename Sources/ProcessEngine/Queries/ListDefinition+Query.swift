import ProcessValues
public import Records

extension ListDefinition {
    /// The query for a request; filters that the list does not have are passed over.
    ///
    /// - Throws: `ListRequestError` for an unknown order or an expression.
    public func query(
        for request: ListRequest, access: ListAccess, in surroundings: ListSurroundings
    ) throws(ListRequestError) -> Query {
        var parts: [Predicate] = []
        if base != .all { parts.append(base) }
        if access.predicate != .all { parts.append(access.predicate) }
        if let tenants = access.tenants, table.position(of: "tenant_id") != nil {
            parts.append(
                .or([.isNull("tenant_id"), .isIn("tenant_id", tenants.map(ColumnValue.text))]))
        }
        for (flag, predicate) in hidden where !request.isTrue(flag) {
            parts.append(.not(predicate))
        }
        let context = FilterContext(request.criteria, surroundings: surroundings)
        for criterion in request.criteria {
            if let part = try predicate(for: criterion, in: context) { parts.append(part) }
        }
        for group in request.alternatives {
            var context = FilterContext(group, surroundings: surroundings)
            context.isAlternative = true
            var alternatives: [Predicate] = []
            for criterion in group {
                if let part = try predicate(for: criterion, in: context) {
                    alternatives.append(part)
                }
            }
            if !alternatives.isEmpty { parts.append(.or(alternatives)) }
        }
        var query = Query(table, joins: joins, offset: request.offset, limit: request.limit)
        query.predicate = parts.isEmpty ? .all : parts.count == 1 ? parts[0] : .and(parts)
        for sorting in request.sorting {
            guard let columns = orders[sorting.criterion] else {
                throw .unknownOrder(sorting.criterion)
            }
            query.ordering += columns.map {
                Ordering(
                    $0.column, isDescending: sorting.isDescending, ignoresCase: $0.ignoresCase)
            }
        }
        return query
    }

    private func predicate(
        for criterion: ListCriterion, in context: FilterContext
    ) throws(ListRequestError) -> Predicate? {
        guard let filter = filters[criterion.name] else { return nil }
        if case .forbidden = filter { throw .expression(criterion.name) }
        return filter.predicate(for: criterion.value, in: context)
    }
}

/// What filters of one request or group tell each other.
struct FilterContext {
    let surroundings: ListSurroundings
    let includesAssigned: Bool
    let namesIgnoreCase: Bool
    let valuesIgnoreCase: Bool
    let includesWithoutTenant: Bool
    /// Whether one condition is enough.
    var isAlternative = false

    init(_ criteria: [ListCriterion], surroundings: ListSurroundings) {
        self.surroundings = surroundings
        func isTrue(_ name: String) -> Bool {
            criteria.contains { $0.name == name && $0.value == .truth(true) }
        }
        includesAssigned = isTrue("includeAssignedTasks")
        namesIgnoreCase = isTrue("variableNamesIgnoreCase")
        valuesIgnoreCase = isTrue("variableValuesIgnoreCase")
        includesWithoutTenant = criteria.contains { criterion in
            criterion.name.hasPrefix("include") && criterion.name.hasSuffix("WithoutTenantId")
                && criterion.value == .truth(true)
        }
    }
}

extension ListFilter {
    /// What rows must fulfil; nil for no restriction.
    func predicate(for value: ListValue, in context: FilterContext) -> Predicate? {
        switch (self, value) {
        case (.text(let column, let comparison), .text(let text)):
            return .compare(column, comparison, .text(text))
        case (.texts(let column), .texts(let texts)):
            return .isIn(column, texts.map(ColumnValue.text))
        case (.tenants, .texts(let texts)):
            let isOneOf = Predicate.isIn("tenant_id", texts.map(ColumnValue.text))
            return context.includesWithoutTenant ? .or([isOneOf, .isNull("tenant_id")]) : isOneOf
        case (.noneOf(let column), .texts(let texts)):
            return .and([
                .not(.isNull(column)), .not(.isIn(column, texts.map(ColumnValue.text))),
            ])
        case (.integer(let column, let comparison), .integer(let number)):
            return .compare(column, comparison, .integer(number))
        case (.instant(let column, let comparison), .instant(let instant)):
            return .compare(column, comparison, .integer(instant.milliseconds))
        case (.instants(let column), .instants(let conditions)):
            return .and(
                conditions.map {
                    .compare(column, $0.comparison, .integer($0.instant.milliseconds))
                })
        case (.flag(let predicate), .truth(true)):
            return predicate.replacingNow(by: context.surroundings.now.milliseconds)
        case (.within(let table, let pairs, let base, let filter), _):
            guard let inner = filter.predicate(for: value, in: context) else { return nil }
            return .exists(
                table, matching: pairs, base == .all ? inner : .and([base, inner]))
        case (.orNull(let filter, let column), _):
            guard let inner = filter.predicate(for: value, in: context) else { return nil }
            return .or([inner, .isNull(column)])
        case (.not(let filter, let column), _):
            guard let inner = filter.predicate(for: value, in: context) else { return nil }
            return .and([.not(.isNull(column)), .not(inner)])
        case (.when(let condition, let filter), _):
            guard let inner = filter.predicate(for: value, in: context) else { return nil }
            return .and([condition, inner])
        case (.either(let filters), _):
            return .or(filters.compactMap { $0.predicate(for: value, in: context) })
        case (.variableName, .text(let name)):
            return .compare(
                "name", context.namesIgnoreCase ? .equalIgnoringCase : .equal, .text(name))
        case (.variables(let scope), .variables(let conditions)):
            return scope.predicate(for: conditions, in: context)
        case (.candidate(let kind), _): return kind.predicate(for: value, in: context)
        case (.nothing(let kind), _):
            if kind == .truth, value != .truth(true) { return nil }
            return Predicate.none
        default: return nil
        }
    }
}

extension ColumnValue {
    /// Stands for the instant of the request in a predicate of a list.
    static let now = ColumnValue.text("\u{1}now")
}

extension Predicate {
    fileprivate func replacingNow(by milliseconds: Int64) -> Predicate {
        switch self {
        case .compare(let column, let comparison, .now):
            .compare(column, comparison, .integer(milliseconds))
        case .and(let parts): .and(parts.map { $0.replacingNow(by: milliseconds) })
        case .or(let parts): .or(parts.map { $0.replacingNow(by: milliseconds) })
        case .not(let inner): .not(inner.replacingNow(by: milliseconds))
        case .exists(let table, let pairs, let inner):
            .exists(table, matching: pairs, inner.replacingNow(by: milliseconds))
        default: self
        }
    }
}
