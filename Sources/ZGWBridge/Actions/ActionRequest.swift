public import CaseHandling
public import JSONTree
public import Records

/// One action that a process link asks for, with all that is needed to carry it out.
public struct ActionRequest: Sendable {
    /// An identifier that stays the same however often the action is tried: the job's.
    public var id: String
    /// The action's key, such as `create-zaak`.
    public var action: String
    /// The properties of the link, in which texts may name values.
    public var properties: JSONObject
    /// The process variables that the properties name, as they were when the action was asked for.
    public var variables: JSONObject
    /// When the action was asked for, in milliseconds since 1970.
    public var askedAt: Int64
    /// The case, if the process belongs to one.
    public var currentCase: Case?
    /// The zaak of the case, if it has one.
    public var zaak: ZaakLink?
    /// The user task, of an action at one.
    public var task: PortalTaskSource?
    /// Whether an earlier attempt may have reached the server.
    public var mayBeRepeat: Bool
    /// What earlier attempts noted.
    public var progress: JSONObject

    /// Describes a request.
    public init(
        id: String, action: String, properties: JSONObject, variables: JSONObject = [:],
        askedAt: Int64,
        currentCase: Case? = nil, zaak: ZaakLink? = nil, task: PortalTaskSource? = nil,
        mayBeRepeat: Bool = false, progress: JSONObject = [:]
    ) {
        self.id = id
        self.action = action
        self.properties = properties
        self.variables = variables
        self.askedAt = askedAt
        self.currentCase = currentCase
        self.zaak = zaak
        self.task = task
        self.mayBeRepeat = mayBeRepeat
        self.progress = progress
    }
}

/// What the engine knows of a user task.
public struct PortalTaskSource: Sendable, Equatable {
    /// The task's id.
    public var id: String
    /// Its name.
    public var name: String?
    /// When it is due, in milliseconds since 1970.
    public var dueAt: Int64?

    /// Describes a task.
    public init(id: String, name: String? = nil, dueAt: Int64? = nil) {
        self.id = id
        self.name = name
        self.dueAt = dueAt
    }
}

/// What came of an action.
public struct ActionResult: Sendable {
    /// Process variables to set.
    public var variables: [(name: String, value: JSON)]
    /// What is to be written in the step that goes on.
    public var delta: Delta

    /// Describes a result.
    public init(variables: [(name: String, value: JSON)] = [], delta: Delta = Delta()) {
        self.variables = variables
        self.delta = delta
    }
}

/// Why an action was not carried out.
public enum ActionFailure: Error, Sendable, Equatable {
    /// The server did not do what was asked.
    case server(ZGWError)
    /// The link, the case or the configuration asks for what cannot be.
    case misuse(String)
}

extension ActionFailure: CustomStringConvertible {
    /// The cause, for the person who must act, without personal numbers.
    public var description: String {
        switch self {
        case .server(let error): error.description
        case .misuse(let what): maskingPersonalNumbers(in: what)
        }
    }

    /// Whether another attempt, later, may go better without anybody doing something.
    public var mayPass: Bool {
        if case .server(let error) = self { error.mayPass } else { false }
    }
}

/// Notes how far an action has come, so that a repeat goes on from there.
public typealias ProgressRecorder = @Sendable (JSONObject) async throws -> Void

/// Choices that hold for all actions.
public struct ActionSettings: Sendable {
    #if FailPoints
    /// Whether a server is asked what is there before and after a call of unknown outcome.
    ///
    /// Only a build for tests has this choice: they show that without it cases go wrong.
    public var looksUp = true
    #else
    let looksUp = true
    #endif
    /// The day, such as `2026-11-21`, that a moment falls on where the municipality is.
    public var localDay: @Sendable (_ milliseconds: Int64) -> String
    /// The wall clock, in milliseconds since 1970; servers compare dates with theirs.
    public var wallClock: @Sendable () -> Int64

    /// Creates settings.
    public init(
        localDay: @escaping @Sendable (Int64) -> String = { utcDayText(milliseconds: $0) },
        wallClock: (@Sendable () -> Int64)? = nil
    ) {
        self.localDay = localDay
        self.wallClock = wallClock ?? wallClockMilliseconds
    }
}
