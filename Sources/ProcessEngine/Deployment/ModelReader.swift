internal import BPMNParser
internal import DMN
internal import Diagnostics
internal import JSONTree
internal import JUEL

/// Reads and compiles the models of a deployment.
struct ModelReader: Sendable {
    /// A process of a file, compiled.
    struct ReadProcess: Sendable {
        let file: String
        let targetNamespace: String
        let source: BPMNProcess
        let compiled: CompiledProcess
    }

    let unsupported: ProcessCompiler.UnsupportedPolicy
    let requiresHistoryTimeToLive: Bool
    let scriptLanguages: Set<String>
    let binder: any EffectBinder
    /// What stands in the place of Java classes and beans.
    var registry = JavaRegistry()
    /// Where dates and times of decisions are meant.
    var zone = CivilZone.utc
    /// The beans that the host has; nil if calls of others are not told of.
    var beans: Set<String>?

    private func parser(linkedElements: [String: Set<String>] = [:]) -> BPMNParser {
        BPMNParser(
            options: BPMNParser.Options(
                requiresHistoryTimeToLive: requiresHistoryTimeToLive,
                linkedElements: linkedElements,
                expressionProblem: { text in
                    do throws(JUELSyntaxError) {
                        _ = try CompiledExpression(text)
                        return nil
                    } catch {
                        return error.description
                    }
                }))
    }

    /// Parses a BPMN file; what an effect does needs no implementation in the model.
    private func parse(
        _ content: [UInt8], _ name: String, beside others: [DeploymentResourceRow]
    ) -> BPMNParseResult {
        let result = parser().parse(content, file: name)
        var linked: [String: Set<String>] = [:]
        for process in others.isEmpty ? [] : result.model?.executableProcesses ?? [] {
            let bindings = binder.bindings(ofProcess: process.id, resources: others)
            linked[process.id] = Set(bindings.lazy.filter(\.isBlocking).map(\.activityID))
        }
        // Which processes a file has is known once it was parsed.
        let told = Set(result.diagnostics.compactMap(\.elementID))
        guard linked.values.contains(where: { !$0.isDisjoint(with: told) }) else { return result }
        return parser(linkedElements: linked).parse(content, file: name)
    }

    /// The files of a deployment that the binder reads.
    func resourcesOfBinder(among resources: [DeploymentResourceRow]) -> [DeploymentResourceRow] {
        resources.filter { resource in
            binder.resourceEndings.contains { resource.name.hasSuffix($0) }
        }
    }

    /// Looks at what is no model: the files that the binder knows.
    func readOthers(_ resources: [DeploymentResourceRow]) -> [FileProblems] {
        var diagnostics = binder.problems(of: resources)
        if unsupported == .warn {
            for index in diagnostics.indices { diagnostics[index].severity = .warning }
        }
        return Dictionary(grouping: diagnostics) { $0.file ?? "" }.sorted { $0.key < $1.key }.map {
            FileProblems(
                file: $0.key, diagnostics: $0.value,
                reference: ReferenceVerdict(outcome: .failure(type: "ProcessEngineException")))
        }
    }

    /// Reads a BPMN file.
    ///
    /// - Returns: Its executable processes that have no error, and its problems.
    func readBPMN(
        _ resource: NewDeployment.Resource, beside others: [DeploymentResourceRow]
    ) -> (processes: [ReadProcess], problems: FileProblems) {
        let result = parse(resource.content, resource.name, beside: others)
        var problems = FileProblems(
            file: resource.name, diagnostics: result.diagnostics, reference: result.reference)
        guard let model = result.model else { return ([], problems) }
        let told = Set(result.diagnostics.map { Place($0) })
        var processes: [ReadProcess] = []
        for process in model.executableProcesses {
            let bindings = binder.bindings(ofProcess: process.id, resources: others)
            let (compiled, found) = ProcessCompiler.compile(
                process, unsupported: unsupported,
                effectElements: Set(bindings.lazy.filter(\.isBlocking).map(\.activityID)),
                scriptLanguages: scriptLanguages, registry: registry, beans: beans)
            for var diagnostic in found {
                // The parser has judged the expressions already.
                if diagnostic.rule == "expression-syntax", told.contains(Place(diagnostic)) {
                    continue
                }
                diagnostic.file = resource.name
                problems.diagnostics.append(diagnostic)
            }
            guard let compiled else { continue }
            processes.append(
                ReadProcess(
                    file: resource.name, targetNamespace: model.targetNamespace, source: process,
                    compiled: compiled))
        }
        return (processes, problems)
    }

    private struct Place: Hashable {
        let line: Int?
        let element: String?

        init(_ diagnostic: Diagnostic) {
            line = diagnostic.line
            element = diagnostic.elementID
        }
    }

    /// Reads a DMN file.
    ///
    /// - Returns: Its decisions, nil if it has an error, and its problems.
    func readDMN(
        _ resource: NewDeployment.Resource
    ) -> (model: DecisionModel?, problems: FileProblems) {
        var (model, diagnostics) = DecisionModel.parse(
            resource.content, file: resource.name, dialect: .operaton,
            foreign: DecisionExpressions(scriptLanguages: scriptLanguages, zone: zone))
        if unsupported == .warn {
            for index in diagnostics.indices
            where DecisionModel.toleratedRules.contains(diagnostics[index].rule) {
                diagnostics[index].severity = .warning
            }
        }
        let problems = FileProblems(
            file: resource.name, diagnostics: diagnostics,
            reference: ReferenceVerdict(outcome: .failure(type: "ProcessEngineException")))
        return (problems.isRefused ? nil : model, problems)
    }

    /// Looks at a form: a JSON object, or nothing at all.
    func readForm(_ resource: NewDeployment.Resource) -> FileProblems {
        var problems = FileProblems(
            file: resource.name, diagnostics: [],
            reference: ReferenceVerdict(outcome: .failure(type: "ProcessEngineException")))
        guard !resource.content.isEmpty else { return problems }
        var cause = "The form is no JSON object."
        do {
            if case .object = try JSON(parsing: resource.content) { return problems }
        } catch {
            cause = "The form is no JSON: \(error)"
        }
        problems.diagnostics = [
            Diagnostic(
                file: resource.name, rule: "form-json", message: cause,
                cure: "Save the form again with a form modeler.")
        ]
        return problems
    }

    /// Compiles a DMN file that was accepted once.
    ///
    /// - Throws: `EngineError` if it is no longer a DMN file.
    func readStored(
        _ decision: DecisionDefinitionRow, model: [UInt8]
    ) throws(EngineError) -> DecisionModel {
        guard
            let model = DecisionModel.parse(
                model, file: decision.resourceName, dialect: .operaton,
                foreign: DecisionExpressions(scriptLanguages: scriptLanguages, zone: zone)
            ).model
        else {
            throw EngineError(
                .missingDefinition,
                "The file \(decision.resourceName) of the decision \(decision.id) can no longer "
                    + "be read.")
        }
        return model
    }

    /// Compiles a process that was accepted once.
    ///
    /// - Throws: `EngineError` if its file is not what it was.
    func readStored(
        _ definition: ProcessDefinitionRow, model: [UInt8], beside others: [DeploymentResourceRow],
        jobDefinitions: [JobDefinitionRow] = []
    ) throws(EngineError) -> ProcessDefinition {
        let parsed = parser().parse(model, file: definition.resourceName)
        guard let process = parsed.model?.processes.first(where: { $0.id == definition.key })
        else {
            throw EngineError(
                .missingDefinition,
                "The file \(definition.resourceName) of the definition \(definition.id) no longer "
                    + "holds the process \(definition.key).")
        }
        let bindings = binder.bindings(ofProcess: definition.key, resources: others)
        let (compiled, _) = ProcessCompiler.compile(
            process, unsupported: .warn,
            effectElements: Set(bindings.lazy.filter(\.isBlocking).map(\.activityID)),
            scriptLanguages: scriptLanguages, registry: registry)
        guard let compiled else {
            throw EngineError(
                .missingDefinition, "The definition \(definition.id) can no longer be compiled.")
        }
        return ProcessDefinition(
            row: definition, process: compiled, effects: bindings, jobDefinitions: jobDefinitions)
    }
}
