import CommandLineParsing
import ZGWSandbox

/// Runs the local stand-in for Open Zaak, Objecten and Notificaties.
enum SandboxCommand {
    static let specification = CommandSpecification(
        "sandbox", help: "Run a local stand-in for the ZGW servers, for trying things out",
        options: [
            .value("host", "ADDRESS", default: "127.0.0.1", help: "A loopback address"),
            .value("port", "NUMBER", default: "8081", help: "The port; 0 for any"),
            .value(
                "database", "FILE", default: "sandbox.db",
                help: "The SQLite file; it is made if it is not there"),
            .value("port-file", "FILE", help: "A file to write the port to, once it listens"),
        ])

    static func run(_ command: ParsedCommand) async throws -> Int32 {
        let port = try command.integer("port", in: 0...65_535) ?? 8081
        let server = try await SandboxServer(
            configuration: SandboxConfiguration(
                host: command["host"] ?? "127.0.0.1", port: UInt16(port),
                databasePath: command["database"] ?? "sandbox.db"))
        try await server.seedDemoCatalogue()
        if let path = command["port-file"] { try FileAccess.write("\(server.port)\n", to: path) }
        Terminal.say(
            "ZGW sandbox at \(server.baseURL): no real ZGW server, nothing leaves this machine")
        try await TerminationSignal.wait()
        await server.shutdown()
        return 0
    }
}
