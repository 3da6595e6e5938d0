/// A type of FEEL's lattice (DMN 10.3.2.9).
public indirect enum FEELType: Sendable, Hashable {
    /// All values.
    case any
    /// Only null.
    case null
    case boolean
    case number
    case string
    case date
    case time
    case dateAndTime
    case daysAndTimeDuration
    case yearsAndMonthsDuration
    /// Lists of a type.
    case list(FEELType)
    /// Contexts that have at least these members.
    case context([Member])
    /// Ranges over a type.
    case range(FEELType)
    /// Functions from parameters to a result.
    case function([FEELType], FEELType)
    /// A type that a table defines, so that types can be recursive.
    case named(String)

    /// A member of a context type.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The type.
        public let type: FEELType

        /// Creates a member.
        public init(_ name: String, _ type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    /// The built-in type of a name, in the spellings of all versions of DMN.
    public init?(builtInName name: String) {
        switch name {
        case "Any": self = .any
        case "Null": self = .null
        case "boolean": self = .boolean
        case "number": self = .number
        case "string": self = .string
        case "date": self = .date
        case "time": self = .time
        case "date and time", "dateTime": self = .dateAndTime
        case "days and time duration", "dayTimeDuration": self = .daysAndTimeDuration
        case "years and months duration", "yearMonthDuration": self = .yearsAndMonthsDuration
        case "list": self = .list(.any)
        case "context": self = .context([])
        case "range": self = .range(.any)
        case "function": self = .function([], .any)
        default: return nil
        }
    }
}

/// Named types, such as the item definitions of a model.
public struct FEELTypeTable: Sendable {
    /// The types by name; members of an import are named `import.type`.
    public var types: [String: FEELType]
    /// What types ask of their values beyond what they are.
    public internal(set) var restrictions: [String: ValueRestriction] = [:]
    /// The names of types that are restricted, themselves or in one of their parts.
    var restricted: Set<String> = []

    /// Creates a table.
    public init(_ types: [String: FEELType] = [:]) {
        self.types = types
    }

    /// The type itself behind names; `any` for a name that is not defined or defines itself.
    public func resolve(_ type: FEELType) -> FEELType {
        var type = type
        var steps = 0
        while case .named(let name) = type {
            steps += 1
            guard steps < 32, let next = types[name] else { return .any }
            type = next
        }
        return type
    }
}

extension FEELType: CustomStringConvertible {
    /// The type as FEEL writes it.
    public var description: String {
        switch self {
        case .any: "Any"
        case .null: "Null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateAndTime: "date and time"
        case .daysAndTimeDuration: "days and time duration"
        case .yearsAndMonthsDuration: "years and months duration"
        case .list(let element): "list<\(element)>"
        case .context(let members):
            "context<" + members.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + ">"
        case .range(let element): "range<\(element)>"
        case .function(let parameters, let result):
            "function<" + parameters.map(\.description).joined(separator: ", ") + "> -> \(result)"
        case .named(let name): name
        }
    }
}
