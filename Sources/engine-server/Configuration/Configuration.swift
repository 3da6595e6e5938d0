import HTTPServer
import YAMLTree

/// A person or program that may log in.
struct ConfiguredUser: Sendable, Equatable {
    let id: String
    /// The text that `engine-server hash-password` prints.
    let passwordHash: String
    let groups: [String]
    let tenants: [String]
}

/// What the server was told, each setting from the strongest place that names it.
///
/// Flags come before the environment, the environment before the file, the file before defaults.
struct Configuration: Sendable, Equatable {
    /// Values by the path of their setting.
    private(set) var values: [String: String] = [:]
    private(set) var users: [ConfiguredUser] = []
    /// What stands in the place of Java classes and beans, in the order of the file.
    private(set) var registry: [RegistryEntry] = []

    /// The value of a setting, if there is one.
    subscript(path: String) -> String? { values[path] }

    /// A number of a setting that has a default.
    func integer(_ path: String) -> Int { values[path].flatMap { Int($0) } ?? 0 }

    /// A truth value of a setting that has a default.
    func isOn(_ path: String) -> Bool { values[path] == "true" }

    /// A list whose items are parted by commas.
    func list(_ path: String) -> [String] {
        (values[path] ?? "").split(separator: ",").map {
            String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Puts the sources together.
    ///
    /// - Parameters:
    ///   - flags: Values of flags, by name.
    ///   - environment: All variables; those that begin with `RADERWERK_` must be known ones.
    ///   - file: The text of the YAML file with its name, if there is one.
    /// - Throws: `ConfigurationError` with every problem.
    init(
        flags: [String: String], environment: [String: String],
        file: (name: String, text: String)? = nil
    ) throws(ConfigurationError) {
        var problems: [String] = []
        for setting in Settings.all { values[setting.path] = setting.fallback }
        if let file { read(file, into: &problems) }
        take(environment: environment, into: &problems)
        for setting in Settings.all {
            guard let flag = setting.flag, let value = flags[flag] else { continue }
            if setting.path == "database.file" {
                chooseDatabase(value)
            } else {
                take(value, for: setting, from: "--\(flag)", into: &problems)
            }
        }
        if values["server.auth"] == "none", !LoopbackAddress.contains(values["server.host"] ?? "") {
            problems.append(
                "server.auth: none is allowed on a loopback address only, and server.host is "
                    + "'\(values["server.host"] ?? "")'. Configure users, or listen on 127.0.0.1.")
        }
        if values["database.password"] != nil, values["database.passwordFile"] != nil {
            problems.append("database.password: database.passwordFile is given too; give one.")
        }
        if !problems.isEmpty { throw ConfigurationError(problems: problems) }
    }

    private mutating func take(
        _ value: String, for setting: Setting, from place: String, into problems: inout [String]
    ) {
        if let problem = setting.problem(with: value) {
            let shown = if case .secret = setting.kind { "what was given" } else { "'\(value)'" }
            problems.append("\(place): \(setting.path) \(problem), not \(shown).")
        } else {
            values[setting.path] = value
        }
    }

    /// Takes the flag `--database`: a URL, or a file that then comes before any URL.
    private mutating func chooseDatabase(_ value: String) {
        let isURL = value.hasPrefix("postgresql://") || value.hasPrefix("postgres://")
        values[isURL ? "database.url" : "database.file"] = value
        if !isURL { values["database.url"] = nil }
    }

    private mutating func take(
        environment: [String: String], into problems: inout [String]
    ) {
        let known = Dictionary(
            Settings.all.map { ($0.environmentName, $0) }, uniquingKeysWith: { first, _ in first })
        let reserved = ["RADERWERK_SHARED", "RADERWERK_FAIL_POINT", "RADERWERK_CONFIG"]
        for (name, value) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("RADERWERK_") && !reserved.contains(name) {
            if let setting = known[name] {
                take(value, for: setting, from: name, into: &problems)
            } else if !name.hasPrefix("RADERWERK_TEST_") {
                problems.append("\(name): there is no such setting; see docs/configuration.md.")
            }
        }
    }
}

/// Why the server does not start with this configuration: all problems, one a line.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    let problems: [String]

    var description: String { problems.joined(separator: "\n") }
}

extension Configuration {
    private mutating func read(_ file: (name: String, text: String), into problems: inout [String])
    {
        let root: YAMLNode
        do {
            root = try YAMLNode(parsing: file.text)
        } catch {
            problems.append("\(file.name):\(error)")
            return
        }
        if case .null = root.value { return }
        read(root, path: "", file: file.name, into: &problems)
    }

    private mutating func read(
        _ node: YAMLNode, path: String, file: String, into problems: inout [String]
    ) {
        guard case .mapping(let entries) = node.value else {
            problems.append("\(file):\(node.line): '\(path)' holds no value of its own.")
            return
        }
        for entry in entries {
            let entryPath = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            if entryPath == "users" {
                readUsers(entry.value, file: file, into: &problems)
            } else if entryPath == "registry" {
                registry = RegistryEntry.read(entry.value, file: file, into: &problems)
            } else if let setting = Settings.all.first(where: { $0.path == entryPath }) {
                guard let text = entry.value.scalarText else {
                    problems.append("\(file):\(entry.line): \(entryPath) takes a single value.")
                    continue
                }
                take(text, for: setting, from: "\(file):\(entry.line)", into: &problems)
            } else if Settings.all.contains(where: { $0.path.hasPrefix(entryPath + ".") }) {
                read(entry.value, path: entryPath, file: file, into: &problems)
            } else {
                problems.append(
                    "\(file):\(entry.line): there is no setting '\(entryPath)'; "
                        + "see docs/configuration.md.")
            }
        }
    }

    private mutating func readUsers(
        _ node: YAMLNode, file: String, into problems: inout [String]
    ) {
        guard case .sequence(let items) = node.value else {
            problems.append("\(file):\(node.line): users is a list.")
            return
        }
        for item in items {
            guard let id = item["id"]?.scalarText, let hash = item["password"]?.scalarText else {
                problems.append("\(file):\(item.line): a user has an id and a password.")
                continue
            }
            guard hash.hasPrefix("$scrypt$") else {
                problems.append(
                    "\(file):\(item.line): the password of '\(id)' must be a hash; "
                        + "engine-server hash-password makes one.")
                continue
            }
            guard !users.contains(where: { $0.id == id }) else {
                problems.append("\(file):\(item.line): the user '\(id)' is there twice.")
                continue
            }
            users.append(
                ConfiguredUser(
                    id: id, passwordHash: hash, groups: item["groups"]?.texts ?? [],
                    tenants: item["tenants"]?.texts ?? []))
        }
    }
}

extension YAMLNode {
    /// The text of a scalar; nil for null, a sequence or a mapping.
    var scalarText: String? {
        switch value {
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .string(let value): value
        case .null, .sequence, .mapping: nil
        }
    }

    /// The texts of a sequence of scalars.
    fileprivate var texts: [String] {
        guard case .sequence(let items) = value else { return [] }
        return items.compactMap(\.scalarText)
    }
}
