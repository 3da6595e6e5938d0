import Diagnostics
import XMLTree

/// What Camunda 7 and Operaton demand of a model before they deploy it.
extension ModelCompiler {
    mutating func checkDefinitions() {
        let root = sources[source].root
        if root.identifier == nil {
            report(
                root, rule: "definitions-id", "the model has no id",
                cure: "Give the element 'definitions' an id.")
        }
        var seen: Set<String> = []
        checkIdentifiers(root, &seen)
    }

    /// Reports identifiers that occur twice anywhere in the file: XML Schema forbids them.
    mutating func checkIdentifiers(_ element: XMLElement, _ seen: inout Set<String>) {
        if let id = element.identifier, !seen.insert(id).inserted {
            report(
                element, rule: "id-duplicate", "two elements have the id '\(id)'",
                cure: "Give each element an id of its own.")
        }
        for child in element.children { checkIdentifiers(child, &seen) }
    }

    mutating func checkRequirements(_ decision: XMLElement) {
        for requirement in decision.children("informationRequirement")
        where requirement.children.allSatisfy({ $0.attribute("href") == nil }) {
            report(
                requirement, id: decision.identifier, rule: "requirement-target",
                "an information requirement names nothing",
                cure: "Let it name an input or a decision, or remove it.")
        }
    }

    mutating func checkStructure(_ decision: XMLElement, _ logic: XMLElement) {
        if logic.name == "literalExpression", decision.child("variable") == nil {
            report(
                decision, rule: "decision-variable",
                "the decision has an expression, but no variable for its result",
                cure: "Add a 'variable' with a name to the decision.")
        }
        guard logic.name == "decisionTable" else { return }
        for input in logic.children("input") where input.identifier == nil {
            report(
                input, id: decision.identifier, rule: "input-id", "an input of the table has no id",
                cure: "Give the input an id.")
        }
        let outputs = logic.children("output")
        for output in outputs where output.identifier == nil {
            report(
                output, id: decision.identifier, rule: "output-id",
                "an output of the table has no id", cure: "Give the output an id.")
        }
        guard outputs.count > 1 else { return }
        var names: Set<String> = []
        for output in outputs {
            let name = output.attribute("name") ?? ""
            if name.isEmpty {
                report(
                    output, rule: "output-name", "one of several outputs has no name",
                    cure: "Give each output of the table a name.")
            } else if !names.insert(name).inserted {
                report(
                    output, rule: "output-name", "two outputs have the name '\(name)'",
                    cure: "Give each output of the table a name of its own.")
            }
        }
    }
}
