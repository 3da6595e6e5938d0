import HTTPServer
import JSONTree
import ProcessEngine
import Records

extension EngineService {
    private static let incidents = ListEndpoint(
        path: "/incident", list: .incidents, form: .incident)

    /// `/incident`.
    var incidentRoutes: [APIRoute] {
        Self.incidents.routes(self, byPost: false) + [
            route("GET", "/incident/{id}") { request in
                let id = request.parameters[0]
                guard let row = try await Self.incidents.row(id, self, for: request.principal)
                else { throw APIError.notFound("No matching incident with id \(id)") }
                return row.answer(in: .incident)
            },
            route("DELETE", "/incident/{id}") { request in
                let id = request.parameters[0]
                guard try await find(IncidentRow.self, id, for: request.principal) != nil else {
                    throw APIError.notFound("Cannot find an incident with id '\(id)'")
                }
                do throws(EngineError) {
                    _ = try await engine.perform(
                        .incident(id: id, .resolve), as: request.principal)
                } catch {
                    guard error.isBadRequest else { throw APIError(error) }
                    throw APIError.invalid(error.message)
                }
                return .noContent
            },
            route("PUT", "/incident/{id}/annotation") { request in
                let annotation = try request.object().text("annotation")
                return try await annotate(annotation, request)
            },
            route("DELETE", "/incident/{id}/annotation") { request in
                try await annotate(nil, request)
            },
        ]
    }

    private func annotate(_ text: String?, _ request: APIRequest) async throws -> HTTPResponse {
        let id = request.parameters[0]
        guard try await find(IncidentRow.self, id, for: request.principal) != nil else {
            throw APIError(
                status: 400, type: "BadUserRequestException",
                "Cannot find an incident with id '\(id)'", code: 0)
        }
        try await perform(.incident(id: id, .annotate(text)), request)
        return .noContent
    }
}
