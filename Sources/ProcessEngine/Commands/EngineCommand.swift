public import ProcessValues

/// Something that the engine is asked to do, on one root instance or on a few.
///
/// Commands name rows by their ids; which roots they touch is found out by the attempt itself.
public enum EngineCommand: Sendable {
    /// Starts a process instance.
    case startInstance(StartInstance)
    /// Does something with a user task.
    case task(id: String, TaskOperation)
    /// Sets and removes variables.
    case changeVariables(VariableChange)
    /// Delivers a message to the instances that wait for it, or starts one.
    case correlateMessage(MessageCorrelation)
    /// Delivers a signal to all that wait for it, or to one execution.
    case deliverSignal(SignalDelivery)
    /// Delivers a message to one execution.
    case triggerMessage(
        executionID: String, messageName: String?, variables: [VariableInput],
        localVariables: [VariableInput])
    /// Makes an execution that waits without an event go on.
    case triggerExecution(id: String, signalName: String?, variables: [VariableInput])
    /// Evaluates the conditional start events of all definitions.
    case evaluateConditions(ConditionEvaluation)
    /// Does something with a job.
    case job(id: String, JobOperation)
    /// Does something with an external task.
    case externalTask(id: String, ExternalTaskOperation)
    /// Gives external tasks of one root to a worker.
    case lockExternalTasks(ExternalTaskLock)
    /// Does something with a whole process instance.
    case instance(id: String, InstanceOperation)
    /// Does something with several process instances, with all of them or none.
    case instances(ids: [String], InstanceOperation)
    /// Starts new instances in place of ended ones.
    case restart(InstanceRestart)
    /// Suspends definitions of processes, or lets them go on.
    case suspendDefinitions(DefinitionSuspension)
    /// Suspends definitions of jobs, or lets them go on.
    case suspendJobDefinitions(JobDefinitionSuspension)
    /// Suspends jobs, or lets them go on.
    case suspendJobs(JobSelection, Bool)
    /// Gives a definition of jobs a priority that goes before the model's; nil takes it away.
    case setJobDefinitionPriority(id: String, Int?, includesJobs: Bool)
    /// Does something with an incident.
    case incident(id: String, IncidentOperation)
    /// Starts an activity of the ad-hoc sub-process that an execution runs; the variables are local
    /// to it.
    case startAdHocActivity(executionID: String, activityID: String, variables: [VariableInput])
    /// Ends the ad-hoc sub-process that an execution runs.
    case completeAdHoc(executionID: String)
    /// Makes an incident at an execution.
    case createIncident(
        executionID: String, type: String, configuration: String?, message: String?)
}

/// A variable given to a command.
public struct VariableInput: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: ProcessValue
    /// Whether it lives for the command alone.
    public var isTransient: Bool

    /// Creates a variable.
    public init(_ name: String, _ value: ProcessValue, isTransient: Bool = false) {
        self.name = name
        self.value = value
        self.isTransient = isTransient
    }
}

/// Which definition of a process is meant.
public enum DefinitionSelector: Sendable, Hashable {
    /// The one with this id.
    case id(String)
    /// The latest of this key, of this tenant or of none.
    case latest(key: String, tenantID: String?)
    /// The one of this version.
    case version(key: String, version: Int, tenantID: String?)
    /// The one with this label.
    case versionTag(key: String, versionTag: String, tenantID: String?)
    /// The one of this deployment.
    case deployment(key: String, deploymentID: String, tenantID: String?)

    /// What is asked for, in the words of the reference.
    var words: String {
        func tenant(_ id: String?) -> String { "tenant-id '\(id ?? "null")'" }
        return switch self {
        case .id(let id): "id '\(id)'"
        case .latest(let key, let tenantID): "key '\(key)' and \(tenant(tenantID))"
        case .version(let key, let version, let tenantID):
            "key = '\(key)', version = '\(version)' and \(tenant(tenantID))"
        case .versionTag(let key, let tag, let tenantID):
            "key = '\(key)', versionTag = '\(tag)' and \(tenant(tenantID))"
        case .deployment(let key, let deploymentID, _):
            "key = '\(key)' in deployment = '\(deploymentID)'"
        }
    }
}

/// The start of a process instance.
public struct StartInstance: Sendable {
    /// Of which definition.
    public var definition: DefinitionSelector
    /// The business key.
    public var businessKey: String?
    /// The variables it starts with, in order.
    public var variables: [VariableInput]
    /// Where it starts in place of its start event.
    public var instructions: [ModificationInstruction]
    /// Whether listeners of the model are left out for the instructions.
    public var skipCustomListeners: Bool
    /// Whether input and output mappings are left out for the instructions.
    public var skipIoMappings: Bool
    /// Whether the result has the variables.
    public var wantsVariables: Bool
    /// The instance that it is a restart of.
    public var restartedInstanceID: String?
    /// Whether the variables are those of the start event's form: then they are checked by its
    /// rules, converted to its types, and its defaults are added.
    public var submitsForm = false

    /// Creates the start of an instance.
    public init(
        definition: DefinitionSelector, businessKey: String? = nil,
        variables: [VariableInput] = [], instructions: [ModificationInstruction] = [],
        skipCustomListeners: Bool = false, skipIoMappings: Bool = false,
        wantsVariables: Bool = false, restartedInstanceID: String? = nil
    ) {
        self.definition = definition
        self.businessKey = businessKey
        self.variables = variables
        self.instructions = instructions
        self.skipCustomListeners = skipCustomListeners
        self.skipIoMappings = skipIoMappings
        self.wantsVariables = wantsVariables
        self.restartedInstanceID = restartedInstanceID
    }
}

/// Variables that are set and removed by hand.
public struct VariableChange: Sendable {
    /// Where.
    public enum Scope: Sendable, Hashable {
        /// An execution or process instance.
        case execution(String)
        /// A user task.
        case task(String)
    }

    /// Where.
    public var scope: Scope
    /// Whether that very scope is meant, not the nearest that has the variable.
    public var isLocal: Bool
    /// What is set, in order.
    public var modifications: [VariableInput]
    /// What is removed.
    public var deletions: [String]

    /// Creates a change of variables.
    public init(
        scope: Scope, isLocal: Bool = false, modifications: [VariableInput] = [],
        deletions: [String] = []
    ) {
        self.scope = scope
        self.isLocal = isLocal
        self.modifications = modifications
        self.deletions = deletions
    }
}

/// The start of process instances by their conditional start events.
public struct ConditionEvaluation: Sendable {
    /// The variables that the conditions see.
    public var variables: [VariableInput]
    /// The business key of the new instances.
    public var businessKey: String?
    /// The only definition that is asked, if not all are.
    public var definitionID: String?
    /// The tenants.
    public var tenant: TenantSelection

    /// Creates an evaluation of conditions.
    public init(
        variables: [VariableInput], businessKey: String? = nil, definitionID: String? = nil,
        tenant: TenantSelection = .any
    ) {
        self.variables = variables
        self.businessKey = businessKey
        self.definitionID = definitionID
        self.tenant = tenant
    }
}
