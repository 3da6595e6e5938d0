public import DMN
import FEEL
import JUEL
import ProcessValues

/// JUEL and scripts in the cells and expressions of decisions, joined to the variables of the evaluation.
public struct DecisionExpressions: CellExpressionCompiler {
    /// The languages of scripts that will be run, in lower case.
    public let scriptLanguages: Set<String>
    private let zone: CivilZone

    /// Creates a compiler.
    ///
    /// - Parameters:
    ///   - scriptLanguages: The languages of scripts that will be run, in lower case.
    ///   - zone: Where dates and times without a zone are meant.
    public init(scriptLanguages: Set<String> = [], zone: CivilZone = .utc) {
        self.scriptLanguages = scriptLanguages
        self.zone = zone
    }

    /// What to do about an expression in a language that nothing runs.
    public func advice(onLanguage language: String) -> String? {
        ScriptLanguage.advice(language, available: scriptLanguages, elsewhere: nil)
    }

    /// Compiles a cell in JUEL, with or without `${…}` around; nil for other languages.
    ///
    /// - Throws: An error whose description tells the author what is wrong.
    public func compile(_ text: String, language: String) throws -> (any CellExpression)? {
        guard language == "juel" else { return nil }
        let isWrapped = text.hasPrefix("${") || text.hasPrefix("#{")
        return Cell(
            expression: try JUELExpression(isWrapped ? text : "${\(text)}"), zone: zone)
    }
}

private struct Cell: CellExpression {
    let expression: JUELExpression
    let zone: CivilZone

    func evaluate(
        at now: CivilDateTime?, _ variable: (String) -> FEELValue?
    ) throws -> FEELValue {
        try withoutActuallyEscaping(variable) { variable in
            var context = CellContext(
                variable: variable, zone: zone,
                now: Instant(milliseconds: Int64(now?.secondsSince1970 ?? 0) * 1_000))
            return FEELValue(try expression.value(in: &context), in: zone)
        }
    }
}

private struct CellContext: ExpressionContext {
    let variable: (String) -> FEELValue?
    let zone: CivilZone
    let now: Instant

    mutating func resolve(_ name: String) -> ExpressionValue? {
        if name == "variableContext" { return .bean(BeanReference(name)) }
        return variable(name).map { .value(ProcessValue($0, in: zone)) }
    }

    mutating func call(
        _ method: String, of bean: BeanReference, with arguments: [ExpressionValue]
    ) -> ExpressionValue? {
        switch (bean.name, method) {
        case ("variableContext", "resolve"):
            guard case .string(let name)? = arguments.first?.processValue else { return nil }
            return .bean(BeanReference("typedValue", id: name))
        case ("typedValue", "getValue"):
            return .value(variable(bean.id ?? "").map { ProcessValue($0, in: zone) } ?? .null)
        default: return nil
        }
    }
}
