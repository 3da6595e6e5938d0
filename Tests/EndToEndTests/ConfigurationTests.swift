import ProcessEngine
import Testing

@testable import engine_server

@Suite("The configuration")
struct ConfigurationTests {
    private func problems(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) -> [String] {
        do {
            _ = try Configuration(
                flags: flags, environment: environment, file: file.map { ("c.yaml", $0) })
            return []
        } catch {
            return error.problems
        }
    }

    @Test("has the documented defaults")
    func defaults() throws {
        let configuration = try Configuration(flags: [:], environment: [:])
        #expect(configuration.integer("server.port") == 8080)
        #expect(configuration["server.host"] == "127.0.0.1")
        #expect(configuration.isOn("jobs.enabled"))
        #expect(configuration["timezone"] == "Europe/Amsterdam")
        #expect(configuration["zgw.zaken.url"] == nil)
    }

    @Test("takes a flag before the environment before the file before the default")
    func precedence() throws {
        let file = (
            name: "c.yaml", text: "server:\n  port: 1\n  host: ::1\njobs:\n  enabled: false\n"
        )
        let environment = ["RADERWERK_SERVER_PORT": "2", "RADERWERK_JOBS_ENABLED": "true"]
        let configuration = try Configuration(
            flags: ["port": "3"], environment: environment, file: file)
        #expect(configuration.integer("server.port") == 3)
        #expect(configuration.isOn("jobs.enabled"))
        #expect(configuration["server.host"] == "::1")
    }

    @Test(
        "names an environment variable by the path: dots to underscores, camel case split",
        arguments: [
            ("jobs.enabled", "RADERWERK_JOBS_ENABLED"),
            ("execution.maxSteps", "RADERWERK_EXECUTION_MAX_STEPS"),
            ("zgw.clientId", "RADERWERK_ZGW_CLIENT_ID"),
        ])
    func environmentNames(path: String, name: String) {
        #expect(Settings.all.first { $0.path == path }?.environmentName == name)
    }

    @Test("says what stands in the place of Java names")
    func registry() throws {
        let file = """
            registry:
              - { name: com.example.Send, topic: letters }
              - name: zaken
                action: create-zaak
                properties: { rsin: "002564440", zaaktypeUrl: Bezwaar }
              - { name: rates.current, expression: "${arguments[0] * 2}" }
            """
        let configuration = try Configuration(
            flags: [:], environment: [:], file: ("c.yaml", file))
        let entries = configuration.javaRegistry.entries
        #expect(entries["com.example.Send"] == .topic("letters"))
        #expect(entries["rates.current"] == .expression("${arguments[0] * 2}"))
        guard case .effect("zgw", "create-zaak", let properties) = entries["zaken"] else {
            Issue.record("\(entries)")
            return
        }
        #expect(properties.contains(#""zaaktypeUrl":"Bezwaar""#))
    }

    @Test(
        "refuses what it does not understand, with the place",
        arguments: [
            ("server:\n  prot: 1\n", "c.yaml:2: there is no setting 'server.prot'"),
            ("server:\n  port: many\n", "c.yaml:2: server.port takes a whole number"),
            ("jobs:\n  enabled: yes\n", "c.yaml:2: jobs.enabled takes true or false"),
            ("users:\n  - id: a\n    password: geheim\n", "c.yaml:2: the password of 'a' must"),
            ("a: [", "c.yaml:"),
            ("registry: x\n", "c.yaml:1: registry is a list"),
            ("registry:\n  - topic: x\n", "c.yaml:2: an entry of the registry has a name"),
            (
                "registry:\n  - name: a\n",
                "c.yaml:2: 'a' stands for one of topic, action, expression"
            ),
            (
                "registry:\n  - { name: a, topic: x, expression: '${y}' }\n",
                "c.yaml:2: 'a' stands for"
            ),
            ("registry:\n  - { name: a, action: no }\n", "c.yaml:2: there is no action 'no'"),
            (
                "registry:\n  - { name: a, action: create-zaak }\n",
                "c.yaml:2: the action of 'a' lacks rsin"
            ),
            (
                "registry:\n  - { name: a, expression: x }\n",
                "c.yaml:2: the expression of 'a' has the form"
            ),
            (
                "registry:\n  - { name: a, topics: x }\n",
                "c.yaml:2: 'topics' is nothing that 'a' can have"
            ),
            ("server: 5\n", "c.yaml:1: 'server' holds no value"),
        ])
    func refusals(text: String, expected: String) {
        let found = problems(file: text)
        #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
    }

    @Test("reports all problems at once")
    func allProblems() {
        let found = problems(
            flags: ["auth": "maybe"], environment: ["RADERWERK_NOTHING": "1"],
            file: "server:\n  port: 70000\n")
        #expect(found.count == 3)
    }

    @Test("never shows a secret")
    func secrets() {
        let setting = Setting("a.b", .secret, help: "")
        #expect(setting.problem(with: "x") == nil)
        #expect(
            Settings.all.filter { setting in
                ["ecret", "token", "assword", "database.url"].contains {
                    setting.path.hasSuffix($0)
                }
            }
            .allSatisfy { if case .secret = $0.kind { true } else { false } })
    }

    @Test(
        "allows everybody in on a loopback address only",
        arguments: [
            ("127.0.0.1", true), ("::1", true), ("0.0.0.0", false), ("::", false),
            ("192.0.2.1", false),
        ])
    func loopback(host: String, isAllowed: Bool) {
        #expect(problems(flags: ["auth": "none", "host": host]).isEmpty == isAllowed)
    }

    @Test("takes the database of the flag, a file or a URL, before all others")
    func database() throws {
        let url = "postgresql://raderwerk@db.example.nl/raderwerk"
        let file = (name: "c.yaml", text: "database:\n  url: \(url)\n  passwordFile: /run/pw\n")
        let configured = try Configuration(flags: [:], environment: [:], file: file)
        #expect(configured["database.url"] == url)
        let flagged = try Configuration(flags: ["database": url], environment: [:])
        #expect(flagged["database.url"] == url && flagged["database.file"] == "raderwerk.db")
        let other = try Configuration(
            flags: ["database": "a.db"], environment: ["RADERWERK_DATABASE_URL": url], file: file)
        #expect(other["database.url"] == nil && other["database.file"] == "a.db")
    }

    @Test("takes one password for the database, not two")
    func twoPasswords() {
        let file = "database:\n  password: a\n  passwordFile: b\n"
        #expect(problems(file: file).count == 1)
    }

    @Test("names a server by its host and port, unless it has a name")
    func node() throws {
        func node(_ flags: [String: String], _ environment: [String: String] = [:]) throws -> String
        {
            try Configuration(flags: flags, environment: environment).node
        }
        let usual = try node([:])
        #expect(usual.hasSuffix(":8080") && usual.count > 5)
        #expect(try node(["port": "8081"]) == usual.replacing(":8080", with: ":8081"))
        #expect(try node(["port": "0"]).contains(":process-"))
        #expect(try node([:], ["RADERWERK_NODE": "balie-2"]) == "balie-2")
    }

    @Test("reads users with their groups")
    func users() throws {
        let text = """
            users:
              - id: jan
                password: "$scrypt$x"
                groups: [team-bezwaar]
            """
        let configuration = try Configuration(
            flags: [:], environment: [:], file: ("c.yaml", text))
        #expect(
            configuration.users == [
                ConfiguredUser(
                    id: "jan", passwordHash: "$scrypt$x", groups: ["team-bezwaar"], tenants: [])
            ])
    }
}
