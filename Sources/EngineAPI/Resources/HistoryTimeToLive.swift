import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// `…/history-time-to-live` of a definition: how many days the history of what ends from now
    /// on is kept.
    ///
    /// - Parameters:
    ///   - path: The path of the definition.
    ///   - table: The table that its row is in.
    ///   - id: Finds the id of the definition that a request means.
    /// - Returns: The route.
    func historyTimeToLiveRoute(
        _ path: String, _ table: TableDefinition,
        id: @escaping @Sendable (APIRequest) async throws -> String
    ) -> APIRoute {
        route("PUT", path + "/history-time-to-live") { request in
            let id = try await id(request)
            let days = try request.object().integer("historyTimeToLive")
            if let days, days < 0 {
                throw APIError(
                    status: 400, type: "BadUserRequestException",
                    "The history time to live is \(days) days; it must be 0 or more, or null "
                        + "for history that is kept.", code: 0)
            }
            do {
                try await engine.changeDefinitions(
                    Delta(changes: [
                        .update(
                            table, key: [.text(id)],
                            set: [
                                ColumnAssignment("history_time_to_live", ColumnValue(days))
                            ], expectedRevision: nil)
                    ]))
            } catch let error as EngineError {
                throw APIError(error)
            }
            return .noContent
        }
    }
}
