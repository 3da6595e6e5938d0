public import HTTPServer
public import JSONTree
public import ProcessEngine
import ProcessValues

/// A request that has found its route, with who sent it.
public struct APIRequest: Sendable {
    /// The request.
    public let http: HTTPRequest
    /// Who sent it.
    public let principal: Principal
    /// What stands in the places of the route's parameters, in order.
    public let parameters: [String]

    /// Puts a request together.
    public init(http: HTTPRequest, principal: Principal, parameters: [String]) {
        self.http = http
        self.principal = principal
        self.parameters = parameters
    }

    /// The parameters of the query.
    ///
    /// - Throws: 400 for a malformed escape.
    public func query() throws(APIError) -> [HTTPQueryItem] {
        guard http.rawQuery != nil else { return [] }
        guard let query = http.query else { throw .invalid("The query cannot be read") }
        return query
    }

    /// Whether a parameter of the query is `true`; the default if it is not given.
    ///
    /// - Throws: 400 if the query cannot be read.
    public func flag(_ name: String, default value: Bool = false) throws(APIError) -> Bool {
        try query()[name].map { $0 == "true" } ?? value
    }

    /// The body as a JSON object; one without members if there is no body.
    ///
    /// - Throws: 415 if the body is of another type, 400 if it is no object.
    public func object() throws(APIError) -> JSONObject {
        http.body.isEmpty ? [:] : try requiredObject()
    }

    /// The body as a JSON object.
    ///
    /// - Throws: 400 if there is none, and what `object()` throws.
    public func requiredObject() throws(APIError) -> JSONObject {
        if http.body.isEmpty { throw .invalid("The request has no body") }
        if let type = http.headers["content-type"], !type.contains("json") {
            throw APIError(
                status: 415, type: "NotSupportedException", "HTTP 415 Unsupported Media Type")
        }
        do {
            guard case .object(let object) = try JSON(parsing: http.body) else {
                throw APIError.invalid("The body is no JSON object")
            }
            return object
        } catch let error as APIError {
            throw error
        } catch {
            throw .invalid("The body is no JSON: \(error)")
        }
    }

    /// The address under which the client sees the API, such as `http://host:8080/engine-rest`.
    var base: String {
        let scheme = http.headers["x-forwarded-proto"] == "https" ? "https" : "http"
        return "\(scheme)://\(http.headers["host"] ?? "localhost")\(EngineAPI.root)"
    }
}

extension APIError {
    /// A parameter of the query that cannot be read.
    static func parameter(_ name: String, _ value: String) -> APIError {
        .invalid("Cannot set query parameter '\(name)' to value '\(value)'")
    }
}

extension JSONObject {
    /// The text of a member, nil if it is not there or null.
    ///
    /// - Throws: 400 if it is something else.
    func text(_ name: String) throws(APIError) -> String? {
        switch self[name] {
        case nil, .null: nil
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .array, .object: throw .invalid("The property '\(name)' is no text")
        }
    }

    /// The truth value of a member, false if it is not there or null.
    ///
    /// - Throws: 400 if it is something else.
    func flag(_ name: String, default value: Bool = false) throws(APIError) -> Bool {
        switch self[name] {
        case nil, .null: value
        case .bool(let value): value
        case .string("true"): true
        case .string("false"): false
        default: throw .invalid("The property '\(name)' is no truth value")
        }
    }

    /// The whole number of a member, nil if it is not there or null.
    ///
    /// - Throws: 400 if it is something else.
    func integer(_ name: String) throws(APIError) -> Int? {
        switch self[name] {
        case nil, .null: return nil
        case .integer(let number): return Int(number)
        case .string(let text):
            guard let number = Int(text) else { break }
            return number
        default: break
        }
        throw .invalid("The property '\(name)' is no whole number")
    }

    /// The instant of a member, nil if it is not there or null.
    ///
    /// - Throws: 400 if it is something else.
    func instant(_ name: String) throws(APIError) -> Instant? {
        guard let text = try text(name) else { return nil }
        guard let instant = Instant(restText: text) else {
            throw .invalid("The property '\(name)' is no date: \(text)")
        }
        return instant
    }

    /// The texts of a member, nil if it is not there or null.
    ///
    /// - Throws: 400 if it is something else.
    func texts(_ name: String) throws(APIError) -> [String]? {
        switch self[name] {
        case nil, .null: return nil
        case .array(let elements):
            var texts: [String] = []
            for element in elements {
                guard let text = element.stringValue else {
                    throw .invalid("The property '\(name)' is no list of texts")
                }
                texts.append(text)
            }
            return texts
        default: throw .invalid("The property '\(name)' is no list of texts")
        }
    }

    /// The variables of a member, in order; `failure` begins the messages.
    ///
    /// - Throws: 400 or 500 if a value is refused.
    func variables(
        _ name: String = "variables", failure: String
    ) throws(APIError) -> [VariableInput] {
        guard let member = self[name], member != .null else { return [] }
        guard case .object(let object) = member else {
            throw .invalid("The property '\(name)' is no object")
        }
        var result: [VariableInput] = []
        result.reserveCapacity(object.count)
        for member in object.members {
            result.append(try VariableInput(member.key, form: member.value, failure: failure))
        }
        return result
    }
}

extension VariableInput {
    /// Reads a variable in the form of the REST API.
    ///
    /// - Parameters:
    ///   - name: The variable's name.
    ///   - form: The form.
    ///   - failure: The start of messages.
    /// - Throws: 400 or 500 if the value is refused.
    init(_ name: String, form: JSON, failure: String) throws(APIError) {
        guard form.objectValue != nil || form == .null else {
            throw .invalid("The variable '\(name)' is no object")
        }
        guard
            form["valueInfo"] == nil || form["valueInfo"]?.objectValue != nil
                || form["valueInfo"] == .null
        else { throw .invalid("The valueInfo of variable '\(name)' is no object") }
        do {
            let submitted = try SubmittedValue(rest: form)
            self.init(name, submitted.value, isTransient: submitted.isTransient)
        } catch {
            switch error {
            case .invalid(let message): throw .invalid(failure + message)
            case .unserializable(let message): throw .rest(500, failure + message)
            case .illegalArgument(let message):
                throw APIError(status: 500, type: "IllegalArgumentException", message)
            }
        }
    }
}
