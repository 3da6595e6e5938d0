internal import JSONTree
internal import ProcessEngine
internal import ProcessValues
internal import YAMLTree

/// Reads values of the sorts that scenarios have.
extension ScenarioReading {
    /// The entries of a mapping.
    mutating func entries(of node: YAMLNode, _ what: String) -> [YAMLNode.Entry]? {
        if case .mapping(let entries) = node.value { return entries }
        tell(
            node.line, "scenario-type", "\"\(what)\" is no mapping of names and values",
            "Write name: value, each on a line of its own")
        return nil
    }

    /// The values of a mapping by their keys, which must be known ones.
    mutating func fields(
        of node: YAMLNode, _ what: String, _ known: [String]
    ) -> [String: YAMLNode]? {
        guard let entries = entries(of: node, what) else { return nil }
        var fields: [String: YAMLNode] = [:]
        for entry in entries {
            if known.contains(entry.key) {
                fields[entry.key] = entry.value
                continue
            }
            let hint =
                closest(to: entry.key, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
            tell(
                entry.line, "scenario-unknown-key", "\(what) has no \"\(entry.key)\"",
                "\(hint)It can have \(known.joined(separator: ", "))")
        }
        return fields
    }

    /// A text, with its line; numbers and truth values count as they are spelled.
    mutating func mention(_ node: YAMLNode, _ what: String) -> Scenario.Mention? {
        switch node.value {
        case .string(let text) where !text.isEmpty:
            return Scenario.Mention(text: text, line: node.line)
        case .integer(let number): return Scenario.Mention(text: "\(number)", line: node.line)
        default:
            tell(
                node.line, "scenario-type", "\"\(what)\" is no text", "Write \(what): with a text")
            return nil
        }
    }

    mutating func required(
        _ key: String, of fields: [String: YAMLNode], _ line: Int, _ what: String
    ) -> Scenario.Mention? {
        if let node = fields[key] { return mention(node, key) }
        tell(line, "scenario-missing", "\(what) has no \"\(key)\"", "Add \(key): with a text")
        return nil
    }

    mutating func mentions(_ node: YAMLNode, _ what: String) -> [Scenario.Mention] {
        guard case .sequence(let nodes) = node.value else {
            tell(
                node.line, "scenario-type", "\"\(what)\" is no list", "Write \(what): [a, b]")
            return []
        }
        return nodes.compactMap { mention($0, what) }
    }

    mutating func integer(_ node: YAMLNode, _ what: String) -> Int? {
        if case .integer(let number) = node.value, let result = Int(exactly: number), result >= 0 {
            return result
        }
        tell(
            node.line, "scenario-type", "\"\(what)\" is no whole number",
            "Write \(what): with a number from 0 on")
        return nil
    }

    mutating func boolean(_ node: YAMLNode, _ what: String) -> Bool? {
        if case .bool(let truth) = node.value { return truth }
        tell(
            node.line, "scenario-type", "\"\(what)\" is neither true nor false",
            "Write \(what): true or \(what): false")
        return nil
    }

    mutating func moment(_ node: YAMLNode, _ what: String) -> Instant? {
        if case .string(let text) = node.value, let instant = ScenarioMoment.instant(text) {
            return instant
        }
        tell(
            node.line, "scenario-moment", "\"\(what)\" is no moment",
            "Write for example 2026-03-02T09:00:00+01:00")
        return nil
    }

    /// Variables: values as they are, or `{type: Date, value: …}` for one of a named type.
    mutating func variables(_ node: YAMLNode?) -> [VariableInput] {
        guard let node, let entries = entries(of: node, "variables") else { return [] }
        return entries.compactMap { entry in
            if case .mapping(let parts) = entry.value.value,
                Set(parts.map(\.key)) == ["type", "value"]
            {
                return typedVariable(entry)
            }
            return VariableInput(entry.key, ProcessValue(untyped: json(entry.value)))
        }
    }

    private mutating func typedVariable(_ entry: YAMLNode.Entry) -> VariableInput? {
        var value = entry.value["value"].map { json($0) } ?? .null
        let type = entry.value["type"].map { json($0) } ?? .null
        if type.stringValue?.lowercased() == "date", let text = value.stringValue,
            let instant = ScenarioMoment.instant(text)
        {
            value = .string(instant.restText)
        }
        if type.stringValue?.lowercased() == "json", value.stringValue == nil {
            value = .string(value.serializedText)
        }
        do throws(ValueFormError) {
            return VariableInput(
                entry.key, try ProcessValue(submitted: value, type: type, info: nil))
        } catch {
            tell(
                entry.line, "scenario-variable", "\"\(entry.key)\": \(error)",
                "Write a type such as String, Integer, Long, Double, Boolean, Date or Json, and"
                    + " a value of it")
            return nil
        }
    }

    /// A value as JSON, in which models keep it.
    mutating func json(_ node: YAMLNode) -> JSON {
        switch node.value {
        case .null: return .null
        case .bool(let truth): return .bool(truth)
        case .integer(let number): return .integer(number)
        case .real(let number):
            if let json = JSON(double: number) { return json }
            tell(
                node.line, "scenario-type", "Infinite numbers and .nan cannot be values",
                "Write a number, or a text in quotes")
            return .null
        case .string(let text): return .string(text)
        case .sequence(let nodes): return .array(nodes.map { json($0) })
        case .mapping(let entries):
            return .object(JSONObject(entries.map { JSONObject.Member($0.key, json($0.value)) }))
        }
    }
}
