import CommandLineParsing
import HTTPClient
import JSONTree
import Signing

/// Sends files to a server, which deploys them together or refuses them with every problem.
enum DeployCommand {
    static let specification = CommandSpecification(
        "deploy", help: "Deploy models, forms and whole process applications to a server",
        options: [
            .value(
                "url", "URL", default: "http://127.0.0.1:8080",
                help: "The server"),
            .value("name", "NAME", help: "The deployment's name; else that of the first file"),
            .value("user", "NAME", environment: "RADERWERK_USER", help: "Who deploys"),
            .value(
                "password", "TEXT", environment: "RADERWERK_PASSWORD",
                help: "The password; better given by the environment"),
            .flag("changed-only", help: "Leave out what is deployed already"),
        ],
        operands: [.repeated("FILES")])

    static func run(_ command: ParsedCommand) async throws -> Int32 {
        let files = try command.operands.flatMap { path throws(FileError) in
            FileAccess.isFolder(path)
                ? try FileAccess.files(below: path).map { (name: relative($0, to: path), path: $0) }
                : [(name: FileAccess.name(of: path), path: path)]
        }
        var form = try MultipartBody()
        form.add(field: "deployment-name", command["name"] ?? files.first?.name ?? "deployment")
        form.add(
            field: "enable-duplicate-filtering", command.isSet("changed-only") ? "true" : "false")
        for file in files { form.add(file: file.name, try FileAccess.read(file.path)) }
        let client = try HTTPClient(.forCommands)
        defer { client.close() }
        var headers = [HTTPHeader("Content-Type", form.contentType)]
        if let user = command["user"] {
            headers.append(.basic(user: user, password: command["password"] ?? ""))
        }
        let root = (command["url"] ?? "").trimmingSlashes
        let response = try await client.send(
            HTTPRequest(
                method: "POST", url: "\(root)/engine-rest/deployment/create?diagnostics=true",
                headers: headers, body: .bytes(form.bytes)))
        return report(response, client: root)
    }

    private static func report(_ response: HTTPResponse, client root: String) -> Int32 {
        let answer = try? JSON(parsing: response.body)
        for problem in answer?["diagnostics"]?.arrayValue ?? [] {
            Terminal.complain(DiagnosticText.line(of: problem))
        }
        guard response.status == 200, let answer else {
            let message = answer?["message"]?.stringValue
            Terminal.complain(
                "\(root) refused the deployment (\(response.status)): \(message ?? "no reason given")"
            )
            return 1
        }
        print("deployment \(answer["id"]?.stringValue ?? "")")
        for member in ["deployedProcessDefinitions", "deployedDecisionDefinitions"] {
            for definition in answer[member]?.objectValue?.members ?? [] {
                print("  \(definition.key)")
            }
        }
        return 0
    }

    private static func relative(_ path: String, to folder: String) -> String {
        String(path.dropFirst(folder.count).drop { $0 == "/" })
    }
}

/// A body of several files and fields (RFC 7578).
struct MultipartBody {
    private let boundary: String
    private var content: [UInt8] = []

    /// An empty body with a boundary that no file holds.
    init() throws(CryptoError) {
        boundary = "raderwerk-" + Hashing.hexadecimal(try Hashing.randomBytes(16))
    }

    /// The value of the header `Content-Type`.
    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// The whole body.
    var bytes: [UInt8] { content + Array("--\(boundary)--\r\n".utf8) }

    /// Adds a field.
    mutating func add(field: String, _ value: String) {
        begin("name=\"\(escaped(field))\"")
        content += Array(value.utf8) + [13, 10]
    }

    /// Adds a file.
    mutating func add(file: String, _ bytes: [UInt8]) {
        let name = escaped(file)
        begin("name=\"\(name)\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream")
        content += bytes + [13, 10]
    }

    private mutating func begin(_ disposition: String) {
        content += Array(
            "--\(boundary)\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n".utf8)
    }

    /// As browsers write names: quotes and line breaks in percent form.
    private func escaped(_ name: String) -> String {
        var result = ""
        for character in name {
            switch character {
            case "\"": result += "%22"
            case "\r", "\n", "\r\n": result += "%0A"
            default: result.append(character)
            }
        }
        return result
    }
}

extension HTTPHeader {
    /// Basic authentication (RFC 7617).
    static func basic(user: String, password: String) -> HTTPHeader {
        HTTPHeader("Authorization", "Basic \(base64(Array("\(user):\(password)".utf8)))")
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var text = Base64URL.encode(bytes)
        while text.utf8.count % 4 != 0 { text += "=" }
        return String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    }
}

extension String {
    /// The text without slashes at its end.
    var trimmingSlashes: String {
        var text = self[...]
        while text.hasSuffix("/") { text = text.dropLast() }
        return String(text)
    }
}
