/// Checks the instructions of a plan against both definitions, and proposes instructions.
public struct MigrationPlanCheck {
    /// An instruction whose elements exist.
    struct Mapping: Hashable {
        let source: Node
        let target: Node
        let instruction: MigrationInstruction

        static func == (one: Mapping, other: Mapping) -> Bool {
            one.instruction == other.instruction
        }

        func hash(into hasher: inout Hasher) { hasher.combine(instruction) }
    }

    let source: CompiledProcess
    let target: CompiledProcess

    /// Checks plans from one process to another.
    public init(from source: CompiledProcess, to target: CompiledProcess) {
        self.source = source
        self.target = target
    }

    /// What is wrong with instructions.
    public func report(on instructions: [MigrationInstruction]) -> MigrationPlanReport {
        var report = MigrationPlanReport()
        var mappings: [Mapping] = []
        for instruction in instructions {
            if let mapping = mapping(instruction) {
                mappings.append(mapping)
                continue
            }
            var failures: [String] = []
            if source.node(instruction.sourceActivityID) == nil {
                failures.append(
                    "The source has no activity '\(instruction.sourceActivityID)'")
            }
            if target.node(instruction.targetActivityID) == nil {
                failures.append(
                    "The target has no activity '\(instruction.targetActivityID)'")
            }
            report.instructions.append(
                MigrationPlanReport.Entry(instruction: instruction, failures: failures))
        }
        for mapping in mappings {
            let failures = failures(of: mapping, among: mappings, whileProposing: false)
            if !failures.isEmpty {
                report.instructions.append(
                    MigrationPlanReport.Entry(
                        instruction: mapping.instruction, failures: failures))
            }
        }
        return report
    }

    /// Instructions for all activities of equal id that can be migrated.
    ///
    /// - Parameter updatesEventTriggers: Whether triggers are read anew from the target.
    /// - Returns: The instructions, valid together.
    public func proposal(updatesEventTriggers: Bool = false) -> [MigrationInstruction] {
        var mappings: [Mapping] = []
        propose(source.root, target.root, updatesEventTriggers, &mappings)
        return valid(mappings, whileProposing: false).map(\.instruction)
    }

    private func mapping(_ instruction: MigrationInstruction) -> Mapping? {
        guard let from = source.node(instruction.sourceActivityID),
            let to = target.node(instruction.targetActivityID)
        else { return nil }
        return Mapping(source: from, target: to, instruction: instruction)
    }

    // MARK: Proposals

    private func propose(
        _ scope: Node, _ other: Node, _ updates: Bool, _ mappings: inout [Mapping]
    ) {
        let inside = pairs(
            scope.children.map { source.nodes[$0] }, other.children.map { target.nodes[$0] },
            updates, except: mappings)
        mappings += inside
        mappings += pairs(
            events(of: scope, in: source), events(of: other, in: target), updates,
            except: mappings)
        mappings = valid(mappings, whileProposing: true)
        for mapping in inside where mappings.contains(mapping) {
            propose(mapping.source, mapping.target, updates, &mappings)
        }
    }

    private func events(of scope: Node, in process: CompiledProcess) -> [Node] {
        process.nodes.filter { $0.index != 0 && process.eventScope(of: $0) === scope }
    }

    private func pairs(
        _ sources: [Node], _ targets: [Node], _ updates: Bool, except known: [Mapping]
    ) -> [Mapping] {
        var result: [Mapping] = []
        for from in sources where !known.contains(where: { $0.source === from }) {
            guard let to = targets.first(where: { $0.id == from.id }), source.canBeProposed(from),
                target.canBeProposed(to)
            else { continue }
            let updatesTrigger =
                source.isConditionalEvent(from) || updates && source.hasStoredTrigger(from)
            result.append(
                Mapping(
                    source: from, target: to,
                    instruction: MigrationInstruction(
                        from.id, to: to.id, updatesEventTrigger: updatesTrigger)))
        }
        return result
    }

    private func valid(_ mappings: [Mapping], whileProposing: Bool) -> [Mapping] {
        mappings.filter {
            failures(of: $0, among: mappings, whileProposing: whileProposing).isEmpty
        }
    }
}
