import FEEL

/// Decision tables (DMN 8.2 and 8.3).
extension DecisionEvaluation {
    /// A rule that matched, with its outputs.
    private struct Hit {
        let rule: Int
        var outputs: [FEELValue]
        /// Whether the rule has an entry for an output.
        let isPresent: [Bool]
    }

    func table(_ table: DecisionTable, _ frame: [FEELValue]) -> FEELValue {
        guard let inputs = inputs(of: table, frame) else { return .null }
        guard let matched = matchingRules(table, inputs, frame) else { return .null }
        var hits: [Hit] = []
        for rule in matched {
            hits.append(hit(table, rule, frame))
            if failure != nil { return .null }
        }
        if isSuspended { return .null }
        record(table, inputs, hits)
        return dialect == .operaton
            ? operatonResult(table, hits) : standardResult(table, hits, frame)
    }

    // MARK: Inputs

    /// The values of the inputs; nil if one is not allowed.
    private func inputs(of table: DecisionTable, _ frame: [FEELValue]) -> [FEELValue]? {
        var values: [FEELValue] = []
        values.reserveCapacity(table.inputs.count)
        for input in table.inputs {
            var value = input.expression.map { self.value($0, frame) } ?? .null
            if dialect == .operaton {
                value = converted(value, to: input.typeReference, elementID: input.id)
            }
            if failure != nil { return nil }
            if input.allowed == nil, !isAllowed(value, input, table.types) { return nil }
            if let allowed = input.allowed,
                allowed.evaluate(frame: frame + [value], in: session) != true
            {
                fail(
                    .type, "the value \(value) of '\(input.label)' is not allowed",
                    elementID: input.id)
                return nil
            }
            values.append(value)
        }
        return isSuspended ? nil : values
    }

    /// Whether the value of an input is among those that its type allows.
    private func isAllowed(
        _ value: FEELValue, _ input: DecisionTable.Input, _ types: FEELTypeTable
    ) -> Bool {
        do throws(TypeMismatch) {
            try types.checkRestrictions(of: input.type, on: value, in: session)
            return true
        } catch {
            fail(.type, "the input '\(input.label)' \(error)", elementID: input.id)
            return false
        }
    }

    // MARK: Matching

    /// The positions of the rules that match, in order; nil if one could not be tested.
    private func matchingRules(_ table: DecisionTable, _ inputs: [FEELValue], _ frame: [FEELValue])
        -> [Int]?
    {
        var candidates = RuleSet(count: table.rules.count, all: true)
        // Whether all cells of a column have to be run, since its index does not know the value.
        var isOpen = [Bool](repeating: true, count: inputs.count)
        for (column, index) in table.columns.enumerated() {
            // An index tells that a rule does not match, not why: to explain, each cell is run.
            guard !explainsMismatches, let rules = index.rules(for: inputs[column]) else {
                continue
            }
            candidates.formIntersection(rules)
            isOpen[column] = false
        }
        var matched: [Int] = []
        var cellFrame = frame
        cellFrame.append(.null)
        let slot = cellFrame.count - 1
        var next = 0
        while let position = candidates.first(from: next) {
            next = position + 1
            var matches = true
            for (column, cell) in table.rules[position].cells.enumerated() {
                if case .any = cell { continue }
                guard isOpen[column] || table.columns[column].computed.contains(position) else {
                    continue
                }
                cellFrame[slot] = inputs[column]
                guard passes(cell, table.inputs[column], cellFrame, frame) else {
                    matches = false
                    if explainsMismatches {
                        trace?.mismatches.append(
                            DecisionTrace.Mismatch(
                                id: table.rules[position].id, position: position + 1,
                                input: column + 1,
                                cell: cell.text))
                    }
                    break
                }
            }
            if failure != nil { return nil }
            // A cell whose answer is lacking ends its rule here, not the search: what other rules
            // lack is asked for along with it.
            guard matches else { continue }
            matched.append(position)
            if table.hitPolicy == .first {
                trace?.unreadRules = table.rules.count - next
                break
            }
        }
        return isSuspended ? nil : matched
    }

    private func passes(
        _ cell: DecisionTable.Cell, _ input: DecisionTable.Input, _ cellFrame: [FEELValue],
        _ frame: [FEELValue]
    ) -> Bool {
        switch cell {
        case .any: return true
        case .tests(let tests):
            return tests.evaluate(frame: cellFrame, in: session) { variable($0) } == true
        case .foreign(let expression, let names, _):
            let value = cellFrame[cellFrame.count - 1]
            let outcome = foreign(
                expression, names, frame, input.id, input: (input.variable, value))
            return outcome == true
        case .script(let text):
            let value = cellFrame[cellFrame.count - 1]
            return script(text, frame, input: (input.variable, value)) == true
        case .broken(let message, let elementID):
            fail(.expression, "the cell is not valid: \(message)", elementID: elementID)
            return false
        }
    }

    // MARK: Outputs

    private func hit(_ table: DecisionTable, _ rule: Int, _ frame: [FEELValue]) -> Hit {
        let entries = table.rules[rule].outputs
        var values: [FEELValue] = []
        var isPresent: [Bool] = []
        for (position, output) in table.outputs.enumerated() {
            guard position < entries.count, let entry = entries[position] else {
                values.append(.null)
                isPresent.append(false)
                continue
            }
            values.append(self.output(output, value(entry, frame)))
            isPresent.append(true)
        }
        return Hit(rule: rule, outputs: values, isPresent: isPresent)
    }

    /// An output's value, converted to the type that the model names.
    private func output(_ output: DecisionTable.Output, _ value: FEELValue) -> FEELValue {
        if dialect == .operaton {
            return converted(value, to: output.typeReference, elementID: output.id)
        }
        return value
    }

    private func record(_ table: DecisionTable, _ inputs: [FEELValue], _ hits: [Hit]) {
        guard keepsAccount else { return }
        trace?.inputs = zip(table.inputs, inputs).map { input, value in
            DecisionTrace.Input(
                id: input.id, name: input.label, label: input.title, value: value,
                typeReference: input.typeReference)
        }
        trace?.rules = hits.map { hit in
            var outputs: [DecisionTrace.Output] = []
            for (position, output) in table.outputs.enumerated() where hit.isPresent[position] {
                outputs.append(
                    DecisionTrace.Output(
                        id: output.id, label: output.label, title: output.title, name: output.name,
                        value: hit.outputs[position], typeReference: output.typeReference))
            }
            return DecisionTrace.Rule(
                id: table.rules[hit.rule].id, position: hit.rule + 1, outputs: outputs)
        }
    }

    // MARK: Results of the standard

    private func standardResult(_ table: DecisionTable, _ hits: [Hit], _ frame: [FEELValue])
        -> FEELValue
    {
        if hits.isEmpty { return noHit(table, frame) }
        guard let hits = typed(hits, table), areAllowed(table, hits, frame) else { return .null }
        switch table.hitPolicy {
        case .unique:
            guard hits.count == 1 else {
                return fail(
                    .hitPolicy, "\(hits.count) rules match where one may: \(Self.names(hits))",
                    elementID: table.id)
            }
            return composed(table, hits[0])
        case .any:
            let first = hits[0].outputs
            guard hits.allSatisfy({ $0.outputs == first }) else {
                return fail(
                    .hitPolicy, "rules with different outputs match: \(Self.names(hits))",
                    elementID: table.id)
            }
            return composed(table, hits[0])
        case .first: return composed(table, hits[0])
        case .priority: return composed(table, prioritized(table, hits)[0])
        case .ruleOrder: return .list(hits.map { composed(table, $0) })
        case .outputOrder:
            return .list(prioritized(table, hits).map { composed(table, $0) })
        case .collect:
            guard let aggregation = table.aggregation else {
                return .list(hits.map { composed(table, $0) })
            }
            guard table.outputs.count == 1 || aggregation == .count else {
                return fail(
                    .hitPolicy, "a table with several outputs cannot be aggregated",
                    elementID: table.id)
            }
            let value = Self.aggregate(hits.map { $0.outputs.first ?? .null }, aggregation)
            trace?.collected = value
            return value
                ?? fail(.hitPolicy, "the outputs cannot be aggregated", elementID: table.id)
        }
    }

    /// The outputs as their types ask for them; nil if one does not fit.
    ///
    /// Where values are counted their type is not asked for: models name that of the count. Output
    /// values of the table stand in the place of the allowed values of the type.
    private func typed(_ hits: [Hit], _ table: DecisionTable) -> [Hit]? {
        guard table.aggregation != .count, table.outputs.contains(where: { $0.type != .any }) else {
            return hits
        }
        var hits = hits
        for index in hits.indices {
            for (position, output) in table.outputs.enumerated() where output.type != .any {
                do throws(TypeMismatch) {
                    let value = hits[index].outputs[position]
                    let type = table.type(of: output, for: value)
                    let fitting = try table.types.converted(
                        value, to: type, in: session, restricted: output.allowed == nil)
                    hits[index].outputs[position] = fitting
                } catch {
                    fail(
                        .type,
                        "the output '\(output.label)' of rule \(hits[index].rule + 1) \(error)",
                        elementID: output.id)
                    return nil
                }
            }
        }
        return hits
    }

    /// Whether the outputs are among those that the table allows (DMN 8.2.7).
    private func areAllowed(_ table: DecisionTable, _ hits: [Hit], _ frame: [FEELValue]) -> Bool {
        for (position, output) in table.outputs.enumerated() {
            guard let allowed = output.allowed else { continue }
            for hit in hits
            where allowed.evaluate(frame: frame + [hit.outputs[position]], in: session) != true {
                fail(
                    .type,
                    "the value \(hit.outputs[position]) of '\(output.label)' in rule "
                        + "\(hit.rule + 1) is not among the output values",
                    elementID: output.id)
                return false
            }
        }
        return true
    }

    private static func names(_ hits: [Hit]) -> String {
        hits.map { String($0.rule + 1) }.joined(separator: ", ")
    }

    /// The value where no rule matches: the defaults of the outputs, if there are any.
    private func noHit(_ table: DecisionTable, _ frame: [FEELValue]) -> FEELValue {
        if table.outputs.contains(where: { $0.defaultEntry != nil }) {
            let values = table.outputs.map { output in
                output.defaultEntry.map { value($0, frame) } ?? .null
            }
            return composed(
                table, Hit(rule: -1, outputs: values, isPresent: values.map { _ in true }))
        }
        switch (table.hitPolicy, table.aggregation) {
        case (.collect, .count?): return .number(.zero)
        case (.collect, nil): return .list([])
        default: return .null
        }
    }

    /// One value for one output, a context for several.
    private func composed(_ table: DecisionTable, _ hit: Hit) -> FEELValue {
        if table.outputs.count == 1 { return hit.outputs[0] }
        return .context(
            FEELContext(zip(table.outputs, hit.outputs).map { ($0.name ?? "", $1) }))
    }

    /// Hits by the position of their outputs among the allowed values, outputs from left to right.
    private func prioritized(_ table: DecisionTable, _ hits: [Hit]) -> [Hit] {
        let orders = table.outputs.map(\.priorities)
        func rank(_ hit: Hit) -> [Int] {
            zip(orders, hit.outputs).compactMap { order, value in
                order.isEmpty
                    ? nil
                    : order.firstIndex { DecisionTable.Output.holds($0, value) } ?? order.count
            }
        }
        let ranked = hits.map { (rank: rank($0), hit: $0) }
        return ranked.enumerated().sorted { left, right in
            left.element.rank == right.element.rank
                ? left.offset < right.offset
                : left.element.rank.lexicographicallyPrecedes(right.element.rank)
        }.map(\.element.hit)
    }

    static func aggregate(_ values: [FEELValue], _ aggregation: DecisionTable.Aggregation)
        -> FEELValue?
    {
        switch aggregation {
        case .count: return .number(Decimal128(values.count))
        case .sum:
            var sum = Decimal128.zero
            for value in values {
                guard let number = value.number, let next = sum.adding(number) else { return nil }
                sum = next
            }
            return .number(sum)
        case .minimum, .maximum:
            guard var best = values.first, best.order(to: best) != nil else { return nil }
            for value in values.dropFirst() {
                guard let order = value.order(to: best) else { return nil }
                if aggregation == .minimum ? order < 0 : order > 0 { best = value }
            }
            return best
        }
    }

    // MARK: Results of Operaton

    private func operatonResult(_ table: DecisionTable, _ hits: [Hit]) -> FEELValue {
        switch table.hitPolicy {
        case .unique where hits.count > 1:
            return fail(
                .hitPolicy, "\(hits.count) rules match where one may: \(Self.names(hits))",
                elementID: table.id)
        case .any where !hits.allSatisfy({ $0.outputs == hits[0].outputs }):
            return fail(
                .hitPolicy, "rules with different outputs match: \(Self.names(hits))",
                elementID: table.id)
        case .collect where table.aggregation != nil: return collected(table, hits)
        default: break
        }
        let isSingle = table.hitPolicy == .any
        trace?.rows = (isSingle ? Array(hits.prefix(1)) : hits).map { hit in
            var row: [DecisionResult.Entry] = []
            for (position, output) in table.outputs.enumerated() where hit.isPresent[position] {
                row.append(
                    DecisionResult.Entry(
                        name: output.name, value: hit.outputs[position],
                        typeReference: output.typeReference))
            }
            return row
        }
        switch table.hitPolicy {
        case .collect, .ruleOrder, .outputOrder: return .list(hits.map { composed(table, $0) })
        default: return hits.first.map { composed(table, $0) } ?? .null
        }
    }

    private func collected(_ table: DecisionTable, _ hits: [Hit]) -> FEELValue {
        guard let aggregation = table.aggregation,
            hits.allSatisfy({ $0.isPresent.count(where: { $0 }) <= 1 })
        else {
            return fail(
                .hitPolicy, "a table with several outputs cannot be aggregated",
                elementID: table.id)
        }
        if hits.isEmpty, aggregation != .count { return .null }
        let present = hits.flatMap { hit in hit.isPresent.indices.filter { hit.isPresent[$0] } }
        let values = hits.flatMap { hit in
            zip(hit.outputs, hit.isPresent).filter(\.1).map(\.0)
        }
        guard aggregation == .count || values.allSatisfy({ $0.number != nil }),
            let value = Self.aggregate(values, aggregation)
        else {
            return fail(.hitPolicy, "the outputs cannot be aggregated", elementID: table.id)
        }
        trace?.collected = value
        let output = table.outputs[present.first ?? 0]
        trace?.rows = [
            [
                DecisionResult.Entry(
                    name: output.name, value: value,
                    typeReference: aggregation == .count ? "integer" : output.typeReference)
            ]
        ]
        return value
    }
}
