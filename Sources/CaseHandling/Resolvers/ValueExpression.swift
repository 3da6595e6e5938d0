public import JSONTree

/// A text of a process link or a mapping that names a value: `doc:/aanvrager/naam`, `pv:bedrag`.
///
/// Without a known prefix it is the value itself, read as a truth value or number where it is one.
public struct ValueExpression: Sendable, Hashable {
    /// What the value is taken from, such as `doc`; nil for a value itself.
    public let prefix: String?
    /// The key within that, or the text of the value.
    public let key: String

    /// Reads an expression.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - prefixes: The prefixes that name a resolver.
    public init(_ text: String, prefixes: Set<String>) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, prefixes.contains(String(parts[0])) {
            prefix = String(parts[0])
            key = String(parts[1])
        } else {
            prefix = nil
            key = text
        }
    }

    /// The value itself, of an expression without a prefix.
    public var literal: JSON {
        switch key {
        case "true": .bool(true)
        case "false": .bool(false)
        default: number ?? .string(key)
        }
    }

    /// The text as a number, if it is one that reads back the same: `007` and `+31` are texts.
    private var number: JSON? {
        guard let json = try? JSON(parsing: Array(key.utf8), depthLimit: 1) else { return nil }
        switch json {
        case .integer, .number: return json.serializedText == key ? json : nil
        default: return nil
        }
    }
}

/// Why a value could not be read or written.
public enum ResolverError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The step has no case: its process has no business key of one.
    case noCase(String)
    /// The case has no zaak yet.
    case noZaak(String)
    /// Values with this prefix cannot be written.
    case readOnly(String)
    /// The prefix has no such key.
    case unknownKey(String)
    /// The case did not take the value.
    case refused(String)

    /// What is wrong, for the person who wrote the expression.
    public var description: String {
        switch self {
        case .noCase(let text):
            "\(text) needs a case, but the business key of the process names none"
        case .noZaak(let text):
            "\(text) needs a zaak, but none was created for the case yet"
        case .readOnly(let text): "\(text) cannot be written"
        case .unknownKey(let text): "\(text) is not a value that there is"
        case .refused(let text): text
        }
    }
}

/// What a step knows and can write, as resolvers see it.
///
/// A fact that is not there yet is fetched by throwing what the engine asks for, which ends the
/// attempt; so these functions throw whatever the engine's own do.
public protocol CaseFacts {
    /// The value of a process variable, or nil if there is none.
    func variable(_ name: String) throws -> JSON?
    /// Sets a process variable.
    mutating func setVariable(_ name: String, to value: JSON) throws
    /// The case with the writes of this step so far; nil where the process belongs to none.
    func currentCase() throws -> Case?
    /// Changes the case.
    mutating func changeCase(_ change: (inout CaseChange) throws(CaseError) -> Void) throws
    /// The zaak of the case as the Zaken API last showed it.
    func zaak() throws -> JSON?
    /// A new identifier, the same whenever the step is run again.
    mutating func nextIdentifier() -> String
}

/// Reads and writes the values of one prefix.
public protocol ValueResolver: Sendable {
    /// The prefix, without its colon.
    var prefix: String { get }
    /// The value of a key; nil where there is none.
    func read<Facts: CaseFacts>(_ key: String, from facts: Facts) throws -> JSON?
    /// Writes a value.
    func write<Facts: CaseFacts>(_ value: JSON, to key: String, in facts: inout Facts) throws
}

extension ValueResolver {
    /// Refuses: most prefixes can only be read.
    public func write<Facts: CaseFacts>(
        _ value: JSON, to key: String, in facts: inout Facts
    ) throws {
        throw ResolverError.readOnly("\(prefix):\(key)")
    }
}
