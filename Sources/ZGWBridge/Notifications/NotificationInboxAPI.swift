public import CaseHandling
internal import JSONTree
public import Records

/// `/api/management/v1/notificatiesapi/inbound-events`: what came of notifications, for people.
///
/// Those about unknown tasks and those that failed stay until somebody has seen to them.
public struct NotificationInboxAPI: Sendable {
    private static let base = ["management", "v1", "notificatiesapi", "inbound-events"]

    private let store: any Store
    private let reopened: @Sendable () -> Void

    /// Creates the API.
    ///
    /// - Parameters:
    ///   - store: Where the inbox is.
    ///   - reopened: Called after a notification is to be tried again.
    public init(store: any Store, reopened: @escaping @Sendable () -> Void = {}) {
        self.store = store
        self.reopened = reopened
    }

    /// Answers a request; nil where the path is not one of this API.
    ///
    /// - `GET …/failed`: those that failed and those about unknown tasks, the newest first
    /// - `GET …/failed/count`
    /// - `POST …/{id}/retry`
    public func answer(_ request: CaseRequest) async -> CaseResponse? {
        guard request.path.starts(with: Self.base) else { return nil }
        let rest = Array(request.path.dropFirst(Self.base.count))
        do {
            switch (request.method, rest.first, rest.count) {
            case ("GET", "failed"?, 1):
                let rows = try await store.read(failed(limit: 500))
                return CaseResponse(
                    status: 200,
                    body: .array(rows.compactMap(InboxEntry.init(row:)).map(\.apiForm)))
            case ("GET", "failed"?, 2) where rest[1] == "count":
                let count = try await store.count(failed(limit: nil))
                return CaseResponse(status: 200, body: .integer(Int64(count)))
            case ("POST", let id?, 2) where rest[1] == "retry":
                return try await retry(id, at: request.instant)
            default: return CaseResponse(status: 404)
            }
        } catch {
            return CaseResponse(status: 503, body: ["detail": .string("\(error)")])
        }
    }

    private func failed(limit: Int?) -> Query {
        Query(
            NotificationInbox.table,
            where: .isIn(
                "state",
                [
                    .text(NotificationState.failed.rawValue),
                    .text(NotificationState.unknown.rawValue),
                ]), ordering: [Ordering("received_at", isDescending: true)], limit: limit)
    }

    private func retry(_ id: String, at instant: Int64) async throws -> CaseResponse {
        let query = Query(NotificationInbox.table, where: .equal("id", id), limit: 1)
        guard let entry = try await store.read(query).first.flatMap(InboxEntry.init(row:)) else {
            return CaseResponse(
                status: 404, body: ["detail": .string("There is no notification with id \(id)")])
        }
        try await store.commit(entry.reopened(at: instant))
        reopened()
        return CaseResponse(status: 204)
    }
}

extension InboxEntry {
    /// The entry as the API shows it.
    var apiForm: JSON {
        [
            "id": .string(id), "status": .string(state.rawValue.uppercased()),
            "attempts": .integer(attempts),
            "receivedAt": .string(Moment(milliseconds: receivedAt).text),
            "explanation": explanation.map(JSON.string) ?? .null,
            "notification": JSON(text: content) ?? .null,
        ]
    }
}
