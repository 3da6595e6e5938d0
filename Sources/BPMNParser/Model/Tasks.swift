/// A task for a person.
public struct UserTask: Sendable, Hashable {
    /// Whose task it is.
    public var assignee: ExpressionSource?
    /// Who may claim it, one by one.
    public var candidateUsers: [ExpressionSource]
    /// Whose members may claim it, one by one.
    public var candidateGroups: [ExpressionSource]
    /// When it should be done.
    public var dueDate: ExpressionSource?
    /// When to look at it again.
    public var followUpDate: ExpressionSource?
    /// The priority; 50 where it is not given.
    public var priority: ExpressionSource?
    /// Its form.
    public var form: FormDeclaration?
    /// Its listeners, in the order of the file.
    public var taskListeners: [TaskListener]

    /// Creates an user task.
    public init(
        assignee: ExpressionSource? = nil, candidateUsers: [ExpressionSource] = [],
        candidateGroups: [ExpressionSource] = [], dueDate: ExpressionSource? = nil,
        followUpDate: ExpressionSource? = nil, priority: ExpressionSource? = nil,
        form: FormDeclaration? = nil, taskListeners: [TaskListener] = []
    ) {
        self.assignee = assignee
        self.candidateUsers = candidateUsers
        self.candidateGroups = candidateGroups
        self.dueDate = dueDate
        self.followUpDate = followUpDate
        self.priority = priority
        self.form = form
        self.taskListeners = taskListeners
    }
}

/// A task that waits for a message.
public struct ReceiveTask: Sendable, Hashable {
    /// The message; without one the task waits for a signal to its execution.
    public var message: BPMNMessage?
    /// The reference as written.
    public var messageRef: String?
    /// Whether it starts the process.
    public var isInstantiating: Bool

    /// Creates a receive task.
    public init(
        message: BPMNMessage? = nil, messageRef: String? = nil, isInstantiating: Bool = false
    ) {
        self.message = message
        self.messageRef = messageRef
        self.isInstantiating = isInstantiating
    }
}

/// A task that runs a script.
public struct ScriptTask: Sendable, Hashable {
    /// The script.
    public var script: Script
    /// The variable that receives its result, unless that is null.
    public var resultVariable: String?

    /// Creates a script task.
    public init(script: Script, resultVariable: String? = nil) {
        self.script = script
        self.resultVariable = resultVariable
    }
}

/// A script: in the model or in a file of the deployment.
public struct Script: Sendable, Hashable {
    /// The language; nil for a script task that names none, which means JUEL.
    public var format: String?
    /// Where the text is.
    public var content: Content
    /// The line.
    public var line: Int?

    /// Creates a script.
    public init(format: String? = nil, content: Content, line: Int? = nil) {
        self.format = format
        self.content = content
        self.line = line
    }

    /// Where the text of a script is.
    public enum Content: Sendable, Hashable {
        /// In the model; an expression yields the script where it begins with `${` or `#{`.
        case inline(String)
        /// In a file: `deployment://name` or `classpath://name`, or an expression yielding that.
        case resource(String)
    }
}

/// A task that asks for a decision.
public enum BusinessRuleTask: Sendable, Hashable {
    /// A decision table or other decision of DMN.
    case decision(DecisionCall)
    /// A service.
    case service(ServiceImplementation)
}

/// Which decision is asked and what becomes of its result.
public struct DecisionCall: Sendable, Hashable {
    /// The key of the decision.
    public var decisionRef: ExpressionSource
    /// Which of its versions.
    public var binding: DefinitionBinding
    /// The tenant that it belongs to.
    public var tenantID: ExpressionSource?
    /// The shape of the result in the variable.
    public var resultMapping: ResultMapping
    /// The variable that receives the result.
    public var resultVariable: String?

    /// Creates a decision call.
    public init(
        decisionRef: ExpressionSource, binding: DefinitionBinding = .latest,
        tenantID: ExpressionSource? = nil, resultMapping: ResultMapping = .resultList,
        resultVariable: String? = nil
    ) {
        self.decisionRef = decisionRef
        self.binding = binding
        self.tenantID = tenantID
        self.resultMapping = resultMapping
        self.resultVariable = resultVariable
    }

    /// The shapes in which a decision's result is stored.
    public enum ResultMapping: String, Sendable, Hashable {
        /// The value of the only output of the only rule.
        case singleEntry
        /// The outputs of the only rule, by name.
        case singleResult
        /// The values of one output over all rules.
        case collectEntries
        /// The outputs of all rules.
        case resultList
    }
}

/// Which version of a definition is meant.
public enum DefinitionBinding: Sendable, Hashable {
    /// The latest when it is reached.
    case latest
    /// The one that was deployed together with this model.
    case deployment
    /// The one with this number.
    case version(ExpressionSource)
    /// The one with this label.
    case versionTag(ExpressionSource)
}

/// A call of another process.
public struct CallActivity: Sendable, Hashable {
    /// What is called.
    public var callee: Callee
    /// Which of its versions.
    public var binding: DefinitionBinding
    /// The tenant that it belongs to.
    public var tenantID: ExpressionSource?
    /// The business key of the called instance; none where it is not given.
    public var businessKey: ExpressionSource?
    /// What goes in, in the order of the file.
    public var inputs: [VariableMapping]
    /// What comes back, in the order of the file.
    public var outputs: [VariableMapping]
    /// A Java class that maps variables.
    public var variableMappingClass: String?
    /// An expression that yields a bean that maps variables.
    public var variableMappingDelegateExpression: ExpressionSource?

    /// Creates a call activity.
    public init(
        callee: Callee, binding: DefinitionBinding = .latest, tenantID: ExpressionSource? = nil,
        businessKey: ExpressionSource? = nil, inputs: [VariableMapping] = [],
        outputs: [VariableMapping] = [], variableMappingClass: String? = nil,
        variableMappingDelegateExpression: ExpressionSource? = nil
    ) {
        self.callee = callee
        self.binding = binding
        self.tenantID = tenantID
        self.businessKey = businessKey
        self.inputs = inputs
        self.outputs = outputs
        self.variableMappingClass = variableMappingClass
        self.variableMappingDelegateExpression = variableMappingDelegateExpression
    }

    /// What a call activity calls.
    public enum Callee: Sendable, Hashable {
        /// A process, by its key.
        case process(ExpressionSource)
        /// A CMMN case, by its key.
        case caseDefinition(ExpressionSource)
        /// Nothing: the model has neither reference, or both.
        case unknown
    }
}

/// A `camunda:in` or `camunda:out`.
public struct VariableMapping: Sendable, Hashable {
    /// Where the value comes from.
    public var source: Source
    /// The variable that receives it; nil for all.
    public var target: String?
    /// `local="true"`: of `in`, only variables of the activity itself; of `out`, set on the
    /// activity itself.
    public var isLocal: Bool
    /// The line.
    public var line: Int?

    /// Creates a variable mapping.
    public init(source: Source, target: String? = nil, isLocal: Bool = false, line: Int? = nil) {
        self.source = source
        self.target = target
        self.isLocal = isLocal
        self.line = line
    }

    /// Where the value of a mapping comes from.
    public enum Source: Sendable, Hashable {
        /// A variable.
        case variable(String)
        /// An expression.
        case expression(ExpressionSource)
        /// All variables, each under its own name.
        case all
    }
}

/// A sub-process.
public struct SubProcess: Sendable, Hashable {
    /// What sort it is.
    public var variant: Variant
    /// Whether it is an event sub-process.
    public var isTriggeredByEvent: Bool
    /// The lanes.
    public var laneSets: [LaneSet]
    /// What it is made of.
    public var scope: FlowScope

    /// Creates a sub process.
    public init(
        variant: Variant = .embedded, isTriggeredByEvent: Bool = false, laneSets: [LaneSet] = [],
        scope: FlowScope = FlowScope()
    ) {
        self.variant = variant
        self.isTriggeredByEvent = isTriggeredByEvent
        self.laneSets = laneSets
        self.scope = scope
    }

    /// The sorts of sub-processes.
    public enum Variant: Sendable, Hashable {
        /// A plain one.
        case embedded
        /// A transaction, which can be cancelled; the method is a URI.
        case transaction(method: String)
        /// One whose activities run in any order.
        case adHoc(AdHoc)
    }

    /// The order of work in an ad-hoc sub-process.
    public struct AdHoc: Sendable, Hashable {
        /// Whether one activity runs at a time.
        public var isSequential: Bool
        /// Whether what still runs is cancelled when the condition holds.
        public var cancelsRemainingInstances: Bool
        /// When it is done.
        public var completionCondition: ExpressionSource?
        /// `activeElements`, an extension: the ids of the activities that it starts by itself.
        public var activeElements: ExpressionSource?

        /// Creates the order of work.
        public init(
            isSequential: Bool = false, cancelsRemainingInstances: Bool = true,
            completionCondition: ExpressionSource? = nil, activeElements: ExpressionSource? = nil
        ) {
            self.isSequential = isSequential
            self.cancelsRemainingInstances = cancelsRemainingInstances
            self.completionCondition = completionCondition
            self.activeElements = activeElements
        }
    }
}
