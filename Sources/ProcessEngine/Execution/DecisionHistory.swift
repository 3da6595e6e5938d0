internal import DMN
internal import FEEL
internal import ProcessValues
internal import Records

/// What history keeps of a decision and of those that it needed: what was asked, which rules matched, and what
/// came of it.
struct DecisionHistory {
    /// The step of a process that asked; nothing where a client did.
    struct Place {
        var rootInstanceID: String?
        var processInstanceID: String?
        var executionID: String?
        var activityID: String?
        var activityInstanceID: String?
        var definitionID: String?
        var definitionKey: String?
        var tenantID: String?
        /// When history may forget it, where no process says so later.
        var removalTime: Instant?
    }

    private(set) var instances: [HistoricDecisionInstanceRow] = []
    private(set) var inputs: [HistoricDecisionInputRow] = []
    private(set) var outputs: [HistoricDecisionOutputRow] = []
    private(set) var largeValues: [LargeValueRow] = []

    private let place: Place
    private let now: Instant
    private let zone: CivilZone
    private let newID: () -> String

    init(
        _ result: DMN.DecisionResult, of decision: DeployedDecision, at place: Place,
        by userID: String?, now: Instant, zone: CivilZone, newID: @escaping () -> String
    ) {
        self.place = place
        self.now = now
        self.zone = zone
        self.newID = newID
        let last = result.evaluations.count - 1
        let rootID = newID()
        for (position, trace) in result.evaluations.enumerated() {
            let id = position == last ? rootID : newID()
            instances.append(
                HistoricDecisionInstanceRow(
                    id: id, rootInstanceID: place.rootInstanceID,
                    processInstanceID: place.processInstanceID, executionID: place.executionID,
                    activityID: place.activityID, activityInstanceID: place.activityInstanceID,
                    definitionID: place.definitionID, definitionKey: place.definitionKey,
                    decisionDefinitionID: decision.definitionIDs[trace.decisionID]
                        ?? decision.row.id,
                    decisionDefinitionKey: trace.decisionID, decisionDefinitionName: trace.name,
                    requirementsDefinitionID: decision.row.requirementsDefinitionID,
                    requirementsDefinitionKey: decision.row.requirementsDefinitionKey,
                    rootDecisionInstanceID: position == last ? nil : rootID, userID: userID,
                    evaluatedAt: now,
                    collectResultValue: trace.collected.flatMap { $0.number?.doubleValue },
                    removalTime: place.removalTime, tenantID: place.tenantID))
            for input in trace.inputs { add(input, of: id) }
            for rule in trace.rules {
                for output in rule.outputs { add(output, of: id, rule) }
            }
            if trace.inputs.isEmpty, trace.rules.isEmpty { addResult(trace, of: id) }
        }
    }

    private mutating func add(_ input: DecisionTrace.Input, of decision: String) {
        let form = storedForm(input.value, input.typeReference)
        var row = HistoricDecisionInputRow(
            id: newID(), rootInstanceID: place.rootInstanceID, decisionInstanceID: decision,
            clauseID: input.id, clauseName: input.label, type: form.type, createdAt: now,
            removalTime: place.removalTime, tenantID: place.tenantID)
        fill(&row, form, owner: row.id)
        inputs.append(row)
    }

    private mutating func add(
        _ output: DecisionTrace.Output, of decision: String, _ rule: DecisionTrace.Rule
    ) {
        let form = storedForm(output.value, output.typeReference)
        add(
            HistoricDecisionOutputRow(
                id: newID(), rootInstanceID: place.rootInstanceID, decisionInstanceID: decision,
                clauseID: output.id, clauseName: output.title, ruleID: rule.id,
                ruleOrder: rule.position, variableName: output.name, type: form.type,
                createdAt: now, removalTime: place.removalTime, tenantID: place.tenantID), form)
    }

    /// The value of an expression, which has no rules.
    private mutating func addResult(_ trace: DecisionTrace, of decision: String) {
        for entry in trace.rows.first ?? [] {
            let form = storedForm(entry.value, entry.typeReference)
            add(
                HistoricDecisionOutputRow(
                    id: newID(), rootInstanceID: place.rootInstanceID,
                    decisionInstanceID: decision, variableName: entry.name, type: form.type,
                    createdAt: now, removalTime: place.removalTime, tenantID: place.tenantID),
                form)
        }
    }

    private mutating func add(_ row: HistoricDecisionOutputRow, _ form: StoredForm) {
        var row = row
        fill(&row, form, owner: row.id)
        outputs.append(row)
    }

    private func storedForm(_ value: FEELValue, _ typeReference: String?) -> StoredForm {
        ProcessValue(value, typeReference: typeReference, in: zone).storedForm
    }

    /// Puts a value into columns; a long one into a row beside.
    private mutating func fill<R: ValueColumns>(
        _ row: inout R, _ form: StoredForm, owner: String
    ) {
        row.longValue = form.number.map { Int($0) }
        row.doubleValue = form.real
        row.valueInfo = form.info
        guard (form.text?.utf8.count ?? 0) > LargeValueRow.threshold || form.bytes != nil else {
            row.textValue = form.text
            return
        }
        let large = LargeValueRow(
            id: newID(), rootInstanceID: place.rootInstanceID, ownerID: owner,
            textValue: form.text, bytesValue: form.bytes)
        row.largeValueID = large.id
        largeValues.append(large)
    }

    /// The rows as changes.
    var delta: Delta {
        var delta = Delta()
        func insert<R: TableRow>(_ rows: [R]) {
            for row in rows { delta.changes.append(.insert(R.table, row.row)) }
        }
        insert(largeValues)
        insert(instances)
        insert(inputs)
        insert(outputs)
        return delta
    }
}
