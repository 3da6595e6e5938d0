internal import DMN
public import FEEL
public import ProcessValues
internal import Records

/// A value that a decision answers, under the name of its output.
public struct DecisionEntry: Sendable {
    /// The name of the output; empty for a single output without one.
    public let name: String
    /// The value.
    public let value: ProcessValue
    /// Whether the model names a type for it; clients are told none of others.
    public let isTyped: Bool
}

/// What a decision answers, with what history keeps of it.
public struct DecisionAnswer: Sendable {
    /// The outputs, a list for each rule that matched.
    public let rules: [[DecisionEntry]]
    let result: DMN.DecisionResult
}

extension DeployedDecision {
    /// Evaluates the decision for a caller: the outputs of each rule that matched.
    ///
    /// It may take long; it touches nothing but its arguments.
    ///
    /// - Parameters:
    ///   - variables: What it is asked about.
    ///   - now: What `now()` answers.
    /// - Returns: The answer, of which history knows nothing yet.
    /// - Throws: `EngineError` if the decision fails on these variables.
    public func answer(
        to variables: [VariableInput], at now: CivilDateTime?
    ) throws(EngineError) -> DecisionAnswer {
        var values: [String: FEELValue] = [:]
        for variable in variables { values[variable.name] = FEELValue(variable.value) }
        let given = values
        do {
            let session = EvaluationSession(now: now)
            let result = try model.evaluate(row.key, in: session) { given[$0] }
            let rules = result.rows.map { row in
                row.map { entry in
                    DecisionEntry(
                        name: entry.name ?? "",
                        value: ProcessValue(entry.value, typeReference: entry.typeReference),
                        isTyped: entry.typeReference.map(Self.typeNames.contains) ?? false)
                }
            }
            return DecisionAnswer(rules: rules, result: result)
        } catch {
            throw EngineError(.execution, error.message)
        }
    }

    /// The types that clients are told; others are the model's own affair.
    private static let typeNames: Set<String> = [
        "string", "boolean", "integer", "long", "double", "date",
    ]
}

extension ProcessEngine {
    /// Keeps an answer in history: what was asked, which rules matched, what came of it, and by whom.
    ///
    /// - Throws: `EngineError` if it cannot be stored.
    public func keep(
        _ answer: DecisionAnswer, of decision: DeployedDecision, for principal: Principal
    ) async throws(EngineError) {
        let now = clock.now
        let ids = IDSequence(seeds.next(at: now))
        let history = DecisionHistory(
            answer.result, of: decision, at: DecisionHistory.Place(tenantID: decision.row.tenantID),
            by: principal.userID, now: now, newID: ids.next)
        do throws(StoreError) {
            try await store.commit(history.delta)
        } catch {
            throw EngineError(error)
        }
    }
}

/// Identifiers that a function gives out one by one.
private final class IDSequence {
    private var source: IDSource

    init(_ source: IDSource) { self.source = source }

    func next() -> String { source.next() }
}
