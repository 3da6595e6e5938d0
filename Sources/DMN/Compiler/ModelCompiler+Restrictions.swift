import Diagnostics
import FEEL
import XMLTree

/// What item definitions ask of their values (DMN 7.3.3): allowed values, of a collection those of
/// its items, and, from DMN 1.5 on, a constraint on the whole.
extension ModelCompiler {
    mutating func readRestrictions() {
        for index in sources.indices {
            source = index
            var own: [String: ValueRestriction] = [:]
            for element in sources[index].root.children("itemDefinition") {
                let name = (element.attribute("name") ?? "").collapsedSpace
                let restriction = restriction(
                    element, type: definitions[index].table.types[name] ?? .any)
                if !restriction.isEmpty { own[name] = restriction }
            }
            definitions[index].restrict(own)
        }
        // An import may have imports of its own.
        for _ in sources.indices.dropFirst().prefix(8) {
            let known = definitions.map(\.table)
            for index in sources.indices {
                for item in imports[index] where item.source != index {
                    definitions[index].includeRestrictions(known[item.source], as: item.name)
                }
            }
        }
    }

    private mutating func restriction(_ element: XMLElement, type: FEELType) -> ValueRestriction {
        let isCollection = element.attribute("isCollection") == "true"
        var itemType = type
        if isCollection, case .list(let item) = type { itemType = item }
        var restriction = ValueRestriction(
            allowed: tests(element.child("allowedValues"), of: itemType),
            constraint: tests(element.child("typeConstraint"), of: type),
            isCollection: isCollection)
        guard case .context(let members) = itemType else { return restriction }
        for component in element.children("itemComponent") {
            let name = (component.attribute("name") ?? "").collapsedSpace
            guard let member = members.first(where: { $0.name == name }) else { continue }
            let inner = self.restriction(component, type: member.type)
            if !inner.isEmpty { restriction.members.append((name, inner)) }
        }
        return restriction
    }

    /// The tests that a value of a type must pass; nil for none, and for those that cannot be read.
    private mutating func tests(_ element: XMLElement?, of type: FEELType) -> FEELExpression? {
        guard let element, !element.expressionText.isEmpty else { return nil }
        if let language = language(element) {
            report(
                element, severity: .warning, rule: "expression-language",
                "allowed values in '\(language)' are not enforced",
                cure: "Write them in FEEL.")
            return nil
        }
        var scope = FEELScope(types: definitions[source].table)
        scope.hasEarlyParameterNames = sources[source].isEarly
        let slot = scope.declare("?", type)
        do {
            return try FEELExpression.unaryTests(
                parsing: element.expressionText, in: scope, input: slot)
        } catch {
            _ = reportSyntax(error, element, element.identifier)
            return nil
        }
    }
}
