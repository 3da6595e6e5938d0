internal import CaseHandling
public import Diagnostics
internal import JSONTree
public import ProcessEngine

/// Binds the actions of process links to the elements of a process.
///
/// The links are read from the `*.process-link.json` file named after the process, in the same
/// deployment; `*.pluginconfig.json` files beside it give what belongs to a plugin as a whole.
public struct ProcessLinkBinder: EffectBinder {
    /// Creates a binder.
    public init() {}

    /// Process links, and what belongs to plugins as a whole.
    public let resourceEndings = [
        ".process-link.json", ".processlink.json", ".pluginconfig.json",
    ]

    /// Every problem of the files of a deployment that are no models.
    public func problems(of resources: [DeploymentResourceRow]) -> [Diagnostic] {
        diagnostics(of: resources.map { ($0.name, $0.content ?? []) })
    }

    /// The bindings of a process.
    public func bindings(
        ofProcess processKey: String, resources: [DeploymentResourceRow]
    ) -> [EffectBinding] {
        let files = resources.map { CasePackage.File(name: $0.name, bytes: $0.content ?? []) }
        let package = CasePackage.read(files).package
        return package.processLinks.filter { $0.processDefinitionKey == processKey }
            .flatMap { bindings(of: $0, package) }
    }

    /// Every problem of the files of a deployment that are no models: unreadable ones, links to
    /// actions that there are not, actions without what they need.
    public func diagnostics(of resources: [(name: String, bytes: [UInt8])]) -> [Diagnostic] {
        let files = resources.map { CasePackage.File(name: $0.name, bytes: $0.bytes) }
        let (package, problems) = CasePackage.read(files)
        let names = Dictionary(
            files.filter { ProcessLinkReader.reads($0.name) }.map {
                (ProcessLinkReader.processDefinitionKey(of: $0.name), $0.name)
            }, uniquingKeysWith: { first, _ in first })
        return problems
            + package.processLinks.flatMap { link in
                self.problems(of: link, in: names[link.processDefinitionKey])
            }
    }

    private func bindings(of link: ProcessLink, _ package: CasePackage) -> [EffectBinding] {
        guard link.kind == .plugin, let key = link.actionKey,
            let event = EffectBinding.Event(rawValue: link.event)
        else { return [] }
        // One that there is not is bound too: it fails on arrival, where leaving it out would let
        // the process go on as if it had been done.
        let action = ZGWAction(rawValue: key)
        let pluginKey = action?.pluginKey ?? link.pluginKey ?? ""
        let configuration =
            package.configuration(id: link.pluginConfigurationID, key: pluginKey)
        let payload: JSON = [
            "properties": .object(link.actionProperties),
            "configuration": .object(configuration),
            "errorMappings": link.json["errorMappings"] ?? [],
        ]
        func binding(_ event: EffectBinding.Event, _ action: String) -> EffectBinding {
            EffectBinding(
                activityID: link.activityID, event: event, handler: ZGWEffects.handlerName,
                action: action, properties: payload.serializedText)
        }
        switch action {
        case .createExterneKlanttaak:
            // What was published follows its task: GZAC leaves this to hand-made models.
            return [
                binding(event, key),
                binding(.update, ZGWAction.updateExterneKlanttaak.rawValue),
                binding(.complete, ZGWAction.completeExterneKlanttaak.rawValue),
                binding(.delete, ZGWAction.closeExterneKlanttaak.rawValue),
            ]
        case .completeExterneKlanttaak where event == .complete:
            // How the answer is mapped; the object itself is marked by the link that published it.
            return []
        default: return [binding(event, key)]
        }
    }

    private func problems(of link: ProcessLink, in file: String?) -> [Diagnostic] {
        guard link.kind == .plugin, let key = link.actionKey else { return [] }
        guard let action = ZGWAction(rawValue: key) else {
            let known = ZGWAction.allCases.map(\.rawValue).joined(separator: ", ")
            return [
                Diagnostic(
                    file: file, elementID: link.activityID, rule: "process-link-unknown-action",
                    message: "There is no action \"\(key)\"", cure: "Use one of: \(known)")
            ]
        }
        return action.requiredProperties.filter { link.actionProperties[$0] == nil }.map { name in
            Diagnostic(
                file: file, elementID: link.activityID, rule: "process-link-property",
                message: "The action \"\(key)\" has no property \"\(name)\"",
                cure: "Add \"\(name)\" to actionProperties")
        }
    }
}
