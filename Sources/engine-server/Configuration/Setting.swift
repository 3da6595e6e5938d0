/// One thing that can be configured: by a line of the YAML file, an environment variable, or a flag.
struct Setting: Sendable {
    /// What its value must be.
    enum Kind: Sendable {
        case text
        /// Text that is never shown again.
        case secret
        case integer(ClosedRange<Int>)
        case boolean
        case choice([String])
    }

    /// The path in the YAML file, such as `jobs.enabled`.
    let path: String
    let kind: Kind
    /// The value when nothing else says one; nil where there is none.
    let fallback: String?
    /// The flag of `serve` that sets it, without dashes.
    let flag: String?
    let help: String

    init(
        _ path: String, _ kind: Kind, default fallback: String? = nil, flag: String? = nil,
        help: String
    ) {
        self.path = path
        self.kind = kind
        self.fallback = fallback
        self.flag = flag
        self.help = help
    }

    /// The environment variable: dots to underscores, camel case split, capitals.
    var environmentName: String {
        var name = "RADERWERK_"
        for character in path {
            if character == "." {
                name += "_"
            } else if character.isUppercase {
                name += "_\(character)"
            } else {
                name += character.uppercased()
            }
        }
        return name
    }

    /// Checks a value, giving the sentence that tells what is expected if it is not one.
    func problem(with value: String) -> String? {
        switch kind {
        case .text, .secret: return nil
        case .integer(let range):
            guard let number = Int(value), range.contains(number) else {
                return "takes a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
            return nil
        case .boolean:
            return ["true", "false"].contains(value) ? nil : "takes true or false"
        case .choice(let choices):
            return choices.contains(value) ? nil : "takes one of \(choices.joined(separator: ", "))"
        }
    }
}

/// Every setting there is; docs/configuration.md lists them as they stand here.
enum Settings {
    static let all: [Setting] = server + engine + services

    private static let server: [Setting] = [
        Setting(
            "server.host", .text, default: "127.0.0.1", flag: "host",
            help: "The address to listen on; :: takes IPv6 and IPv4."),
        Setting(
            "server.port", .integer(0...65_535), default: "8080", flag: "port",
            help: "The port to listen on; 0 lets the system choose one."),
        Setting(
            "server.auth", .choice(["basic", "none"]), default: "basic", flag: "auth",
            help: "Who may call: users of this file, or anybody (on a loopback address only)."),
        Setting(
            "server.trustedProxies", .text,
            help: "Addresses, parted by commas, whose X-Forwarded-For is believed."),
        Setting(
            "server.bodyLimit", .integer(1_024...1_073_741_824), default: "33554432",
            help: "The largest request body, in bytes."),
        Setting(
            "server.accessLog", .boolean, default: "false",
            help: "Whether each request is logged as a line of JSON."),
    ]

    private static let engine: [Setting] = [
        Setting(
            "database.file", .text, default: "raderwerk.db", flag: "database",
            help:
                "The SQLite file, made if it is not there; the flag takes a postgresql:// URL too."),
        Setting(
            "database.url", .secret,
            help: "A PostgreSQL database in place of the file: postgresql://user@host:5432/name."),
        Setting("database.password", .secret, help: "The password for `database.url`."),
        Setting(
            "database.passwordFile", .text,
            help: "A file whose first line is the password for `database.url`."),
        Setting(
            "database.connections", .integer(1...500), default: "8",
            help: "How many connections to PostgreSQL read side by side; one more writes."),
        Setting(
            "database.timeLimit", .integer(1...3_600), default: "30",
            help: "Seconds that a statement may take on PostgreSQL, or a new connection."),
        Setting(
            "node", .text,
            help: "The name of this server among several on one database, the same at each start;"
                + " without it its host and port."),
        Setting(
            "jobs.enabled", .boolean, default: "true", flag: "jobs",
            help: "Whether timers, continuations and effects are executed by themselves."),
        Setting(
            "jobs.concurrency", .integer(1...256), default: "8",
            help: "How many jobs are executed side by side."),
        Setting(
            "jobs.retryCycle", .text,
            help: "When a failed job whose element says nothing is tried again; without it at once,"
                + " three times in all."),
        Setting(
            "effects.retryCycle", .text, default: "PT5S,PT30S,PT5M,PT30M,PT2H",
            help: "The same of calls to other servers, which may be away for a while."),
        Setting(
            "execution.maxSteps", .integer(100...100_000_000), default: "100000",
            help: "How many steps one command may take before it counts as endless."),
        Setting(
            "scripts.milliseconds", .integer(10...600_000), default: "2000",
            help: "How long a script of a model may run."),
        Setting(
            "scripts.megabytes", .integer(16...65_536), default: "256",
            help: "How much memory a script of a model may use."),
        Setting(
            "scripts.workers", .integer(1...64), default: "2",
            help: "How many scripts of models run side by side."),
        Setting(
            "deploy.unsupported", .choice(["refuse", "warn"]), default: "refuse",
            flag: "unsupported",
            help: "Whether a model with parts that cannot run is refused, or stops there."),
        Setting(
            "deploy.folder", .text, flag: "processes",
            help: "A folder of process applications that is deployed at the start."),
        Setting(
            "timezone", .text, default: "Europe/Amsterdam", flag: "timezone",
            help: "The zone in which dates without zone, cron and days are counted."),
    ]

    private static let services: [Setting] =
        [
            Setting(
                "connectors.http.allowedHosts", .text,
                help: "Hosts that http-connector may call, parted by commas, each with a port or "
                    + "without; `*` for all at public addresses."),
            Setting(
                "connectors.http.timeoutSeconds", .integer(1...600), default: "30",
                help: "How long a call of a connector may take."),
            Setting(
                "connectors.http.bodyLimit", .integer(1_024...67_108_864), default: "1048576",
                help: "The largest payload and the largest answer of a connector, in bytes."),
            Setting(
                "zgw.clientId", .text, help: "The client that the ZGW servers know us as."),
            Setting(
                "zgw.secret", .secret, help: "The secret that our tokens are signed with."),
            Setting(
                "zgw.allowedHosts", .text,
                help: "Hosts beside those of the configured addresses that may be called."),
            Setting(
                "zgw.callbackUrl", .text,
                help: "The address at which notifications reach us."),
            Setting(
                "zgw.callbackAuthorization", .secret,
                help: "The Authorization header that notifications must carry."),
            Setting(
                "zgw.sweepSeconds", .integer(1...86_400), default: "300",
                help: "How often answered portal tasks are looked for whose notification was lost."),
        ]
        + ["zaken", "catalogi", "documenten", "besluiten", "notificaties"].map {
            Setting("zgw.\($0).url", .text, help: "The root of the \($0) API.")
        }
        + ["objecten", "objecttypen"].flatMap {
            [
                Setting("zgw.\($0).url", .text, help: "The root of the \($0) API."),
                Setting("zgw.\($0).token", .secret, help: "The token for the \($0) API."),
            ]
        }
}
