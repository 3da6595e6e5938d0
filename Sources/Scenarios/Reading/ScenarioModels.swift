internal import BPMNParser
internal import CaseHandling
internal import DMN
internal import JSONTree

/// The files that a scenario is played with, and what is in them.
struct ScenarioModels: Sendable {
    /// A file of the deployment.
    struct File: Sendable {
        /// Where it is.
        let path: String
        /// Its name in the deployment.
        let name: String
        let bytes: [UInt8]
    }

    /// All files, in order of name.
    var files: [File] = []
    /// The processes by their keys.
    var processes: [String: BPMNProcess] = [:]
    /// The keys of the decisions.
    var decisions: Set<String> = []
    /// The names of messages and signals; nil where one of them is an expression.
    var messages: Set<String>? = []
    var signals: Set<String>? = []
    /// The kind of case, if the scenario has one.
    var caseDefinition: CaseDefinition?

    /// Every element of every process by its id.
    var elements: [String: FlowNode] {
        Dictionary(
            processes.values.flatMap(\.scope.allFlowNodes).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// A model that scenarios may be played with.
struct CandidateModel: Sendable {
    let file: ScenarioModels.File
    /// Of a BPMN file.
    let model: BPMNModel?
    /// Of a DMN file.
    let decisions: [String]

    init?(_ file: ScenarioModels.File) {
        self.file = file
        switch ModelKind(file.path) {
        case .bpmn:
            model = BPMNParser().parse(file.bytes, file: file.path).model
            decisions = []
        case .dmn:
            model = nil
            decisions = DecisionModel.parse(file.bytes).model?.decisions.map(\.id) ?? []
        case nil: return nil
        }
    }

    var processKeys: [String] { model?.executableProcesses.map(\.id) ?? [] }

    /// The processes and decisions that its processes name outright.
    var needs: (processes: Set<String>, decisions: Set<String>) {
        var processes: Set<String> = []
        var decisions: Set<String> = []
        for node in model?.executableProcesses.flatMap(\.scope.allFlowNodes) ?? [] {
            switch node.kind {
            case .callActivity(let call):
                if case .process(let key) = call.callee { processes.insert(key.text) }
            case .businessRuleTask(.decision(let call)): decisions.insert(call.decisionRef.text)
            default: break
            }
        }
        return (processes, decisions)
    }
}

/// What the name of a model says that it is.
enum ModelKind {
    case bpmn
    case dmn

    init?(_ path: String) {
        if path.hasSuffix(".bpmn") || path.hasSuffix(".bpmn20.xml") {
            self = .bpmn
        } else if path.hasSuffix(".dmn") || path.hasSuffix(".dmn11.xml") {
            self = .dmn
        } else {
            return nil
        }
    }
}
