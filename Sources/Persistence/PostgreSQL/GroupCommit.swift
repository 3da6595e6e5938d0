#if PostgreSQL
internal import PostgreSQL
internal import Records

/// Commits groups of deltas on the one connection of this process that writes.
///
/// It belongs to the writer's thread.
struct GroupCommit: ~Copyable {
    /// A transaction whose COMMIT was sent and not answered.
    private struct Unanswered {
        let transaction: String
        /// What to tell the callers if it was committed.
        let outcomes: [StoreError?]
    }

    /// The writers of all processes take turns for as long as a transaction lasts, as they do on
    /// SQLite: so nothing changes between a guard and the commit, and no two wait for each other.
    static let opening = [
        PostgreSQLStatement("BEGIN"),
        PostgreSQLStatement(AdvisoryLock.writing.statement),
        PostgreSQLStatement("SELECT CAST(pg_current_xact_id() AS text)"),
    ]

    private var session: PostgreSQLSession
    private let timeLimit: Int
    private let isStopping: @Sendable () -> Bool
    private var planner = DeltaPlanner()
    /// Since when there has been no connection: a long outage makes each group wait no longer.
    private var outage: Patience?

    init(
        _ session: consuming PostgreSQLSession, timeLimit: Int,
        isStopping: @escaping @Sendable () -> Bool
    ) {
        self.session = session
        self.timeLimit = timeLimit
        self.isStopping = isStopping
    }

    /// Writes all deltas in one transaction, leaving out those that cannot be applied.
    ///
    /// When the connection is lost, it is made again and the group repeated, until the time limit.
    /// Where it was lost between COMMIT and its answer, the server is asked what became of the
    /// transaction first, so that nothing is done twice.
    ///
    /// - Returns: For each delta why it was not written, or nil if it was.
    mutating func write(_ deltas: [Delta]) -> [StoreError?] {
        let plans = deltas.map { delta in
            Result { () throws(StoreError) in try planner.plan(delta) }
        }
        var unanswered: Unanswered?
        while true {
            do throws(PostgreSQLError) {
                let connection = try session.connected()
                outage = nil
                if let last = unanswered {
                    if try Self.isCommitted(last.transaction, connection) { return last.outcomes }
                    unanswered = nil
                }
                return try Self.write(plans, connection, &unanswered)
            } catch {
                if error.isSessionOver { session.drop() } else { rollBack() }
                guard error.isSessionOver || error.isTransient, mayRepeat(error) else {
                    let failure = Self.failure(error, isUnanswered: unanswered != nil)
                    return Array(repeating: failure, count: deltas.count)
                }
            }
        }
    }

    private mutating func mayRepeat(_ error: PostgreSQLError) -> Bool {
        guard !error.isLoginRefused, !isStopping() else { return false }
        var patience = outage ?? Patience(limit: timeLimit)
        defer { outage = patience }
        return patience.waits()
    }

    private mutating func rollBack() {
        do throws(PostgreSQLError) {
            let connection = try session.connected()
            if connection.isInTransaction { _ = try connection.run("ROLLBACK") }
        } catch {
            session.drop()
        }
    }

    private static func failure(_ error: PostgreSQLError, isUnanswered: Bool) -> StoreError {
        guard isUnanswered else { return StoreError(error) }
        return .unavailable(
            """
            the connection was lost while the change was committed, and the server cannot be asked \
            whether it was made: \(error)
            """)
    }

    /// What became of a transaction; its lock is taken first, so that it has ended.
    private static func isCommitted(
        _ transaction: String, _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> Bool {
        let results = try connection.run([
            PostgreSQLStatement("BEGIN"),
            PostgreSQLStatement(AdvisoryLock.writing.statement),
            PostgreSQLStatement(
                "SELECT pg_xact_status(CAST(CAST($1 AS text) AS xid8))", [.text(transaction)]),
            PostgreSQLStatement("ROLLBACK"),
        ])
        return results[2].rows.first?.first == .text("committed")
    }

    private static func write(
        _ plans: [Result<PlannedDelta, StoreError>], _ connection: PostgreSQLConnection,
        _ unanswered: inout Unanswered?
    ) throws(PostgreSQLError) -> [StoreError?] {
        if let transaction = try writeAll(plans, connection) {
            let outcomes = plans.map { plan in
                if case .failure(let error) = plan { error } else { nil as StoreError? }
            }
            try commit(transaction, outcomes, connection, &unanswered)
            return outcomes
        }
        let (transaction, outcomes) = try writeEach(plans, connection)
        try commit(transaction, outcomes, connection, &unanswered)
        return outcomes
    }

    private static func commit(
        _ transaction: String, _ outcomes: [StoreError?], _ connection: PostgreSQLConnection,
        _ unanswered: inout Unanswered?
    ) throws(PostgreSQLError) {
        unanswered = Unanswered(transaction: transaction, outcomes: outcomes)
        do throws(PostgreSQLError) {
            _ = try connection.run("COMMIT")
        } catch {
            // The server's refusal is an answer.
            if !error.isSessionOver { unanswered = nil }
            throw error
        }
        unanswered = nil
    }

    /// Makes the changes of all deltas, in one journey to the server.
    ///
    /// - Returns: The transaction, open; nil if one of them cannot be applied: then none is.
    private static func writeAll(
        _ plans: [Result<PlannedDelta, StoreError>], _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> String? {
        let ready = plans.compactMap { plan in try? plan.get() }
        let results: [PostgreSQLResult]
        do throws(PostgreSQLError) {
            results = try connection.run(opening + ready.flatMap(\.statements))
        } catch {
            guard StoreError(error).isOfOneDelta else { throw error }
            if connection.isInTransaction { _ = try connection.run("ROLLBACK") }
            return nil
        }
        var start = opening.count
        for plan in ready {
            if plan.failure(results[start...]) != nil {
                _ = try connection.run("ROLLBACK")
                return nil
            }
            start += plan.statements.count
        }
        return results[2].rows.first?.first?.textValue ?? ""
    }

    /// Makes the changes of each delta behind a savepoint, leaving out those that cannot be
    /// applied.
    private static func writeEach(
        _ plans: [Result<PlannedDelta, StoreError>], _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> (transaction: String, outcomes: [StoreError?]) {
        let results = try connection.run(opening)
        var outcomes: [StoreError?] = []
        for plan in plans {
            switch plan {
            case .failure(let error): outcomes.append(error)
            case .success(let plan): outcomes.append(try writeOne(plan, connection))
            }
        }
        return (results[2].rows.first?.first?.textValue ?? "", outcomes)
    }

    private static func writeOne(
        _ plan: PlannedDelta, _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> StoreError? {
        let savepoint = PostgreSQLStatement("SAVEPOINT one_delta")
        var failure: StoreError?
        do throws(PostgreSQLError) {
            let results = try connection.run([savepoint] + plan.statements)
            failure = plan.failure(results[1...])
        } catch {
            let reason = StoreError(error)
            guard reason.isOfOneDelta else { throw error }
            failure = reason
            // A value that cannot be said is found before anything is sent, the savepoint too.
            if error.cause == .unsayable { return failure }
        }
        let release = PostgreSQLStatement("RELEASE one_delta")
        let undo = PostgreSQLStatement("ROLLBACK TO one_delta")
        _ = try connection.run(failure == nil ? [release] : [undo, release])
        return failure
    }
}
#endif
