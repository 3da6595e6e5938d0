/// A database that rooms keep their rows in.
public protocol Store: Sendable {
    /// Reads some lists as of one moment.
    ///
    /// - Returns: The rows of each query, in the order of the queries.
    /// - Throws: `StoreError.unavailable` if the database cannot be read.
    func read(_ queries: [Query]) async throws(StoreError) -> [[Row]]

    /// Counts the rows that a query would give without its limit and offset.
    func count(_ query: Query) async throws(StoreError) -> Int

    /// Applies a delta whole, or not at all.
    ///
    /// Returns once the change would survive a loss of power.
    ///
    /// - Throws: `StoreError.conflict` if a guard fails or a row is gone or has another revision,
    ///   `.duplicate` if a key or a unique index holds such a row, `.full` or `.unavailable` if the
    ///   disk failed; then nothing was changed.
    func commit(_ delta: Delta) async throws(StoreError)

    /// Writes what waits and lets go of the database; later calls fail.
    func close()
}

extension Store {
    /// Reads one list.
    public func read(_ query: Query) async throws(StoreError) -> [Row] {
        try await read([query]).first ?? []
    }
}

/// Why a store did not do what was asked.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Somebody else changed the same rows first; names the table and what was expected of it.
    case conflict(String)
    /// A unique index holds such a row already; names the index or its columns.
    case duplicate(String)
    /// The disk is full: nothing was written.
    case full(String)
    /// The database cannot be read or written.
    case unavailable(String)
    /// The rows or the query do not fit the tables: a mistake in this program.
    case invalid(String)
    /// The schema in the database is not the one this program knows.
    case schema(String)

    /// What happened, for the person who must act.
    public var description: String {
        switch self {
        case .conflict(let what): "The data was changed meanwhile: \(what)"
        case .duplicate(let what): "There is such a row already: \(what)"
        case .full(let what): "The disk is full, nothing was written: \(what)"
        case .unavailable(let what): "The database cannot be used: \(what)"
        case .invalid(let what): "The database refuses this: \(what)"
        case .schema(let what): "The database has another schema: \(what)"
        }
    }
}
