public import JSONTree

/// A story of one process: how it starts, what people and servers do, and what must be so then.
///
/// Written in a file `*.scenario.yaml` beside a process application, and played without a server
/// and without a network.
public struct Scenario: Sendable, Equatable {
    /// What the story is called.
    public var name: String
    /// The file, for the account.
    public var file: String
    /// The key of the process.
    public var process: String
    /// The key of the case definition; nil for a process without a case.
    public var caseDefinition: String?
    /// When it starts, in milliseconds since 1970.
    public var startsAt: Int64
    /// The document of the case.
    public var document: JSON
    /// The variables that the process starts with.
    public var variables: JSONObject
    /// What happens, in order.
    public var steps: [Step]

    /// One step: perhaps something that is done, then what must be so.
    public struct Step: Sendable, Equatable {
        /// What the step is called, if it has a name.
        public var name: String?
        /// The line of the file on which it begins.
        public var line: Int
        /// What is done; nil for a step that only looks.
        public var action: Action?
        /// What must be so afterwards.
        public var expectations: [Expectation]
    }

    /// Something that is done.
    public enum Action: Sendable, Equatable {
        /// A caseworker completes a user task.
        case complete(task: String, variables: JSONObject)
        /// The resident answers a task in the portal.
        case resident(task: String, answer: JSON)
        /// Time passes: a duration such as `P14D`.
        case advance(String)
        /// A message comes in for the case.
        case message(String, variables: JSONObject)
        /// A signal goes round.
        case signal(String, variables: JSONObject)
    }

    /// Something that must be so.
    public struct Expectation: Sendable, Equatable {
        /// The line of the file.
        public var line: Int
        /// What.
        public var fact: Fact
    }

    /// A fact about the process and what it did.
    public enum Fact: Sendable, Equatable {
        /// Exactly these elements wait.
        case waiting([String])
        /// The process has ended, or has not.
        case ended(Bool)
        /// Variables have these values.
        case variables(JSONObject)
        /// Decisions gave these outputs when they were last asked.
        case decisions(JSONObject)
        /// Exactly these statussen were set, in this order.
        case statuses([String])
        /// This resultaat was set.
        case result(String)
        /// The case has this internal status.
        case internalStatus(String)
        /// Places of the document have these values.
        case document(JSONObject)
        /// The objects of these tasks in the portal have this status.
        case portalTasks(JSONObject)
        /// Open user tasks have these candidate groups or assignee.
        case tasks(JSONObject)
    }
}
