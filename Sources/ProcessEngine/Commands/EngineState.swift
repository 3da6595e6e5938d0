/// What an attempt may look at: the snapshots of the roots and the answers so far.
public struct EngineState: Sendable {
    /// The snapshots by the id of their root; an empty one says that there is no such instance.
    public var roots: [String: RootSnapshot]
    /// The answers to what earlier attempts of the same command lacked.
    public var answers: [Need: Answer]
    /// Who answers scripts and calls of the host while the attempt waits; nil for nobody.
    var conversation: Conversation?

    /// Creates a state.
    public init(roots: [String: RootSnapshot] = [:], answers: [Need: Answer] = [:]) {
        self.roots = roots
        self.answers = answers
    }
}

/// The settings that change how commands are executed.
public struct EngineConfiguration: Sendable, Hashable {
    /// How many steps a command may take (`execution.maxSteps`).
    public var maximumSteps: Int
    /// How often a new job may fail.
    public var defaultRetries: Int
    /// `failedJobRetryTimeCycle` of jobs whose element has none.
    public var defaultRetryCycle: String?
    /// The same of effects, which call servers that may be away for a while; nil for the one of jobs.
    public var effectRetryCycle: String?
    /// The name of the zone that dates without one are read in (`timezone`).
    public var timeZone: String
    /// The names that expressions may call at the host.
    public var hostBeans: Set<String>
    /// What stands in the place of Java classes and beans (`registry`).
    public var registry: JavaRegistry
    /// The languages of scripts that the script engine runs, in lower case; JUEL and FEEL are read
    /// by the engine itself.
    public var scriptLanguages: Set<String>
    /// Whether outcomes tell how decisions came about, with the rules that did not match: all cells
    /// of a table are run then, without its index.
    public var explainsDecisions = false
    /// The name of this node, for the log of jobs.
    var node = JobExecutorConfiguration.usualNode

    /// Creates settings.
    public init(
        maximumSteps: Int = 100_000, defaultRetries: Int = 3, defaultRetryCycle: String? = nil,
        effectRetryCycle: String? = nil,
        timeZone: String = "UTC", hostBeans: Set<String> = [],
        scriptLanguages: Set<String> = [], registry: JavaRegistry = JavaRegistry()
    ) {
        self.registry = registry
        self.maximumSteps = maximumSteps
        self.defaultRetries = defaultRetries
        self.defaultRetryCycle = defaultRetryCycle
        self.effectRetryCycle = effectRetryCycle
        self.timeZone = timeZone
        self.hostBeans = hostBeans
        self.scriptLanguages = scriptLanguages
    }
}
