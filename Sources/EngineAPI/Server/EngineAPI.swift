public import HTTPServer
import JSONTree
public import ProcessEngine
public import Signing
public import StructuredLog

/// The REST API of the engine, as a handler of requests.
public struct EngineAPI: Sendable {
    /// Where the API begins.
    static let root = "/engine-rest"

    /// How the API behaves.
    public struct Configuration: Sendable {
        /// Who may log in; nil lets everybody in.
        public var users: [APIUser]?
        /// The version that clients are told: the release of the reference whose API this is.
        public var version: String
        /// Where each request is told; nil for nowhere.
        public var accessLog: StructuredLog?
        /// Where failures that are nobody's fault are told.
        public var log: StructuredLog

        /// Describes an API.
        public init(
            users: [APIUser]?, version: String = "7.24.0", accessLog: StructuredLog? = nil,
            log: StructuredLog = .silent
        ) {
            self.users = users
            self.version = version
            self.accessLog = accessLog
            self.log = log
        }
    }

    private let router: Router
    private let authenticator: Authenticator
    private let configuration: Configuration

    /// Puts the API together.
    ///
    /// - Parameters:
    ///   - engine: The engine.
    ///   - configuration: How it behaves.
    ///   - modules: Routes of other rooms.
    /// - Throws: `CryptoError` if there are no random bytes.
    public init(
        engine: ProcessEngine, configuration: Configuration, modules: [any APIModule] = []
    ) throws(CryptoError) {
        authenticator = try Authenticator(users: configuration.users)
        let service = EngineService(
            engine: engine, version: configuration.version, authenticator: authenticator)
        router = Router(service.routes + modules.flatMap(\.routes))
        self.configuration = configuration
    }

    /// A handler for an HTTP server.
    ///
    /// - Throws: `CryptoError` if there are no random bytes.
    public static func handler(
        engine: ProcessEngine, configuration: Configuration, modules: [any APIModule] = []
    ) throws(CryptoError) -> HTTPHandler {
        let api = try EngineAPI(engine: engine, configuration: configuration, modules: modules)
        return { await api.answer($0) }
    }

    /// Answers a request.
    public func answer(_ request: HTTPRequest) async -> HTTPResponse {
        guard let accessLog = configuration.accessLog else {
            return await dispatch(request).response
        }
        let start = ContinuousClock.now
        let (response, user) = await dispatch(request)
        let elapsed = ContinuousClock.now - start
        // The query is left out: it may name people.
        var line: JSONObject = [
            "method": .string(request.method), "path": .string(request.path),
            "status": .integer(Int64(response.status)),
            "milliseconds": .integer(Int64(elapsed / .milliseconds(1))),
            "client": .string(request.remoteAddress),
        ]
        if let user { line["user"] = .string(user) }
        accessLog(.info, "request", line)
        return response
    }

    private func dispatch(
        _ request: HTTPRequest
    ) async -> (response: HTTPResponse, user: String?) {
        var user: String?
        do {
            let (route, parameters) = try route(of: request)
            try checkAccept(request)
            let principal =
                route.isOpen
                ? Principal(origin: .rest) : try await authenticator.principal(of: request)
            user = principal.userID
            let answer = try await route.handler(
                APIRequest(http: request, principal: principal, parameters: parameters))
            return (answer, user)
        } catch let error as APIError {
            var response = error.response
            if error.status == 401 {
                response.headers.append("WWW-Authenticate", #"Basic realm="engine""#)
            }
            return (response, user)
        } catch let error as EngineError {
            return (APIError(error).response, user)
        } catch {
            configuration.log(
                .error, "a request failed",
                ["path": .string(request.path), "error": .string("\(error)")])
            return (APIError.rest(500, "\(error)").response, user)
        }
    }

    /// Refuses clients that take nothing but what this server does not make.
    private func checkAccept(_ request: HTTPRequest) throws(APIError) {
        guard let accept = request.headers["accept"] else { return }
        let isMade = accept.split(separator: ",").contains { range in
            let type = range.prefix { $0 != ";" }.filter { $0 != " " }
            return !type.isEmpty && type != "application/hal+json" && type.contains("/")
                && !Self.refusedTypes.contains(type)
        }
        guard isMade || accept.isEmpty else {
            throw APIError(
                status: 406, type: "NotAcceptableException", "HTTP 406 Not Acceptable")
        }
    }

    /// Types that clients of such an API ask for and that no route answers with.
    private static let refusedTypes: Set<String> = ["text/html", "text/csv", "application/pdf"]

    private func route(of request: HTTPRequest) throws(APIError) -> (APIRoute, [String]) {
        guard var segments = request.pathSegments?[...] else {
            throw .invalid("The path cannot be read")
        }
        // The only engine can be named: /engine-rest/engine/default/….
        if segments.count > 3, segments[0] == "engine-rest", segments[1] == "engine",
            segments[2] == "default"
        {
            segments = ["engine-rest"] + segments[3...]
        }
        switch router.find(method: request.method, segments: segments) {
        case .route(let route, let parameters): return (route, parameters)
        case .wrongMethod(let allowed):
            if request.method == "HEAD",
                case .route(let route, let parameters) = router.find(
                    method: "GET", segments: segments)
            {
                return (route, parameters)
            }
            throw APIError(
                status: 405, type: "NotAllowedException",
                "HTTP 405 Method Not Allowed: \(allowed.joined(separator: ", "))")
        case .nothing:
            throw APIError(status: 404, type: "NotFoundException", "HTTP 404 Not Found")
        }
    }
}
