import BPMNParser

/// Where data that an association names is kept.
enum DataPlace: Sendable, Hashable {
    /// In a variable of a scope, which begins with it.
    case object(name: String, isCollection: Bool, scope: Int)
    /// In a value that outlives instances.
    case store(name: String)

    var name: String {
        switch self {
        case .object(let name, _, _), .store(let name): name
        }
    }
}

/// What a data association does.
struct DataAssociationCode: Sendable {
    /// A value that is copied.
    struct Assignment: Sendable {
        let value: CompiledExpression
        /// The name, and the members on the way into a JSON object.
        let path: [String]
    }

    /// The data stores that the expressions read, by name.
    let stores: [String]
    /// The data store that is written, if it is one.
    let targetStore: String?
    let assignments: [Assignment]
}

extension ProcessCompiler {
    /// Notes the data of a scope, before its elements are made.
    mutating func addData(of scope: FlowScope, in parent: Int) {
        for object in scope.dataObjects {
            let references = scope.dataObjectReferences.filter { $0.target == object.id }
            let names = Set(references.compactMap(\.name).filter { !$0.isEmpty })
            let drawnName = names.count == 1 ? names.first : nil
            guard
                let name = object.name.flatMap({ $0.isEmpty ? nil : $0 }) ?? drawnName ?? object.id
            else { continue }
            let place = DataPlace.object(
                name: name, isCollection: object.isCollection, scope: parent)
            for key in [object.id, name] + references.flatMap({ [$0.id, $0.name] }) {
                if let key, !key.isEmpty { data[key] = place }
            }
        }
        for store in scope.dataStoreReferences {
            let written = [store.targetName, store.name, store.target, store.id]
            guard let name = written.lazy.compactMap(\.self).first(where: { !$0.isEmpty }) else {
                continue
            }
            for key in [store.id, store.name, name] {
                if let key, !key.isEmpty { data[key] = .store(name: name) }
            }
        }
    }

    /// The variable that data with an id stands for.
    mutating func variableName(ofData id: String) -> String { data[id]?.name ?? id }

    /// What the associations of an element do; those that are only drawn do nothing.
    mutating func addDataAssociations(of node: FlowNode, to content: inout NodeContent) {
        for association in node.dataAssociations where association.isExecuted {
            content.isScope = true
            let code = self.code(of: association, of: node)
            if association.isInput {
                content.dataInputs.append(code)
            } else {
                content.dataOutputs.append(code)
            }
        }
    }

    private mutating func code(
        of association: DataAssociation, of node: FlowNode
    ) -> DataAssociationCode {
        let target = association.targetRef ?? ""
        for reference in association.sourceRefs + [target] { use(reference) }
        var assignments: [DataAssociationCode.Assignment] = []
        if let transformation = association.transformation {
            assignments.append(
                DataAssociationCode.Assignment(
                    value: dataExpression(transformation, of: node),
                    path: [dataName(target, of: node, association)]))
        }
        for assignment in association.assignments {
            var path = Self.path(assignment.to.text)
            if let first = path.first {
                use(first)
                path[0] = data[first]?.name ?? node.dataNames[first] ?? first
                assignments.append(
                    DataAssociationCode.Assignment(
                        value: dataExpression(assignment.from, of: node), path: path))
            } else {
                report(
                    "data-assignment", "An assignment does not say where the value goes.",
                    cure: "Write a name into 'to'.", element: node.id, line: assignment.to.line)
            }
        }
        var stores: [String] = []
        for reference in association.sourceRefs + [target] {
            if case .store(let name) = data[reference], !stores.contains(name) {
                stores.append(name)
            }
        }
        var targetStore: String?
        if !association.isInput, case .store(let name) = data[target] { targetStore = name }
        return DataAssociationCode(
            stores: stores, targetStore: targetStore, assignments: assignments)
    }

    /// The name of what a transformation makes: an activity's own data that has none of its own is
    /// called as its source.
    private func dataName(
        _ target: String, of node: FlowNode, _ association: DataAssociation
    ) -> String {
        if let place = data[target] { return place.name }
        if let own = node.dataNames[target], !own.hasPrefix("__") { return own }
        return association.sourceRefs.first.flatMap { data[$0]?.name } ?? target
    }

    private mutating func use(_ reference: String) {
        guard case .object(let name, let isCollection, let scope) = data[reference] else { return }
        if usedDataObjects[scope, default: []].contains(where: { $0.name == name }) { return }
        usedDataObjects[scope, default: []].append((name, isCollection))
    }

    /// An expression; a text that is the name of data, or a path into it, reads it.
    private mutating func dataExpression(
        _ source: ExpressionSource, of node: FlowNode
    ) -> CompiledExpression {
        if let language = source.language?.lowercased(), !language.isEmpty, language != "juel",
            language != "http://www.w3.org/1999/xpath"
        {
            _ = unsupported(
                "A data association in \(language)", cure: "Write it as an expression: ${…}.",
                element: node.id, line: source.line)
            return CompiledExpression(literal: source.text)
        }
        if !source.holdsExpression {
            var path = Self.path(source.text)
            if let first = path.first, let name = data[first]?.name ?? node.dataNames[first] {
                use(first)
                path[0] = name
                let isName = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
                let text =
                    isName
                    ? "${\(path.joined(separator: "."))}"
                    : "${execution.getVariable('\(name.filter { $0 != "'" })')}"
                return compiled(ExpressionSource(text, line: source.line), element: node.id)
            }
        }
        return compiled(source, element: node.id)
    }

    /// `order.lines`, `order/lines` and `${order.lines}` alike.
    private static func path(_ text: String) -> [String] {
        var text = text[...]
        if text.hasPrefix("${") || text.hasPrefix("#{"), text.hasSuffix("}") {
            text = text.dropFirst(2).dropLast()
        }
        return text.split { $0 == "." || $0 == "/" }.map { part in
            String(part).trimmingSpaces
        }.filter { !$0.isEmpty }
    }
}
