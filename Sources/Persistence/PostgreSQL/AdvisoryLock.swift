#if PostgreSQL
/// Locks that the processes on one database take in turns, each held until a transaction ends.
enum AdvisoryLock: Int32 {
    // Numbers of our own, lest a lock of another program on the same database is meant.
    case migrating = 1_381_450_601
    case writing = 1_381_450_602

    /// The statement that waits for the lock; each schema of a database has its own.
    var statement: String {
        """
        SELECT pg_advisory_xact_lock(\(rawValue), hashtext(coalesce(CAST(current_schema() AS text), '')))
        """
    }
}
#endif
