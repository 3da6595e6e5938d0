public import HTTPServer
public import JSONTree
import ProcessEngine
import ProcessValues

/// An answer that says what went wrong, in the form of the reference: `{type, message, code}`.
public struct APIError: Error, Sendable, Equatable {
    /// The HTTP status.
    public let status: Int
    /// The name of the reference's class of such a failure.
    public let type: String
    /// What is wrong, for the person who must act.
    public let message: String
    /// The number that clients compare; nil where the reference has none.
    public let code: Int?
    /// More members.
    public let details: JSONObject

    /// Describes a failure.
    public init(
        status: Int, type: String, _ message: String, code: Int? = nil, details: JSONObject = [:]
    ) {
        self.status = status
        self.type = type
        self.message = message
        self.code = code
        self.details = details
    }

    /// A request that is wrong: 400 InvalidRequestException.
    public static func invalid(_ message: String) -> APIError {
        APIError(status: 400, type: "InvalidRequestException", message)
    }

    /// A thing that does not exist: 404 InvalidRequestException.
    public static func notFound(_ message: String) -> APIError {
        APIError(status: 404, type: "InvalidRequestException", message)
    }

    /// A failure that the reference wraps.
    public static func rest(_ status: Int, _ message: String, code: Int? = 0) -> APIError {
        APIError(status: status, type: "RestException", message, code: code)
    }

    /// A failure of the engine as the reference answers it where an endpoint does not wrap it.
    init(_ error: EngineError) {
        let status =
            error.kind == .authorization ? 403 : error.isBadRequest ? 400 : 500
        self.init(
            status: status, type: error.typeName, error.message,
            code: error.isEngineException ? error.code : nil, details: error.report)
    }

    /// The error as JSON.
    public var json: JSON {
        var object: JSONObject = [
            "type": .string(type), "message": .string(message),
            "code": code.map { .integer(Int64($0)) } ?? .null,
        ]
        for member in details.members { object[member.key] = member.value }
        return .object(object)
    }

    /// The error as an answer.
    public var response: HTTPResponse { .json(json, status: status) }
}

extension EngineError {
    /// What a migration was refused for, in the form of the reference.
    fileprivate var report: JSONObject {
        switch kind {
        case .migrationPlan(let report): ["validationReport": report.json]
        case .migratingInstance(let report): ["validationReport": report.json]
        default: [:]
        }
    }
}

extension HTTPResponse {
    /// An answer in JSON.
    public static func json(_ json: JSON, status: Int = 200) -> HTTPResponse {
        .json(bytes: json.serialized, status: status)
    }

    /// An answer in JSON that is written already.
    public static func json(bytes: [UInt8], status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: ["Content-Type": "application/json", "Cache-Control": "no-cache"],
            body: .bytes(bytes))
    }

    /// An answer without content.
    public static let noContent = HTTPResponse(status: 204)
}
