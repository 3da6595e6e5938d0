public import Records

/// A list of one resource as data: what it can be filtered and sorted by, and how.
public struct ListDefinition: Sendable {
    /// The table.
    public let table: TableDefinition
    /// Tables beside it.
    public let joins: [Join]
    /// Which rows belong to the list at all.
    public let base: Predicate
    /// Rows that are left out unless the flag of this name is true.
    public let hidden: [String: Predicate]
    /// The filters by their names in the REST API.
    public let filters: [String: ListFilter]
    /// What the list can be sorted by, ascending, by the names in the REST API.
    public let orders: [String: [Ordering]]

    /// Describes a list.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - joins: Tables beside it.
    ///   - base: Which rows belong to the list at all.
    ///   - hidden: Rows that are left out unless the flag of this name is true.
    ///   - filters: The filters, in groups.
    ///   - orders: The columns by which each criterion sorts.
    public init(
        _ table: TableDefinition, joins: [Join] = [], base: Predicate = .all,
        hidden: [String: Predicate] = [:], filters: [[String: ListFilter]], orders: [String: String]
    ) {
        self.table = table
        self.joins = joins
        self.base = base
        self.hidden = hidden
        self.filters = filters.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        self.orders = orders.mapValues { [Ordering($0)] }
    }
}

/// What a filter of a list does with the value that a caller gives.
public indirect enum ListFilter: Sendable {
    /// A text column compared with a text.
    case text(String, Comparison)
    /// A text column that has one of some texts.
    case texts(String)
    /// The tenant is one of some, or none where that is included.
    case tenants
    /// A text column that has a text, but none of some.
    case noneOf(String)
    /// A column compared with a whole number.
    case integer(String, Comparison)
    /// A column compared with an instant.
    case instant(String, Comparison)
    /// Rows that fit, if the caller says `true`; no restriction for `false`.
    case flag(Predicate)
    /// Rows that have a row in another table that passes a filter.
    case within(TableDefinition, [ColumnPair], Predicate, ListFilter)
    /// Rows that a filter lets pass, or that have no value in this column.
    case orNull(ListFilter, String)
    /// Rows with a value in a column that a filter does not let pass.
    case not(ListFilter, present: String)
    /// Rows that fulfil a condition and pass a filter.
    case when(Predicate, ListFilter)
    /// Rows that pass at least one of some filters of the same kind.
    case either([ListFilter])
    /// Rows with variables that fit conditions.
    case variables(VariableScope)
    /// A variable with this name, case counting unless the request says otherwise.
    case variableName
    /// Columns with instants that fit conditions.
    case instants(String)
    /// Users and groups that may claim a task.
    case candidate(CandidateKind)
    /// No restriction by itself: it changes what others do, or what the answer has.
    case modifier(ListValueKind)
    /// No row has such a thing.
    case nothing(ListValueKind)
    /// An expression, which callers may not send.
    case forbidden

    /// What a caller gives.
    public var kind: ListValueKind {
        switch self {
        case .text, .variableName, .candidate(.user), .candidate(.group), .candidate(.groupPattern),
            .candidate(.involved):
            .text
        case .texts, .tenants, .noneOf, .candidate(.groups): .texts
        case .integer: .integer
        case .instant: .instant
        case .flag, .candidate: .truth
        case .within(_, _, _, let inner), .orNull(let inner, _), .when(_, let inner),
            .not(let inner, _):
            inner.kind
        case .either(let parts): parts.first?.kind ?? .text
        case .variables: .variables
        case .instants: .instants
        case .modifier(let kind), .nothing(let kind): kind
        case .forbidden: .text
        }
    }
}

/// How a task's candidates are looked for.
public enum CandidateKind: Sendable {
    /// A user, alone or through a group.
    case user
    /// A group.
    case group
    /// Groups that a pattern fits.
    case groupPattern
    /// One of some groups.
    case groups
    /// A user who is anything to the task.
    case involved
    /// Any group at all.
    case withGroups
    /// No group at all.
    case withoutGroups
    /// Any user at all.
    case withUsers
    /// No user at all.
    case withoutUsers
}

/// The sort of value that a filter takes.
public enum ListValueKind: Sendable {
    /// A text.
    case text
    /// Some texts.
    case texts
    /// A whole number.
    case integer
    /// An instant.
    case instant
    /// A truth value.
    case truth
    /// Conditions on variables.
    case variables
    /// Conditions on an instant.
    case instants
    /// A value of a variable.
    case value
}
