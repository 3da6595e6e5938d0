import ProcessValues

/// The start of instances by events.
extension Run {
    /// Starts an instance because an event has come that a stored subscription waited for.
    ///
    /// - Returns: The instance; nil if other events have to come before.
    func startByEvent(
        _ definition: ProcessDefinition, at node: Node, row: EventSubscriptionRow,
        businessKey: String?, variables: [VariableInput]
    ) throws(Interruption) -> Execution? {
        try startByEvent(
            definition, at: node,
            definitionID: startDeclaration(of: row, at: node, in: definition.process)?
                .definitionID, businessKey: businessKey, variables: variables)
    }

    /// Starts an instance because one of an element's events has come.
    ///
    /// - Returns: The instance; nil if other events have to come before.
    func startByEvent(
        _ definition: ProcessDefinition, at node: Node, definitionID: String?,
        businessKey: String?, variables: [VariableInput]
    ) throws(Interruption) -> Execution? {
        var variables = variables
        if let multiple = node.multiple, let definitionID {
            if multiple.isParallel {
                guard
                    let all = try collectStart(
                        EventPayload(variables: variables), of: definitionID, at: node, multiple,
                        in: definition, businessKey: businessKey)
                else { return nil }
                variables = all.variables
            } else {
                variables.append(VariableInput(Self.triggeredBy, .string(definitionID)))
            }
        }
        let (start, trigger) = beginning(at: node, in: definition.process)
        return try startInstance(
            definition, at: start, businessKey: businessKey, variables: variables,
            trigger: trigger)
    }

    /// What a stored subscription waits for: found by its place, or by its sort and name.
    func startDeclaration(
        of row: EventSubscriptionRow, at node: Node, in process: CompiledProcess
    ) -> EventDeclaration? {
        func fits(_ declaration: EventDeclaration) -> Bool {
            declaration.activity == node.index && declaration.kind.rawValue == row.eventType
        }
        let place = row.sequenceCounter - 1
        if process.startDeclarations.indices.contains(place), fits(process.startDeclarations[place])
        {
            return process.startDeclarations[place]
        }
        let fitting = process.startDeclarations.filter(fits)
        return fitting.first { $0.name?.text == row.eventName } ?? fitting.first
    }
}
