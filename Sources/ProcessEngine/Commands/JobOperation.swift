public import ProcessValues

/// What can be done with a job.
public enum JobOperation: Sendable {
    /// Runs it: a timer fires, an asynchronous continuation goes on; an effect is not run by this.
    case execute
    /// Notes that running it failed; to be sent after `execute` or an effect failed, whatever the
    /// caller is told.
    case recordFailure(JobFailure)
    /// Brings the answer of an effect: the token goes on, or the failure is noted.
    case deliverEffect(EffectOutcome)
    /// Stores how far an effect has come.
    case storeEffectProgress(String)
    /// Sets how often it may still fail; resolves its incident if that is above 0.
    case setRetries(Int, dueAt: Instant??)
    /// Moves it to another time; with `cascade` later firings of a cycle too.
    case setDueDate(Instant?, cascade: Bool)
    /// Works out anew when a timer fires, by its model, from the instant at which it was made or
    /// from now.
    case recalculateDueDate(fromCreation: Bool)
    /// Sets its priority.
    case setPriority(Int)
    /// Suspends it or lets it go on.
    case setSuspended(Bool)
    /// Deletes it; an execution that waits for it waits for ever.
    case delete
}

/// Why running a job failed.
public struct JobFailure: Sendable, Hashable {
    /// The cause, for the person who must act.
    public var message: String
    /// The account of the failure.
    public var details: String?
    /// The innermost element that ran.
    public var failedActivityID: String?
    /// Whether the failure counts; a lost race does not.
    public var decrementsRetries: Bool
    /// Whether trying again is of no use before somebody does something: no retries are left.
    public var endsRetries: Bool

    /// Creates a failure.
    public init(
        message: String, details: String? = nil, failedActivityID: String? = nil,
        decrementsRetries: Bool = true, endsRetries: Bool = false
    ) {
        self.message = message
        self.details = details
        self.failedActivityID = failedActivityID
        self.decrementsRetries = decrementsRetries
        self.endsRetries = endsRetries
    }
}

/// What came of an effect.
public enum EffectOutcome: Sendable {
    /// It was done; the variables are set from the execution that waits.
    case done(variables: [VariableInput])
    /// It was refused in a way that the model handles.
    case bpmnError(code: String, message: String?, variables: [VariableInput])
    /// It failed; the progress is kept for the next try.
    case failed(JobFailure, progress: String?)
}

/// What can be done with an external task.
public enum ExternalTaskOperation: Sendable {
    /// Gives it to a worker for a while.
    case lock(workerID: String, milliseconds: Int64)
    /// Completes it.
    case complete(workerID: String, variables: [VariableInput], localVariables: [VariableInput])
    /// Notes that the worker failed.
    case failure(
        workerID: String, message: String?, details: String?, retries: Int,
        retryTimeout: Int64, variables: [VariableInput], localVariables: [VariableInput])
    /// Throws a BPMN error from it.
    case bpmnError(workerID: String, code: String, message: String?, variables: [VariableInput])
    /// Gives the worker more time.
    case extendLock(workerID: String, milliseconds: Int64)
    /// Takes it from its worker.
    case unlock
    /// Sets how often it may still fail.
    case setRetries(Int)
    /// Sets its priority.
    case setPriority(Int)
}

/// Some external tasks of one root that a worker wants.
public struct ExternalTaskLock: Sendable {
    /// One topic that a worker serves.
    public struct Request: Sendable {
        /// The external task.
        public var taskID: String
        /// How long the worker may have it, in milliseconds.
        public var milliseconds: Int64
        /// The variables the worker wants: nil for all.
        public var variableNames: [String]?
        /// Whether only local variables of the task's scope are wanted.
        public var localVariablesOnly: Bool
        /// Whether the extension properties of the element are wanted.
        public var includesExtensionProperties: Bool

        /// Creates a request.
        public init(
            taskID: String, milliseconds: Int64, variableNames: [String]? = nil,
            localVariablesOnly: Bool = false, includesExtensionProperties: Bool = false
        ) {
            self.taskID = taskID
            self.milliseconds = milliseconds
            self.variableNames = variableNames
            self.localVariablesOnly = localVariablesOnly
            self.includesExtensionProperties = includesExtensionProperties
        }
    }

    /// The root of all of them.
    public var rootInstanceID: String
    /// The worker.
    public var workerID: String
    /// What it wants; tasks that are locked by now are left out of the answer.
    public var requests: [Request]

    /// Creates a lock of some tasks.
    public init(rootInstanceID: String, workerID: String, requests: [Request]) {
        self.rootInstanceID = rootInstanceID
        self.workerID = workerID
        self.requests = requests
    }
}
