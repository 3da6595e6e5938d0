public import HTTPClient
public import JSONTree

/// One API of a server: its root, how to sign in, and how long to wait.
public struct ZGWEndpoint: Sendable {
    /// The root without a slash at its end, such as `https://openzaak.example.nl/zaken/api/v1`.
    ///
    /// Resource URLs are built from what the server returned, and from this root for lists.
    public var root: String
    /// How requests are signed in.
    public var authentication: ZGWAuthentication
    /// The limits of one request.
    public var limits: HTTPRequest.Limits

    /// Describes an endpoint.
    public init(
        root: String, authentication: ZGWAuthentication,
        limits: HTTPRequest.Limits = HTTPRequest.Limits(
            connect: .seconds(3), firstByte: .seconds(15), total: .seconds(20),
            responseBytes: 4 << 20)
    ) {
        self.root = root.hasSuffix("/") ? String(root.dropLast()) : root
        self.authentication = authentication
        self.limits = limits
    }
}

/// Sends the requests of one API and reads its answers.
///
/// Every request carries both CRS headers, which some resources ask for and none refuses, and a
/// token of its own. No request is repeated here but one, whose token was found to be too old.
public struct ZGWConnection: Sendable {
    /// The API.
    public let endpoint: ZGWEndpoint
    private let client: HTTPClient
    private let seconds: @Sendable () -> Int64

    /// Creates a connection.
    ///
    /// - Parameters:
    ///   - endpoint: The API.
    ///   - client: The client that sends, whose policy lists the hosts that may be called.
    public init(_ endpoint: ZGWEndpoint, client: HTTPClient) {
        self.init(endpoint, client: client, seconds: wallClockSeconds)
    }

    init(_ endpoint: ZGWEndpoint, client: HTTPClient, seconds: @escaping @Sendable () -> Int64) {
        self.endpoint = endpoint
        self.client = client
        self.seconds = seconds
    }

    /// Gets the resource at a path below the root, or at a URL that the server returned.
    ///
    /// - Returns: The resource, or nil if there is none.
    public func get(
        _ path: String, query: [QueryItem] = []
    ) async throws(ZGWError) -> JSON? {
        do throws(ZGWError) {
            return try await send("GET", path, query: query)
        } catch {
            if error.problem?.status == 404 { return nil }
            throw error
        }
    }

    /// Posts a resource and returns the one that was made.
    public func post(_ path: String, _ body: JSON) async throws(ZGWError) -> JSON {
        try await send("POST", path, body: body)
    }

    /// Changes the members given.
    public func patch(_ path: String, _ body: JSON) async throws(ZGWError) -> JSON {
        try await send("PATCH", path, body: body)
    }

    /// Puts a resource in the place of the one there is.
    public func put(_ path: String, _ body: JSON) async throws(ZGWError) -> JSON {
        try await send("PUT", path, body: body)
    }

    /// Takes a resource away; nothing to take away is no mistake.
    public func delete(_ path: String) async throws(ZGWError) {
        do throws(ZGWError) {
            _ = try await send("DELETE", path)
        } catch {
            if error.problem?.status == 404 { return }
            throw error
        }
    }

    /// All entries of a list, page by page; lists that come as a bare array are read too.
    ///
    /// - Parameters:
    ///   - path: The list below the root.
    ///   - query: Its filters.
    ///   - limit: How many entries at most: where there are more, the rest is left out.
    /// - Returns: The entries.
    /// - Throws: `ZGWError`.
    public func list(
        _ path: String, query: [QueryItem] = [], limit: Int = 1000
    ) async throws(ZGWError) -> [JSON] {
        var answer = try await send("GET", path, query: query)
        if let entries = answer.arrayValue { return Array(entries.prefix(limit)) }
        var entries: [JSON] = []
        var seen: Set<String> = []
        while true {
            guard let results = answer["results"]?.arrayValue else {
                throw .unexpected("\(path) gives neither a list nor a page of one")
            }
            entries += results
            guard entries.count < limit, let next = answer["next"]?.stringValue,
                seen.insert(next).inserted
            else { return Array(entries.prefix(limit)) }
            answer = try await send("GET", next)
        }
    }

    private func send(
        _ method: String, _ path: String, query: [QueryItem] = [], body: JSON? = nil
    ) async throws(ZGWError) -> JSON {
        let url = try url(for: path, query: query)
        do throws(ZGWError) {
            return try await sendOnce(method, url, body)
        } catch {
            // A token is made for every request, so that it can only be too old where the two
            // clocks differ or the request waited long; one more attempt tells.
            guard let problem = error.problem, problem.status == 403,
                problem.code.hasPrefix("jwt-")
            else { throw error }
            return try await sendOnce(method, url, body)
        }
    }

    private func sendOnce(
        _ method: String, _ url: String, _ body: JSON?
    ) async throws(ZGWError) -> JSON {
        var headers = [
            HTTPHeader("Accept", "application/json"), HTTPHeader("Accept-Crs", "EPSG:4326"),
            HTTPHeader("Content-Crs", "EPSG:4326"),
        ]
        if let authorization = try endpoint.authentication.authorization(at: seconds()) {
            headers.append(HTTPHeader("Authorization", authorization))
        }
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let request = HTTPRequest(
            method: method, url: url, headers: headers,
            body: body.map { .bytes($0.serialized) } ?? .none, limits: endpoint.limits,
            needsFreshConnection: method != "GET")
        let place = "\(method) \(urlWithoutQuery(url))"
        let response: HTTPResponse
        do {
            response = try await client.send(request)
        } catch let error as HTTPClientError {
            throw ZGWError(error, at: place)
        } catch {
            throw .unclear("\(place) was cancelled")
        }
        return try read(response, of: place)
    }

    private func read(_ response: HTTPResponse, of place: String) throws(ZGWError) -> JSON {
        let body = try? JSON(parsing: response.body, depthLimit: 64)
        switch response.status {
        case 200..<300:
            if let body { return body }
            if response.body.isEmpty { return .null }
            throw .unclear("\(place) answered \(response.status) with something that is not JSON")
        case 429:
            throw .throttled(retryAfterSeconds: response[header: "Retry-After"].flatMap { Int($0) })
        case 400..<500:
            var problem = ZGWProblem(status: response.status, body: body)
            if problem.detail.isEmpty { problem.detail = place }
            throw .refused(problem)
        default:
            let instance = body?["instance"]?.stringValue.map { " (\($0))" } ?? ""
            throw .unclear("\(place) answered \(response.status)\(instance)")
        }
    }

    /// The URL to call: a path is put below the root, a URL must lie below it.
    private func url(for path: String, query: [QueryItem]) throws(ZGWError) -> String {
        var url = path
        if !path.contains("://") {
            url = endpoint.root + (path.hasPrefix("/") ? path : "/" + path)
        } else if !isBelowRoot(path) {
            // The token of this API must not be shown to another host.
            throw .misconfigured("\(urlWithoutQuery(path)) does not lie below \(endpoint.root)")
        }
        if query.isEmpty { return url }
        let items = query.map { percentEncoded($0.name) + "=" + percentEncoded($0.value) }
        return url + (url.contains("?") ? "&" : "?") + items.joined(separator: "&")
    }

    private func isBelowRoot(_ url: String) -> Bool {
        url.hasPrefix(endpoint.root + "/") || url.hasPrefix(endpoint.root + "?")
    }
}

/// One filter of a list.
public struct QueryItem: Sendable, Equatable {
    /// The parameter's name.
    public var name: String
    /// Its value, not encoded.
    public var value: String

    /// Creates a filter.
    ///
    /// Personal numbers have no place here: query strings end up in logs.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension ZGWError {
    /// What a failed exchange means for the request: not sent, or perhaps carried out.
    init(_ error: HTTPClientError, at place: String) {
        switch error {
        case .invalidRequest(let what):
            self = .misconfigured("\(place): \(what) cannot be sent")
        case .hostNotAllowed(let host):
            self = .misconfigured("\(place): host \(host) is not in the list of allowed hosts")
        case .addressNotAllowed:
            self = .misconfigured("\(place): the host's address is not one that may be called")
        case .connectTimeout: self = .unreachable("\(place): no connection in time")
        case .tls(let what): self = .unreachable("\(place): \(what)")
        // libcurl 5, 6 and 7: the name did not resolve, or nobody listens.
        case .transport(let code, let text) where (5...7).contains(code):
            self = .unreachable("\(place): \(text)")
        case .firstByteTimeout, .totalTimeout: self = .unclear("\(place): no answer in time")
        case .responseTooLarge: self = .unclear("\(place): the answer is too large")
        case .file(_, let code): self = .unclear("\(place): error \(code) of a file")
        case .closed: self = .unclear("\(place): the client was closed")
        case .transport(_, let text): self = .unclear("\(place): \(text)")
        }
    }
}

/// A URL as it may stand in logs: filters can name people.
func urlWithoutQuery(_ url: String) -> String {
    String(url.prefix { $0 != "?" })
}

/// A text as part of a query string: everything but the unreserved characters of RFC 3986 encoded.
func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
        default: result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: result, as: UTF8.self)
}
