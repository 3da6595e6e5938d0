internal import JSONTree

/// One subschema, compiled; others refer to it by its index.
struct SchemaNode: Sendable {
    /// Where it is.
    let location: String
    /// The keyword that holds it, for messages of subschemas that are `false`.
    let holder: String
    /// What a schema that is a truth value answers; nil for an object.
    var verdict: Bool?
    /// What is checked, in this order.
    var keywords: [SchemaKeyword] = []
    /// Whether it needs to know which members and elements its parts have looked at.
    var needsEvaluated = false
}

/// A keyword with its operands; subschemas are indexes of nodes.
enum SchemaKeyword: Sendable {
    case reference(Int)
    case types(TypeSet, String)
    case enumeration(Set<ComparedValue>)
    case constant(ComparedValue)
    case multipleOf(DecimalNumber, String)
    case bound(Bound, DecimalNumber, String)
    case size(Size, Int)
    case pattern(Pattern)
    case format(SchemaFormat)
    case required([String])
    case dependentRequired([(String, [String])], keyword: String)
    case dependentSchemas([(String, Int)])
    case members(MemberSchemas)
    case memberNames(Int)
    case items(prefix: [Int], rest: Int?)
    case contains(Int, least: Int, most: Int?)
    case uniqueItems
    case all([Int])
    case any([Int])
    case one([Int])
    case not(Int)
    case conditional(Int, then: Int?, otherwise: Int?)
    case unevaluatedMembers(Int)
    case unevaluatedItems(Int)

    /// A bound of a number; the raw value is the keyword.
    enum Bound: String, Sendable {
        case minimum, exclusiveMinimum, maximum, exclusiveMaximum
    }

    /// A bound of a length or count; the raw value is the keyword.
    enum Size: String, Sendable {
        case minLength, maxLength, minItems, maxItems, minProperties, maxProperties
    }

    /// `properties`, `patternProperties` and `additionalProperties`, which depend on each other.
    struct MemberSchemas: Sendable {
        var named: [String: Int] = [:]
        var patterns: [(Pattern, Int)] = []
        var additional: Int?
    }
}

/// A set of JSON Schema's types.
struct TypeSet: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = Self(rawValue: 1)
    static let boolean = Self(rawValue: 2)
    static let integer = Self(rawValue: 4)
    static let number = Self(rawValue: 8)
    static let string = Self(rawValue: 16)
    static let array = Self(rawValue: 32)
    static let object = Self(rawValue: 64)

    /// The type with this name; nil if there is none.
    init?(name: String) {
        switch name {
        case "null": self = .null
        case "boolean": self = .boolean
        case "integer": self = .integer
        case "number": self = .number
        case "string": self = .string
        case "array": self = .array
        case "object": self = .object
        default: return nil
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Whether a value is of one of the types; `1.0` is an integer.
    func includes(typeOf value: JSON) -> Bool {
        switch value {
        case .null: contains(.null)
        case .bool: contains(.boolean)
        case .integer: contains(.integer) || contains(.number)
        case .number:
            contains(.number)
                || contains(.integer) && DecimalNumber(value)?.isWhole == true
        case .string: contains(.string)
        case .array: contains(.array)
        case .object: contains(.object)
        }
    }
}
