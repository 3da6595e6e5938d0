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

    /// Creates a runner over a folder such as `TestCases`.
    public init(folder: String) {
        self.folder = folder
    }

    /// Runs all cases of some levels, in the order of the folders; those alone whose names have a
    /// part that matches, if one is given.
    public func run(
        levels: [String] = ["compliance-level-2", "compliance-level-3"], matching: String? = nil
    ) -> [Outcome] {
        var outcomes: [Outcome] = []
        for level in levels {
            for name in names(in: "\(folder)/\(level)") {
                if let matching, !name.contains(matching) { continue }
                outcomes += run(test: "\(level)/\(name)")
            }
        }
        return outcomes
    }

    private func names(in path: String) -> [String] { Folder.names(in: path) }

    private func root(_ path: String) -> XMLElement? {
        guard let bytes = Folder.contents(of: path) else { return nil }
        return try? XMLParser.parse(bytes)
    }

    private func run(test: String) -> [Outcome] {
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
            let (model, _) = DecisionModel.compile(main, file: name, imported: others)
            for testCase in cases.children("testCase") {
                outcomes.append(
                    Outcome(
                        folder: test, file: file, id: testCase.attribute("id") ?? "",
                        difference: difference(testCase, model)))
            }
        }
        return outcomes
    }

    /// What differs from what the case expects; nil if nothing does.
    private func difference(_ testCase: XMLElement, _ model: DecisionModel) -> String? {
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
        let now = CivilDateTime(
            secondsSince1970: time(nil), offset: .seconds(0))
        for result in testCase.children("resultNode") {
            guard let expectation = result.child("expected") else { continue }
            let expected = TCKValue.value(of: expectation)
            let session = EvaluationSession(now: now, collectsWarnings: true)
            let name = (result.attribute("name") ?? "").collapsedSpace
            let actual: FEELValue
            if testCase.attribute("type") == "decisionService" {
                let service = (testCase.attribute("invocableName") ?? "").collapsedSpace
                let value = model.callService(service, in: session) { given[$0] } ?? .null
                actual = value.context?[name] ?? value
            } else {
                actual = model.value(ofDecisionNamed: name, in: session) { given[$0] }
            }
            guard TCKValue.matches(actual, expected) else {
                let reasons = session.warnings.map(\.message).joined(separator: "; ")
                return "\(name): expected \(expected), found \(actual)"
                    + (reasons.isEmpty ? "" : " (\(reasons))")
            }
        }
        return nil
    }
}

extension DecisionModel {
    /// The value of the decision with a name, as test files name decisions.
    func value(
        ofDecisionNamed name: String, in session: EvaluationSession,
        variable: @escaping (String) -> FEELValue?
    ) -> FEELValue {
        let found = elements.decisions.firstIndex {
            $0.source == 0 && ($0.title?.collapsedSpace == name || $0.name == name)
        }
        guard let index = found else { return session.warn("there is no decision '\(name)'") }
        return DecisionEvaluation(elements, dialect: dialect, session: session, given: variable)
            .decision(index)
    }
}
