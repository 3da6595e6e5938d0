public import BPMNParser
public import Diagnostics
import JUEL

/// Compiles processes of a parsed model.
public struct ProcessCompiler {
    /// What is done about what cannot be executed.
    public enum UnsupportedPolicy: String, Sendable, Hashable {
        /// The deployment is refused, naming it.
        case refuse
        /// It is deployed; a token that arrives there becomes an incident.
        case warn
    }

    let process: BPMNProcess
    let unsupported: UnsupportedPolicy
    let effectElements: Set<String>
    let scriptLanguages: Set<String>
    let registry: JavaRegistry
    /// The beans that there are; nil if calls of others are not told of.
    let beans: Set<String>?
    /// The calls of beans that were told of.
    var toldBeans: Set<String> = []
    var diagnostics: [Diagnostic] = []
    /// Elements under construction, by place.
    var contents: [NodeContent] = []
    var flows: [Flow] = []
    /// Places of elements as flows see them: of the body for a multi-instance activity.
    var places: [String: Int] = [:]
    /// Places of the activities themselves, inside their bodies.
    var innerPlaces: [String: Int] = [:]
    var startDeclarations: [EventDeclaration] = []
    var startTimers: [TimerDeclaration] = []
    var initial: Int?
    var hasConditionalEvents = false
    var scripts: [ScriptPlace] = []
    /// The definition that is being compiled, of an event with several.
    var definitionID: String?
    /// The event-based gateways that start instances, by place.
    var instantiatingGateways: [Int: EventBasedGateway] = [:]
    var hasInstantiatingElements = false
    /// The data that associations may name, by id and by name.
    var data: [String: DataPlace] = [:]
    /// The data objects that associations use, by the place of their scope.
    var usedDataObjects: [Int: [(name: String, isCollection: Bool)]] = [:]
    /// The elements that flows lead to from event-based gateways, by the gateway's id.
    var gatewayTargets: [String: Set<String>] = [:]

    /// Where associations lead to, wherever they are drawn, by the element that they come from.
    var associations: [String: String] = [:]

    private init(
        _ process: BPMNProcess, unsupported: UnsupportedPolicy, effectElements: Set<String>,
        scriptLanguages: Set<String>, registry: JavaRegistry, beans: Set<String>?
    ) {
        self.registry = registry
        self.beans = beans.map { $0.union(registry.beanNames) }
        self.scriptLanguages = scriptLanguages
        self.process = process
        self.unsupported = unsupported
        self.effectElements = effectElements
    }

    /// Compiles a process.
    ///
    /// - Parameters:
    ///   - process: The process.
    ///   - unsupported: What is done about what cannot be executed.
    ///   - effectElements: The elements whose implementation an effect takes the place of.
    ///   - scriptLanguages: The languages of scripts that the host runs, in lower case.
    ///   - registry: What stands in the place of Java classes and beans.
    ///   - beans: The beans that the host has; nil if calls of others are not told of.
    /// - Returns: The compiled process, nil if there is an error among the problems; and all
    ///   problems found.
    public static func compile(
        _ process: BPMNProcess, unsupported: UnsupportedPolicy = .refuse,
        effectElements: Set<String> = [], scriptLanguages: Set<String> = [],
        registry: JavaRegistry = JavaRegistry(), beans: Set<String>? = nil
    ) -> (process: CompiledProcess?, diagnostics: [Diagnostic]) {
        var compiler = ProcessCompiler(
            process, unsupported: unsupported, effectElements: effectElements,
            scriptLanguages: scriptLanguages, registry: registry, beans: beans)
        let result = compiler.run()
        let isRefused = compiler.diagnostics.contains { $0.severity == .error }
        return (isRefused ? nil : result, compiler.diagnostics)
    }

    private mutating func run() -> CompiledProcess {
        var root = NodeContent(
            id: process.id, name: process.name, activityType: nil, behavior: .process)
        root.isScope = true
        root.isComposite = true
        root.startListeners = listeners(process.executionListeners, on: .start)
        root.endListeners = listeners(process.executionListeners, on: .end)
        contents = [root]
        let jobPriority = expression(process.jobPriority)
        let taskPriority = expression(process.taskPriority)
        addElements(of: process.scope, in: 0)
        for (scope, objects) in usedDataObjects { contents[scope].dataObjects = objects }
        addHandlers(of: process.scope, in: 0)
        addFlows(of: process.scope, in: 0)
        orderErrorHandlers()
        checkUsers()
        return CompiledProcess(
            key: process.id, name: process.name,
            nodes: contents.enumerated().map { Node(index: $0, content: $1) }, flows: flows,
            initial: initial, initiatorVariable: initiatorVariable, jobPriority: jobPriority,
            taskPriority: taskPriority, startDeclarations: startDeclarations,
            startTimers: startTimers, hasConditionalEvents: hasConditionalEvents,
            scripts: scripts, hasInstantiatingElements: hasInstantiatingElements)
    }

    private var initiatorVariable: String? {
        for node in process.scope.flowNodes {
            if case .startEvent(let start) = node.kind, let name = start.initiator { return name }
        }
        return nil
    }

    private mutating func checkUsers() {
        for source in process.candidateStarterUsers + process.candidateStarterGroups {
            _ = expression(source)
        }
    }

    // Errors and escalations are asked by precedence: event sub-processes before boundary events,
    // a code before none; the order of the file decides between equals.
    private mutating func orderErrorHandlers() {
        for index in contents.indices where contents[index].errorHandlers.count > 1 {
            contents[index].errorHandlers = contents[index].errorHandlers.enumerated().sorted {
                ($1.element.precedence, $0.offset) < ($0.element.precedence, $1.offset)
            }.map(\.element)
        }
    }

    // MARK: Problems and expressions

    mutating func report(
        _ rule: String, _ message: String, cure: String, element: String? = nil, line: Int? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        diagnostics.append(
            Diagnostic(
                severity, line: line, elementID: element, rule: rule, message: message, cure: cure))
    }

    /// Notes something that cannot be executed and makes the behaviour that says so on arrival.
    mutating func unsupported(_ what: String, cure: String, element: String, line: Int?) -> Behavior
    {
        report(
            "unsupported", "\(what) cannot be executed.", cure: cure, element: element, line: line,
            severity: unsupported == .refuse ? .error : .warning)
        return .unsupported(what)
    }

    mutating func expression(_ source: ExpressionSource?, element: String? = nil)
        -> CompiledExpression?
    {
        guard let source else { return nil }
        return compiled(source, element: element)
    }

    mutating func compiled(_ source: ExpressionSource, element: String? = nil) -> CompiledExpression
    {
        do {
            let result = try CompiledExpression(source.text)
            checkBeans(of: result.program, element: element, line: source.line)
            return result
        } catch {
            report(
                "expression-syntax", error.description,
                cure: "Correct the expression; it must have the form ${…}.", element: element,
                line: source.line)
            return CompiledExpression(literal: source.text)
        }
    }

    mutating func script(_ script: Script) -> ScriptCode {
        let text: String
        var isResource = false
        switch script.content {
        case .inline(let source): text = source
        case .resource(let source):
            text = source
            isResource = true
        }
        let isExpression = text.hasPrefix("${") || text.hasPrefix("#{")
        let source =
            isExpression && script.format?.lowercased() != "juel"
            ? compiled(ExpressionSource(text, line: script.line))
            : CompiledExpression(literal: text)
        return ScriptCode(
            language: (script.format ?? "juel").lowercased(), source: source,
            isResource: isResource)
    }

    mutating func condition(_ source: ExpressionSource, element: String) -> ConditionCode {
        var language = source.language?.lowercased() ?? ""
        if language.hasPrefix("http") {
            // Modelers write the language of the file's other expressions.
            language = language.contains("/feel") ? "feel" : ""
        }
        if ScriptLanguage.juel.contains(language), source.resource == nil {
            return ConditionCode(expression: compiled(source, element: element))
        }
        let code = script(
            Script(
                format: language,
                content: source.resource.map { .resource($0) } ?? .inline(source.text),
                line: source.line))
        _ = isExecutable(code, element: element, line: source.line, what: "A condition")
        return ConditionCode(expression: CompiledExpression(literal: ""), script: code)
    }
}
