internal import DMN
internal import ProcessEngine
internal import Records
internal import Synchronization

/// What the engine told of the decisions of one stage.
final class DecisionLog: Sendable {
    /// A decision that was made.
    struct Entry {
        /// The id of its row in history.
        let id: String
        let trace: DecisionTrace
    }

    private let log = Mutex<[Entry]>([])

    /// The decisions in the order in which they were asked: on a clock that stands still their rows
    /// do not have it.
    var entries: [Entry] { log.withLock { $0 } }

    /// Adds the decisions of one command, whose ids increase.
    func add(_ explained: [String: DecisionTrace]) {
        let new = explained.sorted { $0.key < $1.key }
        log.withLock { $0 += new.map { Entry(id: $0.key, trace: $0.value) } }
    }
}

/// How decisions came about.
extension Stage {
    /// How many rules that did not match are told of one decision.
    private static let mismatchLimit = 25
    /// How many decisions a scenario that went otherwise tells of.
    private static let summaryLimit = 20

    /// How a decision came about when it was last asked, with those that it needed.
    func account(ofDecision key: String) async throws -> [String] {
        guard let last = lastDecision(key) else { return [] }
        let needed = Set(
            try await rows(
                HistoricDecisionInstanceRow.self, HistoricDecisionInstanceRow.table,
                where: .equal("root_decision_instance_id", last.id)
            ).map(\.id))
        let entries = decisionLog.entries.filter { $0.id == last.id || needed.contains($0.id) }
        return entries.flatMap { $0.trace.account(mismatches: Self.mismatchLimit) }
    }

    /// How all decisions came about.
    func decisionAccounts() -> [String] {
        decisionLog.entries.flatMap { $0.trace.account(mismatches: Self.mismatchLimit) }
    }

    /// How the last decisions came about, on a line each.
    func decisionSummaries() -> [String] {
        let entries = decisionLog.entries
        let earlier = entries.count - Self.summaryLimit
        return (earlier > 0 ? ["… \(earlier) earlier"] : [])
            + entries.suffix(Self.summaryLimit).map(\.trace.summary)
    }

    /// What a decision came to when it was last asked; nil where it was not.
    func lastDecision(_ key: String) -> DecisionLog.Entry? {
        decisionLog.entries.last { $0.trace.decisionID == key }
    }
}
