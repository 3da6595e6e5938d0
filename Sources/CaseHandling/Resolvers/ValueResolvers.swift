public import JSONTree

/// The resolvers of a server, by prefix.
public struct ValueResolvers: Sendable {
    private let resolvers: [String: any ValueResolver]
    private let prefixes: Set<String>

    /// `doc:`, `pv:` and `case:`, and what other rooms add.
    public init(adding others: [any ValueResolver] = []) {
        let own: [any ValueResolver] = [
            DocumentResolver(), VariableResolver(), CasePropertyResolver(),
        ]
        resolvers = Dictionary((own + others).map { ($0.prefix, $0) }) { _, last in last }
        prefixes = Set(resolvers.keys)
    }

    /// The value that a text names, or is.
    ///
    /// - Returns: nil where it names a value that is not there.
    /// - Throws: `ResolverError`, or what the facts throw.
    public func resolve<Facts: CaseFacts>(_ text: String, from facts: Facts) throws -> JSON? {
        let expression = ValueExpression(text, prefixes: prefixes)
        guard let prefix = expression.prefix, let resolver = resolvers[prefix] else {
            return expression.literal
        }
        return try resolver.read(expression.key, from: facts)
    }

    /// A value with each text in it resolved; literal texts stay texts, `null` stands for a value
    /// that is not there.
    public func resolveAll<Facts: CaseFacts>(_ value: JSON, from facts: Facts) throws -> JSON {
        switch value {
        case .string(let text):
            let expression = ValueExpression(text, prefixes: prefixes)
            guard let prefix = expression.prefix, let resolver = resolvers[prefix] else {
                return value
            }
            return try resolver.read(expression.key, from: facts) ?? .null
        case .array(let elements):
            return .array(try elements.map { try resolveAll($0, from: facts) })
        case .object(let object):
            return .object(
                JSONObject(
                    try object.members.map {
                        JSONObject.Member($0.key, try resolveAll($0.value, from: facts))
                    }))
        default: return value
        }
    }

    /// Writes a value where a text says.
    ///
    /// - Throws: `ResolverError` if it names no place that can be written, or what the facts throw.
    public func write<Facts: CaseFacts>(
        _ value: JSON, to text: String, in facts: inout Facts
    ) throws {
        let expression = ValueExpression(text, prefixes: prefixes)
        guard let prefix = expression.prefix, let resolver = resolvers[prefix] else {
            throw ResolverError.unknownKey(text)
        }
        try resolver.write(value, to: expression.key, in: &facts)
    }
}
