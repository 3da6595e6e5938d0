import CaseHandling
import CommandLineParsing
import EngineAPI
import HTTPServer
import JSONTree
import ProcessEngine
import Records
import Signing
import StructuredLog
import ZGWBridge

/// Runs the engine.
enum ServeCommand {
    static let specification = CommandSpecification(
        "serve", help: "Run the engine with its REST API",
        options: [
            .value(
                "config", "FILE", environment: "RADERWERK_CONFIG",
                help: "The YAML file of settings; docs/configuration.md lists them"),
            .value("port-file", "FILE", help: "A file to write the port to, once it listens"),
        ]
            + Settings.all.compactMap { setting in
                setting.flag.map { .value($0, setting.placeholder, help: setting.help) }
            })

    static func run(
        _ command: ParsedCommand, environment: [String: String]
    ) async throws -> Int32 {
        var file: (name: String, text: String)?
        if let path = command["config"] { file = (path, try FileAccess.readText(path)) }
        let configuration = try Configuration(
            flags: command.values, environment: environment, file: file)
        let log = StructuredLog.standardError()
        let assembly = try await Assembly(configuration, log: log)
        defer { assembly.store.close() }
        if let folder = configuration["deploy.folder"] {
            guard await ProcessFolder(folder).deploy(to: assembly.engine) else { return 1 }
        }
        let server = try start(configuration, assembly, log)
        log(
            .info, "listening",
            [
                "host": .string(configuration["server.host"] ?? ""),
                "port": .integer(Int64(server.port)), "version": .string(Product.version),
            ])
        if let path = command["port-file"] { try FileAccess.write("\(server.port)\n", to: path) }
        if configuration.isOn("jobs.enabled") { assembly.engine.jobs.start() }
        assembly.bridge?.notifications.start()
        try await TerminationSignal.wait()
        log(.info, "stopping")
        await server.shutdown()
        await assembly.bridge?.notifications.stop()
        await assembly.engine.jobs.stop()
        return 0
    }

    private static func start(
        _ configuration: Configuration, _ assembly: Assembly, _ log: StructuredLog
    ) throws -> HTTPServer {
        let users = try configuration.users.map { user throws(ConfigurationError) in
            guard let hash = PasswordHash(user.passwordHash) else {
                throw ConfigurationError(problems: [
                    "users: the password hash of '\(user.id)' cannot be read; "
                        + "engine-server hash-password makes one."
                ])
            }
            return APIUser(
                id: user.id, password: hash, groups: user.groups, tenants: user.tenants)
        }
        let clock = assembly.engine.clock
        let handler = try EngineAPI.handler(
            engine: assembly.engine,
            configuration: EngineAPI.Configuration(
                users: configuration["server.auth"] == "none" ? nil : users,
                accessLog: configuration.isOn("server.accessLog") ? log : nil, log: log),
            modules: [
                CaseRoutes(
                    documents: DocumentAPI(assembly.cases),
                    notifications: assembly.bridge?.notifications, clock: clock)
            ])
        var settings = HTTPServerConfiguration()
        settings.host =
            configuration["server.host"] == "localhost"
            ? "127.0.0.1" : configuration["server.host"] ?? "127.0.0.1"
        settings.port = UInt16(configuration.integer("server.port"))
        settings.bodyLimit = configuration.integer("server.bodyLimit")
        settings.trustedProxies = configuration.list("server.trustedProxies")
        return try HTTPServer(configuration: settings, handler: handler)
    }
}

extension Setting {
    /// What stands for the value in the help text.
    var placeholder: String {
        switch kind {
        case .text: "TEXT"
        case .secret: "SECRET"
        case .integer: "NUMBER"
        case .boolean: "true|false"
        case .choice(let choices): choices.joined(separator: "|")
        }
    }
}
