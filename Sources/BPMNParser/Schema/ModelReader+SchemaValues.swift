internal import XMLTree

extension ModelReader {
    /// Checks the attributes of an element against the schema.
    mutating func checkAttributes(
        of element: XMLElement, _ rule: ElementRule, _ prefixes: [String: String],
        _ owner: String?, _ check: inout SchemaCheck
    ) {
        let isFormal = rule.isExpression && checkFormalType(of: element, prefixes, owner)
        for attribute in element.attributes {
            if let namespace = attribute.namespace {
                let isKnown =
                    namespace == Namespaces.schemaInstance && attribute.name != "nil"
                    || rule.takesForeignAttributes && namespace != Namespaces.model
                if !isKnown { reportAttribute(attribute, of: element, owner) }
                continue
            }
            let type =
                rule.attributes[attribute.name]
                ?? (isFormal
                    ? BPMNSchema.shared.elements["formalExpression"]?.attributes[attribute.name]
                    : nil)
            guard let type else {
                reportAttribute(attribute, of: element, owner)
                continue
            }
            checkValue(
                attribute.value, type, "attribute '\(attribute.name)'", element, prefixes, owner,
                &check)
        }
        for name in rule.required where element.attribute(name) == nil {
            report(
                "schema-required", element, owner: owner, names: [nil],
                "'\(element.name)' lacks the attribute '\(name)'.", cure: "Add it.")
        }
    }

    /// Whether `xsi:type` makes an expression a formal one, which has attributes of its own.
    private mutating func checkFormalType(
        of element: XMLElement, _ prefixes: [String: String], _ owner: String?
    ) -> Bool {
        guard let type = element.attribute("type", namespace: Namespaces.schemaInstance) else {
            return false
        }
        let parts = type.trimmed.split(separator: ":", maxSplits: 1).map(String.init)
        let name = parts.last ?? ""
        let space = prefixes[parts.count == 2 ? parts[0] : ""]
        let isKnown = ["tFormalExpression", "tExpression"].contains(name)
        guard isKnown, space == Namespaces.model else {
            report(
                "schema-type", element, owner: owner, names: [nil],
                "The type '\(type)' does not exist.",
                cure: "Write tFormalExpression with the prefix of BPMN's namespace.")
            return false
        }
        return name == "tFormalExpression"
    }

    private mutating func reportAttribute(
        _ attribute: XMLAttribute, of element: XMLElement, _ owner: String?
    ) {
        let name = attribute.prefix.map { "\($0):\(attribute.name)" } ?? attribute.name
        report(
            "schema-attribute", element, owner: owner, names: [nil],
            "'\(element.name)' has no attribute '\(name)'.",
            cure: "Remove it; extension attributes need the prefix of their namespace, "
                + "such as camunda.")
    }

    private mutating func checkValue(
        _ value: String, _ type: SimpleType, _ what: String, _ element: XMLElement,
        _ prefixes: [String: String], _ owner: String?, _ check: inout SchemaCheck
    ) {
        guard type.accepts(value, prefixes: prefixes) else {
            return report(
                "schema-value", element, owner: owner, names: [nil], count: 2,
                "The \(what) of '\(element.name)' is '\(value)'.",
                cure: "Write \(type.description).")
        }
        if type == .id, !check.ids.insert(value.trimmed).inserted {
            report(
                "schema-id-unique", element, owner: owner, names: [nil], count: 2,
                "The id '\(value.trimmed)' is used more than once in the file.",
                cure: "Give each element an id of its own.")
        }
        if type == .idref, check.references[value.trimmed] == nil {
            check.references[value.trimmed] = element
        }
    }

    /// Checks the text of an element against the schema.
    mutating func checkText(
        of element: XMLElement, _ rule: ElementRule, _ prefixes: [String: String],
        _ owner: String?, _ check: inout SchemaCheck
    ) {
        if let type = rule.textType {
            checkValue(element.text, type, "text", element, prefixes, owner, &check)
        } else if !rule.isMixed, !element.trimmedText.isEmpty {
            report(
                "schema-text", element, owner: owner, names: [nil],
                "'\(element.name)' cannot hold text.", cure: "Remove the text.")
        }
    }
}
