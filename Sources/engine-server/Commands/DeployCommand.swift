import CommandLineParsing
import HTTPClient
import JSONTree
import ProcessValues
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
        var form = MultipartBody()
        form.append("deployment-name", command["name"] ?? files.first?.name ?? "deployment")
        form.append(
            "enable-duplicate-filtering", command.isSet("changed-only") ? "true" : "false")
        for file in files {
            form.append(file.name, file: try FileAccess.read(file.path), filename: file.name)
        }
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

extension HTTPHeader {
    /// Basic authentication (RFC 7617).
    static func basic(user: String, password: String) -> HTTPHeader {
        HTTPHeader("Authorization", "Basic " + Base64.encode(Array("\(user):\(password)".utf8)))
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
