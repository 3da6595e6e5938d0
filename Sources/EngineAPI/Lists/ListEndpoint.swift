import HTTPServer
import JSONTree
import ProcessEngine
import Records

/// The operations of one list: read and count, by GET and by POST.
struct ListEndpoint: Sendable {
    /// Makes the answer of rows where the columns alone do not.
    typealias Renderer = @Sendable ([Row], ListRequest, APIRequest) async throws -> [UInt8]

    /// The path of the list.
    let path: String
    /// What the list can be asked.
    let list: ListDefinition
    /// How a row looks.
    let form: ListForm
    /// Makes the answer; nil for the form alone.
    var renderer: Renderer?

    func routes(_ service: EngineService, byPost: Bool = true) -> [APIRoute] {
        var routes = [
            service.route("GET", path) { try await answer(service, $0, try parameters($0)) },
            service.route("GET", path + "/count") {
                try await count(service, $0, try parameters($0))
            },
        ]
        guard byPost else { return routes }
        routes.append(
            service.route("POST", path) {
                try await answer(service, $0, try bodyParameters($0))
            })
        routes.append(
            service.route("POST", path + "/count") {
                try await count(service, $0, try bodyParameters($0))
            })
        return routes
    }

    private func parameters(_ request: APIRequest) throws(APIError) -> ListRequest {
        try ListParameters(list, query: try request.query()).request
    }

    private func bodyParameters(_ request: APIRequest) throws(APIError) -> ListRequest {
        try ListParameters(list, body: try request.object(), query: try request.query()).request
    }

    private func answer(
        _ service: EngineService, _ request: APIRequest, _ wanted: ListRequest
    ) async throws -> HTTPResponse {
        var query = try service.query(list, wanted, for: request.principal)
        query.columns = form.columns
        let rows = try await service.read(query)
        if let renderer { return .json(bytes: try await renderer(rows, wanted, request)) }
        return .json(bytes: form.array(of: rows))
    }

    private func count(
        _ service: EngineService, _ request: APIRequest, _ wanted: ListRequest
    ) async throws -> HTTPResponse {
        let query = try service.query(list, wanted, for: request.principal)
        let count = try await service.count(query)
        return .json(["count": .integer(Int64(count))])
    }

    /// The row with an id, in the columns of the form; nil if there is none for the caller.
    func row(
        _ id: String, _ service: EngineService, for principal: Principal
    ) async throws(APIError) -> Row? {
        var query = try service.query(list, ListRequest(), for: principal)
        query.predicate = .and([query.predicate, .equal("id", id)])
        query.columns = form.columns
        return try await service.read(query).first
    }
}
