public import JSONTree

/// A kind of case: its name, what its document must look like, and the statuses people see.
public struct CaseDefinition: Sendable, Equatable {
    /// The key, the same in all versions.
    public var key: String
    /// The name that people see.
    public var name: String
    /// The version as its makers write it, such as `1.0.0`.
    public var versionTag: String
    /// Whether this version can no longer be changed.
    public var isFinal: Bool
    /// Whether a case can have one person who handles it.
    public var canHaveAssignee: Bool
    /// Whether that person gets the tasks of the case.
    public var assignsTasksToAssignee: Bool
    /// The JSON Schema of the case document.
    public var schema: JSON
    /// The statuses that people see, apart from the status of the zaak.
    public var internalStatuses: [InternalStatus]
    /// The processes that belong to the case.
    public var processes: [CaseProcess]

    /// Describes a kind of case.
    public init(
        key: String, name: String, versionTag: String, isFinal: Bool = false,
        canHaveAssignee: Bool = false, assignsTasksToAssignee: Bool = false, schema: JSON,
        internalStatuses: [InternalStatus] = [], processes: [CaseProcess] = []
    ) {
        self.key = key
        self.name = name
        self.versionTag = versionTag
        self.isFinal = isFinal
        self.canHaveAssignee = canHaveAssignee
        self.assignsTasksToAssignee = assignsTasksToAssignee
        self.schema = schema
        self.internalStatuses = internalStatuses
        self.processes = processes
    }

    /// The identifier of this version: `key:version`.
    public var id: String { "\(key):\(versionTag)" }
}

/// A status that people see in lists of cases.
public struct InternalStatus: Sendable, Equatable {
    /// The key that models use.
    public var key: String
    /// The text that people see.
    public var title: String
    /// The colour of its badge, such as `BLUE`.
    public var color: String
    /// Whether lists show such cases unasked.
    public var isVisibleByDefault: Bool

    /// Describes a status.
    public init(key: String, title: String, color: String = "GRAY", isVisibleByDefault: Bool = true)
    {
        self.key = key
        self.title = title
        self.color = color
        self.isVisibleByDefault = isVisibleByDefault
    }
}

/// A process that belongs to a kind of case.
public struct CaseProcess: Sendable, Equatable {
    /// The process's key.
    public var processDefinitionKey: String
    /// Whether it can start a new case.
    public var canInitializeDocument: Bool
    /// Whether a person can start it inside a case.
    public var startableByUser: Bool

    /// Describes the bond.
    public init(
        processDefinitionKey: String, canInitializeDocument: Bool = false,
        startableByUser: Bool = false
    ) {
        self.processDefinitionKey = processDefinitionKey
        self.canInitializeDocument = canInitializeDocument
        self.startableByUser = startableByUser
    }
}

extension CaseDefinition {
    /// The definition as one JSON value, in which it is kept.
    public var json: JSON {
        [
            "key": .string(key), "name": .string(name), "versionTag": .string(versionTag),
            "final": .bool(isFinal), "canHaveAssignee": .bool(canHaveAssignee),
            "autoAssignTasks": .bool(assignsTasksToAssignee), "schema": schema,
            "internalStatuses": .array(
                internalStatuses.map { status in
                    [
                        "key": .string(status.key), "title": .string(status.title),
                        "color": .string(status.color),
                        "visibleInCaseListByDefault": .bool(status.isVisibleByDefault),
                    ]
                }),
            "processes": .array(
                processes.map { process in
                    [
                        "processDefinitionKey": .string(process.processDefinitionKey),
                        "canInitializeDocument": .bool(process.canInitializeDocument),
                        "startableByUser": .bool(process.startableByUser),
                    ]
                }),
        ]
    }

    /// Reads what `json` gives; nil if it is not that.
    public init?(_ json: JSON) {
        guard let key = json["key"]?.stringValue, let name = json["name"]?.stringValue,
            let versionTag = json["versionTag"]?.stringValue, let schema = json["schema"]
        else { return nil }
        self.init(
            key: key, name: name, versionTag: versionTag,
            isFinal: json["final"]?.boolValue ?? false,
            canHaveAssignee: json["canHaveAssignee"]?.boolValue ?? false,
            assignsTasksToAssignee: json["autoAssignTasks"]?.boolValue ?? false, schema: schema,
            internalStatuses: (json["internalStatuses"]?.arrayValue ?? []).compactMap(
                InternalStatus.init),
            processes: (json["processes"]?.arrayValue ?? []).compactMap(CaseProcess.init))
    }
}

extension InternalStatus {
    /// Reads an entry of an `*.internal-case-status.json` file; nil without a key.
    init?(_ json: JSON) {
        guard let key = json["key"]?.stringValue else { return nil }
        self.init(
            key: key, title: json["title"]?.stringValue ?? key,
            color: json["color"]?.stringValue ?? "GRAY",
            isVisibleByDefault: json["visibleInCaseListByDefault"]?.boolValue ?? true)
    }
}

extension CaseProcess {
    /// Reads an entry of a `*.process-document-link.json` file; nil without a process.
    init?(_ json: JSON) {
        guard let key = json["processDefinitionKey"]?.stringValue else { return nil }
        self.init(
            processDefinitionKey: key,
            canInitializeDocument: json["canInitializeDocument"]?.boolValue ?? false,
            startableByUser: json["startableByUser"]?.boolValue ?? false)
    }
}
