internal import DMN
public import FEEL
public import ProcessValues

/// A value that a decision answers, under the name of its output.
public struct DecisionEntry: Sendable {
    /// The name of the output; empty for a single output without one.
    public let name: String
    /// The value.
    public let value: ProcessValue
    /// Whether the model names a type for it; clients are told none of others.
    public let isTyped: Bool
}

extension DeployedDecision {
    /// Evaluates the decision for a caller: the outputs of each rule that matched.
    ///
    /// It may take long; it touches nothing but its arguments.
    ///
    /// - Parameters:
    ///   - variables: What it is asked about.
    ///   - now: What `now()` answers.
    /// - Returns: The outputs, a list for each rule.
    /// - Throws: `EngineError` if the decision fails on these variables.
    public func answer(
        to variables: [VariableInput], at now: CivilDateTime?
    ) throws(EngineError) -> [[DecisionEntry]] {
        var values: [String: FEELValue] = [:]
        for variable in variables { values[variable.name] = FEELValue(variable.value) }
        let given = values
        do {
            let session = EvaluationSession(now: now)
            return try model.evaluate(row.key, in: session) { given[$0] }.rows.map { row in
                row.map { entry in
                    DecisionEntry(
                        name: entry.name ?? "",
                        value: ProcessValue(entry.value, typeReference: entry.typeReference),
                        isTyped: entry.typeReference != nil)
                }
            }
        } catch {
            throw EngineError(.execution, error.message)
        }
    }
}
