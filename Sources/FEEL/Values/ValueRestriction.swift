/// What a type asks of its values beyond what they are (DMN 7.3.3): its allowed values, and a
/// constraint on the whole.
public struct ValueRestriction: Sendable {
    /// Tests of which a value must pass one; of a collection, each of its items must.
    public var allowed: FEELExpression?
    /// Tests of which the value as a whole must pass one (DMN 1.5).
    public var constraint: FEELExpression?
    /// Whether values are collections.
    public let isCollection: Bool
    /// What is asked of members that have no type by name; of a collection, of those of its items.
    public var members: [(name: String, restriction: ValueRestriction)]

    /// Creates a restriction of expressions that have the value in their first slot.
    public init(
        allowed: FEELExpression? = nil, constraint: FEELExpression? = nil, isCollection: Bool,
        members: [(name: String, restriction: ValueRestriction)] = []
    ) {
        self.allowed = allowed
        self.constraint = constraint
        self.isCollection = isCollection
        self.members = members
    }

    /// Whether nothing is asked.
    public var isEmpty: Bool { allowed == nil && constraint == nil && members.isEmpty }

    /// The first part of a value that is not allowed; nil if all of it is.
    ///
    /// The allowed values are the whole range: null is none of them unless they name it.
    func violation(of value: FEELValue, in session: EvaluationSession) -> Violation? {
        if isCollection, case .list(let items) = value {
            for item in items {
                if let found = itemViolation(of: item, in: session) { return found }
            }
        } else if let found = itemViolation(of: value, in: session) {
            return found
        }
        return Self.violation(of: value, by: constraint, in: session)
    }

    private func itemViolation(
        of value: FEELValue, in session: EvaluationSession
    ) -> Violation? {
        if let found = Self.violation(of: value, by: allowed, in: session) { return found }
        guard !members.isEmpty, let context = value.context else { return nil }
        for (name, restriction) in members {
            if let part = context[name],
                let found = restriction.violation(of: part, in: session)
            {
                return found
            }
        }
        return nil
    }

    private static func violation(
        of value: FEELValue, by tests: FEELExpression?, in session: EvaluationSession
    ) -> Violation? {
        guard let tests, tests.evaluate(frame: [value], in: session) != true else { return nil }
        return Violation(value: value, tests: tests.text)
    }

    /// A value that is not allowed, and what it would have to pass.
    struct Violation: Sendable {
        let value: FEELValue
        let tests: String
    }
}

/// Why a value may not stand where a type is asked for.
public enum TypeMismatch: Error, Sendable, CustomStringConvertible {
    /// It is of another kind.
    case kind(FEELValue, FEELType)
    /// A part of it, or all of it, is not among the values that the type allows.
    case notAllowed(part: FEELValue, tests: String, FEELType)

    /// What the value is, as the end of a sentence.
    public var description: String {
        switch self {
        case .kind(let value, let type): return "is a \(value.kind), not a \(type)"
        case .notAllowed(let part, let tests, let type):
            let text = "\(part)"
            let short = text.count > 60 ? text.prefix(60) + "…" : text
            return "has \(short), which the type \(type) does not allow (\(tests))"
        }
    }
}

extension FEELTypeTable {
    /// The value as a type asks for it, after implicit conversion, among those that the type allows.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - type: The type.
    ///   - session: The clock, the budget and the warnings.
    ///   - isRestricted: Whether allowed values are asked for, beside the kind.
    /// - Returns: The value of the type.
    /// - Throws: `TypeMismatch`.
    public func converted(
        _ value: FEELValue, to type: FEELType, in session: EvaluationSession,
        restricted isRestricted: Bool = true
    ) throws(TypeMismatch) -> FEELValue {
        guard let result = coerce(value, to: type) else { throw .kind(value, type) }
        if isRestricted { try checkRestrictions(of: type, on: result, in: session) }
        return result
    }

    /// Holds a value of a type against what the type allows.
    ///
    /// - Throws: `TypeMismatch`.
    public func checkRestrictions(
        of type: FEELType, on value: FEELValue, in session: EvaluationSession
    ) throws(TypeMismatch) {
        guard isRestricted(type), let found = violation(of: value, in: type, session, depth: 0)
        else { return }
        throw .notAllowed(part: found.value, tests: found.tests, type)
    }

    /// Whether a type has allowed values or a constraint, itself or in one of its parts.
    public func isRestricted(_ type: FEELType) -> Bool {
        if restricted.isEmpty { return false }
        switch type {
        case .named(let name): return restricted.contains(name)
        case .list(let element): return isRestricted(element)
        case .context(let members): return members.contains { isRestricted($0.type) }
        default: return false
        }
    }

    /// Adds what types ask of their values.
    public mutating func restrict(_ added: [String: ValueRestriction]) {
        restrictions.merge(added) { own, _ in own }
        restricted.formUnion(restrictions.keys)
        // A type is restricted by those that it is made of, however far away.
        var isGrowing = !restricted.isEmpty
        while isGrowing {
            let new = types.filter { !restricted.contains($0.key) && isRestricted($0.value) }
            restricted.formUnion(new.keys)
            isGrowing = !new.isEmpty
        }
    }

    private func violation(
        of value: FEELValue, in type: FEELType, _ session: EvaluationSession, depth: Int
    ) -> ValueRestriction.Violation? {
        guard depth < 64, isRestricted(type), session.spend() else { return nil }
        switch type {
        case .named(let name):
            return types[name].flatMap {
                violation(of: value, in: $0, session, depth: depth + 1)
            } ?? restrictions[name]?.violation(of: value, in: session)
        case .list(let element):
            guard case .list(let items) = value else { return nil }
            for item in items {
                if let found = violation(of: item, in: element, session, depth: depth + 1) {
                    return found
                }
            }
        case .context(let members):
            guard let context = value.context else { return nil }
            for member in members {
                if let part = context[member.name],
                    let found = violation(of: part, in: member.type, session, depth: depth + 1)
                {
                    return found
                }
            }
        default: break
        }
        return nil
    }
}
