public import ProcessValues

/// Which definitions are suspended, or let go on.
public enum DefinitionSelection: Sendable, Hashable {
    /// The one with this id.
    case id(String)
    /// All versions of a key.
    case key(String, tenant: TenantSelection)
}

/// The suspension of definitions of processes, or its end.
public struct DefinitionSuspension: Sendable, Hashable {
    /// Which definitions.
    public var selection: DefinitionSelection
    /// Whether they are suspended from then on.
    public var isSuspended: Bool
    /// Whether their instances are too.
    public var includesInstances: Bool
    /// When a job does it; nil for at once.
    public var instant: Instant?

    /// Creates a suspension.
    public init(
        of selection: DefinitionSelection, isSuspended: Bool, includesInstances: Bool = false,
        at instant: Instant? = nil
    ) {
        self.selection = selection
        self.isSuspended = isSuspended
        self.includesInstances = includesInstances
        self.instant = instant
    }
}

/// Which definitions of jobs are meant.
public enum JobDefinitionSelection: Sendable, Hashable {
    /// The one with this id.
    case id(String)
    /// Those of some definitions of processes.
    case processes(DefinitionSelection)
}

/// The suspension of definitions of jobs, or its end: new jobs are as their definition is.
public struct JobDefinitionSuspension: Sendable, Hashable {
    /// Which definitions of jobs.
    public var selection: JobDefinitionSelection
    /// Whether they are suspended from then on.
    public var isSuspended: Bool
    /// Whether the jobs that there are by then are too.
    public var includesJobs: Bool
    /// When a job does it; nil for at once.
    public var instant: Instant?

    /// Creates a suspension.
    public init(
        of selection: JobDefinitionSelection, isSuspended: Bool, includesJobs: Bool = false,
        at instant: Instant? = nil
    ) {
        self.selection = selection
        self.isSuspended = isSuspended
        self.includesJobs = includesJobs
        self.instant = instant
    }
}

/// Which jobs are suspended, or let go on.
public enum JobSelection: Sendable, Hashable {
    /// Those of a definition of jobs.
    case jobDefinition(String)
    /// Those of a process instance.
    case instance(String)
    /// Those of some definitions of processes.
    case processes(DefinitionSelection)
}
