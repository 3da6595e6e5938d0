/// One step of a program: an operation with up to three numbers, whose meaning it says.
///
/// Steps are plain values, so that evaluating an expression counts no references.
struct Node: Sendable {
    enum Operation: UInt8, Sendable {
        /// a: constant
        case constant
        /// a: slot
        case slot
        /// a: name, b: slot of the item, c: node for what the name means outside
        case itemMember
        /// a: name
        case unknownName
        /// a: operand
        case negate
        /// a, b: operands
        case add, subtract, multiply, divide, power
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case and, or
        /// a: value, b, c: bounds
        case between
        /// a: value, b: first operand, c: how many
        case isIn
        /// a: condition, b, c: branches
        case condition
        /// a: record of the iteration
        case iteration, quantified
        /// a: first operand, b: how many
        case list
        /// a: record of the context
        case context
        /// a: start, b: end, c: bit 0 for an included start, bit 1 for an included end
        case interval
        /// a: value, b: form
        case comparisonRange
        /// a: value, b: name
        case path
        /// a: list, b: slot of the item, c: condition
        case filter
        /// a: value, b: type
        case instanceOf
        /// a: callee, b: first operand, c: how many
        case call
        /// a: built-in function, b: first operand, c: how many
        case callBuiltin
        /// a: callee, b: first operand, c: record of the names
        case namedCall
        /// a: lambda
        case function
        /// a: slot of the input, b: first operand, c: how many
        case unaryTests, negatedUnaryTests
        /// a: slot of the input, b: expression, c: 1 if that names the input
        case unaryTest
    }

    let operation: Operation
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
    /// Where it was read from, in code points.
    var place: Int32 = 0
}

/// A compiled expression or function body.
final class Program: Sendable {
    /// How a `for`, `some` or `every` runs.
    struct Iteration: Sendable {
        struct Iterator: Sendable {
            let slot: Int
            let domain: Int32
            /// Negative if there is none.
            let end: Int32
        }
        let iterators: [Iterator]
        let body: Int32
        let partial: Int
        let every: Bool
    }

    /// How a context is built.
    struct ContextShape: Sendable {
        let layout: FEELContext.Layout
        let slots: [Int]
        let values: [Int32]
        let hasDuplicates: Bool
    }

    let nodes: [Node]
    let operands: [Int32]
    let constants: [FEELValue]
    let names: [String]
    let nameLists: [[String]]
    let iterations: [Iteration]
    let contexts: [ContextShape]
    let lambdas: [Lambda]
    let types: [FEELType]
    let root: Int32
    let frameSize: Int
    let table: FEELTypeTable

    init(_ builder: Compiler, root: Int32, frameSize: Int) {
        nodes = builder.nodes
        operands = builder.operands
        constants = builder.constants
        names = builder.names
        nameLists = builder.nameLists
        iterations = builder.iterations
        contexts = builder.contexts
        lambdas = builder.lambdas
        types = builder.types
        table = builder.table
        self.root = root
        self.frameSize = frameSize
    }
}

/// A function's code, before it closes over anything.
final class Lambda: Sendable {
    let parameters: [FEELFunction.Parameter]
    let resultType: FEELType
    let bodyType: FEELType
    let captures: [(outer: Int, inner: Int)]
    let slots: [Int]
    let program: Program
    let isExternal: Bool

    init(_ syntax: LambdaSyntax, program: Program) {
        parameters = syntax.parameters
        resultType = syntax.resultType
        bodyType = syntax.bodyType
        captures = syntax.captures
        slots = syntax.slots
        isExternal = syntax.isExternal
        self.program = program
    }
}
