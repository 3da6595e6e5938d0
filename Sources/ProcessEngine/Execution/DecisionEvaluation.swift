import BPMNParser
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
    func evaluate(
        _ decision: DeployedDecision, variables: [VariableInput], on execution: Execution
    ) throws(Interruption) -> DecisionResult {
        throw .failed(
            .execution, "The decision \(decision.row.key) cannot be evaluated yet.")
    }
}
