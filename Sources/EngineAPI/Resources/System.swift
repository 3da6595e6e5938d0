import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    /// Whether the engine is there and well.
    var systemRoutes: [APIRoute] {
        [
            route("GET", "/version", isOpen: true) { _ in
                .json(["version": .string(version)])
            },
            route("GET", "/engine", isOpen: true) { _ in .json([["name": "default"]]) },
            APIRoute("GET", "/health", isOpen: true) { _ in
                // A read tells whether the database answers.
                do {
                    _ = try await engine.store.read(
                        Query(DeploymentRow.table, limit: 1, columns: ["id"]))
                } catch {
                    return .json(
                        ["status": "DOWN", "database": .string("\(error)")], status: 503)
                }
                return .json(["status": "UP"])
            },
        ]
    }
}
