import FEEL
import Glibc
import XMLTree

/// Runs the cases of the DMN technology compatibility kit (github.com/dmn-tck/tck).
public struct TCKRunner: Sendable {
    /// The outcome of one case.
    public struct Outcome: Sendable {
        /// The folder of the case with its level, such as `compliance-level-3/0001-filter`.
        public let folder: String
        /// The file of the case.
        public let file: String
        /// The identifier of the case.
        public let id: String
        /// What came out otherwise; nil if the case passed.
        public let difference: String?
    }

    /// The folder that holds the levels.
    private let folder: String

    private let foreign: (any CellExpressionCompiler)?
    private let runScript: @Sendable (DecisionScript) async -> DecisionScriptAnswer

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - folder: A folder such as `TestCases`.
    ///   - foreign: The compiler of expressions that are not in FEEL.
    ///   - run: Runs the scripts of models.
    public init(
        folder: String, foreign: (any CellExpressionCompiler)? = nil,
        running run: @escaping @Sendable (DecisionScript) async -> DecisionScriptAnswer = { _ in
            .failure("scripts cannot be run here")
        }
    ) {
        self.folder = folder
        self.foreign = foreign
        runScript = run
    }

    /// Runs all cases of some levels, in the order of the folders; those alone whose names have a
    /// part that matches, if one is given.
    public func run(
        levels: [String] = ["compliance-level-2", "compliance-level-3"], matching: String? = nil
    ) async -> [Outcome] {
        var outcomes: [Outcome] = []
        for level in levels {
            for name in names(in: "\(folder)/\(level)") {
                if let matching, !name.contains(matching) { continue }
                outcomes += await run(test: "\(level)/\(name)")
            }
        }
        return outcomes
    }

    private func names(in path: String) -> [String] { Folder.names(in: path) }

    private func root(_ path: String) -> XMLElement? {
        guard let bytes = Folder.contents(of: path) else { return nil }
        return try? XMLParser.parse(bytes)
    }

    private func run(test: String) async -> [Outcome] {
        let path = "\(folder)/\(test)"
        let files = names(in: path)
        var models: [String: XMLElement] = [:]
        for file in files where file.hasSuffix(".dmn") { models[file] = root("\(path)/\(file)") }
        var outcomes: [Outcome] = []
        for file in files where file.hasSuffix(".xml") && file.contains("-test-") {
            guard let cases = root("\(path)/\(file)"),
                let name = cases.child("modelName")?.trimmedText, let main = models[name]
            else {
                outcomes.append(
                    Outcome(folder: test, file: file, id: "", difference: "the model is missing"))
                continue
            }
            let others = models.filter { $0.key != name }.sorted { $0.key < $1.key }.map(\.value)
            let (model, _) = DecisionModel.compile(
                main, file: name, imported: others, foreign: foreign)
            for testCase in cases.children("testCase") {
                outcomes.append(
                    Outcome(
                        folder: test, file: file, id: testCase.attribute("id") ?? "",
                        difference: await difference(testCase, model)))
            }
        }
        return outcomes
    }

    /// What differs from what the case expects; nil if nothing does.
    private func difference(_ testCase: XMLElement, _ model: DecisionModel) async -> String? {
        var variables: [String: FEELValue] = [:]
        for input in testCase.children("inputNode") {
            let name = (input.attribute("name") ?? "").collapsedSpace
            let declared = model.elements.inputs.first { $0.source == 0 && $0.name == name }
            let value = TCKValue.value(
                of: input, type: declared?.type ?? .any,
                in: declared.map { model.elements.tables[$0.source] } ?? FEELTypeTable())
            variables[name] = value
            if let namespace = input.attribute("namespace") {
                variables["{\(namespace)}\(name)"] = value
            }
        }
        let given = variables
        let invocable = (testCase.attribute("invocableName") ?? "").collapsedSpace
        let kind = testCase.attribute("type") ?? "decision"
        for result in testCase.children("resultNode") {
            guard let expectation = result.child("expected") else { continue }
            let expected = TCKValue.value(of: expectation)
            let name = (result.attribute("name") ?? "").collapsedSpace
            let (actual, reasons) = await evaluated { session, scripts in
                switch kind {
                case "decisionService":
                    model.value(
                        ofServiceNamed: invocable, output: name, in: session, scripts: scripts
                    ) { given[$0] }
                case "bkm":
                    model.value(ofKnowledgeNamed: invocable, in: session, scripts: scripts) {
                        given[$0]
                    }
                default:
                    model.value(ofDecisionNamed: name, in: session, scripts: scripts) { given[$0] }
                }
            }
            guard TCKValue.matches(actual, expected) else {
                return "\(name): expected \(expected), found \(actual)"
                    + (reasons.isEmpty ? "" : " (\(reasons))")
            }
        }
        return nil
    }
}

extension TCKRunner {
    /// A value, with the scripts that it needs, and what was warned of.
    private func evaluated(
        _ value: (EvaluationSession, ScriptExchange) -> FEELValue
    ) async -> (FEELValue, String) {
        let now = CivilDateTime(secondsSince1970: time(nil), offset: .seconds(0))
        var answers: [DecisionScript: DecisionScriptAnswer] = [:]
        while true {
            let session = EvaluationSession(now: now, collectsWarnings: true)
            let scripts = ScriptExchange(answers)
            let found = value(session, scripts)
            if scripts.needs.isEmpty {
                return (found, session.warnings.map(\.message).joined(separator: "; "))
            }
            for script in scripts.needs { answers[script] = await runScript(script) }
        }
    }
}

extension DecisionModel {
    /// The value of an output of the service with a name.
    func value(
        ofServiceNamed name: String, output: String, in session: EvaluationSession,
        scripts: ScriptExchange, variable: (String) -> FEELValue?
    ) -> FEELValue {
        guard let index = service(named: name) else {
            return session.warn("there is no decision service '\(name)'")
        }
        let value = callService(index, in: session, scripts: scripts, variable: variable)
        return elements.services[index].outputs.count > 1 ? value.context?[output] ?? .null : value
    }

    /// The value of the business knowledge model with a name.
    func value(
        ofKnowledgeNamed name: String, in session: EvaluationSession, scripts: ScriptExchange,
        variable: (String) -> FEELValue?
    ) -> FEELValue {
        let found = elements.knowledge.firstIndex { $0.source == 0 && $0.name == name }
        guard let index = found else {
            return session.warn("there is no business knowledge model '\(name)'")
        }
        let knowledge = elements.knowledge[index]
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, scripts: scripts
        ) { _ in nil }
        guard case .function(let function) = evaluation.knowledge(index) else { return .null }
        return function.call(
            knowledge.parameters.map { variable($0.name) ?? .null }, in: session,
            types: elements.tables[knowledge.source])
    }

    /// The value of the decision with a name, as test files name decisions.
    func value(
        ofDecisionNamed name: String, in session: EvaluationSession, scripts: ScriptExchange,
        variable: @escaping (String) -> FEELValue?
    ) -> FEELValue {
        let found = elements.decisions.firstIndex {
            $0.source == 0 && ($0.title?.collapsedSpace == name || $0.name == name)
        }
        guard let index = found else { return session.warn("there is no decision '\(name)'") }
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, scripts: scripts, given: variable)
        return evaluation.decision(index)
    }
}
