internal import XMLTree

extension ModelReader {
    /// Checks the file against the schema of BPMN; the reference names no element for these errors.
    mutating func checkSchema() {
        var check = SchemaCheck()
        let isDeclared =
            BPMNSchema.shared.elements[root.name].map { !$0.isLocal } ?? false
            && root.namespace == BPMNSchema.namespace(of: root.name)
        if isDeclared {
            checkElement(root, prefixes: [:], owner: nil, &check)
        } else {
            reportSchema(
                "schema-root", root, nil,
                "The file does not begin with BPMN's 'definitions' in the namespace "
                    + "\(Namespaces.model).",
                cure: "Save the file as BPMN 2.0.")
            checkLaxly(root, prefixes: [:], owner: nil, &check)
        }
        for (reference, element) in check.references.sorted(by: { $0.value.line < $1.value.line })
        where !check.ids.contains(reference) {
            reportSchema(
                "schema-reference", element, element.id,
                "There is no element with the id '\(reference)'.",
                cure: "Refer to an element of this file, or remove the reference.")
        }
    }

    private mutating func reportSchema(
        _ rule: String, _ element: XMLElement, _ owner: String?, count: Int = 1,
        _ message: String, cure: String
    ) {
        report(
            rule, element, owner: owner ?? element.id, names: [nil], count: count, message,
            cure: cure)
    }

    /// Checks the declared elements below one that is not.
    private mutating func checkLaxly(
        _ element: XMLElement, prefixes: [String: String], owner: String?,
        _ check: inout SchemaCheck
    ) {
        let prefixes = prefixes.merging(element.namespaceDeclarations) { _, new in new }
        for child in element.children {
            let rule = BPMNSchema.shared.elements[child.name]
            if let rule, !rule.isLocal,
                child.namespace == BPMNSchema.namespace(of: child.name)
            {
                checkElement(child, prefixes: prefixes, owner: owner, &check)
            } else {
                checkLaxly(child, prefixes: prefixes, owner: owner, &check)
            }
        }
    }

    private mutating func checkElement(
        _ element: XMLElement, prefixes: [String: String], owner: String?,
        _ check: inout SchemaCheck
    ) {
        guard let rule = BPMNSchema.shared.elements[element.name] else { return }
        let prefixes =
            element.namespaceDeclarations.isEmpty
            ? prefixes : prefixes.merging(element.namespaceDeclarations) { _, new in new }
        let owner = element.id ?? owner
        if rule.isAbstract {
            return reportSchema(
                "schema-abstract", element, owner,
                "'\(element.name)' stands for a sort of elements and is none itself.",
                cure: "Use one of the elements of that sort.")
        }
        checkAttributes(of: element, rule, prefixes, owner, &check)
        checkText(of: element, rule, prefixes, owner, &check)
        if rule.takesAnyContent {
            checkAnyContent(of: element, prefixes, owner)
            checkLaxly(element, prefixes: prefixes, owner: owner, &check)
        } else {
            checkContent(of: element, rule, owner)
            for child in element.children
            where child.namespace == BPMNSchema.namespace(of: child.name)
                && BPMNSchema.shared.elements[child.name] != nil
            {
                checkElement(child, prefixes: prefixes, owner: owner, &check)
            }
        }
    }

    private mutating func checkAnyContent(
        of element: XMLElement, _ prefixes: [String: String], _ owner: String?
    ) {
        if element.name == "extensionElements" {
            let wrong = element.children.first {
                $0.namespace == nil || $0.namespace == Namespaces.model
            }
            guard let wrong else { return }
            reportSchema(
                "schema-content", wrong, owner,
                "'\(wrong.name)' is no extension element: it is in no other namespace than BPMN's.",
                cure: "Write it with the prefix of its namespace, such as camunda.")
        } else if element.children.count > 1 {
            reportSchema(
                "schema-content", element.children[1], owner,
                "'\(element.name)' holds more than one element.", cure: "Keep one of them.")
        }
    }

    /// Checks the children of an element against the order that the schema wants.
    private mutating func checkContent(
        of element: XMLElement, _ rule: ElementRule, _ owner: String?
    ) {
        var position = 0
        var count = 0
        for child in element.children {
            let isOurs = child.namespace == namespace(of: child.name, in: element)
            var next = position
            var countThere = count
            while next < rule.particles.count {
                let particle = rule.particles[next]
                if isOurs, particle.names.contains(child.name), countThere < particle.maximum {
                    break
                }
                guard countThere >= particle.minimum else {
                    next = rule.particles.count
                    break
                }
                next += 1
                countThere = 0
            }
            guard next < rule.particles.count else {
                return reportSchema(
                    "schema-content", child, child.id ?? owner,
                    "'\(child.qualifiedName)' cannot stand at this place in '\(element.name)'.",
                    cure: "Remove it, or put the children into the order of the schema; "
                        + "extension elements go into extensionElements.")
            }
            position = next
            count = countThere + 1
        }
        while position < rule.particles.count {
            let particle = rule.particles[position]
            guard count >= particle.minimum else {
                return reportSchema(
                    "schema-incomplete", element, owner,
                    "'\(element.name)' lacks '\(particle.names.sorted().joined(separator: "' or '"))'.",
                    cure: "Add what is missing.")
            }
            position += 1
            count = 0
        }
    }

    /// The namespace of a child; `extension` exists in two.
    private func namespace(of name: String, in element: XMLElement) -> String {
        name == "extension" && element.namespace == Namespaces.diagram
            ? Namespaces.diagramInterchange : BPMNSchema.namespace(of: name)
    }
}

/// What a check against the schema gathers.
struct SchemaCheck {
    var ids: Set<String> = []
    /// The ids that are referred to, with the first element that does.
    var references: [String: XMLElement] = [:]
}
