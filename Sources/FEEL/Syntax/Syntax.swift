/// An expression as parsed: names are resolved to slots of a frame already.
indirect enum Syntax: Sendable {
    case literal(FEELValue)
    /// The value in a slot of the function's frame.
    case slot(Int)
    /// A name inside a filter: the item's member of that name if it has one, else what the name means outside.
    case itemMember(name: String, item: Int, otherwise: Syntax)
    /// A name that nothing defines.
    case unknownName(String)
    case builtin(Builtin)
    case negate(Syntax)
    case binary(BinaryOperator, Syntax, Syntax)
    case between(Syntax, Syntax, Syntax)
    /// Whether the value passes one of the tests.
    case isIn(Syntax, [Syntax])
    case and(Syntax, Syntax)
    case or(Syntax, Syntax)
    case condition(Syntax, then: Syntax, otherwise: Syntax)
    case iteration([Iterator], partial: Int, body: Syntax)
    case quantified(every: Bool, [Iterator], body: Syntax)
    case list([Syntax])
    /// Entries with the slots in which later ones find them.
    case context([(key: String, slot: Int, value: Syntax)])
    case interval(Syntax, Syntax, startIncluded: Bool, endIncluded: Bool)
    case comparisonRange(FEELRange.Form, Syntax)
    case path(Syntax, String)
    case filter(Syntax, item: Int, condition: Syntax)
    case instanceOf(Syntax, FEELType)
    case call(Syntax, [Syntax])
    case namedCall(Syntax, [(name: String, value: Syntax)])
    case function(LambdaSyntax)
    /// Any of the tests, on the value in a slot; the negation of that if so.
    case unaryTests(input: Int, [Syntax], negated: Bool)
    /// One test by the value of an expression; whether it names the input itself with `?`.
    case unaryTest(input: Int, Syntax, namesInput: Bool)
    case at(Int, Syntax)

    struct Iterator: Sendable {
        var slot: Int
        var domain: Syntax
        /// The end, if the domain is written `start..end`.
        var end: Syntax?
    }

    /// Without the place that it was read from.
    var bare: Syntax {
        if case .at(_, let inner) = self { inner.bare } else { self }
    }
}

enum BinaryOperator: UInt8, Sendable {
    case add, subtract, multiply, divide, power
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// A function written in FEEL.
final class LambdaSyntax: Sendable {
    let parameters: [FEELFunction.Parameter]
    let resultType: FEELType
    /// The type that the body has as far as it can be told (Table 43); it is not checked.
    let bodyType: FEELType
    /// Where values of the surrounding frame go in the function's own one.
    let captures: [(outer: Int, inner: Int)]
    /// The slots of the parameters.
    let slots: [Int]
    let frameSize: Int
    let body: Syntax
    /// Whether the body describes a function of another language.
    let isExternal: Bool

    init(
        parameters: [FEELFunction.Parameter], resultType: FEELType = .any,
        bodyType: FEELType = .any, captures: [(outer: Int, inner: Int)], slots: [Int],
        frameSize: Int, body: Syntax,
        isExternal: Bool
    ) {
        self.parameters = parameters
        self.resultType = resultType
        self.bodyType = bodyType
        self.captures = captures
        self.slots = slots
        self.frameSize = frameSize
        self.body = body
        self.isExternal = isExternal
    }
}
