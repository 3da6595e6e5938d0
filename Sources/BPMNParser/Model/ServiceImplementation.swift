/// How a service task, send task, business rule task or thrown message is done.
public struct ServiceImplementation: Sendable, Hashable {
    /// The way.
    public var kind: Kind
    /// The variable that receives the result of an expression.
    public var resultVariable: String?
    /// The values given to Java classes, mail and shell tasks.
    public var fields: [FieldInjection]
    /// The line.
    public var line: Int?

    /// Creates a service implementation.
    public init(
        kind: Kind, resultVariable: String? = nil, fields: [FieldInjection] = [], line: Int? = nil
    ) {
        self.kind = kind
        self.resultVariable = resultVariable
        self.fields = fields
        self.line = line
    }

    /// The ways in which a service is called.
    public enum Kind: Sendable, Hashable {
        /// Nothing is given.
        case none
        /// A Java class.
        case javaClass(String)
        /// An expression that yields a bean to call.
        case delegateExpression(ExpressionSource)
        /// An expression whose evaluation is the work.
        case expression(ExpressionSource)
        /// A worker that fetches the task.
        case external(ExternalTask)
        /// The built-in mail task.
        case mail
        /// The built-in shell task.
        case shell
        /// A connector.
        case connector(Connector)
    }
}

/// A task that a worker fetches by its topic.
public struct ExternalTask: Sendable, Hashable {
    /// The topic.
    public var topic: ExpressionSource?
    /// `camunda:taskPriority`: the priority of the task.
    public var priority: ExpressionSource?
    /// The BPMN errors that completion or failure may become, in order.
    public var errorDefinitions: [ErrorDefinition]

    /// Creates an external task.
    public init(
        topic: ExpressionSource? = nil, priority: ExpressionSource? = nil,
        errorDefinitions: [ErrorDefinition] = []
    ) {
        self.topic = topic
        self.priority = priority
        self.errorDefinitions = errorDefinitions
    }

    /// A BPMN error that is thrown where an expression is true at completion or failure.
    public struct ErrorDefinition: Sendable, Hashable {
        /// The id of the definition.
        public var id: String?
        /// The reference as written.
        public var errorRef: String
        /// The error, where the reference names one; else the reference is the code.
        public var error: BPMNError?
        /// The condition.
        public var expression: ExpressionSource

        /// Creates a definition.
        public init(
            id: String? = nil, errorRef: String, error: BPMNError? = nil,
            expression: ExpressionSource
        ) {
            self.id = id
            self.errorRef = errorRef
            self.error = error
            self.expression = expression
        }
    }
}

/// A call of a connector such as `http-connector`.
public struct Connector: Sendable, Hashable {
    /// Which connector.
    public var connectorID: String
    /// Its parameters and results.
    public var inputOutput: InputOutput?

    /// Creates a connector.
    public init(connectorID: String, inputOutput: InputOutput? = nil) {
        self.connectorID = connectorID
        self.inputOutput = inputOutput
    }
}

/// A value given to a Java class, a mail or a shell task.
public struct FieldInjection: Sendable, Hashable {
    /// The name of the field.
    public var name: String?
    /// The value.
    public var value: Value

    /// Creates a field injection.
    public init(name: String? = nil, value: Value) {
        self.name = name
        self.value = value
    }

    /// The sorts of values.
    public enum Value: Sendable, Hashable {
        /// A text.
        case string(String)
        /// An expression.
        case expression(ExpressionSource)
    }
}
