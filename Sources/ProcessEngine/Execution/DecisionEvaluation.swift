import BPMNParser
import DMN
import FEEL
import JSONTree
import ProcessValues

/// What a decision gave: the outputs of each rule that matched.
struct DecisionResult {
    var rules: [[(name: String, value: ProcessValue)]]

    /// All rules with all outputs, of a class that has methods of its own in expressions.
    var whole: ProcessValue {
        .object(ObjectValue(tree: trees, typeName: ObjectValue.decisionResultClass))
    }

    private var trees: JSON { .array(rules.map { Self.tree($0) }) }

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
        case .resultList:
            return .object(ObjectValue(tree: trees, typeName: "java.util.ArrayList"))
        }
    }
}

extension Run {
    /// Evaluates a decision, and keeps in history what was asked and what came of it.
    func evaluate(
        _ decision: DeployedDecision, variables: [VariableInput], on execution: Execution
    ) throws(Interruption) -> DecisionResult {
        let result = try result(of: decision, variables: variables)
        record(result, of: decision, on: execution)
        return DecisionResult(
            rules: result.rows.map { row in
                row.map {
                    (
                        $0.name ?? "",
                        ProcessValue($0.value, typeReference: $0.typeReference, in: zone)
                    )
                }
            })
    }

    /// Evaluates a decision; scripts are needs of the command, like all scripts.
    private func result(
        of decision: DeployedDecision, variables: [VariableInput]
    ) throws(Interruption) -> DMN.DecisionResult {
        var given: [String: ProcessValue] = [:]
        for variable in variables { given[variable.name] = variable.value }
        let values = given.mapValues { FEELValue($0, in: zone) }
        var answers: [DecisionScript: DecisionScriptAnswer] = [:]
        while true {
            let attempt: DecisionAttempt
            do {
                attempt = try decision.model.attempt(
                    decision.row.key, in: EvaluationSession(now: zone.dateTime(at: now)),
                    answers: answers, explainingMismatches: configuration.explainsDecisions
                ) { values[$0] }
            } catch {
                let className =
                    error.reason == .hitPolicy ? "DmnHitPolicyException" : "DmnEngineException"
                throw .failed(
                    .runtime(className: className),
                    "The decision \(decision.row.key) failed: \(error.message)",
                    catchable: "org.operaton.bpm.dmn.engine.DmnEngineException")
            }
            switch attempt {
            case .done(let result): return result
            case .needs(let scripts): try answer(scripts, given, &answers)
            }
        }
    }

    /// Adds the answers of scripts to those that there are.
    private func answer(
        _ scripts: [DecisionScript], _ given: [String: ProcessValue],
        _ answers: inout [DecisionScript: DecisionScriptAnswer]
    ) throws(Interruption) {
        var needs: [Need] = []
        for script in scripts {
            hostCalls += 1
            if case .script(let outcome) = state.answers[.script(ScriptCall(at: hostCalls))] {
                answers[script] = outcome.decisionAnswer(in: zone)
            } else {
                needs.append(
                    .script(ScriptCall(sequence: hostCalls, script, given: given, in: zone)))
            }
        }
        if !needs.isEmpty { throw .needs(needs) }
    }

    private func record(
        _ result: DMN.DecisionResult, of decision: DeployedDecision, on execution: Execution
    ) {
        let row = execution.row
        let kept = DecisionHistory(
            result, of: decision,
            at: DecisionHistory.Place(
                rootInstanceID: row.rootInstanceID, processInstanceID: row.processInstanceID,
                executionID: row.id, activityID: execution.activity?.id,
                activityInstanceID: execution.activityInstanceID, definitionID: row.definitionID,
                definitionKey: row.definitionKey, tenantID: row.tenantID),
            by: principal.userID, now: now, zone: zone, newID: newID)
        if configuration.explainsDecisions {
            for (instance, trace) in zip(kept.instances, result.evaluations) {
                explanations[instance.id] = trace
            }
        }
        history.decisions += kept.instances
        history.decisionInputs += kept.inputs
        history.decisionOutputs += kept.outputs
        history.largeValues += kept.largeValues
    }
}
