internal import JSONTree
internal import SQLite

/// One resource as it is stored: its document holds URLs of the sandbox as paths.
struct StoredResource {
    var kind: ResourceKind
    var uuid: String
    /// The uuid of the resource that it belongs to, such as the zaak of a status.
    var parent: String?
    var document: JSONObject
    /// The order of creation.
    var sequence: Int64 = 0
}

/// All resources in one table of a SQLite file.
final class ResourceStore {
    private let connection: SQLiteConnection

    /// Opens the file and makes the tables that are missing.
    ///
    /// - Throws: `SQLiteError`.
    init(path: String) throws {
        connection = try SQLiteConnection(path: path)
        try connection.execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            CREATE TABLE IF NOT EXISTS resource (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                kind TEXT NOT NULL,
                uuid TEXT NOT NULL,
                parent TEXT,
                natural_key TEXT,
                document TEXT NOT NULL,
                UNIQUE (kind, uuid),
                UNIQUE (kind, natural_key)
            );
            CREATE INDEX IF NOT EXISTS resource_parent ON resource (kind, parent);
            CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS delivery (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                callback TEXT NOT NULL,
                auth TEXT NOT NULL,
                message TEXT NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0,
                due INTEGER NOT NULL
            );
            """)
    }

    // MARK: Transactions

    /// Runs what is to be done wholly or not at all.
    func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try connection.execute("COMMIT")
            return result
        } catch {
            if connection.isInTransaction { try connection.execute("ROLLBACK") }
            throw error
        }
    }

    // MARK: Resources

    func insert(_ resource: StoredResource, naturalKey: String?) throws -> StoredResource {
        let statement = try connection.statement(
            """
            INSERT INTO resource (kind, uuid, parent, natural_key, document) VALUES (?, ?, ?, ?, ?)
            """)
        statement.bind(1, resource.kind.rawValue)
        statement.bind(2, resource.uuid)
        bind(statement, 3, resource.parent)
        bind(statement, 4, naturalKey)
        statement.bind(5, JSON.object(resource.document).serializedText)
        try statement.run()
        var stored = resource
        stored.sequence = connection.lastInsertedRow
        return stored
    }

    func update(_ resource: StoredResource, naturalKey: String?) throws {
        let statement = try connection.statement(
            """
            UPDATE resource SET parent = ?, natural_key = ?, document = ?
            WHERE kind = ? AND uuid = ?
            """)
        bind(statement, 1, resource.parent)
        bind(statement, 2, naturalKey)
        statement.bind(3, JSON.object(resource.document).serializedText)
        statement.bind(4, resource.kind.rawValue)
        statement.bind(5, resource.uuid)
        try statement.run()
    }

    func delete(_ kind: ResourceKind, _ uuid: String) throws {
        let statement = try connection.statement(
            "DELETE FROM resource WHERE kind = ? AND uuid = ?")
        statement.bind(1, kind.rawValue)
        statement.bind(2, uuid)
        try statement.run()
    }

    func find(_ kind: ResourceKind, _ uuid: String) throws -> StoredResource? {
        let statement = try connection.statement(Self.columns + "kind = ? AND uuid = ?")
        statement.bind(1, kind.rawValue)
        statement.bind(2, uuid)
        return try read(statement).first
    }

    func find(_ kind: ResourceKind, naturalKey: String) throws -> StoredResource? {
        let statement = try connection.statement(Self.columns + "kind = ? AND natural_key = ?")
        statement.bind(1, kind.rawValue)
        statement.bind(2, naturalKey)
        return try read(statement).first
    }

    /// All resources of a kind, those of one parent if it is given, the newest first.
    func list(_ kind: ResourceKind, parent: String? = nil) throws -> [StoredResource] {
        let condition = parent == nil ? "kind = ?" : "kind = ? AND parent = ?"
        let statement = try connection.statement(
            Self.columns + condition + " ORDER BY sequence DESC")
        statement.bind(1, kind.rawValue)
        if let parent { statement.bind(2, parent) }
        return try read(statement)
    }

    private static let columns =
        "SELECT kind, uuid, parent, document, sequence FROM resource WHERE "

    private func read(_ statement: SQLiteStatement) throws -> [StoredResource] {
        defer { statement.reset() }
        var result: [StoredResource] = []
        while try statement.step() {
            guard let kind = ResourceKind(rawValue: statement.text(0)),
                case .object(let document) = try JSON(parsing: statement.text(3))
            else { continue }
            result.append(
                StoredResource(
                    kind: kind, uuid: statement.text(1),
                    parent: statement.kind(2) == .null ? nil : statement.text(2),
                    document: document, sequence: statement.integer(4)))
        }
        return result
    }

    /// The next number of a series, from 1 on.
    func next(_ counter: String) throws -> Int {
        let statement = try connection.statement(
            """
            INSERT INTO counter (name, value) VALUES (?, 1)
            ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
            """)
        statement.bind(1, counter)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 1
    }

    // MARK: Deliveries

    func enqueue(_ delivery: Delivery) throws {
        let statement = try connection.statement(
            "INSERT INTO delivery (callback, auth, message, due) VALUES (?, ?, ?, ?)")
        statement.bind(1, delivery.callback)
        statement.bind(2, delivery.auth)
        statement.bind(3, delivery.message)
        statement.bind(4, delivery.due.microseconds)
        try statement.run()
    }

    /// The deliveries that are due, the oldest first.
    func dueDeliveries(at moment: Moment, limit: Int) throws -> [Delivery] {
        let statement = try connection.statement(
            """
            SELECT sequence, callback, auth, message, attempts, due FROM delivery
            WHERE due <= ? ORDER BY sequence LIMIT ?
            """)
        statement.bind(1, moment.microseconds)
        statement.bind(2, Int64(limit))
        defer { statement.reset() }
        var result: [Delivery] = []
        while try statement.step() {
            result.append(
                Delivery(
                    sequence: statement.integer(0), callback: statement.text(1),
                    auth: statement.text(2), message: statement.text(3),
                    attempts: Int(statement.integer(4)),
                    due: Moment(microseconds: statement.integer(5))))
        }
        return result
    }

    func postpone(_ delivery: Delivery, to moment: Moment) throws {
        let statement = try connection.statement(
            "UPDATE delivery SET attempts = attempts + 1, due = ? WHERE sequence = ?")
        statement.bind(1, moment.microseconds)
        statement.bind(2, delivery.sequence)
        try statement.run()
    }

    func finish(_ delivery: Delivery) throws {
        let statement = try connection.statement("DELETE FROM delivery WHERE sequence = ?")
        statement.bind(1, delivery.sequence)
        try statement.run()
    }

    func pendingDeliveryCount() throws -> Int {
        let statement = try connection.statement("SELECT count(*) FROM delivery")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    /// Forgets everything.
    func empty() throws {
        try connection.execute("DELETE FROM resource; DELETE FROM counter; DELETE FROM delivery")
    }

    private func bind(_ statement: SQLiteStatement, _ index: Int, _ text: String?) {
        if let text { statement.bind(index, text) } else { statement.bindNull(index) }
    }
}

/// One notification for one subscriber, kept until it was taken or given up.
struct Delivery: Sendable {
    var sequence: Int64 = 0
    var callback: String
    var auth: String
    var message: String
    var attempts = 0
    var due: Moment
}
