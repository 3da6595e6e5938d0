internal import JSONTree
internal import UniversalIdentifier

/// Why a request is refused: a status with the code that clients branch on.
struct Problem: Error {
    var status: Int
    var code: String
    var detail: String
    var parameters: [InvalidParameter] = []
    /// Whether the body is bare, `{"veld": ["…"]}`, as a few paths of Notificaties answer it.
    var isBare = false
    var headers: [(String, String)] = []

    init(status: Int, code: String, detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    /// A refused body: 400 with a code for each member.
    static func invalid(_ parameters: [InvalidParameter]) -> Problem {
        var problem = Problem(status: 400, code: "invalid", detail: "Ongeldige invoer.")
        problem.parameters = parameters
        return problem
    }

    static func invalid(_ name: String, _ code: String, _ reason: String) -> Problem {
        invalid([InvalidParameter(name, code, reason)])
    }

    static let notFound = Problem(status: 404, code: "not_found", detail: "Niet gevonden.")
    static let permissionDenied = Problem(
        status: 403, code: "permission_denied",
        detail: "Je hebt geen toestemming om deze actie uit te voeren.")
    /// What the real servers answer to some plain mistakes, such as an id that is no UUID.
    static let serverError = Problem(
        status: 500, code: "error", detail: "Er is een serverfout opgetreden.")

    static func methodNotAllowed(_ method: String) -> Problem {
        Problem(
            status: 405, code: "method_not_allowed",
            detail: "Methode \"\(method)\" niet toegestaan.")
    }
}

/// One member of a body or query that is refused.
struct InvalidParameter: Sendable, Equatable {
    /// The member's name, dotted inside nested objects; `nonFieldErrors` for the whole.
    var name: String
    var code: String
    var reason: String

    init(_ name: String, _ code: String, _ reason: String) {
        self.name = name
        self.code = code
        self.reason = reason
    }
}

extension Problem {
    /// The body as the server of an API writes it.
    func body(of api: API, base: String) -> JSON {
        if isBare {
            return .object(
                JSONObject(
                    parameters.map {
                        JSONObject.Member($0.name, .array([.string($0.reason)]))
                    }))
        }
        var body: JSONObject = [
            "type": .string("\(base)/ref/fouten/\(typeName)/"),
            "code": .string(code), "title": .string(detail),
            "status": .integer(Int64(status)), "detail": .string(detail),
            "instance": .string("urn:uuid:\(UniversalIdentifier.random())"),
        ]
        guard !parameters.isEmpty else { return .object(body) }
        // Objecten spells the member otherwise than the other servers.
        body[api == .objecten ? "invalid_params" : "invalidParams"] = .array(
            parameters.map {
                .object([
                    "name": .string($0.name), "code": .string($0.code),
                    "reason": .string($0.reason),
                ])
            })
        return .object(body)
    }

    private var typeName: String {
        switch code {
        case "invalid": "ValidationError"
        case "parse_error": "ParseError"
        case "permission_denied": "PermissionDenied"
        case "not_authenticated": "NotAuthenticated"
        case "authentication_failed": "AuthenticationFailed"
        case "not_found": "NotFound"
        case "not_acceptable": "NotAcceptable"
        case "method_not_allowed": "MethodNotAllowed"
        case "unsupported_media_type": "UnsupportedMediaType"
        case "precondition_failed": "PreconditionFailed"
        default: status == 403 ? "PermissionDenied" : "APIException"
        }
    }
}
