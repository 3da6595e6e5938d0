/// The tenants that a message or signal is meant for.
public enum TenantSelection: Sendable, Hashable {
    /// Any tenant, and none.
    case any
    /// No tenant.
    case none
    /// This tenant.
    case tenant(String)
    /// This tenant, and none: what instances of the tenant throw.
    case tenantOrNone(String)
}

/// A message looking for those who wait for it.
public struct MessageCorrelation: Sendable {
    /// The name; nil only together with an instance.
    public var messageName: String?
    /// The business key that the instance must have, or that a new one gets.
    public var businessKey: String?
    /// The only instance that may receive it.
    public var processInstanceID: String?
    /// The only definition that may be started.
    public var definitionID: String?
    /// Variables of the instance that must have these values.
    public var correlationKeys: [VariableInput]
    /// Variables of the waiting execution that must have these values.
    public var localCorrelationKeys: [VariableInput]
    /// The tenants.
    public var tenant: TenantSelection
    /// Variables to set.
    public var variables: [VariableInput]
    /// Variables to set on the execution that waits.
    public var localVariables: [VariableInput]
    /// Variables to set on the scope that the message starts.
    public var triggeredScopeVariables: [VariableInput]
    /// Whether all who wait get it.
    public var isToAll: Bool
    /// Whether only start events are looked at.
    public var startsOnly: Bool
    /// Whether only waiting executions are looked at.
    public var executionsOnly: Bool

    /// Creates a correlation.
    public init(
        messageName: String?, businessKey: String? = nil, processInstanceID: String? = nil,
        definitionID: String? = nil, correlationKeys: [VariableInput] = [],
        localCorrelationKeys: [VariableInput] = [], tenant: TenantSelection = .any,
        variables: [VariableInput] = [], localVariables: [VariableInput] = [],
        triggeredScopeVariables: [VariableInput] = [], isToAll: Bool = false,
        startsOnly: Bool = false, executionsOnly: Bool = false
    ) {
        self.messageName = messageName
        self.businessKey = businessKey
        self.processInstanceID = processInstanceID
        self.definitionID = definitionID
        self.correlationKeys = correlationKeys
        self.localCorrelationKeys = localCorrelationKeys
        self.tenant = tenant
        self.variables = variables
        self.localVariables = localVariables
        self.triggeredScopeVariables = triggeredScopeVariables
        self.isToAll = isToAll
        self.startsOnly = startsOnly
        self.executionsOnly = executionsOnly
    }
}

/// A signal for all who wait for it, or for one execution.
public struct SignalDelivery: Sendable {
    /// The name.
    public var name: String
    /// The only execution that gets it.
    public var executionID: String?
    /// The tenants.
    public var tenant: TenantSelection
    /// Variables to set on each receiver.
    public var variables: [VariableInput]

    /// Creates a delivery.
    public init(
        name: String, executionID: String? = nil, tenant: TenantSelection = .any,
        variables: [VariableInput] = []
    ) {
        self.name = name
        self.executionID = executionID
        self.tenant = tenant
        self.variables = variables
    }
}
