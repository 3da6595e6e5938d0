public import JSONTree

extension FEELValue {
    /// The value that JSON spells: objects are contexts, dates stay strings.
    public init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .number(Decimal128(Int(value)))
        case .number(let number): self = FEELValue(Decimal128(number.text))
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map { FEELValue($0) })
        case .object(let object):
            self = .context(
                FEELContext(object.members.lazy.map { ($0.key, FEELValue($0.value)) }))
        }
    }

    /// The value in JSON; what JSON does not know is written as `string()` writes it.
    public var json: JSON {
        switch self {
        case .null: return .null
        case .boolean(let value): return .bool(value)
        case .number(let number):
            if let integer = number.integer { return .integer(Int64(integer)) }
            return (try? JSON(parsing: Array(number.description.utf8))) ?? .null
        case .string(let text): return .string(text)
        case .list(let items): return .array(items.map(\.json))
        case .context(let context):
            var object = JSONObject()
            for (key, value) in context.entries { object[key] = value.json }
            return .object(object)
        default: return .string(text)
        }
    }
}
