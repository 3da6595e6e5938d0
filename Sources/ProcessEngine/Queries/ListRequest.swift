public import ProcessValues
public import Records

/// A value that a caller gives to a filter.
public enum ListValue: Sendable, Hashable {
    /// A text.
    case text(String)
    /// Some texts.
    case texts([String])
    /// A whole number.
    case integer(Int64)
    /// An instant.
    case instant(Instant)
    /// A truth value.
    case truth(Bool)
    /// Conditions on variables, all of which must hold.
    case variables([VariableCondition])
    /// Conditions on an instant, all of which must hold.
    case instants([InstantCondition])
}

/// A condition on an instant.
public struct InstantCondition: Sendable, Hashable {
    /// How it is compared.
    public let comparison: Comparison
    /// What it is compared with.
    public let instant: Instant

    /// Creates a condition.
    public init(_ comparison: Comparison, _ instant: Instant) {
        self.comparison = comparison
        self.instant = instant
    }
}

/// A filter with the value that a caller gives to it.
public struct ListCriterion: Sendable, Hashable {
    /// The filter's name in the REST API.
    public let name: String
    /// The value.
    public let value: ListValue

    /// Creates a criterion.
    public init(_ name: String, _ value: ListValue) {
        self.name = name
        self.value = value
    }
}

/// A list that a caller wants.
public struct ListRequest: Sendable, Hashable {
    /// One criterion of an order.
    public struct Sorting: Sendable, Hashable {
        /// The criterion's name in the REST API.
        public let criterion: String
        /// Whether large values come first.
        public let isDescending: Bool

        /// Creates a criterion.
        public init(_ criterion: String, isDescending: Bool = false) {
            self.criterion = criterion
            self.isDescending = isDescending
        }
    }

    /// What rows must fit, all of it.
    public var criteria: [ListCriterion]
    /// Groups of criteria: of each group rows must fit at least one.
    public var alternatives: [[ListCriterion]]
    /// The order.
    public var sorting: [Sorting]
    /// How many rows are left out at the front.
    public var offset: Int
    /// How many rows at most.
    public var limit: Int?

    /// Asks for a list.
    public init(
        _ criteria: [ListCriterion] = [], alternatives: [[ListCriterion]] = [],
        sorting: [Sorting] = [], offset: Int = 0, limit: Int? = nil
    ) {
        self.criteria = criteria
        self.alternatives = alternatives
        self.sorting = sorting
        self.offset = offset
        self.limit = limit
    }

    /// Whether a criterion was given and is true.
    public func isTrue(_ name: String) -> Bool {
        criteria.contains { $0.name == name && $0.value == .truth(true) }
    }
}

/// Whose rows a caller may see.
public struct ListAccess: Sendable {
    /// A condition that every row of a list fulfils.
    public let predicate: Predicate
    /// The tenants whose rows are seen beside those of none; nil for all.
    public let tenants: [String]?

    /// Everything.
    public static let all = ListAccess(predicate: .all, tenants: nil)

    /// Restricts a list.
    public init(predicate: Predicate = .all, tenants: [String]?) {
        self.predicate = predicate
        self.tenants = tenants
    }

    /// What a principal may see: rows of its tenants and of none; a principal without a user sees
    /// everything.
    public init(of principal: Principal) {
        self.init(tenants: principal.userID == nil ? nil : principal.tenants)
    }
}

/// What a list needs to know beside the request.
public struct ListSurroundings: Sendable {
    /// The instant of the request.
    public let now: Instant
    /// The groups of users, as far as the request names users.
    public let groups: [String: [String]]

    /// Describes the surroundings of a request.
    public init(now: Instant, groups: [String: [String]] = [:]) {
        self.now = now
        self.groups = groups
    }
}

/// Why a list cannot be given.
public enum ListRequestError: Error, Sendable, Equatable {
    /// The list has no such order.
    case unknownOrder(String)
    /// An expression is no filter for callers.
    case expression(String)
}
