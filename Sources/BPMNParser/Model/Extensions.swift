/// A `camunda:property`.
public struct ExtensionProperty: Sendable, Hashable {
    /// The id.
    public var id: String?
    /// The name.
    public var name: String?
    /// The value.
    public var value: String?

    /// Creates an extension property.
    public init(id: String? = nil, name: String? = nil, value: String? = nil) {
        self.id = id
        self.name = name
        self.value = value
    }
}

/// The mappings of variables around an element.
public struct InputOutput: Sendable, Hashable {
    /// What is set on the element before it runs, in order.
    public var inputs: [InputOutputParameter]
    /// What is set around the element after it has run, in order.
    public var outputs: [InputOutputParameter]

    /// Creates an input output.
    public init(inputs: [InputOutputParameter] = [], outputs: [InputOutputParameter] = []) {
        self.inputs = inputs
        self.outputs = outputs
    }
}

/// One mapping.
public struct InputOutputParameter: Sendable, Hashable {
    /// The variable.
    public var name: String
    /// Its value.
    public var value: ParameterValue
    /// The line.
    public var line: Int?

    /// Creates an input output parameter.
    public init(name: String, value: ParameterValue, line: Int? = nil) {
        self.name = name
        self.value = value
        self.line = line
    }
}

/// The value of a mapping.
public enum ParameterValue: Sendable, Hashable {
    /// Nothing is written: null.
    case null
    /// A text or expression.
    case text(ExpressionSource)
    /// The result of a script.
    case script(Script)
    /// A list.
    case list([ParameterValue])
    /// A map, in the order of the file.
    case map([MapEntry])

    /// An entry of a map.
    public struct MapEntry: Sendable, Hashable {
        /// The key, a text or an expression.
        public var key: ExpressionSource
        /// The value.
        public var value: ParameterValue

        /// Creates an entry.
        public init(key: ExpressionSource, value: ParameterValue) {
            self.key = key
            self.value = value
        }
    }
}

/// Something to run when an element starts, ends or is taken.
public struct ExecutionListener: Sendable, Hashable {
    /// When it runs.
    public var event: Event
    /// What runs.
    public var implementation: ListenerImplementation
    /// The values given to a Java class.
    public var fields: [FieldInjection]
    /// The line.
    public var line: Int?

    /// Creates an execution listener.
    public init(
        event: Event, implementation: ListenerImplementation, fields: [FieldInjection] = [],
        line: Int? = nil
    ) {
        self.event = event
        self.implementation = implementation
        self.fields = fields
        self.line = line
    }

    /// When an execution listener runs.
    public enum Event: String, Sendable, Hashable {
        /// When the element starts.
        case start
        /// When the element ends.
        case end
        /// When the sequence flow is taken.
        case take
    }
}

/// Something to run in the life of a user task.
public struct TaskListener: Sendable, Hashable {
    /// The id; the timer of a timeout listener is known by it.
    public var id: String?
    /// When it runs.
    public var event: Event
    /// What runs.
    public var implementation: ListenerImplementation
    /// When a timeout listener runs.
    public var timer: TimerEventDefinition?
    /// The values given to a Java class.
    public var fields: [FieldInjection]
    /// The line.
    public var line: Int?

    /// Creates a task listener.
    public init(
        id: String? = nil, event: Event, implementation: ListenerImplementation,
        timer: TimerEventDefinition? = nil, fields: [FieldInjection] = [], line: Int? = nil
    ) {
        self.id = id
        self.event = event
        self.implementation = implementation
        self.timer = timer
        self.fields = fields
        self.line = line
    }

    /// When a task listener runs.
    public enum Event: String, Sendable, Hashable, CaseIterable {
        /// When the task is created.
        case create
        /// When its assignee is set or changes.
        case assignment
        /// When it changes.
        case update
        /// When it is completed.
        case complete
        /// When it is deleted.
        case delete
        /// When its timer is due.
        case timeout
    }
}

/// What a listener runs.
public enum ListenerImplementation: Sendable, Hashable {
    /// A Java class.
    case javaClass(String)
    /// An expression that yields a bean to call.
    case delegateExpression(ExpressionSource)
    /// An expression whose evaluation is the work.
    case expression(ExpressionSource)
    /// A script.
    case script(Script)
}
