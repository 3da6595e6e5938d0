/// A value of FEEL's semantic domain (DMN 10.3.2).
///
/// Numbers, booleans, dates and durations are held in place; nothing is allocated for them.
public enum FEELValue: Sendable {
    /// No value: absent, or the outcome of what has none.
    case null
    /// True or false.
    case boolean(Bool)
    /// A decimal number.
    case number(Decimal128)
    /// A sequence of Unicode code points.
    case string(String)
    /// A day.
    case date(CivilDate)
    /// A time of day.
    indirect case time(CivilTime)
    /// A day and a time of day.
    indirect case dateAndTime(CivilDateTime)
    /// A duration in days, hours, minutes and seconds.
    case daysAndTimeDuration(DaysAndTimeDuration)
    /// A duration in years and months.
    case yearsAndMonthsDuration(YearsAndMonthsDuration)
    /// Values in order.
    case list([FEELValue])
    /// Values by name.
    case context(FEELContext)
    /// What lies between two values.
    case range(FEELRange)
    /// A function with what it closes over.
    case function(FEELFunction)

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The boolean, if this is one.
    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The number, if this is one.
    public var number: Decimal128? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The string, if this is one.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The list, if this is one.
    public var list: [FEELValue]? {
        if case .list(let value) = self { value } else { nil }
    }

    /// The context, if this is one.
    public var context: FEELContext? {
        if case .context(let value) = self { value } else { nil }
    }

    /// A number, or null where there is none.
    init(_ number: Decimal128?) {
        self = number.map { .number($0) } ?? .null
    }

    /// A boolean, or null where it is not known.
    init(_ boolean: Bool?) {
        self = boolean.map { .boolean($0) } ?? .null
    }

    /// What kind of value it is, in the words of the standard.
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateAndTime: "date and time"
        case .daysAndTimeDuration: "days and time duration"
        case .yearsAndMonthsDuration: "years and months duration"
        case .list: "list"
        case .context: "context"
        case .range: "range"
        case .function: "function"
        }
    }
}

extension FEELValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByNilLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Creates a string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Creates a number.
    public init(integerLiteral value: Int) { self = .number(Decimal128(value)) }
    /// Creates a boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// Creates a list.
    public init(arrayLiteral elements: FEELValue...) { self = .list(elements) }
    /// Creates null.
    public init(nilLiteral: ()) { self = .null }
    /// Creates a context.
    public init(dictionaryLiteral elements: (String, FEELValue)...) {
        self = .context(FEELContext(elements))
    }
}

extension FEELValue: Equatable {
    /// Whether two values are the same; unlike FEEL's `=`, this knows no null outcome.
    ///
    /// Numbers compare by value, contexts without regard to order, functions by identity.
    public static func == (left: FEELValue, right: FEELValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.date(let a), .date(let b)): a == b
        case (.time(let a), .time(let b)): a == b
        case (.dateAndTime(let a), .dateAndTime(let b)): a == b
        case (.daysAndTimeDuration(let a), .daysAndTimeDuration(let b)): a == b
        case (.yearsAndMonthsDuration(let a), .yearsAndMonthsDuration(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.context(let a), .context(let b)): a == b
        case (.range(let a), .range(let b)): a == b
        case (.function(let a), .function(let b)): a === b
        default: false
        }
    }
}
