import JUEL

/// An expression of a model, compiled; or a text without one.
public struct CompiledExpression: Sendable {
    /// The source.
    let text: String
    /// Nil for a text without expressions.
    let program: JUELExpression?

    /// Compiles a source.
    ///
    /// - Throws: `JUELSyntaxError` if it is no expression.
    init(_ text: String) throws(JUELSyntaxError) {
        self.text = text
        let compiled = try JUELExpression(text)
        program = compiled.isEvaluated ? compiled : nil
    }

    /// A text as it is.
    init(literal text: String) {
        self.text = text
        program = nil
    }
}
