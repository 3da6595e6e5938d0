internal import BPMNParser
internal import Diagnostics
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
    let binder: any EffectBinder

    private var parser: BPMNParser {
        BPMNParser(
            options: BPMNParser.Options(
                requiresHistoryTimeToLive: requiresHistoryTimeToLive,
                expressionProblem: { text in
                    do throws(JUELSyntaxError) {
                        _ = try CompiledExpression(text)
                        return nil
                    } catch {
                        return error.description
                    }
                }))
    }

    /// Reads a BPMN file.
    ///
    /// - Returns: Its executable processes that have no error, and its problems.
    func readBPMN(
        _ resource: NewDeployment.Resource, beside others: [DeploymentResourceRow]
    ) -> (processes: [ReadProcess], problems: FileProblems) {
        let result = parser.parse(resource.content, file: resource.name)
        var problems = FileProblems(
            file: resource.name, diagnostics: result.diagnostics, reference: result.reference)
        guard let model = result.model else { return ([], problems) }
        let told = Set(result.diagnostics.map { Place($0) })
        var processes: [ReadProcess] = []
        for process in model.executableProcesses {
            let bindings = binder.bindings(ofProcess: process.id, resources: others)
            let (compiled, found) = ProcessCompiler.compile(
                process, unsupported: unsupported,
                effectElements: Set(bindings.lazy.filter(\.isBlocking).map(\.activityID)))
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

    /// Compiles a process that was accepted once.
    ///
    /// - Throws: `EngineError` if its file is not what it was.
    func readStored(
        _ definition: ProcessDefinitionRow, model: [UInt8], beside others: [DeploymentResourceRow]
    ) throws(EngineError) -> ProcessDefinition {
        let parsed = parser.parse(model, file: definition.resourceName)
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
            effectElements: Set(bindings.lazy.filter(\.isBlocking).map(\.activityID)))
        guard let compiled else {
            throw EngineError(
                .missingDefinition, "The definition \(definition.id) can no longer be compiled.")
        }
        return ProcessDefinition(row: definition, process: compiled, effects: bindings)
    }
}
