#if PostgreSQL
internal import CPostgreSQL
internal import Glibc
public import Records

extension PostgreSQLConnection {
    /// Sends statements in one go and reads what they give: one journey to the server and back.
    ///
    /// Outside of a transaction they are one of their own, done when all were.
    ///
    /// - Throws: `PostgreSQLError` of the first that fails, with its place; those after it are not
    ///   done. An open transaction is then to be rolled back.
    public func run(
        _ batch: [PostgreSQLStatement]
    ) throws(PostgreSQLError) -> [PostgreSQLResult] {
        guard !batch.isEmpty else { return [] }
        try forgetSuperfluous()
        let parameters = try encoded(batch)
        guard PQenterPipelineMode(handle) == 1 else { throw broken("pipeline") }
        var isNew: [Bool] = []
        isNew.reserveCapacity(batch.count)
        for (place, statement) in batch.enumerated() {
            isNew.append(try send(statement, parameters[place], place))
            // Taken in while sending, lest both sides wait for the other to read.
            if place & 63 == 63 { try flush() }
        }
        guard PQpipelineSync(handle) == 1 else { throw broken("sync") }
        try flush()
        let results = try receive(batch, isNew)
        guard PQexitPipelineMode(handle) == 1 else { throw broken("pipeline") }
        return results
    }

    /// Sends one statement in one go and reads what it gives.
    ///
    /// - Throws: `PostgreSQLError` if it fails.
    public func run(
        _ sql: String, _ values: [ColumnValue] = []
    ) throws(PostgreSQLError) -> PostgreSQLResult {
        try run([PostgreSQLStatement(sql, values)])[0]
    }

    /// How many statements are kept prepared.
    public var preparedCount: Int { statements.count }

    private func forgetSuperfluous() throws(PostgreSQLError) {
        guard !isInTransaction else { return }
        let names = statements.takeSuperfluous()
        guard !names.isEmpty else { return }
        try execute(names.map { "DEALLOCATE \($0)" }.joined(separator: ";"))
    }

    /// All of them before the first is sent: a value that cannot be said must not leave a pipeline
    /// half filled.
    private func encoded(
        _ batch: [PostgreSQLStatement]
    ) throws(PostgreSQLError) -> [ParameterBuffer] {
        var buffers: [ParameterBuffer] = []
        buffers.reserveCapacity(batch.count)
        for (place, statement) in batch.enumerated() {
            buffers.append(try ParameterBuffer(statement, place: place))
        }
        return buffers
    }

    /// - Returns: Whether the statement had to be prepared.
    private func send(
        _ statement: PostgreSQLStatement, _ parameters: ParameterBuffer, _ place: Int
    ) throws(PostgreSQLError) -> Bool {
        let (name, isNew) = statements.name(statement)
        if isNew {
            let types = statement.types.map { $0?.objectIdentifier ?? 0 }
            guard PQsendPrepare(handle, name, statement.sql, Int32(types.count), types) == 1 else {
                throw broken(statement.sql, place: place)
            }
        }
        let isSent = parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(
                handle, name, Int32(statement.values.count), values, lengths, formats, 1)
        }
        guard isSent == 1 else { throw broken(statement.sql, place: place) }
        return isNew
    }

    private func receive(
        _ batch: [PostgreSQLStatement], _ isNew: [Bool]
    ) throws(PostgreSQLError) -> [PostgreSQLResult] {
        var results: [PostgreSQLResult] = []
        results.reserveCapacity(batch.count)
        var failure: PostgreSQLError?
        for (place, statement) in batch.enumerated() {
            if isNew[place] {
                let prepared = try receiveOne(statement, place, &failure)
                if prepared == nil { statements.forget(statement) }
            }
            if let result = try receiveOne(statement, place, &failure) { results.append(result) }
        }
        guard let sync = try nextResult("sync") else { throw broken("sync") }
        defer { PQclear(sync) }
        guard PQresultStatus(sync) == PGRES_PIPELINE_SYNC else {
            throw PostgreSQLError(sync, statement: "sync", place: nil)
        }
        if let failure {
            guard PQexitPipelineMode(handle) == 1 else { throw broken("pipeline") }
            throw failure
        }
        return results
    }

    /// What one message to the server gave; nil if it failed or was left out after a failure.
    private func receiveOne(
        _ statement: PostgreSQLStatement, _ place: Int, _ failure: inout PostgreSQLError?
    ) throws(PostgreSQLError) -> PostgreSQLResult? {
        guard let result = try nextResult(statement.sql, place: place) else {
            throw broken(statement.sql, place: place)
        }
        defer { PQclear(result) }
        var answer: PostgreSQLResult?
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: answer = PostgreSQLResult(result)
        case PGRES_PIPELINE_ABORTED: break
        default:
            let error = PostgreSQLError(result, statement: statement.sql, place: place)
            // The server has hung up: no more results will come.
            if PQstatus(handle) == CONNECTION_BAD { throw error }
            failure = failure ?? error
        }
        // The null that ends the results of one message.
        if let further = try nextResult(statement.sql, place: place) { PQclear(further) }
        return answer
    }

    /// Sends what waits to be sent, reading what comes meanwhile.
    private func flush() throws(PostgreSQLError) {
        while true {
            let rest = PQflush(handle)
            if rest == 0 { return }
            guard rest > 0 else { throw broken("") }
            let events = try wait(for: Int16(POLLIN | POLLOUT))
            if events & Int16(POLLIN) != 0, PQconsumeInput(handle) != 1 { throw broken("") }
        }
    }

    /// The next result, or nil where libpq marks an end.
    func nextResult(_ statement: String, place: Int? = nil) throws(PostgreSQLError)
        -> OpaquePointer?
    {
        while PQisBusy(handle) == 1 {
            if PQflush(handle) < 0 { throw broken(statement, place: place) }
            _ = try wait(for: Int16(POLLIN))
            guard PQconsumeInput(handle) == 1 else {
                // What the server said before it hung up tells more than that it did.
                if PQisBusy(handle) == 0, let last = PQgetResult(handle) { return last }
                throw broken(statement, place: place)
            }
        }
        return PQgetResult(handle)
    }

    /// Waits until the socket is ready.
    private func wait(for events: Int16) throws(PostgreSQLError) -> Int16 {
        var watched = pollfd(fd: PQsocket(handle), events: events, revents: 0)
        guard watched.fd >= 0 else { throw broken("") }
        // A statement that runs too long is ended by the server: this is for a server that is gone.
        let limit = Int32(clamping: timeLimit + timeLimit / 4)
        while true {
            let count = poll(&watched, 1, limit)
            if count > 0 { return watched.revents }
            if count == 0 {
                throw PostgreSQLError(
                    .timeLimit, "the server \(self.place) was silent for \(limit / 1_000) s")
            }
            guard errno == EINTR else { throw broken("poll") }
        }
    }
}
#endif
