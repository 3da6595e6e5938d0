/// A call activity whose called process is known before it runs.
public struct StaticCall: Sendable, Hashable {
    /// The id of the call activity.
    public let activityID: String
    /// Which definition it calls.
    public let selector: DefinitionSelector
}

extension ProcessDefinition {
    /// The call activities that name their process without an expression, in order of the model.
    public var staticCalls: [StaticCall] {
        process.nodes.compactMap { node in
            guard case .callActivity(let code) = node.behavior, let key = code.key.constant,
                let selector = selector(code, key: key)
            else { return nil }
            return StaticCall(activityID: node.id, selector: selector)
        }
    }

    private func selector(_ code: CallActivityCode, key: String) -> DefinitionSelector? {
        var tenantID = row.tenantID
        if let expression = code.tenantID {
            guard let tenant = expression.constant else { return nil }
            tenantID = tenant
        }
        switch code.binding {
        case .latest: return .latest(key: key, tenantID: tenantID)
        case .deployment:
            return .deployment(key: key, deploymentID: row.deploymentID, tenantID: tenantID)
        case .version(let expression):
            guard let version = expression.constant.flatMap({ Int($0) }) else { return nil }
            return .version(key: key, version: version, tenantID: tenantID)
        case .versionTag(let expression):
            guard let tag = expression.constant else { return nil }
            return .versionTag(key: key, versionTag: tag, tenantID: tenantID)
        }
    }
}

extension CompiledExpression {
    /// The text, where there is nothing to evaluate.
    var constant: String? { program == nil ? text : nil }
}
