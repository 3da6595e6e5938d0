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
                try await perform(.incident(id: id, .resolve), request)
                return .noContent
            },
            route("PUT", "/incident/{id}/annotation") { request in
                let annotation = try request.object().text("annotation")
                try await perform(
                    .incident(id: request.parameters[0], .annotate(annotation)), request)
                return .noContent
            },
            route("DELETE", "/incident/{id}/annotation") { request in
                try await perform(.incident(id: request.parameters[0], .annotate(nil)), request)
                return .noContent
            },
        ]
    }
}
