import FEEL

/// A decision table that asks inputs alone and has nothing to compute, with the type of its result
/// known to fit: it is decided by its index.
///
/// It answers for all that it decides what running the table would; nil for everything else, such as
/// a value of another type than the model asks for.
struct ConstantTable: Sendable {
    private struct Input: Sendable {
        let name: String
        let kind: Kind
        let column: ConstantColumn
    }

    /// What values an input takes without being converted.
    private enum Kind: Sendable {
        case any, number, string, boolean, date

        @inline(__always)
        func takes(_ value: FEELValue) -> Bool {
            switch (self, value) {
            case (.any, _), (_, .null), (.number, .number), (.string, .string),
                (.boolean, .boolean),
                (.date, .date):
                true
            default: false
            }
        }
    }

    private enum Answer: Sendable {
        case first, unique, all
    }

    private let inputs: [Input]
    private let answer: Answer
    /// The values of the rules, as the decision gives them.
    private let values: [FEELValue]
    private let words: [UInt64]
    private let width: Int

    /// Takes a decision's table out of its expression; nil if it is not of this kind.
    init?(_ decision: DecisionElement, in elements: CompiledElements) {
        guard let table = decision.logic.table, !table.rules.isEmpty, !table.columns.isEmpty else {
            return nil
        }
        switch (table.hitPolicy, table.aggregation) {
        case (.first, _): answer = .first
        case (.unique, _): answer = .unique
        case (.collect, nil), (.ruleOrder, _): answer = .all
        default: return nil
        }
        width = (table.rules.count + 63) / 64
        var words: [UInt64] = []
        var inputs: [Input] = []
        for (clause, index) in zip(table.inputs, table.columns) {
            guard clause.allowed == nil, !table.types.isRestricted(clause.type),
                index.computed == RuleSet(count: table.rules.count),
                case .feel(let expression)? = clause.expression?.body, let slot = expression.slot,
                decision.frame.indices.contains(slot),
                case .element(.input(let position)) = decision.frame[slot]
            else { return nil }
            let element = elements.inputs[position]
            guard element.path.isEmpty, let kind = Self.kind(element, elements) else { return nil }
            inputs.append(
                Input(
                    name: element.name, kind: kind,
                    column: ConstantColumn(index, words: &words)))
        }
        guard let values = Self.values(table, decision.logic, isList: answer == .all) else {
            return nil
        }
        self.inputs = inputs
        self.values = values
        self.words = words
    }

    private static func kind(_ input: InputElement, _ elements: CompiledElements) -> Kind? {
        let types = elements.tables[input.source]
        if types.isRestricted(input.type) { return nil }
        return switch types.resolve(input.type) {
        case .any: .any
        case .number: .number
        case .string: .string
        case .boolean: .boolean
        case .date: .date
        default: nil
        }
    }

    /// The value of each rule; nil if one has to be computed or does not fit the decision's types.
    private static func values(
        _ table: DecisionTable, _ logic: BoxedExpression, isList: Bool
    ) -> [FEELValue]? {
        var values: [FEELValue] = []
        for rule in table.rules {
            var outputs: [FEELValue] = []
            for position in table.outputs.indices {
                guard position < rule.outputs.count,
                    case .feel(let expression)? = rule.outputs[position]?.body,
                    var constant = expression.constant
                else { return nil }
                let type = table.outputs[position].type
                if type != .any {
                    guard !table.types.isRestricted(type),
                        let converted = table.types.coerce(
                            constant, to: table.type(of: table.outputs[position], for: constant))
                    else { return nil }
                    constant = converted
                }
                if let allowed = table.outputs[position].allowed {
                    let frame = [FEELValue](repeating: .null, count: table.inputSlot) + [constant]
                    guard allowed.constantTests != nil,
                        allowed.evaluate(frame: frame, in: EvaluationSession()) == true
                    else { return nil }
                }
                outputs.append(constant)
            }
            let value =
                outputs.count == 1
                ? outputs[0]
                : .context(FEELContext(zip(table.outputs.map { $0.name ?? "" }, outputs)))
            values.append(value)
        }
        // Values of one shape share its names.
        if table.outputs.count > 1, let layout = values.first?.context {
            values = values.map { value in
                value.context.map { .context(layout.replacingValues($0.values)) } ?? value
            }
        }
        var expression = logic
        var types: [(FEELType, FEELTypeTable)] = []
        while case .typed(let inner, let type, let table) = expression {
            types.append((type, table))
            expression = inner
        }
        guard case .table = expression else { return nil }
        for (type, table) in types.reversed() {
            if table.isRestricted(type) { return nil }
            if isList {
                switch table.resolve(type) {
                case .any: continue
                case .list(let element):
                    guard values.allSatisfy({ table.conforms($0, to: element) }) else { return nil }
                default: return nil
                }
            } else {
                for index in values.indices where !values[index].isNull {
                    guard let value = table.coerce(values[index], to: type) else { return nil }
                    values[index] = value
                }
            }
        }
        return values
    }

    /// The value of the decision for variables by name; nil where it has to be run to know.
    @inline(__always)
    func value(_ variables: [String: FEELValue]) -> FEELValue? {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: inputs.count) { places in
            for position in inputs.indices {
                let value = variables[inputs[position].name] ?? .null
                guard inputs[position].kind.takes(value),
                    let place = inputs[position].column.place(of: value)
                else { return nil }
                places[position] = place
            }
            return words.withUnsafeBufferPointer { words in
                answer == .all ? all(places, words) : one(places, words)
            }
        }
    }

    @inline(__always)
    private func matching(
        _ word: Int, _ places: UnsafeMutableBufferPointer<Int>, _ words: UnsafeBufferPointer<UInt64>
    ) -> UInt64 {
        var result = UInt64.max
        for place in places { result &= words[place + word] }
        return result
    }

    @inline(__always)
    private func one(
        _ places: UnsafeMutableBufferPointer<Int>, _ words: UnsafeBufferPointer<UInt64>
    ) -> FEELValue? {
        for word in 0..<width {
            let found = matching(word, places, words)
            if found == 0 { continue }
            if answer == .unique {
                guard found & (found - 1) == 0,
                    !(word + 1..<width).contains(where: { matching($0, places, words) != 0 })
                else { return nil }
            }
            return values[word << 6 + found.trailingZeroBitCount]
        }
        return nil
    }

    @inline(__always)
    private func all(
        _ places: UnsafeMutableBufferPointer<Int>, _ words: UnsafeBufferPointer<UInt64>
    ) -> FEELValue? {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: width) { found in
            var count = 0
            for word in 0..<width {
                let part = matching(word, places, words)
                found[word] = part
                count += part.nonzeroBitCount
            }
            if count == 0 { return nil }
            return .list(
                [FEELValue](unsafeUninitializedCapacity: count) { buffer, initialized in
                    for word in 0..<width {
                        var rest = found[word]
                        while rest != 0 {
                            buffer.initializeElement(
                                at: initialized,
                                to: values[word << 6 + rest.trailingZeroBitCount])
                            initialized += 1
                            rest &= rest - 1
                        }
                    }
                })
        }
    }
}
