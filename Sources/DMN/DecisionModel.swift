public import Diagnostics
import FEEL
public import XMLTree

/// A model of decisions, compiled: parsed and checked once, evaluated often.
public struct DecisionModel: Sendable {
    /// Whose rules the model follows where products differ from the standard.
    public enum Dialect: Sendable {
        /// DMN 1.5 as the TCK tests it: what has no value is null.
        case standard
        /// Camunda 7 and Operaton: names are variables, results of required decisions are variables
        /// by their outputs' names, types convert, and what fails ends the evaluation.
        case operaton
    }

    /// What is told of a decision.
    public struct Decision: Sendable, Equatable {
        /// The identifier in the model, which is the decision's key.
        public let id: String
        /// The name that people read.
        public let name: String?
        /// The label of the version.
        public let versionTag: String?
        /// How long its history is kept: days, or a duration such as `P180D`.
        public let historyTimeToLive: String?
        /// The identifiers of the decisions that it needs.
        public let requiredDecisions: [String]
        /// Whether it has a table or an expression that can be evaluated.
        public let isExecutable: Bool
        /// Whether its logic is a decision table.
        public let isTable: Bool
    }

    /// The identifier of the whole: the key of its requirements graph.
    public let id: String?
    /// The name of the whole.
    public let name: String?
    /// The namespace by which other models import this one.
    public let namespace: String
    /// The decisions in the order of the file.
    public let decisions: [Decision]
    /// The scripts in its cells and expressions, which are run outside the evaluation.
    public let scripts: [ScriptText]
    let elements: CompiledElements
    let dialect: Dialect

    /// Compiles a model of one or more files.
    ///
    /// - Parameters:
    ///   - root: The element `definitions`.
    ///   - file: The file's name, for the diagnostics.
    ///   - imported: The models that may be imported.
    ///   - dialect: Whose rules the model follows.
    ///   - foreign: The compiler of expressions that are not in FEEL.
    /// - Returns: The model with every problem that was found. Where a problem is an error, what it
    ///   touches fails when it is evaluated.
    public static func compile(
        _ root: XMLElement, file: String? = nil, imported: [XMLElement] = [],
        dialect: Dialect = .standard, foreign: (any CellExpressionCompiler)? = nil
    ) -> (model: DecisionModel, diagnostics: [Diagnostic]) {
        let sources = [DMNSource(root, file: file)] + imported.map { DMNSource($0, file: nil) }
        var compiler = ModelCompiler(sources, dialect: dialect, foreign: foreign)
        compiler.checkRoot()
        compiler.compile()
        let model = DecisionModel(compiler, root: root)
        return (model, compiler.diagnostics)
    }

    /// Reads and compiles a model from the bytes of one file.
    ///
    /// - Returns: No model if the bytes are no XML.
    public static func parse(
        _ bytes: [UInt8], file: String? = nil, dialect: Dialect = .standard,
        foreign: (any CellExpressionCompiler)? = nil
    ) -> (model: DecisionModel?, diagnostics: [Diagnostic]) {
        do {
            let root = try XMLParser.parse(bytes)
            return compile(root, file: file, dialect: dialect, foreign: foreign)
        } catch {
            let problem = Diagnostic(
                file: file, line: error.line, rule: "xml-syntax", message: error.message,
                cure: "Correct the XML, or export the model again.")
            return (nil, [problem])
        }
    }

    private init(_ compiler: ModelCompiler, root: XMLElement) {
        id = root.identifier
        name = root.attribute("name")
        namespace = root.attribute("namespace") ?? ""
        elements = compiler.elements
        scripts = compiler.scripts
        dialect = compiler.dialect
        let all = compiler.elements.decisions
        decisions = all.filter { $0.source == 0 }.map { decision in
            Decision(
                id: decision.id, name: decision.title, versionTag: decision.versionTag,
                historyTimeToLive: decision.historyTimeToLive,
                requiredDecisions: decision.required.map { all[$0].id },
                isExecutable: decision.logic.isExecutable(compiler.dialect),
                isTable: decision.logic.table != nil)
        }
    }

    /// The rules of diagnostics that forbid no deployment where unsupported parts are let through:
    /// what they touch fails when it is evaluated.
    public static let toleratedRules: Set<String> = [
        "feel-syntax", "expression-syntax", "expression-language", "rule-entries",
    ]
}

extension BoxedExpression {
    /// The table that this is, if it is one.
    var table: DecisionTable? {
        switch self {
        case .table(let table): table
        case .typed(let inner, _, _): inner.table
        default: nil
        }
    }

    fileprivate func isExecutable(_ dialect: DecisionModel.Dialect) -> Bool {
        switch self {
        case .none: false
        case .table, .expression: true
        default: dialect == .standard
        }
    }
}
