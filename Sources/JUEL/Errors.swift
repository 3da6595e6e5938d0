/// Why a text is no expression.
public struct JUELSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole text.
    public let expression: String
    /// The place, in UTF-8 bytes from the start.
    public let offset: Int
    /// What is wrong.
    public let reason: String

    /// What is wrong and where, in the words of the reference.
    public var description: String {
        "Error parsing '\(expression)': syntax error at position \(offset), \(reason)"
    }
}

/// Why an expression has no value.
public struct EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sorts of failures, as the reference tells them apart.
    public enum Kind: Sendable, Hashable {
        /// A name, a property or the target of a call is unknown.
        case unknownProperty
        /// A method is unknown.
        case unknownMethod
        /// A value does not fit an operator, a method or a use.
        case evaluation
    }

    /// The sort.
    public let kind: Kind
    /// What is wrong.
    public let reason: String
    /// The whole expression, once it is known.
    public internal(set) var expression: String

    /// Describes a failure.
    public init(_ kind: Kind, _ reason: String, expression: String = "") {
        self.kind = kind
        self.reason = reason
        self.expression = expression
    }

    /// What is wrong, in the words of the reference.
    public var description: String {
        let start =
            switch kind {
            case .unknownProperty: "Unknown property used in expression"
            case .unknownMethod: "Unknown method used in expression"
            case .evaluation: "Error while evaluating expression"
            }
        return "\(start): \(expression). Cause: \(reason)"
    }
}
