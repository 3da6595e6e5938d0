/// Where compiled definitions come from.
protocol DefinitionSource: Sendable {
    /// The definition that is meant; nil if there is none.
    func processDefinition(
        _ selector: DefinitionSelector
    ) async throws(EngineError) -> ProcessDefinition?

    /// The decision that is meant; nil if there is none.
    func decision(_ selector: DefinitionSelector) async throws(EngineError) -> DeployedDecision?
}
