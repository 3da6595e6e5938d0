import FEEL
import XMLTree

/// Decision tables (DMN 8).
extension ModelCompiler {
    mutating func table(_ element: XMLElement, _ scope: FEELScope, owner: String?) -> DecisionTable
    {
        let policyName = element.attribute("hitPolicy") ?? "UNIQUE"
        let policy = DecisionTable.HitPolicy(rawValue: policyName)
        if policy == nil {
            report(
                element, id: owner, rule: "hit-policy", "there is no hit policy '\(policyName)'",
                cure: "Use UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER or OUTPUT ORDER.")
        }
        if dialect == .operaton, policy == .priority || policy == .outputOrder {
            report(
                element, id: owner, rule: "hit-policy-unsupported",
                "the hit policy '\(policyName)' is not executable",
                cure: "Use UNIQUE, FIRST, ANY, COLLECT or RULE ORDER.")
        }
        var aggregation: DecisionTable.Aggregation?
        if let name = element.attribute("aggregation"), policy == .collect {
            aggregation = DecisionTable.Aggregation(rawValue: name)
            if aggregation == nil {
                report(
                    element, id: owner, rule: "aggregation", "there is no aggregation '\(name)'",
                    cure: "Use SUM, MIN, MAX or COUNT.")
            }
        }
        var cellScope = scope
        let slot = cellScope.declare("?")
        let inputs = element.children("input").map { input($0, scope, cellScope, slot, owner) }
        let outputs = element.children("output").map { output($0, scope, cellScope, slot, owner) }
        // The type of the value decides how names behind it are read.
        let columns = inputs.map { input in
            var columnScope = scope
            columnScope.declare("?", input.type)
            if !input.variable.isEmpty { columnScope.alias(input.variable, slot: slot) }
            return columnScope
        }
        let rules = element.children("rule").map { rule in
            self.rule(rule, scope, columns, inputs, slot, outputs.count, owner)
        }
        return DecisionTable(
            id: element.identifier, line: element.line, hitPolicy: policy ?? .unique,
            aggregation: aggregation,
            inputs: inputs, outputs: outputs, rules: rules, inputSlot: slot, types: scope.types)
    }

    private mutating func input(
        _ element: XMLElement, _ scope: FEELScope, _ cellScope: FEELScope, _ slot: Int,
        _ owner: String?
    ) -> DecisionTable.Input {
        let holder = element.child("inputExpression")
        let text = holder?.expressionText ?? ""
        var compiled: CompiledExpression?
        if let holder, !text.isEmpty { compiled = expression(holder, scope, owner: owner) }
        var allowed: FEELExpression?
        var domain: FEELExpression?
        if let values = element.child("inputValues") {
            if dialect == .standard {
                allowed = tests(values, cellScope, slot, ["?"], owner)
                domain = allowed
            } else {
                // Operaton does not read them; the static check does.
                domain = try? FEELExpression.unaryTests(
                    parsing: values.expressionText, in: cellScope, input: slot)
            }
        }
        let variable = element.extensionAttribute("inputVariable") ?? ""
        let type: FEELType = dialect == .standard ? holder.map { self.type($0) } ?? .any : .any
        return DecisionTable.Input(
            id: element.identifier, label: element.attribute("label") ?? text,
            title: element.attribute("label"), expression: compiled,
            variable: variable.isEmpty && dialect == .operaton ? "cellInput" : variable,
            type: type, typeReference: holder?.typeReference,
            knownType: knownType(type, holder?.typeReference), line: element.line, allowed: allowed,
            domain: domain)
    }

    /// The type of an input behind all names, in either dialect; `any` where it is not known.
    private func knownType(_ type: FEELType, _ reference: String?) -> FEELType {
        switch (dialect, reference) {
        case (.standard, _): definitions[source].table.resolve(type)
        case (_, "integer"), (_, "long"), (_, "double"), (_, "number"): .number
        case (_, "string"): .string
        case (_, "boolean"): .boolean
        // Its values are dates, and dates with a time too.
        case (_, "date"): .dateAndTime
        default: .any
        }
    }

    private mutating func tests(
        _ element: XMLElement, _ scope: FEELScope, _ slot: Int, _ names: Set<String>,
        _ owner: String?
    ) -> FEELExpression? {
        do {
            return try FEELExpression.unaryTests(
                parsing: element.expressionText, in: scope, input: slot, inputNames: names)
        } catch {
            _ = reportSyntax(error, element, element.identifier ?? owner)
            return nil
        }
    }

    private mutating func output(
        _ element: XMLElement, _ scope: FEELScope, _ cellScope: FEELScope, _ slot: Int,
        _ owner: String?
    ) -> DecisionTable.Output {
        var allowed: FEELExpression?
        var priorities: [FEELValue] = []
        if let values = element.child("outputValues"), !values.expressionText.isEmpty {
            if dialect == .standard { allowed = tests(values, cellScope, slot, ["?"], owner) }
            priorities = allowed?.constantTests?.tests ?? []
        } else if let reference = element.typeReference,
            let values = definitions[source].allowedValues[reference.collapsedSpace]
        {
            priorities =
                (try? FEELExpression.unaryTests(parsing: values, in: cellScope, input: slot))?
                .constantTests?.tests ?? []
        }
        let entry = element.child("defaultOutputEntry")
        var defaultEntry: CompiledExpression?
        if let entry, !entry.expressionText.isEmpty {
            defaultEntry = expression(entry, scope, owner: owner)
        }
        return DecisionTable.Output(
            id: element.identifier, name: element.attribute("name")?.collapsedSpace,
            label: element.attribute("label") ?? element.attribute("name") ?? "",
            title: element.attribute("label"),
            type: dialect == .standard ? type(element) : .any,
            typeReference: element.typeReference, allowed: allowed, priorities: priorities,
            defaultEntry: defaultEntry)
    }

    private mutating func rule(
        _ element: XMLElement, _ scope: FEELScope, _ columns: [FEELScope],
        _ inputs: [DecisionTable.Input], _ slot: Int, _ outputCount: Int, _ owner: String?
    ) -> DecisionTable.Rule {
        let entries = element.children("inputEntry")
        let results = element.children("outputEntry")
        if entries.count != inputs.count || results.count != outputCount {
            report(
                element, id: element.identifier ?? owner, rule: "rule-entries",
                """
                the rule has \(entries.count) input entries and \(results.count) output entries, \
                the table \(inputs.count) inputs and \(outputCount) outputs
                """,
                cure: "Give the rule one entry for each input and output of the table.")
        }
        var cells: [DecisionTable.Cell] = []
        for (index, entry) in entries.prefix(inputs.count).enumerated() {
            cells.append(cell(entry, columns[index], inputs[index], slot, owner))
        }
        let outputs = results.map { entry in
            entry.expressionText.isEmpty ? nil : expression(entry, scope, owner: owner)
        }
        return DecisionTable.Rule(
            id: element.identifier, line: element.line, cells: cells, outputs: outputs)
    }

    private mutating func cell(
        _ element: XMLElement, _ scope: FEELScope, _ input: DecisionTable.Input, _ slot: Int,
        _ owner: String?
    ) -> DecisionTable.Cell {
        let text = element.expressionText
        let id = element.identifier ?? owner
        if text.isEmpty { return .any }
        if let language = language(element) {
            if text == "-" { return .any }
            let compiled = compiled(text, in: scope, at: element, language: language, owner: owner)
            switch compiled.body {
            case .foreign(let expression, let names):
                return .foreign(expression, names: names, text: text)
            case .script(let script): return .script(script)
            case .broken(let message): return .broken(message, elementID: id)
            case .feel(let expression): return .tests(expression)
            }
        }
        do {
            let tests = try FEELExpression.unaryTests(
                parsing: text, in: scope, input: slot, inputNames: ["?", input.variable])
            return tests.map { .tests($0) } ?? .any
        } catch {
            return .broken(reportSyntax(error, element, id), elementID: id)
        }
    }
}
