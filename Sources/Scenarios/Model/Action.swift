public import JSONTree
public import ProcessEngine
public import ProcessValues

extension Scenario {
    /// Something that is done.
    public enum Action: Sendable, Equatable {
        /// Somebody completes a user task.
        case complete(Mention, variables: [VariableInput])
        /// The resident answers a task in the portal.
        case resident(Mention, answer: JSON)
        /// Time passes.
        case advance(Delay)
        /// A message comes in.
        case message(
            Mention, variables: [VariableInput], keys: [VariableInput], businessKey: String?)
        /// A signal goes round.
        case signal(Mention, variables: [VariableInput])
        /// A worker ends an external task.
        case external(Mention, WorkerResult)
        /// Somebody starts an activity of an ad-hoc sub-process.
        case startActivity(Mention, variables: [VariableInput])
        /// Somebody ends an ad-hoc sub-process.
        case finish(Mention)
        /// The failed jobs of an element are tried again.
        case retry(Mention)
        /// Somebody changes variables of the process.
        case set([VariableInput])
        /// Somebody stops the process, for a reason.
        case cancel(String)
    }

    /// How long time passes.
    public enum Delay: Sendable, Equatable {
        /// For a period of ISO 8601, such as `P14D`.
        case by(String)
        /// Until a moment.
        case to(Instant)
    }

    /// What a worker made of an external task.
    public enum WorkerResult: Sendable, Equatable {
        /// It is done.
        case completed(variables: [VariableInput])
        /// It failed and may be tried so many times more.
        case failed(message: String, retries: Int)
        /// It ended in a BPMN error.
        case bpmnError(code: String, message: String?, variables: [VariableInput])
    }
}
