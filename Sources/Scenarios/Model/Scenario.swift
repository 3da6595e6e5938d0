public import JSONTree
public import ProcessEngine
public import ProcessValues

/// A story of one process: how it starts, what people and systems do, and what must be so then.
///
/// Written in a file `*.scenario.yaml` beside the models, and played without a server and without
/// a network.
public struct Scenario: Sendable, Equatable {
    /// What the story is called.
    public var name: String
    /// The file, for the account.
    public var file: String
    /// The key of the process.
    public var process: Mention
    /// The key of the case definition; nil for a process without a case.
    public var caseDefinition: Mention?
    /// The models, as paths beside the file; nil where they are looked for.
    public var models: [Mention]?
    /// The file of settings whose registry is used, as a path beside the file.
    public var configuration: Mention?
    /// The zone that dates without one are read in.
    public var timeZone: String
    /// How it begins.
    public var start: Start
    /// What goes wrong at other systems, by the element whose action they get.
    public var disturbances: [Disturbance]
    /// What happens, in order.
    public var steps: [Step]

    /// A name of something in a model, with its place in the file.
    public struct Mention: Sendable, Hashable {
        /// The name.
        public var text: String
        /// The line, counted from 1.
        public var line: Int
    }

    /// How a story begins.
    public struct Start: Sendable, Equatable {
        /// When.
        public var at: Instant
        /// The line on which it is described.
        public var line: Int
        /// The message that starts the process; nil where it is started by its key.
        public var message: Mention?
        /// The business key, of a process without a case.
        public var businessKey: String?
        /// The document of the case.
        public var document: JSON
        /// The variables that the process starts with.
        public var variables: [VariableInput]
    }

    /// A system that does not do at once what an element asks of it.
    public struct Disturbance: Sendable, Equatable {
        /// The element.
        public var element: Mention
        /// How many tries fail.
        public var times: Int
        /// What the system says.
        public var message: String
        /// The HTTP status of a refusal; nil where the system is not there.
        public var status: Int?
        /// The code of a refusal.
        public var code: String?
    }

    /// One step: perhaps something that is done, then what must be so.
    public struct Step: Sendable, Equatable {
        /// What the step is called, if it has a name.
        public var name: String?
        /// The line of the file on which it begins.
        public var line: Int
        /// What is done; nil for a step that only looks.
        public var action: Action?
        /// Whose doing it is; nil for the engine's own.
        public var user: String?
        /// A part of the message with which the engine must refuse what is done; nil where it must
        /// not.
        public var refusal: Mention?
        /// What must be so afterwards.
        public var expectations: [Expectation]
    }
}
