public import ProcessValues
public import Records

/// What stands behind the names of a model that the engine does not know: beans, functions, the
/// document of a case.
///
/// An answer is computed, never fetched over the network: what must go out is an effect. What it
/// writes is part of the answer and joins the step. While it is asked, the root instance of the
/// caller is held: it must not send the engine a command and wait for it.
public protocol EngineHost: Sendable {
    /// Answers a call; asked once a call of an attempt, again if the whole command is run again.
    ///
    /// - Parameters:
    ///   - call: What is asked.
    ///   - principal: Who gave the command.
    ///   - instant: The instant of the command.
    ///   - given: What the caller of the command writes with it. It is written before the answers:
    ///     they rest on the rows as it leaves them.
    /// - Returns: The value or failure, with what joins the step.
    func answer(
        _ call: HostCall, for principal: Principal, at instant: Instant, after given: Delta
    ) async -> HostAnswer
}

/// A host that knows no name.
public struct EmptyHost: EngineHost {
    /// Creates a host.
    public init() {}

    /// Answers that there is no such name.
    public func answer(
        _ call: HostCall, for principal: Principal, at instant: Instant, after given: Delta
    ) async -> HostAnswer {
        HostAnswer(
            .failure(
                EngineError(
                    .execution, "Unknown property used in expression: \(call.name)",
                    activityID: call.activityID)))
    }
}
