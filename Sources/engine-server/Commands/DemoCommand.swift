import CommandLineParsing
import Scenarios
import ZGWBridge
import ZGWSandbox

/// Plays the demo's story against a running engine and sandbox.
enum DemoCommand {
    static let specification = CommandSpecification(
        "demo", help: "Play the demo case against a running engine and ZGW sandbox",
        options: [
            .value("url", "URL", default: "http://127.0.0.1:8080", help: "The engine"),
            .value("sandbox", "URL", default: "http://127.0.0.1:8081", help: "The sandbox"),
            .value("user", "NAME", default: "behandelaar", help: "The caseworker"),
            .value("password", "TEXT", default: "behandelaar", help: "The caseworker's password"),
            .value(
                "patience", "SECONDS", default: "20",
                help: "How long a step that the engine does by itself may take"),
        ])

    static func run(_ command: ParsedCommand) async throws -> Int32 {
        let patience = try command.integer("patience", in: 1...3_600) ?? 20
        let player = try DemoPlayer(
            DemoPlayer.Configuration(
                engine: (command["url"] ?? "").trimmingSlashes,
                services: services((command["sandbox"] ?? "").trimmingSlashes),
                caseworker: (command["user"] ?? "", command["password"] ?? ""),
                patience: .seconds(patience)),
            print: { Terminal.say($0) })
        try await player.play()
        return 0
    }

    /// The sandbox's APIs, as its demo client.
    private static func services(_ root: String) -> ZGWServices.Configuration {
        let jwt = ZGWAuthentication.jwt(
            JWTCredentials(
                clientID: SandboxClient.demo.identifier, secret: SandboxClient.demo.secret))
        func endpoint(_ path: String, _ authentication: ZGWAuthentication) -> ZGWEndpoint {
            ZGWEndpoint(root: "\(root)/\(path)", authentication: authentication)
        }
        let token = ZGWAuthentication.token(SandboxConfiguration.demoToken)
        return ZGWServices.Configuration(
            zaken: endpoint("zaken/api/v1", jwt), catalogi: endpoint("catalogi/api/v1", jwt),
            objecten: endpoint("objecten/api/v2", token),
            objecttypen: endpoint("objecten/api/v2", token),
            notificaties: endpoint("notificaties/api/v1", jwt))
    }
}
