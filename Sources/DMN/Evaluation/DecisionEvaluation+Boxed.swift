import FEEL

/// Boxed expressions (DMN 10.2 and 10.3.2.14).
extension DecisionEvaluation {
    func value(_ boxed: BoxedExpression, _ frame: [FEELValue]) -> FEELValue {
        if failure != nil { return .null }
        switch boxed {
        case .none: return .null
        case .expression(let expression): return value(expression, frame)
        case .context(let keys, let entries, let result):
            return context(keys, entries, result, frame)
        case .list(let items): return .list(items.map { value($0, frame) })
        case .relation(let columns, let rows):
            return .list(
                rows.map { row in
                    .context(FEELContext(zip(columns, row).map { ($0, value($1, frame)) }))
                })
        case .invocation(let callee, let names, let arguments):
            return invocation(value(callee, frame), names, arguments.map { value($0, frame) })
        case .function(let parameters, let body, let types):
            return .function(
                FEELFunction(
                    parameters: parameters,
                    calling: BoxedFunction(
                        elements: elements, dialect: dialect, scripts: scripts, body: body,
                        frame: frame),
                    types: types))
        case .conditional(let condition, let then, let otherwise):
            switch value(condition, frame) {
            case .boolean(true): return value(then, frame)
            case .boolean(false), .null: return value(otherwise, frame)
            case let other: return fail(.type, "the condition is a \(other.kind), not a boolean")
            }
        case .filter(let domain, let match): return filter(value(domain, frame), match, frame)
        case .iteration(let domain, let body):
            guard let items = items(value(domain, frame)) else {
                return fail(.type, "there is no list to go through")
            }
            var results: [FEELValue] = []
            for item in items { results.append(value(body, frame + [item, .list(results)])) }
            return .list(results)
        case .quantified(let every, let domain, let body):
            return quantified(every, value(domain, frame), body, frame)
        case .table(let table): return self.table(table, frame)
        case .typed(let inner, let type, let types): return typed(value(inner, frame), type, types)
        }
    }

    func value(_ expression: CompiledExpression, _ frame: [FEELValue]) -> FEELValue {
        switch expression.body {
        case .feel(let feel):
            let result = feel.evaluate(frame: frame, in: session) { variable($0) }
            if session.isExhausted {
                fail(.exhausted, "the evaluation took more steps than are allowed")
            }
            if dialect == .operaton, let method = session.missingMethod {
                fail(
                    .expression, "there is no method '\(method)' to call in '\(expression.text)'",
                    elementID: expression.elementID)
            }
            return result
        case .foreign(let foreign, let names):
            return self.foreign(foreign, names, frame, expression.elementID)
        case .script(let text): return script(text, frame)
        case .broken(let message):
            return fail(
                .expression, "the expression '\(expression.text)' is not valid: \(message)",
                elementID: expression.elementID)
        }
    }

    func foreign(
        _ expression: any CellExpression, _ names: [String], _ frame: [FEELValue],
        _ elementID: String?, input: (name: String, value: FEELValue)? = nil
    ) -> FEELValue {
        do {
            return try expression.evaluate(at: session.now) { name in
                binding(name, names, frame, input: input)
            }
        } catch {
            return fail(.expression, "\(error)", elementID: elementID)
        }
    }

    private func context(
        _ keys: [String], _ entries: [BoxedExpression], _ result: BoxedExpression?,
        _ frame: [FEELValue]
    ) -> FEELValue {
        var frame = frame
        var values: [(String, FEELValue)] = []
        for (key, entry) in zip(keys, entries) {
            let value = value(entry, frame)
            frame.append(value)
            values.append((key, value))
        }
        if let result { return value(result, frame) }
        if Set(keys).count != keys.count {
            return fail(.expression, "the context has an entry twice")
        }
        return .context(FEELContext(values))
    }

    private func invocation(_ callee: FEELValue, _ names: [String], _ arguments: [FEELValue])
        -> FEELValue
    {
        guard case .function(let function) = callee else {
            return fail(.expression, "a \(callee.kind) cannot be called")
        }
        let result = function.call(
            named: Array(zip(names, arguments)), in: session, types: FEELTypeTable())
        return result
    }

    private func filter(_ domain: FEELValue, _ match: BoxedExpression, _ frame: [FEELValue])
        -> FEELValue
    {
        guard let items = items(domain) else { return fail(.type, "there is no list to filter") }
        var kept: [FEELValue] = []
        for item in items {
            switch value(match, frame + [item]) {
            case .boolean(let matches): if matches { kept.append(item) }
            case .null: break
            case let other: return fail(.type, "the match is a \(other.kind), not a boolean")
            }
        }
        return .list(kept)
    }

    private func quantified(
        _ every: Bool, _ domain: FEELValue, _ body: BoxedExpression, _ frame: [FEELValue]
    ) -> FEELValue {
        guard let items = items(domain) else {
            return fail(.type, "there is no list to go through")
        }
        var isUnknown = false
        for item in items {
            switch value(body, frame + [item]).boolean {
            case .some(!every): return .boolean(!every)
            case nil: isUnknown = true
            default: break
            }
        }
        return isUnknown ? .null : .boolean(every)
    }

    private func items(_ domain: FEELValue) -> [FEELValue]? {
        switch domain {
        case .list(let items): items
        case .range(let range): range.items(in: session)
        case .null: nil
        default: [domain]
        }
    }

    /// Converts a value to a type; null where it does not conform.
    private func typed(_ value: FEELValue, _ type: FEELType, _ types: FEELTypeTable) -> FEELValue {
        if value.isNull { return .null }
        do throws(TypeMismatch) {
            return try types.converted(value, to: type, in: session)
        } catch {
            return fail(.type, "the value \(error)")
        }
    }
}

/// A boxed function with what it closes over.
private struct BoxedFunction: FEELCallable {
    let elements: CompiledElements
    let dialect: DecisionModel.Dialect
    let scripts: ScriptExchange
    let body: BoxedExpression
    let frame: [FEELValue]

    func call(_ arguments: [FEELValue], in session: EvaluationSession) -> FEELValue {
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, scripts: scripts
        ) { _ in nil }
        return evaluation.value(body, frame + arguments)
    }
}
