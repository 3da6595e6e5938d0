/// An expression or a cell of tests, parsed and compiled once, evaluated often.
public struct FEELExpression: Sendable {
    /// The text that it was read from.
    public let text: String
    /// The variables that the caller is asked for: names that the scope did not declare.
    public let variables: [String]
    let syntax: Syntax
    let program: Program
    private let variableSlots: [Int]
    private let scopeNames: [String]

    /// Parses an expression.
    ///
    /// - Parameters:
    ///   - text: The expression.
    ///   - scope: The names that it may use. In an open scope every other name is a variable, too.
    /// - Throws: `FEELSyntaxError` with the place of the first error.
    public init(parsing text: String, in scope: FEELScope = .open) throws(FEELSyntaxError) {
        var parser = Parser(text, scope: scope)
        let syntax = try parser.wholeExpression()
        self.init(text: text, syntax: syntax, parser: parser, scope: scope)
    }

    /// Parses the tests of a decision table's cell (rule 15); the scope must declare `?`.
    ///
    /// - Parameters:
    ///   - text: The cell.
    ///   - scope: The names that it may use.
    ///   - input: The slot of the input value.
    ///   - inputNames: The names under which tests may speak of the input value.
    /// - Returns: nil for `-` or nothing, which every value passes.
    /// - Throws: `FEELSyntaxError` with the place of the first error.
    public static func unaryTests(
        parsing text: String, in scope: FEELScope, input: Int, inputNames: Set<String> = ["?"]
    ) throws(FEELSyntaxError) -> FEELExpression? {
        var parser = Parser(text, scope: scope)
        parser.inputNames = inputNames
        guard let syntax = try parser.wholeUnaryTests(input: input) else { return nil }
        return FEELExpression(text: text, syntax: syntax, parser: parser, scope: scope)
    }

    private init(text: String, syntax: Syntax, parser: Parser, scope: FEELScope) {
        self.text = text
        self.syntax = syntax
        program = Compiler.compile(
            syntax, frameSize: parser.names.frames[0].size, types: scope.types)
        variables = parser.names.free.map(\.name)
        variableSlots = parser.names.free.map(\.slot)
        scopeNames = scope.names
    }

    /// Evaluates the expression with variables by name.
    ///
    /// - Parameters:
    ///   - session: The clock, the budget and the warnings.
    ///   - variable: The value of a variable; nil, which counts as null with a warning, if there is
    ///     none.
    /// - Returns: The value; null where there is none, never an error.
    public func evaluate(
        in session: EvaluationSession = EvaluationSession(),
        variable: (String) -> FEELValue?
    ) -> FEELValue {
        var frame = [FEELValue](repeating: .null, count: program.frameSize)
        for (slot, name) in scopeNames.enumerated() { frame[slot] = variable(name) ?? .null }
        fill(&frame, session, variable)
        return run(frame, session)
    }

    /// Evaluates the expression with the variables of a context.
    public func evaluate(
        _ context: FEELContext, in session: EvaluationSession = EvaluationSession()
    ) -> FEELValue {
        evaluate(in: session) { context[$0] }
    }

    /// Evaluates the expression in a frame that holds the values of the scope's names by their
    /// slots.
    ///
    /// Names that the scope did not declare are asked for as variables. The value is null where
    /// there is none; there are no errors.
    public func evaluate(
        frame: [FEELValue], in session: EvaluationSession, variable: (String) -> FEELValue?
    ) -> FEELValue {
        if variables.isEmpty { return evaluate(frame: frame, in: session) }
        var frame = frame
        let missing = program.frameSize - frame.count
        if missing > 0 { frame.append(contentsOf: repeatElement(.null, count: missing)) }
        fill(&frame, session, variable)
        return run(frame, session)
    }

    /// Evaluates the expression in a frame that holds the values of the scope's names by their
    /// slots.
    public func evaluate(frame: [FEELValue], in session: EvaluationSession) -> FEELValue {
        let root = program.nodes[Int(program.root)]
        switch root.operation {
        case .constant: return program.constants[Int(root.a)]
        case .slot where Int(root.a) < frame.count: return frame[Int(root.a)]
        default: return run(frame, session)
        }
    }

    /// Puts the variables that the scope did not declare into their slots.
    private func fill(
        _ frame: inout [FEELValue], _ session: EvaluationSession,
        _ variable: (String) -> FEELValue?
    ) {
        for (slot, name) in zip(variableSlots, variables) {
            if let value = variable(name) {
                frame[slot] = value
            } else {
                session.warn("there is no variable '\(name)'")
            }
        }
    }

    private func run(_ frame: [FEELValue], _ session: EvaluationSession) -> FEELValue {
        guard session.enter() else { return .null }
        defer { session.leave() }
        var evaluator = Evaluator(program, frame: frame, session: session)
        let result = evaluator.run()
        return session.isExhausted ? .null : result
    }

    /// The slot whose name the expression is; nil if it is anything else.
    public var slot: Int? {
        let root = program.nodes[Int(program.root)]
        return root.operation == .slot ? Int(root.a) : nil
    }

    /// The value of an expression that is written out, such as `"a"`, `5` or `[1, 2]`; nil if it
    /// has to be computed.
    public var constant: FEELValue? { Compiler.constant(syntax) }
}
