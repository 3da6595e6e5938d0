import FEEL

/// One evaluation: what is asked once is not asked again.
final class DecisionEvaluation {
    let elements: CompiledElements
    let dialect: DecisionModel.Dialect
    let session: EvaluationSession
    /// The values of inputs by their indices, where they are given so.
    private var inputs: [Int: FEELValue]
    private let given: (String) -> FEELValue?
    /// The values of decisions that are known.
    private var values: [FEELValue?]
    private var running: Set<Int> = []
    /// What required decisions added to the variables (Operaton).
    private var added: [String: FEELValue] = [:]
    /// How the decisions came to their values, in the order of their ends.
    private(set) var traces: [DecisionTrace] = []
    /// The account of the decision that runs.
    var trace: DecisionTrace?
    /// Whether an account is kept at all; results of required decisions are read from it (Operaton).
    var keepsAccount = true
    /// Whether the account tells of rules that did not match.
    var explainsMismatches = false
    /// The answers of scripts.
    let scripts: ScriptExchange
    /// Whether the answer of a script is lacking, so that values from here on mean nothing.
    private var isWaiting = false
    /// The first failure; with one, nothing that follows counts.
    private(set) var failure: DecisionError?

    init(
        _ elements: CompiledElements, dialect: DecisionModel.Dialect, session: EvaluationSession,
        inputs: [Int: FEELValue] = [:], scripts: ScriptExchange,
        given: @escaping (String) -> FEELValue?
    ) {
        self.elements = elements
        self.dialect = dialect
        self.session = session
        self.inputs = inputs
        self.given = given
        self.scripts = scripts
        values = [FEELValue?](repeating: nil, count: elements.decisions.count)
    }

    /// Gives a decision a value instead of evaluating it.
    func set(_ decision: Int, to value: FEELValue) {
        values[decision] = value
    }

    /// Ends the evaluation in Operaton's dialect, or warns in the standard's; answers null.
    @discardableResult
    func fail(_ reason: DecisionError.Reason, _ message: String, elementID: String? = nil)
        -> FEELValue
    {
        session.warn(message)
        if dialect == .operaton, failure == nil {
            failure = DecisionError(
                reason: reason, message: message, decisionID: trace?.decisionID,
                elementID: elementID)
        }
        return .null
    }

    /// The value of a script with the variables that its text speaks of.
    func script(
        _ text: ScriptText, _ frame: [FEELValue], input: (name: String, value: FEELValue)? = nil
    ) -> FEELValue {
        let variables = text.words.compactMap { word in
            binding(word, text.names, frame, input: input).map {
                DecisionScript.Variable(name: word, value: $0)
            }
        }
        switch scripts.answer(of: DecisionScript(text, variables: variables)) {
        case .value(let value): return value
        case .failure(let message): return fail(.expression, message, elementID: text.elementID)
        case nil:
            isWaiting = true
            return .null
        }
    }

    /// Whether the evaluation cannot go on without the answer of a script: then it ends.
    var isSuspended: Bool {
        guard isWaiting else { return false }
        failure =
            failure
            ?? DecisionError(
                reason: .expression, message: "the decision has scripts, which cannot be run here",
                decisionID: trace?.decisionID, elementID: nil)
        return true
    }

    /// What a name means in an expression of another language; nil if there is no such variable.
    func binding(
        _ name: String, _ names: [String], _ frame: [FEELValue],
        input: (name: String, value: FEELValue)?
    ) -> FEELValue? {
        if let input {
            if name == input.name { return input.value }
            if name == "inputVariableName" { return .string(input.name) }
        }
        if let slot = names.lastIndex(of: name), slot < frame.count { return frame[slot] }
        return variable(name)
    }

    /// A variable of the caller, or what a required decision added.
    func variable(_ name: String) -> FEELValue? {
        added[name] ?? given(name)
    }

    /// The value of a decision.
    ///
    /// What it needs is evaluated before it, one after the other: a long chain needs no stack.
    func decision(_ index: Int) -> FEELValue {
        if let value = values[index] { return value }
        if elements.decisions[index].required.isEmpty, failure == nil { return run(index) }
        guard !running.contains(index) else {
            return fail(
                .expression,
                "the decision '\(elements.decisions[index].name)' needs its own result")
        }
        var open = [(decision: index, required: elements.decisions[index].required[...])]
        running.insert(index)
        while let last = open.popLast() {
            var required = last.required
            guard failure == nil, let next = required.popFirst() else {
                let value = failure == nil ? run(last.decision) : .null
                running.remove(last.decision)
                if open.isEmpty { return value }
                if dialect == .operaton { addResults() }
                continue
            }
            open.append((last.decision, required))
            if values[next] != nil || running.contains(next) { continue }
            if dialect == .standard, let value = given(elements.decisions[next].name) {
                values[next] = value
                continue
            }
            running.insert(next)
            open.append((next, elements.decisions[next].required[...]))
        }
        return .null
    }

    /// Evaluates a decision whose requirements are known.
    private func run(_ index: Int) -> FEELValue {
        let decision = elements.decisions[index]
        let frame = frame(decision.frame)
        let outer = trace
        trace = keepsAccount ? DecisionTrace(decisionID: decision.id, name: decision.title) : nil
        var value = self.value(decision.logic, frame)
        if isSuspended { return .null }
        if dialect == .operaton, decision.logic.table == nil {
            value = converted(value, to: decision.typeReference, elementID: decision.id)
            trace?.rows = [
                [
                    DecisionResult.Entry(
                        name: decision.name, value: value, typeReference: decision.typeReference)
                ]
            ]
        }
        trace?.value = value
        if let trace { traces.append(trace) }
        trace = outer
        values[index] = value
        return value
    }

    /// Makes the outputs of the required decision that was evaluated last variables.
    private func addResults() {
        guard failure == nil, let rows = traces.last?.rows, let first = rows.first else { return }
        for (position, entry) in first.enumerated() {
            guard let name = entry.name else { continue }
            added[name] =
                rows.count == 1
                ? entry.value
                : .list(rows.map { position < $0.count ? $0[position].value : .null })
        }
    }

    /// The value of an input, converted to its type.
    func input(_ index: Int) -> FEELValue {
        if let value = inputs[index] { return value }
        let element = elements.inputs[index]
        var value: FEELValue?
        // An import's input may be given under the names of the imports, or under its namespace.
        if let first = element.path.first {
            var found = given(first)
            for name in element.path.dropFirst() + [element.name] { found = found?.context?[name] }
            value = found ?? given("{\(element.namespace)}\(element.name)")
        }
        let raw = value ?? given(element.name) ?? .null
        let table = elements.tables[element.source]
        var converted = raw
        if element.type != .any {
            do throws(TypeMismatch) {
                converted = try table.converted(raw, to: element.type, in: session)
            } catch {
                converted = fail(.type, "the input '\(element.name)' \(error)")
            }
        }
        inputs[index] = converted
        return converted
    }

    /// The values that an element's expressions find in their slots.
    func frame(_ sources: [SlotSource]) -> [FEELValue] {
        sources.map { value($0) }
    }

    private func value(_ source: SlotSource) -> FEELValue {
        switch source {
        case .element(.input(let index)): return input(index)
        case .element(.decision(let index)): return decision(index)
        case .element(.knowledge(let index)): return knowledge(index)
        case .element(.service(let index)): return service(index)
        case .group(let members):
            return .context(FEELContext(members.map { ($0.name, value($0.source)) }))
        }
    }

    /// A knowledge model as a function.
    func knowledge(_ index: Int) -> FEELValue {
        let element = elements.knowledge[index]
        return .function(
            FEELFunction(
                parameters: element.parameters, resultType: element.resultType,
                calling: KnowledgeCall(
                    elements: elements, dialect: dialect, scripts: scripts, index: index),
                types: elements.tables[element.source]))
    }

    /// A decision service as a function.
    func service(_ index: Int) -> FEELValue {
        let element = elements.services[index]
        return .function(
            FEELFunction(
                parameters: element.parameters, resultType: element.resultType,
                calling: ServiceCall(
                    elements: elements, dialect: dialect, scripts: scripts, index: index),
                types: elements.tables[element.source]))
    }
}

/// The body of a business knowledge model.
private struct KnowledgeCall: FEELCallable {
    let elements: CompiledElements
    let dialect: DecisionModel.Dialect
    let scripts: ScriptExchange
    let index: Int

    func call(_ arguments: [FEELValue], in session: EvaluationSession) -> FEELValue {
        let element = elements.knowledge[index]
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, scripts: scripts
        ) { _ in nil }
        return evaluation.value(element.body, evaluation.frame(element.frame) + arguments)
    }
}

/// The body of a decision service (DMN 10.4).
private struct ServiceCall: FEELCallable {
    let elements: CompiledElements
    let dialect: DecisionModel.Dialect
    let scripts: ScriptExchange
    let index: Int

    func call(_ arguments: [FEELValue], in session: EvaluationSession) -> FEELValue {
        let service = elements.services[index]
        // Inside a service nothing outside is seen: inputs that are not its own are null.
        var inputs: [Int: FEELValue] = [:]
        for (input, value) in zip(service.inputs, arguments) { inputs[input] = value }
        let evaluation = DecisionEvaluation(
            elements, dialect: dialect, session: session, inputs: inputs, scripts: scripts
        ) { _ in nil }
        for (decision, value) in zip(
            service.inputDecisions, arguments.dropFirst(service.inputs.count))
        {
            evaluation.set(decision, to: value)
        }
        if service.outputs.count == 1 { return evaluation.decision(service.outputs[0]) }
        return .context(
            FEELContext(
                service.outputs.map { (elements.decisions[$0].name, evaluation.decision($0)) }))
    }
}
