public import DMN
import FEEL
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
    ///   - instant: What scripts see as the present.
    ///   - scripts: What runs the scripts of the model; nil if nothing does.
    /// - Returns: The answer, of which history knows nothing yet.
    /// - Throws: `EngineError` if the decision fails on these variables.
    func answer(
        to variables: [VariableInput], at now: CivilDateTime?, instant: Instant,
        scripts: (any ScriptEngine)?
    ) async throws(EngineError) -> DecisionAnswer {
        var given: [String: ProcessValue] = [:]
        for variable in variables { given[variable.name] = variable.value }
        let values = given.mapValues { FEELValue($0) }
        do {
            let result = try await model.evaluate(
                row.key, at: now,
                running: { script in
                    guard let scripts else { return .failure("There is no engine for scripts.") }
                    return await scripts.run(script, given: given, at: instant)
                }, variable: { values[$0] })
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

extension ScriptEngine {
    /// Runs a script of a decision.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - given: What the decision is asked about.
    ///   - instant: What the script sees as the present.
    /// - Returns: Its value or its failure.
    public func run(
        _ script: DecisionScript, given: [String: ProcessValue], at instant: Instant
    ) async -> DecisionScriptAnswer {
        await run(ScriptCall(sequence: 0, script, given: given), at: instant).decisionAnswer
    }
}

extension ProcessEngine {
    /// Evaluates a decision for a caller; history knows nothing of it yet.
    ///
    /// - Throws: `EngineError` if the decision fails on these variables.
    public func answer(
        of decision: DeployedDecision, to variables: [VariableInput]
    ) async throws(EngineError) -> DecisionAnswer {
        let now = clock.now
        return try await decision.answer(
            to: variables, at: zone.dateTime(at: now), instant: now, scripts: scripts)
    }

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
