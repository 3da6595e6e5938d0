internal import HTTPClient

/// Where servers send a call on to (RFC 9110, 15.4), by the rules of the reference's client: a
/// read goes on as it is, anything else only where the server answers 303.
struct Redirects {
    private let options: RequestOptions
    private var visited: Set<String> = []
    private(set) var count = 0

    /// Fields that another server has no business with.
    private static let confidential: Set<String> = [
        "authorization", "cookie", "proxy-authorization",
    ]

    init(_ options: RequestOptions) {
        self.options = options
    }

    /// The call that a server asks for; nil if its answer is the last one.
    ///
    /// - Throws: `ConnectorProblem` if the way leads nowhere.
    mutating func next(
        after response: HTTPClient.Response, to request: HTTPClient.Request
    ) throws(ConnectorProblem) -> HTTPClient.Request? {
        let isRead = ["GET", "HEAD"].contains(request.method)
        let goesOn =
            response.status == 303 || isRead && [301, 302, 307, 308].contains(response.status)
        guard options.followsRedirects, goesOn, let location = response[header: "location"] else {
            return nil
        }
        visited.insert(request.url)
        count += 1
        guard count <= options.mostRedirects else {
            throw .tooManyRedirects(options.mostRedirects)
        }
        let (from, to): (HTTPLocation, HTTPLocation)
        do throws(HTTPClientError) {
            if !options.allowsRelative { _ = try HTTPLocation(location) }
            from = try HTTPLocation(request.url)
            to = try HTTPLocation(location, from: request.url)
        } catch {
            throw .redirectUnreadable(location)
        }
        if from.scheme == "https", to.scheme != "https" { throw .redirectUnsafe }
        if !options.allowsCircles, visited.contains(to.url) { throw .redirectCircle(to.url) }
        var next = request
        next.url = to.url
        if !isRead {
            next.method = "GET"
            next.body = .none
            next.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
        }
        if !from.isSameServer(as: to) {
            next.headers.removeAll { Self.confidential.contains($0.name.lowercased()) }
        }
        return next
    }
}
