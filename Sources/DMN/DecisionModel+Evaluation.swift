public import FEEL

extension DecisionModel {
    /// Evaluates a decision with all that it needs.
    ///
    /// - Parameters:
    ///   - id: The decision's identifier.
    ///   - session: The clock, the budget and the warnings.
    ///   - explainsMismatches: Whether the account tells of rules that did not match, too.
    ///   - variable: The value of an input by its name; nil if there is none.
    /// - Returns: The result with an account of every decision that was evaluated.
    /// - Throws: `DecisionError`; in the standard's dialect only for a decision that is not there.
    public func evaluate(
        _ id: String, in session: EvaluationSession = EvaluationSession(),
        explainingMismatches explainsMismatches: Bool = false,
        variable: @escaping (String) -> FEELValue?
    ) throws(DecisionError) -> DecisionResult {
        let index = try position(of: id)
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, given: variable)
        evaluation.explainsMismatches = explainsMismatches
        let value = evaluation.decision(index)
        if let failure = evaluation.failure { throw failure }
        return DecisionResult(
            value: value, rows: evaluation.traces.last?.rows ?? [], evaluations: evaluation.traces)
    }

    /// The place of a decision that can be evaluated.
    func position(of id: String) throws(DecisionError) -> Int {
        guard
            let index = elements.decisions.firstIndex(where: { $0.source == 0 && $0.id == id }),
            decisions.first(where: { $0.id == id })?.isExecutable ?? false || dialect == .standard
        else {
            throw DecisionError(
                reason: .unknownDecision, message: "there is no decision '\(id)' to evaluate",
                decisionID: id, elementID: nil)
        }
        return index
    }

    /// Evaluates a decision with the variables of a context.
    ///
    /// - Throws: `DecisionError`.
    public func evaluate(
        _ id: String, _ context: FEELContext, in session: EvaluationSession = EvaluationSession()
    ) throws(DecisionError) -> DecisionResult {
        try evaluate(id, in: session) { context[$0] }
    }

    /// Calls a decision service with its inputs and input decisions by name (DMN 10.4).
    ///
    /// Answers the value of its output decision, or a context of several; nil if there is no service
    /// of that name or identifier.
    public func callService(
        _ name: String, in session: EvaluationSession = EvaluationSession(),
        variable: (String) -> FEELValue?
    ) -> FEELValue? {
        let found = elements.services.firstIndex {
            $0.source == 0 && ($0.name == name || $0.id == name)
        }
        guard let index = found else { return nil }
        let service = elements.services[index]
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session
        ) { _ in nil }
        guard case .function(let function) = evaluation.service(index) else { return nil }
        return function.call(
            service.parameters.map { variable($0.name) ?? .null }, in: session,
            types: elements.tables[service.source])
    }
}
