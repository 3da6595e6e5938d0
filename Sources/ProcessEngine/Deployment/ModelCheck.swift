internal import DMN
public import Diagnostics
internal import ProcessValues

/// Tells every problem of models as a deployment would, without one.
public struct ModelCheck: Sendable {
    private let reader: ModelReader

    /// Creates a check.
    ///
    /// - Parameters:
    ///   - unsupported: What is said of what cannot be executed.
    ///   - requiresHistoryTimeToLive: Whether an executable process must say how long its history
    ///     is kept.
    ///   - scriptLanguages: The languages of scripts that will be run, in lower case.
    ///   - binder: What binds effects to elements.
    ///   - registry: What stands in the place of Java classes and beans.
    ///   - beans: The beans that the host has; nil if calls of others are not told of.
    public init(
        unsupported: ProcessCompiler.UnsupportedPolicy = .refuse,
        requiresHistoryTimeToLive: Bool = false, scriptLanguages: Set<String> = [],
        binder: any EffectBinder = NoEffectBinder(), registry: JavaRegistry = JavaRegistry(),
        beans: Set<String>? = nil
    ) {
        reader = ModelReader(
            unsupported: unsupported, requiresHistoryTimeToLive: requiresHistoryTimeToLive,
            scriptLanguages: scriptLanguages, binder: binder, registry: registry, beans: beans)
    }

    /// What will go wrong with the scripts that stand in a model, as far as their syntax tells.
    ///
    /// - Parameters:
    ///   - resource: A BPMN or DMN file, as its name says.
    ///   - engine: What runs scripts.
    /// - Returns: Warnings; none for other files, and none for scripts in files of their own.
    public func scriptWarnings(
        of resource: NewDeployment.Resource, by engine: any ScriptEngine
    ) async -> [Diagnostic] {
        let check = ScriptCheck(engine: engine)
        switch ResourceKind(name: resource.name) {
        case .bpmn:
            let processes = reader.readBPMN(resource, beside: []).processes
            return await check.warnings(of: processes, beside: nil)
        case .dmn:
            guard let model = reader.readDMN(resource).model else { return [] }
            return await check.warnings(of: model, file: resource.name)
        case .form, .other: return []
        }
    }

    /// The problems of a model.
    ///
    /// - Parameters:
    ///   - resource: A BPMN or DMN file, or a form; its name says which.
    ///   - others: The files that would be deployed with it and that the binder may read.
    /// - Returns: nil where the name says that it is none of these.
    public func problems(
        of resource: NewDeployment.Resource, beside others: [NewDeployment.Resource] = []
    ) -> FileProblems? {
        let rows = others.map {
            DeploymentResourceRow(
                id: $0.name, deploymentID: "", name: $0.name, content: $0.content,
                createdAt: Instant(milliseconds: 0), tenantID: nil)
        }
        return switch ResourceKind(name: resource.name) {
        case .bpmn:
            reader.readBPMN(resource, beside: reader.resourcesOfBinder(among: rows)).problems
        case .dmn: problems(ofDMN: resource)
        case .form: reader.readForm(resource)
        case .other: nil
        }
    }

    /// The problems of a DMN file, and what its tables say that may not have been meant.
    private func problems(ofDMN resource: NewDeployment.Resource) -> FileProblems {
        var (model, problems) = reader.readDMN(resource)
        problems.diagnostics +=
            model?.tableFindings().map { $0.diagnostic(file: resource.name) } ?? []
        return problems
    }
}
