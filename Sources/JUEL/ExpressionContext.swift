public import ProcessValues

/// What an expression is evaluated in.
///
/// Whatever its functions throw ends the evaluation and reaches the caller as it is: a BPMN error
/// of a bean, or the word that a fact is missing and the attempt is to be repeated.
public protocol ExpressionContext {
    /// The instant of the command.
    var now: Instant { get }

    /// Finds the value of a name: a variable, `execution`, `task`, a bean; nil if there is none.
    mutating func resolve(_ name: String) throws -> ExpressionValue?

    /// Reads a property of a bean; nil if it has none of this name.
    mutating func property(_ name: String, of bean: BeanReference) throws -> ExpressionValue?

    /// Calls a method of a bean; nil if it has none of this name that takes so many arguments.
    mutating func call(
        _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue?

    /// Calls a function that is not built in; nil if there is none.
    mutating func call(
        function name: String, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue?

    /// How far the configured zone's clocks are ahead of UTC at an instant, in seconds.
    func utcOffset(at instant: Instant) -> Int
}

extension ExpressionContext {
    /// Knows no bean.
    public mutating func property(
        _ name: String, of bean: BeanReference
    ) throws -> ExpressionValue? { nil }

    /// Knows no bean.
    public mutating func call(
        _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue? { nil }

    /// Knows no function.
    public mutating func call(
        function name: String, with arguments: [ExpressionValue]
    ) throws -> ExpressionValue? { nil }

    /// Counts in UTC.
    public func utcOffset(at instant: Instant) -> Int { 0 }
}
