import FEEL
import JUEL

/// A script of a model.
struct ScriptCode: Sendable {
    /// The language, in lower case.
    let language: String
    /// The text, or what gives it.
    let source: CompiledExpression
    /// Whether the source stands in a file that the text names.
    let isResource: Bool
    private let program: Program?

    /// What the address of a file of the deployment begins with.
    static let deploymentScheme = "deployment://"

    private enum Program {
        case juel(JUELExpression)
        case feel(FEELExpression)
    }

    /// Compiles what can be compiled now; mistakes are told when the script is run, as the
    /// reference does.
    init(language: String, source: CompiledExpression, isResource: Bool) {
        self.language = language
        self.source = source
        self.isResource = isResource
        if isResource || source.program != nil {
            program = nil
        } else if ScriptLanguage.juel.contains(language) {
            program = (try? JUELExpression(source.text)).map { .juel($0) }
        } else if ScriptLanguage.feel.contains(language) {
            program = (try? FEELExpression(parsing: source.text)).map { .feel($0) }
        } else {
            program = nil
        }
    }

    /// What is wrong with a source in JUEL or FEEL; nil if nothing is.
    func mistake(in source: String) -> String? {
        do throws(Interruption) {
            if ScriptLanguage.juel.contains(language) { _ = try juel(source) }
        } catch {
            guard case .failure(let failure) = error else { return nil }
            return failure.message
        }
        do throws(FEELSyntaxError) {
            if ScriptLanguage.feel.contains(language) { _ = try feel(source) }
        } catch {
            return "\(error)"
        }
        return nil
    }

    /// The program of a source in JUEL; nil for a text without expressions.
    func juel(_ source: String) throws(Interruption) -> JUELExpression? {
        if case .juel(let known)? = program { return known.isEvaluated ? known : nil }
        do {
            let compiled = try JUELExpression(source)
            return compiled.isEvaluated ? compiled : nil
        } catch {
            throw .failed(.execution, error.description)
        }
    }

    /// The program of a source in FEEL.
    func feel(_ source: String) throws(FEELSyntaxError) -> FEELExpression {
        if case .feel(let known)? = program { return known }
        return try FEELExpression(parsing: source)
    }
}
