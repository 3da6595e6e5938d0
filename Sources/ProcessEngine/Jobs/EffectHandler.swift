public import Diagnostics
public import ProcessValues
public import Records

/// Does effects: calls of the outside world that a step asked for.
///
/// An effect is a job. It is claimed, then sent with no transaction open, then its reply is
/// committed together with what follows from it in the process. Any of the three may be cut off
/// by the end of the process, so an effect may be sent again: a handler looks up what an earlier
/// try has left (``EffectCall/isRepeat``) and stores the answer of each call it makes
/// (``EffectCall/storeProgress``), so that a repeat goes on where it stopped.
public protocol EffectHandler: Sendable {
    /// The name by which bindings call it.
    var name: String { get }

    /// Does an effect; called for one effect of an order key at a time.
    func send(_ call: EffectCall) async -> EffectReply
}

/// An effect that is to be done now.
public struct EffectCall: Sendable {
    /// The job.
    public let job: JobRow
    /// Whether it may have been sent before, wholly or in part.
    public let isRepeat: Bool
    /// The instant at which it was claimed.
    public let instant: Instant
    private let store: @Sendable (String) async throws -> Void

    /// Describes an effect.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - isRepeat: Whether it may have been sent before.
    ///   - instant: The instant.
    ///   - store: Keeps the progress durably.
    public init(
        job: JobRow, isRepeat: Bool, at instant: Instant,
        storingProgressBy store: @escaping @Sendable (String) async throws -> Void
    ) {
        self.job = job
        self.isRepeat = isRepeat
        self.instant = instant
        self.store = store
    }

    /// The action.
    public var action: String { job.effectAction ?? "" }
    /// The JSON that it was asked for with.
    public var payload: String { job.effectPayload ?? "{}" }
    /// The JSON that an earlier try has stored.
    public var progress: String? { job.effectProgress }

    /// Keeps a JSON of what was done so far, durably: a repeat finds it as ``progress``.
    ///
    /// - Throws: An error if it could not be kept; the handler then gives up with a failure.
    public func storeProgress(_ progress: String) async throws { try await store(progress) }
}

/// What came of an effect.
public struct EffectReply: Sendable {
    /// What the process learns.
    public var outcome: EffectOutcome
    /// What the handler writes with it, in the same delta.
    public var delta: Delta

    /// Creates a reply.
    public init(_ outcome: EffectOutcome, delta: Delta = Delta()) {
        self.outcome = outcome
        self.delta = delta
    }
}

/// Says which effects are bound to the elements of a process.
public protocol EffectBinder: Sendable {
    /// The endings of the names of the files that it reads.
    var resourceEndings: [String] { get }

    /// The bindings of a process, from the process links deployed with it.
    ///
    /// - Parameters:
    ///   - processKey: The id of the process in its model.
    ///   - resources: The files of its deployment that the binder reads.
    /// - Returns: The bindings, in the order in which those of one element and moment are done.
    func bindings(
        ofProcess processKey: String, resources: [DeploymentResourceRow]
    ) -> [EffectBinding]

    /// Every problem of the files of a deployment that the binder knows; an error refuses it.
    func problems(of resources: [DeploymentResourceRow]) -> [Diagnostic]
}

/// A binder that binds nothing.
public struct NoEffectBinder: EffectBinder {
    /// None.
    public let resourceEndings: [String] = []

    /// Creates a binder.
    public init() {}

    /// None.
    public func problems(of resources: [DeploymentResourceRow]) -> [Diagnostic] { [] }

    /// Nothing.
    public func bindings(
        ofProcess processKey: String, resources: [DeploymentResourceRow]
    ) -> [EffectBinding] { [] }
}
