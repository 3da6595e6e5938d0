public import FEEL

/// The logic of a decision, compiled: every expression knows the slots of the names that it uses.
///
/// The frame grows as expressions nest: what a context's entry or a function's parameter is named
/// has the slot behind all that is visible around it.
indirect enum BoxedExpression: Sendable {
    case none
    case expression(CompiledExpression)
    /// Entries, each visible to those behind it; the result instead of a context, if there is one.
    case context(keys: [String], entries: [BoxedExpression], result: BoxedExpression?)
    case list([BoxedExpression])
    case relation(columns: [String], rows: [[BoxedExpression]])
    case invocation(BoxedExpression, names: [String], arguments: [BoxedExpression])
    case function([FEELFunction.Parameter], body: BoxedExpression, FEELTypeTable)
    case conditional(BoxedExpression, then: BoxedExpression, otherwise: BoxedExpression)
    case filter(BoxedExpression, match: BoxedExpression)
    case iteration(BoxedExpression, body: BoxedExpression)
    case quantified(every: Bool, BoxedExpression, body: BoxedExpression)
    case table(DecisionTable)
    /// The value converted to a type; null if it does not conform.
    case typed(BoxedExpression, FEELType, FEELTypeTable)
}

/// An expression in FEEL or another language.
struct CompiledExpression: Sendable {
    enum Body: Sendable {
        case feel(FEELExpression)
        case foreign(any CellExpression, names: [String])
        /// A program that is run outside.
        case script(ScriptText)
        /// What could not be compiled; evaluating it is an error.
        case broken(String)
    }

    let body: Body
    let text: String
    let elementID: String?
}

/// Compiles the cells and expressions of a language other than FEEL.
public protocol CellExpressionCompiler: Sendable {
    /// The languages of scripts that will be run outside the evaluation, in lower case.
    var scriptLanguages: Set<String> { get }

    /// What to do about an expression in a language that is not known; nil if nothing special.
    func advice(onLanguage language: String) -> String?

    /// Compiles an expression; nil if the language is not known.
    ///
    /// - Parameters:
    ///   - text: The expression as written.
    ///   - language: The language's name as the model writes it, in lower case, such as `juel`.
    /// - Returns: The compiled expression.
    /// - Throws: An error whose description tells the author what is wrong.
    func compile(_ text: String, language: String) throws -> (any CellExpression)?
}

/// An expression of a language other than FEEL.
public protocol CellExpression: Sendable {
    /// Evaluates the expression with variables by name.
    ///
    /// - Parameters:
    ///   - now: The date and time of the evaluation; nil if it has none.
    ///   - variable: The value of a variable; nil if there is none.
    /// - Returns: The value; of an input cell `true` where the input matches.
    /// - Throws: An error whose description tells the author what is wrong.
    func evaluate(at now: CivilDateTime?, _ variable: (String) -> FEELValue?) throws -> FEELValue
}

extension CellExpressionCompiler {
    /// No scripts.
    public var scriptLanguages: Set<String> { [] }

    /// Nothing special.
    public func advice(onLanguage language: String) -> String? { nil }
}
