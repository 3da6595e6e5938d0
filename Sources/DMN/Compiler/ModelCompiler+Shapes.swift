import FEEL
import XMLTree

/// What the form of an expression tells of its value, where no type is named: names of members that
/// hold spaces or digits can be read then. No value is converted to a shape.
extension ModelCompiler {
    /// The type that an expression names, or what its form tells; `any` if neither does.
    func shape(_ logic: XMLElement?) -> FEELType {
        guard let logic else { return .any }
        if let type = definitions[source].reference(logic.attribute("typeRef")), type != .any {
            return logic.name == "functionDefinition" ? function(logic, type) : type
        }
        switch logic.name {
        case "decisionTable": return tableShape(logic)
        case "context": return contextShape(logic)
        case "relation":
            return .list(
                .context(
                    logic.children("column").map {
                        FEELType.Member(Self.name($0), reference($0) ?? .any)
                    }))
        case "list":
            let items = logic.children.filter { Self.isExpression($0) }
            return .list(items.first.map { shape($0) } ?? .any)
        case "functionDefinition": return function(logic, .any)
        default: return .any
        }
    }

    private func function(_ logic: XMLElement, _ result: FEELType) -> FEELType {
        .function(logic.children("formalParameter").map { reference($0) ?? .any }, result)
    }

    private static func name(_ element: XMLElement) -> String {
        (element.attribute("name") ?? "").collapsedSpace
    }

    private func reference(_ element: XMLElement) -> FEELType? {
        definitions[source].reference(element.typeReference)
    }

    private func tableShape(_ logic: XMLElement) -> FEELType {
        let outputs = logic.children("output")
        guard outputs.count > 1 else { return .any }
        let row = FEELType.context(
            outputs.map { FEELType.Member(Self.name($0), reference($0) ?? .any) })
        switch logic.attribute("hitPolicy") {
        case "COLLECT", "RULE ORDER", "OUTPUT ORDER": return .list(row)
        default: return row
        }
    }

    private func contextShape(_ logic: XMLElement) -> FEELType {
        var members: [FEELType.Member] = []
        for entry in logic.children("contextEntry") {
            let value = entry.children.first { Self.isExpression($0) }
            guard let variable = entry.child("variable") else { return shape(value) }
            members.append(
                FEELType.Member(Self.name(variable), reference(variable) ?? shape(value)))
        }
        return .context(members)
    }

    /// The type of the items that an expression gives to an iteration or filter.
    func itemType(_ logic: XMLElement?, _ scope: FEELScope) -> FEELType {
        guard let logic else { return .any }
        var type = shape(logic)
        if type == .any, logic.name == "literalExpression",
            let expression = try? FEELExpression(parsing: logic.expressionText, in: scope),
            let slot = expression.slot, scope.nameTypes.indices.contains(slot)
        {
            type = scope.nameTypes[slot]
        }
        switch scope.types.resolve(type) {
        case .list(let element): return element
        default: return .any
        }
    }
}
