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
        let attempt = try attempt(
            id, in: session, explainingMismatches: explainsMismatches, variable: variable)
        switch attempt {
        case .done(let result): return result
        case .needs(let scripts):
            throw DecisionError(
                reason: .expression,
                message:
                    "the decision has scripts in \(scripts.first?.language ?? "another language"),"
                    + " which cannot be run here",
                decisionID: id, elementID: scripts.first?.elementID)
        }
    }

    /// Tries to evaluate a decision that may have scripts.
    ///
    /// An attempt is a function of its arguments: with the same answers it asks for the same scripts.
    ///
    /// - Parameters:
    ///   - id: The decision's identifier.
    ///   - session: The clock, the budget and the warnings.
    ///   - answers: What the scripts gave for which earlier attempts asked.
    ///   - explainsMismatches: Whether the account tells of rules that did not match, too.
    ///   - variable: The value of an input by its name; nil if there is none.
    /// - Returns: The result, or the scripts whose answers are lacking.
    /// - Throws: `DecisionError`.
    public func attempt(
        _ id: String, in session: EvaluationSession,
        answers: [DecisionScript: DecisionScriptAnswer] = [:],
        explainingMismatches explainsMismatches: Bool = false,
        variable: @escaping (String) -> FEELValue?
    ) throws(DecisionError) -> DecisionAttempt {
        let index = try position(of: id)
        let exchange = ScriptExchange(answers)
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, scripts: exchange, given: variable)
        evaluation.explainsMismatches = explainsMismatches
        let value = evaluation.decision(index)
        let needs = exchange.needs
        if !needs.isEmpty { return .needs(needs) }
        if let failure = evaluation.failure { throw failure }
        return .done(
            DecisionResult(
                value: value, rows: evaluation.traces.last?.rows ?? [],
                evaluations: evaluation.traces))
    }

    /// Evaluates a decision that may have scripts, and runs those that it needs.
    ///
    /// - Parameters:
    ///   - id: The decision's identifier.
    ///   - now: The date and time of the evaluation; nil if it has none.
    ///   - explainsMismatches: Whether the account tells of rules that did not match, too.
    ///   - run: Runs a script.
    ///   - variable: The value of an input by its name; nil if there is none.
    /// - Returns: The result with an account of every decision that was evaluated.
    /// - Throws: `DecisionError`.
    public func evaluate(
        _ id: String, at now: CivilDateTime?,
        explainingMismatches explainsMismatches: Bool = false,
        running run: (DecisionScript) async -> DecisionScriptAnswer,
        variable: @escaping @Sendable (String) -> FEELValue?
    ) async throws(DecisionError) -> DecisionResult {
        var answers: [DecisionScript: DecisionScriptAnswer] = [:]
        while true {
            let attempt = try attempt(
                id, in: EvaluationSession(now: now), answers: answers,
                explainingMismatches: explainsMismatches, variable: variable)
            switch attempt {
            case .done(let result): return result
            case .needs(let scripts):
                for script in scripts { answers[script] = await run(script) }
            }
        }
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
        service(named: name).map {
            callService($0, in: session, scripts: ScriptExchange(), variable: variable)
        }
    }

    /// The place of the decision service with a name or identifier.
    func service(named name: String) -> Int? {
        elements.services.firstIndex {
            $0.source == 0 && ($0.name == name || $0.id == name)
        }
    }

    func callService(
        _ index: Int, in session: EvaluationSession, scripts: ScriptExchange,
        variable: (String) -> FEELValue?
    ) -> FEELValue {
        let service = elements.services[index]
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, scripts: scripts
        ) { _ in nil }
        guard case .function(let function) = evaluation.service(index) else { return .null }
        return function.call(
            service.parameters.map { variable($0.name) ?? .null }, in: session,
            types: elements.tables[service.source])
    }
}
