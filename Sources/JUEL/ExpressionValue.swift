public import ProcessValues

/// What an expression works with: values of variables, and things that are none.
public enum ExpressionValue: Sendable, Equatable {
    /// A value that a variable can hold.
    case value(ProcessValue)
    /// A date and time with the arithmetic of Joda's `DateTime`.
    case dateTime(Instant)
    /// A thing that the context knows, such as `execution` or a bean.
    case bean(BeanReference)

    /// No value.
    public static let null = ExpressionValue.value(.null)

    /// Whether there is no value.
    public var isNull: Bool {
        if case .value(let value) = self { value.isNull } else { false }
    }

    /// The value as a variable can hold it; nil for a bean.
    ///
    /// A date and time becomes an Object of Joda's class, as in the reference, in ISO 8601.
    public var processValue: ProcessValue? {
        switch self {
        case .value(.typedNull): .null
        case .value(let value): value
        case .dateTime(let instant):
            .object(
                ObjectValue(
                    typeName: "org.joda.time.DateTime", format: "text/iso8601",
                    serialized: isoText(instant)))
        case .bean: nil
        }
    }
}

/// A thing that expressions can ask and call, named by the context.
public struct BeanReference: Sendable, Hashable {
    /// What it is, such as `execution`, `task` or the name of a bean.
    public let name: String
    /// Which one it is, where there are several.
    public let id: String?

    /// Names a bean.
    public init(_ name: String, id: String? = nil) {
        self.name = name
        self.id = id
    }
}

/// The instant as Joda's `DateTime` writes it in UTC.
func isoText(_ instant: Instant) -> String { instant.restText.dropLast(5) + "Z" }
