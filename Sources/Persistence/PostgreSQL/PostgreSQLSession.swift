#if PostgreSQL
internal import Glibc
internal import PostgreSQL
internal import Records

/// A connection that is made again when it was lost; it belongs to one thread.
struct PostgreSQLSession: ~Copyable {
    enum Role {
        /// Reads; all statements sent together see one moment.
        case reader
        /// Writes, in transactions that it opens and ends itself.
        case writer
    }

    private let configuration: PostgreSQLStore.Configuration
    private let role: Role
    private var connection: PostgreSQLConnection?
    private var wasLost = false

    init(_ configuration: PostgreSQLStore.Configuration, _ role: Role) {
        self.configuration = configuration
        self.role = role
    }

    /// The connection, made now if there is none.
    ///
    /// - Throws: `PostgreSQLError` if there is no way to the server.
    mutating func connected() throws(PostgreSQLError) -> PostgreSQLConnection {
        if let connection { return connection }
        let limit = configuration.timeLimit
        let new = try PostgreSQLConnection(
            url: configuration.url, password: configuration.password, timeLimit: limit)
        // A statement that has no end is ended by the server; so is a transaction of a writer that
        // is gone without a word, since all others wait for it.
        let isolation = role == .reader ? "repeatable read" : "read committed"
        try new.execute(
            """
            SET standard_conforming_strings = on;
            SET statement_timeout = \(limit);
            SET idle_in_transaction_session_timeout = \(limit);
            SET default_transaction_isolation = '\(isolation)';
            SET default_transaction_read_only = \(role == .reader ? "on" : "off");
            SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off';
            """)
        connection = new
        if wasLost { configuration.report("connected again to \(new.place)") }
        wasLost = false
        return new
    }

    /// Gives the connection up.
    mutating func drop() {
        connection?.close()
        connection = nil
    }

    /// Gives the connection up, since it was lost.
    mutating func lose(_ error: PostgreSQLError) {
        if connection != nil { configuration.report("the connection is lost: \(error.message)") }
        drop()
        wasLost = true
    }

    /// Runs a body that may be repeated, on a new connection if the one there was is lost.
    ///
    /// - Throws: The failure of the last try, when there was no connection for the time limit.
    mutating func reading<Value>(
        _ body: (PostgreSQLConnection) throws(PostgreSQLError) -> Value
    ) throws(PostgreSQLError) -> Value {
        var patience = Patience(limit: configuration.timeLimit)
        while true {
            do throws(PostgreSQLError) {
                return try body(try connected())
            } catch {
                if error.isSessionOver { lose(error) }
                let mayRepeat = error.cause != .timeLimit && !error.isLoginRefused
                guard error.isSessionOver || error.isTransient, mayRepeat, patience.waits() else {
                    throw error
                }
            }
        }
    }
}

/// Waits between tries, longer from one to the next, up to a limit in all.
struct Patience {
    private let end: Int
    private var pause: Int = 20

    /// Begins now and lasts for some milliseconds.
    init(limit: Int) { end = Self.now + limit }

    /// Whether the time is over.
    var isOver: Bool { Self.now >= end }

    /// Waits before another try.
    ///
    /// - Returns: Whether there is time for one.
    mutating func waits() -> Bool {
        guard !isOver else { return false }
        usleep(UInt32(min(pause, max(1, end - Self.now))) * 1_000)
        pause = min(pause * 2, 1_000)
        return true
    }

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
#endif
