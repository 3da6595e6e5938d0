import CaseHandling
import EngineAPI
import HTTPServer
import JSONTree
import ProcessEngine
import ProcessValues
import ZGWBridge
import UniversalIdentifier

/// The routes of cases and of notifications.
struct CaseRoutes: APIModule {
    let documents: DocumentAPI
    let notifications: NotificationService?
    let clock: any EngineClock

    var routes: [APIRoute] {
        var result = ["/api/v1/document", "/api/v1/document/{id}"].flatMap { pattern in
            ["GET", "POST", "PUT", "PATCH"].map { method in
                APIRoute(method, pattern) { request in
                    try await respond(to: request) { await documents.answer($0) }
                }
            }
        }
        if let notifications { result += routes(of: notifications) }
        return result
    }

    private func routes(of notifications: NotificationService) -> [APIRoute] {
        let base = "/api/management/v1/notificatiesapi/inbound-events"
        let inbox = notifications.inbox
        let management = [
            ("GET", "\(base)/failed"), ("GET", "\(base)/failed/count"),
            ("POST", "\(base)/{id}/retry"),
        ].map { method, pattern in
            APIRoute(method, pattern) { request in
                try await respond(to: request) { await inbox.answer($0) }
            }
        }
        // A Notificaties API logs in by a header of its own, which the intake checks.
        let callback = APIRoute(
            "POST", "/api/v1/notificatiesapi/callback", isOpen: true
        ) { request in
            HTTPResponse(
                status: await notifications.intake.receive(
                    authorization: request.http.headers["authorization"],
                    body: request.http.body, at: clock.now.milliseconds,
                    identifier: UniversalIdentifier.random()))
        }
        return management + [callback]
    }

    private func respond(
        to request: APIRequest, by answer: (CaseRequest) async -> CaseResponse?
    ) async throws -> HTTPResponse {
        var body: JSON?
        if !request.http.body.isEmpty {
            do {
                body = try JSON(parsing: request.http.body)
            } catch {
                throw APIError.invalid("The body is no JSON: \(error)")
            }
        }
        let found = await answer(
            CaseRequest(
                method: request.http.method,
                path: Array((request.http.pathSegments ?? []).dropFirst()), body: body,
                user: request.principal.userID, instant: clock.now.milliseconds,
                identifier: UniversalIdentifier.random()))
        guard let found else { throw APIError.notFound("There is no such path") }
        guard let body = found.body else { return HTTPResponse(status: found.status) }
        return .json(body, status: found.status)
    }
}
