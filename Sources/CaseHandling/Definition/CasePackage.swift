public import Diagnostics
internal import JSONSchema
public import JSONTree

/// The files of a case definition other than its models, read and checked together.
///
/// The layout is that of GZAC's `config/case/{key}/{x-y-z}/`. What a file is, its name says:
/// `*.case-definition.json`, `*.schema.document-definition.json`, `*.process-link.json` and so on,
/// so that the files can also come flat, as the resources of a deployment.
public struct CasePackage: Sendable, Equatable {
    /// A file of a package.
    public struct File: Sendable {
        /// The name, with or without folders.
        public var name: String
        /// What is in it.
        public var bytes: [UInt8]

        /// Creates a file.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The kind of case; nil where the files are process links alone.
    public var definition: CaseDefinition?
    /// What is bound to the activities of its processes.
    public var processLinks: [ProcessLink]
    /// What belongs to plugins as a whole: `{id, title, pluginDefinitionKey, properties}` each.
    public var pluginConfigurations: [JSON]

    /// The properties of a plugin: those of the configuration named, else of the first of its key.
    public func configuration(id: String?, key: String) -> JSONObject {
        let named = pluginConfigurations.first { id != nil && $0["id"]?.stringValue == id }
        let ofKey = pluginConfigurations.first { $0["pluginDefinitionKey"]?.stringValue == key }
        return (named ?? ofKey)?["properties"]?.objectValue ?? [:]
    }

    /// Whether a file of this name belongs to a package, and is no model.
    public static func reads(_ name: String) -> Bool { kind(of: name) != nil }

    /// Reads files, models among them, which are left alone.
    ///
    /// - Returns: What the files give, and every problem; with an error among them nothing of the
    ///   package is to be used.
    public static func read(_ files: [File]) -> (package: CasePackage, problems: [Diagnostic]) {
        var reading = Reading()
        for file in files { reading.add(file) }
        return reading.finish()
    }

    enum Kind: String, CaseIterable {
        case definition = ".case-definition.json"
        case schema = ".schema.document-definition.json"
        case status = ".internal-case-status.json"
        case process = ".process-document-link.json"
        case configuration = ".pluginconfig.json"
        case link = ".process-link.json"
        case oldLink = ".processlink.json"
        case buildingBlock = ".building-block-definition.json"
    }

    static func kind(of name: String) -> Kind? {
        Kind.allCases.first { name.hasSuffix($0.rawValue) }
    }
}

/// A package that is being read.
private struct Reading {
    private var definition: (json: JSON, file: String)?
    private var schema: (json: JSON, file: String)?
    private var buildingBlock: String?
    private var statuses: [InternalStatus] = []
    private var processes: [CaseProcess] = []
    private var links: [ProcessLink] = []
    private var configurations: [JSON] = []
    private var problems: [Diagnostic] = []

    mutating func add(_ file: CasePackage.File) {
        guard let kind = CasePackage.kind(of: file.name) else { return }
        if kind == .link || kind == .oldLink {
            let (found, problems) = ProcessLinkReader().read(name: file.name, bytes: file.bytes)
            links += found
            self.problems += problems
            return
        }
        let json: JSON
        switch readJSON(file.name, file.bytes) {
        case .success(let value): json = value
        case .failure(let problem):
            problems.append(problem.diagnostic)
            return
        }
        switch kind {
        case .definition:
            if let definition { refuseSecond(file.name, after: definition.file) }
            definition = (json, file.name)
        case .schema:
            if let schema { refuseSecond(file.name, after: schema.file) }
            schema = (json, file.name)
        case .status: statuses += entries(of: json, in: file.name).compactMap(InternalStatus.init)
        case .process: processes += entries(of: json, in: file.name).compactMap(CaseProcess.init)
        case .configuration: configurations += entries(of: json, in: file.name)
        case .buildingBlock: buildingBlock = file.name
        case .link, .oldLink: break
        }
    }

    mutating func finish() -> (package: CasePackage, problems: [Diagnostic]) {
        var package = CasePackage(
            definition: nil, processLinks: links, pluginConfigurations: configurations)
        switch (definition, schema) {
        case (let definition?, let schema?):
            package.definition = checkedDefinition(definition, schema)
        case (let definition?, nil):
            refuse(
                definition.file, "case-schema",
                "There is no *.schema.document-definition.json beside the case definition",
                "Add the JSON Schema of the case document")
        case (nil, _?) where buildingBlock != nil:
            problems.append(
                Diagnostic(
                    .warning, file: buildingBlock, rule: "building-block",
                    message: "Building blocks are not carried out as such",
                    cure: "Call its process from that of a case, which then has the document"))
        case (nil, let schema?):
            refuse(
                schema.file, "case-definition",
                "There is no *.case-definition.json beside the schema",
                "Add the file with the key, the name and the versionTag of the case")
        case (nil, nil): break
        }
        return (package, problems)
    }

    private mutating func checkedDefinition(
        _ definition: (json: JSON, file: String), _ schema: (json: JSON, file: String)
    ) -> CaseDefinition? {
        for member in ["key", "name", "versionTag"]
        where definition.json[member]?.stringValue?.isEmpty ?? true {
            refuse(
                definition.file, "case-definition-member",
                "The case definition has no \(member)", "Add \"\(member)\" with a text")
        }
        do {
            _ = try Schema(compiling: schema.json)
        } catch {
            refuse(
                schema.file, "case-schema-invalid", "The JSON Schema cannot be used: \(error)",
                "Mend the keyword named; references to other files are not followed")
        }
        var members = definition.json.objectValue ?? [:]
        members["schema"] = schema.json
        var result = CaseDefinition(.object(members))
        result?.internalStatuses = statuses
        result?.processes = processes
        return result
    }

    /// The entries of a file, whether or not an older wrapper with a change set's id is around them.
    private mutating func entries(of json: JSON, in file: String) -> [JSON] {
        if let entries = json.arrayValue { return entries }
        if json["changesetId"] != nil,
            let entries = json.objectValue?.members.lazy.compactMap({ $0.value.arrayValue }).first
        {
            return entries
        }
        refuse(file, "case-list", "The file does not hold an array", "Write a JSON array: [ … ]")
        return []
    }

    private mutating func refuseSecond(_ file: String, after first: String) {
        refuse(
            file, "case-definition-twice", "There is a second file of this kind beside \(first)",
            "Deploy one case definition at a time")
    }

    private mutating func refuse(
        _ file: String, _ rule: String, _ message: String, _ cure: String
    ) {
        problems.append(Diagnostic(file: file, rule: rule, message: message, cure: cure))
    }
}
