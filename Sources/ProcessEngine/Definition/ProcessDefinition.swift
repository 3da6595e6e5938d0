public import DMN

/// A deployed version of a process, compiled, as the execution sees it.
///
/// It is made once a node and version, from the stored row and the compiled model, and shared.
public final class ProcessDefinition: Sendable {
    /// The stored row.
    public let row: ProcessDefinitionRow
    /// The compiled model.
    public let process: CompiledProcess
    /// The effects that are bound to its elements, by the id of the element.
    public let effects: [String: [EffectBinding]]
    /// What was set by hand for sorts of jobs, by the id of their definition.
    let jobSettings: [String: JobSettings]

    /// Puts a definition together.
    ///
    /// - Parameters:
    ///   - row: The stored row.
    ///   - process: The compiled model.
    ///   - effects: What process links bind to elements of the process.
    ///   - jobDefinitions: The definitions of its jobs that were changed by hand.
    public init(
        row: ProcessDefinitionRow, process: CompiledProcess, effects: [EffectBinding] = [],
        jobDefinitions: [JobDefinitionRow] = []
    ) {
        jobSettings = Dictionary(
            jobDefinitions.map {
                ($0.id, JobSettings(priority: $0.priority, isSuspended: $0.suspended))
            }, uniquingKeysWith: { first, _ in first })
        self.row = row
        self.process = process
        self.effects = Dictionary(grouping: effects, by: \.activityID)
    }

    /// The id of the job definition of an element's jobs.
    ///
    /// It follows from the definition's id, the element and the sort of job, so that nothing needs
    /// to be looked up.
    public static func jobDefinitionID(
        definitionID: String, activityID: String, sort: String
    ) -> String {
        // FNV-1a over both halves: no key, no secret, only a name that is the same each time.
        var high: UInt64 = 0xcbf2_9ce4_8422_2325
        var low: UInt64 = 0x8422_2325_cbf2_9ce4
        for text in [definitionID, "|", activityID, "|", sort] {
            for byte in text.utf8 {
                high = (high ^ UInt64(byte)) &* 0x100_0000_01b3
                low = (low ^ UInt64(byte ^ 0x5a)) &* 0x100_0000_01b3
            }
        }
        return IDSource.text(
            high & ~0xF000 | 0x8000, low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}

/// What was set by hand for the jobs of one sort.
struct JobSettings: Sendable, Hashable {
    /// The priority of new ones; nil for the model's.
    let priority: Int?
    /// Whether new ones are suspended.
    let isSuspended: Bool
}

/// Something to be done in the outside world when an element is reached.
public struct EffectBinding: Sendable, Hashable {
    /// The moment.
    public enum Event: String, Sendable, Hashable {
        /// The element is reached: the effect takes the place of its implementation, and the token
        /// waits for the answer.
        case start
        /// The element was left: the effect is attached, nothing waits.
        case end
        /// The user task was created: attached.
        case create
        /// The user task got an assignee: attached.
        case assignment
        /// The user task was completed: attached.
        case complete
        /// The user task was changed: attached.
        case update
        /// The user task was cancelled: attached.
        case delete
    }

    /// The element.
    public var activityID: String
    /// The moment.
    public var event: Event
    /// The name of the handler that runs it.
    public var handler: String
    /// The action of the handler.
    public var action: String
    /// The properties of the action as a JSON object; `pv:` texts in it are read when the job is
    /// written.
    public var properties: String
    /// Whether the token waits for it; `start` and `end` on a service-like element do.
    public var isBlocking: Bool

    /// Binds an effect.
    public init(
        activityID: String, event: Event, handler: String, action: String,
        properties: String = "{}", isBlocking: Bool? = nil
    ) {
        self.activityID = activityID
        self.event = event
        self.handler = handler
        self.action = action
        self.properties = properties
        self.isBlocking = isBlocking ?? (event == .start)
    }
}

/// A deployed version of a decision.
public struct DeployedDecision: Sendable {
    /// The stored row.
    public let row: DecisionDefinitionRow
    /// The compiled model that the decision is part of.
    public let model: DecisionModel

    /// The definitions of the model's decisions by their keys, as they were deployed together.
    public let definitionIDs: [String: String]

    /// Puts a decision together.
    public init(
        row: DecisionDefinitionRow, model: DecisionModel, definitionIDs: [String: String] = [:]
    ) {
        self.row = row
        self.model = model
        self.definitionIDs = definitionIDs
    }
}
