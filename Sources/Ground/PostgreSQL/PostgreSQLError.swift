#if PostgreSQL
internal import CPostgreSQL

/// Why PostgreSQL did not do what was asked.
public struct PostgreSQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is, where the server gave no code.
    public enum Cause: Sendable, Equatable {
        /// The server refused a statement; `state` has its code.
        case refused
        /// There is no connection, or it broke while something was under way.
        case connection
        /// The server did not go on within the time limit; the connection was given up.
        case timeLimit
        /// What was asked cannot be said to PostgreSQL, such as a text with a NUL character.
        case unsayable
    }

    /// What kind of failure it is.
    public let cause: Cause
    /// The five characters of SQLSTATE, empty where the server sent none.
    public let state: String
    /// What happened, with the server's detail and hint.
    public let message: String
    /// The statement, or what else was tried.
    public let statement: String
    /// The place of the statement among those sent together.
    public let place: Int?

    /// The message, the code and the statement.
    public var description: String {
        (state.isEmpty ? message : "\(message) (SQLSTATE \(state))")
            + (statement.isEmpty ? "" : " in: \(statement)")
    }

    /// Whether a unique index or primary key holds such a row already.
    public var isUniqueViolation: Bool { state == "23505" }

    /// Whether the server's disk is full.
    public var isDiskFull: Bool { state == "53100" }

    /// Whether the server gave the transaction up for the sake of another one: it may be repeated.
    public var isTransient: Bool { state == "40001" || state == "40P01" }

    /// Whether the statement or its values are at fault, as opposed to the server or the way to it.
    public var isMisuse: Bool {
        if cause == .unsayable { return true }
        // Data, constraints, syntax and names, limits of the program (a row or index entry too
        // large), features that are not there. 26000, a statement unknown, is a lost session.
        return ["22", "23", "42", "54", "0A"].contains(state.prefix(2)) && state != "42501"
    }

    /// Whether the session is over: a new connection may do better.
    public var isSessionOver: Bool {
        switch cause {
        case .connection, .timeLimit: true
        // Class 08, the server shutting down or starting, a statement that the session never saw.
        case .refused: state.hasPrefix("08") || state.hasPrefix("57P") || state == "26000"
        case .unsayable: false
        }
    }

    /// Whether the server would not let this user in, or not to this database.
    public var isLoginRefused: Bool { state.hasPrefix("28") || state == "3D000" }
}

extension PostgreSQLError {
    /// A failure that the server did not name.
    init(
        _ cause: Cause, _ message: String, statement: String = "", place: Int? = nil,
        state: String = ""
    ) {
        self.cause = cause
        self.state = state
        self.message = message
        self.statement = statement
        self.place = place
    }

    /// A failure that the server named in a result.
    init(_ result: OpaquePointer, statement: String, place: Int?) {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        let state = field(cpostgresql_sqlstate) ?? ""
        var message = field(cpostgresql_primary) ?? String(cString: PQresultErrorMessage(result))
        while message.last?.isNewline == true { message.removeLast() }
        // The detail of a constraint shows the row, with what it says of people.
        if let detail = field(cpostgresql_detail), !state.hasPrefix("23") {
            message += "; \(detail)"
        }
        if let hint = field(cpostgresql_hint) { message += "; \(hint)" }
        // Without a code it is libpq itself that speaks: the connection has broken.
        self.init(
            state.isEmpty ? .connection : .refused, message, statement: statement, place: place,
            state: state)
    }
}
#endif
