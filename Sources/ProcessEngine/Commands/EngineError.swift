/// Why a command was not done, for the person who must act.
public struct EngineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sorts of failures, as callers tell them apart.
    public enum Kind: Sendable, Hashable {
        /// A value of the command is missing or wrong.
        case invalid
        /// A row or definition that the command names does not exist.
        case notFound
        /// A definition that the model names does not exist.
        case missingDefinition
        /// The instance, definition, task or job is suspended.
        case suspended
        /// The task has another assignee.
        case taskAlreadyClaimed
        /// No receiver of a message, or several.
        case mismatchingCorrelation
        /// Somebody else changed the same rows first.
        case optimisticLocking
        /// The principal may not do this.
        case authorization
        /// The command does not fit the state.
        case badRequest
        /// The process could not go on: an expression failed, no flow was chosen.
        case execution
        /// A command took more steps than one may.
        case stepLimit
        /// The database failed: the disk is full or cannot be read.
        case storage
        /// A migration plan that cannot be carried out.
        case migrationPlan(MigrationPlanReport)
        /// An instance that cannot be migrated as its plan says.
        case migratingInstance(MigratingInstanceReport)
        /// A failure that the reference gives the name of a Java class.
        case runtime(className: String)
    }

    /// The sort.
    public var kind: Kind
    /// What is wrong, in a sentence.
    public var message: String
    /// The number that the reference's clients compare, 0 where it has none.
    public var code: Int
    /// The element that ran when it happened.
    public var activityID: String?
    /// The Java class that handlers of the model would name; nil where none catches it.
    public var catchableClassName: String?

    /// Creates an error.
    public init(
        _ kind: Kind, _ message: String, code: Int = 0, activityID: String? = nil,
        catchableClassName: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.code = code
        self.activityID = activityID
        self.catchableClassName = catchableClassName
    }

    /// The message.
    public var description: String { message }

    /// The name that the reference gives such a failure.
    public var typeName: String {
        switch kind {
        case .invalid: "NotValidException"
        case .notFound, .missingDefinition: "NullValueException"
        case .suspended: "SuspendedEntityInteractionException"
        case .taskAlreadyClaimed: "TaskAlreadyClaimedException"
        case .mismatchingCorrelation: "MismatchingMessageCorrelationException"
        case .optimisticLocking: "OptimisticLockingException"
        case .authorization: "AuthorizationException"
        case .badRequest: "BadUserRequestException"
        case .execution, .stepLimit: "ProcessEngineException"
        case .storage: "ProcessEnginePersistenceException"
        case .migrationPlan: "MigrationPlanValidationException"
        case .migratingInstance: "MigratingProcessInstanceValidationException"
        case .runtime(let className): className
        }
    }

    /// Whether the reference's class of such a failure is a `ProcessEngineException`.
    public var isEngineException: Bool {
        if case .runtime = kind { false } else { true }
    }

    /// Whether the caller is to blame, where the endpoint does not say otherwise.
    public var isBadRequest: Bool {
        switch kind {
        case .invalid, .suspended, .badRequest, .migrationPlan, .migratingInstance: true
        case .notFound, .missingDefinition, .taskAlreadyClaimed, .mismatchingCorrelation,
            .optimisticLocking, .authorization, .execution, .stepLimit, .storage, .runtime:
            false
        }
    }
}
