/// What stops the execution of a step.
enum Interruption: Error {
    /// A fact is missing: the attempt is given up.
    case needs([Need])
    /// The step cannot be done.
    case failure(EngineError)
    /// A BPMN error, on its way to a handler.
    case bpmnError(code: String?, message: String?)

    static func failed(
        _ kind: EngineError.Kind, _ message: String, code: Int = 0, catchable: String? = nil
    ) -> Interruption {
        .failure(EngineError(kind, message, code: code, catchableClassName: catchable))
    }
}

/// How far the activity instance of an execution is; the numbers are those of history.
enum ActivityInstanceState: Int {
    case running = 0
    case scopeComplete = 1
    case canceled = 2
    case starting = 3
    case ending = 4
}
