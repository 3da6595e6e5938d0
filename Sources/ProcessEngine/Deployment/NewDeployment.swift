public import Diagnostics
public import BPMNParser

/// Files that are to be deployed together.
public struct NewDeployment: Sendable {
    /// One of the files.
    public struct Resource: Sendable {
        /// The name, path included; its ending says what it is.
        public var name: String
        /// The bytes.
        public var content: [UInt8]

        /// Names a file.
        public init(name: String, content: [UInt8]) {
            self.name = name
            self.content = content
        }
    }

    /// The name of the deployment.
    public var name: String?
    /// Where it comes from.
    public var source: String?
    /// The tenant.
    public var tenantID: String?
    /// The files; of two with one name the later counts.
    public var resources: [Resource]
    /// Whether nothing is deployed if all files are as they were in the deployments of this name.
    public var filtersDuplicates: Bool
    /// Whether only the files that changed since are deployed.
    public var deploysChangedOnly: Bool

    /// Describes a deployment.
    public init(
        name: String? = nil, source: String? = nil, tenantID: String? = nil,
        resources: [Resource], filtersDuplicates: Bool = false, deploysChangedOnly: Bool = false
    ) {
        self.name = name
        self.source = source
        self.tenantID = tenantID
        self.resources = resources
        self.filtersDuplicates = filtersDuplicates
        self.deploysChangedOnly = deploysChangedOnly
    }
}

/// What a deployment made.
public struct DeploymentResult: Sendable {
    /// The deployment; an earlier one where nothing had changed.
    public var deployment: DeploymentRow
    /// The new versions of processes, in the order of the files.
    public var processes: [ProcessDefinitionRow] = []
    /// The new versions of decisions.
    public var decisions: [DecisionDefinitionRow] = []
    /// The new versions of DMN files.
    public var requirements: [DecisionRequirementsDefinitionRow] = []
    /// What is to be told though all was accepted.
    public var diagnostics: [Diagnostic] = []
}

/// Why files were not deployed; nothing of them is stored.
public enum DeploymentError: Error, Sendable {
    /// Files have problems: all of them, of all files.
    case refused([FileProblems])
    /// The files are well, but cannot be deployed as things stand.
    case failed(EngineError)
}

/// The problems of a file.
public struct FileProblems: Sendable {
    /// The file.
    public var file: String
    /// Every problem, warnings too.
    public var diagnostics: [Diagnostic]
    /// What the reference engine says of a BPMN file.
    public var reference: ReferenceVerdict?

    /// Whether the file is refused.
    public var isRefused: Bool { diagnostics.contains { $0.severity == .error } }
}

/// What the name of a file says that it is.
enum ResourceKind: Equatable {
    case bpmn
    case dmn
    case form
    /// Kept as it is.
    case other

    /// The endings count case, as the reference counts it, and need no dot.
    init(name: String) {
        func ends(_ suffix: String) -> Bool {
            name.utf8.reversed().starts(with: suffix.utf8.reversed())
        }
        self =
            if ends("bpmn20.xml") || ends("bpmn") {
                .bpmn
            } else if ends("dmn11.xml") || ends("dmn") {
                .dmn
            } else if ends("form") {
                .form
            } else {
                .other
            }
    }

    /// The file that shows a definition: named like its model, or like model and key.
    static func diagram(
        of model: String, key: String, among names: some Sequence<String>
    ) -> String? {
        let endings = ["bpmn20.xml", "bpmn", "dmn11.xml", "dmn"]
        guard let ending = endings.first(where: { model.hasSuffix($0) }) else { return nil }
        let stem = model.dropLast(ending.count)
        let known = Set(names)
        for format in ["png", "jpg", "gif", "svg"] {
            for candidate in ["\(stem)\(key).\(format)", "\(stem)\(format)"]
            where known.contains(candidate) {
                return candidate
            }
        }
        return nil
    }
}
