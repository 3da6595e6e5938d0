internal import JSONTree
public import Records

/// The notifications that came in, each once, with what became of them.
public enum NotificationInbox {
    /// The table.
    public static let table = TableDefinition(
        "notification_inbox",
        columns: [
            ColumnDefinition("id", .text, isRequired: true),
            ColumnDefinition("tenant_id", .text),
            ColumnDefinition("revision", .integer, isRequired: true),
            ColumnDefinition("deduplication_key", .text, isRequired: true),
            ColumnDefinition("state", .text, isRequired: true),
            ColumnDefinition("attempts", .integer, isRequired: true),
            ColumnDefinition("due_at", .integer),
            ColumnDefinition("received_at", .integer, isRequired: true),
            ColumnDefinition("finished_at", .integer),
            ColumnDefinition("explanation", .text),
            ColumnDefinition("content", .text, isRequired: true),
        ],
        indexes: [
            IndexDefinition(
                "notification_inbox_deduplication_key", on: ["deduplication_key"], isUnique: true),
            IndexDefinition("notification_inbox_due_at", on: ["due_at"], whereNotNull: "due_at"),
            IndexDefinition("notification_inbox_state", on: ["state", "received_at"]),
        ])

    /// The migrations of this room, in order.
    public static let migrations = [
        Migration("zgw-1-notification-inbox", steps: [.createTable(table)])
    ]
}

/// What became of a notification.
public enum NotificationState: String, Sendable {
    /// It waits for its first or next attempt.
    case received
    /// What follows from it was done.
    case processed
    /// It is about nothing that this engine deals with.
    case ignored
    /// It is about a task that this engine never had: somebody must look.
    case unknown
    /// It cannot be processed before somebody does something.
    case failed
}

/// One notification of the inbox.
public struct InboxEntry: Sendable, Equatable {
    /// Its id.
    public var id: String
    /// The tenant.
    public var tenantID: String?
    /// How often the row was changed.
    public var revision: Int64
    /// The same for every delivery of the same message.
    public var deduplicationKey: String
    /// What became of it.
    public var state: NotificationState
    /// How often it was tried.
    public var attempts: Int64
    /// When it is tried next, in milliseconds since 1970.
    public var dueAt: Int64?
    /// When it came in.
    public var receivedAt: Int64
    /// When it was done with.
    public var finishedAt: Int64?
    /// Why it is in this state, for the person who must act.
    public var explanation: String?
    /// The message as it came.
    public var content: String

    /// Reads a row; nil if it is not one of the table.
    init?(row: Row) {
        let table = NotificationInbox.table
        func value(_ column: String) -> ColumnValue {
            table.position(of: column).map { row.indices.contains($0) ? row[$0] : .null } ?? .null
        }
        guard let id = value("id").textValue, let revision = value("revision").integerValue,
            let key = value("deduplication_key").textValue,
            let state = value("state").textValue.flatMap(NotificationState.init),
            let attempts = value("attempts").integerValue,
            let receivedAt = value("received_at").integerValue,
            let content = value("content").textValue
        else { return nil }
        self.init(
            id: id, tenantID: value("tenant_id").textValue, revision: revision,
            deduplicationKey: key, state: state, attempts: attempts,
            dueAt: value("due_at").integerValue, receivedAt: receivedAt,
            finishedAt: value("finished_at").integerValue,
            explanation: value("explanation").textValue, content: content)
    }

    init(
        id: String, tenantID: String? = nil, revision: Int64 = 1, deduplicationKey: String,
        state: NotificationState = .received, attempts: Int64 = 0, dueAt: Int64?,
        receivedAt: Int64, finishedAt: Int64? = nil, explanation: String? = nil, content: String
    ) {
        self.id = id
        self.tenantID = tenantID
        self.revision = revision
        self.deduplicationKey = deduplicationKey
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.receivedAt = receivedAt
        self.finishedAt = finishedAt
        self.explanation = explanation
        self.content = content
    }

    /// The message.
    public var notificatie: Notificatie? { JSON(text: content).flatMap(Notificatie.init) }

    var row: Row {
        [
            .text(id), ColumnValue(tenantID), .integer(revision), .text(deduplicationKey),
            .text(state.rawValue), .integer(attempts), ColumnValue(dueAt), .integer(receivedAt),
            ColumnValue(finishedAt), ColumnValue(explanation), .text(content),
        ]
    }

    /// What says that it is done with.
    func finished(_ state: NotificationState, _ explanation: String?, at instant: Int64) -> Delta {
        update(state, explanation, attempts: attempts + 1, dueAt: nil, finishedAt: instant)
    }

    /// What says that it is to be tried again.
    func postponed(until dueAt: Int64, _ explanation: String) -> Delta {
        update(.received, explanation, attempts: attempts + 1, dueAt: dueAt, finishedAt: nil)
    }

    /// What says that it is to be tried anew, from the beginning.
    func reopened(at instant: Int64) -> Delta {
        update(.received, explanation, attempts: 0, dueAt: instant, finishedAt: nil)
    }

    private func update(
        _ state: NotificationState, _ explanation: String?, attempts: Int64, dueAt: Int64?,
        finishedAt: Int64?
    ) -> Delta {
        Delta(changes: [
            .update(
                NotificationInbox.table, key: [.text(id)],
                set: [
                    ColumnAssignment("state", .text(state.rawValue)),
                    ColumnAssignment("attempts", .integer(attempts)),
                    ColumnAssignment("due_at", ColumnValue(dueAt)),
                    ColumnAssignment("finished_at", ColumnValue(finishedAt)),
                    ColumnAssignment("explanation", ColumnValue(explanation)),
                ], expectedRevision: revision)
        ])
    }
}
