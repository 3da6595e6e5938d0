/// Why a connector has no answer, beside what the connection itself tells.
enum ConnectorProblem: Error, Equatable, CustomStringConvertible {
    case payloadTooLarge(Int)
    case status(Int)
    case redirectNotAllowed(String)
    case redirectUnreadable(String)
    case redirectUnsafe
    case redirectCircle(String)
    case tooManyRedirects(Int)

    /// Whether trying again is of no use before somebody does something.
    var isFinal: Bool {
        if case .status = self { false } else { true }
    }

    var description: String {
        switch self {
        case .payloadTooLarge(let limit): "the payload is larger than \(limit) bytes"
        case .status(let status): "the request failed with status code \(status)"
        case .redirectNotAllowed(let host):
            "the server sent the call on to '\(host)', which may not be called. Add it to "
                + "connectors.http.allowedHosts, or call another"
        case .redirectUnreadable(let location):
            "the server sent the call on to '\(location)', which is no address"
        case .redirectUnsafe: "the server sent the call on from https to http"
        case .redirectCircle(let url): "the server sent the call round in a circle, to '\(url)'"
        case .tooManyRedirects(let limit): "the call was sent on more than \(limit) times"
        }
    }
}
