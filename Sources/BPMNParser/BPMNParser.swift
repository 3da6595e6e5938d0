public import Diagnostics
internal import XMLTree

/// Reads BPMN files.
///
/// All problems of a file are found at once. The order of reading is the reference engine's, since
/// what it reports depends on that order (``ReferenceVerdict``).
public struct BPMNParser: Sendable {
    /// What a parse is asked to check beyond the file itself.
    public struct Options: Sendable {
        /// Whether an executable process must say how long its history is kept.
        public var requiresHistoryTimeToLive: Bool
        /// Tells what is wrong with a text that may hold JUEL expressions, nil where nothing is.
        ///
        /// It is asked about every text that the reference compiles when it deploys. Without it
        /// expressions are not judged.
        public var expressionProblem: (@Sendable (String) -> String?)?
        /// The elements that process links say what to do, by the id of their process: they need no
        /// implementation in the model.
        public var linkedElements: [String: Set<String>]
        /// The greatest number of bytes of a file.
        public var maximumBytes: Int

        /// Creates options.
        public init(
            requiresHistoryTimeToLive: Bool = false, linkedElements: [String: Set<String>] = [:],
            maximumBytes: Int = 16 << 20,
            expressionProblem: (@Sendable (String) -> String?)? = nil
        ) {
            self.requiresHistoryTimeToLive = requiresHistoryTimeToLive
            self.linkedElements = linkedElements
            self.maximumBytes = maximumBytes
            self.expressionProblem = expressionProblem
        }
    }

    /// What is checked.
    public var options: Options

    /// Creates a parser.
    public init(options: Options = Options()) { self.options = options }

    /// Reads a file; whatever the bytes are, there is an answer and no error is thrown.
    /// - Parameters:
    ///   - bytes: The file.
    ///   - file: Its name, for the diagnostics.
    /// - Returns: The model, all problems, and the reference's verdict.
    public func parse(_ bytes: [UInt8], file: String? = nil) -> BPMNParseResult {
        let root: XMLElement
        do {
            root = try XMLParser.parse(bytes, limits: XMLLimits(bytes: options.maximumBytes))
        } catch {
            return BPMNParseResult(refusing: error, file: file)
        }
        var reader = ModelReader(root: root, options: options)
        let model = reader.read()
        return BPMNParseResult(model: model, findings: reader.findings, file: file)
    }
}

/// What came of reading a BPMN file.
public struct BPMNParseResult: Sendable {
    /// What the file says, as far as it could be read; nil where it is not XML.
    public var model: BPMNModel?
    /// Every problem, in the order of lines.
    public var diagnostics: [Diagnostic]
    /// What the reference engine says of the file.
    public var reference: ReferenceVerdict

    /// Whether no diagnostic is an error.
    public var isAccepted: Bool { !diagnostics.contains { $0.severity == .error } }
}

/// The answer of the reference engine to a file, which its clients compare: where the reference
/// stops early, the later problems are missing here.
public struct ReferenceVerdict: Sendable, Hashable {
    /// A problem as the reference attributes it.
    public struct Problem: Sendable, Hashable {
        /// What is wrong.
        public var message: String
        /// The line; 0 for some checks of whole elements.
        public var line: Int
        /// The element it is about; nil where that has no id.
        public var mainElementID: String?
        /// All elements that it names.
        public var elementIDs: [String]

        /// Creates a problem.
        public init(
            message: String, line: Int, mainElementID: String? = nil, elementIDs: [String] = []
        ) {
            self.message = message
            self.line = line
            self.mainElementID = mainElementID
            self.elementIDs = elementIDs
        }
    }

    /// How the reference answers.
    public enum Outcome: Sendable, Hashable {
        /// The file is deployed.
        case accepted
        /// Status 400, type `ParseException`, with ``ReferenceVerdict/errors``.
        case parseException
        /// Status 500 with the name of a Java class as type, and without details.
        case failure(type: String)
    }

    /// How the reference answers.
    public var outcome: Outcome
    /// The errors that it lists.
    public var errors: [Problem]
    /// The warnings that it lists beside errors.
    public var warnings: [Problem]

    /// Creates a verdict.
    public init(outcome: Outcome, errors: [Problem] = [], warnings: [Problem] = []) {
        self.outcome = outcome
        self.errors = errors
        self.warnings = warnings
    }

    /// The status of the answer: 200, 400 or 500.
    public var status: Int {
        switch outcome {
        case .accepted: 200
        case .parseException: 400
        case .failure: 500
        }
    }

    /// The type of the error; nil for an accepted file.
    public var type: String? {
        switch outcome {
        case .accepted: nil
        case .parseException: "ParseException"
        case .failure(let type): type
        }
    }

    /// The distinct elements that its errors are about, sorted.
    public var namedElements: [String] { Set(errors.compactMap(\.mainElementID)).sorted() }
}
