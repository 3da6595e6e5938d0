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
    ///   - instant: What `now()` answers.
    ///   - zone: Where dates and times without a zone are meant.
    ///   - scripts: What runs the scripts of the model; nil if nothing does.
    /// - Returns: The answer, of which history knows nothing yet.
    /// - Throws: `EngineError` if the decision fails on these variables.
    func answer(
        to variables: [VariableInput], at instant: Instant, in zone: CivilZone,
        scripts: (any ScriptEngine)?
    ) async throws(EngineError) -> DecisionAnswer {
        var given: [String: ProcessValue] = [:]
        for variable in variables { given[variable.name] = variable.value }
        let values = given.mapValues { FEELValue($0, in: zone) }
        do {
            let result = try await model.evaluate(
                row.key, at: zone.dateTime(at: instant),
                running: { script in
                    guard let scripts else { return .failure("There is no engine for scripts.") }
                    return await scripts.run(script, given: given, at: instant, in: zone)
                }, variable: { values[$0] })
            let rules = result.rows.map { row in
                row.map { entry in
                    DecisionEntry(
                        name: entry.name ?? "",
                        value: ProcessValue(
                            entry.value, typeReference: entry.typeReference, in: zone),
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
    ///   - zone: Where dates and times of FEEL are meant.
    /// - Returns: Its value or its failure.
    public func run(
        _ script: DecisionScript, given: [String: ProcessValue], at instant: Instant,
        in zone: CivilZone
    ) async -> DecisionScriptAnswer {
        await run(ScriptCall(sequence: 0, script, given: given, in: zone), at: instant)
            .decisionAnswer(in: zone)
    }
}

extension ProcessEngine {
    /// Evaluates a decision for a caller; history knows nothing of it yet.
    ///
    /// - Throws: `EngineError` if the decision fails on these variables.
    public func answer(
        of decision: DeployedDecision, to variables: [VariableInput]
    ) async throws(EngineError) -> DecisionAnswer {
        try await decision.answer(to: variables, at: clock.now, in: zone, scripts: scripts)
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
            answer.result, of: decision,
            at: DecisionHistory.Place(
                tenantID: decision.row.tenantID,
                removalTime: decision.row.historyTimeToLive.map {
                    now.adding(milliseconds: Int64($0) * 86_400_000)
                }),
            by: principal.userID, now: now, zone: zone, newID: ids.next)
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
