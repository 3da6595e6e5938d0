public import JSONTree

/// A JSON Schema, compiled: draft-07 or draft 2020-12.
///
/// `$schema` says which draft; without it, it is 2020-12. References lead to the document itself
/// and to others that are given with it; nothing is fetched, so one to anywhere else is refused, and
/// so is `$dynamicRef`. Formats are annotations unless
/// `Options.assertsFormats` is set.
public struct Schema: Sendable {
    /// What may be chosen, and what bounds the work.
    public struct Options: Sendable {
        /// Whether a value must have the form that `format` names.
        ///
        /// Checked are `date`, `date-time`, `time`, `duration`, `email`, `ipv4`, `ipv6`,
        /// `json-pointer`, `regex`, `uri`, `uri-reference` and `uuid`; others always pass.
        public var assertsFormats = false
        /// How many violations are reported at most.
        public var violationLimit = 100
        /// How deep subschemas may be applied inside each other.
        public var depthLimit = 400
        /// How many subschemas may be applied to one value and all that is in it.
        public var stepLimit = 1_000_000
        /// How many steps one search for a pattern may take.
        public var patternStepLimit = 1_000_000

        /// Creates options with the defaults.
        public init() {}
    }

    /// The draft that a schema is read by.
    public enum Draft: Sendable, Equatable {
        /// http://json-schema.org/draft-07/schema
        case draft07
        /// https://json-schema.org/draft/2020-12/schema
        case draft202012
    }

    /// The draft that the schema is read by.
    public let draft: Draft
    private let nodes: [SchemaNode]
    private let root: Int
    private let options: Options

    /// Compiles a schema with all that it refers to.
    ///
    /// - Parameters:
    ///   - document: The schema, an object or a truth value.
    ///   - others: Documents that it may refer to, by their URIs as absolute as the references
    ///     to them are; they are read by the draft of the first.
    ///   - options: Choices and limits.
    /// - Throws: `SchemaError` for the first keyword that cannot be used.
    public init(
        compiling document: JSON, others: [String: JSON] = [:], options: Options = Options()
    ) throws(SchemaError) {
        var compiler = try SchemaCompiler(document: document, others: others)
        root = try compiler.compile()
        draft = compiler.draft
        nodes = compiler.nodes
        self.options = options
    }

    /// Checks a value.
    ///
    /// - Returns: What is wrong with it, in the order of the schema's keywords; empty if it is
    ///   valid. Where the limits of the options are reached, the one violation says so.
    public func validate(_ value: JSON) -> [Violation] {
        var evaluator = Evaluator(nodes: nodes, options: options)
        return evaluator.violations(of: value, against: root)
    }

    /// Whether a value is valid; faster than `validate`.
    public func isValid(_ value: JSON) -> Bool {
        var evaluator = Evaluator(nodes: nodes, options: options)
        return evaluator.isValid(value, against: root)
    }
}

/// One reason why a value is not valid.
public struct Violation: Sendable, Equatable, CustomStringConvertible {
    /// Where the offending value is: a JSON pointer, empty for the whole.
    public let instancePath: String
    /// Where the keyword is in the schema, such as `#/properties/name/minLength`.
    ///
    /// References have been followed; in another document its URI stands before.
    public let schemaPath: String
    /// The keyword that is violated.
    public let keyword: String
    /// What is wrong, for people.
    public let message: String

    /// The place and the message.
    public var description: String {
        (instancePath.isEmpty ? "/" : instancePath) + ": " + message
    }
}

/// Why a JSON value is no schema that can be used.
public struct SchemaError: Error, Equatable, CustomStringConvertible {
    /// Where the offending keyword is, such as `#/properties/name/pattern`.
    public let schemaPath: String
    /// What is wrong, for people.
    public let reason: String

    /// The place and the reason.
    public var description: String { "\(schemaPath): \(reason)" }
}
