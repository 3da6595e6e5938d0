internal import JSONTree
internal import ProcessValues
public import Records
internal import Signing

/// Takes notifications in: each is kept durably before it is answered, and processed later.
///
/// A Notificaties API delivers at least once, in any order, and gives up on a slow listener; so
/// nothing but the insertion of a row stands between the message and the answer 204.
public struct NotificationIntake: Sendable {
    private let store: any Store
    private let authorization: String
    private let arrived: @Sendable () -> Void

    /// Creates an intake.
    ///
    /// - Parameters:
    ///   - store: Where messages are kept.
    ///   - authorization: The header `Authorization` that they must carry.
    ///   - arrived: Called after one was kept, so that it is processed at once.
    public init(
        store: any Store, authorization: String, arrived: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.authorization = authorization
        self.arrived = arrived
    }

    /// Takes one message.
    ///
    /// - Parameters:
    ///   - authorization: The header `Authorization` of the request.
    ///   - body: The body.
    ///   - instant: Now, in milliseconds since 1970.
    ///   - identifier: A new identifier.
    /// - Returns: The status to answer with: 204, or 401, 403 or 400 where the message is not
    ///   taken, or 503 where it could not be kept and shall be sent again.
    public func receive(
        authorization: String?, body: [UInt8], at instant: Int64, identifier: String
    ) async -> Int {
        guard let authorization else { return 403 }
        guard Hashing.areEqual(Array(authorization.utf8), Array(self.authorization.utf8)) else {
            return 401
        }
        guard let json = try? JSON(parsing: body, depthLimit: 16),
            let notificatie = Notificatie(json)
        else { return 400 }
        if notificatie.kanaal == "test" { return 204 }
        let entry = InboxEntry(
            id: identifier, deduplicationKey: notificatie.deduplicationKey, dueAt: instant,
            receivedAt: instant, content: json.serializedText)
        return await keep(entry) ? 204 : 503
    }

    /// Keeps a message that was found otherwise; one that is there already counts as kept.
    func keep(_ entry: InboxEntry) async -> Bool {
        do {
            try await store.commit(
                Delta(changes: [.insert(NotificationInbox.table, entry.row)]))
            arrived()
            return true
        } catch {
            if case .duplicate = error { return true }
            return false
        }
    }
}

extension Notificatie {
    /// The same for every delivery of one message: a hash of all that tells messages apart.
    var deduplicationKey: String {
        let marks = kenmerken.members.map { "\($0.key)=\($0.value.serializedText)" }.sorted()
        let parts = [kanaal, hoofdObject, resource, resourceURL, actie, aanmaakdatum] + marks
        let text = JSON.array(parts.map(JSON.string)).serialized
        // Where libcrypto fails, the text itself tells messages apart just as well.
        return (try? Hashing.sha256(text)).map(Base64URL.encode)
            ?? String(decoding: text, as: UTF8.self)
    }
}
