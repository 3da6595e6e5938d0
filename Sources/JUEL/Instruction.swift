/// A step of a compiled expression, working on a stack of values.
enum Instruction: Sendable {
    /// Pushes a constant.
    case push(ExpressionValue)
    /// Pushes the value of a name.
    case load(String)
    /// Replaces a value by its property.
    case property(String)
    /// Replaces a value and a key by what the key stands for.
    case index
    /// Replaces a value and arguments by the result of the method.
    case call(String, arguments: Int)
    /// Replaces a value, the name of a method and arguments by the result.
    case callIndexed(arguments: Int)
    /// Replaces arguments by the result of a function.
    case function(String, arguments: Int)
    /// Replaces two values by one.
    case binary(BinaryOperator)
    /// Replaces a value by another.
    case unary(UnaryOperator)
    /// Replaces a value by its truth.
    case truth
    /// Jumps if the truth on top is this one, which then stays; else takes it away.
    case jumpKeeping(if: Bool, to: Int)
    /// Takes the truth on top away and jumps if it is false.
    case jumpUnless(to: Int)
    /// Jumps.
    case jump(to: Int)
    /// Replaces so many values by their texts in one.
    case concatenate(Int)
}

/// An operator between two values.
enum BinaryOperator: Sendable {
    case add, subtract, multiply, divide, remainder
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// An operator before a value.
enum UnaryOperator: Sendable {
    case negate, not, empty
}
