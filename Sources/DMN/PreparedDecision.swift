public import FEEL

/// A decision of a model, found once and evaluated often with variables by name.
///
/// Nothing is kept from one evaluation to the next. What it gives up for speed is the account of how
/// the value came about; `DecisionModel.evaluate` has that.
public struct PreparedDecision: Sendable {
    private let model: DecisionModel
    private let index: Int
    private let table: ConstantTable?

    fileprivate init(_ model: DecisionModel, index: Int) {
        self.model = model
        self.index = index
        table =
            model.dialect == .standard
            ? ConstantTable(model.elements.decisions[index], in: model.elements) : nil
    }

    /// The value of the decision with all that it needs.
    ///
    /// - Parameters:
    ///   - variables: The inputs by their names; those that are missing are null.
    ///   - now: The date and time that `now()` and `today()` answer; without it they are null.
    /// - Returns: The value; null where there is none.
    /// - Throws: `DecisionError`; none in the standard's dialect.
    public func evaluate(
        _ variables: [String: FEELValue], at now: CivilDateTime? = nil
    ) throws(DecisionError) -> FEELValue {
        if let value = table?.value(variables) { return value }
        let evaluation = DecisionEvaluation(
            model.elements, dialect: model.dialect, session: EvaluationSession(now: now),
            scripts: ScriptExchange()
        ) { variables[$0] }
        evaluation.keepsAccount = model.dialect == .operaton
        let value = evaluation.decision(index)
        if let failure = evaluation.failure { throw failure }
        return value
    }
}

extension DecisionModel {
    /// Finds a decision of the model, to evaluate it often.
    ///
    /// - Throws: `DecisionError` if there is none, or nothing in it that can be evaluated.
    public func decision(_ id: String) throws(DecisionError) -> PreparedDecision {
        PreparedDecision(self, index: try position(of: id))
    }
}
