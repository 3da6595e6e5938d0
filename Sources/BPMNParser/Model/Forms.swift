/// The form of a user task or of a start event.
public struct FormDeclaration: Sendable, Hashable {
    /// `camunda:formKey`: the address of a form.
    public var key: ExpressionSource?
    /// `camunda:formRef`: a deployed form.
    public var reference: FormReference?
    /// `camunda:formData`: the fields of a generated form.
    public var fields: [FormField]
    /// The field whose value becomes the business key.
    public var businessKeyField: String?
    /// `formProperty` elements, the old way to declare fields.
    public var legacyProperties: [FormProperty]
    /// A Java class that handles the form.
    public var handlerClass: String?

    /// Creates a form declaration.
    public init(
        key: ExpressionSource? = nil, reference: FormReference? = nil, fields: [FormField] = [],
        businessKeyField: String? = nil, legacyProperties: [FormProperty] = [],
        handlerClass: String? = nil
    ) {
        self.key = key
        self.reference = reference
        self.fields = fields
        self.businessKeyField = businessKeyField
        self.legacyProperties = legacyProperties
        self.handlerClass = handlerClass
    }
}

/// A form that is deployed on its own.
public struct FormReference: Sendable, Hashable {
    /// The key of the form.
    public var key: ExpressionSource
    /// Which of its versions.
    public var binding: Binding

    /// Creates a form reference.
    public init(key: ExpressionSource, binding: Binding) {
        self.key = key
        self.binding = binding
    }

    /// Which version of a form is meant.
    public enum Binding: Sendable, Hashable {
        /// The latest.
        case latest
        /// The one that was deployed together with the model.
        case deployment
        /// The one with this number.
        case version(ExpressionSource)
    }
}

/// A field of a generated form.
public struct FormField: Sendable, Hashable {
    /// The id, which is the variable too.
    public var id: String
    /// The label.
    public var label: ExpressionSource?
    /// `string`, `long`, `boolean`, `date` or `enum`.
    public var type: String
    /// How a date is written.
    public var datePattern: String?
    /// The value to begin with.
    public var defaultValue: ExpressionSource?
    /// Free data.
    public var properties: [ExtensionProperty]
    /// What a value must obey.
    public var constraints: [FormConstraint]
    /// The values of an enumeration.
    public var values: [FormValue]
    /// The line.
    public var line: Int?

    /// Creates a form field.
    public init(
        id: String, label: ExpressionSource? = nil, type: String, datePattern: String? = nil,
        defaultValue: ExpressionSource? = nil, properties: [ExtensionProperty] = [],
        constraints: [FormConstraint] = [], values: [FormValue] = [], line: Int? = nil
    ) {
        self.id = id
        self.label = label
        self.type = type
        self.datePattern = datePattern
        self.defaultValue = defaultValue
        self.properties = properties
        self.constraints = constraints
        self.values = values
        self.line = line
    }
}

/// What the value of a form field must obey.
public struct FormConstraint: Sendable, Hashable {
    /// `required`, `readonly`, `min`, `max`, `minlength`, `maxlength` or `validator`.
    public var name: String
    /// The bound, or what validates.
    public var configuration: ExpressionSource?

    /// Creates a form constraint.
    public init(name: String, configuration: ExpressionSource? = nil) {
        self.name = name
        self.configuration = configuration
    }
}

/// A value of an enumeration.
public struct FormValue: Sendable, Hashable {
    /// What is stored.
    public var id: String
    /// What is shown.
    public var name: String?

    /// Creates a form value.
    public init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

/// A field declared in the old way.
public struct FormProperty: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The label.
    public var name: String?
    /// The type.
    public var type: String?
    /// The variable, where it is not the id.
    public var variable: String?
    /// An expression that is read and set.
    public var expression: ExpressionSource?
    /// The value to begin with.
    public var defaultExpression: ExpressionSource?
    /// How a date is written.
    public var datePattern: String?
    /// Whether a value must be given.
    public var isRequired: Bool
    /// Whether the form shows it.
    public var isReadable: Bool
    /// Whether it may be given.
    public var isWritable: Bool
    /// The values of an enumeration.
    public var values: [FormValue]

    /// Creates a form property.
    public init(
        id: String, name: String? = nil, type: String? = nil, variable: String? = nil,
        expression: ExpressionSource? = nil, defaultExpression: ExpressionSource? = nil,
        datePattern: String? = nil, isRequired: Bool = false, isReadable: Bool = true,
        isWritable: Bool = true, values: [FormValue] = []
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.variable = variable
        self.expression = expression
        self.defaultExpression = defaultExpression
        self.datePattern = datePattern
        self.isRequired = isRequired
        self.isReadable = isReadable
        self.isWritable = isWritable
        self.values = values
    }
}
