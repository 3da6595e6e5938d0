import CommandLineParsing
import HTTPClient

/// Tells whether a server answers, for scripts on machines without curl.
enum PingCommand {
    static let specification = CommandSpecification(
        "ping", help: "Tell whether a server answers, by the exit code",
        options: [.value("url", "URL", isRequired: true, help: "What to ask for")])

    static func run(_ command: ParsedCommand) async throws -> Int32 {
        let client = try HTTPClient(.forCommands)
        defer { client.close() }
        let limits = HTTPRequest.Limits(
            connect: .seconds(1), firstByte: .seconds(2), total: .seconds(2))
        guard
            let response = try? await client.send(
                HTTPRequest(url: command["url"] ?? "", limits: limits)),
            response.status < 500
        else { return 1 }
        return 0
    }
}

extension HTTPClient.Configuration {
    /// The person who calls a command says which server is meant: any address is right.
    static var forCommands: Self {
        HTTPClient.Configuration(
            policy: DestinationPolicy(schemes: "http,https", addresses: .any))
    }
}
