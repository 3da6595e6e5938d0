import ProcessValues
import Records

/// New instances in place of ended ones.
public struct InstanceRestart: Sendable {
    /// The definition; all instances are of it.
    public var definitionID: String
    /// The ended instances.
    public var instanceIDs: [String]
    /// Where the new ones start.
    public var instructions: [ModificationInstruction]
    /// Whether they start with the variables that the ended ones started with, not with those
    /// that they had at their end.
    public var usesInitialVariables: Bool
    /// Whether they have no business key.
    public var withoutBusinessKey: Bool
    /// Whether listeners of the model are left out for the instructions.
    public var skipCustomListeners: Bool
    /// Whether input and output mappings are left out for the instructions.
    public var skipIoMappings: Bool

    /// Creates a restart.
    public init(
        of instanceIDs: [String], definitionID: String, instructions: [ModificationInstruction],
        usesInitialVariables: Bool = false, withoutBusinessKey: Bool = false,
        skipCustomListeners: Bool = false, skipIoMappings: Bool = false
    ) {
        self.definitionID = definitionID
        self.instanceIDs = instanceIDs
        self.instructions = instructions
        self.usesInitialVariables = usesInitialVariables
        self.withoutBusinessKey = withoutBusinessKey
        self.skipCustomListeners = skipCustomListeners
        self.skipIoMappings = skipIoMappings
    }
}

extension Run {
    func perform(_ restart: InstanceRestart) throws(Interruption) {
        guard let definition = try definition(.id(restart.definitionID)) else {
            throw .failed(
                .badRequest, "The process definition '\(restart.definitionID)' does not exist")
        }
        guard restart.instructions.contains(where: \.isStart) else {
            throw .failed(.badRequest, "Restart instructions cannot be empty")
        }
        guard !restart.instanceIDs.isEmpty else {
            throw .failed(.badRequest, "Process instance ids cannot be empty")
        }
        let ended = try typedRows(
            Query(
                HistoricProcessInstanceRow.table,
                where: .isIn("id", restart.instanceIDs.map(ColumnValue.text))),
            as: HistoricProcessInstanceRow.self)
        var variables: [String: [VariableInput]] = [:]
        for id in restart.instanceIDs {
            guard let row = ended.first(where: { $0.id == id }) else {
                throw .failed(.badRequest, "Historic process instance '\(id)' cannot be found")
            }
            guard row.endedAt != nil else {
                throw .failed(
                    .execution,
                    "The process instance '\(id)' cannot be restarted: it has not ended")
            }
            guard row.definitionID == restart.definitionID else {
                throw .failed(
                    .execution,
                    "The process instance '\(id)' cannot be restarted: it was one of "
                        + "'\(row.definitionID)', not of '\(restart.definitionID)'")
            }
            variables[id] = try pastVariables(of: id, initial: restart.usesInitialVariables)
        }
        if definition.row.suspended {
            throw .failed(
                .suspended,
                "Cannot start process instance. Process definition (id = \(definition.row.id), "
                    + "name = \(definition.row.name ?? "")) is suspended.")
        }
        guardDefinition(definition)
        for id in restart.instanceIDs {
            let row = ended.first { $0.id == id }
            _ = try startByInstructions(
                StartInstance(
                    definition: .id(restart.definitionID),
                    businessKey: restart.withoutBusinessKey ? nil : row?.businessKey,
                    variables: variables[id] ?? [], instructions: restart.instructions,
                    skipCustomListeners: restart.skipCustomListeners,
                    skipIoMappings: restart.skipIoMappings, restartedInstanceID: id),
                of: definition)
        }
    }

    /// The variables of the instance itself, as history has them.
    private func pastVariables(
        of id: String, initial: Bool
    ) throws(Interruption) -> [VariableInput] {
        let own: [Predicate] = [
            .equal("process_instance_id", id), .equal("execution_id", id), .isNull("task_id"),
        ]
        if initial {
            let rows = try typedRows(
                Query(
                    HistoricDetailRow.table,
                    where: .and(own + [.equal("is_initial", .integer(1))]),
                    ordering: [Ordering("occurred_at"), Ordering("id")]),
                as: HistoricDetailRow.self)
            return try values(rows.map { ($0.name, $0) })
        }
        let rows = try typedRows(
            Query(
                HistoricVariableRow.table,
                where: .and(own + [.equal("state", "CREATED")]), ordering: [Ordering("id")]),
            as: HistoricVariableRow.self)
        return try values(rows.map { ($0.name, $0) })
    }

    private func values<Columns: ValueColumns>(
        _ rows: [(name: String, columns: Columns)]
    ) throws(Interruption) -> [VariableInput] {
        let large = rows.compactMap { $0.columns.largeValueID.map(ColumnValue.text) }
        var found: [LargeValueRow] = []
        if !large.isEmpty {
            found = try typedRows(
                Query(LargeValueRow.table, where: .isIn("id", large)), as: LargeValueRow.self)
        }
        return rows.compactMap { name, columns in
            let more = columns.largeValueID.flatMap { id in found.first { $0.id == id } }
            return columns.value(large: more).map { VariableInput(name, $0) }
        }
    }
}
