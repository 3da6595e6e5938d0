#if PostgreSQL
internal import Glibc
internal import PostgreSQL
internal import Records

/// What a writer leaves in the database with each of its transactions, so that after a lost
/// connection it can see whether the last one was committed.
///
/// The number that PostgreSQL itself gives a transaction does not serve: after a crash the server
/// may give the number of one that was lost to another.
struct CommitMark {
    private static let table = "store_writer"

    /// Makes the table; to be called under the lock for migrations.
    static let schema = """
        CREATE TABLE IF NOT EXISTS \(table)
        (id text COLLATE "C" PRIMARY KEY, last_group bigint NOT NULL, written_at bigint NOT NULL)
        """

    /// Forgets writers that have not written for a week: none of them waits for an answer.
    static let tidying = """
        DELETE FROM \(table) WHERE written_at < extract(epoch FROM now()) - 604800
        """

    /// Who writes: a name that no other process has.
    private let writer: String
    /// The number of the group that is written, or was last.
    private(set) var group: Int64 = 0

    init() {
        var generator = SystemRandomNumberGenerator()
        writer = "\(getpid())-" + String(generator.next(), radix: 16)
    }

    /// Begins another group.
    mutating func next() { group += 1 }

    /// Leaves the number of the group; part of its transaction.
    var statement: PostgreSQLStatement {
        PostgreSQLStatement(
            """
            INSERT INTO \(Self.table) (id, last_group, written_at)
            VALUES ($1, $2, CAST(extract(epoch FROM now()) AS bigint))
            ON CONFLICT (id) DO UPDATE
            SET last_group = excluded.last_group, written_at = excluded.written_at
            """, [.text(writer), .integer(group)])
    }

    /// Whether the group was committed.
    ///
    /// Waits until the transaction that it was written in has ended, by taking its lock.
    func isCommitted(_ connection: PostgreSQLConnection) throws(PostgreSQLError) -> Bool {
        let results = try connection.run([
            PostgreSQLStatement("BEGIN"),
            PostgreSQLStatement(AdvisoryLock.writing.statement),
            PostgreSQLStatement(
                "SELECT last_group FROM \(Self.table) WHERE id = $1", [.text(writer)]),
            PostgreSQLStatement("ROLLBACK"),
        ])
        return results[2].rows.first?.first == .integer(group)
    }
}
#endif
