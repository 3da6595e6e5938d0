import JSONTree

/// One recorded call of a real server, with its answer.
struct Capture {
    /// The file's name without its ending: `03-zaken-001-zaak-create-minimal`.
    let file: String
    let method: String
    let path: String
    let query: String?
    /// The server's port, which tells the servers apart.
    let port: String
    let headers: [(name: String, value: String)]
    let body: JSON?
    let status: Int
    let responseHeaders: JSONObject
    let response: JSON

    /// `03-001`.
    var number: String {
        let parts = file.split(separator: "-")
        let count = parts.first { $0.count == 3 && $0.allSatisfy(\.isNumber) } ?? ""
        return "\(parts[0])-\(count)"
    }

    init?(_ file: String, _ json: JSON) {
        guard let method = json["method"]?.stringValue, let path = json["path"]?.stringValue,
            let server = json["server"]?.stringValue, let status = json["status"]?.intValue
        else { return nil }
        self.file = file
        self.method = method
        self.path = path
        query = json["query"]?.stringValue
        port = String(server.split(separator: ":").last ?? "")
        headers = (json["request_headers"]?.objectValue?.members ?? []).map {
            (name: $0.key, value: $0.value.stringValue ?? "")
        }
        let sent = json["request_body"]
        body = sent?.isNull == true ? nil : sent
        self.status = status
        responseHeaders = json["response_headers"]?.objectValue ?? [:]
        response = json["response_body"] ?? .null
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The captures whose names begin with one of the prefixes, in order.
    static func all(_ prefixes: [String]) throws -> [Capture] {
        try SharedFolder.names(in: "captures/zgw").filter { name in
            prefixes.contains { name.hasPrefix($0 + "-") }
        }.compactMap { name in
            let json = try JSON(parsing: SharedFolder.text("captures/zgw/" + name))
            return Capture(String(name.dropLast(5)), json)
        }
    }
}

/// The codes of an answer, by which clients branch.
struct AnswerCodes: Equatable, CustomStringConvertible {
    var status: Int
    var code: String
    var parameters: [String]

    init(status: Int, body: JSON) {
        self.status = status
        guard status >= 400 else {
            (code, parameters) = ("", [])
            return
        }
        code = body["code"]?.stringValue ?? ""
        let invalid = body["invalidParams"] ?? body["invalid_params"]
        parameters = (invalid?.arrayValue ?? []).map {
            "\($0["name"]?.stringValue ?? ""):\($0["code"]?.stringValue ?? "")"
        }.sorted()
        // A bare body names its members only.
        if body["code"] == nil, let members = body.objectValue {
            parameters = members.keys.sorted()
        }
    }

    var description: String {
        "\(status) \(code) \(parameters.joined(separator: " "))"
    }
}
