internal import ProcessValues
internal import Records

/// Finds jobs that are due and takes them for this node.
struct JobAcquisition: Sendable {
    let store: any Store
    let cache: SnapshotCache
    /// The name under which jobs are locked.
    let owner: String
    /// Whether other nodes work on the same database.
    let isShared: Bool
    /// For how long a job is this node's; after that others may take it for lost.
    let lockMilliseconds: Int64

    /// An effect whose order key has none before it: those after one that failed wait visibly.
    private static let isFirstOfItsKey = Predicate.not(
        .exists(
            JobRow.table,
            matching: [
                ColumnPair("order_key", equals: "order_key"), ColumnPair("id", .less, "id"),
            ], .all))

    /// The jobs that are due, important ones first.
    ///
    /// - Parameters:
    ///   - now: The instant.
    ///   - busyRoots: Roots whose jobs have to wait for those that run already.
    ///   - limit: How many are wanted.
    /// - Returns: The jobs, not taken yet.
    /// - Throws: `EngineError` if the database cannot be read.
    func due(
        at now: Instant, exceptOf busyRoots: some Collection<String>, limit: Int
    ) async throws(EngineError) -> [JobRow] {
        var parts: [Predicate] = [
            .compare("ready_at", .lessOrEqual, .integer(now.milliseconds)),
            Self.isFirstOfItsKey,
        ]
        if !busyRoots.isEmpty {
            parts.append(
                .or([
                    .equal("type", JobType.effect),
                    .not(.isIn("root_instance_id", busyRoots.map { .text($0) })),
                ]))
        }
        return try await store.rows(
            Query(
                JobRow.table, where: .and(parts),
                ordering: [Ordering("priority", isDescending: true), Ordering("ready_at")],
                limit: limit), as: JobRow.self)
    }

    /// When the next job that is not due yet will be; nil if there is none.
    func nextDue(after now: Instant) async throws(EngineError) -> Instant? {
        try await store.rows(
            Query(
                JobRow.table,
                where: .compare("ready_at", .greater, .integer(now.milliseconds)),
                ordering: [Ordering("ready_at")], limit: 1), as: JobRow.self
        ).first?.readyAt
    }

    /// Whether an earlier effect of the same order key is not over yet.
    func isHeldBack(_ job: JobRow) async throws(EngineError) -> Bool {
        guard job.orderKey != nil else { return false }
        return try await store.rows(
            Query(JobRow.table, where: .and([.equal("id", job.id), Self.isFirstOfItsKey])),
            as: JobRow.self
        ).isEmpty
    }

    /// Takes a job, an effect for being sent.
    ///
    /// - Returns: The job as it now is; nil if somebody else was faster.
    func lock(_ job: JobRow, at now: Instant) async throws(EngineError) -> JobRow? {
        var locked = job
        locked.revision += 1
        locked.lockOwner = owner
        locked.lockExpiresAt = now.adding(milliseconds: lockMilliseconds)
        locked.readyAt = locked.lockExpiresAt
        var set = [
            ColumnAssignment("lock_owner", .text(owner)),
            ColumnAssignment("lock_expires_at", ColumnValue(locked.lockExpiresAt?.milliseconds)),
            ColumnAssignment("ready_at", ColumnValue(locked.readyAt?.milliseconds)),
        ]
        if job.type == JobType.effect {
            locked.effectState = EffectState.inFlight
            locked.inFlightKey = job.orderKey
            set.append(ColumnAssignment("effect_state", .text(EffectState.inFlight)))
            set.append(ColumnAssignment("in_flight_key", ColumnValue(job.orderKey)))
        }
        do throws(StoreError) {
            try await store.commit(
                Delta(changes: [
                    .update(
                        JobRow.table, key: [.text(job.id)], set: set,
                        expectedRevision: Int64(job.revision))
                ]))
        } catch {
            switch error {
            case .conflict, .duplicate: return nil
            case .full, .unavailable, .invalid, .schema: throw EngineError(error)
            }
        }
        if let root = job.rootInstanceID { cache.remove(root) }
        return locked
    }

    /// Lets go what an earlier run of this node had taken when it ended; one that is alone on its
    /// database has had no other, whatever its name was.
    ///
    /// - Parameter now: The instant.
    /// - Throws: `EngineError` if it cannot be committed.
    func releaseOwnLocks(at now: Instant) async throws(EngineError) {
        do throws(StoreError) {
            try await store.commit(
                Delta(changes: [
                    .updateAll(
                        JobRow.table,
                        where: .and([
                            isShared
                                ? .equal("lock_owner", owner) : .not(.isNull("lock_owner")),
                            .not(.isNull("ready_at")),
                        ]),
                        set: [
                            ColumnAssignment("lock_owner", .null),
                            ColumnAssignment("lock_expires_at", .null),
                            ColumnAssignment("ready_at", .integer(now.milliseconds)),
                        ])
                ]))
        } catch {
            throw EngineError(error)
        }
    }
}

/// The values of `job.type`.
enum JobType {
    static let timer = "timer"
    static let message = "message"
    static let effect = "effect"
}

/// The values of `job.effect_state`.
enum EffectState {
    static let waiting = "waiting"
    static let inFlight = "inFlight"
    static let answered = "answered"
    static let detached = "detached"
}
