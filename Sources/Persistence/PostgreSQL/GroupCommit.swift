#if PostgreSQL
internal import PostgreSQL
internal import Records

/// Commits groups of deltas on the one connection of this process that writes.
///
/// It belongs to the writer's thread.
struct GroupCommit: ~Copyable {
    private var session: PostgreSQLSession
    private let timeLimit: Int
    private let isStopping: @Sendable () -> Bool
    private var planner = DeltaPlanner()
    private var mark = CommitMark()
    /// What to tell the callers of the group whose COMMIT was sent and not answered, if the server
    /// turns out to have done it.
    private var unanswered: [StoreError?]?
    /// Since when nothing could be written: in a long outage each group is tried once.
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
        mark.next()
        unanswered = nil
        while true {
            do throws(PostgreSQLError) {
                let outcomes = try repeated(plans)
                outage = nil
                return outcomes
            } catch {
                if error.isSessionOver { session.lose(error) } else { rollBack() }
                guard error.isSessionOver || error.isTransient, mayRepeat(error) else {
                    return Array(repeating: failure(error), count: deltas.count)
                }
            }
        }
    }

    /// Writes the group, unless an earlier try did it whose answer was lost.
    private mutating func repeated(
        _ plans: [Result<PlannedDelta, StoreError>]
    ) throws(PostgreSQLError) -> [StoreError?] {
        let connection = try session.connected()
        if let outcomes = unanswered, try mark.isCommitted(connection) { return outcomes }
        unanswered = nil
        return try write(plans, connection)
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

    private func failure(_ error: PostgreSQLError) -> StoreError {
        guard unanswered != nil else { return StoreError(error) }
        return .unavailable(
            """
            the connection was lost while the change was committed, and the server cannot be asked \
            whether it was made: \(error)
            """)
    }

    private mutating func write(
        _ plans: [Result<PlannedDelta, StoreError>], _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> [StoreError?] {
        // One that cannot be applied is left out and the others are sent again; where that happens
        // time after time, each is sent alone.
        var left = plans
        for _ in 0..<Self.tryLimit {
            guard left.contains(where: { $0.failure == nil }) else { return left.map(\.failure) }
            guard let refused = try writeAll(left, connection) else {
                return try commit(left.map(\.failure), connection)
            }
            left[refused.place] = .failure(refused.error)
        }
        return try commit(try writeEach(left, connection), connection)
    }

    /// How often a group is sent whole.
    private static let tryLimit = 4

    private mutating func commit(
        _ outcomes: [StoreError?], _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> [StoreError?] {
        unanswered = outcomes
        do throws(PostgreSQLError) {
            _ = try connection.run("COMMIT")
        } catch {
            // The server's refusal is an answer.
            if !error.isSessionOver { unanswered = nil }
            throw error
        }
        unanswered = nil
        return outcomes
    }

    /// The writers of all processes take turns for as long as a transaction lasts, as they do on
    /// SQLite: so nothing changes between a guard and the commit, and no two wait for each other.
    private var opening: [PostgreSQLStatement] {
        [
            PostgreSQLStatement("BEGIN"), PostgreSQLStatement(AdvisoryLock.writing.statement),
            mark.statement,
        ]
    }

    /// Makes the changes of all deltas, in one journey to the server.
    ///
    /// - Returns: The first that cannot be applied: then none is, and no transaction is open. Nil if
    ///   all were.
    private func writeAll(
        _ plans: [Result<PlannedDelta, StoreError>], _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> (place: Int, error: StoreError)? {
        let ready = plans.enumerated().compactMap { place, plan in
            (try? plan.get()).map { (place: place, plan: $0) }
        }
        let results: [PostgreSQLResult]
        do throws(PostgreSQLError) {
            results = try connection.run(opening + ready.flatMap(\.plan.statements))
        } catch {
            let reason = StoreError(error)
            guard reason.isOfOneDelta, var rest = error.place.map({ $0 - opening.count }), rest >= 0
            else { throw error }
            if connection.isInTransaction { _ = try connection.run("ROLLBACK") }
            for (place, plan) in ready {
                if rest < plan.statements.count { return (place, reason) }
                rest -= plan.statements.count
            }
            throw error
        }
        var rest = results.dropFirst(opening.count)
        for (place, plan) in ready {
            if let failure = plan.failure(rest) {
                _ = try connection.run("ROLLBACK")
                return (place, failure)
            }
            rest = rest.dropFirst(plan.statements.count)
        }
        return nil
    }

    /// Makes the changes of each delta behind a savepoint, leaving out those that cannot be
    /// applied.
    private func writeEach(
        _ plans: [Result<PlannedDelta, StoreError>], _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> [StoreError?] {
        _ = try connection.run(opening)
        var outcomes: [StoreError?] = []
        for plan in plans {
            switch plan {
            case .failure(let error): outcomes.append(error)
            case .success(let plan): outcomes.append(try writeOne(plan, connection))
            }
        }
        return outcomes
    }

    private func writeOne(
        _ plan: PlannedDelta, _ connection: PostgreSQLConnection
    ) throws(PostgreSQLError) -> StoreError? {
        var failure: StoreError?
        do throws(PostgreSQLError) {
            let results = try connection.run(
                [PostgreSQLStatement("SAVEPOINT one_delta")] + plan.statements)
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

extension Result {
    /// Why there is no value, or nil if there is one.
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
#endif
