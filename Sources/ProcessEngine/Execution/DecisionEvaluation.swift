import BPMNParser
import DMN
import FEEL
import JSONTree
import ProcessValues

/// What a decision gave: the outputs of each rule that matched.
struct DecisionResult {
    var rules: [[(name: String, value: ProcessValue)]]

    /// All rules with all outputs.
    var list: ProcessValue {
        .object(
            ObjectValue(tree: .array(rules.map { Self.tree($0) }), typeName: "java.util.ArrayList"))
    }

    private static func tree(_ outputs: [(name: String, value: ProcessValue)]) -> JSON {
        var object = JSONObject()
        for output in outputs { object[output.name] = output.value.plainJSON }
        return .object(object)
    }

    /// The result in the shape that the model wants.
    func mapped(
        _ mapping: DecisionCall.ResultMapping, key: String
    ) throws(Interruption) -> ProcessValue {
        switch mapping {
        case .singleEntry:
            guard rules.count <= 1, (rules.first?.count ?? 0) <= 1 else {
                throw .failed(
                    .execution, "ENGINE-22001 The decision \(key) gave more than one value.")
            }
            return rules.first?.first?.value ?? .null
        case .singleResult:
            guard rules.count <= 1 else {
                throw .failed(
                    .execution, "ENGINE-22001 The decision \(key) gave more than one result.")
            }
            guard let rule = rules.first else { return .null }
            return .object(
                ObjectValue(tree: Self.tree(rule), typeName: "java.util.HashMap"))
        case .collectEntries:
            guard rules.allSatisfy({ $0.count <= 1 }) else {
                throw .failed(
                    .execution, "ENGINE-22002 The decision \(key) has several outputs.")
            }
            let values = rules.compactMap { $0.first?.value.plainJSON }
            return .object(
                ObjectValue(
                    tree: .array(values),
                    typeName: values.isEmpty
                        ? "java.util.Collections$EmptyList" : "java.util.ArrayList"))
        case .resultList: return list
        }
    }
}

extension Run {
    /// Evaluates a decision, and keeps in history what was asked and what came of it.
    func evaluate(
        _ decision: DeployedDecision, variables: [VariableInput], on execution: Execution
    ) throws(Interruption) -> DecisionResult {
        var values: [String: FEELValue] = [:]
        for variable in variables { values[variable.name] = FEELValue(variable.value) }
        let given = values
        let result: DMN.DecisionResult
        do {
            result = try decision.model.evaluate(
                decision.row.key, in: EvaluationSession(now: zone.dateTime(at: now))
            ) { given[$0] }
        } catch {
            throw .failed(
                .execution, "The decision \(decision.row.key) failed: \(error.message)",
                catchable: "org.operaton.bpm.dmn.engine.DmnEngineException")
        }
        record(result, of: decision, on: execution)
        return DecisionResult(
            rules: result.rows.map { row in
                row.map {
                    ($0.name ?? "", ProcessValue($0.value, typeReference: $0.typeReference))
                }
            })
    }

    private func record(
        _ result: DMN.DecisionResult, of decision: DeployedDecision, on execution: Execution
    ) {
        let last = result.evaluations.count - 1
        let rootID = newID()
        for (position, trace) in result.evaluations.enumerated() {
            let id = position == last ? rootID : newID()
            let row = execution.row
            history.decisions.append(
                HistoricDecisionInstanceRow(
                    id: id, rootInstanceID: row.rootInstanceID,
                    processInstanceID: row.processInstanceID, executionID: row.id,
                    activityID: execution.activity?.id,
                    activityInstanceID: execution.activityInstanceID,
                    definitionID: row.definitionID, definitionKey: row.definitionKey,
                    decisionDefinitionID: decision.row.id,
                    decisionDefinitionKey: trace.decisionID,
                    decisionDefinitionName: trace.name,
                    requirementsDefinitionID: decision.row.requirementsDefinitionID,
                    requirementsDefinitionKey: decision.row.requirementsDefinitionKey,
                    rootDecisionInstanceID: position == last ? nil : rootID,
                    userID: principal.userID, evaluatedAt: now,
                    collectResultValue: trace.collected.flatMap { value -> Double? in
                        if case .number(let number) = value { number.doubleValue } else { nil }
                    }, tenantID: row.tenantID))
            for input in trace.inputs {
                var stored = HistoricDecisionInputRow(
                    id: newID(), rootInstanceID: row.rootInstanceID, decisionInstanceID: id,
                    clauseID: input.id, clauseName: input.name, type: "Null", createdAt: now,
                    tenantID: row.tenantID)
                let form = ProcessValue(input.value, typeReference: input.typeReference).storedForm
                stored.type = form.type
                fill(&stored, form, root: row.rootInstanceID, owner: stored.id)
                history.decisionInputs.append(stored)
            }
            for rule in trace.rules {
                for output in rule.outputs {
                    var stored = HistoricDecisionOutputRow(
                        id: newID(), rootInstanceID: row.rootInstanceID, decisionInstanceID: id,
                        clauseID: output.id, clauseName: output.label, ruleID: rule.id,
                        ruleOrder: rule.position, variableName: output.name, type: "Null",
                        createdAt: now, tenantID: row.tenantID)
                    let form =
                        ProcessValue(output.value, typeReference: output.typeReference).storedForm
                    stored.type = form.type
                    fill(&stored, form, root: row.rootInstanceID, owner: stored.id)
                    history.decisionOutputs.append(stored)
                }
            }
        }
    }
}
