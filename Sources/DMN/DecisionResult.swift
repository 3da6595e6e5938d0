public import FEEL

/// What an evaluation came to, and why.
public struct DecisionResult: Sendable {
    /// A named value of a result.
    public struct Entry: Sendable, Equatable {
        /// The name of the output or variable; nil for a single output without name.
        public let name: String?
        /// The value.
        public let value: FEELValue
        /// The type that the model names for it, such as `integer`.
        public let typeReference: String?

        /// Creates an entry.
        public init(name: String?, value: FEELValue, typeReference: String?) {
            self.name = name
            self.value = value
            self.typeReference = typeReference
        }
    }

    /// The value of the decision, as the standard has it.
    public let value: FEELValue
    /// The results as Camunda 7 and Operaton list them: one row a rule, or one row of a collected
    /// value or an expression.
    public let rows: [[Entry]]
    /// Every decision that was evaluated, the required ones before those that need them.
    public let evaluations: [DecisionTrace]
}

/// How one decision came to its value: enough to explain it years later.
public struct DecisionTrace: Sendable {
    /// A value that rules were tested against.
    public struct Input: Sendable {
        /// The identifier of the input clause.
        public let id: String?
        /// The label of the input clause, or its expression.
        public let name: String
        /// The label of the input clause, if it has one.
        public let label: String?
        /// The value.
        public let value: FEELValue
        /// The type that the model names for it.
        public let typeReference: String?
    }

    /// A rule that matched.
    public struct Rule: Sendable {
        /// The identifier of the rule.
        public let id: String?
        /// The position in the table, from 1.
        public let position: Int
        /// Its outputs.
        public let outputs: [Output]
    }

    /// A rule that did not match, and the first of its cells that did not.
    public struct Mismatch: Sendable {
        /// The identifier of the rule.
        public let id: String?
        /// The position of the rule in the table, from 1.
        public let position: Int
        /// The position of the input in the table, from 1.
        public let input: Int
        /// The cell as it is written; nil where it cannot be told.
        public let cell: String?
    }

    /// A value that a rule or a default gave.
    public struct Output: Sendable {
        /// The identifier of the output clause.
        public let id: String?
        /// The label of the output clause, or its name.
        public let label: String
        /// The label of the output clause, if it has one.
        public let title: String?
        /// The name by which results have it.
        public let name: String?
        /// The value.
        public let value: FEELValue
        /// The type that the model names for it.
        public let typeReference: String?
    }

    /// The decision's identifier.
    public let decisionID: String
    /// The decision's name.
    public let name: String?
    /// What was asked of the table.
    public internal(set) var inputs: [Input] = []
    /// The rules that matched, in the order of the table.
    public internal(set) var rules: [Rule] = []
    /// The rules that did not match, where they were asked for; those after the first hit of a
    /// table that stops there are not looked at.
    public internal(set) var mismatches: [Mismatch] = []
    /// How many rules were not looked at, since the first that matches decides.
    public internal(set) var unreadRules = 0
    /// What the hit policy made of many outputs, if it aggregates.
    public internal(set) var collected: FEELValue?
    /// The value.
    public internal(set) var value: FEELValue = .null
    /// The rows of the result.
    public internal(set) var rows: [[DecisionResult.Entry]] = []
}

/// Why a decision could not be evaluated.
public struct DecisionError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Reason: Sendable {
        /// There is no such decision, or nothing that can be evaluated.
        case unknownDecision
        /// Several rules match where one may, or equal outputs are asked for.
        case hitPolicy
        /// A value does not have the type that the model names.
        case type
        /// An expression cannot be evaluated.
        case expression
        /// The evaluation took more steps than are allowed.
        case exhausted
    }

    /// The kind of failure.
    public let reason: Reason
    /// What is wrong, for the person who wrote the model.
    public let message: String
    /// The decision in which it happened.
    public let decisionID: String?
    /// The element at which it happened, if that is known.
    public let elementID: String?

    /// The message.
    public var description: String { message }
}
